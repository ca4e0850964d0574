//! Facts of the whole plan: situation of the customer, responsible person, approval, agreement, closing, and the
//! internal note.

use busbar_core::domain::{Id, plan::ServicePlan};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{plans::use_plans, workspace::use_workspace},
    ui::{
        components::{ButtonLink, Card, Emphasis},
        format,
        i18n::*,
        routes::Page,
        shared::field::Field,
    },
};

/// Card with the facts.
#[component]
pub fn FactsCard(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let plans = use_plans();
    let of = move |text: &dyn Fn(&ServicePlan) -> Option<(jiff::civil::Date, String)>| {
        about.with(|about| {
            let (day, who) = text(&about.as_ref()?.plan)?;
            let day = format::date(i18n.get_locale(), day);
            Some(if who.is_empty() { day } else { format!("{who} · {day}") })
        })
    };
    let fact = move |label: Signal<&'static str>, value: Signal<Option<String>>| {
        move || {
            value.get().map(|value| {
                view! {
                    <div>
                        <dt>{label}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            })
        }
    };
    let approved = Signal::derive(move || {
        of(&|plan| Some((plan.approved_on?, workspace.name(&plan.approved_by))))
    });
    let agreed =
        Signal::derive(move || of(&|plan| Some((plan.agreed_on?, plan.agreed_with.clone()))));
    let closed = Signal::derive(move || of(&|plan| Some((plan.closed_on?, String::new()))));
    let before = move || {
        let from = about.with(|about| about.as_ref()?.plan.copied_from)?;
        let book = plans.get();
        let plan = book.plans().iter().find(|plan| plan.id == from)?;
        let (id, year) = (plan.id, plan.year);
        Some(view! {
            <ButtonLink
                label=move || t_string!(i18n, plan.goes_on_from, year = year)
                href=Page::Plan(id).href()
                emphasis=Emphasis::Quiet
            />
        })
    };
    let is_closed =
        move || about.with(|about| about.as_ref().is_some_and(|a| a.plan.closed_on.is_some()));
    view! {
        <Card title=move || t_string!(i18n, plan.facts)>
            <div class="stack loose">
                <dl class="stack">
                    <Show when=is_closed>
                        <Field id field=ServicePlan::OUTCOME />
                    </Show>
                    <Field id field=ServicePlan::SITUATION />
                </dl>
                <dl class="facts">
                    <Field id field=ServicePlan::RESPONSIBLE />
                    {fact(Signal::derive(move || t_string!(i18n, plan.f_approved)), approved)}
                    {fact(Signal::derive(move || t_string!(i18n, plan.f_agreed)), agreed)}
                    {fact(Signal::derive(move || t_string!(i18n, plan.f_closed_on)), closed)}
                </dl>
                <dl class="stack">
                    <Field id field=ServicePlan::NOTE />
                </dl>
                {before}
            </div>
        </Card>
    }
}
