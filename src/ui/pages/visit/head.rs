//! The head of a visit: whom it is to, when, how far it is, and why.

use busbar_core::domain::{
    date::days_between,
    visit::{Visit, VisitState},
};
use leptos::prelude::*;

use super::Face;
use crate::{
    state::{commands::planning, service::use_service, visit::Captured, workspace::use_workspace},
    ui::{
        components::{Button, Glyph, Icon, Input, Notice, Tag, Tone},
        contested::ContestedFields,
        field::Field,
        format,
        i18n::*,
        in_the_way::InTheWay,
        labels,
        map_link::MapLink,
        routes::Page,
        tones,
    },
};

/// When a visit is planned for, as far as that is known.
pub fn planned(locale: Locale, visit: &Visit) -> String {
    let day = visit.planned_on.map(|day| {
        td_string!(
            locale,
            today.over,
            date = format::date(locale, day),
            weekday = format::weekday(locale, day)
        )
    });
    let time = visit.planned_at_min.map(|minutes| {
        let minutes = minutes as u32;
        format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
    });
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
    let who = Memo::new(move |_| {
        let customers = tables.customers.read();
        customers.get(customer).cloned()
    });
    let name = move || who.with(|who| who.as_ref().map(|who| who.name.clone()));
    let is_out = move || who.with(|who| who.as_ref().is_none_or(|who| who.is_deleted));
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
            // A visit that began on another day says on which.
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
            // Of another day it is the calendar that speaks.
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

/// What was arranged: why, when, and who goes there.
#[component]
fn Arranged(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let (id, table) = (captured.id, use_workspace().tables.visits);
    let has_arrived = Memo::new(move |_| captured.visit.read().arrived_at.is_some());
    view! {
        <dl class="facts visit-facts">
            <Field table id field="purpose" label=move || t_string!(i18n, visit.purpose) />
            <Show when=move || !has_arrived.get()>
                <Field
                    table
                    id
                    field="planned_on"
                    label=move || t_string!(i18n, visit.planned_on)
                    input=Signal::stored(Input::Date)
                />
            </Show>
            <Field
                table
                id
                field="account_manager"
                label=move || t_string!(i18n, customer.f_account_manager)
            />
        </dl>
    }
}

/// That it was called off, and why.
#[component]
fn CalledOff(captured: Captured, state: Memo<VisitState>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (id, table) = (captured.id, workspace.tables.visits);
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
                <Field
                    table
                    id
                    field="cancel_reason"
                    label=move || t_string!(i18n, visit.cancel_reason)
                />
            </dl>
        </Show>
    }
}

/// What two tablets wrote at once, of the visit and of what was captured at it.
#[component]
fn Contested(captured: Captured) -> impl IntoView {
    let tables = use_workspace().tables;
    view! {
        <ContestedFields table=tables.visits id=captured.id />
        <For
            each=move || captured.findings.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields table=tables.findings id=one.id /> }
        />
        <For
            each=move || captured.needs.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields table=tables.needs id=one.id /> }
        />
        <For
            each=move || captured.actions.get()
            key=|one| one.id
            children=move |one| view! { <ContestedFields table=tables.actions id=one.id /> }
        />
    }
}
