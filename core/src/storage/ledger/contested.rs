//! Concurrent edits of two tablets, with author and time, for a person to choose from. Choosing is another edit.

use std::collections::{BTreeMap, btree_map::Entry};

use uuid::Uuid;

use super::{Ledger, LedgerError};
use crate::{
    domain::Value,
    storage::{port::Storage, seal::Seal},
    sync::ChangeId,
};

/// One of the values of a contested field.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Value.
    pub value: Value,
    /// Wall clock at the time of entry, milliseconds since 1970.
    pub made_at: u64,
    /// Author; empty if unknown.
    pub author: String,
}

/// A field with concurrent values.
#[derive(Clone, Debug, PartialEq)]
pub struct Contested {
    /// Stable name of the field.
    pub field: String,
    /// Values, the displayed one first.
    pub claims: Vec<Claim>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns the contested fields of a record, by name. Fields with equal concurrent values are included,
    /// because nobody has confirmed them.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn contested(&self, kind: &str, id: Uuid) -> Result<Vec<Contested>, LedgerError> {
        let conflicts = self.conflicts(kind, id).await?;
        let mut entered: BTreeMap<ChangeId, (String, u64)> = BTreeMap::new();
        let versions = conflicts.iter().flat_map(|(_, field)| field.versions());
        for version in versions {
            if let Entry::Vacant(unknown) = entered.entry(version.edit.change) {
                let change = self.change(version.edit.change).await?;
                let by = change.map(|change| (change.author, change.made_at));
                unknown.insert(by.unwrap_or((String::new(), version.stamp.millis)));
            }
        }
        let contested = conflicts.into_iter().map(|(field, register)| {
            let claims = register.versions().iter().map(|version| {
                let by = entered.get(&version.edit.change).cloned();
                let (author, made_at) = by.unwrap_or_default();
                Claim { value: version.value.clone(), made_at, author }
            });
            Contested { field, claims: claims.collect() }
        });
        Ok(contested.collect())
    }
}
