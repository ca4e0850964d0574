//! Comparison of two segmentations: who moved, and which figures moved with them.

use crate::domain::{Customer, Id, InOrder};

use std::collections::HashMap;

/// Matches the clusters of two runs by shared customers, because cluster numbers are not comparable between runs:
/// returns, for every new cluster, the old one it grew out of. Pairs are matched greedily by the number of shared
/// customers; an unmatched cluster is new.
///
/// ```
/// use busbar_core::analysis::compare::match_clusters;
/// assert_eq!(match_clusters(&[(0, 1), (0, 1), (0, 1), (1, 0), (1, 0)], 2), [Some(1), Some(0)]);
/// ```
pub fn match_clusters(before_after: &[(u32, u32)], clusters_after: usize) -> Vec<Option<u32>> {
    let mut shared: HashMap<(u32, u32), usize> = HashMap::new();
    for pair in before_after {
        *shared.entry(*pair).or_default() += 1;
    }
    let mut pairs: Vec<_> = shared.into_iter().collect();
    pairs.order_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
    let mut origin = vec![None; clusters_after];
    for ((before, after), _) in pairs {
        let taken = origin.contains(&Some(before));
        if let Some(origin) = origin.get_mut(after as usize).filter(|origin| origin.is_none())
            && !taken
        {
            *origin = Some(before);
        }
    }
    origin
}

/// A customer whose group changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move<G> {
    /// The customer.
    pub customer: Id<Customer>,
    /// Group before; `None` for a new customer.
    pub before: Option<G>,
    /// Group now; `None` for a customer that is gone.
    pub after: Option<G>,
}

/// Returns the customers that moved, appeared or disappeared, in the order of the later run, those that
/// disappeared last.
pub fn moves<G: Copy + PartialEq>(
    before: &[(Id<Customer>, G)],
    after: &[(Id<Customer>, G)],
) -> Vec<Move<G>> {
    let old: HashMap<Id<Customer>, G> = before.iter().copied().collect();
    let now: HashMap<Id<Customer>, G> = after.iter().copied().collect();
    let moved = after.iter().filter_map(|(customer, group)| {
        let before = old.get(customer).copied();
        (before != Some(*group)).then_some(Move {
            customer: *customer,
            before,
            after: Some(*group),
        })
    });
    let gone = before
        .iter()
        .filter(|(customer, _)| !now.contains_key(customer))
        .map(|(customer, group)| Move { customer: *customer, before: Some(*group), after: None });
    moved.chain(gone).collect()
}

/// A figure that changed between two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureChange<F> {
    /// Figure.
    pub figure: F,
    /// Value before, in its unit.
    pub before: f64,
    /// Value now.
    pub after: f64,
    /// Change, in standard deviations of the portfolio.
    pub deviations: f64,
}

/// Returns the figures that changed for a customer, largest change first, measured in standard deviations `sd` of
/// the portfolio so that different units compare. Changes below a tenth of one are left out.
pub fn why<F: Copy>(figures: &[(F, Option<f64>, Option<f64>, f64)]) -> Vec<FigureChange<F>> {
    const LEAST: f64 = 0.1;
    let mut changes: Vec<FigureChange<F>> = figures
        .iter()
        .filter_map(|(figure, before, after, sd)| {
            let (before, after) = ((*before)?, (*after)?);
            let deviations = (after - before) / sd;
            (sd.is_normal() && deviations.abs() >= LEAST).then_some(FigureChange {
                figure: *figure,
                before,
                after,
                deviations,
            })
        })
        .collect();
    changes.order_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_moved_came_and_went() {
        let id = |n| Id::new(uuid::Uuid::from_u128(n));
        let before = [(id(1), 'A'), (id(2), 'B'), (id(3), 'C')];
        let after = [(id(2), 'A'), (id(1), 'A'), (id(4), 'C')];
        let moves = moves(&before, &after);
        let said: Vec<_> =
            moves.iter().map(|m| (m.customer.uuid().as_u128(), m.before, m.after)).collect();
        assert_eq!(said, [(2, Some('B'), Some('A')), (4, None, Some('C')), (3, Some('C'), None)]);
    }

    #[test]
    fn a_split_cluster_has_one_heir() {
        assert_eq!(match_clusters(&[(0, 0), (0, 0), (0, 1)], 3), [Some(0), None, None]);
    }

    #[test]
    fn the_greatest_change_comes_first() {
        let changes = why(&[
            ("energy", Some(5.0), Some(5.5), 1.0),
            ("growth", Some(0.1), Some(-0.3), 0.1),
            ("peak", None, Some(2.0), 1.0),
            ("constant", Some(1.0), Some(2.0), 0.0),
            ("still", Some(1.0), Some(1.001), 1.0),
        ]);
        let named: Vec<_> = changes.iter().map(|change| change.figure).collect();
        assert_eq!(named, ["growth", "energy"]);
    }
}
