//! One day: its visits in their order, what stands in their way, and what can be done with each.

use jiff::civil::Date;
use leptos::{prelude::*, task::spawn_local};

use super::{
    carry::{Carried, Carry, can_carry, show_calendar},
    route::Way,
    seen::{Entry, Seen, clock_time},
};
use crate::{
    domain::{
        Id, date,
        visit::{Conflict, Visit, VisitState},
    },
    state::{
        commands::planning::{self, When},
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, DateInput, Emphasis, EmptyState, Glyph, Icon, Popover, Row, Rows, Tag,
            TextInput, Tone, Trigger, unique_id,
        },
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// The day.
#[component]
pub fn DayPanel(seen: Seen, carry: Carry) -> impl IntoView {
    let i18n = use_i18n();
    let entries = Memo::new(move |_| seen.on(seen.day.get()));
    let title = move || {
        let (locale, day) = (i18n.get_locale(), seen.day.get());
        format!(
            "{} {}",
            format::day(locale, day),
            format::weekday(locale, day)
        )
    };
    view! {
        <Card title=title>
            <Show
                when=move || !entries.read().is_empty()
                fallback=move || {
                    view! {
                        <EmptyState
                            title=move || t_string!(i18n, visits.day_none)
                            text=move || t_string!(i18n, visits.day_none_text)
                        />
                    }
                }
            >
                <Rows>
                    <For
                        each=move || entries.get()
                        key=|entry| format!("{entry:?}")
                        children=move |entry| view! { <DayRow carry=carry entry=entry /> }
                    />
                </Rows>
                <Way seen=seen />
            </Show>
        </Card>
    }
}

/// A visit of the day.
#[component]
fn DayRow(carry: Carry, entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = entry.id;
    let time = entry
        .span
        .map(|(start, end)| format!("{} – {}", clock_time(start), clock_time(end)));
    let about = Memo::new(move |_| {
        let visits = workspace.tables.visits.read();
        let visit = visits.get(id)?;
        let customers = workspace.tables.customers.read();
        let customer = visit.customer.and_then(|id| customers.get(id));
        let address = customer.map(|one| one.address.clone()).unwrap_or_default();
        Some((visit.purpose.clone(), visit.cancel_reason.clone(), address))
    });
    let manager = entry.manager.clone();
    let state = entry.state;
    let lead = move || {
        let time = move || {
            time.clone()
                .unwrap_or_else(|| t_string!(i18n, visits.all_day).to_owned())
        };
        view! { <time>{time}</time> }
    };
    let name = entry.name.clone();
    let title = {
        let name = name.clone();
        move || {
            if name.is_empty() {
                t_string!(i18n, visits.unknown_customer).to_owned()
            } else {
                name.clone()
            }
        }
    };
    let called = title.clone();
    let note = move || {
        let line = move || {
            let (purpose, _, address) = about.get().unwrap_or_default();
            let parts = [purpose, address, manager.clone()];
            let said = parts.into_iter().filter(|part| !part.is_empty());
            said.collect::<Vec<_>>().join(" · ")
        };
        let off = move || {
            let (_, reason, _) = about.get().filter(|_| state == VisitState::Cancelled)?;
            let said = t_string!(i18n, visits.cancelled_because, reason = reason);
            Some(view! { <p>{said}</p> })
        };
        view! {
            <p>{line}</p>
            {off}
            <InTheWay id=id />
        }
    };
    let can_move = can_carry(&entry);
    let end = move || {
        let word = move || labels::visit_state(i18n.get_locale(), state);
        let tone = match state {
            VisitState::Missed => Tone::Bad,
            VisitState::Underway => Tone::Accent,
            VisitState::Done => Tone::Good,
            VisitState::Planned | VisitState::Cancelled => Tone::Plain,
        };
        view! {
            <Tag text=word tone=tone />
            {can_move.then(|| view! { <Change carry=carry entry=entry /> })}
            {(state == VisitState::Cancelled).then(|| view! { <Restore id=id /> })}
        }
    };
    view! {
        <Row
            lead=lead
            title=move || view! { <a href=Page::Visit(id).href()>{called}</a> }
            note=note
            end=end
        />
    }
}

/// What stands in the way of a visit.
#[component]
fn InTheWay(id: Id<Visit>) -> impl IntoView {
    let i18n = use_i18n();
    let visits = use_visits();
    let tables = use_workspace().tables;
    let found = Memo::new(move |_| visits.conflicts().get(&id).cloned().unwrap_or_default());
    move || {
        let said = |conflict: Conflict| match conflict {
            Conflict::Twice(_) => t_string!(i18n, visits.conflict_twice).to_owned(),
            Conflict::Overlap(other) => {
                let visits = tables.visits.read();
                let customers = tables.customers.read();
                let customer = visits
                    .get(other)
                    .and_then(|visit| customers.get(visit.customer?));
                let name = customer.map_or_else(
                    || t_string!(i18n, visits.unknown_customer).to_owned(),
                    |customer| customer.name.clone(),
                );
                t_string!(i18n, visits.conflict_overlap, customer = name)
            }
        };
        let tags = found.get().into_iter();
        tags.map(|conflict| view! { <Tag text=said(conflict) tone=Tone::Warn /> })
            .collect_view()
    }
}

/// Another day, another hour, or not at all.
#[component]
fn Change(carry: Carry, entry: Entry) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let id = entry.id;
    let name = entry.name.clone();
    let planned = move || {
        let table = workspace.tables.visits.read();
        let visit = table.get(id)?;
        Some((visit.planned_on, visit.span_min().map(|(start, _)| start)))
    };
    let planned = Memo::new(move |_| planned().unwrap_or_default());
    let shift = move |day: Date, start: Option<u32>| {
        spawn_local(async move {
            // What went wrong is told by the shell.
            let _ = planning::shift(workspace, visits, id, When::At(day, start)).await;
        });
    };
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let cancel = move |()| {
        let why = reason.read_untracked().trim().to_owned();
        if why.is_empty() {
            error.set(Some(t_string!(i18n, visits.cancel_needs_reason).to_owned()));
        } else {
            planning::cancel(workspace, id, &why);
        }
    };
    let on_day = move |day: Option<Date>| {
        if let Some(day) = day {
            shift(day, planned.get_untracked().1);
        }
    };
    let time_id = unique_id("time");
    let panel = move || {
        let time_id = time_id.clone();
        view! {
            <div class="stack">
                <DateInput
                    label=move || t_string!(i18n, visits.on)
                    value=Signal::derive(move || planned.get().0)
                    on_change=on_day
                />
                <div class="field">
                    <label for=time_id.clone()>{t!(i18n, visits.at)}</label>
                    <input
                        type="time"
                        id=time_id
                        prop:value=move || planned.get().1.map(clock_time).unwrap_or_default()
                        on:change=move |event| {
                            if let (Some(day), _) = planned.get_untracked() {
                                shift(day, date::minutes(&event_target_value(&event)));
                            }
                        }
                    />
                </div>
                <Button
                    label=move || t_string!(i18n, visits.choose_day)
                    icon=Icon::Visits
                    on_press=move |()| {
                        carry.held.set(Some(Carried::Visit(id)));
                        show_calendar();
                    }
                />
                <TextInput
                    label=move || t_string!(i18n, visits.cancel_reason)
                    hint=move || t_string!(i18n, visits.cancel_reason_hint)
                    value=reason
                    error=error
                    on_change=move |text| {
                        error.set(None);
                        reason.set(text);
                    }
                />
                <Button
                    label=move || t_string!(i18n, visits.cancel_visit)
                    emphasis=Emphasis::Danger
                    on_press=cancel
                />
            </div>
        }
    };
    view! {
        <Popover
            label=move || t_string!(i18n, visits.change_visit_of, customer = name.clone())
            kind=Trigger::Bare
            trigger=move || view! { <Glyph icon=Icon::More /> }
        >
            {panel.clone()}
        </Popover>
    }
}

#[component]
fn Restore(id: Id<Visit>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <Button
            label=move || t_string!(i18n, visits.restore_visit)
            emphasis=Emphasis::Quiet
            on_press=move |()| planning::restore(workspace, id)
        />
    }
}
