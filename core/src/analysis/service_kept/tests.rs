use std::collections::BTreeSet;

use jiff::civil::date;
use uuid::Uuid;

use super::{
    rhythm::{Rhythms, Visited},
    *,
};
use crate::domain::{
    Record,
    calendar::WorkingCalendar,
    dated::Dated,
    request::{
        Escalation, RequestKind, RequestProgress, RequestStep, ServiceLimits, StepKind, Terms,
    },
    standard::{ServiceLevel, ServiceStandard, StandardHistory},
};

fn id<T>(n: u128) -> Id<T> {
    Id::new(Uuid::from_u128(n))
}

fn day(text: &str) -> Date {
    let text = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    crate::domain::date::read(&text).unwrap()
}

fn days(told: &str) -> Vec<(Date, Id<Visit>)> {
    let days = told.split_whitespace().zip(1..);
    days.map(|(text, n)| (day(text), id(n))).collect()
}

/// Parses the intervals of class A and class C: `90 365`, and with a date of change `90 365, 03-01 30 -`.
fn rhythms(told: &str) -> Rhythms {
    let mut standards = StandardHistory::default();
    for (place, text) in told.split(',').enumerate() {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let from = if place == 0 { date(1900, 1, 1) } else { day(words.remove(0)) };
        let level = |word: &str| ServiceLevel {
            visit_every_days: word.parse().ok(),
            ..ServiceLevel::default()
        };
        let value = ServiceStandard::default()
            .with(ServiceClass::A, level(words[0]))
            .with(ServiceClass::C, level(words[1]));
        standards = standards.with(Dated { from, value });
    }
    Rhythms::of(&standards)
}

struct Case {
    why: &'static str,
    rhythms: &'static str,
    /// `A` or `C`, and `MM-DD A` for a change of class.
    held: &'static str,
    known: &'static str,
    done: &'static str,
    today: &'static str,
    /// Due date, outcome, date of the visit, days late.
    owed: &'static str,
}

/// A class A customer with an interval of 30 days in 2026.
const PLAIN: Case = Case {
    why: "",
    rhythms: "30 365",
    held: "A",
    known: "01-01",
    done: "",
    today: "12-31",
    owed: "",
};

/// Counted on the calendar of 2026, which is not a leap year.
const CASES: &[Case] = &[
    Case {
        why: "each visit starts the next clock",
        done: "01-10 02-05 03-07",
        today: "03-20",
        owed: "01-31 kept 01-10, 02-09 kept 02-05, 03-07 kept 03-07, 04-06 open",
        ..PLAIN
    },
    Case {
        why: "of several in one rhythm the last starts the next",
        done: "01-05 01-12 01-20",
        today: "02-01",
        owed: "01-31 kept 01-20, 02-19 open",
        ..PLAIN
    },
    Case {
        why: "a late visit is one miss, and starts the next clock",
        done: "01-20 03-01",
        today: "03-10",
        owed: "01-31 kept 01-20, 02-19 late 03-01 10, 03-31 open",
        ..PLAIN
    },
    Case {
        why: "nobody went for three rhythms: three misses, one visit makes up late for all",
        done: "01-20 05-05",
        today: "05-10",
        owed: "01-31 kept 01-20, 02-19 late 05-05 75, 03-21 late 05-05 45, 04-20 late 05-05 15, 06-04 open",
        ..PLAIN
    },
    Case { why: "the due day itself is in time", today: "01-31", owed: "01-31 open", ..PLAIN },
    Case {
        why: "and the day after it is not",
        today: "02-01",
        owed: "01-31 undone 1, 03-02 open",
        ..PLAIN
    },
    Case {
        why: "visits before it was entered count, from the first on",
        known: "03-01",
        done: "01-05 02-03 03-04",
        today: "03-05",
        owed: "02-04 kept 02-03, 03-05 kept 03-04, 04-03 open",
        ..PLAIN
    },
    Case {
        why: "a shorter rhythm gives one of its own from the day it holds, and never more than the old",
        rhythms: "90 365, 03-01 30 365",
        // The old clock of 12 January ends on 12 April, the new one on 31 March; 30 days after the visit was 11
        // February, before the change. The clock of 1 January would end on 31 March as well, but the visit of the
        // 12th took its place.
        done: "01-12",
        today: "03-15",
        owed: "03-31 open",
        ..PLAIN
    },
    Case {
        why: "the old due day stays where the new one would be later",
        rhythms: "60 365, 03-01 30 365",
        // 10 January plus 60 days is 11 March, before 31 March.
        done: "01-10",
        today: "03-05",
        owed: "03-02 kept 01-10, 03-11 open",
        ..PLAIN
    },
    Case {
        why: "a longer rhythm moves the due day out",
        rhythms: "30 365, 02-01 90 365",
        done: "01-20",
        today: "02-10",
        owed: "01-31 kept 01-20, 04-20 open",
        ..PLAIN
    },
    Case {
        why: "what fell due before the change stays missed",
        rhythms: "30 365, 03-01 90 365",
        done: "01-20",
        today: "03-10",
        owed: "01-31 kept 01-20, 02-19 undone 19, 05-20 open",
        ..PLAIN
    },
    Case {
        why: "no rhythm, no promise, until there is one again",
        rhythms: "30 365, 02-01 - 365, 06-01 30 365",
        done: "01-20",
        today: "06-10",
        owed: "01-31 kept 01-20, 07-01 open",
        ..PLAIN
    },
    Case {
        why: "it moved up: from that day one rhythm of its new class",
        held: "01-01 C, 06-01 A",
        done: "01-15",
        today: "06-20",
        owed: "07-01 open",
        ..PLAIN
    },
    Case {
        why: "it moved down: the long rhythm of its new class",
        held: "01-01 A, 02-01 C",
        done: "01-20",
        today: "03-01",
        owed: "01-31 kept 01-20",
        ..PLAIN
    },
    Case {
        why: "of nobody anything is known: nothing can be dated",
        known: "",
        today: "12-31",
        ..PLAIN
    },
];

fn held(told: &str) -> Vec<(Date, ServiceClass)> {
    let named = |name: &str| match name {
        "A" => ServiceClass::A,
        _ => ServiceClass::C,
    };
    let class = |text: &str| match text.trim().split_once(' ') {
        Some((from, name)) => (day(from), named(name)),
        None => (Date::MIN, named(text)),
    };
    told.split(',').map(class).collect()
}

fn told(owed: &Commitment) -> String {
    let short = |day: Date| day.to_string()[5..].to_owned();
    let days = match owed.late {
        Some(Lateness::Days(days) | Lateness::WorkingDays(days)) => format!(" {days}"),
        None => String::new(),
    };
    let done = owed.done_on.map(|day| format!(" {}", short(day)));
    let (due, outcome) = (short(owed.due_on), owed.outcome.name());
    format!("{due} {outcome}{}{days}", done.unwrap_or_default())
}

fn owed(case: &Case, period: Period) -> Vec<Commitment> {
    let (held, done) = (held(case.held), days(case.done));
    let visited = Visited {
        customer: id(1),
        known_on: (!case.known.is_empty()).then(|| day(case.known)),
        held: &held,
        done: &done,
        planned: &[],
    };
    visited.owed(&rhythms(case.rhythms), period, day(case.today))
}

const NEW_YEAR: fn() -> Month = || Month::new(2026, 1).unwrap();

#[test]
fn visits_by_rhythm() {
    for case in CASES {
        let year = owed(case, Period::of(Span::Year, NEW_YEAR()));
        let lines: Vec<String> = year.iter().map(told).collect();
        assert_eq!(lines.join(", "), case.owed, "{}", case.why);
    }
}

#[test]
fn a_year_is_the_sum_of_its_months_and_quarters() {
    for case in CASES {
        let year = owed(case, Period::of(Span::Year, NEW_YEAR()));
        for (span, parts) in [(Span::Month, 12), (Span::Quarter, 4)] {
            let first = Period::of(span, NEW_YEAR());
            let parts = (0..parts).flat_map(|n| owed(case, first.step(n)));
            assert_eq!(parts.collect::<Vec<_>>(), year, "{}", case.why);
        }
    }
}

#[test]
fn a_visit_case_opens_to_the_visit_that_speaks_for_it() {
    let (held, done) = (held("A"), days("01-20 03-05"));
    let planned = [(day("02-15"), id(7)), (day("04-20"), id(8))];
    let visited =
        Visited { customer: id(1), known_on: None, held: &held, done: &done, planned: &planned };
    let year = Period::of(Span::Year, NEW_YEAR());
    let owed = visited.owed(&rhythms("30 365"), year, day("04-10"));
    let cases: Vec<_> = owed
        .iter()
        .map(|owed| match owed.matter {
            CommitmentCase::Visit { visit, last_on, .. } => (told(owed), visit, last_on),
            _ => (told(owed), None, None),
        })
        .collect();
    let expected = [
        ("02-19 late 03-05 14", Some(id(2)), Some(day("01-20"))),
        // No visit by 4 April; the next was planned for the 20th, and an older plan had lapsed.
        ("04-04 undone 6", Some(id(7)), Some(day("03-05"))),
        ("05-04 open", Some(id(8)), Some(day("03-05"))),
    ];
    let expected = expected.map(|(told, visit, last)| (told.to_owned(), visit, last));
    assert_eq!(cases, expected);
}

#[test]
fn periods_of_the_calendar() {
    let november = Month::new(2026, 11).unwrap();
    for (span, by, first, last) in [
        (Span::Month, 0, "2026-11-01", "2026-11-30"),
        (Span::Month, 2, "2027-01-01", "2027-01-31"),
        (Span::Quarter, 0, "2026-10-01", "2026-12-31"),
        (Span::Quarter, -3, "2026-01-01", "2026-03-31"),
        (Span::Year, 0, "2026-01-01", "2026-12-31"),
        (Span::Year, 2, "2028-01-01", "2028-12-31"),
        (Span::Month, -33, "2024-02-01", "2024-02-29"),
    ] {
        let period = Period::of(span, november).step(by);
        assert_eq!((period.first(), period.last()), (day(first), day(last)));
        assert!(period.contains(day(first)) && period.contains(day(last)));
        assert!(!period.contains(day(first).yesterday().unwrap()));
    }
}

/// A complaint of 1 July 2026, a Wednesday: answer within one working day, resolution within seven.
fn complaint(steps: &str, on: &str) -> Vec<Commitment> {
    let request = Request {
        customer: Some(id(1)),
        kind: Some(RequestKind::Complaint),
        received_on: Some(day("07-01")),
        ..Request::empty(id(5))
    };
    let step = |(n, told): (u128, &str)| {
        let (on, kind) = told.trim().split_once(' ').unwrap();
        RequestStep {
            request: Some(request.id),
            kind: StepKind::named(kind),
            on: Some(day(on)),
            reason: "资料未齐".into(),
            ..RequestStep::empty(id(100 + n))
        }
    };
    let told = steps.split(',').filter(|told| !told.trim().is_empty());
    let steps: Vec<RequestStep> = (0..).zip(told).map(step).collect();
    let progress = RequestProgress::of(&request, &steps).unwrap();
    assert_eq!(progress.misfits, []);
    let terms = Terms {
        limits: &ServiceLimits::default(),
        response_days: None,
        calendar: &WorkingCalendar::default(),
        escalation: Escalation::default(),
    };
    let read = progress.clocks(&request, day(on), terms).unwrap();
    let owed =
        read.iter().map(|read| Commitment::by_clock(id(1), ServiceClass::B, request.id, read));
    owed.collect()
}

#[test]
fn clocks_of_requests() {
    for (steps, on, expected) in [
        ("", "07-02", "07-02 open, 07-10 open"),
        ("", "07-03", "07-02 undone 1, 07-10 open"),
        // Four of the seven days are used; the weekend does not count.
        ("07-02 responded", "07-13", "07-02 kept 07-02, 07-10 undone 1"),
        ("07-06 responded, 07-14 resolved", "09-01", "07-02 late 07-06 2, 07-10 late 07-14 2"),
        // Waiting for the customer from 7 July on: four days are left, whenever the customer replies.
        ("07-02 responded, 07-06 paused", "07-31", "07-02 kept 07-02, 08-06 open"),
        // Fourteen working days count as the customer's, so the due date moved from the 10th to the 30th.
        (
            "07-02 responded, 07-06 paused, 07-24 resumed, 07-30 resolved",
            "09-01",
            "07-02 kept 07-02, 07-30 kept 07-30",
        ),
        (
            "07-02 responded, 07-06 paused, 07-24 resumed, 07-31 resolved",
            "09-01",
            "07-02 kept 07-02, 07-30 late 07-31 1",
        ),
        // Late on a Saturday, with no working day since.
        ("07-02 responded", "07-11", "07-02 kept 07-02, 07-10 undone 0"),
    ] {
        let lines: Vec<String> = complaint(steps, on).iter().map(told).collect();
        assert_eq!(lines.join(", "), expected, "{steps} {on}");
    }
}

#[test]
fn what_is_done_by_a_day() {
    let action = CommitmentCase::Action(id(3));
    let owed = |due: &str, done: Option<&str>| {
        let done = done.map(day);
        let (class, today) = (ServiceClass::Key, day("11-24"));
        told(&Commitment::by_day(id(1), class, action, day(due), done, today))
    };
    assert_eq!(owed("11-24", None), "11-24 open");
    assert_eq!(owed("11-23", None), "11-23 undone 1");
    assert_eq!(owed("11-20", Some("11-20")), "11-20 kept 11-20");
    assert_eq!(owed("11-20", Some("11-22")), "11-20 late 11-22 2");
    assert_eq!(owed("12-20", Some("11-22")), "12-20 kept 11-22");
    let channel = |is_priority| {
        let class = ServiceClass::Key;
        Commitment::at_once(
            id(1),
            class,
            CommitmentCase::GreenChannel(id(5)),
            day("11-24"),
            is_priority,
        )
    };
    assert_eq!(told(&channel(true)), "11-24 kept 11-24");
    // No time is left on the day itself.
    assert_eq!(told(&channel(false)), "11-24 undone");
}

#[test]
fn counted_by_group() {
    let year = Period::of(Span::Year, NEW_YEAR());
    let mut all: Vec<Commitment> = CASES.iter().flat_map(|case| owed(case, year)).collect();
    all.extend(complaint("07-06 responded", "07-13"));
    let by_class = tally(&all, |owed| owed.class);
    assert_eq!(
        by_class.keys().copied().collect::<BTreeSet<_>>(),
        BTreeSet::from([ServiceClass::A, ServiceClass::B])
    );
    let of = |class: ServiceClass, kind| by_class[&class].of(kind);
    let b = of(ServiceClass::B, CommitmentKind::Response);
    assert_eq!((b.late, b.promised(), b.share()), (1, 1, Some(0.0)));
    assert_eq!(of(ServiceClass::B, CommitmentKind::Resolution).undone, 1);
    assert_eq!(of(ServiceClass::B, CommitmentKind::Visit).share(), None);
    let visits = of(ServiceClass::A, CommitmentKind::Visit);
    let count = |outcome| {
        let is_of_a = |owed: &&Commitment| owed.class == ServiceClass::A && owed.outcome == outcome;
        all.iter().filter(is_of_a).count()
    };
    let expected = Tally {
        kept: count(CommitmentOutcome::Kept),
        late: count(CommitmentOutcome::Late),
        undone: count(CommitmentOutcome::Undone),
        open: count(CommitmentOutcome::Open),
    };
    assert_eq!(visits, expected);
    let share = visits.kept as f64 / (visits.promised() - visits.open) as f64;
    assert_eq!(visits.share(), Some(share));
    let total = by_class.values().map(Tallies::all).fold(Tally::default(), Tally::plus);
    assert_eq!(total.promised(), all.len());
}
