//! Merges of records: chains of "merged into", followed to the record that remains. Which records are merged, and what
//! refers to them, is known by their kind.

use rustc_hash::FxHashMap;

use super::Id;

/// Follows a chain of merges to its end. `next` returns what a record was merged into. If records were merged into each
/// other on two devices, the lowest id of the circle remains.
pub fn root<T>(id: Id<T>, next: impl Fn(Id<T>) -> Option<Id<T>>) -> Id<T> {
    let (mut at, mut seen) = (id, vec![id]);
    while let Some(into) = next(at) {
        if let Some(start) = seen.iter().position(|id| *id == into) {
            return seen[start..].iter().copied().min().unwrap_or(into);
        }
        seen.push(into);
        at = into;
    }
    at
}

/// The records of one kind that were merged, each with the one that remains.
#[derive(Debug)]
pub struct Merges<T>(FxHashMap<Id<T>, Id<T>>);

impl<T> Merges<T> {
    /// Follows these merges, each of a record into another one, in any order.
    pub fn of(written: impl IntoIterator<Item = (Id<T>, Id<T>)>) -> Self {
        let into: FxHashMap<Id<T>, Id<T>> = written.into_iter().collect();
        let ends = into.keys().map(|id| (*id, root(*id, |id| into.get(&id).copied())));
        Self(ends.filter(|(id, end)| id != end).collect())
    }

    /// Returns the record that remains of this one; itself if it was not merged.
    pub fn root(&self, id: Id<T>) -> Id<T> {
        self.0.get(&id).copied().unwrap_or(id)
    }

    /// Returns the records that lead elsewhere than in `other`, in ascending order.
    pub fn differing(&self, other: &Self) -> Vec<Id<T>> {
        let mut ids: Vec<Id<T>> = self.0.keys().chain(other.0.keys()).copied().collect();
        ids.retain(|id| self.root(*id) != other.root(*id));
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl<T> Default for Merges<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T> PartialEq for Merges<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Customer;

    fn id(n: u128) -> Id<Customer> {
        Id::new(Uuid::from_u128(n))
    }

    #[test]
    fn a_chain_leads_to_its_end_and_a_circle_to_its_lowest() {
        let merges = Merges::of(
            [(1, 2), (2, 3), (7, 8), (8, 6), (6, 7), (9, 8)].map(|(a, b)| (id(a), id(b))),
        );
        for (from, to) in [(1, 3), (2, 3), (3, 3), (4, 4), (6, 6), (7, 6), (8, 6), (9, 6)] {
            assert_eq!(merges.root(id(from)), id(to), "{from}");
        }
        assert_eq!(merges.differing(&Merges::default()), [1, 2, 7, 8, 9].map(id));
        assert_eq!(merges.differing(&merges), []);
    }

    proptest! {
        #[test]
        fn merges_end_the_same_in_any_order(into in prop::collection::vec(prop::option::of(0..8_u128), 8)) {
            let written = into.iter().zip(0..).filter_map(|(into, n)| Some((id(n), id((*into)?))));
            let mut written: Vec<_> = written.collect();
            let merges = Merges::of(written.clone());
            written.reverse();
            prop_assert_eq!(&Merges::of(written.clone()), &merges);
            for (from, into) in written {
                prop_assert_eq!(merges.root(from), merges.root(into));
                prop_assert_eq!(merges.root(merges.root(from)), merges.root(from));
            }
        }
    }
}
