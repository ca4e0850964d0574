//! Existing data of the portfolio, in the form that an import compares with. The storage room defines how it is
//! stored; `files` reads one from files alone.

use uuid::Uuid;

use crate::domain::{
    Contact, Customer, FieldError, Id, Person, Record, SupplyPoint, Value,
    bills::Bills,
    draft::{Block, Draft, FieldEdit},
    merge::Merges,
    readings::Readings,
};

/// Customers and what is known of their consumption.
#[derive(Clone, Debug, Default)]
pub struct PortfolioRecords {
    /// Customers, including deleted ones.
    pub customers: Vec<Customer>,
    /// Supply points, including deleted ones.
    pub supply_points: Vec<SupplyPoint>,
    /// Contacts, including deleted ones.
    pub contacts: Vec<Contact>,
    /// The company's people.
    pub people: Vec<Person>,
    /// Readings, at least those of the meters in the files.
    pub readings: Readings,
    /// Bills, at least those of the meters in the files.
    pub bills: Bills,
}

impl PortfolioRecords {
    /// Adds bulk facts, later ones over earlier ones; records of other kinds are skipped.
    pub fn take(&mut self, block: Block) {
        match block {
            Block::Records(block) if block.kind == Customer::RECORD_KIND => {
                self.customers.extend(block.unpack());
            }
            Block::Records(block) if block.kind == SupplyPoint::RECORD_KIND => {
                self.supply_points.extend(block.unpack());
            }
            Block::Records(block) if block.kind == Contact::RECORD_KIND => {
                self.contacts.extend(block.unpack());
            }
            Block::Records(block) if block.kind == Person::RECORD_KIND => {
                self.people.extend(block.unpack());
            }
            Block::Records(_) => {}
            Block::Readings(block) => self.readings.push(block),
            Block::Bills(block) => self.bills.push(block),
        }
    }

    /// Applies a draft, as the ledger would. Customers and supply points are then in order of their numbers, contacts
    /// in order of their names, because the ids of imported records are in no order.
    ///
    /// # Errors
    /// [`FieldError`] if a value does not fit its record.
    pub fn apply(&mut self, draft: &Draft) -> Result<(), FieldError> {
        for block in &draft.blocks {
            self.take(block.clone());
        }
        for FieldEdit { kind, record, field, value } in &draft.edits {
            let value = value.clone();
            match *kind {
                Customer::RECORD_KIND => set(&mut self.customers, *record, field, value)?,
                SupplyPoint::RECORD_KIND => set(&mut self.supply_points, *record, field, value)?,
                Contact::RECORD_KIND => set(&mut self.contacts, *record, field, value)?,
                Person::RECORD_KIND => set(&mut self.people, *record, field, value)?,
                _ => {}
            }
        }
        self.customers.sort_by(|a, b| a.account_number.cmp(&b.account_number));
        self.supply_points.sort_by(|a, b| a.account_number.cmp(&b.account_number));
        self.contacts.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(())
    }

    /// Returns the merges of customers, followed to their ends.
    pub fn merges(&self) -> Merges<Customer> {
        Merges::of(self.customers.iter().filter_map(|one| Some((one.id, one.merged_into?))))
    }

    /// Returns the meters of a customer: its supply points and its own id, which stores consumption from files
    /// without supply points. Meters of customers merged into it are among them.
    pub fn meters_of(&self, customer: Id<Customer>) -> Vec<Uuid> {
        let merges = self.merges();
        let is_own = |id: Id<Customer>| merges.root(id) == customer;
        let merged = self.customers.iter().map(|one| one.id);
        let merged = merged.filter(|id| *id != customer && is_own(*id)).map(Id::uuid);
        let points = self.supply_points.iter().filter(|point| !point.is_deleted);
        let points = points.filter(|point| point.customer.is_some_and(is_own));
        let points = points.map(|point| point.id.uuid());
        std::iter::once(customer.uuid()).chain(merged).chain(points).collect()
    }
}

fn set<T: Record>(
    records: &mut [T],
    id: Uuid,
    field: &str,
    value: Value,
) -> Result<(), FieldError> {
    match records.iter_mut().find(|record| record.id().uuid() == id) {
        Some(record) => record.set(field, value),
        None => Ok(()),
    }
}
