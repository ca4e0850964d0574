//! Papers of a service plan and of a review, as the customer reads and signs them.

use busbar_core::domain::plan::{CustomerPlan, PlanItem, PlanItemKind, PlanReview};
use leptos_i18n::td_string;

use super::{Content, Part, facts, filled, part, table};
use crate::ui::{format, i18n::*, labels};

/// Returns the parts of a plan.
pub fn plan_paper(locale: Locale, paper: &CustomerPlan) -> Vec<Part> {
    let (plan, parties) = (paper.plan(), paper.parties());
    let of = |kind: PlanItemKind, row: &dyn Fn(&PlanItem) -> Vec<String>| {
        paper.of_kind(kind).map(row).collect::<Vec<_>>()
    };
    let day = |item: &PlanItem| item.due_on.map(|day| format::date(locale, day));
    let goals = of(PlanItemKind::Goal, &|item| {
        vec![
            labels::plan_item(locale, item),
            labels::plan_measure(locale, item),
            labels::plan_target(locale, item).unwrap_or_default(),
            day(item).unwrap_or_default(),
        ]
    });
    let services = of(PlanItemKind::Service, &|item| {
        vec![
            labels::plan_item(locale, item),
            labels::plan_rhythm(locale, item.wanted_times()),
            paper.name(&item.owner),
        ]
    });
    let duties = of(PlanItemKind::Duty, &|item| {
        vec![
            labels::plan_owner(locale, item, &paper.name(&item.owner)),
            labels::plan_item(locale, item),
        ]
    });
    filled([
        part(
            "",
            facts([
                (td_string!(locale, plan.f_customer), parties.customer.clone()),
                (td_string!(locale, customer.f_account_number), parties.account_number.clone()),
                (td_string!(locale, customer.f_account_manager), paper.name(&plan.responsible)),
            ]),
        ),
        part(td_string!(locale, plan.f_situation), Content::Text(plan.situation.clone())),
        part(
            td_string!(locale, plan.goals),
            table(
                [
                    td_string!(locale, plan.f_goal),
                    td_string!(locale, plan.f_measure),
                    td_string!(locale, plan.f_target_plain),
                    td_string!(locale, plan.f_due_on),
                ],
                goals,
            ),
        ),
        part(
            td_string!(locale, plan.services),
            table(
                [
                    td_string!(locale, plan.f_service),
                    td_string!(locale, plan.f_rhythm),
                    td_string!(locale, plan.f_owner),
                ],
                services,
            ),
        ),
        part(
            td_string!(locale, plan.duties),
            table([td_string!(locale, plan.f_owner), td_string!(locale, plan.f_duty)], duties),
        ),
    ])
}

/// Returns the parts of a review's outcome.
pub fn review_paper(locale: Locale, review: &PlanReview) -> Vec<Part> {
    let day = review.on.map(|day| format::date(locale, day));
    filled([
        part(
            "",
            facts([
                (td_string!(locale, plan.f_reviewed_on), day.unwrap_or_default()),
                (td_string!(locale, plan.f_theirs), review.theirs.clone()),
                (td_string!(locale, plan.f_ours), review.ours.clone()),
            ]),
        ),
        part(td_string!(locale, plan.f_review_agreed), Content::Text(review.agreed.clone())),
    ])
}
