//! Records of one kind in memory, found by id, in the order in which they were loaded or made: those of an import in no
//! order, those made by a person oldest first. Persistence belongs to the storage room.
//!
//! This is the one place where references to a merged customer are resolved: the records in a table name the customer
//! that remains, and return to the one that was written when the merge is undone.

mod filing;

use std::sync::Arc;

use uuid::Uuid;

use self::filing::{Filing, Reference, TableRows};
use crate::domain::{
    Customer, Id, Record, Value, draft::RecordBlock, merge::Merges, record::FieldValue,
};

/// All records of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    rows: Vec<T>,
    filing: Filing,
}

/// State of a table at some time, for later finding the records written since. Data derived from a hundred thousand
/// records need not be recomputed for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    written: usize,
    removals: u32,
}

impl<T: Record> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), filing: Filing::new(Self::REFERENCE.map(|(of, _)| of)) }
    }
}

impl<T: Record> Table<T> {
    /// The field that refers to a customer.
    const REFERENCE: Option<(Reference, usize)> =
        filing::reference(T::RECORD_KIND, T::FIELDS, Customer::RECORD_KIND);

    /// Returns the record with the given id.
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        self.filing.place(id.uuid()).map(|place| &self.rows[place])
    }

    /// Returns the place of the record with the given id.
    pub fn place(&self, id: Id<T>) -> Option<u32> {
        self.filing.place(id.uuid()).map(|place| place as u32)
    }

    /// Returns every record, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Returns every record, in order.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Returns the records about a customer, in order, without searching the whole table.
    pub fn of(&self, customer: Id<Customer>) -> impl DoubleEndedIterator<Item = &T> {
        self.filing.of(customer).iter().map(|place| &self.rows[*place as usize])
    }

    /// Returns the customer that remains of this one after the merges that are followed here; itself if it was not
    /// merged.
    pub fn remaining(&self, customer: Id<Customer>) -> Id<Customer> {
        self.filing.merges().root(customer)
    }

    /// Returns the customer that a record is about as written, before merges. Papers signed earlier show its name.
    pub fn written_customer(&self, id: Id<T>) -> Option<Id<Customer>> {
        let place = self.filing.place(id.uuid())?;
        self.filing.written(place).unwrap_or_else(|| self.rows.reference(place))
    }

    /// Follows these merges from now on: records about a merged customer are about the one that remains, and records
    /// about a customer that is no longer merged are about it again. Returns `true` if the merges have changed.
    pub fn follow(&mut self, merges: &Arc<Merges<Customer>>) -> bool {
        self.filing.follow(&mut self.rows, merges)
    }

    /// Returns the current mark.
    pub const fn mark(&self) -> Mark {
        self.filing.mark()
    }

    /// Returns the places written since a mark, some of them more than once; `None` if records have been removed,
    /// which changes all places.
    pub fn written_since(&self, mark: Mark) -> Option<&[u32]> {
        self.filing.written_since(mark)
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
        self.filing.reserve(more);
    }

    /// Inserts records; a record with a known id replaces the old one.
    pub fn extend(&mut self, records: impl IntoIterator<Item = T>) {
        for record in records {
            let place = self.filing.enter(record.id().uuid());
            match self.rows.get_mut(place) {
                Some(row) => *row = record,
                None => self.rows.push(record),
            }
            self.filing.replaced(&mut self.rows, place);
        }
    }

    /// Adds the records of an import. A known record takes the fields that the import has.
    pub fn take(&mut self, block: RecordBlock) {
        let mut records = block.unpack::<T>();
        for record in &mut records {
            let Some(place) = self.filing.place(record.id().uuid()) else {
                continue;
            };
            self.filing.as_written(&mut self.rows, place);
            for (field, value) in self.rows[place].values().into_iter().enumerate() {
                if record.value_at(field) == Value::Empty {
                    // The value is of this field, so it fits.
                    let _ = record.set_at(field, value);
                }
            }
        }
        self.extend(records);
    }

    /// Sets fields of one record, creating it if it is new. A field of a newer version, or one whose value does not
    /// fit, is left unchanged; the log keeps the written value.
    pub fn apply<'a>(&mut self, id: Uuid, fields: impl IntoIterator<Item = (&'a str, &'a Value)>) {
        let place = self.filing.enter(id);
        if place == self.rows.len() {
            self.rows.push(T::empty(Id::new(id)));
        }
        self.filing.as_written(&mut self.rows, place);
        for (field, value) in fields {
            let _ = self.rows[place].set(field, value.clone());
        }
        self.filing.changed(&mut self.rows, place);
    }

    /// Removes records, those of an import that was undone.
    pub fn remove(&mut self, gone: impl Fn(Uuid) -> bool) {
        let references = self.filing.references(&self.rows);
        self.rows.retain(|record| !gone(record.id().uuid()));
        self.filing.renew(&self.rows, references);
    }
}

impl<T: Record> TableRows for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn id(&self, place: usize) -> Uuid {
        self[place].id().uuid()
    }

    fn reference(&self, place: usize) -> Option<Id<Customer>> {
        let (_, field) = Table::<T>::REFERENCE?;
        FieldValue::from_value(self[place].value_at(field)).flatten()
    }

    fn set_reference(&mut self, place: usize, to: Option<Id<Customer>>) {
        if let Some((_, field)) = Table::<T>::REFERENCE {
            // The field holds a reference, so the value fits.
            let _ = self[place].set_at(field, to.to_value());
        }
    }
}

impl Table<Customer> {
    /// Returns the merges as written, followed to their ends. A merge into a customer that is not here, because its
    /// import was undone or it has not arrived yet, does not count.
    pub fn merges(&self) -> Merges<Customer> {
        let written = self.filing.references(&self.rows).into_iter();
        let is_here = |into: &Id<Customer>| self.filing.place(into.uuid()).is_some();
        Merges::of(written.filter_map(|(id, into)| Some((Id::new(id), into.filter(is_here)?))))
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
    use proptest::prelude::*;

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
        let mut table: Table<Customer> = Table::default();
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

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn contact(n: u128, of: u128) -> Contact {
        Contact { customer: Some(id(of)), ..Contact::empty(id(n)) }
    }

    /// Tables in which merges are followed, as on the page.
    #[derive(Default)]
    struct Tables {
        customers: Table<Customer>,
        contacts: Table<Contact>,
    }

    impl Tables {
        fn new() -> Self {
            let mut this = Self::default();
            this.customers.extend((1..=4).map(|n| customer(n, "")));
            this.contacts.extend([contact(11, 1), contact(12, 2), contact(13, 3)]);
            this
        }

        fn follow(&mut self) {
            let merges = Arc::new(self.customers.merges());
            self.customers.follow(&merges);
            self.contacts.follow(&merges);
        }

        fn merge(&mut self, from: u128, into: Option<u128>) {
            let into = into.map(id::<Customer>).to_value();
            self.customers.apply(Uuid::from_u128(from), [("merged_into", &into)]);
            self.follow();
        }

        /// Returns the contacts filed under each customer, after checking that they name it.
        fn filed(&self) -> [Vec<u128>; 4] {
            [1, 2, 3, 4].map(|n| {
                let of = self.contacts.of(id(n));
                of.map(|one| {
                    assert_eq!(one.customer, Some(id(n)));
                    one.id.uuid().as_u128()
                })
                .collect()
            })
        }

        fn here(&self) -> Vec<u128> {
            let here = self.customers.iter().filter(|one| one.is_here());
            here.map(|one| one.id.uuid().as_u128()).collect()
        }
    }

    #[test]
    fn records_follow_a_merge_and_return_when_it_is_undone() {
        let mut tables = Tables::new();
        let mark = tables.contacts.mark();
        tables.merge(1, Some(2));
        assert_eq!(tables.filed(), [vec![], vec![11, 12], vec![13], vec![]]);
        assert_eq!(tables.here(), [2, 3, 4]);
        assert_eq!(tables.contacts.written_since(mark), Some(&[0][..]));
        // Another tablet adds one to the merged customer, before it knows of the merge.
        tables.contacts.extend([contact(14, 1)]);
        let late = Value::Id(Uuid::from_u128(1));
        tables.contacts.apply(Uuid::from_u128(15), [("customer", &late)]);
        assert_eq!(tables.filed(), [vec![], vec![11, 12, 14, 15], vec![13], vec![]]);
        let written = [11, 12].map(|n| tables.contacts.written_customer(id(n)));
        assert_eq!(written, [Some(id(1)), Some(id(2))]);
        // A chain leads on.
        tables.merge(2, Some(3));
        assert_eq!(tables.filed(), [vec![], vec![], vec![11, 12, 13, 14, 15], vec![]]);
        // Edited and moved meanwhile.
        tables.contacts.apply(Uuid::from_u128(11), [("name", &Value::Text("李".into()))]);
        tables.contacts.apply(Uuid::from_u128(14), [("customer", &Value::Id(Uuid::from_u128(4)))]);
        tables.merge(2, None);
        assert_eq!(tables.filed(), [vec![], vec![11, 12, 15], vec![13], vec![14]]);
        tables.merge(1, None);
        assert_eq!(tables.filed(), [vec![11, 15], vec![12], vec![13], vec![14]]);
        assert_eq!(tables.here(), [1, 2, 3, 4]);
        assert_eq!(tables.contacts.get(id(11)).map(|one| one.name.as_str()), Some("李"));
    }

    #[test]
    fn of_a_circle_the_lowest_remains() {
        let mut tables = Tables::new();
        tables.merge(1, Some(2));
        tables.merge(2, Some(1));
        assert_eq!(tables.filed(), [vec![11, 12], vec![], vec![13], vec![]]);
        assert_eq!(tables.here(), [1, 3, 4]);
        tables.merge(1, None);
        assert_eq!(tables.here(), [1, 3, 4]);
        tables.merge(2, None);
        assert_eq!(tables.filed(), [vec![11], vec![12], vec![13], vec![]]);
    }

    #[test]
    fn a_merge_into_a_customer_that_is_not_here_waits() {
        let mut tables = Tables::new();
        tables.merge(1, Some(9));
        assert_eq!(tables.here(), [1, 2, 3, 4]);
        tables.customers.extend([customer(9, "")]);
        tables.follow();
        assert_eq!(tables.here(), [2, 3, 4, 9]);
        assert_eq!(tables.contacts.get(id(11)).and_then(|one| one.customer), Some(id(9)));
        // Its import is undone, and one of the contacts goes with it.
        tables.contacts.remove(|gone| gone == Uuid::from_u128(12));
        tables.customers.remove(|gone| gone == Uuid::from_u128(9));
        tables.follow();
        assert_eq!(tables.filed(), [vec![11], vec![], vec![13], vec![]]);
    }

    proptest! {
        #[test]
        fn merges_in_any_order_end_the_same(
            merges in prop::collection::vec((1..=4_u128, prop::option::of(1..=4_u128)), 0..12)
        ) {
            let mut tables = Tables::new();
            for (from, into) in &merges {
                tables.merge(*from, into.filter(|into| into != from));
            }
            // Only the last value of each customer counts; written at once, and before there are any contacts.
            let mut last = std::collections::BTreeMap::new();
            last.extend(merges.iter().map(|(from, into)| (*from, into.filter(|into| into != from))));
            let mut anew = Tables::default();
            anew.customers.extend((1..=4).rev().map(|n| Customer {
                merged_into: last.get(&n).copied().flatten().map(id),
                ..customer(n, "")
            }));
            anew.follow();
            anew.contacts.extend([contact(11, 1), contact(12, 2), contact(13, 3)]);
            prop_assert_eq!(tables.filed(), anew.filed());
            let (mut here, mut here_anew) = (tables.here(), anew.here());
            here.sort_unstable();
            here_anew.sort_unstable();
            prop_assert_eq!(here, here_anew);
            for (from, _) in last {
                tables.merge(from, None);
            }
            prop_assert_eq!(tables.filed(), Tables::new().filed());
        }
    }
}
