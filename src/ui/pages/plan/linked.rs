//! Visits, actions and requests linked to a line.

use busbar_core::{
    books::plans::Linked,
    domain::{
        Id, Link,
        action::Action,
        plan::{LinkedState, PlanItem},
        request::Request,
        visit::Visit,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{About, line};
use crate::{
    state::workspace::{Workspace, use_workspace},
    ui::{
        components::{Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::promise::PromiseRow,
    },
};

/// Returns the label of a state.
pub fn state_word(locale: Locale, state: LinkedState) -> &'static str {
    match state {
        LinkedState::Late => td_string!(locale, plan.linked_late),
        LinkedState::Open => td_string!(locale, plan.linked_open),
        LinkedState::Done => td_string!(locale, plan.linked_done),
        LinkedState::Dropped => td_string!(locale, plan.linked_dropped),
    }
}

/// Returns the tone of a state.
pub const fn state_tone(state: LinkedState) -> Tone {
    match state {
        LinkedState::Late => Tone::Bad,
        LinkedState::Open | LinkedState::Dropped => Tone::Plain,
        LinkedState::Done => Tone::Good,
    }
}

/// Texts of a linked record.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Purpose, text or subject; the kind of record if it is empty.
    pub title: String,
    /// Date: of a visit, its arrival or planned date; of an action, when it was done or is due; of a request, its
    /// receipt.
    pub day: Option<Date>,
}

/// Returns the texts of a visit, an action or a request; `None` if it does not exist. Subscribes to changes.
pub fn told(locale: Locale, workspace: Workspace, of: &Link) -> Option<Told> {
    let tables = workspace.tables;
    let kind = labels::record_kind(locale, of.kind()).unwrap_or_default();
    let or_kind = |text: &str| {
        Some(text.to_owned())
            .filter(|text| !text.trim().is_empty())
            .unwrap_or_else(|| kind.to_owned())
    };
    if let Some(id) = of.of::<Visit>() {
        return tables.read(id, |visit| {
            let said = Some(&visit.purpose).filter(|purpose| !purpose.is_empty());
            let arrived = visit.arrived_at.map(|at| workspace.wall_clock(at.0).date());
            Told {
                title: or_kind(said.unwrap_or(&visit.summary)),
                day: arrived.or(visit.planned_on),
            }
        });
    }
    if let Some(id) = of.of::<Action>() {
        return tables.read(id, |action| Told {
            title: or_kind(&action.text),
            day: action.done_on.or(action.due_on),
        });
    }
    tables.read(of.of::<Request>()?, |request| Told {
        title: or_kind(&request.subject),
        day: request.received_on,
    })
}

/// Returns the link to a visit or request; `None` for an action, which is edited in its row.
fn href(of: &Link) -> Option<String> {
    let visit = of.of::<Visit>().map(|id| Page::Visit(id).href());
    visit.or_else(|| of.of::<Request>().map(|id| Page::Request(id).href()))
}

/// Rows of the linked records; hidden if there are none.
#[component]
pub fn LinkedRows(about: About, id: Id<PlanItem>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let line = line(about, id);
    let links = Memo::new(move |_| {
        line.with(|line| line.as_ref().map(|line| line.links.clone())).unwrap_or_default()
    });
    let row = move |linked: Linked| {
        if let Some(action) = linked.of.of::<Action>() {
            return view! { <PromiseRow id=action without_customer=true /> }.into_any();
        }
        let locale = i18n.get_locale();
        let Some(told) = told(locale, workspace, &linked.of) else {
            return ().into_any();
        };
        let kind = labels::record_kind(locale, linked.of.kind()).map(str::to_owned);
        let day = told.day.map(|day| format::date(locale, day));
        let note = [kind, day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let state = linked.state;
        let lead = move || {
            view! { <Tag text=state_word(locale, state) tone=state_tone(state) /> }
        };
        match href(&linked.of) {
            Some(href) => {
                view! { <Row lead=lead title=move || told.title note=move || note href=href /> }
                    .into_any()
            }
            None => {
                view! { <Row lead=lead title=move || told.title note=move || note /> }.into_any()
            }
        }
    };
    view! {
        <Show when=move || !links.with(Vec::is_empty)>
            <div class="plan-linked">
                <Rows>
                    <For each=move || links.get() key=|one| (one.id, one.state) children=row />
                </Rows>
            </div>
        </Show>
    }
}
