//! Reasons for a due visit as text: as a sentence with its evidence, as the purpose of the visit, and as agenda items.

use busbar_core::domain::{
    Id,
    date::days_between,
    request::Request,
    visit::{AgendaItem, Due, DueReason},
};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{commands::planning::Words, tables::Tables},
    ui::{components::Tone, format, i18n::*, labels},
};

/// Maximum length of a quoted text, in characters.
const QUOTED: usize = 60;
/// Maximum number of reasons combined into the purpose of a visit.
const PURPOSES: usize = 3;

/// Formats a date, without the year if it is the current one.
pub fn day(locale: Locale, day: Date, today: Date) -> String {
    if day.year() == today.year() { format::day(locale, day) } else { format::date(locale, day) }
}

/// Returns the number of days until a visit is due, or since it was due, as text.
pub fn when(locale: Locale, due: &Due, today: Date) -> String {
    let days = days_between(due.by, today);
    let count = format::count(locale, days.unsigned_abs() as usize);
    match days {
        0 => td_string!(locale, visits.due_today).to_owned(),
        1.. if due.is_past_promised(today) => {
            td_string!(locale, visits.overdue_days, days = count)
        }
        1.. => td_string!(locale, visits.called_for_days, days = count),
        _ => td_string!(locale, visits.due_in_days, days = count),
    }
}

/// Returns the tone of [`when`].
pub fn tone(due: &Due, today: Date) -> Tone {
    if due.is_past_promised(today) {
        Tone::Bad
    } else if due.by <= today {
        Tone::Warn
    } else {
        Tone::Plain
    }
}

/// Returns a reason with its evidence. Reads the records it names from `tables` and subscribes to their changes.
pub fn reason(locale: Locale, reason: &DueReason, tables: Tables, today: Date) -> String {
    let on = |date: Date| day(locale, date, today);
    let named = || subject(reason, tables);
    let count = |days: u32| format::count(locale, days as usize);
    match *reason {
        DueReason::NeverVisited { every_days } => {
            td_string!(locale, visits.reason_never, days = count(every_days))
        }
        DueReason::Rhythm { last_on, due_on, every_days } => td_string!(
            locale,
            visits.reason_rhythm,
            last = on(last_on),
            days = count(every_days),
            due = on(due_on)
        ),
        DueReason::Missed { planned_on } => {
            td_string!(locale, visits.reason_missed, day = on(planned_on))
        }
        DueReason::UseChanged { share, month } => td_string!(
            locale,
            visits.reason_use,
            month = format::month(locale, month),
            change = format::change(locale, share)
        ),
        DueReason::LowScore { score, answered_on } => td_string!(
            locale,
            visits.reason_score,
            day = on(answered_on),
            score = format::decimal(locale, score, 0)
        ),
        DueReason::Arrears { cny, bills, due_on } => td_string!(
            locale,
            visits.reason_arrears,
            amount = format::money(locale, cny).to_string(),
            bills = bills,
            day = on(due_on)
        ),
        DueReason::RequestLate { due_on, count: 1, .. } => {
            td_string!(locale, visits.reason_request, subject = named(), day = on(due_on))
        }
        DueReason::RequestLate { due_on, count, .. } => td_string!(
            locale,
            visits.reason_requests,
            count = count,
            subject = named(),
            day = on(due_on)
        ),
        DueReason::ActionLate { due_on, count: 1, .. } => {
            td_string!(locale, visits.reason_action, text = named(), day = on(due_on))
        }
        DueReason::ActionLate { due_on, count, .. } => td_string!(
            locale,
            visits.reason_actions,
            count = count,
            text = named(),
            day = on(due_on)
        ),
        DueReason::Recheck { rectified_on, count: 1, .. } => {
            td_string!(locale, visits.reason_recheck, text = named(), day = on(rectified_on))
        }
        DueReason::Recheck { rectified_on, count, .. } => td_string!(
            locale,
            visits.reason_rechecks,
            count = count,
            text = named(),
            day = on(rectified_on)
        ),
    }
}

/// Returns purpose and agenda of a planned visit. Without a reason, it is a regular visit.
pub fn words(locale: Locale, due: Option<&Due>, tables: Tables) -> Words {
    let reasons = due.map_or(&[][..], |due| &due.reasons);
    // The customer reads the purpose on the report that it signs, so internal reasons are left out.
    let told = reasons.iter().filter(|one| !one.is_internal());
    let mut purposes: Vec<&str> = told.map(|one| purpose(locale, one)).collect();
    if purposes.is_empty() {
        purposes.push(td_string!(locale, visits.purpose_rhythm));
    }
    purposes.truncate(PURPOSES);
    let situation = AgendaItem {
        text: td_string!(locale, visits.talk_situation).to_owned(),
        ..AgendaItem::default()
    };
    let talks = reasons.iter().filter_map(|one| {
        Some(AgendaItem {
            text: talk(locale, one, tables)?,
            is_internal: one.is_internal(),
            ..AgendaItem::default()
        })
    });
    Words {
        purpose: purposes.join(td_string!(locale, visits.purpose_and)),
        agenda: talks.chain([situation]).collect(),
    }
}

/// Returns a reason as the purpose of a visit.
fn purpose(locale: Locale, reason: &DueReason) -> &'static str {
    match reason {
        DueReason::NeverVisited { .. } => td_string!(locale, visits.purpose_never),
        DueReason::Rhythm { .. } => td_string!(locale, visits.purpose_rhythm),
        DueReason::Missed { .. } => td_string!(locale, visits.purpose_missed),
        DueReason::UseChanged { .. } => td_string!(locale, visits.purpose_use),
        DueReason::LowScore { .. } => td_string!(locale, visits.purpose_score),
        DueReason::RequestLate { .. } => td_string!(locale, visits.purpose_request),
        DueReason::Arrears { .. } => td_string!(locale, visits.purpose_arrears),
        DueReason::ActionLate { .. } => td_string!(locale, visits.purpose_action),
        DueReason::Recheck { .. } => td_string!(locale, visits.purpose_recheck),
    }
}

/// Returns a reason as an agenda item, in the words of the topic that the visit would suggest; `None` for reasons of
/// rhythm alone.
fn talk(locale: Locale, reason: &DueReason, tables: Tables) -> Option<String> {
    let named = || quoted(&subject(reason, tables));
    Some(match *reason {
        DueReason::NeverVisited { .. } | DueReason::Rhythm { .. } | DueReason::Missed { .. } => {
            return None;
        }
        DueReason::UseChanged { share, .. } => {
            td_string!(locale, visit.topic_use, change = format::change(locale, share))
        }
        DueReason::LowScore { .. } => td_string!(locale, visit.topic_dissatisfied).to_owned(),
        DueReason::RequestLate { request, .. } => {
            let subject = request_subject(locale, tables, request).unwrap_or_default();
            td_string!(locale, visit.topic_request, text = subject)
        }
        DueReason::Arrears { cny, .. } => {
            td_string!(locale, visit.topic_arrears, amount = format::money(locale, cny).to_string())
        }
        DueReason::ActionLate { .. } => td_string!(locale, visit.topic_promise, text = named()),
        DueReason::Recheck { .. } => td_string!(locale, visit.topic_recheck, text = named()),
    })
}

/// Returns a text, cut to its first characters if it is long.
pub fn quoted(text: &str) -> String {
    let mut letters = text.chars();
    let mut quoted: String = letters.by_ref().take(QUOTED).collect();
    if letters.next().is_some() {
        quoted.push('…');
    }
    quoted
}

/// Returns the subject of a request in one line, or its kind if it has no subject. Subscribes to changes.
pub fn request_subject(locale: Locale, tables: Tables, id: Id<Request>) -> Option<String> {
    let requests = tables.requests.read();
    let request = requests.get(id)?;
    Some(if request.subject.is_empty() {
        labels::request_kind(locale, request.kind?).to_owned()
    } else {
        quoted(&request.subject)
    })
}

/// Returns the text of the record that a reason is about; empty if there is none.
fn subject(reason: &DueReason, tables: Tables) -> String {
    let found = match reason {
        DueReason::RequestLate { request, .. } => {
            tables.requests.with(|all| all.get(*request).map(|one| one.subject.clone()))
        }
        DueReason::ActionLate { action, .. } => {
            tables.actions.with(|all| all.get(*action).map(|one| one.text.clone()))
        }
        DueReason::Recheck { finding, .. } => {
            tables.findings.with(|all| all.get(*finding).map(|one| one.text.clone()))
        }
        _ => None,
    };
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Month, Record, action::Action, standard::ServiceClass};

    #[test]
    fn a_long_text_is_quoted_by_its_beginning() {
        assert_eq!(quoted("油位偏低"), "油位偏低");
        let long = "油".repeat(61);
        assert_eq!(quoted(&long), format!("{}…", "油".repeat(60)));
    }

    #[test]
    fn only_a_promised_day_is_overdue() {
        let today = date(2026, 11, 24);
        let rhythm = DueReason::Rhythm {
            last_on: date(2026, 8, 1),
            due_on: date(2026, 11, 20),
            every_days: 90,
        };
        let called = DueReason::LowScore { score: 30.0, answered_on: date(2026, 11, 20) };
        for (by, reason, zh, expected) in [
            (date(2026, 11, 20), rhythm.clone(), "超期 4 天", Tone::Bad),
            (date(2026, 11, 20), called, "待走访已 4 天", Tone::Warn),
            (today, rhythm.clone(), "今天到期", Tone::Warn),
            (date(2026, 11, 25), rhythm, "1 天后到期", Tone::Plain),
        ] {
            let due = Due {
                customer: Id::new(Uuid::from_u128(2)),
                class: ServiceClass::A,
                by,
                reasons: vec![reason],
                visit: None,
                overdue: 1.0,
            };
            assert_eq!(when(Locale::zh, &due, today), zh);
            assert_eq!(tone(&due, today), expected, "{zh}");
        }
    }

    #[test]
    fn reasons_are_said_with_their_evidence() {
        let _owner = Owner::new();
        let tables = Tables::default();
        let id = Id::new(Uuid::from_u128(1));
        tables.actions.update(|actions| {
            actions.extend([Action { text: "送电价手册".into(), ..Action::empty(id) }]);
        });
        let today = date(2026, 11, 24);
        let day = date(2025, 12, 31);
        for (given, zh, en) in [
            (
                DueReason::UseChanged { share: -0.234, month: Month::new(2026, 10).unwrap() },
                "截至2026年10月的十二个月用电同比 −23%",
                "Usage in the twelve months to Oct 2026: −23% year over year",
            ),
            (
                DueReason::ActionLate { action: id, due_on: day, count: 1 },
                "承诺“送电价手册”逾期，应在2025年12月31日前完成",
                "Promise “送电价手册” has been overdue since 31 Dec 2025",
            ),
            (
                DueReason::Missed { planned_on: date(2026, 11, 20) },
                "11月20日安排的走访未进行",
                "The visit planned for 20 Nov did not take place",
            ),
        ] {
            assert_eq!(reason(Locale::zh, &given, tables, today), zh);
            assert_eq!(reason(Locale::en, &given, tables, today), en);
        }
        let due = Due {
            customer: Id::new(Uuid::from_u128(2)),
            class: ServiceClass::A,
            by: day,
            reasons: vec![
                DueReason::Arrears { cny: 300.0, bills: 1, due_on: day },
                DueReason::NeverVisited { every_days: 90 },
                DueReason::ActionLate { action: id, due_on: day, count: 1 },
            ],
            visit: None,
            overdue: 1.0,
        };
        let planned = words(Locale::zh, Some(&due), tables);
        assert_eq!(planned.purpose, "首次走访、承诺跟进");
        let lines: Vec<(&str, bool)> =
            (planned.agenda.iter()).map(|item| (item.text.as_str(), item.is_internal)).collect();
        assert_eq!(
            lines,
            [
                ("欠费 300\u{a0}元，商定缴清安排", true),
                ("承诺进展：送电价手册", false),
                ("了解生产经营情况和用电需求", false),
            ]
        );
        let regular = words(Locale::en, None, tables);
        assert_eq!(regular.purpose, "Regular visit");
        assert_eq!(regular.agenda.len(), 1);
    }
}
