//! Texts of the suggested agenda topics.

use busbar_core::domain::{
    action::ActionState,
    date::days_between,
    visit::{FindingState, agenda::AgendaTopic},
};
use leptos_i18n::td_string;

use crate::{
    state::tables::Tables,
    ui::{
        components::Tone,
        format,
        i18n::*,
        labels,
        shared::{request_status, tones},
    },
};

pub use crate::ui::shared::due::{quoted, request_subject as subject};

/// Texts of a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Text on the agenda.
    pub text: String,
    /// Reason, as a short label.
    pub why: String,
    /// Urgency.
    pub tone: Tone,
    /// `true` if the topic is for the company only.
    pub is_internal: bool,
}

/// Returns the name of a piece of equipment, or its kind if it has none.
pub fn equipment(locale: Locale, one: &busbar_core::domain::equipment::Equipment) -> String {
    if one.name.is_empty() {
        let kind = one.kind.map(|kind| labels::equipment_kind(locale, kind));
        kind.unwrap_or(td_string!(locale, labels.kind_equipment)).to_owned()
    } else {
        one.name.clone()
    }
}

/// Returns the agenda line of a notice.
fn notice_line(locale: Locale, title: &str) -> String {
    td_string!(locale, visit.topic_notice, title = quoted(title))
}

/// Returns the agenda line of a notice in each language; an agenda item keeps the language it was added in.
pub fn told_lines(title: &str) -> Vec<String> {
    let lines = [Locale::zh, Locale::en].map(|locale| notice_line(locale, title));
    lines.into()
}

/// Returns the texts of a topic; `None` if its record does not exist. Subscribes to changes.
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
            let text = tables.read(id, |finding| quoted(&finding.text))?;
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
            let (text, due) = tables.read(id, |action| (quoted(&action.text), action.due_on))?;
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
            let text = tables.read(id, |need| quoted(&need.text))?;
            let text = td_string!(locale, visit.topic_need, text = text);
            said(text, td_string!(locale, visit.why_need), Tone::Plain)
        }
        AgendaTopic::Inspection(id) => {
            let (name, by) =
                tables.read(id, |one| Some((equipment(locale, one), one.inspect_by()?)))??;
            let day = format::date(locale, by);
            let text = td_string!(locale, visit.topic_inspection, name = name, day = day);
            let is_late = by < today;
            let tone = if is_late { Tone::Warn } else { Tone::Plain };
            said(text, td_string!(locale, visit.why_inspection), tone)
        }
        AgendaTopic::Notice(id) => {
            let text = tables.read(id, |notice| notice_line(locale, &notice.title))?;
            said(text, td_string!(locale, visit.why_notice), Tone::Plain)
        }
    }
}
