//! The records that have an account number, known and new, found by it; and how the rows of customers
//! and supply points are laid on them.

use rustc_hash::FxHashMap;

use super::{
    super::{field::Shape, mapping::Target, problem::Reason, row::Row, unit::Dimension, value},
    Cancelled, File, Options, Outcome,
    measure::Measure,
};
use crate::domain::{
    Customer, Id, Record, SupplyPoint, Value,
    draft::{Block, Draft, RecordBlock},
    id::IdSequence,
    record::FieldValue,
};

/// A record that is known by a number.
pub trait Account: Record {
    /// The number.
    fn account_number(&self) -> &str;
    /// Makes one of which nothing is known but the number.
    fn numbered(id: Id<Self>, number: &str) -> Self;
    /// Brings one back that was taken out.
    fn bring_back(&mut self);
}

impl Account for Customer {
    fn account_number(&self) -> &str {
        &self.account_number
    }

    /// Shown by its number until a name is known.
    fn numbered(id: Id<Self>, number: &str) -> Self {
        Self {
            account_number: number.into(),
            name: number.into(),
            ..Self::empty(id)
        }
    }

    fn bring_back(&mut self) {
        self.is_deleted = false;
    }
}

impl Account for SupplyPoint {
    fn account_number(&self) -> &str {
        &self.account_number
    }

    fn numbered(id: Id<Self>, number: &str) -> Self {
        Self {
            account_number: number.into(),
            ..Self::empty(id)
        }
    }

    fn bring_back(&mut self) {
        self.is_deleted = false;
    }
}

/// Records of one kind by their number: the known ones as they are, the changed and the new.
pub struct Shelf<'a, T> {
    known: &'a [T],
    new: Vec<T>,
    changed: FxHashMap<usize, T>,
    places: FxHashMap<Box<str>, usize>,
    /// The file and line that last wrote a record; file 0 and line 0 for none.
    written: FxHashMap<usize, (u32, u32)>,
}

impl<'a, T: Account> Shelf<'a, T> {
    /// A shelf with the known records.
    pub fn new(known: &'a [T]) -> Self {
        let places = known
            .iter()
            .enumerate()
            .filter(|(_, record)| !record.account_number().is_empty())
            .map(|(place, record)| (record.account_number().into(), place))
            .collect();
        Self {
            known,
            new: Vec::new(),
            changed: FxHashMap::default(),
            places,
            written: FxHashMap::default(),
        }
    }

    /// Where the record with this number is.
    pub fn find(&self, number: &str) -> Option<usize> {
        self.places.get(number).copied()
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.known.len() + self.new.len()
    }

    /// The record at a place, as it will be.
    pub fn get(&self, place: usize) -> &T {
        match self.known.get(place) {
            Some(known) => self.changed.get(&place).unwrap_or(known),
            None => &self.new[place - self.known.len()],
        }
    }

    /// Puts a new record in.
    pub fn insert(&mut self, record: T) -> usize {
        let place = self.len();
        self.places.insert(record.account_number().into(), place);
        self.new.push(record);
        place
    }

    /// Lays the fields of a row on the record with this number, and says what that changes.
    fn write(
        &mut self,
        number: &str,
        fields: &[(usize, Value)],
        at: (u32, u32),
        ids: &mut IdSequence,
    ) -> Result<Outcome, Reason> {
        let place = self.find(number);
        if let Some((file, line)) = place.and_then(|place| self.written.get(&place)) {
            let first_line = if *file == at.0 { *line } else { 0 };
            return Err(Reason::Duplicate { first_line });
        }
        let set = |record: &mut T| {
            for (field, value) in fields {
                // The values were read for these fields; one that does not fit is impossible.
                let _ = record.set_at(*field, value.clone());
            }
        };
        let (place, outcome) = match place {
            None => {
                let mut record = T::numbered(ids.next_id(), number);
                set(&mut record);
                (self.insert(record), Outcome::Added)
            }
            Some(place) => {
                let before = self.get(place);
                let mut after = before.clone();
                after.bring_back();
                set(&mut after);
                let outcome = if after == *before {
                    Outcome::Unchanged
                } else if place < self.known.len() {
                    self.changed.insert(place, after);
                    Outcome::Changed
                } else {
                    self.new[place - self.known.len()] = after;
                    Outcome::Changed
                };
                (place, outcome)
            }
        };
        self.written.insert(place, at);
        Ok(outcome)
    }

    /// Drafts what is new and what is changed.
    pub fn draft(self, draft: &mut Draft) {
        let blocks = RecordBlock::pack(self.new);
        draft.blocks.extend(blocks.into_iter().map(Block::Records));
        let mut changed: Vec<(usize, T)> = self.changed.into_iter().collect();
        changed.sort_by_key(|(place, _)| *place);
        for (place, after) in changed {
            let edits = std::mem::take(draft).change(&self.known[place], &after);
            *draft = edits;
        }
    }
}

/// A column that holds a field of a record.
struct Slot {
    column: usize,
    shape: Shape,
    /// The field's place in the record.
    field: usize,
    measure: Option<Measure>,
}

fn slots<T: Record>(file: &File<'_>) -> (usize, Vec<Slot>) {
    let mapping = file.input.mapping;
    let comma = file.input.source.has_decimal_comma();
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
            measure: Measure::new(field, described, comma),
        });
    }
    (number, slots)
}

impl Slot {
    /// Reads a cell of this column. Keys of other records are found by `find`.
    fn read(
        &mut self,
        cell: &str,
        comma: bool,
        find: &mut dyn FnMut(&str) -> Option<uuid::Uuid>,
    ) -> Result<Value, Reason> {
        Ok(match (self.shape, &mut self.measure) {
            (Shape::Measure(Dimension::Voltage), Some(measure)) => {
                // Both 380 V and 10 kV stand in one column, each with its own unit.
                Value::Number(value::voltage_kv(cell, measure.heading_factor(), comma)?)
            }
            (_, Some(measure)) => Value::Number(measure.read(cell)?),
            (Shape::Key, _) => {
                Value::Id(find(value::unmarked(cell)).ok_or(Reason::UnknownCustomer)?)
            }
            (Shape::Number, _) => {
                let number = value::number(cell, comma)?;
                if !number.unit.is_empty() {
                    return Err(Reason::NotANumber);
                }
                Value::Number(number.value)
            }
            (Shape::Importance, _) => Some(value::importance(cell)?).to_value(),
            (Shape::SourceKind, _) => Some(value::source_kind(cell)?).to_value(),
            _ => Value::Text(value::free_text(cell).to_owned()),
        })
    }

    fn is_absent(&self, cell: &str) -> bool {
        match self.shape {
            Shape::Text => cell.trim().is_empty(),
            _ => value::is_absent(cell),
        }
    }
}

fn read<T: Account>(
    file: &mut File<'_>,
    shelf: &mut Shelf<'_, T>,
    ids: &mut IdSequence,
    find: &mut dyn FnMut(&str, &mut IdSequence) -> Option<uuid::Uuid>,
    required: Option<usize>,
) -> Result<(), Cancelled> {
    let comma = file.input.source.has_decimal_comma();
    let (number_column, mut slots) = slots::<T>(file);
    let mut fields = Vec::new();
    file.each_row(|file, row: &Row<'_>| {
        let number = value::unmarked(row.cell(number_column));
        if number.is_empty() {
            file.wrong(row, number_column, Reason::MissingValue);
            return Some(Outcome::LeftOut);
        }
        fields.clear();
        let mut is_wrong = false;
        for slot in &mut slots {
            let cell = row.cell(slot.column);
            if slot.is_absent(cell) {
                if Some(slot.field) == required && shelf.find(number).is_none() {
                    file.wrong(row, slot.column, Reason::MissingValue);
                    is_wrong = true;
                }
                continue;
            }
            match slot.read(cell, comma, &mut |key| find(key, ids)) {
                Ok(value) => fields.push((slot.field, value)),
                Err(reason) => {
                    file.wrong(row, slot.column, reason);
                    is_wrong = true;
                }
            }
        }
        if is_wrong {
            return Some(Outcome::LeftOut);
        }
        match shelf.write(number, &fields, (file.place, row.line), ids) {
            Ok(outcome) => Some(outcome),
            Err(reason) => {
                file.wrong(row, number_column, reason);
                Some(Outcome::LeftOut)
            }
        }
    })
}

/// Reads a file of customers.
pub fn read_customers(
    file: &mut File<'_>,
    customers: &mut Shelf<'_, Customer>,
    ids: &mut IdSequence,
) -> Result<(), Cancelled> {
    read(file, customers, ids, &mut |_, _| None, None)
}

/// Reads a file of supply points.
pub fn read_supply_points(
    file: &mut File<'_>,
    points: &mut Shelf<'_, SupplyPoint>,
    customers: &mut Shelf<'_, Customer>,
    options: Options,
    ids: &mut IdSequence,
) -> Result<(), Cancelled> {
    let mut find = |number: &str, ids: &mut IdSequence| {
        customer_numbered(customers, number, options, ids)
            .map(|place| customers.get(place).id.uuid())
    };
    let required = SupplyPoint::field("customer");
    read(file, points, ids, &mut find, required)
}

/// The place of the customer with this number, who is made where a person chose so.
pub fn customer_numbered(
    customers: &mut Shelf<'_, Customer>,
    number: &str,
    options: Options,
    ids: &mut IdSequence,
) -> Option<usize> {
    customers.find(number).or_else(|| {
        options
            .create_unknown
            .then(|| customers.insert(Customer::numbered(ids.next_id(), number)))
    })
}
