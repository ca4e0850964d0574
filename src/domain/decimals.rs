//! A column of decimal figures in half the memory of `f64`: a figure with few decimal places is stored as an
//! integer, in units of its last place.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A column of figures, `NaN` for a missing one. Every figure is returned bit for bit as it was given. The
/// serialised form is a list of `f64`.
///
/// ```
/// use busbar::domain::decimals::Decimals;
/// let column = Decimals::from(vec![189.8, f64::NAN, -0.125]);
/// assert_eq!((column.get(0), column.get(2)), (Some(189.8), Some(-0.125)));
/// assert!(column.get(1).is_some_and(f64::is_nan));
/// assert_eq!(column.get(3), None);
/// ```
#[derive(Clone, Debug)]
pub struct Decimals(Held);

#[derive(Clone, Debug)]
enum Held {
    /// Each figure times ten to the power of `places`, [`MISSING`] for one that is missing.
    Whole { places: usize, figures: Box<[i32]> },
    /// Figures that do not fit into scaled integers.
    Any(Box<[f64]>),
}

const MISSING: i32 = i32::MIN;

/// Powers of ten, by the number of decimal places. The quotient of two exact `f64` is rounded to the nearest `f64`,
/// as a parser rounds the decimal.
const POWERS: [f64; 5] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];

impl Decimals {
    /// Number of figures, including the missing ones.
    pub const fn len(&self) -> usize {
        match &self.0 {
            Held::Whole { figures, .. } => figures.len(),
            Held::Any(figures) => figures.len(),
        }
    }

    /// Returns `true` if the column has no figures.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the figure at a place; `None` past the end.
    pub fn get(&self, place: usize) -> Option<f64> {
        match &self.0 {
            Held::Whole { places, figures } => Some(figure(*figures.get(place)?, *places)),
            Held::Any(figures) => figures.get(place).copied(),
        }
    }

    /// Returns the figures of a range; `None` if it extends past the end.
    pub fn slice(&self, range: std::ops::Range<usize>) -> Option<impl Iterator<Item = f64> + '_> {
        (range.end <= self.len()).then(|| range.map(|place| self.at(place)))
    }

    /// All figures.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.len()).map(|place| self.at(place))
    }

    fn at(&self, place: usize) -> f64 {
        self.get(place).unwrap_or(f64::NAN)
    }
}

fn figure(whole: i32, places: usize) -> f64 {
    if whole == MISSING {
        f64::NAN
    } else {
        f64::from(whole) / POWERS[places]
    }
}

/// Returns the figure as an integer in units of the given decimal place; `None` if it has more places or is too
/// large.
fn whole(value: f64, places: usize) -> Option<i32> {
    if value.is_nan() {
        return Some(MISSING);
    }
    // The cast saturates, so a figure out of range fails the comparison.
    let whole = (value * POWERS[places]).round() as i32;
    (whole != MISSING && figure(whole, places).to_bits() == value.to_bits()).then_some(whole)
}

impl From<Vec<f64>> for Decimals {
    fn from(values: Vec<f64>) -> Self {
        let mut places = 0;
        for value in &values {
            // Grows to the largest number of places that any figure needs.
            while places < POWERS.len() && whole(*value, places).is_none() {
                places += 1;
            }
        }
        let whole = |value: &f64| whole(*value, places);
        let figures = (places < POWERS.len()).then(|| values.iter().map(whole).collect());
        match figures.flatten() {
            Some(figures) => Self(Held::Whole { places, figures }),
            None => Self(Held::Any(values.into_boxed_slice())),
        }
    }
}

/// Compares figure by figure; missing figures are equal.
impl PartialEq for Decimals {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (f64, f64)| a == b || a.is_nan() && b.is_nan();
        self.len() == other.len() && self.iter().zip(other.iter()).all(same)
    }
}

impl Serialize for Decimals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Decimals {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_comes_out_as_it_went_in() {
        let bits = |values: &[f64]| {
            values
                .iter()
                .map(|value| value.to_bits())
                .collect::<Vec<_>>()
        };
        let fine = (0..20_000).map(|n| f64::from(n) * 10.1 / 7.0);
        let printed = (-5_000..200_000).map(|n| f64::from(n) / 10.0);
        for (values, is_whole) in [
            (vec![], true),
            (vec![1.0, 2.5, 0.0, 12_345.678], true),
            (vec![189.799_999_999_999_98], false),
            (vec![0.1 + 0.2], false),
            (vec![3e9, 1.0], false),
            (vec![2_147_483_648.0], false),
            (vec![-2_147_483_648.0], false),
            (vec![2_147_483_647.0, -2_147_483_647.0], true),
            (vec![214_748.364_7, 300_000.5, 0.000_1], false),
            (vec![-0.0], false),
            (vec![f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300], false),
            (fine.collect(), false),
            (printed.collect(), true),
        ] {
            let column = Decimals::from(values.clone());
            assert_eq!(
                matches!(column.0, Held::Whole { .. }),
                is_whole,
                "{values:.4?}"
            );
            assert_eq!(bits(&column.iter().collect::<Vec<_>>()), bits(&values));
            let stored = postcard::to_allocvec(&column).unwrap();
            assert_eq!(stored, postcard::to_allocvec(&values).unwrap());
            assert_eq!(postcard::from_bytes::<Decimals>(&stored).unwrap(), column);
        }
    }
}
