//! One service plan: how it stands and what comes next, its goals with their figures, services, duties and
//! budget, the reviews with the customer; the sheet that the customer gets; and what was changed.

mod add;
mod budget;
mod copy;
mod duties;
mod facts;
mod figures;
mod goals;
mod head;
mod history;
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
    state::{plans::use_plans, workspace::use_workspace},
    ui::{
        components::{ButtonLink, EmptyState, Icon, Tab, Tabs},
        contested::ContestedFields,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
    },
};

/// What the parts of the page know of the plan; `None` once it is gone.
type About = Memo<Option<PlanDetail>>;

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Plan,
    Sheet,
    History,
}

impl Part {
    const ALL: [Self; 3] = [Self::Plan, Self::Sheet, Self::History];

    /// The stable name, as in the address.
    const fn name(self) -> &'static str {
        match self {
            Self::Plan => "",
            Self::Sheet => "sheet",
            Self::History => "history",
        }
    }

    fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|part| part.name() == name);
        found.unwrap_or_default()
    }
}

/// The ids of the lines of one kind, in their order.
fn ids(about: About, kind: PlanItemKind) -> Memo<Vec<Id<PlanItem>>> {
    Memo::new(move |_| {
        about.with(|about| {
            let lines = about.iter().flat_map(|about| about.of_kind(kind));
            lines.map(|line| line.item.id).collect()
        })
    })
}

/// One line, as a signal of its own; `None` once it is gone.
fn line(about: About, id: Id<PlanItem>) -> Memo<Option<PlanLine>> {
    Memo::new(move |_| {
        about.with(|about| {
            let lines = &about.as_ref()?.lines;
            lines.iter().find(|line| line.item.id == id).cloned()
        })
    })
}

/// One plan.
#[component]
pub fn PlanPage(
    /// Which.
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
    let navigation = use_navigation();
    let named = navigation.filter("tab");
    let part = Memo::new(move |_| Part::named(named.get().as_deref().unwrap_or_default()));
    let tabs = Signal::derive(move || {
        let tab = |shown: Part| Tab {
            text: match shown {
                Part::Plan => t_string!(i18n, plan.tab_plan),
                Part::Sheet => t_string!(i18n, plan.tab_sheet),
                Part::History => t_string!(i18n, plan.tab_history),
            }
            .to_owned(),
            href: Page::Plan(id).route().with("tab", shown.name()).href(),
            is_current: part.get() == shown,
        };
        Part::ALL.map(tab).to_vec()
    });
    let content = move || {
        match part.get() {
        Part::Plan => view! { <Working id=id about=about /> }.into_any(),
        Part::Sheet => view! { <article class="card sheet plan-sheet"><Sheet about=about signatures=true /></article> }
            .into_any(),
        Part::History => view! { <HistoryCard id=id about=about /> }.into_any(),
    }
    };
    // What is the company's alone is never printed: whatever is looked at, the customer's sheet is.
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

/// What two tablets entered at once, of the plan and of its lines.
#[component]
fn Contested(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let tables = use_workspace().tables;
    let lines = Memo::new(move |_| {
        about.with(|about| {
            let lines = about.iter().flat_map(|about| &about.lines);
            lines.map(|line| line.item.id).collect::<Vec<_>>()
        })
    });
    view! {
        <ContestedFields table=tables.plans id=id />
        <For
            each=move || lines.get()
            key=|id| *id
            children=move |id| view! { <ContestedFields table=tables.plan_items id=id /> }
        />
    }
}

/// What is worked with.
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
