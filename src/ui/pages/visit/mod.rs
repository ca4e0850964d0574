//! 走访: one visit, with three tabs: briefing, capture and summary. The page opens with the tab that fits the visit's
//! state.

mod agenda;
mod attached;
mod bar;
mod briefing;
mod capture;
mod head;
mod pictures;
mod summary;
mod topic;

use busbar_core::domain::{
    Customer, Id,
    visit::{Visit, VisitState},
};
use leptos::prelude::*;

use self::{attached::Adding, capture::Locating, head::Head};
use crate::{
    state::{briefing::Briefing, visit::Captured, workspace::use_workspace},
    ui::{
        components::{ButtonLink, EmptyState, Icon, Tabs, tabs_of},
        i18n::*,
        labels::worded,
        navigation::use_navigation,
        routes::Page,
    },
};

worded! {
    /// A tab of the page.
    pub enum Face {
        Briefing = "briefing" => visit.tab_briefing,
        Capture = "capture" => visit.tab_capture,
        Summary = "summary" => visit.tab_summary,
    }
}

impl Face {
    /// Returns the tab for a visit in this state.
    const fn of(state: VisitState) -> Self {
        match state {
            VisitState::Planned | VisitState::Missed | VisitState::Cancelled => Self::Briefing,
            VisitState::Underway => Self::Capture,
            VisitState::Done => Self::Summary,
        }
    }

    fn href(self, id: Id<Visit>) -> String {
        Page::Visit(id).route().with("view", self.name()).href()
    }
}

/// The page.
#[component]
pub fn VisitPage(
    /// The visit.
    id: Id<Visit>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let customer = Memo::new(move |_| {
        tables.read(id, |visit| visit.customer.filter(|_| !visit.is_deleted)).flatten()
    });
    move || match customer.get() {
        Some(customer) => view! { <Faces id=id customer=customer /> }.into_any(),
        None => view! {
            <EmptyState
                icon=Icon::Today
                title=move || t_string!(i18n, visit.gone)
                text=move || t_string!(i18n, visit.gone_text)
            >
                <ButtonLink
                    label=move || t_string!(i18n, visit.to_customers)
                    href=Page::Customers.href()
                />
            </EmptyState>
        }
        .into_any(),
    }
}

/// The head, the tabs and the bar of a visit.
#[component]
fn Faces(id: Id<Visit>, customer: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let facts = use_workspace().facts;
    let captured = Captured::new(id, customer);
    let briefing = Briefing::new(customer, id);
    Adding::provide();
    Locating::provide();
    let state = Memo::new(move |_| captured.visit.read().state(facts.day.get()));
    let face = Memo::new(move |_| {
        let query = navigation.query();
        let asked = query.get("view").and_then(Face::named);
        asked.unwrap_or_else(|| Face::of(state.get()))
    });
    let tabs = tabs_of(face, move |shown| shown.href(id));
    let content = move || match face.get() {
        Face::Briefing => {
            view! { <briefing::BriefingFace captured=captured briefing=briefing state=state /> }
                .into_any()
        }
        Face::Capture => {
            view! { <capture::CaptureFace captured=captured briefing=briefing /> }.into_any()
        }
        Face::Summary => view! { <summary::SummaryFace captured=captured /> }.into_any(),
    };
    view! {
        <article class="page visit">
            <Head captured=captured state=state face=face />
            <Tabs label=move || t_string!(i18n, visit.parts) tabs=tabs />
            <div class="stack">{content}</div>
            <bar::Bar captured=captured state=state face=face />
        </article>
    }
}
