//! Columns of a file of readings or bills by content, and reading of its rows.

use std::hash::BuildHasher;

use jiff::civil::Date;
use rustc_hash::FxBuildHasher;

use super::{
    super::{
        day::{DayStyle, month_as},
        mapping::Target,
        problem::Reason,
        row::Row,
        value,
    },
    File, Outcome,
    entries::{Charge, Entries},
    latest::Latest,
    measure::MeasureCell,
    meter::MeterFinder,
};
use crate::domain::{Month, readings::Quantity};

/// Columns of a file, by content.
pub struct Layout {
    point: Option<usize>,
    customer: Option<usize>,
    year: Option<usize>,
    month: Option<usize>,
    billed_on: Option<usize>,
    bill_number: Option<usize>,
    due_on: Option<usize>,
    paid_on: Option<usize>,
    amount: Option<(usize, MeasureCell)>,
    /// Quantities measured.
    pub quantities: Vec<Quantity>,
    measures: Vec<(usize, MeasureCell)>,
    /// For a table with one column per month: column, month and unit of its energy.
    wide: Vec<(usize, Month, MeasureCell)>,
    /// `true` if the energy is the sum of its periods, because the file has no column for it.
    sums_periods: bool,
    /// Style of days and months, by column.
    days: Vec<DayStyle>,
    /// Values of the current row.
    row: Vec<f64>,
    /// Months of the current row, if it has several.
    row_months: Vec<(Month, f64)>,
}

impl Layout {
    /// Creates the layout of a file.
    pub fn new(file: &File<'_>) -> Self {
        let mapping = file.mapping;
        let days = mapping.columns.iter().map(|column| column.days(mapping.year));
        let mut layout = Self {
            point: None,
            customer: None,
            year: None,
            month: None,
            billed_on: None,
            bill_number: None,
            due_on: None,
            paid_on: None,
            amount: None,
            quantities: Vec::new(),
            measures: Vec::new(),
            wide: Vec::new(),
            sums_periods: false,
            days: days.collect(),
            row: Vec::new(),
            row_months: Vec::new(),
        };
        for (place, column) in mapping.columns.iter().enumerate() {
            let name = match &column.target {
                Some(Target::Field(name)) => name.as_str(),
                Some(Target::EnergyOf(_)) => "energy_kwh",
                None => continue,
            };
            let Some(field) = mapping.kind.field(name) else {
                continue;
            };
            let measure = MeasureCell::new(field, column);
            match (&column.target, field.quantity(), measure) {
                (Some(Target::EnergyOf(month)), _, Some(measure)) => {
                    layout.wide.push((place, *month, measure));
                }
                (_, Some(quantity), Some(measure)) => {
                    layout.quantities.push(quantity);
                    layout.measures.push((place, measure));
                }
                (_, None, Some(measure)) => layout.amount = Some((place, measure)),
                _ => match name {
                    "supply_point" => layout.point = Some(place),
                    "customer" => layout.customer = Some(place),
                    "year" => layout.year = Some(place),
                    "month" => layout.month = Some(place),
                    "billed_on" => layout.billed_on = Some(place),
                    "bill_number" => layout.bill_number = Some(place),
                    "due_on" => layout.due_on = Some(place),
                    "paid_on" => layout.paid_on = Some(place),
                    _ => {}
                },
            }
        }
        if !layout.wide.is_empty() {
            layout.quantities = vec![Quantity::EnergyKwh];
            layout.measures.clear();
        }
        let has = |quantity| layout.quantities.contains(&quantity);
        layout.sums_periods = !has(Quantity::EnergyKwh)
            && [Quantity::PeakKwh, Quantity::FlatKwh, Quantity::ValleyKwh].into_iter().all(has);
        if layout.sums_periods {
            layout.quantities.push(Quantity::EnergyKwh);
        }
        layout
    }

    /// Returns the number of months per row.
    pub fn months_a_row(&self) -> usize {
        self.wide.len().max(1)
    }

    /// Reads a row into the entries. Returns its outcome if that is known immediately.
    pub fn read(
        &mut self,
        file: &mut File<'_>,
        row: &Row<'_>,
        finder: &mut MeterFinder<'_, '_>,
        entries: &mut Entries,
    ) -> Option<Outcome> {
        // An identifying cell may be merged over several rows.
        let named = |column: Option<usize>| column.map_or("", |column| row.cell_or_merged(column));
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        let mut is_wrong = false;
        let mut wrong = |file: &mut File<'_>, column: Option<usize>, reason| {
            file.wrong(row, column.unwrap_or_default(), reason);
            is_wrong = true;
        };
        let (point, customer) = (named(self.point), named(self.customer));
        let meter = finder.find(point, customer).unwrap_or_else(|reason| {
            let column =
                if point.trim().is_empty() { self.customer.or(self.point) } else { self.point };
            let column = column.filter(|_| reason != Reason::MissingValue);
            wrong(file, column.or(self.point).or(self.customer), reason);
            None
        });
        let latest = Latest(finder.options.latest_month);
        type ReadDay = fn(Latest, &str, DayStyle) -> Result<Date, Reason>;
        let days = &self.days;
        let style = |column: Option<usize>| {
            let style = column.and_then(|column| days.get(column));
            style.copied().unwrap_or_default()
        };
        let date = |column: Option<usize>, read: ReadDay| match cell(column) {
            text if value::is_absent_number(text) => Ok(None),
            text => read(latest, text, style(column)).map(Some).map_err(|reason| (column, reason)),
        };
        let mut charge = None;
        if let Some((column, amount)) = &mut self.amount {
            let column = Some(*column);
            let read = || -> Result<Charge, (Option<usize>, Reason)> {
                if value::is_absent_number(cell(column)) {
                    return Err((column, Reason::MissingValue));
                }
                Ok(Charge {
                    amount_cny: amount.read(cell(column)).map_err(|reason| (column, reason))?,
                    billed_on: date(self.billed_on, Latest::past_day)?,
                    number: FxBuildHasher.hash_one(value::key(cell(self.bill_number))) as u32,
                    due_on: date(self.due_on, Latest::due_day)?,
                    paid_on: date(self.paid_on, Latest::past_day)?,
                })
            };
            match { read }() {
                Ok(read) => charge = Some(read),
                Err((column, reason)) => wrong(file, column, reason),
            }
        }
        if !self.wide.is_empty() {
            self.row_months.clear();
            for (column, month, measure) in &mut self.wide {
                let text = row.cell(*column);
                if value::is_absent_number(text) {
                    continue;
                }
                let read = latest.month(*month).and_then(|_| measure.read(text));
                match read {
                    Ok(energy) => self.row_months.push((*month, energy)),
                    Err(reason) => wrong(file, Some(*column), reason),
                }
            }
            if is_wrong {
                return Some(Outcome::LeftOut);
            }
            if self.row_months.is_empty() {
                return Some(Outcome::Unchanged);
            }
            let meter = meter.unwrap_or_else(|| finder.make(point, customer));
            for (month, energy) in &self.row_months {
                entries.push(meter, *month, row.line, &[*energy], None);
            }
            return None;
        }
        let year = value::key(named(self.year));
        let year = year.trim_end_matches('年').parse().ok();
        let style = style(self.month);
        let month_style = DayStyle { year: year.or(style.year), ..style };
        let month = match (named(self.month), charge.and_then(|charge| charge.billed_on)) {
            (text, Some(day)) if value::is_absent_number(text) => Some(Month::of(day)),
            (text, None) if value::is_absent_number(text) => {
                // A billing date that could not be parsed was reported already.
                if value::is_absent_number(cell(self.billed_on)) {
                    wrong(file, self.month.or(self.billed_on), Reason::MissingValue);
                }
                None
            }
            (text, _) => match month_as(text, month_style).and_then(|month| latest.month(month)) {
                Ok(month) => Some(month),
                Err(reason) => {
                    wrong(file, self.month, reason);
                    None
                }
            },
        };
        self.row.clear();
        for (column, measure) in &mut self.measures {
            let text = row.cell(*column);
            let value =
                if value::is_absent_number(text) { Ok(f64::NAN) } else { measure.read(text) };
            self.row.push(value.unwrap_or_else(|reason| {
                wrong(file, Some(*column), reason);
                f64::NAN
            }));
        }
        let (Some(month), false) = (month, is_wrong) else {
            return Some(Outcome::LeftOut);
        };
        if self.sums_periods {
            let periods = self.quantities.iter().zip(&self.row);
            let energy = periods
                .filter(|(quantity, _)| quantity.is_period())
                .map(|(_, value)| *value)
                .filter(|value| !value.is_nan())
                .reduce(|sum, value| sum + value);
            self.row.push(energy.unwrap_or(f64::NAN));
        }
        if charge.is_none() && self.row.iter().all(|value| value.is_nan()) {
            return Some(Outcome::Unchanged);
        }
        let meter = meter.unwrap_or_else(|| finder.make(point, customer));
        entries.push(meter, month, row.line, &self.row, charge);
        None
    }

    /// Counts the rows by the outcome of their entries, and reports duplicates.
    pub fn count(&self, file: &mut File<'_>, entries: &Entries) {
        let mut place = 0;
        while let Some(line) = entries.line.get(place) {
            let mut worst = entries.outcome[place];
            place += 1;
            while entries.line.get(place) == Some(line) {
                worst = worst.max(entries.outcome[place]);
                place += 1;
            }
            file.counts.count(worst);
        }
        let column = self.month.or(self.billed_on).or(self.point).or(self.customer);
        let heading = file.heading(column.unwrap_or_default());
        for (entry, first_line) in &entries.repeats {
            let (line, month) = (entries.line[*entry as usize], entries.month[*entry as usize]);
            let month = Month::try_from(month).map(|month| month.to_string());
            let reason = Reason::Duplicate { first_line: *first_line };
            file.problem(line, &heading, &month.unwrap_or_default(), reason);
        }
    }
}
