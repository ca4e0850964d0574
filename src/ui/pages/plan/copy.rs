//! Copying a plan to the next year: a choice of lines, preset by their default treatment.

use std::collections::HashSet;

use busbar_core::domain::{
    Id,
    plan::{Carry, PlanItem},
    standard::ServiceClass,
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        commands::{plan::copy_forward, record::fresh},
        plans::use_plans,
        service::use_service,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Dialog, DialogFoot, Tag, Tone},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::sending::Sending,
    },
};

/// Dialog that copies a plan.
#[component]
pub fn CopyDialog(about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let year = move || {
        let year = about.with(|about| about.as_ref()?.plan.calendar_year());
        year.map_or(0, |year| year + 1)
    };
    view! {
        <Dialog
            title=move || t_string!(i18n, plan.copy, year = year())
            open=open
            wide=true
        >
            <Form about=about open=open />
        </Dialog>
    }
}

const fn tone(carry: Carry) -> Tone {
    match carry {
        Carry::Over => Tone::Warn,
        Carry::Anew => Tone::Accent,
        Carry::Left => Tone::Good,
    }
}

#[component]
fn Form(about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (plans, service, navigation) = (use_plans(), use_service(), use_navigation());
    let lines: Vec<(PlanItem, Carry)> = about.with_untracked(|about| {
        let lines = about.iter().flat_map(|about| &about.lines);
        lines.map(|line| (line.item.clone(), Carry::of(&line.item, &line.progress))).collect()
    });
    let taken: HashSet<Id<PlanItem>> = (lines.iter())
        .filter(|(_, carry)| *carry != Carry::Left)
        .map(|(item, _)| item.id)
        .collect();
    let taken = RwSignal::new(taken);
    let sending = Sending::new(open);
    let all = StoredValue::new(lines);
    let row = move |(item, carry): (PlanItem, Carry)| {
        let id = item.id;
        let locale = i18n.get_locale();
        let kind = item.kind.map(|kind| labels::plan_item_kind(locale, kind));
        view! {
            <label class="pick">
                <input
                    type="checkbox"
                    prop:checked=move || taken.with(|taken| taken.contains(&id))
                    on:change=move |event| {
                        let is_on = event_target_checked(&event);
                        taken.update(|taken| {
                            if is_on {
                                taken.insert(id);
                            } else {
                                taken.remove(&id);
                            }
                        });
                    }
                />
                <span class="pick-text">
                    {labels::plan_item(locale, &item)}
                    <small>{kind}</small>
                </span>
                <Tag text=labels::carry(locale, carry) tone=tone(carry) />
            </label>
        }
    };
    let first = fresh();
    let save = move |()| {
        let Some(detail) = about.get_untracked() else {
            return;
        };
        let chosen: Vec<(Id<PlanItem>, Carry)> = all.with_value(|lines| {
            let is_taken = |id: Id<PlanItem>| taken.with_untracked(|taken| taken.contains(&id));
            (lines.iter())
                .filter(|(item, _)| is_taken(item.id))
                .map(|(item, carry)| (item.id, *carry))
                .collect()
        });
        let own = untrack(|| service.classes().get(&detail.plan.customer?).copied());
        let class = own.or(detail.plan.class).unwrap_or(ServiceClass::C);
        let template = untrack(|| plans.template(class));
        let known = detail.plan.customer.map(|id| untrack(|| plans.known(id)));
        task::spawn(async move {
            let with = (&template, known.unwrap_or_default());
            let copied = copy_forward(workspace, (first, &detail), class, with, &chosen).await;
            if let Some(id) = sending.settle(copied).flatten() {
                navigation.go(&Page::Plan(id).route());
            }
        });
    };
    view! {
        <p>{t!(i18n, plan.copy_text)}</p>
        <div class="picks" role="group" aria-label=move || t_string!(i18n, plan.copy_lines)>
            {move || all.with_value(|lines| lines.iter().cloned().map(row).collect_view())}
        </div>
        <p class="field-error" role="alert">{move || sending.error.get()}</p>
        <DialogFoot open=open label=move || t_string!(i18n, plan.copy_save) on_press=save />
    }
}
