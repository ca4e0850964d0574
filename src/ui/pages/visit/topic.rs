//! The words of what is worth speaking about at a visit.

use busbar_core::domain::{
    action::ActionState,
    date::days_between,
    visit::{FindingState, agenda::AgendaTopic},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::tables::Tables,
    ui::{components::Tone, format, i18n::*, labels, request_status, tones},
};

pub use crate::ui::due::{quoted, request_subject as subject};

/// A topic in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The text on the agenda.
    pub text: String,
    /// The reason, in a word.
    pub why: String,
    /// The urgency.
    pub tone: Tone,
    /// True if it is for the company alone.
    pub is_internal: bool,
}

/// The name of a piece of equipment: its own, or its kind.
pub fn equipment(locale: Locale, one: &busbar_core::domain::equipment::Equipment) -> String {
    if one.name.is_empty() {
        let kind = one.kind.map(|kind| labels::equipment_kind(locale, kind));
        kind.unwrap_or(td_string!(locale, labels.kind_equipment)).to_owned()
    } else {
        one.name.clone()
    }
}

/// The line of the agenda that says to tell a notice.
fn notice_line(locale: Locale, title: &str) -> String {
    td_string!(locale, visit.topic_notice, title = quoted(title))
}

/// The agenda line of a notice in each language; it keeps the language it was added in.
pub fn told_lines(title: &str) -> Vec<String> {
    let lines = [Locale::zh, Locale::en].map(|locale| notice_line(locale, title));
    lines.into()
}

/// The words of a topic; `None` where its record is not here. Reads signals.
pub fn words(
    locale: Locale,
    tables: Tables,
    today: jiff::civil::Date,
    topic: AgendaTopic,
) -> Option<Words> {
    let said = |text: String, why: &str, tone: Tone| {
        let why = why.to_owned();
        Some(Words { text, why, tone, is_internal: topic.is_internal() })
    };
    match topic {
        AgendaTopic::Hazard(id, state) => {
            let text = tables.findings.read().get(id).map(|one| quoted(&one.text))?;
            let text = match state {
                FindingState::Recheck => td_string!(locale, visit.topic_recheck, text = text),
                _ => td_string!(locale, visit.topic_hazard, text = text),
            };
            let tone = tones::finding_state(state);
            said(text, labels::finding_state(locale, state), tone)
        }
        AgendaTopic::Request(id, urgency) => {
            let text = subject(locale, tables, id)?;
            let text = td_string!(locale, visit.topic_request, text = text);
            let tone = request_status::tone(urgency);
            said(text, labels::urgency(locale, urgency), tone)
        }
        AgendaTopic::Settled(id) => {
            let text = subject(locale, tables, id)?;
            let text = td_string!(locale, visit.topic_settled, text = text);
            said(text, td_string!(locale, visit.why_settled), Tone::Plain)
        }
        AgendaTopic::Promise(id, state) => {
            let (text, due) = {
                let actions = tables.actions.read();
                let action = actions.get(id)?;
                (quoted(&action.text), action.due_on)
            };
            let text = match state {
                ActionState::Unconfirmed => td_string!(locale, visit.topic_confirm, text = text),
                _ => td_string!(locale, visit.topic_promise, text = text),
            };
            let late = due.map_or(0, |due| days_between(due, today));
            if state == ActionState::Overdue {
                let late = format::count(locale, late.unsigned_abs() as usize);
                let why = td_string!(locale, visit.late_by, days = late);
                return said(text, &why, Tone::Bad);
            }
            said(text, labels::action_state(locale, state), Tone::Plain)
        }
        AgendaTopic::Arrears(cny) => {
            let amount = format::money(locale, cny).to_string();
            let text = td_string!(locale, visit.topic_arrears, amount = amount);
            said(text, td_string!(locale, visit.why_arrears), Tone::Bad)
        }
        AgendaTopic::Dissatisfied => {
            let text = td_string!(locale, visit.topic_dissatisfied).to_owned();
            said(text, td_string!(locale, visit.why_dissatisfied), Tone::Warn)
        }
        AgendaTopic::Use(growth) => {
            let change = format::change(locale, growth);
            let text = td_string!(locale, visit.topic_use, change = change);
            let tone = if growth < 0.0 { Tone::Warn } else { Tone::Plain };
            said(text, td_string!(locale, visit.why_use), tone)
        }
        AgendaTopic::Need(id) => {
            let text = tables.needs.read().get(id).map(|one| quoted(&one.text))?;
            let text = td_string!(locale, visit.topic_need, text = text);
            said(text, td_string!(locale, visit.why_need), Tone::Plain)
        }
        AgendaTopic::Inspection(id) => {
            let (name, by) = {
                let all = tables.equipment.read();
                let one = all.get(id)?;
                (equipment(locale, one), one.inspect_by()?)
            };
            let day = format::date(locale, by);
            let text = td_string!(locale, visit.topic_inspection, name = name, day = day);
            let is_late = by < today;
            let tone = if is_late { Tone::Warn } else { Tone::Plain };
            said(text, td_string!(locale, visit.why_inspection), tone)
        }
        AgendaTopic::Notice(id) => {
            let notices = tables.notices.read();
            let text = notice_line(locale, &notices.get(id)?.title);
            said(text, td_string!(locale, visit.why_notice), Tone::Plain)
        }
    }
}
