//! Rows of a file of customers or supply points, applied to the records with their numbers.

use super::{
    super::{
        field::{CellShape, MANAGER_NUMBER},
        flaw::is_error,
        mapping::{Mapping, Target},
        problem::Reason,
        row::Row,
        unit::UnitKind,
        value::{self, Decimal},
    },
    Cancelled, File, Options, Outcome,
    measure::MeasureCell,
    shelf::{Account, Shelf, allowed, make_customer},
};
use crate::domain::{
    Customer, Record, SupplyPoint, Value, account_number::plain, person::split, record::FieldValue,
};

/// A column that holds a field of a record.
struct Slot {
    column: usize,
    shape: CellShape,
    /// Index of the field in the record, and its name.
    field: usize,
    name: &'static str,
    /// The column of the person's number, for a field that names a person.
    number_column: Option<usize>,
    measure: Option<MeasureCell>,
    decimal: Decimal,
}

fn slots<T: Record>(file: &File<'_>) -> (usize, Vec<Slot>) {
    let mapping = file.mapping;
    let mut number = 0;
    let mut slots = Vec::new();
    for (column, described) in mapping.columns.iter().enumerate() {
        let Some(Target::Field(name)) = &described.target else {
            continue;
        };
        let (Some(field), Some(place)) = (mapping.kind.field(name), T::field(name)) else {
            continue;
        };
        if name == "account_number" {
            number = column;
            continue;
        }
        slots.push(Slot {
            column,
            shape: field.shape,
            field: place,
            name: field.name,
            number_column: T::is_person(name).then(|| column_of(mapping, MANAGER_NUMBER)).flatten(),
            measure: MeasureCell::new(field, described),
            decimal: described.decimal(),
        });
    }
    (number, slots)
}

fn column_of(mapping: &Mapping, field: &str) -> Option<usize> {
    let is = |target: &Target| matches!(target, Target::Field(name) if name == field);
    mapping.columns.iter().position(|column| column.target.as_ref().is_some_and(is))
}

impl Slot {
    /// Returns the name of a person with the number from the column for it, which replaces one behind the name.
    fn person(&self, row: &Row<'_>) -> String {
        let name = value::free_text(row.cell(self.column));
        let number = self.number_column.map(|column| value::key(row.cell(column)));
        match number.filter(|number| !number.is_empty()) {
            Some(number) => format!("{}（{number}）", split(&name).0),
            None => name.into_owned(),
        }
    }

    /// Reads a cell of this column that refers to no other record.
    fn read(&mut self, cell: &str) -> Result<Value, Reason> {
        if is_error(cell) {
            return Err(Reason::ErrorCell);
        }
        Ok(match (self.shape, &mut self.measure) {
            (CellShape::Measure(UnitKind::Voltage), Some(measure)) => {
                // One column can hold both 380 V and 10 kV, each with its own unit.
                let factor = measure.heading_factor();
                Value::Number(value::voltage_kv(cell, factor, self.decimal)?)
            }
            (_, Some(measure)) => Value::Number(measure.read(cell)?),
            (CellShape::Number, _) => {
                let number = value::number(cell, self.decimal)?;
                if !number.unit.is_empty() {
                    return Err(Reason::NotANumber);
                }
                Value::Number(number.value)
            }
            (CellShape::Importance, _) => Some(value::importance(cell)?).to_value(),
            (CellShape::SourceKind, _) => Some(value::source_kind(cell)?).to_value(),
            _ => Value::Text(value::free_text(cell).into_owned()),
        })
    }

    fn is_absent(&self, cell: &str) -> bool {
        match self.shape {
            CellShape::Text if self.name == "name" => value::is_absent(cell),
            CellShape::Text => plain(cell).is_empty(),
            CellShape::Measure(_) | CellShape::Number => value::is_absent_number(cell),
            _ => value::is_absent(cell),
        }
    }
}

/// Result of checking the cells of a row together: impossible and unusual cells, by column.
struct Checked {
    wrong: Vec<(usize, Reason)>,
    doubtful: Vec<usize>,
    /// `true` for 0° N 0° E.
    is_nowhere: bool,
}

/// Ranges of latitude and longitude in China. The two count as exchanged only if the value given as latitude is
/// in the range of longitude and the other way round.
const LATITUDES: std::ops::RangeInclusive<f64> = 3.0..=54.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = 73.0..=136.0;

fn check(slots: &[Slot], fields: &[(usize, Value)]) -> Checked {
    let number = |name: &str| {
        let slot = slots.iter().find(|slot| slot.name == name)?;
        let (_, value) = fields.iter().find(|(field, _)| *field == slot.field)?;
        match value {
            Value::Number(number) => Some((slot.column, *number)),
            _ => None,
        }
    };
    let mut checked = Checked { wrong: Vec::new(), doubtful: Vec::new(), is_nowhere: false };
    let (latitude, longitude) = (number("latitude"), number("longitude"));
    if let (Some((column, north)), Some((_, east))) = (latitude, longitude)
        && LONGITUDES.contains(&north)
        && LATITUDES.contains(&east)
    {
        checked.wrong.push((column, Reason::ExchangedCoordinates));
    } else {
        for (coordinate, limit) in [(latitude, 90.0), (longitude, 180.0)] {
            if let Some((column, _)) = coordinate.filter(|(_, at)| at.abs() > limit) {
                checked.wrong.push((column, Reason::OutOfRange));
            }
        }
        let is_zero = |at: Option<(usize, f64)>| at.is_some_and(|(_, degrees)| degrees == 0.0);
        checked.is_nowhere = is_zero(latitude) && is_zero(longitude);
    }
    if let Some((column, kv)) = number("voltage_level_kv")
        && !value::is_usual_voltage(kv)
    {
        checked.doubtful.push(column);
    }
    if let (Some((column, running)), Some((_, contracted))) =
        (number("running_capacity_kva"), number("contracted_capacity_kva"))
        && running > contracted
    {
        checked.doubtful.push(column);
    }
    checked
}

fn read<T: Account>(
    file: &mut File<'_>,
    shelf: &mut Shelf<'_, T>,
    mut owners: Owners<'_, '_>,
    required: Option<usize>,
) -> Result<(), Cancelled> {
    let (number_column, mut slots) = slots::<T>(file);
    let has_name = slots.iter().find(|slot| slot.name == "name");
    let name_column = has_name.map(|slot| slot.column);
    let mut fields = Vec::new();
    file.each_row(|file, row: &Row<'_>| {
        let number = value::key(row.cell_or_merged(number_column));
        let number = number.as_ref();
        let is_new = shelf.find(number).is_none();
        let checked = if number.is_empty() {
            Err(Reason::MissingValue)
        } else if is_new {
            value::check_key(number).and_then(|()| shelf.check_zeros(number))
        } else {
            Ok(())
        };
        if let Err(reason) = checked {
            file.wrong(row, number_column, reason);
            return Some(Outcome::LeftOut);
        }
        fields.clear();
        let mut is_wrong = false;
        let mut owner_to_make = None;
        for slot in &mut slots {
            let cell = if slot.shape == CellShape::Key {
                row.cell_or_merged(slot.column)
            } else {
                row.cell(slot.column)
            };
            let is_empty_key = slot.shape == CellShape::Key && value::key(cell).is_empty();
            if slot.is_absent(cell) || is_empty_key {
                if Some(slot.field) == required && is_new {
                    file.wrong(row, slot.column, Reason::MissingValue);
                    is_wrong = true;
                }
                continue;
            }
            let read = if slot.shape == CellShape::Key {
                owners.find(&value::key(cell)).map(|owner| {
                    if owner.is_none() {
                        owner_to_make = Some((slot.field, slot.column));
                    }
                    owner.map(Value::Id)
                })
            } else if T::PEOPLE[slot.field] && !is_error(cell) {
                Ok(Some(shelf.who(&slot.person(row)).to_value()))
            } else {
                slot.read(cell).map(Some)
            };
            match read {
                Ok(value) => fields.extend(value.map(|value| (slot.field, value))),
                Err(reason) => {
                    file.wrong(row, slot.column, reason);
                    is_wrong = true;
                }
            }
        }
        let checked = check(&slots, &fields);
        for (column, reason) in checked.wrong {
            file.wrong(row, column, reason);
            is_wrong = true;
        }
        if !is_wrong && let Err(reason) = shelf.check_first(number, file.place) {
            file.wrong(row, number_column, reason);
            is_wrong = true;
        }
        if is_wrong {
            return Some(Outcome::LeftOut);
        }
        if checked.is_nowhere {
            let is_coordinate = |field: usize| {
                slots.iter().any(|slot| {
                    slot.field == field && matches!(slot.name, "latitude" | "longitude")
                })
            };
            fields.retain(|(field, _)| !is_coordinate(*field));
        }
        for column in checked.doubtful {
            file.wrong(row, column, Reason::Doubtful);
        }
        let names_nobody = |column: &usize| value::is_absent(row.cell(*column));
        if is_new && let Some(column) = name_column.filter(names_nobody) {
            file.wrong(row, column, Reason::Nameless);
        }
        if let Some((field, column)) = owner_to_make {
            let owner = owners.make(&value::key(row.cell_or_merged(column)));
            fields.extend(owner.map(|owner| (field, Value::Id(owner))));
        }
        match shelf.write(number, &fields, (file.place, row.line)) {
            Ok(outcome) => Some(outcome),
            Err(reason) => {
                file.wrong(row, number_column, reason);
                Some(Outcome::LeftOut)
            }
        }
    })
}

/// Owners of the records of a file; none in a file of customers.
struct Owners<'o, 'a>(Option<(&'o mut Shelf<'a, Customer>, Options)>);

impl Owners<'_, '_> {
    /// Returns the owner with this number; `None` if it is to be created when the row is imported.
    fn find(&self, number: &str) -> Result<Option<uuid::Uuid>, Reason> {
        let (customers, options) = self.0.as_ref().ok_or(Reason::UnknownCustomer)?;
        match customers.find(number) {
            Some(place) => Ok(Some(customers.get(place).id.uuid())),
            None => allowed(customers, number, *options).map(|()| None),
        }
    }

    fn make(&mut self, number: &str) -> Option<uuid::Uuid> {
        let (customers, _) = self.0.as_mut()?;
        let place = make_customer(customers, number);
        Some(customers.get(place).id.uuid())
    }
}

/// Reads a file of customers.
pub fn read_customers(
    file: &mut File<'_>,
    customers: &mut Shelf<'_, Customer>,
) -> Result<(), Cancelled> {
    read(file, customers, Owners(None), None)
}

/// Reads a file of supply points.
pub fn read_supply_points(
    file: &mut File<'_>,
    points: &mut Shelf<'_, SupplyPoint>,
    customers: &mut Shelf<'_, Customer>,
    options: Options,
) -> Result<(), Cancelled> {
    let required = SupplyPoint::field("customer");
    read(file, points, Owners(Some((customers, options))), required)
}
