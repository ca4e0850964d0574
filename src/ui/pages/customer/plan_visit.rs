//! Dialog that plans a visit from the customer's page. A visit already planned is moved if necessary; the dialog says
//! so before it is confirmed.

use busbar_core::domain::{Customer, Id, visit::VisitState};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;

use super::visits::visits_of;
use crate::{
    state::{
        commands::{
            planning::{self, When},
            record::fresh,
        },
        task,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{DateInput, Dialog, DialogFoot},
        i18n::*,
        shared::due as words,
    },
};

/// Dialog that asks for the date of the visit.
#[component]
pub fn PlanVisit(
    id: Id<Customer>,
    /// True while the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, customer.plan_visit) open=open>
            <Form id=id open=open />
        </Dialog>
    }
}

#[component]
fn Form(id: Id<Customer>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let own = visits_of(id);
    let day = RwSignal::new(None::<Date>);
    let chosen = Signal::derive(move || {
        let today = workspace.facts.today();
        let tomorrow = today.checked_add(1.day()).unwrap_or(today);
        Some(day.get().unwrap_or(tomorrow).max(today))
    });
    let due = Memo::new(move |_| {
        let due = visits.due();
        due.iter().find(|due| due.customer == id).cloned()
    });
    // Says that a visit already planned will be moved, or that it stays as planned.
    let stands = move || {
        let (locale, today) = (i18n.get_locale(), workspace.facts.today());
        let said = |day| words::day(locale, day, today);
        if let Some((day, _)) = due.with(|due| due.as_ref()?.visit) {
            return Some(t_string!(i18n, customer.plan_visit_moves, day = said(day)));
        }
        let planned = own.with(|visits| {
            let planned = visits.iter();
            let planned = planned.filter(|visit| visit.state(today) == VisitState::Planned);
            planned.filter_map(|visit| visit.planned_on).min()
        });
        Some(t_string!(i18n, customer.plan_visit_stands, day = said(planned?)))
    };
    let fresh = fresh();
    let plan = move |()| {
        let Some(day) = chosen.get_untracked() else {
            return;
        };
        let due = due.get_untracked();
        let locale = i18n.get_locale_untracked();
        let words = untrack(|| words::words(locale, due.as_ref(), workspace.tables));
        task::spawn(async move {
            // An error is shown at the top; the dialog stays open.
            let which = (fresh, id);
            let planned = planning::plan(workspace, visits, which, When::On(day), words).await;
            if planned.is_ok() {
                open.set(false);
            }
        });
    };
    view! {
        <DateInput
            label=move || t_string!(i18n, customer.plan_visit_day)
            value=chosen
            on_change=move |to| day.set(to)
        />
        <p class="quiet-text">{stands}</p>
        <DialogFoot
            open=open
            label=move || t_string!(i18n, customer.plan_visit_save)
            on_press=plan
        />
    }
}
