//! Dialog that adds a line to a plan: a predefined one, or one in the user's own words.

use busbar_core::domain::{
    Id,
    plan::{Known, PlanItem, PlanItemKind, PlanTopic, ServicePlan, TemplateLine},
    standard::{Offer, Speciality},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::About;
use crate::{
    state::{
        choices,
        commands::{plan::add_line, record::fresh},
        plans::use_plans,
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Dialog, DialogFoot, NumberInput, Select, TextInput},
        i18n::*,
        labels,
        shared::sending::Sending,
    },
};

/// State of the dialog: open or closed, and the kind of line to add.
#[derive(Clone, Copy)]
pub struct Adding {
    open: RwSignal<bool>,
    kind: RwSignal<PlanItemKind>,
}

impl Adding {
    /// Creates the state with a closed dialog.
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), kind: RwSignal::new(PlanItemKind::Goal) }
    }

    /// Opens the dialog for a line of this kind.
    pub fn ask(self, kind: PlanItemKind) {
        self.kind.set(kind);
        self.open.set(true);
    }
}

/// Returns the label of the button that adds a line of this kind.
pub fn add_word(locale: Locale, kind: PlanItemKind) -> &'static str {
    match kind {
        PlanItemKind::Goal => td_string!(locale, plan.add_goal),
        PlanItemKind::Service => td_string!(locale, plan.add_service),
        PlanItemKind::Duty => td_string!(locale, plan.add_duty),
        PlanItemKind::Budget => td_string!(locale, plan.add_budget),
    }
}

/// Dialog that adds a line.
#[component]
pub fn Add(id: Id<ServicePlan>, about: About, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || add_word(i18n.get_locale(), adding.kind.get());
    view! {
        <Dialog title=title open=adding.open>
            <Form id=id about=about kind=adding.kind.get_untracked() open=adding.open />
        </Dialog>
    }
}

/// Returns the predefined line with this stable name.
fn known(kind: PlanItemKind, name: &str) -> Option<TemplateLine> {
    match kind {
        PlanItemKind::Goal => PlanTopic::named(name).map(TemplateLine::goal),
        PlanItemKind::Service => Offer::named(name).map(|offer| TemplateLine::service(offer, 1.0)),
        PlanItemKind::Duty => Speciality::named(name).map(TemplateLine::duty),
        PlanItemKind::Budget => None,
    }
}

/// Returns the predefined lines of a kind that the plan does not contain yet, as stable names and labels.
fn offered(locale: Locale, kind: PlanItemKind, items: &[PlanItem]) -> Vec<(String, String)> {
    let has = |is_it: &dyn Fn(&PlanItem) -> bool| items.iter().any(is_it);
    match kind {
        PlanItemKind::Goal => (PlanTopic::ALL.iter())
            .filter(|topic| !has(&|item| item.topic == Some(**topic)))
            .map(|topic| (topic.name().into(), labels::topic(locale, *topic).into()))
            .collect(),
        PlanItemKind::Service => (Offer::ALL.iter())
            .filter(|offer| **offer != Offer::ServicePlan)
            .filter(|offer| !has(&|item| item.offer == Some(**offer)))
            .map(|offer| (offer.name().into(), labels::offer(locale, *offer).into()))
            .collect(),
        PlanItemKind::Duty => (Speciality::ALL.iter())
            .filter(|of| !has(&|item| item.speciality == Some(**of)))
            .map(|of| (of.name().into(), labels::speciality(locale, *of).into()))
            .collect(),
        PlanItemKind::Budget => Vec::new(),
    }
}

#[component]
fn Form(
    id: Id<ServicePlan>,
    about: About,
    kind: PlanItemKind,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh();
    let workspace = use_workspace();
    let items: Vec<PlanItem> = about.with_untracked(|about| {
        let lines = about.iter().flat_map(|about| about.of_kind(kind));
        lines.map(|line| line.item.clone()).collect()
    });
    let items = StoredValue::new(items);
    let options = Signal::derive(move || {
        let locale = i18n.get_locale();
        let own = (String::new(), t_string!(i18n, plan.own_words).to_owned());
        let known = items.with_value(|items| offered(locale, kind, items));
        std::iter::once(own).chain(known).collect::<Vec<_>>()
    });
    let name = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let number = RwSignal::new(None::<f64>);
    let owner = RwSignal::new(String::new());
    let sending = Sending::new(open);
    let plans = use_plans();
    // Current figures of the customer, from which a new goal starts.
    let beginning = move || {
        let customer = about.with_untracked(|about| about.as_ref()?.plan.customer);
        customer.map_or_else(Known::default, |id| untrack(|| plans.known(id)))
    };
    let choose = move |chosen: String| {
        number.set(known(kind, &chosen).and_then(|line| line.target.or(line.times)));
        name.set(chosen);
    };
    let save = move |()| {
        let Some(plan) = about.with_untracked(|about| Some(about.as_ref()?.plan.clone())) else {
            return;
        };
        let known = known(kind, &name.get_untracked());
        let words = text.get_untracked().trim().to_owned();
        if known.is_none() && words.is_empty() {
            return sending.refuse(t_string!(i18n, plan.text_missing));
        }
        let line = known.unwrap_or_else(|| TemplateLine::new(kind));
        let mut item = beginning().begin(line.item(&plan, fresh, 0));
        item.text = words;
        let (number, owner) = (number.get_untracked(), owner.get_untracked());
        match kind {
            PlanItemKind::Goal => item.target = number,
            PlanItemKind::Service => item.times = number,
            PlanItemKind::Budget => item.budget_cny = number,
            PlanItemKind::Duty => {}
        }
        if !owner.trim().is_empty() {
            item.owner = workspace.typed(&owner);
        }
        sending.send(add_line(workspace, id, item));
    };
    let number_label = move || match kind {
        PlanItemKind::Goal => t_string!(i18n, plan.f_target_plain),
        PlanItemKind::Service => t_string!(i18n, plan.f_times),
        PlanItemKind::Duty | PlanItemKind::Budget => t_string!(i18n, plan.f_budget),
    };
    let has_known = kind != PlanItemKind::Budget;
    let is_duty = kind == PlanItemKind::Duty;
    view! {
        {has_known
            .then(|| {
                view! {
                    <Select
                        label=move || labels::plan_item_kind(i18n.get_locale(), kind)
                        options=options
                        value=name
                        on_change=choose
                    />
                }
            })}
        <TextInput
            label=move || t_string!(i18n, plan.f_text)
            hint=move || if has_known { t_string!(i18n, plan.text_hint) } else { "" }
            value=text
            on_change=move |words| text.set(words)
            error=sending.error
        />
        {(!is_duty)
            .then(|| {
                view! {
                    <NumberInput
                        label=number_label
                        value=number
                        bounds=if kind == PlanItemKind::Goal { Bounds::default() } else { Bounds::POSITIVE }
                        on_change=move |value| number.set(value)
                    />
                }
            })}
        {(kind != PlanItemKind::Budget)
            .then(|| {
                view! {
                    <TextInput
                        label=move || t_string!(i18n, plan.f_owner)
                        value=owner
                        on_change=move |name| owner.set(name)
                        offered=Signal::derive(move || choices::people(workspace))
                    />
                }
            })}
        <DialogFoot open=open label=move || t_string!(i18n, plan.add) on_press=save />
    }
}
