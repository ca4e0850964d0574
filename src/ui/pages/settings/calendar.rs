//! Calendar of working days, by year: public holidays and the weekend days worked in exchange. The next year's days
//! are published every autumn.

use busbar_core::{
    domain::{Month, calendar::CalendarDay, date::days_between},
    exchange::{
        calendar,
        problem::{Problem, Problems},
    },
};
use jiff::civil::{Date, date};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{
        commands::settings::{enter_days, read_days, take_days_out},
        files,
        requests::use_requests,
        task,
        workers::use_workers,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Choice, DateInput, Dialog, Emphasis, FileButton, Icon, Message, Notice,
            OrEmpty, Row, Rows, Tag, Tone, use_toasts,
        },
        format,
        i18n::*,
        shared::reasons,
    },
};

/// Maximum number of problems listed.
const LISTED: usize = 20;
/// Maximum number of days entered at once.
const AT_ONCE: i32 = 31;

/// Calendar tab.
#[component]
pub fn CalendarPart() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let calendar = use_requests().calendar;
    let chosen = RwSignal::new(None::<i16>);
    let this_year = Memo::new(move |_| facts.today().year());
    let years = Signal::derive(move || {
        let year = |year: i16| (year, year.to_string());
        vec![year(this_year.get()), year(this_year.get() + 1)]
    });
    // A year that has ended can no longer be chosen.
    let year = Memo::new(move |_| chosen.get().unwrap_or(i16::MIN).max(this_year.get()));
    let listed = Memo::new(move |_| {
        calendar.with(|calendar| {
            let of_year = calendar.days().filter(|day| day.date.year() == year.get());
            let own: Vec<Date> = calendar.own().map(|day| day.date).collect();
            stretches(&of_year.collect::<Vec<_>>(), &own)
        })
    });
    let months = move || {
        let mut months: Vec<(Month, Vec<Stretch>)> = Vec::new();
        for stretch in listed.get() {
            let month = Month::of(stretch.first);
            match months.last_mut() {
                Some((last, own)) if *last == month => own.push(stretch),
                _ => months.push((month, vec![stretch])),
            }
        }
        let month = |(month, own)| view! { <MonthCard month=month stretches=own /> };
        months.into_iter().map(month).collect_view()
    };
    view! {
        <Ends />
        <Card
            title=move || t_string!(i18n, settings.calendar)
            note=move || t_string!(i18n, settings.calendar_note)
            tools=move || view! { <InAndOut /> }
        >
            <div class="stack loose">
                <Choice
                    label=move || t_string!(i18n, settings.year)
                    options=years
                    value=year
                    on_choose=move |year| chosen.set(Some(year))
                />
                <Enter year=year.into() />
            </div>
        </Card>
        <OrEmpty
            when=move || listed.with(|listed| !listed.is_empty())
            title=move || t_string!(i18n, settings.year_unlisted, year = year.get())
            text=move || t_string!(i18n, settings.year_unlisted_text)
        >
            <div class="columns calendar-months">{months}</div>
        </OrEmpty>
    }
}

/// Warning that the listed days end within 92 days; empty otherwise.
#[component]
fn Ends() -> impl IntoView {
    const AHEAD_DAYS: i64 = 92;
    let i18n = use_i18n();
    let day = use_workspace().facts.day;
    let calendar = use_requests().calendar;
    let first = Memo::new(move |_| {
        let today = day.get();
        let ahead = jiff::SignedDuration::from_hours(24 * AHEAD_DAYS);
        let to = today.checked_add(ahead).ok()?;
        let unlisted = calendar.with(|calendar| calendar.unlisted(today, to));
        unlisted.map(|(first, _)| first)
    });
    move || {
        first.get().map(|first| {
            view! {
                <Notice
                    word=move || t_string!(i18n, settings.calendar)
                    text=move || {
                        let day = format::date(i18n.get_locale(), first);
                        t_string!(i18n, settings.calendar_ends, day = day)
                    }
                    tone=Tone::Warn
                />
            }
        })
    }
}

/// Consecutive days of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    first: Date,
    last: Date,
    working: bool,
    /// `true` if the days were entered in this workspace.
    is_own: bool,
}

/// Groups the days into stretches; a stretch stays within one month.
fn stretches(days: &[CalendarDay], own: &[Date]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    for CalendarDay { date, working } in days.iter().copied() {
        let is_own = own.binary_search(&date).is_ok();
        let goes_on = |stretch: &&mut Stretch| {
            stretch.last.tomorrow().ok() == Some(date)
                && stretch.last.month() == date.month()
                && (stretch.working, stretch.is_own) == (working, is_own)
        };
        match found.last_mut().filter(goes_on) {
            Some(stretch) => stretch.last = date,
            None => found.push(Stretch { first: date, last: date, working, is_own }),
        }
    }
    found
}

/// Card of the days of a month that differ from their weekday.
#[component]
fn MonthCard(month: Month, stretches: Vec<Stretch>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let row = move |stretch: Stretch| {
        let Stretch { first, last, working, is_own } = stretch;
        let word = move || {
            if working { t_string!(i18n, settings.worked) } else { t_string!(i18n, settings.off) }
        };
        let told = move || {
            let locale = i18n.get_locale();
            let day = |date| format::day(locale, date);
            if first == last {
                return t_string!(
                    i18n,
                    visits.day_title,
                    day = day(first),
                    weekday = format::weekday(locale, first)
                );
            }
            format!("{}–{}", day(first), day(last))
        };
        let tone = if working { Tone::Accent } else { Tone::Plain };
        let count = usize::try_from(days_between(first, last) + 1).unwrap_or_default();
        view! {
            <Row
                lead=move || {
                    view! {
                        <Tag text=word tone=tone />
                    }
                }
                title=move || view! { {told} }
                end=move || {
                    view! {
                        <span class="quiet-text">
                            {move || {
                                let count = format::count(i18n.get_locale(), count);
                                t_string!(i18n, settings.days, count = count)
                            }}
                        </span>
                        {is_own
                            .then(|| {
                                view! {
                                    <Button
                                        label=move || t_string!(i18n, settings.take_day_out)
                                        icon=Icon::Delete
                                        icon_only=true
                                        emphasis=Emphasis::Quiet
                                        on_press=move |()| take_days_out(workspace, first, last)
                                    />
                                }
                            })}
                    }
                }
            />
        }
    };
    view! {
        <Card title=move || format::month(i18n.get_locale(), month)>
            <Rows>{stretches.into_iter().map(row).collect_view()}</Rows>
        </Card>
    }
}

/// Form to enter a day, or several consecutive days.
#[component]
fn Enter(year: Signal<i16>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let from = RwSignal::new(None::<Date>);
    let to = RwSignal::new(None::<Date>);
    let is_worked = RwSignal::new(false);
    let days = move || stretch(from.get()?, to.get(), is_worked.get());
    let answers = Signal::derive(move || {
        vec![
            (false, t_string!(i18n, settings.off).to_owned()),
            (true, t_string!(i18n, settings.worked).to_owned()),
        ]
    });
    let add = move |()| {
        if let Some(days) = untrack(days) {
            enter_days(workspace, days);
            from.set(None);
            to.set(None);
        }
    };
    let hint = move || {
        let first = date(year.get(), 1, 1);
        t_string!(i18n, settings.enter_hint, day = first.to_string())
    };
    view! {
        <div class="form form-pair narrow">
            <DateInput
                label=move || t_string!(i18n, settings.first_day)
                value=from
                on_change=move |day| from.set(day)
                hint=hint
            />
            <DateInput
                label=move || t_string!(i18n, settings.last_day)
                value=to
                on_change=move |day| to.set(day)
                hint=move || t_string!(i18n, settings.last_day_hint)
            />
            <Choice
                label=move || t_string!(i18n, settings.worked_or_off)
                options=answers
                value=is_worked
                on_choose=move |answer| is_worked.set(answer)
            />
            <Button
                label=move || t_string!(i18n, settings.add)
                icon=Icon::Add
                disabled=Signal::derive(move || days().is_none())
                on_press=add
            />
        </div>
    }
}

/// Returns the days of a range, or a single day without an end; `None` if the end is before the start or the range is
/// longer than [`AT_ONCE`].
fn stretch(from: Date, to: Option<Date>, working: bool) -> Option<Vec<CalendarDay>> {
    let to = to.unwrap_or(from);
    let length = days_between(from, to);
    (0..AT_ONCE).contains(&length).then(|| {
        let days = std::iter::successors(Some(from), |date| date.tomorrow().ok());
        days.take_while(|date| *date <= to).map(|date| CalendarDay { date, working }).collect()
    })
}

/// Buttons to import the calendar from a file and to export it.
#[component]
fn InAndOut() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let workers = use_workers();
    let toasts = use_toasts();
    let calendar = use_requests().calendar;
    let problems = RwSignal::new(Problems::default());
    let open = RwSignal::new(false);
    let choose = move |event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        task::detach(async move {
            match read_days(workers, file).await {
                Ok(Ok(days)) if days.is_empty() => {
                    toasts.failed(Message::of(|locale| td_string!(locale, settings.file_empty)));
                }
                Ok(Ok(days)) => {
                    let count = days.len();
                    enter_days(workspace, days);
                    toasts.done(Message::of(move |locale| {
                        let count = format::count(locale, count);
                        td_string!(locale, settings.file_read, count = count)
                    }));
                }
                Ok(Err(found)) => {
                    problems.set(found);
                    open.set(true);
                }
                Err(error) => {
                    toasts.failed(Message::of(move |locale| reasons::job_error(locale, &error)));
                }
            }
        });
    };
    let save = move |()| {
        let locale = i18n.get_locale_untracked();
        let file = calendar.with_untracked(calendar::write);
        let name = format!("Busbar {}.csv", td_string!(locale, settings.calendar));
        files::save(&name, "text/csv", &file);
    };
    let rows = move || {
        problems.with(|problems| {
            let listed = problems.list().iter().take(LISTED).cloned();
            listed.map(|problem| view! { <Wrong problem=problem /> }).collect_view()
        })
    };
    view! {
        <FileButton
            label=move || t_string!(i18n, settings.import)
            accept=".csv,.txt,text/csv"
            emphasis=Emphasis::Quiet
            icon=Icon::Import
            on_choose=choose
        />
        <Button
            label=move || t_string!(i18n, settings.export)
            icon=Icon::Export
            emphasis=Emphasis::Quiet
            on_press=save
        />
        <Dialog title=move || t_string!(i18n, settings.file_wrong) open=open wide=true>
            <p>{t!(i18n, settings.file_wrong_text)}</p>
            <Rows>{rows}</Rows>
        </Dialog>
    }
}

/// Row for a problem in a file.
#[component]
fn Wrong(problem: Problem) -> impl IntoView {
    let i18n = use_i18n();
    let place = format!("{} {}", problem.column, problem.value);
    let (line, reason) = (problem.line, problem.reason);
    view! {
        <Row
            lead=move || (line > 0).then_some(line)
            title=move || view! { {move || reasons::reason(i18n.get_locale(), &reason)} }
            note=move || place
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_in_stretches() {
        let day = |month, day, working| CalendarDay { date: date(2027, month, day), working };
        let days = [
            day(1, 1, false),
            day(1, 2, false),
            day(1, 3, true),
            day(1, 31, false),
            day(2, 1, false),
            day(2, 2, false),
        ];
        let told: Vec<_> = stretches(&days, &[date(2027, 2, 2)])
            .into_iter()
            .map(|one| (one.first.to_string(), one.last.to_string(), one.working, one.is_own))
            .collect();
        let expected = [
            ("2027-01-01", "2027-01-02", false, false),
            ("2027-01-03", "2027-01-03", true, false),
            ("2027-01-31", "2027-01-31", false, false),
            ("2027-02-01", "2027-02-01", false, false),
            ("2027-02-02", "2027-02-02", false, true),
        ];
        let expected = expected.map(|(first, last, working, is_own)| {
            (first.to_owned(), last.to_owned(), working, is_own)
        });
        assert_eq!(told, expected);
    }

    #[test]
    fn days_in_a_row() {
        let length = |to| stretch(date(2027, 10, 1), to, false).map(|days| days.len());
        assert_eq!(length(None), Some(1));
        assert_eq!(length(Some(date(2027, 10, 7))), Some(7));
        assert_eq!(length(Some(date(2027, 10, 31))), Some(31));
        assert_eq!(length(Some(date(2027, 11, 1))), None);
        assert_eq!(length(Some(date(2027, 9, 30))), None);
    }
}
