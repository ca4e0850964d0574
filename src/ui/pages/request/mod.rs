//! Page of one request: its next steps, service clocks, the stages and documents of a connection, its data, its
//! history, and its actions.

mod asked;
mod clocks;
mod connection;
mod follow;
mod head;
mod history;
mod next;

use busbar_core::{
    books::requests::RequestDetail,
    domain::{
        Id,
        request::{Party, Request},
    },
};
use leptos::prelude::*;

use self::{
    asked::AskedCard, clocks::Clocks, connection::Connection, follow::Following, head::Head,
    history::History, next::Next,
};
use crate::{
    state::{requests::use_requests, workspace::use_workspace},
    ui::{
        components::{ButtonLink, EmptyState, Icon, Notice, Tone},
        i18n::*,
        routes::Page,
        shared::contested::ContestedFields,
    },
};

/// Request with its steps and clocks; `None` if it does not exist.
type About = Memo<Option<RequestDetail>>;

/// Page of one request.
#[component]
pub fn RequestPage(
    /// Request.
    id: Id<Request>,
) -> impl IntoView {
    let i18n = use_i18n();
    let about = use_requests().detail(id);
    let is_here = Memo::new(move |_| about.with(Option::is_some));
    let is_connection = Memo::new(move |_| {
        about.with(|about| {
            let request = about.as_ref().map(|about| &about.request);
            request.is_some_and(|request| request.connection.is_some())
        })
    });
    view! {
        <Show
            when=move || is_here.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Requests
                        title=move || t_string!(i18n, request.gone)
                        text=move || t_string!(i18n, request.gone_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, request.back)
                            href=Page::Requests.href()
                        />
                    </EmptyState>
                }
            }
        >
            <article class="page request">
                <Head id=id about=about />
                <CustomerGone about=about />
                <ContestedFields id=id />
                <div class="no-print">
                    <Next id=id about=about />
                </div>
                <Clocks about=about />
                <Show when=move || is_connection.get()>
                    <Connection id=id about=about />
                </Show>
                <div class="columns">
                    <AskedCard id=id about=about />
                    <History about=about />
                </div>
                <Following id=id about=about />
            </article>
        </Show>
    }
}

/// Notice about a removed or unknown customer: the request is kept and can still be completed.
#[component]
fn CustomerGone(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let is_gone = Memo::new(move |_| {
        let customer = about.with(|about| about.as_ref()?.request.customer);
        customer.and_then(|id| tables.read(id, |one| !one.is_here())).unwrap_or(true)
    });
    let is_open = move || {
        about.with(|about| {
            let progress = about.as_ref().and_then(|about| about.progress.as_ref());
            progress.is_none_or(|progress| {
                matches!(progress.waits_for(), Some(Party::Utility | Party::Customer))
            })
        })
    };
    view! {
        <Show when=move || is_gone.get()>
            <Notice
                word=move || t_string!(i18n, request.no_customer)
                text=move || {
                    if is_open() {
                        t_string!(i18n, request.no_customer_open)
                    } else {
                        t_string!(i18n, request.no_customer_closed)
                    }
                }
                tone=Tone::Warn
            />
        </Show>
    }
}
