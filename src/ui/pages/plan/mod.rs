//! Page of one service plan: its progress and next step, goals, services, duties, budget and reviews; the customer's
//! sheet; and the history.

mod add;
mod budget;
mod buttons;
mod copy;
mod duties;
mod facts;
mod figures;
mod goals;
mod head;
mod history;
mod lines;
mod link;
mod linked;
mod reviews;
mod services;
mod sheet;
mod steps;

use busbar_core::{
    books::plans::{PlanDetail, PlanLine},
    domain::{
        Id,
        plan::{PlanItem, PlanItemKind, ServicePlan},
    },
};
use leptos::prelude::*;

use self::{
    add::{Add, Adding},
    budget::BudgetCard,
    duties::DutiesCard,
    facts::FactsCard,
    figures::PlanFigures,
    goals::GoalsCard,
    head::Head,
    history::HistoryCard,
    link::{LinkDialog, Linking},
    reviews::ReviewsCard,
    services::ServicesCard,
    sheet::Sheet,
};
use crate::{
    state::plans::use_plans,
    ui::{
        components::{ButtonLink, EmptyState, Icon, Tabs, tabs_of},
        i18n::*,
        labels::worded,
        navigation::use_navigation,
        routes::Page,
        shared::contested::ContestedFields,
    },
};

/// Plan with its lines and reviews; `None` if it does not exist.
type About = Memo<Option<PlanDetail>>;

worded! {
    /// Tab of the page.
    pub enum Part {
        Plan = "" => plan.tab_plan,
        Sheet = "sheet" => plan.tab_sheet,
        History = "history" => plan.tab_history,
    }
}

/// Returns the ids of the lines of one kind, in their order.
fn ids(about: About, kind: PlanItemKind) -> Memo<Vec<Id<PlanItem>>> {
    Memo::new(move |_| {
        about.with(|about| {
            let lines = about.iter().flat_map(|about| about.of_kind(kind));
            lines.map(|line| line.item.id).collect()
        })
    })
}

/// Returns one line as a signal of its own; `None` if it does not exist.
fn line(about: About, id: Id<PlanItem>) -> Memo<Option<PlanLine>> {
    Memo::new(move |_| {
        about.with(|about| {
            let lines = &about.as_ref()?.lines;
            lines.iter().find(|line| line.item.id == id).cloned()
        })
    })
}

/// Page of one service plan.
#[component]
pub fn PlanPage(
    /// Service plan.
    id: Id<ServicePlan>,
) -> impl IntoView {
    let i18n = use_i18n();
    let about = use_plans().detail(id);
    let is_here = Memo::new(move |_| about.with(Option::is_some));
    view! {
        <Show
            when=move || is_here.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Plans
                        title=move || t_string!(i18n, plan.gone)
                        text=move || t_string!(i18n, plan.gone_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, plan.back)
                            href=Page::Plans.href()
                        />
                    </EmptyState>
                }
            }
        >
            <Here id=id about=about />
        </Show>
    }
}

#[component]
fn Here(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let part = use_navigation().part::<Part>("tab");
    let href = move |shown: Part| Page::Plan(id).route().with("tab", shown.name()).href();
    let tabs = tabs_of(part, href);
    let content = move || {
        match part.get() {
        Part::Plan => view! { <Working id=id about=about /> }.into_any(),
        Part::Sheet => view! { <article class="card sheet plan-sheet"><Sheet about=about signatures=true /></article> }
            .into_any(),
        Part::History => view! { <HistoryCard id=id about=about /> }.into_any(),
    }
    };
    // Internal data is never printed: every tab prints the customer's sheet.
    let is_working = move || part.get() != Part::Sheet;
    view! {
        <div class="page plan">
            <Head id=id about=about />
            <Contested id=id about=about />
            <div class="no-print">
                <Tabs label=move || t_string!(i18n, plan.parts) tabs=tabs />
            </div>
            <div class:no-print=is_working>{content}</div>
            <Show when=is_working>
                <article class="only-print card sheet plan-sheet">
                    <Sheet about=about signatures=true />
                </article>
            </Show>
        </div>
    }
}

/// Fields of the plan and of its lines with conflicting values from two tablets.
#[component]
fn Contested(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let lines = Memo::new(move |_| {
        about.with(|about| {
            let lines = about.iter().flat_map(|about| &about.lines);
            lines.map(|line| line.item.id).collect::<Vec<_>>()
        })
    });
    view! {
        <ContestedFields id=id />
        <For
            each=move || lines.get()
            key=|id| *id
            children=move |id| view! { <ContestedFields id=id /> }
        />
    }
}

/// Tab in which the plan is edited.
#[component]
fn Working(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let linking = Linking::new();
    let adding = Adding::new();
    view! {
        <div class="stack loose">
            <PlanFigures about=about />
            <div class="columns wide-first">
                <div class="stack">
                    <GoalsCard about=about linking=linking adding=adding />
                    <ServicesCard about=about linking=linking adding=adding />
                </div>
                <div class="stack">
                    <FactsCard id=id about=about />
                    <ReviewsCard about=about />
                    <DutiesCard about=about adding=adding />
                    <BudgetCard id=id about=about adding=adding />
                </div>
            </div>
        </div>
        <LinkDialog about=about linking=linking />
        <Add id=id about=about adding=adding />
    }
}
