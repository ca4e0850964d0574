//! Export of the page: the commitments of the period, and the tables by class and manager.

use busbar_core::{
    analysis::service_kept::{Commitment, CommitmentKind, Lateness, Tally},
    books::service_kept::ServiceKept,
    domain::People,
    exchange::export::{Cell, Table},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    case,
    filter::{self, Filter},
    groups::{By, kinds},
};
use crate::{
    state::tables::Tables,
    ui::{i18n::*, labels},
};

/// Returns the title and a table of the commitments of the chosen group and kind, with any outcome. Subscribes to
/// changes.
pub fn cases(
    locale: Locale,
    report: Option<&ServiceKept>,
    filter: &Filter,
    (tables, people): (Tables, &People),
) -> (String, Table) {
    let title = td_string!(locale, kept.title);
    let customers = tables.customers.read();
    let row = |owed: &Commitment| {
        let customer = customers.get(owed.customer);
        let of = |field: fn(&busbar_core::domain::Customer) -> &String| {
            Cell::text(customer.map(|one| field(one).clone()).unwrap_or_default())
        };
        let late = |wanted: fn(Lateness) -> Option<u32>| {
            Cell::number(owed.late.and_then(wanted).map(f64::from))
        };
        vec![
            Cell::text(labels::service_class(locale, owed.class)),
            Cell::text(customer.map_or("", |one| people.name(&one.account_manager))),
            of(|one| &one.account_number),
            of(|one| &one.name),
            Cell::text(labels::commitment_kind(locale, owed.matter.kind())),
            Cell::text(case::promised(locale, owed, (tables, people), filter.today)),
            Cell::Date(owed.due_on),
            owed.done_on.map_or(Cell::Empty, Cell::Date),
            Cell::text(case::outcome(locale, owed.outcome)),
            late(|late| match late {
                Lateness::Days(days) => Some(days),
                Lateness::WorkingDays(_) => None,
            }),
            late(|late| match late {
                Lateness::WorkingDays(days) => Some(days),
                Lateness::Days(_) => None,
            }),
        ]
    };
    let is_own = |owed: &&Commitment| filter.is_of_it(owed, customers.get(owed.customer), people);
    let owed = report.into_iter().flat_map(|report| &report.owed);
    let table = Table {
        title: title.to_owned(),
        headings: [
            td_string!(locale, kept.class),
            td_string!(locale, kept.manager),
            td_string!(locale, kept.col_number),
            td_string!(locale, kept.col_customer),
            td_string!(locale, kept.col_kind),
            td_string!(locale, kept.col_promised),
            td_string!(locale, kept.col_due),
            td_string!(locale, kept.col_done),
            td_string!(locale, kept.col_outcome),
            td_string!(locale, kept.col_days),
            td_string!(locale, kept.col_working_days),
        ]
        .map(str::to_owned)
        .into(),
        rows: owed.filter(is_own).map(row).collect(),
    };
    let period = filter::period(locale, filter.period);
    (format!("Busbar {title} {period}"), table)
}

/// Returns the title and a table by class or manager, with a row for each group and kind, suitable for other
/// programs.
pub fn groups(locale: Locale, report: Option<&ServiceKept>, by: By) -> (String, Table) {
    let title = by.word(locale);
    let line = |group: &str, kind: Option<CommitmentKind>, tally: Tally| {
        let word = kind.map_or_else(
            || td_string!(locale, kept.all),
            |kind| labels::commitment_kind(locale, kind),
        );
        let count = |n: usize| Cell::Number(n as f64);
        vec![
            Cell::text(group),
            Cell::text(word),
            count(tally.promised()),
            count(tally.kept),
            count(tally.late),
            count(tally.undone),
            count(tally.open),
            Cell::share(tally.share()),
        ]
    };
    let mut rows = Vec::new();
    if let Some(report) = report {
        let kinds = kinds(report);
        for (group, tallies) in by.rows(report) {
            let group = group.word(locale);
            let of_kind = kinds.iter().map(|kind| (Some(*kind), tallies.of(*kind)));
            let all = of_kind.chain([(None, tallies.all())]);
            rows.extend(all.map(|(kind, tally)| line(&group, kind, tally)));
        }
    }
    let first = match by {
        By::Class => td_string!(locale, kept.class),
        By::Manager => td_string!(locale, kept.manager),
    };
    let table = Table {
        title: title.to_owned(),
        headings: [
            first,
            td_string!(locale, kept.col_kind),
            td_string!(locale, kept.promised),
            td_string!(locale, kept.outcome_kept),
            td_string!(locale, kept.outcome_late),
            td_string!(locale, kept.outcome_undone),
            td_string!(locale, kept.outcome_open),
            td_string!(locale, kept.kept_share),
        ]
        .map(str::to_owned)
        .into(),
        rows,
    };
    let period = report.map(|report| filter::period(locale, report.period));
    let name = format!("Busbar {title} {}", period.unwrap_or_default());
    (name, table)
}
