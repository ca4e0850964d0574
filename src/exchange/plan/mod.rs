//! What files would change in a portfolio, worked out without changing it: how many rows add, change
//! or leave alone, what is wrong with the others, and one draft that the ledger writes whole.
//!
//! Files are taken in the order in which they build on each other (customers, supply points, readings,
//! bills), whatever the order they were chosen in, so a customer and its readings can come together.
//! A row that says what is already known drafts nothing: the same file twice changes nothing.

mod aside;
mod bill;
mod book;
mod contact;
mod customer;
mod difference;
mod latest;
mod measure;
mod monthly;
mod reading;
mod shelf;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    field::Kind,
    flaw::{flaw, is_error},
    heading::Heading,
    mapping::{Mapping, Question, Target},
    portfolio::Portfolio,
    problem::{Problem, Problems, Reason},
    row::Row,
    source::Source,
};
use crate::domain::{Contact, Customer, Month, SupplyPoint, draft::Draft, id::IdSequence};
use aside::{Aside, Asides};
pub use difference::{Difference, Differences};
use shelf::Shelf;

/// The name of the action in the history.
pub const ACTION: &str = "import";

/// A file to be read, and how.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The file.
    pub source: &'a Source<'a>,
    /// What its columns hold.
    pub mapping: &'a Mapping,
}

/// What holds for all files: what a person chose, and the month it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Numbers of readings and bills that nobody has become customers of their own, instead of
    /// problems.
    pub create_unknown: bool,
    /// The last month of which anything can be known; later ones are problems. Without it, none is too
    /// late.
    pub latest_month: Option<Month>,
}

/// What becomes of the rows of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows under the headings.
    pub rows: u64,
    /// Rows that say something new.
    pub added: u64,
    /// Rows that change what was known.
    pub changed: u64,
    /// Rows that say what was known.
    pub unchanged: u64,
    /// Rows that stay out, with a problem.
    pub left_out: u64,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The counts of each file, in the order the files were given.
    pub counts: Vec<Counts>,
    /// What is wrong.
    pub problems: Problems,
    /// The values of changed rows, before and after.
    pub differences: Differences,
    /// What is to be written; empty when nothing is new.
    pub draft: Draft,
}

/// A person stopped it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Cancelled;

/// Is told how much is done, and of how much, and says whether to go on.
pub type Progress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Unchanged,
    Added,
    Changed,
    LeftOut,
}

impl Counts {
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::LeftOut => self.left_out += 1,
        }
    }
}

/// Works out what the files would change. New records get the next of `ids`.
///
/// # Errors
/// [`Cancelled`] when `progress` says to stop. What is wrong with the files is not an error but part
/// of the plan.
pub fn plan(
    inputs: &[Input<'_>],
    portfolio: &Portfolio,
    options: Options,
    ids: &mut IdSequence,
    progress: &mut Progress<'_>,
) -> Result<Plan, Cancelled> {
    let mut plan = Plan {
        counts: vec![Counts::default(); inputs.len()],
        problems: Problems::default(),
        differences: Differences::default(),
        draft: Draft::new(ACTION),
    };
    let mut customers = Shelf::<Customer>::new(&portfolio.customers);
    let mut points = Shelf::<SupplyPoint>::new(&portfolio.supply_points);
    let mut contacts = Shelf::<Contact>::new(&portfolio.contacts);
    let mut months = monthly::Months::new(portfolio);
    let whole: Vec<Option<Mapping>> = inputs.iter().map(styled_by_all_rows).collect();
    let mut files_done = 0;
    for kind in Kind::ALL {
        for (place, input) in inputs.iter().enumerate() {
            if input.mapping.kind != *kind {
                continue;
            }
            let input = Input {
                mapping: whole[place].as_ref().unwrap_or(input.mapping),
                ..*input
            };
            let mut file = File {
                input,
                asides: Asides::new(input.source, input.mapping),
                place: place as u32,
                files_done,
                of: inputs.len() as u64,
                counts: Counts::default(),
                problems: &mut plan.problems,
                progress: &mut *progress,
            };
            if file.can_be_read() {
                match kind {
                    Kind::Customers => customer::read_customers(&mut file, &mut customers, ids)?,
                    Kind::SupplyPoints => {
                        let book = &mut customers;
                        customer::read_supply_points(&mut file, &mut points, book, options, ids)?;
                    }
                    Kind::Readings | Kind::Bills => {
                        let mut book = book::Book::new(&mut customers, &mut points, options, ids);
                        months.read(&mut file, &mut book, &mut plan.differences)?;
                    }
                    Kind::Contacts => {
                        let (people, book) = (&mut contacts, &mut customers);
                        contact::read_contacts(&mut file, people, book, &points, options, ids)?;
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
    differences.name(&customers, &points, &contacts);
    customers.draft_new(draft);
    points.draft_new(draft);
    contacts.draft_new(draft);
    months.draft(&mut plan.draft);
    plan.problems.sort();
    Ok(plan)
}

/// The mapping of a sheet with the styles that all of its rows show: a first look reads only some.
fn styled_by_all_rows(input: &Input<'_>) -> Option<Mapping> {
    matches!(input.source, Source::Sheet(_)).then(|| {
        let mut mapping = input.mapping.clone();
        mapping.learn_styles(input.source);
        mapping
    })
}

/// A file while it is read.
struct File<'a> {
    input: Input<'a>,
    asides: Asides,
    place: u32,
    /// How many files were read before this one, and how many there are.
    files_done: u64,
    of: u64,
    counts: Counts,
    problems: &'a mut Problems,
    progress: &'a mut Progress<'a>,
}

/// How many rows are read between two reports.
const ROWS_A_REPORT: u64 = 1 << 14;

impl File<'_> {
    fn can_be_read(&mut self) -> bool {
        let mapping = self.input.mapping;
        let missing = mapping.missing();
        for fields in &missing {
            self.problem(0, fields[0], "", Reason::MissingColumn);
        }
        let mut can_be_read = missing.is_empty();
        for (place, column) in mapping.columns.iter().enumerate() {
            let is_money =
                matches!(&column.target, Some(Target::Field(name)) if name == "amount_cny");
            let question = mapping.question(place);
            let reason = if is_money && Heading::read(&column.heading).is_foreign_money() {
                can_be_read = false;
                Reason::OtherCurrency
            } else if mapping.is_repeated(place) {
                Reason::RepeatedHeading
            } else if column.decimal.is_none() && matches!(question, Some(Question::Decimal(_))) {
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
        let columns = &self.input.mapping.columns;
        columns
            .get(column)
            .map(|column| column.heading.clone())
            .unwrap_or_default()
    }

    /// A cell that is wrong: notes it.
    fn wrong(&mut self, row: &Row<'_>, column: usize, reason: Reason) {
        let heading = self.heading(column);
        let cell = row.cell(column);
        let reason = if is_error(cell) {
            Reason::ErrorCell
        } else {
            reason
        };
        self.problem(row.line, &heading, cell, reason);
    }

    /// Returns `true` if some cell of the row only seems to hold a value, and reports each of them.
    fn is_flawed(&mut self, row: &Row<'_>) -> bool {
        let mapping = self.input.mapping;
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

    /// Reads every row under the headings, counts it, and reports how far it is.
    fn each_row(
        &mut self,
        mut read: impl FnMut(&mut Self, &Row<'_>) -> Option<Outcome>,
    ) -> Result<(), Cancelled> {
        let source = self.input.source;
        let headings = self.input.mapping.last_heading_line;
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
                self.report(done, all)?;
            }
        }
        self.report(1, 1)
    }

    fn report(&mut self, done: u64, all: u64) -> Result<(), Cancelled> {
        const WHOLE: u64 = 1_000;
        let done = self.files_done * WHOLE + done * WHOLE / all.max(1);
        match (self.progress)(done, self.of * WHOLE) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Cancelled),
        }
    }
}
