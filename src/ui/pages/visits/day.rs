//! One day: its visits in their order, with conflicts and the actions for each.

use busbar_core::domain::{
    Id, date,
    visit::{Visit, VisitState},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    carry::{Carried, Carry, can_carry},
    route::Way,
    seen::{Entry, Seen},
};
use crate::{
    state::{
        commands::planning::{self, When},
        task,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, ClosePopover, Emphasis, Glyph, Icon, OrEmpty, Popover, Row, Rows, Tag,
            TextInput, Trigger, unique_id,
        },
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{in_the_way::InTheWay, tones},
    },
};

/// Number of visits listed at first, and added by each press on *more*.
const LISTED: usize = 20;

/// Panel of the day.
#[component]
pub fn DayPanel(seen: Seen, carry: Carry) -> impl IntoView {
    let i18n = use_i18n();
    let entries = Memo::new(move |_| seen.on(seen.day.get()));
    // The number of presses on *more* applies only to the day on which they happened.
    let pressed = RwSignal::new((seen.day.get_untracked(), 0));
    let listed = Memo::new(move |_| {
        let (day, times) = pressed.get();
        let times = if day == seen.day.get() { times } else { 0 };
        LISTED * (1 + times)
    });
    let more = move |()| {
        let (now, listed) = (seen.day.get_untracked(), listed.get_untracked());
        pressed.set((now, listed / LISTED));
    };
    let ids = Memo::new(move |_| {
        entries.with(|entries| {
            let ids = entries.iter().map(|entry| entry.id);
            ids.take(listed.get()).collect::<Vec<_>>()
        })
    });
    let hidden = Memo::new(move |_| entries.with(Vec::len).saturating_sub(listed.get()));
    let title = move || {
        let (locale, day) = (i18n.get_locale(), seen.day.get());
        t_string!(
            i18n,
            visits.day_title,
            day = format::day(locale, day),
            weekday = format::weekday(locale, day)
        )
    };
    view! {
        <Card title=title>
            <OrEmpty
                when=move || !entries.read().is_empty()
                title=move || t_string!(i18n, visits.day_none)
                text=move || t_string!(i18n, visits.day_none_text)
            >
                <div class="visit-rows">
                <Rows>
                    <For
                        each=move || ids.get()
                        key=|id| *id
                        children=move |id| view! { <DayRow carry=carry entries=entries id=id /> }
                    />
                </Rows>
                </div>
                <Show when=move || hidden.get() != 0>
                    <Button
                        label=move || say!(i18n, visits.more_visits, count = hidden.get())
                        emphasis=Emphasis::Quiet
                        on_press=more
                    />
                </Show>
                <Way seen=seen />
            </OrEmpty>
        </Card>
    }
}

/// Row of a visit.
#[component]
fn DayRow(carry: Carry, entries: Memo<Vec<Entry>>, id: Id<Visit>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let entry = Memo::new(move |_| {
        let found = entries.with(|entries| entries.iter().find(|entry| entry.id == id).cloned());
        found.unwrap_or_else(|| Entry::unknown(id))
    });
    let about = Memo::new(move |_| {
        let visits = workspace.tables.visits.read();
        let visit = visits.get(id)?;
        let customers = workspace.tables.customers.read();
        let customer = visit.customer.and_then(|id| customers.get(id));
        let address = customer.map(|one| one.address.clone()).unwrap_or_default();
        Some((visit.purpose.clone(), visit.cancel_reason.clone(), address))
    });
    let time = move || match entry.read().span {
        Some((start, end)) => {
            format!("{} – {}", format::clock_time(start), format::clock_time(end))
        }
        None => t_string!(i18n, visits.all_day).to_owned(),
    };
    let name = Signal::derive(move || match entry.read().name.as_str() {
        "" => t_string!(i18n, visits.unknown_customer).to_owned(),
        name => name.to_owned(),
    });
    let line = move || {
        let (purpose, _, address) = about.get().unwrap_or_default();
        let parts = [purpose, address, entry.read().manager.clone()];
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(" · ")
    };
    let is_off = move || entry.read().state == VisitState::Cancelled;
    let off = move || {
        let (_, reason, _) = about.get().filter(|_| is_off())?;
        let said = t_string!(i18n, visits.cancelled_because, reason = reason);
        Some(view! { <div>{said}</div> })
    };
    let word = move || labels::visit_state(i18n.get_locale(), entry.read().state);
    let tone = Signal::derive(move || tones::visit_state(entry.read().state));
    let can_move = Memo::new(move |_| can_carry(&entry.read()));
    view! {
        <Row
            lead=move || view! { <time>{time}</time> }
            title=move || view! { {name} }
            href=Page::Visit(id).href()
            note=move || {
                view! {
                    <div>{line}</div>
                    {off}
                    <InTheWay id=id />
                }
            }
            end=move || {
                view! {
                    <Tag text=word tone=tone />
                    <Show when=move || can_move.get()>
                        <Change carry=carry id=id name=name />
                    </Show>
                    <Show when=is_off>
                        <Button
                            label=move || t_string!(i18n, visits.restore_visit)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| planning::restore(workspace, id)
                        />
                    </Show>
                }
            }
        />
    }
}

/// Menu to change the day or the time of a visit, or to cancel it. Inputs take effect when the user leaves them,
/// because values pass through unintended ones while they are typed.
#[component]
fn Change(carry: Carry, id: Id<Visit>, name: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let planned = Memo::new(move |_| {
        let start = |visit: &Visit| visit.span_min().map(|(start, _)| start);
        workspace.tables.read(id, |visit| Some((visit.planned_on?, start(visit))))?
    });
    let shift = move |day: Date, start: Option<u32>| {
        if planned.get_untracked() == Some((day, start)) {
            return;
        }
        task::spawn(async move {
            // Errors are shown by the shell.
            let _ = planning::shift(workspace, visits, id, When::At(day, start)).await;
        });
    };
    let on_day = move |event| {
        // An input also loses focus when the page goes away, together with its signals.
        let Some(now) = planned.try_get_untracked() else {
            return;
        };
        let start = now.and_then(|(_, start)| start);
        if let Some(day) = date::read(&event_target_value(&event)) {
            shift(day, start);
        }
    };
    let on_time = move |event| {
        if let Some((day, _)) = planned.try_get_untracked().flatten() {
            shift(day, date::minutes(&event_target_value(&event)));
        }
    };
    let day = move || planned.get().map(|(day, _)| day.to_string());
    let time = move || planned.get().and_then(|(_, start)| start).map(format::clock_time);
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
    let [day_id, time_id] = ["visit-on", "visit-at"].map(unique_id);
    let panel = move || {
        let [day_id, time_id] = [day_id.clone(), time_id.clone()];
        let popover = use_context::<ClosePopover>();
        let choose = move |()| {
            if let Some(popover) = popover {
                popover.run();
            }
            carry.pick(Carried::Visit(id));
        };
        view! {
            <div class="stack">
                <div class="form-pair narrow">
                    <div class="field">
                        <label for=day_id.clone()>{t!(i18n, visits.on)}</label>
                        <input
                            type="date"
                            id=day_id
                            prop:value=move || day().unwrap_or_default()
                            on:blur=on_day
                        />
                    </div>
                    <div class="field">
                        <label for=time_id.clone()>{t!(i18n, visits.at)}</label>
                        <input
                            type="time"
                            id=time_id
                            prop:value=move || time().unwrap_or_default()
                            on:blur=on_time
                        />
                    </div>
                </div>
                <Button
                    label=move || t_string!(i18n, visits.choose_on_calendar)
                    icon=Icon::Visits
                    on_press=choose
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
            label=move || t_string!(i18n, visits.change_visit_of, customer = name.get())
            kind=Trigger::Button
            trigger=move || view! { <Glyph icon=Icon::Visits /> {t!(i18n, visits.change_visit)} }
        >
            {panel.clone()}
        </Popover>
    }
}
