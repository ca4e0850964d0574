//! Frame around every page: the navigation (a rail on tablets and desktops, a bar at the bottom on phones), the top
//! line, and the place of the page.

mod appearance;
mod later;
mod opened;
mod rail;
mod saving;
mod top_line;
mod update;
mod works_here;

use leptos::{html, prelude::*};

pub use later::Later;
pub use opened::Opened;
pub use works_here::{FirstStart, asks_who};

use crate::{
    platform::preferences,
    ui::{
        components::{FailureLines, use_toasts},
        i18n::*,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Frame of the app, with the page in it.
#[component]
pub fn Shell(
    /// Page.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let main = NodeRef::<html::Main>::new();
    let scrolled = StoredValue::new(0);
    let navigation = use_navigation();
    let page = Memo::new(move |_| navigation.page());
    begin_pages_at_their_top(page, main, scrolled);
    let toasts = use_toasts();
    Effect::watch(move || page.get(), move |_, _, _| toasts.forget_failures(), false);
    view! {
        <button
            type="button"
            class="skip"
            on:click=move |_| {
                preferences::focus("#main");
            }
        >
            {t!(i18n, shell.skip_to_content)}
        </button>
        <div class="shell">
            <rail::Rail />
            <top_line::TopLine />
            <div class="shell-notes">
                <update::UpdateNotice />
                <FailureLines />
            </div>
            <main
                id="main"
                class="main"
                tabindex="-1"
                node_ref=main
                on:scroll=move |_| {
                    if let Some(main) = main.try_get_untracked().flatten() {
                        scrolled.set_value(main.scroll_top());
                    }
                }
            >
                {children()}
            </main>
        </div>
    }
}

/// Scrolls a newly opened page to its top, and a newly opened record beside its list likewise. Returning to the page
/// that was left last restores its scroll position. `scrolled` is the current scroll position in pixels.
fn begin_pages_at_their_top(
    page: Memo<Page>,
    main: NodeRef<html::Main>,
    scrolled: StoredValue<i32>,
) {
    let left = StoredValue::new(None::<(Page, i32)>);
    Effect::watch(
        move || page.get(),
        move |now, before, _| {
            let was = |(page, top): &(Page, i32)| (page == now).then_some(*top);
            let top = left.with_value(|left| left.as_ref().and_then(was)).unwrap_or(0);
            left.set_value(before.map(|before| (before.clone(), scrolled.get_value())));
            // In the next frame, when the page has been rendered.
            request_animation_frame(move || {
                let Some(main) = main.try_get_untracked().flatten() else {
                    return;
                };
                main.set_scroll_top(top);
                if let Ok(Some(detail)) = main.query_selector(".split-detail") {
                    detail.set_scroll_top(0);
                }
            });
        },
        false,
    );
}
