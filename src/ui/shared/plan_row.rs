//! Service plan as a row of a list: its status, customer, progress and next review.

use busbar_core::{books::plans::PlanSummary, domain::plan::PlanState};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Bar, Row, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Returns the tone of a plan's state.
pub const fn tone(state: PlanState) -> Tone {
    match state {
        PlanState::Drafted => Tone::Plain,
        PlanState::Approved => Tone::Accent,
        PlanState::Running => Tone::Accent,
        PlanState::Closed => Tone::Plain,
    }
}

/// Returns the status of a plan as one tag: items behind, review due, or else the state.
pub fn standing(locale: Locale, plan: &PlanSummary) -> AnyView {
    let (text, tone) = match (plan.behind, plan.review_due) {
        (0, Some(_)) => (td_string!(locale, plans.review_due_short).to_owned(), Tone::Warn),
        (0, None) => (labels::plan_state(locale, plan.state).to_owned(), tone(plan.state)),
        (behind, _) => (say!(locale, plans.behind_count, count = behind), Tone::Bad),
    };
    view! { <Tag text=text tone=tone /> }.into_any()
}

/// Returns the date of the next review with the customer; `None` unless the plan is running and has one.
pub fn review(locale: Locale, plan: &PlanSummary, today: Date) -> Option<String> {
    let day = plan.next_review_on.filter(|_| plan.state == PlanState::Running)?;
    let shown = format::date(locale, day);
    Some(if day <= today {
        td_string!(locale, plans.review_was_due, day = shown)
    } else {
        td_string!(locale, plans.review_next, day = shown)
    })
}

/// Formats the share done as a percentage; a dash if unknown.
pub fn percent(locale: Locale, share: Option<f64>) -> String {
    share.map_or_else(
        || td_string!(locale, labels.nothing).to_owned(),
        |share| format::percent(locale, share, 0),
    )
}

/// Row for one plan.
#[component]
pub fn PlanRow(
    /// Plan.
    plan: PlanSummary,
    /// True in a list of one customer's plans: the title is the year instead of the customer.
    #[prop(optional)]
    of_customer: bool,
    /// True to leave out the progress bar.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (shown, told, far) = (plan.clone(), plan.clone(), plan.clone());
    let (id, customer, year) = (plan.id, plan.customer, plan.year);
    let title = move || {
        if of_customer {
            return t_string!(i18n, plans.of_year, year = year);
        }
        workspace.tables.customer_name(customer).unwrap_or_default()
    };
    let note = move || {
        let locale = i18n.get_locale();
        let today = workspace.facts.today();
        // If the tag shows a problem, the state of the plan is shown here.
        let state = told.is_pressing().then(|| labels::plan_state(locale, told.state).to_owned());
        let goals = say!(i18n, plans.goals_count, count = told.goals);
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
