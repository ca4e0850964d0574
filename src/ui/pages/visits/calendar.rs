//! Calendar by week or month: the visits planned on each day, the days off, and conflicts.

use busbar_core::{
    books::visits::calendar::{CalendarScale, week_of},
    domain::{Month, visit::VisitState},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    carry::{Carried, Carry, Handle, Held, can_carry},
    seen::{self, Entry, Seen},
};
use crate::{
    state::{visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Button, Card, Choice, Emphasis, Icon, Tag, Tone},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Maximum number of visits shown per day in a month.
const NAMED: usize = 2;
/// Maximum number of visits shown per day in a week. With everybody's visits, a day may have a hundred.
const NAMED_IN_WEEK: usize = 12;

/// The calendar.
#[component]
pub fn Calendar(seen: Seen, carry: Carry) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let title = move || {
        let locale = i18n.get_locale();
        match seen.scale.get() {
            CalendarScale::Month => format::month(locale, Month::of(seen.day.get())),
            CalendarScale::Week => {
                let week = week_of(seen.day.get());
                let day = |day: Option<&Date>| {
                    day.map(|day| format::day(locale, *day)).unwrap_or_default()
                };
                t_string!(i18n, visits.week_of, from = day(week.first()), to = day(week.last()))
            }
        }
    };
    let step = move |by: i32| {
        let day = seen.scale.get_untracked().step(seen.day.get_untracked(), by);
        navigation.adjust(seen::DAY, day.to_string());
    };
    let scales = Signal::derive(move || {
        vec![
            (CalendarScale::Week, t_string!(i18n, visits.by_week).to_owned()),
            (CalendarScale::Month, t_string!(i18n, visits.by_month).to_owned()),
        ]
    });
    let heads = move || {
        let head = |day: &Date| view! { <span>{weekday(i18n.get_locale(), *day)}</span> };
        let week = seen.days.with(|days| days.iter().take(7).copied().collect::<Vec<_>>());
        week.iter().map(head).collect_view()
    };
    view! {
        <div class="visit-calendar">
            <Card
                title=title
                tools=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, visits.earlier)
                            icon=Icon::Back
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| step(-1)
                        />
                        <Button
                            label=move || t_string!(i18n, visits.today)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| navigation.adjust(seen::DAY, "")
                        />
                        <Button
                            label=move || t_string!(i18n, visits.later)
                            icon=Icon::Forward
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| step(1)
                        />
                        <Choice
                            label=move || t_string!(i18n, visits.by)
                            options=scales
                            value=seen.scale
                            on_choose=move |scale: CalendarScale| {
                                navigation.adjust(seen::BY, scale.name())
                            }
                        />
                    }
                }
            >
                <Held carry=carry />
                <Conflicts seen=seen />
                <div class="visit-heads" aria-hidden="true">{heads}</div>
                <ol
                    class="visit-days"
                    class:by-month=move || seen.scale.get() == CalendarScale::Month
                    class:carrying=move || carry.held.read().is_some()
                >
                    <For
                        each=move || seen.days.get()
                        key=|day| *day
                        children=move |day| view! { <Day seen=seen carry=carry day=day /> }
                    />
                </ol>
            </Card>
        </div>
    }
}

/// Number of visits in conflict in the days shown.
#[component]
fn Conflicts(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| {
        let on = |day: &Date| {
            let entries = seen.on(*day);
            entries.iter().filter(|entry| entry.in_conflict).count()
        };
        seen.days.with(|days| days.iter().map(on).sum::<usize>())
    });
    let said = move || say!(i18n, visits.conflicts, count = count.get());
    view! {
        <Show when=move || count.get() != 0>
            <p class="visit-conflicts">
                <Tag text=said tone=Tone::Warn />
            </p>
        </Show>
    }
}

/// One day of the calendar.
#[component]
fn Day(seen: Seen, carry: Carry, day: Date) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let facts = use_workspace().facts;
    let is_today = Memo::new(move |_| day == facts.today());
    let calendar = use_visits().calendar;
    let entries = Memo::new(move |_| seen.on(day));
    let count = Memo::new(move |_| seen.count_on(day));
    let in_conflict = Memo::new(move |_| entries.read().iter().any(|entry| entry.in_conflict));
    let mark = Memo::new(move |_| Mark::of(day, calendar.read().is_working(day)));
    let is_month = move || seen.scale.get() == CalendarScale::Month;
    let label = move || {
        let locale = i18n.get_locale();
        let mut label = say!(
            i18n,
            visits.day_visits,
            day = format::day(locale, day),
            weekday = format::weekday(locale, day),
            count = count.get()
        );
        match mark.get() {
            Mark::Holiday => label.push_str(t_string!(i18n, visits.day_off)),
            Mark::Worked => label.push_str(t_string!(i18n, visits.day_worked)),
            Mark::Plain | Mark::Weekend => {}
        }
        if in_conflict.get() {
            label.push_str(t_string!(i18n, visits.day_conflict));
        }
        label
    };
    let choose = move || {
        if !carry.put_on(day) {
            let chosen = if is_today.get_untracked() { String::new() } else { day.to_string() };
            navigation.adjust(seen::DAY, chosen);
        }
    };
    let marked = move || match mark.get() {
        Mark::Holiday => Some(("visit-mark off", t_string!(i18n, visits.mark_off))),
        Mark::Worked => Some(("visit-mark", t_string!(i18n, visits.mark_worked))),
        Mark::Plain | Mark::Weekend => None,
    };
    let chips = move || {
        let entries = entries.get();
        let most = if is_month() { NAMED } else { NAMED_IN_WEEK };
        let left = entries.len().saturating_sub(most);
        let named = entries.into_iter().take(most);
        let chips = named.map(|entry| view! { <li><Chip carry=carry entry=entry day=day /></li> });
        let more = (left > 0).then(|| {
            view! { <li class="quiet-text">{say!(i18n, visits.more_visits, count = left)}</li> }
        });
        view! { {chips.collect_view()} {more} }
    };
    view! {
        <li
            class="visit-day"
            class:today=move || is_today.get()
            class:rest=move || matches!(mark.get(), Mark::Holiday | Mark::Weekend)
            class:outside=move || is_month() && day.month() != seen.day.get().month()
            class:chosen=move || seen.day.get() == day
            class:over=move || carry.over.get() == Some(day)
            data-day=day.to_string()
        >
            <button
                type="button"
                class="visit-date"
                aria-pressed=move || (seen.day.get() == day).to_string()
                aria-current=move || is_today.get().then_some("date")
                on:click=move |_| choose()
            >
                <span class="visually-hidden">{label}</span>
                <span class="visit-weekday" aria-hidden="true">
                    {move || weekday(i18n.get_locale(), day)}
                </span>
                <span class="visit-number" aria-hidden="true">{day.day()}</span>
                {move || {
                    marked().map(|(class, word)| view! { <span class=class aria-hidden="true">{word}</span> })
                }}
                <span class="visit-count" class:conflict=in_conflict aria-hidden="true">
                    {move || {
                        let count = count.get();
                        let count = (count > 0).then(|| format::count(i18n.get_locale(), count));
                        count.map(|count| t_string!(i18n, visits.visits_short, count = count))
                    }}
                </span>
            </button>
            <ul class="visit-chips">{chips}</ul>
        </li>
    }
}

/// A visit in the calendar.
#[component]
fn Chip(carry: Carry, entry: Entry, day: Date) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let is_carried = can_carry(&entry);
    let id = entry.id;
    let time = entry.time();
    let name = entry.name.clone();
    let said = {
        let (time, name) = (time.clone(), name.clone());
        move || {
            let state = labels::visit_state(i18n.get_locale(), entry.state);
            let time = time.clone().unwrap_or_else(|| t_string!(i18n, visits.all_day).to_owned());
            let name = name.clone();
            let mut said = if is_carried {
                t_string!(i18n, visits.move_visit, time = time, customer = name, state = state)
            } else {
                t_string!(i18n, visits.show_visit, time = time, customer = name, state = state)
            };
            if entry.in_conflict {
                said.push_str(t_string!(i18n, visits.day_conflict));
            }
            said
        }
    };
    view! {
        <Handle
            carry=carry
            what=Carried::Visit(id)
            enabled=is_carried
            class=class(entry.state, entry.in_conflict)
            label=said
            on_press=Callback::new(move |()| {
                // While a visit is picked up, a press anywhere on this day moves it here.
                if !carry.put_on(day) {
                    navigation.go(&Page::Visit(id).route());
                }
            })
        >
            {time.map(|time| view! { <span class="visit-time">{time}</span> })}
            <span class="visit-name">{name}</span>
        </Handle>
    }
}

/// Returns the CSS classes of a chip. Shape and border convey the state in addition to color.
const fn class(state: VisitState, in_conflict: bool) -> &'static str {
    match (state, in_conflict) {
        (_, true) => "visit-chip conflict",
        (VisitState::Done, _) => "visit-chip done",
        (VisitState::Underway, _) => "visit-chip underway",
        (VisitState::Missed, _) => "visit-chip missed",
        (VisitState::Cancelled, _) => "visit-chip cancelled",
        (VisitState::Planned, _) => "visit-chip",
    }
}

/// Type of a day according to the working calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// A weekday that is a working day.
    Plain,
    /// A weekend day off.
    Weekend,
    /// A weekday off.
    Holiday,
    /// A weekend day worked in exchange for a holiday.
    Worked,
}

impl Mark {
    fn of(day: Date, is_working: bool) -> Self {
        let is_weekend = day.weekday().to_monday_one_offset() > 5;
        match (is_weekend, is_working) {
            (false, true) => Self::Plain,
            (true, false) => Self::Weekend,
            (false, false) => Self::Holiday,
            (true, true) => Self::Worked,
        }
    }
}

fn weekday(locale: Locale, day: Date) -> &'static str {
    match day.weekday().to_monday_one_offset() {
        1 => td_string!(locale, visits.weekday_1),
        2 => td_string!(locale, visits.weekday_2),
        3 => td_string!(locale, visits.weekday_3),
        4 => td_string!(locale, visits.weekday_4),
        5 => td_string!(locale, visits.weekday_5),
        6 => td_string!(locale, visits.weekday_6),
        _ => td_string!(locale, visits.weekday_7),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use busbar_core::domain::calendar::WorkingCalendar;

    #[test]
    fn days_are_marked_where_the_weekday_does_not_say_it() {
        let calendar = WorkingCalendar::default();
        for (day, mark) in [
            (date(2026, 9, 30), Mark::Plain),
            (date(2026, 10, 1), Mark::Holiday),
            (date(2026, 10, 3), Mark::Weekend),
            (date(2026, 10, 10), Mark::Worked),
        ] {
            assert_eq!(Mark::of(day, calendar.is_working(day)), mark, "{day}");
        }
    }
}
