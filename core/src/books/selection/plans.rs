//! Filter of the list of plans, in the order of their book.

use std::collections::HashSet;

use crate::{
    books::plans::PlanSummary,
    domain::{
        Id,
        plan::{PlanState, ServicePlan},
    },
};

/// Conditions for a plan to be listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// State.
    pub state: Option<PlanState>,
    /// Needs attention.
    pub is_pressing: bool,
    /// Responsible manager.
    pub manager: Option<String>,
}

impl Filter {
    fn admits(&self, plan: &PlanSummary) -> bool {
        self.state.is_none_or(|state| plan.state == state)
            && (!self.is_pressing || plan.is_pressing())
            && (self.manager.as_ref()).is_none_or(|name| plan.responsible == *name)
    }
}

/// Returns the plans to list, in order, from those that a search returned.
pub fn select(
    plans: &[PlanSummary],
    filter: &Filter,
    found: Option<&HashSet<Id<ServicePlan>>>,
) -> Vec<PlanSummary> {
    let is_found = |plan: &&PlanSummary| found.is_none_or(|found| found.contains(&plan.id));
    let shown = plans.iter().filter(is_found);
    shown.filter(|plan| filter.admits(plan)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        books::{
            search::{SearchTexts, SearchWords, lists::samples},
            table::Table,
        },
        domain::{People, Record, Year},
    };

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
        let texts = SearchTexts::of_plans(&plans, (&customers, &People::default()), pinyin);
        let shown = |filter: Filter, search: &str| -> Vec<u128> {
            let found = texts.ids(&SearchWords::of(search, pinyin), pinyin);
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
        // By its own text, and by the responsible manager.
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
