//! Whether what people do is kept: what is on its way to the disk, and what did not get there. Who
//! writes is the workspace; how it is said is the shell's.

use std::collections::BTreeSet;

use busbar_core::{domain::draft::Draft, storage::LedgerError};
use uuid::Uuid;

/// Whether what people do is kept.
///
/// A failure stands until all that it was to write has been written after all, or until a person puts
/// it aside. The success of anything else says nothing of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saving {
    under_way: usize,
    failures: Vec<Failure>,
    numbered: u32,
}

/// Something that could not be written; what was typed still stands in its field.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The how-manieth on this page.
    pub number: u32,
    /// Why.
    pub error: LedgerError,
    of: Matter,
}

/// What a write was about, to know by it when it comes again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Matter {
    action: &'static str,
    fields: BTreeSet<(Uuid, &'static str)>,
    has_more: bool,
}

impl Matter {
    /// What a draft writes.
    pub(super) fn of(draft: &Draft) -> Self {
        let fields = draft.edits.iter().map(|edit| (edit.record, edit.field));
        Self { action: draft.action, fields: fields.collect(), has_more: !draft.blocks.is_empty() }
    }

    /// What has no fields, and is known by its name alone.
    pub(super) const fn named(action: &'static str) -> Self {
        Self { action, fields: BTreeSet::new(), has_more: true }
    }

    /// Whether with this all of the other is done as well. Of what came in bulk only the name is known:
    /// made once more, it has other ids.
    fn makes_up_for(&self, other: &Self) -> bool {
        other.fields.is_subset(&self.fields) && (!other.has_more || other.action == self.action)
    }
}

impl Saving {
    /// Whether anything is on its way to the disk.
    pub const fn is_under_way(&self) -> bool {
        self.under_way > 0
    }

    /// The latest failure that stands.
    pub fn failure(&self) -> Option<&Failure> {
        self.failures.last()
    }

    /// How many failures stand.
    pub fn failed(&self) -> usize {
        self.failures.len()
    }

    /// The numbers of the failures that stand.
    pub(super) fn numbers(&self) -> Vec<u32> {
        self.failures.iter().map(|failure| failure.number).collect()
    }

    /// A person has seen to what could not be written.
    pub fn put_aside(&mut self) {
        self.failures.clear();
    }

    pub(super) fn begin(&mut self) {
        self.under_way += 1;
    }

    pub(super) fn end(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Takes in what came of something.
    pub(super) fn came<T>(&mut self, of: Matter, result: &Result<T, LedgerError>) {
        // It is to be made anew, or is told beside its field; whoever asked for it knows.
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
        // Nor does it make up for one.
        saving.came(import("import"), &FULL);
        saving.came(import("import"), &outdated);
        assert_eq!(saving.failed(), 1);
    }
}
