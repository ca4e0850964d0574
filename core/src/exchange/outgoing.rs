//! Export of the portfolio as files that can be imported again: one per kind, or all in one archive. Headings and
//! values are those that the import knows, not the texts of the page.

use std::{
    borrow::Cow,
    io::{self, Cursor, Write},
};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{
    FileKind, PortfolioRecords,
    export::{Cell, Csv},
    field::{CellShape, Field, MANAGER_NUMBER},
    plan::Progress,
    unit::UnitKind,
};
use crate::domain::{
    Contact, Customer, Id, Importance, Month, People, Person, Record, SourceKind, SupplyPoint,
    Value, Who, bills::Bill, readings::Quantity, series::Series,
};

/// Language of headings and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English: stable names.
    English,
}

/// Reason why no file was written.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// Stopped by the user.
    #[error("cancelled")]
    Cancelled,
    /// Writing failed: the archive exceeds four gigabytes.
    #[error("the file could not be written: {0}")]
    Write(#[from] io::Error),
}

impl From<ZipError> for OutgoingError {
    fn from(error: ZipError) -> Self {
        Self::Write(error.into())
    }
}

/// The portfolio to export, without removed customers and supply points. What belongs to a merged customer is exported
/// with the one that remains.
#[derive(Debug)]
pub struct Outgoing<'a> {
    portfolio: &'a PortfolioRecords,
    language: Language,
    people: People,
    /// Number of each customer, or of the one that remains of it; `None` for a removed one.
    numbers: FxHashMap<Uuid, Option<&'a str>>,
}

impl<'a> Outgoing<'a> {
    /// Prepares the portfolio for export in this language.
    pub fn new(portfolio: &'a PortfolioRecords, language: Language) -> Self {
        let merges = portfolio.merges();
        let here = portfolio.customers.iter().filter(|customer| !customer.is_deleted);
        let here: FxHashMap<Id<Customer>, &str> =
            here.map(|customer| (customer.id, customer.account_number.as_str())).collect();
        let numbers = portfolio
            .customers
            .iter()
            .map(|customer| (customer.id.uuid(), here.get(&merges.root(customer.id)).copied()));
        let people = People::of(&portfolio.people);
        Self { portfolio, language, people, numbers: numbers.collect() }
    }

    /// Writes the file of one kind as CSV.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn csv(
        &self,
        kind: FileKind,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<u8>, OutgoingError> {
        let mut file = Vec::new();
        let mut steps = Steps::of(self.rows(kind), progress);
        self.write(kind, &mut file, &mut steps)?;
        Ok(file)
    }

    /// Writes the files of all kinds that have data, as an archive.
    ///
    /// # Errors
    /// [`OutgoingError`].
    pub fn archive(&self, progress: &mut Progress<'_>) -> Result<Vec<u8>, OutgoingError> {
        let kinds = FileKind::ALL.iter().filter(|kind| self.rows(**kind) > 0);
        let mut steps = Steps::of(kinds.clone().map(|kind| self.rows(*kind)).sum(), progress);
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for kind in kinds {
            archive.start_file(format!("{}.csv", kind.name()), packed)?;
            self.write(*kind, &mut archive, &mut steps)?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// Returns the maximum number of rows of a kind; for readings this includes months without data.
    fn rows(&self, kind: FileKind) -> u64 {
        let portfolio = self.portfolio;
        let rows = match kind {
            FileKind::Customers => portfolio.customers.len(),
            FileKind::SupplyPoints => portfolio.supply_points.len(),
            FileKind::Contacts => portfolio.contacts.len(),
            FileKind::Readings => {
                let blocks = portfolio.readings.blocks().iter();
                blocks.map(|block| block.meters.len() * block.months).sum()
            }
            FileKind::Bills => {
                let meters = portfolio.bills.meters();
                meters.map(|meter| portfolio.bills.of(meter).len()).sum()
            }
        };
        rows as u64
    }

    fn write(
        &self,
        kind: FileKind,
        into: &mut dyn Write,
        steps: &mut Steps<'_, '_>,
    ) -> Result<(), OutgoingError> {
        let fields = written(kind);
        let headings: Vec<String> = fields.map(|field| heading(field, self.language)).collect();
        let mut file = File { csv: Csv::new(&headings), into, steps };
        match kind {
            FileKind::Customers => {
                for customer in self.customers() {
                    file.row(&self.record(kind, customer))?;
                }
            }
            FileKind::SupplyPoints => {
                for point in self.supply_points() {
                    file.row(&self.record(kind, point))?;
                }
            }
            FileKind::Contacts => {
                for contact in self.contacts() {
                    file.row(&self.record(kind, contact))?;
                }
            }
            FileKind::Readings => {
                for meter in self.meters() {
                    self.readings(&meter, &mut file)?;
                }
            }
            FileKind::Bills => {
                for meter in self.meters() {
                    let bills = self.portfolio.bills.of(meter.id);
                    for (place, bill) in bills.iter().enumerate() {
                        let equal_before = bills[..place].iter().filter(|other| *other == bill);
                        file.row(&bill_row(&meter, bill, equal_before.count()))?;
                    }
                }
            }
        }
        file.end()
    }

    /// Returns the customers that are in the portfolio, by number.
    fn customers(&self) -> Vec<&'a Customer> {
        let here = self.portfolio.customers.iter().filter(|customer| customer.is_here());
        let mut here: Vec<&Customer> = here.collect();
        here.sort_by_key(|customer| &customer.account_number);
        here
    }

    /// Returns the supply points, except those of deleted customers, by customer and number.
    fn supply_points(&self) -> Vec<&'a SupplyPoint> {
        let is_gone = |point: &SupplyPoint| {
            let owner = point.customer.map(|owner| self.numbers.get(&owner.uuid()));
            point.is_deleted || owner.flatten() == Some(&None)
        };
        let here = self.portfolio.supply_points.iter().filter(|point| !is_gone(point));
        let mut here: Vec<&SupplyPoint> = here.collect();
        here.sort_by_key(|point| (self.number_of(point.customer), &point.account_number));
        here
    }

    /// Returns the contacts of customers that are not deleted, by customer and name.
    fn contacts(&self) -> Vec<&'a Contact> {
        let is_here = |contact: &&Contact| {
            let owner = contact.customer.and_then(|owner| self.numbers.get(&owner.uuid()));
            !contact.is_deleted && owner.is_some_and(Option::is_some)
        };
        let mut here: Vec<&Contact> = self.portfolio.contacts.iter().filter(is_here).collect();
        here.sort_by_key(|contact| (self.number_of(contact.customer), &contact.name));
        here
    }

    /// Returns the meters with known consumption, customer by customer.
    fn meters(&self) -> Vec<Meter<'a>> {
        let own = self.numbers.iter().filter_map(|(id, number)| {
            Some(Meter { id: *id, supply_point: "", customer: (*number)? })
        });
        let of_points = self.supply_points().into_iter().map(|point| Meter {
            id: point.id.uuid(),
            supply_point: &point.account_number,
            customer: self.number_of(point.customer),
        });
        let mut meters: Vec<Meter<'a>> = own.chain(of_points).collect();
        meters.sort_by_key(|meter| (meter.customer, meter.supply_point, meter.id));
        meters
    }

    /// Returns the number of a customer; empty for none and a deleted one.
    fn number_of(&self, customer: Option<Id<Customer>>) -> &'a str {
        customer.map_or("", |customer| self.number(customer.uuid()))
    }

    fn number(&self, customer: Uuid) -> &'a str {
        let number = self.numbers.get(&customer).copied().flatten();
        number.unwrap_or_default()
    }

    /// Returns the row of a customer or supply point: fields by name, owner by number.
    fn record<T: Record>(&self, kind: FileKind, record: &T) -> Vec<Cell> {
        let named = self.person(record);
        let person = |of: fn(&Person) -> &str| Cell::text(named.as_deref().map_or("", of));
        let cell = |field: &Field| match record.value(field.name) {
            _ if field.name == MANAGER_NUMBER => person(|person| person.number.as_str()),
            _ if T::is_person(field.name) => person(|person| person.name.as_str()),
            Some(Value::Id(owner)) => Cell::text(self.number(owner)),
            Some(Value::Text(text)) => Cell::text(word(field, text, self.language)),
            Some(Value::Number(number)) => Cell::number(Some(number)),
            Some(Value::Date(date)) => Cell::Date(date),
            _ => Cell::Empty,
        };
        written(kind).map(cell).collect()
    }

    /// Returns the person in a record, with name and number apart; `None` for nobody.
    fn person<T: Record>(&self, record: &T) -> Option<Cow<'_, Person>> {
        let mut found = Who::default();
        record.people(&mut |who| found = who.clone());
        let known = self.people.get(found.id()?);
        Some(known.map_or_else(|| Cow::Owned(Person::named(found.written())), Cow::Borrowed))
    }

    /// Returns the rows of a meter: every month with data.
    fn readings(
        &self,
        meter: &Meter<'_>,
        file: &mut File<'_, '_, '_>,
    ) -> Result<(), OutgoingError> {
        let readings = &self.portfolio.readings;
        let measured =
            |quantity: &Quantity| Some((*quantity, readings.series(meter.id, *quantity)?));
        let series: Vec<(Quantity, Series)> = Quantity::ALL.iter().filter_map(measured).collect();
        let known = |(_, series): &(Quantity, Series)| -> Vec<Month> {
            series.known().map(|(month, _)| month).collect()
        };
        let mut months: Vec<Month> = series.iter().flat_map(known).collect();
        months.sort_unstable();
        months.dedup();
        for month in months {
            let value = |quantity| {
                let (_, series) = series.iter().find(|(of, _)| *of == quantity)?;
                series.at(month)
            };
            let cell = |field: &Field| match field.quantity() {
                Some(quantity) => Cell::number(value(quantity)),
                None => meter.cell(field).unwrap_or(Cell::Month(month)),
            };
            let row: Vec<Cell> = written(FileKind::Readings).map(cell).collect();
            file.row(&row)?;
        }
        Ok(())
    }
}

/// Returns the fields written; a month includes its year.
fn written(kind: FileKind) -> impl Iterator<Item = &'static Field> {
    let fields = kind.fields().iter();
    fields.filter(|field| field.shape != CellShape::Year)
}

/// A meter: a supply point, or a customer if the files named no supply point.
struct Meter<'a> {
    id: Uuid,
    supply_point: &'a str,
    customer: &'a str,
}

impl Meter<'_> {
    fn cell(&self, field: &Field) -> Option<Cell> {
        match field.name {
            "supply_point" => Some(Cell::text(self.supply_point)),
            "customer" => Some(Cell::text(self.customer)),
            _ => None,
        }
    }
}

/// The row of a bill; its quantities are in the file of readings. The second and later of equal bills of a month
/// are numbered, so that the import does not drop them as duplicates.
fn bill_row(meter: &Meter<'_>, bill: &Bill, equal_before: usize) -> Vec<Cell> {
    let cell = |field: &Field| {
        meter.cell(field).unwrap_or_else(|| match field.name {
            "month" => Cell::Month(bill.month),
            "amount_cny" => Cell::number(Some(bill.amount_cny)),
            "bill_number" if equal_before > 0 => Cell::text((equal_before + 1).to_string()),
            "due_on" => bill.due_on.map_or(Cell::Empty, Cell::Date),
            "paid_on" => bill.paid_on.map_or(Cell::Empty, Cell::Date),
            _ => Cell::Empty,
        })
    };
    written(FileKind::Bills).map(cell).collect()
}

/// Returns a heading that the import maps to this field only, with the stored unit.
fn heading(field: &Field, language: Language) -> String {
    let name = match language {
        // Stable names include their unit.
        Language::English => return field.name.to_owned(),
        Language::Chinese => field.headings[0],
    };
    let unit = match field.shape {
        CellShape::Measure(UnitKind::Energy) => "(kWh)",
        CellShape::Measure(UnitKind::ReactiveEnergy) => "(kvarh)",
        CellShape::Measure(UnitKind::Power) => "(kW)",
        CellShape::Measure(UnitKind::Capacity) => "(kVA)",
        CellShape::Measure(UnitKind::Voltage) => "(kV)",
        CellShape::Measure(UnitKind::Money) => "(元)",
        _ => "",
    };
    format!("{name}{unit}")
}

/// Returns a choice in the form that the import reads in this language; other text is unchanged.
fn word(field: &Field, text: String, language: Language) -> String {
    let chinese = match (language, field.shape) {
        (Language::Chinese, CellShape::Importance) => Importance::named(&text).map(importance),
        (Language::Chinese, CellShape::SourceKind) => SourceKind::named(&text).map(source_kind),
        _ => None,
    };
    chinese.map_or(text, str::to_owned)
}

const fn importance(importance: Importance) -> &'static str {
    match importance {
        Importance::Special => "特级",
        Importance::First => "一级",
        Importance::Second => "二级",
        Importance::Temporary => "临时",
        Importance::None => "无",
    }
}

const fn source_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Single => "单电源",
        SourceKind::SingleSourceDualCircuit => "单电源双回路",
        SourceKind::DualCircuitSameStation => "同一变电站双回路",
        SourceKind::DualSource => "双电源",
    }
}

struct Steps<'a, 'b> {
    done: u64,
    of: u64,
    progress: &'a mut Progress<'b>,
}

impl<'a, 'b> Steps<'a, 'b> {
    /// Number of rows between two progress reports.
    const EVERY: u64 = 1_024;

    fn of(of: u64, progress: &'a mut Progress<'b>) -> Self {
        Self { done: 0, of, progress }
    }

    fn step(&mut self) -> Result<(), OutgoingError> {
        self.done += 1;
        if self.done.is_multiple_of(Self::EVERY) && (self.progress)(self.done, self.of).is_break() {
            return Err(OutgoingError::Cancelled);
        }
        Ok(())
    }
}

/// A file written in pieces.
struct File<'a, 'b, 'c> {
    csv: Csv,
    into: &'a mut dyn Write,
    steps: &'a mut Steps<'b, 'c>,
}

impl File<'_, '_, '_> {
    const PIECE: usize = 1 << 16;

    fn row(&mut self, cells: &[Cell]) -> Result<(), OutgoingError> {
        self.csv.row(cells);
        if self.csv.len() >= Self::PIECE {
            self.into.write_all(&self.csv.take())?;
        }
        self.steps.step()
    }

    fn end(mut self) -> Result<(), OutgoingError> {
        Ok(self.into.write_all(&self.csv.take())?)
    }
}
