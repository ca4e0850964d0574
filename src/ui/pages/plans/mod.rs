//! 一户一策: all plans of a year, those that need attention first, and the customers without one whose class is offered
//! one.

mod make;
mod missing;
mod tools;

use busbar_core::{
    books::{
        plans::PlanSummary,
        selection::plans::{Filter, select},
    },
    domain::plan::PlanState,
};
use leptos::prelude::*;

use self::{make::Make, missing::Missing, tools::Tools};
use crate::{
    state::{mine::use_mine, plans::use_plans, portfolio::use_portfolio, search::use_search},
    ui::{
        components::{Button, ButtonLink, Card, Emphasis, EmptyState, Icon, PageHead, Rows},
        format,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::plan_row::PlanRow,
    },
};

/// Maximum number of plans listed.
const LISTED: usize = 100;

/// Names of the filters in the address.
mod filter {
    pub const YEAR: &str = "year";
    pub const STATE: &str = "state";
    pub const BEHIND: &str = "behind";
    pub const MANAGER: &str = "manager";
    pub const SEARCH: &str = "q";
}

/// Plans on the page, for its parts.
#[derive(Clone, Copy)]
struct Seen {
    /// Year shown.
    year: Memo<i16>,
    /// All plans of the year.
    of_year: Memo<Vec<PlanSummary>>,
    /// Plans that match the filters and the search.
    found: Memo<Vec<PlanSummary>>,
}

impl Seen {
    fn new() -> Self {
        let (navigation, plans, searching) = (use_navigation(), use_plans(), use_search());
        let mine = use_mine();
        searching.prepare();
        let [year, state, behind, manager, search] =
            [filter::YEAR, filter::STATE, filter::BEHIND, filter::MANAGER, filter::SEARCH]
                .map(|name| navigation.filter(name));
        let year = Memo::new(move |_| {
            let asked = year.with(|year| year.as_ref().and_then(|year| year.parse().ok()));
            asked.unwrap_or_else(|| plans.year())
        });
        let of_year = Memo::new(move |_| {
            let book = plans.get();
            let of_year = book.plans().iter().filter(|plan| plan.year == year.get());
            of_year.cloned().collect::<Vec<_>>()
        });
        let searched = Memo::new(move |_| searching.plans(&search.get().unwrap_or_default()));
        let found = Memo::new(move |_| {
            let state = state.with(|state| {
                let is_it = |one: &&PlanState| Some(one.name()) == state.as_deref();
                PlanState::ALL.iter().find(is_it).copied()
            });
            let filter =
                Filter { state, is_pressing: behind.with(Option::is_some), manager: manager.get() };
            let mut found = select(&of_year.read(), &filter, searched.read().as_ref());
            if filter.manager.is_none() && mine.is_only() {
                let admits = mine.filter();
                found.retain(|plan| admits(&plan.of.into(), Some(plan.customer)));
            }
            found
        });
        Self { year, of_year, found }
    }
}

/// Page of all service plans.
#[component]
pub fn PlansPage() -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Plans
                        title=move || t_string!(i18n, plans.empty)
                        text=move || t_string!(i18n, plans.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, visits.import)
                            href=Page::Import.href()
                            icon=Icon::Import
                            emphasis=Emphasis::First
                        />
                    </EmptyState>
                }
            }
        >
            <Everybody />
        </Show>
    }
}

#[component]
fn Everybody() -> impl IntoView {
    let i18n = use_i18n();
    let seen = Seen::new();
    let is_making = RwSignal::new(false);
    let count = move |n: usize| format::count(i18n.get_locale(), n);
    let title = move || {
        let (all, behind, due, running) = seen.of_year.with(|all| {
            let running = all.iter().filter(|plan| plan.state == PlanState::Running).count();
            let behind = all.iter().filter(|plan| plan.behind > 0).count();
            let due = all.iter().filter(|plan| plan.review_due.is_some()).count();
            (all.len(), behind, due, running)
        });
        match (all, behind, due) {
            (0, ..) => t_string!(i18n, plans.head_none, year = seen.year.get()),
            // A plan that is not agreed yet is neither behind nor on schedule.
            (all, 0, 0) => {
                t_string!(i18n, plans.head_calm, count = count(all), running = count(running))
            }
            (_, 0, due) => t_string!(i18n, plans.head_due, due = count(due)),
            (_, behind, 0) => t_string!(i18n, plans.head_behind, behind = count(behind)),
            (_, behind, due) => {
                t_string!(i18n, plans.head_both, behind = count(behind), due = count(due))
            }
        }
    };
    let over = move || {
        t_string!(
            i18n,
            plans.over,
            year = seen.year.get(),
            count = count(seen.of_year.with(Vec::len))
        )
    };
    let hidden = move || seen.found.with(Vec::len).saturating_sub(LISTED);
    view! {
        <div class="page plans">
            <PageHead over=over title=title>
                <Button
                    label=move || t_string!(i18n, plans.make)
                    icon=Icon::Add
                    emphasis=Emphasis::First
                    on_press=move |()| is_making.set(true)
                />
            </PageHead>
            <Tools seen=seen />
            <div class="columns wide-first">
                <Show
                    when=move || !seen.found.with(Vec::is_empty)
                    fallback=move || {
                        view! {
                            <Card title=move || t_string!(i18n, plans.none)>
                                <EmptyState title=move || t_string!(i18n, plans.none_text) />
                            </Card>
                        }
                    }
                >
                    <Card
                        title=move || t_string!(i18n, plans.listed, count = count(seen.found.with(Vec::len)))
                        note=move || t_string!(i18n, plans.listed_note)
                    >
                        <Rows>
                            <For
                                each=move || seen.found.get().into_iter().take(LISTED)
                                key=|plan| format!("{plan:?}")
                                children=|plan| view! { <PlanRow plan=plan /> }
                            />
                        </Rows>
                        <Show when=move || { hidden() > 0 }>
                            <p class="quiet-text">
                                {move || t_string!(i18n, plans.hidden, count = count(hidden()))}
                            </p>
                        </Show>
                    </Card>
                </Show>
                <Missing year=seen.year />
            </div>
        </div>
        <Make open=is_making year=seen.year />
    }
}
