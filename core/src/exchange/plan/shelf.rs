//! Records with an account number, known and new, indexed by it. `customer` and `contact` apply rows to them.

use std::{borrow::Cow, collections::BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    super::{field::FileKind, problem::Reason, value},
    Options, Outcome,
    difference::Differences,
};
use crate::domain::{
    Customer, Id, People, Record, SupplyPoint, Value, Who, WorkspaceSecret,
    account_number::plain,
    draft::{Block, Draft, RecordBlock},
    merge::Merges,
    record::FieldValue,
};

/// A record identified by a number.
pub trait Account: Record {
    /// Kind of file that brings it.
    const FILE: FileKind;
    /// Returns the canonical number, or another unique key: the name from which a new record gets its id.
    fn key(&self) -> Cow<'_, str>;
    /// Creates a record with only its number.
    fn numbered(id: Id<Self>, number: &str) -> Self;
    /// Restores a deleted record.
    fn bring_back(&mut self);

    /// Returns the record that this one was merged into.
    fn merged_into(&self) -> Option<Id<Self>> {
        None
    }
}

impl Account for Customer {
    const FILE: FileKind = FileKind::Customers;

    fn key(&self) -> Cow<'_, str> {
        plain(&self.account_number)
    }

    /// Shown by its number until its name is known.
    fn numbered(id: Id<Self>, number: &str) -> Self {
        Self { account_number: number.into(), name: number.into(), ..Self::empty(id) }
    }

    fn bring_back(&mut self) {
        self.is_deleted = false;
    }

    fn merged_into(&self) -> Option<Id<Self>> {
        self.merged_into
    }
}

impl Account for SupplyPoint {
    const FILE: FileKind = FileKind::SupplyPoints;

    fn key(&self) -> Cow<'_, str> {
        plain(&self.account_number)
    }

    fn numbered(id: Id<Self>, number: &str) -> Self {
        Self { account_number: number.into(), ..Self::empty(id) }
    }

    fn bring_back(&mut self) {
        self.is_deleted = false;
    }
}

/// Records of one kind by number: known records, changed ones and new ones.
pub struct Shelf<'a, T> {
    known: &'a [T],
    people: &'a People,
    secret: WorkspaceSecret,
    taken: FxHashSet<Id<T>>,
    new: Vec<T>,
    changed: FxHashMap<usize, T>,
    places: FxHashMap<Box<str>, usize>,
    /// Index of the record that remains of each merged one.
    remaining: FxHashMap<usize, usize>,
    /// Numbers with leading zeros, keyed without them.
    without_zeros: FxHashMap<Box<str>, usize>,
    /// File and line that last wrote a record; 0 and 0 for none.
    written: FxHashMap<usize, (u32, u32)>,
}

impl<'a, T: Account> Shelf<'a, T> {
    /// Creates a shelf of the known records, which refer to these people. New records get their ids from the secret.
    pub fn new(known: &'a [T], people: &'a People, secret: WorkspaceSecret) -> Self {
        let mut shelf = Self {
            known,
            people,
            secret,
            taken: known.iter().map(Record::id).collect(),
            new: Vec::new(),
            changed: FxHashMap::default(),
            places: FxHashMap::default(),
            remaining: FxHashMap::default(),
            without_zeros: FxHashMap::default(),
            written: FxHashMap::default(),
        };
        shelf.remaining = remaining(known);
        for (place, record) in known.iter().enumerate() {
            let key = record.key();
            if !key.is_empty() && !shelf.remaining.contains_key(&place) {
                shelf.put(&key, place);
            }
        }
        // A number that a merged record shares with another one is that of the other.
        for place in shelf.remaining.keys().copied().collect::<BTreeSet<_>>() {
            let key = known[place].key();
            if !key.is_empty() && !shelf.places.contains_key(&*key) {
                shelf.put(&key, place);
            }
        }
        shelf
    }

    fn put(&mut self, key: &str, place: usize) {
        let short = key.trim_start_matches('0');
        if short.len() < key.len() && short.bytes().all(|byte| byte.is_ascii_digit()) {
            self.without_zeros.insert(short.into(), place);
        }
        self.places.insert(key.into(), place);
    }

    /// Checks that an unknown number is not a known one that lost its leading zeros.
    ///
    /// # Errors
    /// [`Reason::LostZeros`].
    pub fn check_zeros(&self, number: &str) -> Result<(), Reason> {
        match self.without_zeros.get(number) {
            Some(place) => Err(Reason::LostZeros { known: self.get(*place).key().into_owned() }),
            None => Ok(()),
        }
    }

    /// Returns the person with this name in a file. The name is kept as text if its id is that of the person, because a
    /// block stores equal texts once.
    pub fn who(&self, written: &str) -> Who {
        let named = Who::named(written);
        match self.people.find(written) {
            Some(id) if Some(id) != named.id() => id.into(),
            _ => named,
        }
    }

    /// Returns the index of the record with this number, or of the one that remains of it.
    pub fn find(&self, number: &str) -> Option<usize> {
        let place = self.find_own(number)?;
        Some(self.remaining.get(&place).copied().unwrap_or(place))
    }

    /// Returns the index of the record with this number itself, even if it was merged.
    pub fn find_own(&self, number: &str) -> Option<usize> {
        self.places.get(number).copied()
    }

    /// Returns the number of records.
    pub const fn len(&self) -> usize {
        self.known.len() + self.new.len()
    }

    /// Returns the record at an index, with its changes.
    pub fn get(&self, place: usize) -> &T {
        match self.known.get(place) {
            Some(known) => self.changed.get(&place).unwrap_or(known),
            None => &self.new[place - self.known.len()],
        }
    }

    /// Returns all records: known ones without changes, then new ones.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.known.iter().chain(&self.new)
    }

    /// Adds a new record with this number, after `set` has set its other fields.
    pub fn make(&mut self, number: &str, set: impl FnOnce(&mut T)) -> usize {
        let place = self.len();
        // A known record has the id of this number if it was imported with it and has another number now.
        let id = self.secret.free_id_of(number, |id| self.taken.contains(&id));
        let mut record = T::numbered(id, number);
        set(&mut record);
        self.taken.insert(id);
        self.put(&record.key(), place);
        self.new.push(record);
        place
    }

    /// Checks that no earlier row has written this number.
    pub fn check_first(&self, number: &str, file: u32) -> Result<(), Reason> {
        match self.find(number).and_then(|place| self.written.get(&place)) {
            Some((first_file, line)) => {
                Err(Reason::Duplicate { first_line: if *first_file == file { *line } else { 0 } })
            }
            None => Ok(()),
        }
    }

    /// Applies the fields of a row to the record with this number, and returns the effect.
    pub fn write(
        &mut self,
        number: &str,
        fields: &[(usize, Value)],
        at: (u32, u32),
    ) -> Result<Outcome, Reason> {
        self.check_first(number, at.0)?;
        let (place, people) = (self.find(number), self.people);
        let set = |record: &mut T| {
            for (field, value) in fields {
                if T::PEOPLE[*field] && is_same(people, record.value_at(*field), value) {
                    continue;
                }
                // The values were parsed for these fields, so they fit.
                let _ = record.set_at(*field, value.clone());
            }
        };
        let (place, outcome) = match place {
            None => (self.make(number, set), Outcome::Added),
            Some(place) => {
                let before = self.get(place);
                let mut after = before.clone();
                after.bring_back();
                set(&mut after);
                let outcome = if after == *before {
                    Outcome::Unchanged
                } else if place < self.known.len() {
                    self.changed.insert(place, after);
                    Outcome::Changed
                } else {
                    self.new[place - self.known.len()] = after;
                    Outcome::Changed
                };
                (place, outcome)
            }
        };
        self.written.insert(place, at);
        Ok(outcome)
    }

    /// Drafts and lists the changed records.
    pub fn draft_changes(&mut self, draft: &mut Draft, differences: &mut Differences) {
        let mut changed: Vec<(usize, T)> = std::mem::take(&mut self.changed).into_iter().collect();
        changed.sort_by_key(|(place, _)| *place);
        for (place, after) in changed {
            let before = &self.known[place];
            let first = draft.edits.len();
            *draft = std::mem::take(draft).change(before, &after);
            for edit in &draft.edits[first..] {
                let values = [before.value(edit.field).unwrap_or_default(), edit.value.clone()];
                let values = values.map(|value| self.people.said::<T>(edit.field, value));
                differences.push(T::FILE, edit.record, edit.field, None, values);
            }
        }
    }

    /// Changes every new record.
    pub fn each_new(&mut self, change: impl FnMut(&mut T)) {
        self.new.iter_mut().for_each(change);
    }

    /// Drafts the new records.
    pub fn draft_new(self, draft: &mut Draft) {
        let blocks = RecordBlock::pack(self.new);
        draft.blocks.extend(blocks.into_iter().map(Block::Records));
    }
}

/// Returns the index of the record that remains of each merged one; a merge into an unknown record does not count.
fn remaining<T: Account>(known: &[T]) -> FxHashMap<usize, usize> {
    let merged =
        known.iter().enumerate().filter_map(|(place, one)| Some((place, one.merged_into()?)));
    let merged: Vec<(usize, Id<T>)> = merged.collect();
    if merged.is_empty() {
        return FxHashMap::default();
    }
    let places: FxHashMap<Id<T>, usize> =
        known.iter().enumerate().map(|(place, one)| (one.id(), place)).collect();
    let is_known = |(_, into): &(usize, Id<T>)| places.contains_key(into);
    let merges = merged.iter().copied().filter(is_known);
    let merges = Merges::of(merges.map(|(place, into)| (known[place].id(), into)));
    let to = |(place, _): (usize, Id<T>)| {
        let root = *places.get(&merges.root(known[place].id()))?;
        (root != place).then_some((place, root))
    };
    merged.into_iter().filter_map(to).collect()
}

/// Returns `true` if both values refer to the same person, under whatever name.
fn is_same(people: &People, one: Value, other: &Value) -> bool {
    let who = |value: Value| Who::from_value(value).unwrap_or_default();
    one == *other || people.same(&who(one), &who(other.clone()))
}

/// Checks that a customer with this unknown number may be created.
///
/// # Errors
/// [`Reason::UnknownCustomer`] unless the user chose to create them; the fault of the number.
pub fn allowed(
    customers: &Shelf<'_, Customer>,
    number: &str,
    options: Options,
) -> Result<(), Reason> {
    value::check_key(number)?;
    customers.check_zeros(number)?;
    if options.create_unknown { Ok(()) } else { Err(Reason::UnknownCustomer) }
}

/// Creates a customer with only its number, and returns its index.
pub fn make_customer(customers: &mut Shelf<'_, Customer>, number: &str) -> usize {
    customers.make(number, |_| ())
}
