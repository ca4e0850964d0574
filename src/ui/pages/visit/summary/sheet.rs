//! What a summary says, part by part, in the language of the page: the same for the screen, for paper and
//! for a text that is shared.

use leptos::prelude::*;

use super::super::{
    briefing::{joined, need_in_words},
    capture::minutes_in_words,
    head,
};
use crate::{
    domain::{
        action::Action,
        visit::{DevelopmentNeed, Finding, Stay, Visit},
    },
    state::{visit::Captured, workspace::Workspace},
    ui::{format, i18n::*, labels},
};

/// One part under its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The heading; none for who and when, which come first.
    pub title: String,
    /// What it says.
    pub content: Content,
}

/// What a part says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Facts, each with its name.
    Facts(Vec<(String, String)>),
    /// Running text.
    Text(String),
    /// Points, each done or not.
    Points(Vec<(String, bool)>),
    /// Rows under headings.
    Table(Vec<String>, Vec<Vec<String>>),
}

impl Content {
    fn is_empty(&self) -> bool {
        match self {
            Self::Facts(facts) => facts.is_empty(),
            Self::Text(text) => text.is_empty(),
            Self::Points(points) => points.is_empty(),
            Self::Table(_, rows) => rows.is_empty(),
        }
    }
}

/// The parts of a summary, those that say anything. Reads signals.
pub fn parts(locale: Locale, workspace: Workspace, captured: Captured) -> Vec<Part> {
    let visit = captured.visit.get();
    let part = |title: &str, content| Part {
        title: title.to_owned(),
        content,
    };
    let points = visit
        .agenda
        .0
        .iter()
        .map(|item| (item.text.clone(), item.is_done));
    let all = [
        part(
            "",
            Content::Facts(who_and_when(locale, workspace, captured, &visit)),
        ),
        part(
            td_string!(locale, visit.agenda),
            Content::Points(points.collect()),
        ),
        part(
            td_string!(locale, visit.talk),
            Content::Text(visit.summary.clone()),
        ),
        part(
            td_string!(locale, visit.situation),
            Content::Facts(situation(locale, &visit)),
        ),
        part(
            td_string!(locale, visit.findings),
            findings(locale, &captured.findings.read()),
        ),
        part(
            td_string!(locale, visit.needs),
            needs(locale, &captured.needs.read()),
        ),
        part(
            td_string!(locale, visit.promises),
            promises(locale, &captured.actions.read()),
        ),
        part(
            td_string!(locale, visit.news),
            Content::Points(news(workspace, captured)),
        ),
    ];
    all.into_iter()
        .filter(|part| !part.content.is_empty())
        .collect()
}

/// Names and values, those that have one.
fn facts<const N: usize>(all: [(&str, Option<String>); N]) -> Vec<(String, String)> {
    let known = all.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some((name.to_owned(), value))
    });
    known.collect()
}

fn who_and_when(
    locale: Locale,
    workspace: Workspace,
    captured: Captured,
    visit: &Visit,
) -> Vec<(String, String)> {
    let tables = workspace.tables;
    let customers = tables.customers.read();
    let customer = customers.get(captured.customer);
    let contacts = tables.contacts.read();
    let met = visit.contact.and_then(|id| contacts.get(id));
    let met = met.map(|met| joined([Some(met.name.clone()), Some(met.role.clone())]));
    let when = match visit.arrived_at {
        Some(arrived) => {
            let arrived = workspace.wall_clock(arrived.0);
            let left = visit.left_at.map(|left| workspace.wall_clock(left.0));
            // The end is told with its day where that is another one.
            let left = left.map(|left| {
                if left.date() == arrived.date() {
                    format::time(left)
                } else {
                    format::moment(locale, left)
                }
            });
            let begin = format::moment(locale, arrived);
            left.map_or(begin.clone(), |left| format!("{begin} – {left}"))
        }
        None => head::planned(locale, visit),
    };
    let lasted = visit.stay().map(|stay| match stay {
        Stay::Minutes(minutes) => minutes_in_words(locale, minutes),
        Stay::Backwards => td_string!(locale, visit.backwards).to_owned(),
    });
    facts([
        (
            td_string!(locale, customer.f_name),
            customer.map(|customer| customer.name.clone()),
        ),
        (
            td_string!(locale, customer.f_account_number),
            customer.map(|customer| customer.account_number.clone()),
        ),
        (
            td_string!(locale, customer.f_address),
            customer.map(|customer| customer.address.clone()),
        ),
        (td_string!(locale, visit.when), Some(when)),
        (td_string!(locale, visit.lasted), lasted),
        (td_string!(locale, visit.met), met),
        (
            td_string!(locale, visit.attendees),
            Some(visit.attendees.clone()),
        ),
        (
            td_string!(locale, customer.f_account_manager),
            Some(visit.account_manager.clone()),
        ),
        (
            td_string!(locale, visit.purpose),
            Some(visit.purpose.clone()),
        ),
    ])
}

fn situation(locale: Locale, visit: &Visit) -> Vec<(String, String)> {
    let trend = |trend: Option<_>| trend.map(|trend| labels::trend(locale, trend).to_owned());
    facts([
        (
            td_string!(locale, visit.production),
            trend(visit.production),
        ),
        (td_string!(locale, visit.orders), trend(visit.orders)),
        (
            td_string!(locale, visit.shifts),
            visit.shifts.map(|shifts| format::plain(locale, shifts)),
        ),
        (
            td_string!(locale, visit.outlook),
            Some(visit.outlook.clone()),
        ),
    ])
}

fn day(locale: Locale, day: Option<jiff::civil::Date>) -> String {
    day.map(|day| format::date(locale, day)).unwrap_or_default()
}

fn findings(locale: Locale, findings: &[Finding]) -> Content {
    let head = [
        td_string!(locale, visit.kind),
        td_string!(locale, visit.severity),
        td_string!(locale, visit.found_what),
        td_string!(locale, visit.rectify_by),
    ];
    let row = |finding: &Finding| {
        let kind = finding.kind.map(|kind| labels::finding_kind(locale, kind));
        let severity = finding
            .severity
            .map(|severity| labels::severity(locale, severity));
        vec![
            kind.unwrap_or_default().to_owned(),
            severity.unwrap_or_default().to_owned(),
            finding.text.clone(),
            day(locale, finding.rectify_by),
        ]
    };
    Content::Table(
        head.map(str::to_owned).to_vec(),
        findings.iter().map(row).collect(),
    )
}

fn needs(locale: Locale, needs: &[DevelopmentNeed]) -> Content {
    let head = [
        td_string!(locale, visit.need_what),
        td_string!(locale, visit.need_how_much),
        td_string!(locale, visit.need_likelihood),
    ];
    let row = |need: &DevelopmentNeed| {
        let likelihood = need.likelihood.map(|one| labels::likelihood(locale, one));
        vec![
            need.text.clone(),
            need_in_words(locale, need),
            likelihood.unwrap_or_default().to_owned(),
        ]
    };
    Content::Table(
        head.map(str::to_owned).to_vec(),
        needs.iter().map(row).collect(),
    )
}

fn promises(locale: Locale, actions: &[Action]) -> Content {
    let head = [
        td_string!(locale, visit.action_what),
        td_string!(locale, visit.action_owner),
        td_string!(locale, visit.action_due),
    ];
    let row = |action: &Action| {
        let owner = joined([Some(action.owner.clone()), Some(action.department.clone())]);
        vec![action.text.clone(), owner, day(locale, action.due_on)]
    };
    Content::Table(
        head.map(str::to_owned).to_vec(),
        actions.iter().map(row).collect(),
    )
}

fn news(workspace: Workspace, captured: Captured) -> Vec<(String, bool)> {
    let notices = workspace.tables.notices.read();
    let receipts = captured.receipts.read();
    let told = receipts
        .iter()
        .filter_map(|receipt| notices.get(receipt.notice?));
    told.map(|notice| (notice.title.clone(), true)).collect()
}

/// The summary as plain text, for another app.
pub fn text(title: &str, parts: &[Part]) -> String {
    let mut text = title.to_owned();
    for part in parts {
        text.push('\n');
        let mut line = |line: &str| {
            text.push('\n');
            text.push_str(line);
        };
        if !part.title.is_empty() {
            line(&part.title);
        }
        match &part.content {
            Content::Facts(facts) => {
                for (name, value) in facts {
                    line(&format!("{name}: {value}"));
                }
            }
            Content::Text(said) => line(said),
            Content::Points(points) => {
                for (point, is_done) in points {
                    line(&format!("{} {point}", if *is_done { '☑' } else { '☐' }));
                }
            }
            Content::Table(_, rows) => {
                for (place, row) in rows.iter().enumerate() {
                    line(&format!(
                        "{}. {}",
                        place + 1,
                        joined(row.iter().cloned().map(Some))
                    ));
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_as_text() {
        let part = |title: &str, content| Part {
            title: title.into(),
            content,
        };
        let parts = [
            part("", Content::Facts(vec![("Customer".into(), "Mill".into())])),
            part("Talk", Content::Text("All well".into())),
            part(
                "Agenda",
                Content::Points(vec![("Bills".into(), true), ("Plans".into(), false)]),
            ),
            part(
                "Findings",
                Content::Table(
                    vec!["Kind".into(), "What".into(), "By".into()],
                    vec![vec!["Safety".into(), "Blocked door".into(), String::new()]],
                ),
            ),
        ];
        assert_eq!(
            text("Visit", &parts),
            "Visit\n\nCustomer: Mill\n\nTalk\nAll well\n\nAgenda\n☑ Bills\n☐ Plans\n\nFindings\n1. Safety · Blocked door"
        );
    }
}
