//! Values that an import would change, before and after: all are counted, and enough are kept to show the user
//! what the import does. The draft alone writes them.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::{field::FileKind, problem::shorten};
use crate::domain::{Contact, Customer, Month, SupplyPoint, Value, record::FieldValue};

/// A value that an import would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Kind of file that brings the value.
    pub kind: FileKind,
    /// Id of the record, or of the meter of a reading or bill.
    pub id: Uuid,
    /// Name of its customer before the import; empty if unknown.
    pub customer: String,
    /// Number of the customer or supply point, or name of the contact.
    pub record: String,
    /// Stable name of the field.
    pub field: String,
    /// Month of a reading or bill.
    pub month: Option<Month>,
    /// Known value; empty if there is none.
    pub before: Value,
    /// Value after the import; empty for a bill that is dropped.
    pub after: Value,
}

/// Values that an import would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Differences {
    by_kind: BTreeMap<FileKind, OfKind>,
}

/// Values of one kind of file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct OfKind {
    total: u64,
    /// Values that replace another value.
    replaced: Vec<Difference>,
    /// Values that were empty before.
    filled: Vec<Difference>,
}

impl Differences {
    /// Maximum number of values kept per kind of file.
    pub const KEPT: usize = 200;
    /// Maximum number of characters kept of a text.
    const TEXT: usize = 200;

    /// Counts a value, and keeps it while there is room.
    pub(super) fn push(
        &mut self,
        kind: FileKind,
        id: Uuid,
        field: &str,
        month: Option<Month>,
        [mut before, mut after]: [Value; 2],
    ) {
        let of_kind = self.by_kind.entry(kind).or_default();
        of_kind.total += 1;
        let kept = if before == Value::Empty { &mut of_kind.filled } else { &mut of_kind.replaced };
        if kept.len() >= Self::KEPT {
            return;
        }
        for value in [&mut before, &mut after] {
            if let Value::Text(text) = value {
                shorten(text, Self::TEXT);
            }
        }
        kept.push(Difference {
            kind,
            id,
            customer: String::new(),
            record: String::new(),
            field: field.into(),
            month,
            before,
            after,
        });
    }

    /// Fills in the customers of the kept values, and replaces customer ids by their numbers.
    pub(super) fn name<'a>(
        &mut self,
        customers: impl Iterator<Item = &'a Customer>,
        points: impl Iterator<Item = &'a SupplyPoint>,
        contacts: impl Iterator<Item = &'a Contact>,
    ) {
        let kept = || self.by_kind.values().flat_map(OfKind::all);
        let mut wanted: FxHashSet<Uuid> = kept().map(|difference| difference.id).collect();
        if wanted.is_empty() {
            return;
        }
        for value in kept().flat_map(|difference| [&difference.before, &difference.after]) {
            if let Value::Id(id) = value {
                wanted.insert(*id);
            }
        }
        let points = points.map(|point| (point.id.uuid(), point.customer, &point.account_number));
        let contacts = contacts.map(|contact| (contact.id.uuid(), contact.customer, &contact.name));
        let owned: FxHashMap<Uuid, _> = points
            .chain(contacts)
            .filter(|(id, ..)| wanted.contains(id))
            .map(|(id, owner, record)| (id, (owner, record)))
            .collect();
        let owners = owned.values().filter_map(|(owner, _)| *owner);
        wanted.extend(owners.map(|owner| owner.uuid()));
        let customers: FxHashMap<Uuid, &Customer> = customers
            .map(|customer| (customer.id.uuid(), customer))
            .filter(|(id, _)| wanted.contains(id))
            .collect();
        let number = |id: Uuid| customers.get(&id).map(|owner| &owner.account_number);
        for difference in self.by_kind.values_mut().flat_map(OfKind::all_mut) {
            let id = difference.id;
            let (owner, record) = match owned.get(&id) {
                Some((owner, record)) => (owner.map(|owner| owner.uuid()), Some(*record)),
                None => (Some(id), number(id)),
            };
            let owner = owner.and_then(|owner| customers.get(&owner));
            difference.customer = owner.map(|owner| owner.name.clone()).unwrap_or_default();
            difference.record = record.cloned().unwrap_or_default();
            for value in [&mut difference.before, &mut difference.after] {
                if let Value::Id(id) = value {
                    *value = number(*id).cloned().unwrap_or_default().to_value();
                }
            }
        }
    }

    /// Returns the kept values, by kind of file, replacements first.
    pub fn list(&self) -> impl Iterator<Item = &Difference> {
        let kinds = self.by_kind.values();
        kinds.flat_map(|kind| kind.all().take(Self::KEPT))
    }

    /// Returns the number of changed values, kept or not.
    pub fn total(&self) -> u64 {
        self.by_kind.values().map(|kind| kind.total).sum()
    }
}

impl OfKind {
    fn all(&self) -> impl Iterator<Item = &Difference> {
        self.replaced.iter().chain(&self.filled)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Difference> {
        self.replaced.iter_mut().chain(&mut self.filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_ones_that_replace_a_value_are_kept_first() {
        let mut differences = Differences::default();
        let mut push = |kind, field: &str, before| {
            let after = Value::Text("九".repeat(300));
            differences.push(kind, Uuid::nil(), field, None, [before, after]);
        };
        for _ in 0..100_000 {
            push(FileKind::Readings, "energy_kwh", Value::Number(1.0));
            push(FileKind::Customers, "note", Value::Empty);
        }
        push(FileKind::Customers, "name", Value::Text("旧名".into()));
        assert_eq!(differences.total(), 200_001);
        let fields: Vec<&str> = differences.list().map(|one| one.field.as_str()).collect();
        let mut expected = vec!["name"];
        expected.extend([["note"; 199].as_slice(), &["energy_kwh"; 200]].concat());
        assert_eq!(fields, expected);
        let after = &differences.list().next().unwrap().after;
        assert_eq!(*after, Value::Text(format!("{}…", "九".repeat(200))));
    }
}
