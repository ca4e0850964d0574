//! Dialogs for the steps of a plan: approval by the company, agreement with the customer, and closing.

use busbar_core::domain::{Id, plan::ServicePlan};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        choices,
        chosen_day::ChosenDay,
        commands::plan::{agree, approve, close},
        private_mode::{Agreement, Handed, use_private_mode},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, DateInput, Dialog, DialogFoot, Icon, TextInput},
        i18n::*,
        shared::sending::Sending,
    },
};

/// Step of a plan that has a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Approval by the company.
    Approve,
    /// Agreement with the customer.
    Agree,
    /// Closing.
    Close,
}

/// The open state of each step's dialog.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steps {
    approve: RwSignal<bool>,
    agree: RwSignal<bool>,
    close: RwSignal<bool>,
}

impl Steps {
    /// Opens the dialog of a step.
    pub fn open(self, step: Step) {
        let open = match step {
            Step::Approve => self.approve,
            Step::Agree => self.agree,
            Step::Close => self.close,
        };
        open.set(true);
    }
}

/// Dialog that asks for the approver and the date.
#[component]
pub fn Approve(id: Id<ServicePlan>, steps: Steps) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = steps.approve;
    let form = move || {
        let day = ChosenDay::new(workspace.facts, None);
        let by = RwSignal::new(String::new());
        let sending = Sending::new(open);
        let save = move |()| {
            let by = by.get_untracked();
            if let Some(name) = sending.required(&by, t_string!(i18n, plan.by_missing)) {
                sending.send(approve(workspace, id, day.get_untracked(), name));
            }
        };
        view! {
            <TextInput
                label=move || t_string!(i18n, plan.f_approved_by)
                value=by
                on_change=move |text| by.set(text)
                error=sending.error
                offered=Signal::derive(move || choices::people(workspace))
            />
            <DateInput
                label=move || t_string!(i18n, plan.f_approved_on)
                value=day.shown()
                on_change=move |on| day.set(on)
            />
            <DialogFoot open=open label=move || t_string!(i18n, plan.approve) on_press=save />
        }
    };
    view! {
        <Dialog title=move || t_string!(i18n, plan.approve) open=open>
            {form()}
        </Dialog>
    }
}

/// Dialog that asks for the person who agrees on behalf of the customer, with or without a signature.
#[component]
pub fn Agree(about: About, steps: Steps) -> impl IntoView {
    let i18n = use_i18n();
    let open = steps.agree;
    view! {
        <Dialog title=move || t_string!(i18n, plan.agree_title) open=open wide=true>
            <AgreeForm about=about open=open />
        </Dialog>
    }
}

#[component]
fn AgreeForm(about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let workspace = use_workspace();
    let now = about.with_untracked(|about| about.as_ref().map(|about| about.plan.clone()));
    let day = now.as_ref().and_then(|plan| plan.agreed_on);
    let day = ChosenDay::new(workspace.facts, day);
    let with = RwSignal::new(now.map(|plan| plan.agreed_with).unwrap_or_default());
    let sending = Sending::new(open);
    let entered = move || {
        let plan = about.with_untracked(|about| Some(about.as_ref()?.plan.clone()))?;
        let with = with.get_untracked();
        let name = sending.required(&with, t_string!(i18n, plan.with_missing))?;
        Some((plan, name, day.get_untracked()))
    };
    let unsigned = move |()| {
        let Some((plan, name, on)) = entered() else {
            return;
        };
        task::detach(async move {
            sending.settle(agree(workspace, &plan, on, name, None).await);
        });
    };
    let hand_over = move |()| {
        if let Some((plan, with, on)) = entered() {
            open.set(false);
            let plan = plan.id;
            private.enter(Handed::Plan(Agreement { plan, with, on }));
        }
    };
    view! {
        <p>{t!(i18n, plan.agree_text)}</p>
        <div class="form-pair">
            <TextInput
                label=move || t_string!(i18n, plan.f_agreed_with)
                value=with
                on_change=move |text| with.set(text)
                error=sending.error
            />
            <DateInput
                label=move || t_string!(i18n, plan.f_agreed_on)
                value=day.shown()
                on_change=move |on| day.set(on)
            />
        </div>
        <DialogFoot
            open=open
            label=move || t_string!(i18n, plan.hand_to_sign)
            icon=Icon::Pen
            on_press=hand_over
        >
            <Button label=move || t_string!(i18n, plan.agree_unsigned) on_press=unsigned />
        </DialogFoot>
    }
}

/// Dialog that asks for the outcome.
#[component]
pub fn Close(id: Id<ServicePlan>, steps: Steps) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = steps.close;
    let form = move || {
        let day = ChosenDay::new(workspace.facts, None);
        let outcome = RwSignal::new(String::new());
        let sending = Sending::new(open);
        let save = move |()| {
            let outcome = outcome.get_untracked();
            if let Some(words) = sending.required(&outcome, t_string!(i18n, plan.outcome_missing)) {
                sending.send(close(workspace, id, Some(day.get_untracked()), words));
            }
        };
        view! {
            <TextInput
                label=move || t_string!(i18n, plan.f_outcome)
                hint=move || t_string!(i18n, plan.outcome_hint)
                value=outcome
                on_change=move |text| outcome.set(text)
                error=sending.error
                long=true
            />
            <DateInput
                label=move || t_string!(i18n, plan.f_closed_on)
                value=day.shown()
                on_change=move |on| day.set(on)
            />
            <DialogFoot open=open label=move || t_string!(i18n, plan.close) on_press=save />
        }
    };
    view! {
        <Dialog title=move || t_string!(i18n, plan.close) open=open>
            {form()}
        </Dialog>
    }
}
