//! State of the writes to the store: pending writes, and failures. The workspace writes; the shell displays the
//! state.

use std::collections::BTreeSet;

use busbar_core::{domain::draft::Draft, storage::LedgerError};
use uuid::Uuid;

/// Pending and failed writes.
///
/// A failure remains until all of its data has been written, or until the user dismisses it. The success of another
/// write does not remove it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saving {
    under_way: usize,
    failures: Vec<Failure>,
    numbered: u32,
}

/// A failed write; the text typed is still in its field.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Sequence number of the failure on this page.
    pub number: u32,
    /// Cause.
    pub error: LedgerError,
    of: Matter,
}

/// Subject of a write, compared to recognize its repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matter {
    action: &'static str,
    fields: BTreeSet<(Uuid, &'static str)>,
    has_more: bool,
}

impl Matter {
    /// Returns the subject of a draft.
    pub(super) fn of(draft: &Draft) -> Self {
        let fields = draft.edits.iter().map(|edit| (edit.record, edit.field));
        Self { action: draft.action, fields: fields.collect(), has_more: !draft.blocks.is_empty() }
    }

    /// Returns a subject without fields, identified by its name alone.
    pub(super) const fn named(action: &'static str) -> Self {
        Self { action, fields: BTreeSet::new(), has_more: true }
    }

    /// Returns `true` if success of this write also completes the other one. Writes of blocks are compared by name
    /// alone, because their repetition has new ids.
    fn makes_up_for(&self, other: &Self) -> bool {
        other.fields.is_subset(&self.fields) && (!other.has_more || other.action == self.action)
    }
}

impl Saving {
    /// Returns `true` while a write is pending.
    pub const fn is_under_way(&self) -> bool {
        self.under_way > 0
    }

    /// Returns the latest remaining failure.
    pub fn failure(&self) -> Option<&Failure> {
        self.failures.last()
    }

    /// Returns the number of remaining failures.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// Returns the sequence numbers of the remaining failures.
    pub(super) fn numbers(&self) -> Vec<u32> {
        self.failures.iter().map(|failure| failure.number).collect()
    }

    /// Dismisses all failures.
    pub fn put_aside(&mut self) {
        self.failures.clear();
    }

    pub(super) fn begin(&mut self) {
        self.under_way += 1;
    }

    pub(super) fn end(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Records the result of a write.
    pub(super) fn came<T>(&mut self, of: Matter, result: &Result<T, LedgerError>) {
        // The caller computes an outdated draft again and shows a refusal beside the field.
        if matches!(result, Err(LedgerError::Outdated | LedgerError::Refused(_))) {
            return;
        }
        self.failures.retain(|failure| !of.makes_up_for(&failure.of));
        if let Err(error) = result {
            self.numbered += 1;
            self.failures.push(Failure { number: self.numbered, error: error.clone(), of });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::{
        domain::{
            Customer, FieldOf, Id, Record, Value,
            draft::{Block, RecordBlock},
        },
        storage::StorageError,
    };

    const FULL: Result<(), LedgerError> = Err(LedgerError::Storage(StorageError::Full));
    const FINE: Result<(), LedgerError> = Ok(());

    fn fields(of: &[(u128, FieldOf<Customer>)]) -> Matter {
        let mut draft = Draft::new("customer.edit");
        for (record, field) in of {
            draft = draft.edit(Id::<Customer>::new(Uuid::from_u128(*record)), *field, Value::Empty);
        }
        Matter::of(&draft)
    }

    fn import(action: &'static str) -> Matter {
        let customer = Customer::empty(Id::new(Uuid::from_u128(1)));
        let blocks = RecordBlock::pack(vec![customer]).into_iter();
        Matter::of(&Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new(action) })
    }

    #[test]
    fn all_is_written_when_the_last_of_them_is() {
        let mut saving = Saving::default();
        saving.begin();
        saving.begin();
        saving.end();
        assert!(saving.is_under_way());
        saving.end();
        assert_eq!(saving, Saving::default());
    }

    #[test]
    fn a_failure_stands_until_what_failed_is_written() {
        let named = || fields(&[(1, Customer::NAME)]);
        let cases: [(Matter, Matter, usize); 8] = [
            (named(), named(), 0),
            (named(), fields(&[(1, Customer::NAME), (1, Customer::REGION)]), 0),
            (named(), fields(&[(1, Customer::REGION)]), 1),
            (named(), fields(&[(2, Customer::NAME)]), 1),
            (fields(&[(1, Customer::NAME), (1, Customer::REGION)]), named(), 1),
            (import("import"), import("import"), 0),
            (import("import"), import("sample"), 1),
            (Matter::named("read"), named(), 1),
        ];
        for (failed, written, left) in cases {
            let mut saving = Saving::default();
            saving.came(failed.clone(), &FULL);
            assert_eq!(saving.failed(), 1);
            saving.came(written.clone(), &FINE);
            assert_eq!(saving.failed(), left, "{failed:?} {written:?}");
        }
    }

    #[test]
    fn a_failure_that_comes_again_is_one_and_is_told_again() {
        let mut saving = Saving::default();
        let number = |saving: &Saving| saving.failure().map(|failure| failure.number);
        saving.came(fields(&[(1, Customer::NAME)]), &FULL);
        saving.came(fields(&[(2, Customer::NAME)]), &FULL);
        saving.came(fields(&[(2, Customer::NAME)]), &FULL);
        assert_eq!((saving.failed(), number(&saving)), (2, Some(3)));
        saving.came(fields(&[(2, Customer::NAME)]), &FINE);
        assert_eq!((saving.failed(), number(&saving)), (1, Some(1)));
        saving.put_aside();
        assert_eq!((saving.failed(), number(&saving)), (0, None));
    }

    #[test]
    fn what_is_to_be_worked_out_again_is_no_failure() {
        let mut saving = Saving::default();
        let outdated: Result<(), _> = Err(LedgerError::Outdated);
        saving.came(import("import"), &outdated);
        assert_eq!(saving.failed(), 0);
        // An outdated write does not remove a failure either.
        saving.came(import("import"), &FULL);
        saving.came(import("import"), &outdated);
        assert_eq!(saving.failed(), 1);
    }
}
