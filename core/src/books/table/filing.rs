//! Filing of a table's records: their places by id, by customer, and in the order of writing, and the records that name
//! a merged customer. Compiled once for all kinds of records.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::Mark;
use crate::domain::{Customer, Id, merge::Merges};

/// Meaning of the reference to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// The record is about the customer.
    About,
    /// The record is a customer, merged into the other one.
    Merged,
}

/// Returns the field that refers to a customer, if records of this kind have one.
pub(super) const fn reference(
    kind: &str,
    fields: &[&str],
    customer: &str,
) -> Option<(Reference, usize)> {
    let (of, name) = match is_same(kind, customer) {
        true => (Reference::Merged, Customer::MERGED_INTO.name()),
        false => (Reference::About, "customer"),
    };
    let mut place = 0;
    while place < fields.len() {
        if is_same(fields[place], name) {
            return Some((of, place));
        }
        place += 1;
    }
    None
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// The records of a table, by place.
pub(super) trait TableRows {
    /// Returns their number.
    fn count(&self) -> usize;
    /// Returns the id of a record.
    fn id(&self, place: usize) -> Uuid;
    /// Returns the customer that a record refers to.
    fn reference(&self, place: usize) -> Option<Id<Customer>>;
    /// Sets the customer that a record refers to.
    fn set_reference(&mut self, place: usize, to: Option<Id<Customer>>);
}

/// Places of the records of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filing {
    reference: Option<Reference>,
    places: FxHashMap<Id<()>, u32>,
    /// Places of the records about each customer, ascending.
    of_customer: FxHashMap<Id<Customer>, Vec<u32>>,
    /// Customer that the record at each place is filed under.
    filed: Vec<Option<Id<Customer>>>,
    /// Places in the order in which they were written.
    written: Vec<u32>,
    /// Number of removals; each one changes the places of the remaining records.
    removals: u32,
    /// Merges of customers that are followed.
    merges: Arc<Merges<Customer>>,
    /// Reference to a customer as written, by place: where the record shows another one, and every written merge of a
    /// customer.
    references: FxHashMap<u32, Option<Id<Customer>>>,
}

impl Filing {
    pub fn new(reference: Option<Reference>) -> Self {
        Self {
            reference,
            places: FxHashMap::default(),
            of_customer: FxHashMap::default(),
            filed: Vec::new(),
            written: Vec::new(),
            removals: 0,
            merges: Arc::default(),
            references: FxHashMap::default(),
        }
    }

    pub fn place(&self, id: Uuid) -> Option<usize> {
        self.places.get(&Id::new(id)).map(|place| *place as usize)
    }

    /// Returns the place of a record; the next one if it is new.
    pub fn enter(&mut self, id: Uuid) -> usize {
        let next = self.places.len() as u32;
        *self.places.entry(Id::new(id)).or_insert(next) as usize
    }

    pub fn reserve(&mut self, more: usize) {
        self.places.reserve(more);
    }

    /// Returns the places of the records about a customer, ascending.
    pub fn of(&self, customer: Id<Customer>) -> &[u32] {
        self.of_customer.get(&customer).map_or(&[], Vec::as_slice)
    }

    pub const fn mark(&self) -> Mark {
        Mark { written: self.written.len(), removals: self.removals }
    }

    pub fn written_since(&self, mark: Mark) -> Option<&[u32]> {
        if self.removals == mark.removals { self.written.get(mark.written..) } else { None }
    }

    pub fn merges(&self) -> &Merges<Customer> {
        &self.merges
    }

    /// Returns the reference of a record as written, if it shows another one.
    pub fn written(&self, place: usize) -> Option<Option<Id<Customer>>> {
        self.references.get(&(place as u32)).copied()
    }

    /// Puts the written reference back into a record, before the record changes.
    pub fn as_written(&mut self, rows: &mut dyn TableRows, place: usize) {
        if let Some(written) = self.references.remove(&(place as u32)) {
            rows.set_reference(place, written);
        }
    }

    /// Files a record after its change.
    pub fn changed(&mut self, rows: &mut dyn TableRows, place: usize) {
        if self.reference.is_some() {
            self.lead(rows, place);
            self.file(rows, place);
        }
        self.written.push(place as u32);
    }

    /// Files a record that replaced the one at its place, or is new.
    pub fn replaced(&mut self, rows: &mut dyn TableRows, place: usize) {
        self.references.remove(&(place as u32));
        self.changed(rows, place);
    }

    /// Makes the written reference of a record lead to the customer that remains.
    fn lead(&mut self, rows: &mut dyn TableRows, place: usize) {
        let written = rows.reference(place);
        let is_merged = self.reference == Some(Reference::Merged);
        let shown = if is_merged {
            let own = Id::new(rows.id(place));
            Some(self.merges.root(own)).filter(|root| *root != own)
        } else {
            written.map(|customer| self.merges.root(customer))
        };
        if shown != written {
            rows.set_reference(place, shown);
        }
        if shown != written || is_merged && written.is_some() {
            self.references.insert(place as u32, written);
        }
    }

    /// Files the record at a place under the customer that it is currently about.
    fn file(&mut self, rows: &dyn TableRows, place: usize) {
        if self.reference != Some(Reference::About) {
            return;
        }
        let now = rows.reference(place);
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

    /// Follows these merges from now on; returns `true` if they have changed.
    pub fn follow(&mut self, rows: &mut dyn TableRows, merges: &Arc<Merges<Customer>>) -> bool {
        let before = std::mem::replace(&mut self.merges, Arc::clone(merges));
        let changed = before.differing(merges);
        for customer in &changed {
            for place in self.referring(*customer, before.root(*customer)) {
                self.as_written(rows, place as usize);
                self.changed(rows, place as usize);
            }
        }
        !changed.is_empty()
    }

    /// Returns the places of the records whose written reference is this customer, while they are filed under `shown`;
    /// in the table of customers its own place.
    fn referring(&self, customer: Id<Customer>, shown: Id<Customer>) -> Vec<u32> {
        match self.reference {
            None => Vec::new(),
            Some(Reference::Merged) => {
                self.places.get(&Id::new(customer.uuid())).copied().into_iter().collect()
            }
            Some(Reference::About) => {
                let is_written = |place: &&u32| match self.references.get(place) {
                    Some(written) => *written == Some(customer),
                    None => shown == customer,
                };
                self.of(shown).iter().filter(is_written).copied().collect()
            }
        }
    }

    /// Returns the written references of records that show another one, by id.
    pub fn references(&self, rows: &dyn TableRows) -> Vec<(Uuid, Option<Id<Customer>>)> {
        let references = self.references.iter();
        references.map(|(place, written)| (rows.id(*place as usize), *written)).collect()
    }

    /// Files the records that remain after a removal anew.
    pub fn renew(&mut self, rows: &dyn TableRows, references: Vec<(Uuid, Option<Id<Customer>>)>) {
        self.places = (0..rows.count()).map(|at| (Id::new(rows.id(at)), at as u32)).collect();
        let references = references.into_iter();
        let references = references.filter_map(|(id, written)| Some((self.place(id)?, written)));
        self.references = references.map(|(place, written)| (place as u32, written)).collect();
        self.of_customer.clear();
        self.filed.clear();
        for place in 0..rows.count() {
            self.file(rows, place);
        }
        self.written.clear();
        self.removals += 1;
    }
}
