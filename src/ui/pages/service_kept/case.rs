//! One commitment in words: its case and due date, its outcome, and the page that shows it.

use busbar_core::{
    analysis::service_kept::{Commitment, CommitmentCase, CommitmentOutcome, Lateness},
    domain::{Id, People, plan::PlanItem, request::Request},
};
use jiff::civil::Date;
use leptos_i18n::td_string;

use crate::{
    state::tables::Tables,
    ui::{
        components::Tone,
        format,
        i18n::*,
        labels,
        routes::{Page, Route},
        shared::due,
    },
};

/// Returns the name of an outcome.
pub fn outcome(locale: Locale, outcome: CommitmentOutcome) -> &'static str {
    match outcome {
        CommitmentOutcome::Kept => td_string!(locale, kept.outcome_kept),
        CommitmentOutcome::Late => td_string!(locale, kept.outcome_late),
        CommitmentOutcome::Undone => td_string!(locale, kept.outcome_undone),
        CommitmentOutcome::Open => td_string!(locale, kept.outcome_open),
    }
}

/// Returns the tone of an outcome.
pub const fn tone(outcome: CommitmentOutcome) -> Tone {
    match outcome {
        CommitmentOutcome::Kept => Tone::Good,
        CommitmentOutcome::Late => Tone::Warn,
        CommitmentOutcome::Undone => Tone::Bad,
        CommitmentOutcome::Open => Tone::Plain,
    }
}

fn count(locale: Locale, number: u32) -> String {
    format::count(locale, number as usize)
}

/// Returns the delay of a missed commitment.
pub fn lateness(locale: Locale, late: Lateness) -> String {
    let count = |days| count(locale, days);
    match late {
        Lateness::Days(days) => td_string!(locale, kept.late_days, days = count(days)),
        Lateness::WorkingDays(0) => td_string!(locale, kept.late_holiday).to_owned(),
        Lateness::WorkingDays(days) => {
            td_string!(locale, kept.late_working_days, days = count(days))
        }
    }
}

/// Returns the commitment with its due date and the reason for it. Records that it names are looked up in `tables`.
/// Subscribes to changes.
pub fn promised(
    locale: Locale,
    owed: &Commitment,
    (tables, people): (Tables, &People),
    today: Date,
) -> String {
    let on = |day: Date| due::day(locale, day, today);
    let due = on(owed.due_on);
    match owed.matter {
        CommitmentCase::Visit { last_on: Some(last_on), every_days, .. } => td_string!(
            locale,
            kept.case_visit,
            due = due,
            last = on(last_on),
            days = count(locale, every_days)
        ),
        CommitmentCase::Visit { every_days, .. } => {
            let days = count(locale, every_days);
            td_string!(locale, kept.case_first_visit, due = due, days = days)
        }
        CommitmentCase::Request { request, clock, limit } => td_string!(
            locale,
            kept.case_request,
            promise = labels::request_clock(locale, clock),
            subject = subject(locale, request, tables),
            limit = count(locale, limit),
            due = due
        ),
        CommitmentCase::Action(action) => {
            let told = tables.read(action, |one| {
                let who = [people.name(&one.owner), &one.department];
                let who = who.into_iter().find(|name| !name.is_empty());
                (one.text.clone(), who.map(str::to_owned))
            });
            let (text, who) = told.unwrap_or_default();
            let who = who.unwrap_or_else(|| td_string!(locale, labels.nothing).to_owned());
            td_string!(locale, kept.case_action, text = text, who = who, due = due)
        }
        CommitmentCase::GreenChannel(request) => td_string!(
            locale,
            kept.case_channel,
            subject = subject(locale, request, tables),
            day = due
        ),
        CommitmentCase::Plan { year, .. } => {
            td_string!(locale, kept.case_plan, year = i32::from(year), due = due)
        }
        CommitmentCase::Notice { began_on, days, .. } => td_string!(
            locale,
            kept.case_notice,
            due = due,
            began = on(began_on),
            days = count(locale, days)
        ),
        CommitmentCase::Arrival { limit, .. } => {
            td_string!(locale, kept.case_arrival, day = due, limit = limit)
        }
        CommitmentCase::Measure { item, .. } => {
            td_string!(locale, kept.case_measure, what = measure(locale, item, tables), due = due)
        }
    }
}

/// Returns the outcome in words.
pub fn happened(locale: Locale, owed: &Commitment, today: Date) -> String {
    let day = owed.done_on.map(|day| due::day(locale, day, today));
    let is_notice = matches!(owed.matter, CommitmentCase::Notice { .. });
    let is_visit = matches!(owed.matter, CommitmentCase::Visit { .. });
    if let CommitmentCase::Arrival { minutes, .. } = owed.matter {
        return td_string!(locale, kept.arrived, minutes = minutes);
    }
    match (owed.outcome, day) {
        (CommitmentOutcome::Undone, _)
            if matches!(owed.matter, CommitmentCase::GreenChannel(_)) =>
        {
            td_string!(locale, kept.not_by_channel).to_owned()
        }
        (_, Some(day)) if is_visit => td_string!(locale, kept.visited, day = day),
        (_, Some(day)) if is_notice => td_string!(locale, kept.told, day = day),
        (_, Some(day)) => td_string!(locale, kept.done, day = day),
        (CommitmentOutcome::Open, None) => td_string!(locale, kept.there_is_time).to_owned(),
        (_, None) if is_visit => td_string!(locale, kept.nobody_went).to_owned(),
        (_, None) if is_notice => td_string!(locale, kept.not_told).to_owned(),
        (_, None) => td_string!(locale, kept.not_done).to_owned(),
    }
}

/// Returns the address of the visit, request or plan concerned, otherwise of the tab of the customer page that shows
/// it.
pub fn place(owed: &Commitment) -> Route {
    let customer = || Page::Customer(owed.customer).route();
    match owed.matter {
        CommitmentCase::Visit { visit: Some(visit), .. } => Page::Visit(visit).route(),
        CommitmentCase::Visit { .. } => customer().with("tab", "visits"),
        CommitmentCase::Request { request, .. } | CommitmentCase::GreenChannel(request) => {
            Page::Request(request).route()
        }
        CommitmentCase::Action(_) => customer().with("tab", "promises"),
        CommitmentCase::Notice { .. } | CommitmentCase::Arrival { .. } => {
            customer().with("tab", "supply")
        }
        CommitmentCase::Plan { plan: Some(plan), .. } | CommitmentCase::Measure { plan, .. } => {
            Page::Plan(plan).route()
        }
        CommitmentCase::Plan { plan: None, year } => {
            Page::Plans.route().with("year", year.to_string())
        }
    }
}

fn subject(locale: Locale, request: Id<Request>, tables: Tables) -> String {
    let found = tables.read(request, |one| {
        let kind = one.kind.map(|kind| labels::request_kind(locale, kind));
        (one.subject.clone(), kind)
    });
    text_or_kind(locale, found)
}

fn measure(locale: Locale, item: Id<PlanItem>, tables: Tables) -> String {
    let found = tables.read(item, |one| {
        let offer = one.offer.map(|offer| labels::offer(locale, offer));
        (one.text.clone(), offer)
    });
    text_or_kind(locale, found)
}

/// Returns the text of a record; its kind if the text is empty; a dash if neither is known.
fn text_or_kind(locale: Locale, found: Option<(String, Option<&'static str>)>) -> String {
    match found {
        Some((text, _)) if !text.is_empty() => text,
        Some((_, Some(kind))) => kind.to_owned(),
        _ => td_string!(locale, labels.nothing).to_owned(),
    }
}
