//! Pareto analysis and ABC classes: the share of value by customer. The caller chooses the measure of value
//! (energy, spend).

use serde::{Deserialize, Serialize};

use crate::domain::InOrder;

use crate::domain::segment::{AbcClass, AbcCuts};

/// Reason why values cannot be ranked.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ParetoError {
    /// No values.
    #[error("no values")]
    Empty,
    /// The value at this index is not finite.
    #[error("value {0} is not a finite number")]
    NotFinite(usize),
    /// The sum of the values is not finite.
    #[error("the values sum to {0}, but shares need a finite total")]
    NoTotal(f64),
}

/// One customer in the ranking by value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Index among the values given.
    pub index: usize,
    /// Value, in the unit given.
    pub value: f64,
    /// Share of the total, a fraction.
    pub share: f64,
    /// Cumulative share of the total up to and including this customer, a fraction.
    pub cumulative: f64,
    /// The class.
    pub class: AbcClass,
}

/// Size of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassShare {
    /// Number of customers.
    pub count: usize,
    /// Their share of the total value, a fraction.
    pub share: f64,
}

/// A customer whose refunds and credits outweigh its bills.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Negative {
    /// Index among the values given.
    pub index: usize,
    /// Value, below zero, in the unit given.
    pub value: f64,
}

/// The ranked portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pareto {
    /// Sum of the positive values, in the unit given; shares refer to it.
    pub total: f64,
    /// Gini coefficient of the non-negative values: 0 if all are equal, towards 1 if one has everything.
    pub gini: f64,
    /// Non-negative values, greatest first; ties in the order given.
    pub ranked: Vec<Ranked>,
    /// Negative values, lowest first. They have no share and are class C.
    pub negative: Vec<Negative>,
}

/// Cumulative sums in a different order differ in their last digits; a class limit counts as reached when the
/// remainder is below this part of it.
const ROUNDING: f64 = 1e-12;

/// Ranks values and assigns classes.
///
/// With the values in descending order and cᵢ the cumulated share, customer i is A while
/// cᵢ₋₁ < cut A, B while cᵢ₋₁ < cut B, else C: the one that crosses a cut belongs to the higher
/// class. Zero and negative values are C. With x ascending, G = Σ(2i − n − 1)xᵢ ÷ (n Σx) [Gini 1912].
///
/// Negative values (refunds and credits) are kept apart: shares, curve and Gini coefficient are those of the
/// non-negative values, so that every share is within 0 and 1 [Chen, Tsaur & Rhai 1982, Oxford Economic Papers
/// 34, 473–478: with negative values G has no upper bound].
///
/// Worked by hand: two of ten make four fifths; and the values 1, 2, … n have G = (n − 1) ÷ 3n.
///
/// ```
/// use busbar_core::{analysis::pareto::pareto, domain::segment::{AbcClass, AbcCuts}};
/// let value = [3.0, 50.0, 2.0, 30.0, 4.0, 2.0, 1.0, 3.0, 4.0, 1.0];
/// let pareto = pareto(&value, AbcCuts::default())?;
/// assert_eq!(pareto.customers_at(80.0), 2);
/// assert_eq!(pareto.ranked[1].cumulative, 0.8);
/// assert_eq!(pareto.ranked[2].class, AbcClass::B);
/// // A refund changes none of these.
/// let refunded = busbar_core::analysis::pareto::pareto(&[&value[..], &[-40.0]].concat(), AbcCuts::default())?;
/// assert_eq!((refunded.total, refunded.gini, refunded.ranked), (pareto.total, pareto.gini, pareto.ranked));
/// assert_eq!((refunded.negative[0].index, refunded.negative[0].value), (10, -40.0));
/// let one_to_ten: Vec<f64> = (1..=10).map(f64::from).collect();
/// assert!((busbar_core::analysis::pareto::pareto(&one_to_ten, AbcCuts::default())?.gini - 0.3).abs() < 1e-12);
/// # Ok::<(), busbar_core::analysis::pareto::ParetoError>(())
/// ```
///
/// # Errors
/// [`ParetoError`] if there are no values, one is not finite, or their sum is not finite. If no value is
/// positive, every customer is class C.
pub fn pareto(values: &[f64], cuts: AbcCuts) -> Result<Pareto, ParetoError> {
    if values.is_empty() {
        return Err(ParetoError::Empty);
    }
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        return Err(ParetoError::NotFinite(place));
    }
    let (mut order, mut below): (Vec<usize>, Vec<usize>) =
        (0..values.len()).partition(|index| values[*index] >= 0.0);
    // Up to a hundred thousand values, with the standard sort.
    order.sort_unstable_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    below.order_by(|a, b| values[*a].total_cmp(&values[*b]));
    // An empty sum is −0.
    let total = order.iter().map(|index| values[*index]).sum::<f64>() + 0.0;
    if !total.is_finite() {
        return Err(ParetoError::NoTotal(total));
    }

    // Rounding can push a cumulative share above 1.
    let share = |value: f64| {
        if total > 0.0 { (value / total).min(1.0) } else { 0.0 }
    };
    let reached =
        |cumulated: f64, percent: f64| cumulated >= percent / 100.0 * total * (1.0 - ROUNDING);
    let mut cumulated = 0.0;
    let ranked = order
        .into_iter()
        .map(|index| {
            let value = values[index];
            let class = if value <= 0.0 || reached(cumulated, cuts.b()) {
                AbcClass::C
            } else if reached(cumulated, cuts.a()) {
                AbcClass::B
            } else {
                AbcClass::A
            };
            cumulated += value;
            Ranked { index, value, share: share(value), cumulative: share(cumulated), class }
        })
        .collect::<Vec<_>>();
    let n = ranked.len().max(1) as f64;
    let weighted: f64 = ranked
        .iter()
        .enumerate()
        .map(|(rank, item)| (n - 1.0 - 2.0 * rank as f64) * item.value)
        .sum();
    Ok(Pareto {
        total,
        gini: share(weighted / n).max(0.0),
        ranked,
        negative: below.into_iter().map(|index| Negative { index, value: values[index] }).collect(),
    })
}

impl Pareto {
    /// Returns the sum of the negative values, in the unit given; 0 without any.
    pub fn negative_total(&self) -> f64 {
        self.negative.iter().map(|one| one.value).sum::<f64>() + 0.0
    }

    /// Returns all customers in order: the ranked ones, then the negative ones, which have no share.
    pub fn everybody(&self) -> impl Iterator<Item = Ranked> {
        let negative = self.negative.iter().map(|one| Ranked {
            index: one.index,
            value: one.value,
            share: 0.0,
            cumulative: if self.total > 0.0 { 1.0 } else { 0.0 },
            class: AbcClass::C,
        });
        self.ranked.iter().copied().chain(negative)
    }

    /// Returns the size of one class.
    pub fn class(&self, class: AbcClass) -> ClassShare {
        self.everybody().filter(|item| item.class == class).fold(
            ClassShare::default(),
            |sum, item| ClassShare { count: sum.count + 1, share: sum.share + item.share },
        )
    }

    /// Returns the smallest number of customers that together make `percent` of the value; 0 without value.
    pub fn customers_at(&self, percent: f64) -> usize {
        let goal = percent / 100.0 * (1.0 - ROUNDING);
        self.ranked.iter().position(|item| item.cumulative >= goal).map_or(0, |place| place + 1)
    }

    /// Returns the curve of cumulative value over customers, both as fractions from (0, 0) to (1, 1), thinned to
    /// about `points` for drawing; the steep start, with the few, stays complete.
    pub fn curve(&self, points: usize) -> Vec<(f64, f64)> {
        let n = self.ranked.len();
        let head = points / 4;
        let step = (n.saturating_sub(head) / points.saturating_sub(head).max(1)).max(1);
        std::iter::once((0.0, 0.0))
            .chain(
                self.ranked
                    .iter()
                    .enumerate()
                    .filter(|(rank, _)| {
                        *rank < head || (rank - head).is_multiple_of(step) || rank + 1 == n
                    })
                    .map(|(rank, item)| ((rank + 1) as f64 / n as f64, item.cumulative)),
            )
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classes(values: &[f64]) -> String {
        let pareto = pareto(values, AbcCuts::default()).unwrap();
        let mut classes = vec![""; values.len()];
        for item in pareto.everybody() {
            classes[item.index] = item.class.name();
        }
        classes.concat()
    }

    #[test]
    fn the_one_that_crosses_a_cut_belongs_to_the_higher_class() {
        for (values, expected) in [
            (&[100.0][..], "A"),
            (&[79.0, 2.0, 19.0], "ACA"),
            (&[80.0, 15.0, 5.0], "ABC"),
            (&[81.0, 14.0, 5.0], "ABC"),
            (&[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], "AAAAAAAABB"),
            (&[10.0, 0.0, -1.0], "ACC"),
            (&[0.0, 0.0], "CC"),
            (&[5.0, 5.0, 5.0, 5.0], "AAAA"),
        ] {
            assert_eq!(classes(values), expected, "{values:?}");
        }
    }

    #[test]
    fn refusals() {
        let cuts = AbcCuts::default();
        assert_eq!(pareto(&[], cuts), Err(ParetoError::Empty));
        assert_eq!(pareto(&[1.0, f64::NAN], cuts), Err(ParetoError::NotFinite(1)));
        assert_eq!(pareto(&[f64::MAX, f64::MAX], cuts), Err(ParetoError::NoTotal(f64::INFINITY)));
        assert!(AbcCuts::new(95.0, 80.0).is_err());
    }

    #[test]
    fn a_refund_stands_apart() {
        // A refund of 40 000 beside bills totalling 8 000.
        let values = [5000.0, -40_000.0, 2000.0, 1000.0, 0.0, -10.0];
        let pareto = pareto(&values, AbcCuts::default()).unwrap();
        assert_eq!((pareto.total, pareto.negative_total()), (8000.0, -40_010.0));
        let shares: Vec<f64> = pareto.everybody().map(|one| one.share).collect();
        assert_eq!(shares, [0.625, 0.25, 0.125, 0.0, 0.0, 0.0]);
        let order: Vec<usize> = pareto.everybody().map(|one| one.index).collect();
        assert_eq!(order, [0, 2, 3, 4, 1, 5]);
        assert_eq!(classes(&values), "ACABCC");
        // By hand: (3·5000 + 1·2000 − 1·1000 − 3·0) ÷ (4 · 8000).
        assert_eq!(pareto.gini, 0.5);
        assert_eq!(pareto.class(AbcClass::C).count, 3);
        let curve = pareto.curve(8);
        assert_eq!(curve.last(), Some(&(1.0, 1.0)));
        let only = super::pareto(&[-3.0], AbcCuts::default()).unwrap();
        assert_eq!((only.total, only.gini, only.ranked.len()), (0.0, 0.0, 0));
        assert_eq!(only.customers_at(80.0), 0);
    }

    #[test]
    fn gini_runs_from_equal_to_one_has_all() {
        let gini = |values: &[f64]| pareto(values, AbcCuts::default()).unwrap().gini;
        assert!(gini(&[7.0; 9]).abs() < 1e-15);
        assert!((gini(&[0.0, 0.0, 0.0, 1.0]) - 0.75).abs() < 1e-15);
        assert_eq!(gini(&[0.0, 0.0]), 0.0);
    }

    proptest! {
        #[test]
        fn the_greatest_come_first_and_the_shares_make_the_whole(
            values in prop::collection::vec(0.0..1e9_f64, 1..40)
        ) {
            prop_assume!(values.iter().sum::<f64>() > 0.0);
            let pareto = pareto(&values, AbcCuts::default()).unwrap();
            let mut places: Vec<usize> = pareto.ranked.iter().map(|item| item.index).collect();
            prop_assert!(pareto.ranked.iter().all(|item| item.value == values[item.index]));
            for pair in pareto.ranked.windows(2) {
                prop_assert!(pair[0].value >= pair[1].value);
                prop_assert!(pair[0].value > pair[1].value || pair[0].index < pair[1].index);
                prop_assert!(pair[0].cumulative <= pair[1].cumulative);
                prop_assert!(pair[0].class <= pair[1].class);
            }
            places.sort_unstable();
            prop_assert!(places.into_iter().eq(0..values.len()));
            let shares: f64 = pareto.ranked.iter().map(|item| item.share).sum();
            let classes: f64 = AbcClass::ALL.iter().map(|class| pareto.class(*class).share).sum();
            let last = pareto.ranked[values.len() - 1].cumulative;
            for whole in [shares, classes, last] {
                prop_assert!((whole - 1.0).abs() < 1e-12, "{}", whole);
            }
        }

        #[test]
        fn nothing_leaves_the_whole(values in prop::collection::vec(-1e9..1e9_f64, 1..40)) {
            let pareto = pareto(&values, AbcCuts::default()).unwrap();
            prop_assert_eq!(pareto.everybody().count(), values.len());
            prop_assert!((0.0..=1.0).contains(&pareto.gini), "{}", pareto.gini);
            for one in pareto.everybody() {
                prop_assert!((0.0..=1.0).contains(&one.share));
                prop_assert!((0.0..=1.0).contains(&one.cumulative));
            }
        }

        #[test]
        fn gini_knows_no_unit_and_no_order(
            values in prop::collection::vec(0.0..1e6_f64, 1..40),
            factor in 1e-3..1e3_f64,
        ) {
            prop_assume!(values.iter().sum::<f64>() > 0.0);
            let gini = |values: &[f64]| pareto(values, AbcCuts::default()).unwrap().gini;
            let first = gini(&values);
            let n = values.len() as f64;
            prop_assert!((-1e-12..=(n - 1.0) / n + 1e-12).contains(&first), "{}", first);
            let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
            prop_assert!((gini(&scaled) - first).abs() < 1e-9);
            let turned: Vec<f64> = values.iter().rev().copied().collect();
            prop_assert!((gini(&turned) - first).abs() < 1e-9);
            // Duplicating every value leaves the coefficient unchanged.
            let twice = [values.as_slice(), &values].concat();
            prop_assert!((gini(&twice) - first).abs() < 1e-9);
        }
    }
}
