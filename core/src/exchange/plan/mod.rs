//! Plans what files would change in a portfolio, without changing it: how many rows add, change or leave data
//! unchanged, the problems of the others, and one draft that the ledger writes atomically.
//!
//! Files are processed in the order in which they build on each other (customers, supply points, readings,
//! bills), whatever the order of selection, so a customer and its readings can come together. A row that repeats
//! known data drafts nothing: importing a file twice changes nothing.

mod aside;
mod bill;
mod contact;
mod customer;
mod difference;
mod entries;
mod latest;
mod layout;
mod measure;
mod meter;
mod monthly;
mod reading;
mod shelf;

use std::ops::ControlFlow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    field::FileKind,
    flaw::{flaw, is_error},
    heading::Heading,
    mapping::{Mapping, MappingQuestion, Target},
    portfolio::PortfolioRecords,
    problem::{Problem, Problems, Reason},
    row::Row,
    source::Source,
};
use crate::domain::{
    Contact, Customer, Month, People, SupplyPoint, WorkspaceSecret, date::stored_option,
    draft::Draft,
};
use aside::{Aside, Asides};
pub use difference::{Difference, Differences};
use shelf::Shelf;

/// Name of the action in the history.
pub const ACTION: &str = "import";

/// A file to read, with its mapping.
pub struct ImportInput<'a, E> {
    /// Opens the file, which is in memory only while its rows are read.
    pub open: Box<dyn Fn() -> Result<Source<'a>, E> + 'a>,
    /// Mapping of its columns.
    pub mapping: &'a Mapping,
}

impl<'a> ImportInput<'a, Cancelled> {
    /// Wraps a file that is already open.
    pub fn opened(source: &'a Source<'a>, mapping: &'a Mapping) -> Self {
        Self { open: Box::new(|| Ok(source.clone())), mapping }
    }
}

/// Options for all files: choices of the user, and the current month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// `true` to create customers for unknown numbers in readings and bills, instead of reporting problems.
    pub create_unknown: bool,
    /// Last month for which data can exist; later months are problems. `None` for no limit.
    pub latest_month: Option<Month>,
    /// Current date, on which new customers are added; `None` if it does not matter.
    #[serde(with = "stored_option")]
    pub today: Option<Date>,
}

/// Outcome of the rows of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Rows below the headings.
    pub rows: u64,
    /// Rows with new data.
    pub added: u64,
    /// Rows that change known data.
    pub changed: u64,
    /// Rows that repeat known data.
    pub unchanged: u64,
    /// Rows left out, with a problem.
    pub left_out: u64,
}

/// Effect of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Counts of each file, in input order.
    pub counts: Vec<ImportCounts>,
    /// Problems found.
    pub problems: Problems,
    /// The values of changed rows, before and after.
    pub differences: Differences,
    /// Changes to write; empty if nothing is new.
    pub draft: Draft,
}

/// Stopped by the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// Progress callback: receives the amount done and the total, and returns whether to continue.
pub type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Outcome of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Unchanged,
    Added,
    Changed,
    LeftOut,
}

impl ImportCounts {
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::LeftOut => self.left_out += 1,
        }
    }
}

/// Plans what the files would change. The ids of new records depend on the secret, their numbers and the ids of known
/// records alone, so two devices that import the same file create the same records.
///
/// # Errors
/// [`Cancelled`] if `progress` asks to stop, and errors of opening a file. Problems of rows are not errors but
/// part of the plan.
pub fn plan<E: From<Cancelled>>(
    inputs: &[ImportInput<'_, E>],
    portfolio: &PortfolioRecords,
    options: Options,
    secret: WorkspaceSecret,
    progress: &mut Progress<'_>,
) -> Result<Plan, E> {
    let mut plan = Plan {
        counts: vec![ImportCounts::default(); inputs.len()],
        problems: Problems::default(),
        differences: Differences::default(),
        draft: Draft::new(ACTION),
    };
    let people = People::of(&portfolio.people);
    let mut customers = Shelf::<Customer>::new(&portfolio.customers, &people, secret);
    let mut points = Shelf::<SupplyPoint>::new(&portfolio.supply_points, &people, secret);
    let mut contacts = Shelf::<Contact>::new(&portfolio.contacts, &people, secret);
    let mut months = monthly::Months::new(portfolio);
    let mut files_done = 0;
    for kind in FileKind::ALL {
        for (place, input) in inputs.iter().enumerate() {
            if input.mapping.kind != *kind {
                continue;
            }
            // Unpacking a spreadsheet takes an unknown time, so the start of the file is reported.
            report(progress, files_done, inputs.len(), 0.0)?;
            let source = (input.open)()?;
            let whole = styled_by_all_rows(&source, input.mapping);
            let mapping = whole.as_ref().unwrap_or(input.mapping);
            let mut file = File {
                asides: Asides::new(&source, mapping),
                source: Some(source),
                mapping,
                place: place as u32,
                files_done,
                of: inputs.len(),
                counts: ImportCounts::default(),
                problems: &mut plan.problems,
                progress: &mut *progress,
            };
            if file.can_be_read() {
                match kind {
                    FileKind::Customers => customer::read_customers(&mut file, &mut customers)?,
                    FileKind::SupplyPoints => {
                        let finder = &mut customers;
                        customer::read_supply_points(&mut file, &mut points, finder, options)?;
                    }
                    FileKind::Readings | FileKind::Bills => {
                        let mut finder =
                            meter::MeterFinder::new(&mut customers, &mut points, options);
                        months.read(&mut file, &mut finder, &mut plan.differences)?;
                    }
                    FileKind::Contacts => {
                        let (people, finder) = (&mut contacts, &mut customers);
                        contact::read_contacts(&mut file, people, finder, &points, options)?;
                    }
                }
                if file.counts.rows == 0 {
                    file.problem(0, "", "", Reason::EmptyFile);
                }
            }
            plan.counts[place] = file.counts;
            files_done += 1;
        }
    }
    let (draft, differences) = (&mut plan.draft, &mut plan.differences);
    customers.draft_changes(draft, differences);
    points.draft_changes(draft, differences);
    contacts.draft_changes(draft, differences);
    differences.name(customers.all(), points.all(), contacts.all());
    customers.each_new(|customer| customer.added_on = options.today);
    customers.draft_new(draft);
    points.draft_new(draft);
    contacts.draft_new(draft);
    months.draft(&mut plan.draft);
    plan.problems.sort();
    Ok(plan)
}

/// Returns the mapping of a sheet with styles detected from all rows, because a first look reads only some.
fn styled_by_all_rows(source: &Source<'_>, mapping: &Mapping) -> Option<Mapping> {
    matches!(source, Source::Sheet(_)).then(|| {
        let mut mapping = mapping.clone();
        mapping.learn_styles(source);
        mapping
    })
}

/// Reports the progress, with the share read of the current file.
fn report(
    progress: &mut Progress<'_>,
    files_done: usize,
    of: usize,
    share: f64,
) -> Result<(), Cancelled> {
    const WHOLE: u64 = 1_000;
    let done = files_done as u64 * WHOLE + (share * WHOLE as f64) as u64;
    match progress(done, of as u64 * WHOLE) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Cancelled),
    }
}

/// A file being read.
struct File<'a> {
    /// The file, until its rows are read.
    source: Option<Source<'a>>,
    mapping: &'a Mapping,
    asides: Asides,
    place: u32,
    /// Number of files read before this one, and number of all files.
    files_done: usize,
    of: usize,
    counts: ImportCounts,
    problems: &'a mut Problems,
    progress: &'a mut Progress<'a>,
}

/// Number of rows between two progress reports.
const ROWS_A_REPORT: u64 = 1 << 14;

impl File<'_> {
    fn can_be_read(&mut self) -> bool {
        let mapping = self.mapping;
        let missing = mapping.missing();
        let foreign = mapping.foreign_amount();
        for fields in &missing {
            match &foreign {
                Some((heading, currency)) if fields.contains(&"amount_cny") => {
                    let reason = Reason::OtherCurrency { currency: currency.clone() };
                    self.problem(mapping.last_heading_line, heading, "", reason);
                }
                _ => self.problem(0, fields[0], "", Reason::MissingColumn),
            }
        }
        let mut can_be_read = missing.is_empty();
        for (place, column) in mapping.columns.iter().enumerate() {
            let is_money =
                matches!(&column.target, Some(Target::Field(name)) if name == "amount_cny");
            let currency = Heading::read(&column.heading).foreign_currency();
            let question = mapping.question(place);
            let reason = if let Some(currency) = currency.filter(|_| is_money) {
                can_be_read = false;
                Reason::OtherCurrency { currency }
            } else if mapping.is_repeated(place) {
                Reason::RepeatedHeading
            } else if column.decimal.is_none()
                && matches!(question, Some(MappingQuestion::Decimal(_)))
            {
                Reason::UnclearDecimals
            } else {
                continue;
            };
            self.problem(mapping.last_heading_line, &column.heading, "", reason);
        }
        can_be_read
    }

    fn problem(&mut self, line: u32, column: &str, value: &str, reason: Reason) {
        self.problems.push(Problem {
            file: self.place,
            line,
            column: column.into(),
            value: value.into(),
            reason,
        });
    }

    fn heading(&self, column: usize) -> String {
        let columns = &self.mapping.columns;
        columns.get(column).map(|column| column.heading.clone()).unwrap_or_default()
    }

    /// Reports a wrong cell.
    fn wrong(&mut self, row: &Row<'_>, column: usize, reason: Reason) {
        let heading = self.heading(column);
        let cell = row.cell(column);
        let reason = if is_error(cell) { Reason::ErrorCell } else { reason };
        self.problem(row.line, &heading, cell, reason);
    }

    /// Returns `true` if some cell of the row only seems to hold a value, and reports each of them.
    fn is_flawed(&mut self, row: &Row<'_>) -> bool {
        let mapping = self.mapping;
        let mut is_flawed = false;
        for (place, column) in mapping.columns.iter().enumerate() {
            let field = match &column.target {
                Some(Target::Field(name)) => name.as_str(),
                Some(Target::EnergyOf(_)) => "energy_kwh",
                None => continue,
            };
            if let Some(reason) = flaw(row, place, field) {
                self.wrong(row, place, reason);
                is_flawed = true;
            }
        }
        is_flawed
    }

    /// Reads every row below the headings, counts it, and reports progress.
    fn each_row(
        &mut self,
        mut read: impl FnMut(&mut Self, &Row<'_>) -> Option<Outcome>,
    ) -> Result<(), Cancelled> {
        let Some(source) = self.source.take() else {
            return Ok(());
        };
        let headings = self.mapping.last_heading_line;
        let mut rows = source.rows();
        while let Some(row) = rows.next_row() {
            match row {
                Ok(row) if row.line <= headings || row.is_blank() => continue,
                Ok(row) => match self.asides.tell(&row) {
                    Some(Aside::Headings) => continue,
                    Some(Aside::LeftOut(column, reason)) => {
                        self.counts.rows += 1;
                        self.counts.left_out += 1;
                        self.wrong(&row, column, reason);
                    }
                    None => {
                        self.counts.rows += 1;
                        if self.is_flawed(&row) {
                            self.counts.count(Outcome::LeftOut);
                        } else if let Some(outcome) = read(self, &row) {
                            self.counts.count(outcome);
                        }
                    }
                },
                Err(broken) => {
                    self.counts.rows += 1;
                    self.counts.left_out += 1;
                    self.problem(broken.line, "", broken.text, Reason::BrokenQuoting);
                }
            }
            if self.counts.rows.is_multiple_of(ROWS_A_REPORT) {
                let (done, all) = rows.progress();
                self.report(done as f64 / all.max(1) as f64)?;
            }
        }
        self.report(1.0)
    }

    fn report(&mut self, share: f64) -> Result<(), Cancelled> {
        report(self.progress, self.files_done, self.of, share)
    }
}
