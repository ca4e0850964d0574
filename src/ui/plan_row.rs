//! A service plan as a row, wherever plans are listed: how it stands, whose it is, how far it is, and what
//! asks for somebody.

use busbar_core::{books::plans::PlanSummary, domain::plan::PlanState};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    components::{Bar, Row, Tag, Tone},
    format,
    i18n::*,
    labels,
    routes::Page,
};
use crate::state::workspace::use_workspace;

/// What a state tells.
pub const fn tone(state: PlanState) -> Tone {
    match state {
        PlanState::Drafted => Tone::Plain,
        PlanState::Approved => Tone::Accent,
        PlanState::Running => Tone::Accent,
        PlanState::Closed => Tone::Plain,
    }
}

/// How a plan stands, in one tag: what presses, or else how far it is.
pub fn standing(locale: Locale, plan: &PlanSummary) -> AnyView {
    let (text, tone) = match (plan.behind, plan.review_due) {
        (0, Some(_)) => (td_string!(locale, plans.review_due_short).to_owned(), Tone::Warn),
        (0, None) => (labels::plan_state(locale, plan.state).to_owned(), tone(plan.state)),
        (behind, _) => (
            td_string!(locale, plans.behind_count, count = format::count(locale, behind)),
            Tone::Bad,
        ),
    };
    view! { <Tag text=text tone=tone /> }.into_any()
}

/// When the plan is reviewed with the customer.
pub fn review(locale: Locale, plan: &PlanSummary, today: Date) -> Option<String> {
    let day = plan.next_review_on.filter(|_| plan.state == PlanState::Running)?;
    let shown = format::date(locale, day);
    Some(if day <= today {
        td_string!(locale, plans.review_was_due, day = shown)
    } else {
        td_string!(locale, plans.review_next, day = shown)
    })
}

/// The share that is done, in digits.
pub fn percent(locale: Locale, share: Option<f64>) -> String {
    share.map_or_else(
        || td_string!(locale, labels.nothing).to_owned(),
        |share| format::percent(locale, share, 0),
    )
}

/// One plan.
#[component]
pub fn PlanRow(
    /// Which.
    plan: PlanSummary,
    /// Whose it is goes without saying: its year leads.
    #[prop(optional)]
    of_customer: bool,
    /// What presses and whose it is say enough: no bar.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let (shown, told, far) = (plan.clone(), plan.clone(), plan.clone());
    let (id, customer, year) = (plan.id, plan.customer, plan.year);
    let title = move || {
        if of_customer {
            return t_string!(i18n, plans.of_year, year = year);
        }
        let name = customers.with(|customers| Some(customers.get(customer)?.name.clone()));
        name.unwrap_or_default()
    };
    let note = move || {
        let locale = i18n.get_locale();
        let today = workspace.facts.today();
        // What presses stands in the tag: how far the plan is, is said here then.
        let state = told.is_pressing().then(|| labels::plan_state(locale, told.state).to_owned());
        let goals = t_string!(i18n, plans.goals_count, count = format::count(locale, told.goals));
        let responsible = Some(told.responsible.clone()).filter(|name| !name.is_empty());
        let parts = [state, responsible, Some(goals), review(locale, &told, today)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let (share, is_behind) = (far.share, far.behind > 0);
    view! {
        <Row
            lead=move || view! { {move || standing(i18n.get_locale(), &shown)} }
            title=move || view! { {title} }
            note=move || view! { {note} }
            end=move || {
                (!brief)
                    .then(|| {
                        view! {
                            <Bar
                                label=move || t_string!(i18n, plans.progress)
                                share=Signal::stored(share)
                                text=move || percent(i18n.get_locale(), share)
                                is_behind=Signal::stored(is_behind)
                            />
                        }
                    })
            }
            href=Page::Plan(id).href()
        />
    }
}
