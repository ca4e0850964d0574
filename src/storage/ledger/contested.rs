//! What two tablets entered without seeing each other, with who entered it and when, so that a person
//! can choose. Choosing is another edit.

use std::collections::{BTreeMap, btree_map::Entry};

use uuid::Uuid;

use super::{Ledger, LedgerError};
use crate::{
    domain::Value,
    storage::{port::Storage, seal::Seal},
    sync::{ChangeId, Stamp},
};

/// One of the values of a contested field.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What it holds.
    pub value: Value,
    /// When it was entered.
    pub stamp: Stamp,
    /// Who entered it; empty where nobody is known.
    pub author: String,
}

/// A field whose values did not see each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Contested {
    /// The stable name of the field.
    pub field: String,
    /// Its values, the displayed one first.
    pub claims: Vec<Claim>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// The fields of a record that are to be chosen, by name. Fields that hold the same on both sides
    /// are among them: nobody has confirmed that.
    ///
    /// # Errors
    /// [`LedgerError`] when the store cannot be read.
    pub async fn contested(&self, kind: &str, id: Uuid) -> Result<Vec<Contested>, LedgerError> {
        let conflicts = self.conflicts(kind, id).await?;
        let mut authors: BTreeMap<ChangeId, String> = BTreeMap::new();
        let versions = conflicts.iter().flat_map(|(_, field)| field.versions());
        for version in versions {
            if let Entry::Vacant(unknown) = authors.entry(version.edit.change) {
                let change = self.change(version.edit.change).await?;
                unknown.insert(change.map(|change| change.author).unwrap_or_default());
            }
        }
        let contested = conflicts.into_iter().map(|(field, register)| {
            let claims = register.versions().iter().map(|version| Claim {
                value: version.value.clone(),
                stamp: version.stamp,
                author: authors
                    .get(&version.edit.change)
                    .cloned()
                    .unwrap_or_default(),
            });
            Contested {
                field,
                claims: claims.collect(),
            }
        });
        Ok(contested.collect())
    }
}
