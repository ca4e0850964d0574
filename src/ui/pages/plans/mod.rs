//! 一户一策: every plan of a year, those that are behind first; and the customers whose class is offered one
//! and who have none.

mod make;
mod missing;
mod tools;

use std::collections::HashSet;

use busbar_core::domain::{
    Id,
    plan::{PlanState, ServicePlan},
};
use leptos::prelude::*;

use self::{make::Make, missing::Missing, tools::Tools};
use crate::{
    state::{
        mine::use_mine,
        plans::{PlanSummary, use_plans},
        portfolio::use_portfolio,
        search::use_search,
    },
    ui::{
        components::{Button, ButtonLink, Card, Emphasis, EmptyState, Icon, PageHead, Rows},
        format,
        i18n::*,
        navigation::use_navigation,
        plan_row::PlanRow,
        routes::Page,
    },
};

/// As many are listed at once.
const LISTED: usize = 100;

/// The filters, in the address.
mod filter {
    pub const YEAR: &str = "year";
    pub const STATE: &str = "state";
    pub const BEHIND: &str = "behind";
    pub const MANAGER: &str = "manager";
    pub const SEARCH: &str = "q";
}

/// Conditions for a plan to be listed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Filter {
    /// In this state.
    state: Option<PlanState>,
    /// In need of attention.
    is_pressing: bool,
    /// In the hands of this person.
    manager: Option<String>,
}

impl Filter {
    fn admits(&self, plan: &PlanSummary) -> bool {
        self.state.is_none_or(|state| plan.state == state)
            && (!self.is_pressing || plan.is_pressing())
            && (self.manager.as_ref()).is_none_or(|name| plan.responsible == *name)
    }
}

/// The plans to show, in their order, of those that a search left.
fn select(
    plans: &[PlanSummary],
    filter: &Filter,
    found: Option<&HashSet<Id<ServicePlan>>>,
) -> Vec<PlanSummary> {
    let is_found = |plan: &&PlanSummary| found.is_none_or(|found| found.contains(&plan.id));
    let shown = plans.iter().filter(is_found);
    shown.filter(|plan| filter.admits(plan)).cloned().collect()
}

/// What the page looks at.
#[derive(Clone, Copy)]
struct Seen {
    /// The year.
    year: Memo<i16>,
    /// The plans of the year, of everybody.
    of_year: Memo<Vec<PlanSummary>>,
    /// Those that the filters leave.
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

/// The page.
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
            // A plan that is not agreed yet is not behind, and not on schedule either.
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::state::{
        search::{Texts, Words, lists::samples},
        table::Table,
    };
    use busbar_core::domain::{People, Record, Year};

    #[test]
    fn plans_are_shown_by_their_filters_and_by_search() {
        let id = |n| Id::new(Uuid::from_u128(n));
        let made = [
            (11, 1, PlanState::Running, 0, "曾国强"),
            (12, 1, PlanState::Drafted, 0, "单雪梅"),
            (13, 2, PlanState::Running, 2, "单雪梅"),
        ];
        let mut plans = Table::default();
        plans.extend(made.map(|(n, customer, _, _, responsible)| ServicePlan {
            customer: Some(Id::new(Uuid::from_u128(customer))),
            year: Year::new(2026),
            responsible: responsible.into(),
            situation: if n == 13 { "負荷增長" } else { "" }.into(),
            ..ServicePlan::empty(id(n))
        }));
        let summaries = made.map(|(n, customer, state, behind, responsible)| PlanSummary {
            id: id(n),
            customer: Id::new(Uuid::from_u128(customer)),
            year: 2026,
            state,
            class: None,
            share: None,
            goals: 0,
            behind,
            review_due: None,
            next_review_on: None,
            responsible: responsible.into(),
            of: None,
        });
        let pinyin = samples::pinyin();
        let pinyin = Some(&pinyin);
        let customers = samples::customers([1, 2].map(|n| Id::new(Uuid::from_u128(n))));
        let texts = Texts::of_plans(&plans, (&customers, &People::default()), pinyin);
        let shown = |filter: Filter, search: &str| -> Vec<u128> {
            let found = texts.ids(&Words::of(search, pinyin), pinyin);
            let plans = select(&summaries, &filter, found.as_ref()).into_iter();
            plans.map(|plan| plan.id.uuid().as_u128()).collect()
        };
        for search in samples::FIND {
            assert_eq!(shown(Filter::default(), search), [11, 12], "{search}");
        }
        for search in samples::MISS {
            assert_eq!(shown(Filter::default(), search), [0; 0], "{search}");
        }
        assert_eq!(shown(Filter::default(), ""), [11, 12, 13]);
        // By its own text, and by who sees it through.
        assert_eq!(shown(Filter::default(), "负荷"), [13]);
        assert_eq!(shown(Filter::default(), "shanxuemei"), [12, 13]);
        let running = || Filter { state: Some(PlanState::Running), ..Filter::default() };
        let pressing = Filter { is_pressing: true, ..running() };
        let hers = Filter { manager: Some("单雪梅".into()), ..Filter::default() };
        assert_eq!(shown(running(), "zgq"), [11]);
        assert_eq!(shown(pressing, ""), [13]);
        assert_eq!(shown(hers, "恒泰"), [12]);
    }
}
