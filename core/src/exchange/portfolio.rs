//! What the portfolio has, as an import needs it for comparison. How it is stored is the storage room's; how one is read
//! from files alone is in `files`.

use uuid::Uuid;

use crate::domain::{
    Contact, Customer, FieldError, Id, Record, SupplyPoint, Value,
    bills::Bills,
    draft::{Block, Draft},
    readings::Readings,
};

/// Customers and what is known of their use.
#[derive(Clone, Debug, Default)]
pub struct PortfolioRecords {
    /// The customers, also those that were taken out.
    pub customers: Vec<Customer>,
    /// The supply points, also those that were taken out.
    pub supply_points: Vec<SupplyPoint>,
    /// The contacts, also those that were taken out.
    pub contacts: Vec<Contact>,
    /// The readings, or at least those of the meters that the files name.
    pub readings: Readings,
    /// The bills, or at least those of the meters that the files name.
    pub bills: Bills,
}

impl PortfolioRecords {
    /// Takes up facts in bulk, later ones over earlier ones; records of other kinds are passed over.
    pub fn take(&mut self, block: Block) {
        match block {
            Block::Records(block) if block.kind == Customer::KIND => {
                self.customers.extend(block.unpack());
            }
            Block::Records(block) if block.kind == SupplyPoint::KIND => {
                self.supply_points.extend(block.unpack());
            }
            Block::Records(block) if block.kind == Contact::KIND => {
                self.contacts.extend(block.unpack());
            }
            Block::Records(_) => {}
            Block::Readings(block) => self.readings.push(block),
            Block::Bills(block) => self.bills.push(block),
        }
    }

    /// Takes up what a draft brings, as the ledger would.
    ///
    /// # Errors
    /// [`FieldError`] when the draft holds what a record cannot.
    pub fn apply(&mut self, draft: &Draft) -> Result<(), FieldError> {
        for block in &draft.blocks {
            self.take(block.clone());
        }
        for edit in &draft.edits {
            if edit.kind == Customer::KIND {
                set(&mut self.customers, edit.record, edit.field, edit.value.clone())?;
            } else if edit.kind == SupplyPoint::KIND {
                set(&mut self.supply_points, edit.record, edit.field, edit.value.clone())?;
            } else if edit.kind == Contact::KIND {
                let value = edit.value.clone();
                set(&mut self.contacts, edit.record, edit.field, value)?;
            }
        }
        Ok(())
    }

    /// The meters of a customer: its own id, under which files that know no supply points keep its
    /// use, and its supply points.
    pub fn meters_of(&self, customer: Id<Customer>) -> Vec<Uuid> {
        std::iter::once(customer.uuid())
            .chain(
                self.supply_points
                    .iter()
                    .filter(|point| point.customer == Some(customer) && !point.is_deleted)
                    .map(|point| point.id.uuid()),
            )
            .collect()
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
