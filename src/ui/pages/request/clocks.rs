//! Service clocks of the request: each with its start, limit and due date, and the working days spent by the utility
//! and by the customer. Every number can be explained.

use busbar_core::{
    books::requests::RequestDetail,
    domain::{
        calendar::WorkingCalendar,
        clock::ClockWarning,
        request::{RequestClockReading, StepKind, Urgency},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::About;
use crate::{
    state::{requests::use_requests, workspace::use_workspace},
    ui::{
        components::{Card, Explanation, FigureTable, Heading, Number, OrEmpty, Tag},
        format,
        i18n::*,
        labels,
        shared::request_status,
    },
};

/// Number shown for a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Due,
    Remaining,
    Utility,
    Customer,
    Limit,
}

/// Card with the clocks.
#[component]
pub fn Clocks(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let clocks = Memo::new(move |_| {
        about.with(|about| about.as_ref().map(|about| about.clocks.clone())).unwrap_or_default()
    });
    let head = Signal::derive(move || {
        vec![
            Heading::words(t_string!(i18n, request.col_promise)),
            Heading::words(t_string!(i18n, request.col_remaining)),
            Heading::number(t_string!(i18n, request.col_due)),
            Heading::number(t_string!(i18n, request.col_utility)),
            Heading::number(t_string!(i18n, request.col_customer)),
            Heading::number(t_string!(i18n, request.col_limit)),
            Heading::number(t_string!(i18n, request.col_start)),
        ]
    });
    let rows = move || {
        let row = |clock| view! { <ClockRow about=about clock=clock /> };
        clocks.get().into_iter().map(row).collect_view().into_any()
    };
    view! {
        <Card
            title=move || t_string!(i18n, request.clocks)
            note=move || t_string!(i18n, request.clocks_note)
        >
            <OrEmpty
                when=move || clocks.with(|clocks| !clocks.is_empty())
                title=move || t_string!(i18n, request.no_clocks)
            >
                <div class="clocks">
                    <FigureTable label=move || t_string!(i18n, request.clocks) head=head rows=rows />
                </div>
            </OrEmpty>
        </Card>
    }
}

#[component]
fn ClockRow(about: About, clock: RequestClockReading) -> impl IntoView {
    let i18n = use_i18n();
    let calendar = use_requests().calendar;
    let day = use_workspace().facts.day;
    let shown = StoredValue::new(clock.clone());
    let number = move |counted: Counted, label: &'static str| {
        let value = move || shown.with_value(|clock| value(i18n.get_locale(), clock, counted));
        let explain = move |()| {
            let locale = i18n.get_locale();
            calendar.with(|calendar| {
                shown.with_value(|clock| {
                    let about = about.get();
                    explained(locale, clock, counted, about.as_ref(), calendar, day.get())
                })
            })
        };
        view! { <Number label=label value=value explain=Callback::new(explain) /> }
    };
    let urgency = clock.urgency;
    let (promised, start) = (clock.clock, clock.start);
    view! {
        <tr>
            <th scope="row">{move || labels::request_clock(i18n.get_locale(), promised)}</th>
            <td class="clock-state">
                <Tag
                    text=move || labels::urgency(i18n.get_locale(), urgency)
                    tone=request_status::tone(urgency)
                />
                {move || number(Counted::Remaining, t_string!(i18n, request.col_remaining))}
            </td>
            <td class="number">{move || number(Counted::Due, t_string!(i18n, request.col_due))}</td>
            <td class="number">
                {move || number(Counted::Utility, t_string!(i18n, request.col_utility))}
            </td>
            <td class="number">
                {move || number(Counted::Customer, t_string!(i18n, request.col_customer))}
            </td>
            <td class="number">
                {move || number(Counted::Limit, t_string!(i18n, request.col_limit))}
            </td>
            <td class="number">{move || format::day(i18n.get_locale(), start)}</td>
        </tr>
    }
}

fn days(locale: Locale, days: i64) -> String {
    let count = format::decimal(locale, days as f64, 0);
    td_string!(locale, request.days, count = count)
}

fn value(locale: Locale, clock: &RequestClockReading, counted: Counted) -> String {
    let reading = &clock.reading;
    match counted {
        Counted::Due => format::day(locale, reading.due),
        Counted::Remaining => match clock.done_on {
            Some(done) => td_string!(locale, request.done_on, day = format::day(locale, done)),
            None => labels::remaining(locale, reading.remaining, clock.urgency == Urgency::Late),
        },
        Counted::Utility => days(locale, i64::from(reading.elapsed_utility)),
        Counted::Customer => days(locale, i64::from(reading.elapsed_customer)),
        Counted::Limit => days(locale, i64::from(clock.limit)),
    }
}

/// Returns the explanation of a number: the days it counts, and the pauses deducted.
fn explained(
    locale: Locale,
    clock: &RequestClockReading,
    counted: Counted,
    about: Option<&RequestDetail>,
    calendar: &WorkingCalendar,
    today: Date,
) -> Explanation {
    let reading = &clock.reading;
    let end = clock.done_on.map_or(today, |done| done.min(today));
    let whole = |count: u32| days(locale, i64::from(count));
    let input = |name: &str, value: String| (name.to_owned(), value);
    let formula = match counted {
        Counted::Due => td_string!(locale, request.ex_due),
        Counted::Remaining => td_string!(locale, request.ex_remaining),
        Counted::Utility => td_string!(locale, request.ex_utility),
        Counted::Customer => td_string!(locale, request.ex_customer),
        Counted::Limit => td_string!(locale, request.ex_limit),
    };
    let mut inputs = vec![
        input(td_string!(locale, request.in_start), format::date(locale, clock.start)),
        input(td_string!(locale, request.col_limit), whole(clock.limit)),
        input(td_string!(locale, request.in_until), format::date(locale, end)),
        input(
            td_string!(locale, request.in_working),
            whole(calendar.working_days(clock.start, end)),
        ),
    ];
    inputs.extend(pauses(locale, clock, about, calendar, end));
    inputs.extend([
        input(td_string!(locale, request.col_customer), whole(reading.elapsed_customer)),
        input(td_string!(locale, request.col_utility), whole(reading.elapsed_utility)),
    ]);
    if counted == Counted::Remaining {
        inputs.push(input(td_string!(locale, request.in_left), days(locale, reading.remaining)));
    }
    if counted == Counted::Due {
        inputs.push(input(td_string!(locale, request.col_due), format::date(locale, reading.due)));
    }
    let cautions: Vec<String> =
        reading.warnings.iter().map(|warning| caution(locale, *warning)).collect();
    Explanation {
        formula: formula.to_owned(),
        inputs,
        n: None,
        source: td_string!(locale, request.source_clock).to_owned(),
        caution: (!cautions.is_empty()).then(|| cautions.join(" ")),
    }
}

/// Returns the pauses for the customer within a clock's period, each with its reason and working days.
fn pauses(
    locale: Locale,
    clock: &RequestClockReading,
    about: Option<&RequestDetail>,
    calendar: &WorkingCalendar,
    end: Date,
) -> Vec<(String, String)> {
    let Some((about, progress)) = about.and_then(|about| Some((about, about.progress.as_ref()?)))
    else {
        return Vec::new();
    };
    let line = |pause: &busbar_core::domain::clock::Pause| {
        let before = pause.from.yesterday().ok()?;
        let to = pause.to.unwrap_or(end).min(end);
        let (first, last) = (before.max(clock.start), to);
        if last <= first {
            return None;
        }
        let why = about.steps.iter().find(|step| {
            step.on == Some(before)
                && matches!(step.kind, Some(StepKind::Paused | StepKind::Resolved))
        });
        let why = why.map(|step| match step.kind {
            Some(StepKind::Resolved) => td_string!(locale, request.waited_reopened).to_owned(),
            _ => step.reason.clone(),
        });
        let name = td_string!(
            locale,
            request.pause_line,
            from = format::day(locale, first.tomorrow().ok()?),
            to = format::day(locale, last),
            why = why.unwrap_or_default()
        );
        let count = i64::from(calendar.working_days(first, last));
        Some((name, days(locale, count)))
    };
    progress.pauses.iter().filter_map(line).collect()
}

fn caution(locale: Locale, warning: ClockWarning) -> String {
    match warning {
        ClockWarning::BeforeStart => td_string!(locale, request.warn_before_start).to_owned(),
        ClockWarning::OpenPause { from } => {
            say!(locale, request.warn_open_pause, day = from)
        }
        ClockWarning::Unlisted { first, last } => {
            say!(locale, request.warn_unlisted, first = first, last = last)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{
        Id, Record,
        request::{
            Escalation, Request, RequestKind, RequestProgress, RequestStep, ServiceLimits, Terms,
        },
    };

    /// Returns a complaint of 1 July 2026 that was paused from the 3rd to the 6th, as of the 8th.
    fn detail(calendar: &WorkingCalendar) -> RequestDetail {
        let request = Request {
            kind: Some(RequestKind::Complaint),
            received_on: Some(date(2026, 7, 1)),
            ..Request::empty(Id::new(Uuid::from_u128(1)))
        };
        let step = |n: u128, kind, day| RequestStep {
            request: Some(request.id),
            kind: Some(kind),
            on: Some(date(2026, 7, day)),
            reason: "等待客户提供照片".into(),
            ..RequestStep::empty(Id::new(Uuid::from_u128(n)))
        };
        let steps = vec![
            step(10, StepKind::Responded, 2),
            step(11, StepKind::Paused, 2),
            step(12, StepKind::Resumed, 6),
        ];
        let progress = RequestProgress::of(&request, &steps);
        let limits = ServiceLimits::default();
        let terms = Terms {
            limits: &limits,
            response_days: None,
            calendar,
            escalation: Escalation::default(),
        };
        let clocks = progress
            .as_ref()
            .map(|progress| progress.clocks(&request, date(2026, 7, 8), terms).unwrap());
        RequestDetail { clocks: clocks.unwrap_or_default(), request, progress, steps }
    }

    #[test]
    fn the_days_in_an_explanation_add_up_to_its_number() {
        let calendar = WorkingCalendar::default();
        let about = detail(&calendar);
        let today = date(2026, 7, 8);
        let resolution = about.clocks.last().unwrap();
        assert_eq!(value(Locale::zh, resolution, Counted::Due), "7月14日");
        assert_eq!(value(Locale::zh, resolution, Counted::Remaining), "剩 4 个工作日");
        let explained =
            explained(Locale::zh, resolution, Counted::Utility, Some(&about), &calendar, today);
        let values: Vec<&str> = explained.inputs.iter().map(|(_, value)| value.as_str()).collect();
        // Start, limit, end, working days, the pause, the customer's days, the utility's days.
        assert_eq!(
            values,
            ["2026年7月1日", "7 天", "2026年7月8日", "5 天", "2 天", "2 天", "3 天"]
        );
        assert_eq!(explained.inputs[4].0, "7月3日–7月6日 等待客户提供照片");
        assert_eq!(explained.caution, None);
        // The first response came before the pause.
        let response = &about.clocks[0];
        assert_eq!(pauses(Locale::zh, response, Some(&about), &calendar, date(2026, 7, 2)), []);
        assert_eq!(value(Locale::en, response, Counted::Remaining), "done 2 Jul");
    }
}
