//! Report of a visit, as the customer reads and signs it.

use busbar_core::domain::{
    action::Action,
    visit::{CustomerReport, DevelopmentNeed, Finding, Visit, VisitReport},
};
use leptos_i18n::td_string;

use super::{Content, Part, facts, filled, part, table};
use crate::ui::{format, i18n::*, labels};

/// Returns the parts of a report. `arrived` is the check-in as local wall-clock time.
pub fn visit_report(
    locale: Locale,
    report: &CustomerReport,
    arrived: Option<jiff::civil::DateTime>,
) -> Vec<Part> {
    let said = report.said();
    let visit = &said.visit;
    let points = visit.agenda.0.iter();
    let points = points.map(|item| (item.text.clone(), item.is_done));
    let told = said.told.iter().map(|title| (title.clone(), true));
    filled([
        part("", who_and_when(locale, said, arrived)),
        part(td_string!(locale, visit.agenda), Content::Points(points.collect())),
        part(td_string!(locale, visit.talk), Content::Text(visit.summary.clone())),
        part(td_string!(locale, visit.situation), situation(locale, visit)),
        part(td_string!(locale, visit.findings), findings(locale, &said.findings)),
        part(td_string!(locale, visit.needs), needs(locale, &said.needs)),
        part(td_string!(locale, visit.promises), promises(locale, &said.actions)),
        part(td_string!(locale, visit.news), Content::Points(told.collect())),
    ])
}

/// Joins the non-empty texts with a middle dot.
pub fn joined(words: impl IntoIterator<Item = Option<String>>) -> String {
    let said = words.into_iter().flatten().filter(|word| !word.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

/// Returns the amount and the dates of a need as text.
pub fn need_in_words(locale: Locale, need: &DevelopmentNeed) -> String {
    let amount = |value: Option<f64>, unit| {
        value.map(|value| {
            let sign = if value > 0.0 { "+" } else { "" };
            format!("{sign}{}", format::with_unit(locale, value, unit))
        })
    };
    let from = need.from.map(|day| {
        let day = format::date(locale, day);
        td_string!(locale, visit.from_day, day = day)
    });
    let until = need.until.map(|day| {
        let day = format::date(locale, day);
        td_string!(locale, visit.until_day, day = day)
    });
    joined([amount(need.capacity_kva, "kVA"), amount(need.load_kw, "kW"), from, until])
}

fn who_and_when(
    locale: Locale,
    said: &VisitReport,
    arrived: Option<jiff::civil::DateTime>,
) -> Content {
    let (parties, visit) = (&said.parties, &said.visit);
    let met = joined([Some(parties.met.clone()), Some(parties.role.clone())]);
    let arrived = arrived.map(|at| format::moment(locale, at));
    facts([
        (td_string!(locale, customer.f_name), parties.customer.clone()),
        (td_string!(locale, customer.f_account_number), parties.account_number.clone()),
        (td_string!(locale, customer.f_address), parties.address.clone()),
        (td_string!(locale, visit.arrived_at), arrived.unwrap_or_default()),
        (td_string!(locale, visit.met), met),
        (td_string!(locale, visit.attendees), visit.attendees.clone()),
        (
            td_string!(locale, customer.f_account_manager),
            visit.account_manager.written().to_owned(),
        ),
        (td_string!(locale, visit.purpose), visit.purpose.clone()),
    ])
}

fn situation(locale: Locale, visit: &Visit) -> Content {
    let trend = |trend: Option<_>| {
        let word = trend.map(|trend| labels::trend(locale, trend).to_owned());
        word.unwrap_or_default()
    };
    let shifts = visit.shifts.map(|shifts| format::plain(locale, shifts));
    facts([
        (td_string!(locale, visit.production), trend(visit.production)),
        (td_string!(locale, visit.orders), trend(visit.orders)),
        (td_string!(locale, visit.shifts), shifts.unwrap_or_default()),
        (td_string!(locale, visit.outlook), visit.outlook.clone()),
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
        let severity = finding.severity.map(|severity| labels::severity(locale, severity));
        vec![
            kind.unwrap_or_default().to_owned(),
            severity.unwrap_or_default().to_owned(),
            finding.text.clone(),
            day(locale, finding.rectify_by),
        ]
    };
    table(head, findings.iter().map(row).collect())
}

fn needs(locale: Locale, needs: &[DevelopmentNeed]) -> Content {
    let head = [td_string!(locale, visit.need_what), td_string!(locale, visit.need_how_much)];
    let row = |need: &DevelopmentNeed| vec![need.text.clone(), need_in_words(locale, need)];
    table(head, needs.iter().map(row).collect())
}

fn promises(locale: Locale, actions: &[Action]) -> Content {
    let head = [
        td_string!(locale, visit.action_what),
        td_string!(locale, visit.action_owner),
        td_string!(locale, visit.action_due),
    ];
    let row = |action: &Action| {
        let owner =
            joined([Some(action.owner.written().to_owned()), Some(action.department.clone())]);
        vec![action.text.clone(), owner, day(locale, action.due_on)]
    };
    table(head, actions.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::ui::shared::sheet::text;
    use busbar_core::domain::{
        Id, People, Record,
        record::Whole,
        signed::Parties,
        visit::{AgendaItem, Likelihood},
    };

    #[test]
    fn a_customer_reads_all_that_is_its_own_and_nothing_internal() {
        let line = |text: &str, is_internal| AgendaItem {
            text: text.into(),
            is_internal,
            ..AgendaItem::default()
        };
        let agenda = [
            line("欠费 300 元", true),
            line("上次答卷评价偏低，了解原因", true),
            line("检修期间的用电安排", false),
        ];
        let id = Uuid::from_u128(1);
        let report = VisitReport {
            visit: Visit {
                agenda: Whole(agenda.to_vec()),
                summary: "谈定三月前完成".into(),
                latitude: Some(33.123_456),
                ..Visit::empty(Id::new(id))
            },
            parties: Parties {
                customer: "皖北建材".into(),
                met: "陆建国".into(),
                ..Parties::default()
            },
            findings: Vec::new(),
            needs: vec![DevelopmentNeed {
                text: "新增热处理线".into(),
                capacity_kva: Some(2000.0),
                likelihood: Some(Likelihood::Likely),
                ..DevelopmentNeed::empty(Id::new(id))
            }],
            actions: Vec::new(),
            told: vec!["检修停电".into()],
        };
        let arrived = date(2026, 11, 24).at(9, 5, 0, 0);
        for locale in [Locale::zh, Locale::en] {
            let parts = visit_report(
                locale,
                &report.clone().for_customer(&People::default()),
                Some(arrived),
            );
            let said = text("", &parts);
            for own in ["皖北建材", "陆建国", "检修期间", "三月前", "热处理", "检修停电"]
            {
                assert!(said.contains(own), "{own} in {said}");
            }
            let likely = labels::likelihood(locale, Likelihood::Likely);
            for internal in ["欠费", "评价偏低", "33.1", likely] {
                assert!(!said.contains(internal), "{internal} in {said}");
            }
        }
    }
}
