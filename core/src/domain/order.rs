//! Putting things in order with one sort for all. The standard library's is made anew for every type
//! and comparison, some 3 kB of code each; the page is loaded over a tablet's network and sorts short
//! lists of many kinds, so it goes through this one. Long lists of one kind, in the worker, do not.

use std::cmp::Ordering;

/// A list that can be put in order. Equal items stay as they stood.
pub trait InOrder<T> {
    /// Puts it in the order of this comparison.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Puts it in the order of this key, the smallest first.
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

/// For each place the place its item comes from.
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
