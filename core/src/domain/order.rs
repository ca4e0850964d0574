//! One shared sort. The standard library's sort is compiled anew for every type and comparison, some 3 kB of code
//! each; the page is loaded over a tablet's network and sorts short lists of many kinds, so it uses this one.
//! Long lists in the worker use the standard sort.

use std::cmp::Ordering;

/// A list that can be sorted. The sort is stable.
pub trait InOrder<T> {
    /// Sorts by this comparison.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by this key, smallest first.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
}

impl<T> InOrder<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let mut sources = sources(self.len(), &|a, b| compare(&self[a], &self[b]));
        for start in 0..sources.len() {
            let mut to = start;
            loop {
                let from = std::mem::replace(&mut sources[to], to);
                if from == start {
                    break;
                }
                self.swap(to, from);
                to = from;
            }
        }
    }
}

/// Returns, for each position, the position its item comes from.
fn sources(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sources: Vec<usize> = (0..length).collect();
    sources.sort_by(|a, b| compare(*a, *b));
    sources
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_orders_as_the_standard_library_does(numbers: Vec<(u8, u16)>) {
            let mut ours = numbers.clone();
            ours.order_by_key(|(key, _)| std::cmp::Reverse(*key));
            let mut theirs = numbers;
            theirs.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
            prop_assert_eq!(ours, theirs);
        }
    }
}
