//! Records of one kind in memory, in order of creation, found by id. Persistence belongs to the storage room.

use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::domain::{Customer, Id, Record, Value, draft::RecordBlock};

/// All records of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    rows: Vec<T>,
    places: FxHashMap<Id<T>, usize>,
    /// Places of the records about each customer, ascending.
    of_customer: FxHashMap<Id<Customer>, Vec<u32>>,
    /// Customer that the record at each place is filed under.
    filed: Vec<Option<Id<Customer>>>,
    /// Places in the order in which they were written.
    written: Vec<u32>,
    /// Number of removals; each one changes the places of the remaining records.
    removals: u32,
}

/// State of a table at some time, for later finding the records written since. Data derived from a hundred thousand
/// records need not be recomputed for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    written: usize,
    removals: u32,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            places: FxHashMap::default(),
            of_customer: FxHashMap::default(),
            filed: Vec::new(),
            written: Vec::new(),
            removals: 0,
        }
    }
}

impl<T: Record> Table<T> {
    /// Returns the record with the given id.
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        self.places.get(&id).map(|place| &self.rows[*place])
    }

    /// Returns the place of the record with the given id.
    pub fn place(&self, id: Id<T>) -> Option<u32> {
        self.places.get(&id).map(|place| *place as u32)
    }

    /// Returns every record, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Returns every record, oldest first.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Returns the records about a customer, oldest first, without searching the whole table.
    pub fn of(&self, customer: Id<Customer>) -> impl DoubleEndedIterator<Item = &T> {
        let places = self.of_customer.get(&customer).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.rows[*place as usize])
    }

    /// Files the record at a place under the customer that it is currently about.
    fn file(&mut self, place: usize) {
        let Some(field) = Self::customer_field() else {
            return;
        };
        self.file_by(field, place);
    }

    /// Returns the index of the field that says which customer a record is about.
    fn customer_field() -> Option<usize> {
        T::FIELDS.iter().position(|field| *field == "customer")
    }

    fn file_by(&mut self, field: usize, place: usize) {
        let now = match self.rows[place].value_at(field) {
            Value::Id(customer) => Some(Id::new(customer)),
            _ => None,
        };
        if self.filed.len() <= place {
            self.filed.resize(place + 1, None);
        }
        let before = std::mem::replace(&mut self.filed[place], now);
        if before == now {
            return;
        }
        let place = place as u32;
        if let Some(own) = before.and_then(|id| self.of_customer.get_mut(&id)) {
            own.retain(|other| *other != place);
        }
        if let Some(customer) = now {
            let own = self.of_customer.entry(customer).or_default();
            own.insert(own.partition_point(|other| *other < place), place);
        }
    }

    /// Returns the current mark.
    pub const fn mark(&self) -> Mark {
        Mark { written: self.written.len(), removals: self.removals }
    }

    /// Returns the places written since a mark, some of them more than once; `None` if records have been removed,
    /// which changes all places.
    pub fn written_since(&self, mark: Mark) -> Option<&[u32]> {
        if self.removals == mark.removals { self.written.get(mark.written..) } else { None }
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns `true` if there are no records.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Reserves capacity for a number of additional records; an empty table reserves no more than that.
    pub fn reserve(&mut self, more: usize) {
        if self.rows.is_empty() {
            self.rows.reserve_exact(more);
        } else {
            self.rows.reserve(more);
        }
        self.places.reserve(more);
    }

    /// Inserts records; a record with a known id replaces the old one.
    pub fn extend(&mut self, records: impl IntoIterator<Item = T>) {
        let field = Self::customer_field();
        for record in records {
            let next = self.rows.len();
            let place = *self.places.entry(record.id()).or_insert(next);
            match self.rows.get_mut(place) {
                Some(row) => *row = record,
                None => self.rows.push(record),
            }
            if let Some(field) = field {
                self.file_by(field, place);
            }
            self.written.push(place as u32);
        }
    }

    /// Adds the records of an import. A known record takes the fields that the import has.
    pub fn take(&mut self, block: RecordBlock) {
        for mut record in block.unpack::<T>() {
            if let Some(known) = self.get(record.id()) {
                for (field, value) in known.values().into_iter().enumerate() {
                    if record.value_at(field) == Value::Empty {
                        // The value is of this field, so it fits.
                        let _ = record.set_at(field, value);
                    }
                }
            }
            self.extend([record]);
        }
    }

    /// Sets fields of one record, creating it if it is new. A field of a newer version, or one whose value does not
    /// fit, is left unchanged; the log keeps the written value.
    pub fn apply<'a>(&mut self, id: Uuid, fields: impl IntoIterator<Item = (&'a str, &'a Value)>) {
        let place = *self.places.entry(Id::new(id)).or_insert_with(|| {
            self.rows.push(T::empty(Id::new(id)));
            self.rows.len() - 1
        });
        for (field, value) in fields {
            let _ = self.rows[place].set(field, value.clone());
        }
        self.file(place);
        self.written.push(place as u32);
    }

    /// Removes records, those of an import that was undone.
    pub fn remove(&mut self, gone: impl Fn(Uuid) -> bool) {
        self.rows.retain(|record| !gone(record.id().uuid()));
        self.places = self.rows.iter().enumerate().map(|(place, row)| (row.id(), place)).collect();
        self.of_customer.clear();
        self.filed.clear();
        for place in 0..self.rows.len() {
            self.file(place);
        }
        self.written.clear();
        self.removals += 1;
    }
}

impl<'a, T: Record> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contact, Customer};

    fn customer(n: u128, name: &str) -> Customer {
        Customer { name: name.into(), ..Customer::empty(Id::new(Uuid::from_u128(n))) }
    }

    #[test]
    fn what_was_written_since_is_known() {
        let mut table = Table::default();
        assert_eq!(table.written_since(Mark::default()), Some(&[][..]));
        table.extend([customer(1, "甲"), customer(2, "乙")]);
        let mark = table.mark();
        assert_eq!(table.written_since(Mark::default()), Some(&[0, 1][..]));
        table.extend([customer(2, "丙"), customer(3, "丁")]);
        table.apply(Uuid::from_u128(1), [("name", &Value::Text("戊".into()))]);
        assert_eq!(table.written_since(mark), Some(&[1, 2, 0][..]));
        table.remove(|id| id == Uuid::from_u128(1));
        assert_eq!(table.written_since(mark), None);
        assert_eq!(table.written_since(table.mark()), Some(&[][..]));
    }

    #[test]
    fn a_known_id_keeps_its_place() {
        let mut table = Table::default();
        table.extend([customer(1, "甲"), customer(2, "乙")]);
        table.extend([customer(1, "丙")]);
        table.apply(Uuid::from_u128(3), [("name", &Value::Text("丁".into()))]);
        table.apply(
            Uuid::from_u128(2),
            [("name", &Value::Number(1.0)), ("new_field", &Value::Empty)],
        );
        let names = |table: &Table<Customer>| {
            table.iter().map(|customer| customer.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&table), ["丙", "乙", "丁"]);
        table.remove(|id| id == Uuid::from_u128(1));
        assert_eq!(names(&table), ["乙", "丁"]);
        assert_eq!(table.get(Id::new(Uuid::from_u128(3))).map(|c| c.name.as_str()), Some("丁"));
    }

    #[test]
    fn a_later_import_adds_what_it_has() {
        let block = |customer: Customer| RecordBlock::pack(vec![customer]).remove(0);
        let first = Customer { region: "宿州".into(), ..customer(1, "甲") };
        let mut table = Table::default();
        table.take(block(first.clone()));
        table.take(block(customer(1, "乙")));
        table.take(block(customer(2, "丙")));
        assert_eq!(table.rows(), [Customer { name: "乙".into(), ..first }, customer(2, "丙")]);
    }

    #[test]
    fn what_is_about_a_customer_is_found() {
        let contact = |n: u128, customer: u128| Contact {
            customer: Some(Id::new(Uuid::from_u128(customer))),
            ..Contact::empty(Id::new(Uuid::from_u128(n)))
        };
        let found = |table: &Table<Contact>, customer: u128| {
            let of = table.of(Id::new(Uuid::from_u128(customer)));
            of.map(|one| one.id.uuid().as_u128()).collect::<Vec<_>>()
        };
        let mut table = Table::default();
        table.extend([contact(1, 7), contact(2, 8), contact(3, 7)]);
        assert_eq!((found(&table, 7), found(&table, 8)), (vec![1, 3], vec![2]));
        // Moved to another customer, and back, ahead of the record created later.
        table.apply(Uuid::from_u128(1), [("customer", &Value::Id(Uuid::from_u128(8)))]);
        assert_eq!((found(&table, 7), found(&table, 8)), (vec![3], vec![1, 2]));
        table.extend([contact(1, 7)]);
        table.apply(Uuid::from_u128(2), [("customer", &Value::Empty)]);
        assert_eq!((found(&table, 7), found(&table, 8)), (vec![1, 3], vec![]));
        table.remove(|id| id == Uuid::from_u128(1));
        assert_eq!(found(&table, 7), [3]);
    }
}
