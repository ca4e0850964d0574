//! Head of a visit: customer, date, state and purpose.

use busbar_core::domain::{
    date::days_between,
    visit::{Visit, VisitState},
};
use leptos::prelude::*;

use super::Face;
use crate::{
    state::{commands::planning, service::use_service, visit::Captured, workspace::use_workspace},
    ui::{
        components::{Button, Glyph, Icon, Notice, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{
            contested::ContestedFields, field::Field, in_the_way::InTheWay, map_link::MapLink,
            tones,
        },
    },
};

/// Returns the planned day and time of a visit, as far as they are known.
pub fn planned(locale: Locale, visit: &Visit) -> String {
    let day = visit
        .planned_on
        .map(|day| say!(locale, today.over, date = day, weekday = format::weekday(locale, day)));
    let time = visit.planned_at_min.map(|minutes| format::clock_time(minutes as u32));
    let parts: Vec<String> = day.into_iter().chain(time).collect();
    parts.join(" ")
}

/// The head.
#[component]
pub fn Head(captured: Captured, state: Memo<VisitState>, face: Memo<Face>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let customer = captured.customer;
    let who = tables.record(customer);
    let name = move || who.with(|who| who.as_ref().map(|who| who.name.clone()));
    let is_out = move || who.with(|who| who.as_ref().is_none_or(|who| !who.is_here()));
    let class = use_service().class(customer);
    let is_today =
        Memo::new(move |_| captured.visit.read().planned_on == Some(workspace.facts.day.get()));
    let back = Page::Customer(customer).route().with("tab", "visits").href();
    let over = move || planned(i18n.get_locale(), &captured.visit.read());
    let since = move || {
        let visit = captured.visit.read();
        let arrived = workspace.wall_clock(visit.arrived_at?.0);
        (state.get() == VisitState::Underway).then(|| {
            let time = format::time(arrived);
            // For a visit that began on another day, the date is included.
            let is_today = days_between(arrived.date(), workspace.facts.day.get()) == 0;
            let since = if is_today {
                time
            } else {
                format!("{} {time}", format::day(i18n.get_locale(), arrived.date()))
            };
            t_string!(i18n, visit.since, time = since)
        })
    };
    view! {
        <header class="page-head">
            <div>
                <a class="back" href=back>
                    <Glyph icon=Icon::Back />
                    {t!(i18n, visit.to_customer)}
                </a>
                <p class="over">{over}</p>
                <h1>
                    <a href=Page::Customer(customer).href()>
                        {move || name().unwrap_or_else(|| t_string!(i18n, visit.no_customer).to_owned())}
                    </a>
                </h1>
                <p class="tags">
                    <Tag
                        text=move || labels::visit_state(i18n.get_locale(), state.get())
                        tone=Signal::derive(move || tones::visit_state(state.get()))
                    />
                    {move || since().map(|since| view! { <Tag text=since /> })}
                    {move || {
                        class.get().map(|class| {
                            view! { <Tag text=move || labels::service_class(i18n.get_locale(), class) /> }
                        })
                    }}
                    {move || {
                        captured
                            .visit
                            .read()
                            .is_sample
                            .then(|| view! { <Tag text=move || t_string!(i18n, labels.made_up) /> })
                    }}
                </p>
                <MapLink customer=who />
            </div>
            <Show when=move || face.get() == Face::Briefing>
                <Arranged captured=captured />
            </Show>
            // For visits on other days, conflicts are shown in the calendar.
            <Show when=move || face.get() == Face::Briefing && is_today.get()>
                <p class="tags">
                    <InTheWay id=captured.id />
                </p>
            </Show>
        </header>
        <CalledOff captured=captured state=state />
        <Show when=is_out>
            <Notice
                word=move || t_string!(i18n, visit.out)
                text=move || t_string!(i18n, visit.out_text)
                tone=Tone::Warn
            />
        </Show>
        <Contested captured=captured />
    }
}

/// Fields of the plan: purpose, planned day until arrival, and account manager.
#[component]
fn Arranged(captured: Captured) -> impl IntoView {
    let id = captured.id;
    let has_arrived = Memo::new(move |_| captured.visit.read().arrived_at.is_some());
    view! {
        <dl class="facts visit-facts">
            <Field id field=Visit::PURPOSE />
            <Show when=move || !has_arrived.get()>
                <Field id field=Visit::PLANNED_ON />
            </Show>
            <Field id field=Visit::ACCOUNT_MANAGER />
        </dl>
    }
}

/// Notice that the visit was cancelled, and why; empty otherwise.
#[component]
fn CalledOff(captured: Captured, state: Memo<VisitState>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = captured.id;
    view! {
        <Show when=move || state.get() == VisitState::Cancelled>
            <Notice
                word=move || labels::visit_state(i18n.get_locale(), VisitState::Cancelled)
                text=move || t_string!(i18n, visit.called_off_text)
            >
                <Button
                    label=move || t_string!(i18n, visit.call_on)
                    on_press=move |()| planning::restore(workspace, id)
                />
            </Notice>
            <dl class="facts visit-facts">
                <Field id field=Visit::CANCEL_REASON />
            </dl>
        </Show>
    }
}

/// Conflicting edits from two tablets, for the visit and the records captured at it.
#[component]
fn Contested(captured: Captured) -> impl IntoView {
    view! {
        <ContestedFields id=captured.id />
        <For
            each=move || captured.findings.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields id=one.id /> }
        />
        <For
            each=move || captured.needs.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields id=one.id /> }
        />
        <For
            each=move || captured.actions.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields id=one.id /> }
        />
    }
}
