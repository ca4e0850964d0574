//! What changed from one segmentation to another, and which figures moved with it.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    compare::{FigureChange, Move, match_clusters, moves, why},
    segmentation::{Member, Segmentation},
};
use crate::domain::segment::{AbcClass, Feature};

/// What changed from one run to the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Whose class is another.
    pub classes: Vec<Move<AbcClass>>,
    /// Who became a key account, and who is none any more; one who came or went without being one is
    /// no move.
    pub keys: Vec<Move<bool>>,
    /// Whose cluster is another; the clusters before are named by those that grew out of them, and
    /// a number of at least the clusters now is one that is gone.
    pub clusters: Vec<Move<u32>>,
}

/// Compares two runs. Customers that one of them does not know are moves from or to nothing.
pub fn changes(before: &Segmentation, after: &Segmentation) -> Changes {
    fn groups<G>(run: &Segmentation, of: impl Fn(&Member) -> Option<G>) -> Vec<(Uuid, G)> {
        run.members
            .iter()
            .filter_map(|member| Some((member.customer, of(member)?)))
            .collect()
    }
    let is_key = |member: &Member| Some(member.is_key);
    let old = groups(before, |member| member.cluster);
    let new = groups(after, |member| member.cluster);
    let new_of: HashMap<Uuid, u32> = new.iter().copied().collect();
    let pairs: Vec<(u32, u32)> = old
        .iter()
        .filter_map(|(customer, cluster)| Some((*cluster, *new_of.get(customer)?)))
        .collect();
    let count = after
        .clustering
        .as_ref()
        .map_or(0, |clustering| clustering.clusters.len());
    let origins = match_clusters(&pairs, count);
    let heir = |cluster: u32| {
        origins
            .iter()
            .position(|origin| *origin == Some(cluster))
            .map_or(count as u32 + cluster, |heir| heir as u32)
    };
    let renamed: Vec<(Uuid, u32)> = old
        .iter()
        .map(|(customer, cluster)| (*customer, heir(*cluster)))
        .collect();
    let mut keys = moves(&groups(before, is_key), &groups(after, is_key));
    keys.retain(|moved| moved.before == Some(true) || moved.after == Some(true));
    Changes {
        classes: moves(
            &groups(before, |member| member.class),
            &groups(after, |member| member.class),
        ),
        keys,
        clusters: moves(&renamed, &new),
    }
}

/// How far each figure spreads over everybody in a run, in the order of [`Feature::ALL`]: what a
/// change of it is weighed by.
pub fn spreads(run: &Segmentation) -> Vec<f64> {
    (0..Feature::ALL.len())
        .map(|place| spread(run, place))
        .collect()
}

/// The figures that moved a customer from one run to the next, the greatest change first; `spreads`
/// are those of the later run.
pub fn reasons(old: &Member, new: &Member, spreads: &[f64]) -> Vec<FigureChange<Feature>> {
    let figures: Vec<_> = Feature::ALL
        .iter()
        .zip(spreads)
        .enumerate()
        .map(|(place, (feature, spread))| {
            let get = |member: &Member| member.figures.get(place).copied().flatten();
            (*feature, get(old), get(new), *spread)
        })
        .collect();
    why(&figures)
}

/// Population standard deviation of one figure over everybody.
fn spread(run: &Segmentation, place: usize) -> f64 {
    let known: Vec<f64> = run
        .members
        .iter()
        .filter_map(|member| member.figures.get(place).copied().flatten())
        .collect();
    let count = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / count;
    (known
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / count)
        .sqrt()
}

#[cfg(test)]
mod tests {
    use super::{super::segmentation::tests::run, *};

    #[test]
    fn what_changed_and_why() {
        let before = run(&[1000.0, 100.0, 10.0], vec![0, 0, 1]);
        // The clusters changed their numbers, and the third customer grew into the first's.
        let after = run(&[1000.0, 100.0, 5000.0], vec![1, 1, 1]);
        let changes = changes(&before, &after);
        let moved: Vec<_> = changes
            .clusters
            .iter()
            .map(|moved| (moved.customer.as_u128(), moved.after))
            .collect();
        assert_eq!(moved, [(3, Some(1))]);
        assert!(
            changes
                .classes
                .iter()
                .any(|moved| moved.customer.as_u128() == 3 && moved.after == Some(AbcClass::A))
        );
        let third = |run: &Segmentation| run.members[2].clone();
        let why = reasons(&third(&before), &third(&after), &spreads(&after));
        assert_eq!(why[0].figure, Feature::Energy);
        assert_eq!((why[0].before, why[0].after), (1.0, 5000_f64.log10()));
    }

    #[test]
    fn only_those_who_were_or_became_key_accounts_changed() {
        let with_keys = |spends: &[f64], keys: &[usize]| {
            let mut run = run(spends, vec![0; spends.len()]);
            for (place, member) in run.members.iter_mut().enumerate() {
                member.is_key = keys.contains(&place);
            }
            run
        };
        let (few, many) = ([30.0, 20.0, 10.0], [30.0, 20.0, 10.0, 5.0, 2.0]);
        // The first three stay; the fourth and fifth come, or go.
        type Said = [(u128, Option<bool>, Option<bool>)];
        let came: [(&[usize], &[usize], &Said); 4] = [
            (&[0], &[0], &[]),
            (&[0], &[0, 3], &[(4, None, Some(true))]),
            (
                &[0],
                &[1],
                &[(1, Some(true), Some(false)), (2, Some(false), Some(true))],
            ),
            (&[], &[], &[]),
        ];
        for (before, after, expected) in came {
            let moves = changes(&with_keys(&few, before), &with_keys(&many, after)).keys;
            let said: Vec<_> = moves
                .iter()
                .map(|moved| (moved.customer.as_u128(), moved.before, moved.after))
                .collect();
            assert_eq!(said, expected, "{before:?} {after:?}");
        }
        let gone = changes(&with_keys(&many, &[3]), &with_keys(&few, &[])).keys;
        assert_eq!(gone.len(), 1);
        assert_eq!((gone[0].before, gone[0].after), (Some(true), None));
    }
}
