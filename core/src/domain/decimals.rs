//! A column of decimal figures in half the memory of `f64`: a figure with few decimal places is stored as an
//! integer, in units of its last place.

use serde::{Deserialize, Serialize};

/// Decimal figures, `NaN` for missing ones. Every figure is returned bit for bit as it was stored.
///
/// ```
/// use busbar_core::domain::decimals::Decimals;
/// let column = Decimals::from(vec![189.8, f64::NAN, -0.125]);
/// assert_eq!((column.get(0), column.get(2)), (Some(189.8), Some(-0.125)));
/// assert!(column.get(1).is_some_and(f64::is_nan));
/// assert_eq!(column.get(3), None);
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Held")]
pub struct Decimals(Held);

/// The order of the variants is part of the stored format.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Held {
    /// Each figure times ten to the power of `places`; [`MISSING`] for a missing one.
    Whole {
        places: u8,
        #[serde(with = "super::packed")]
        figures: Vec<i32>,
    },
    /// Figures that do not fit scaled integers.
    Any(#[serde(with = "super::packed")] Vec<f64>),
}

/// The column has more decimal places than this version supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more decimal places than supported")]
pub struct TooManyPlaces;

impl TryFrom<Held> for Decimals {
    type Error = TooManyPlaces;

    fn try_from(held: Held) -> Result<Self, TooManyPlaces> {
        match held {
            Held::Whole { places, .. } if usize::from(places) >= POWERS.len() => Err(TooManyPlaces),
            held => Ok(Self(held)),
        }
    }
}

impl Default for Decimals {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

const MISSING: i32 = i32::MIN;

/// Powers of ten, by the number of decimal places. The quotient of two exact `f64` is rounded to the nearest
/// `f64`, as in decimal parsing.
const POWERS: [f64; 5] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];

impl Decimals {
    /// Creates an empty column with the given capacity.
    pub fn with_capacity(figures: usize) -> Self {
        Self(Held::Whole { places: 0, figures: Vec::with_capacity(figures) })
    }

    /// Adds a figure.
    pub fn push(&mut self, value: f64) {
        self.hold(value);
        match &mut self.0 {
            Held::Whole { places, figures } => figures.extend(whole(value, *places)),
            Held::Any(figures) => figures.push(value),
        }
    }

    /// Replaces the figure at an index; does nothing past the end.
    pub fn set(&mut self, place: usize, value: f64) {
        self.hold(value);
        match &mut self.0 {
            Held::Whole { places, figures } => {
                if let (Some(at), Some(whole)) = (figures.get_mut(place), whole(value, *places)) {
                    *at = whole;
                }
            }
            Held::Any(figures) => {
                if let Some(at) = figures.get_mut(place) {
                    *at = value;
                }
            }
        }
    }

    /// Changes the representation so that the column can hold a figure.
    fn hold(&mut self, value: f64) {
        while matches!(self.0, Held::Whole { places, .. } if whole(value, places).is_none()) {
            self.widen();
        }
    }

    /// Adds one decimal place to every figure; if one does not fit, all figures become `f64`.
    fn widen(&mut self) {
        let Held::Whole { places, figures } = &mut self.0 else {
            return;
        };
        let fits = |figure: &i32| {
            *figure == MISSING || figure.checked_mul(10).is_some_and(|wider| wider != MISSING)
        };
        if usize::from(*places) + 1 < POWERS.len() && figures.iter().all(fits) {
            *places += 1;
            figures
                .iter_mut()
                .filter(|figure| **figure != MISSING)
                .for_each(|figure| *figure *= 10);
        } else {
            let mut any = Vec::with_capacity(figures.capacity());
            any.extend(figures.iter().map(|whole| figure(*whole, *places)));
            self.0 = Held::Any(any);
        }
    }

    /// Returns the number of figures, including missing ones.
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

    /// Returns the figure at an index; `None` past the end.
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

    /// Returns all figures.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.len()).map(|place| self.at(place))
    }

    /// Counts the known figures by their index within the row, and adds to `counts`; a row is as long as `counts`.
    pub fn count_known(&self, counts: &mut [usize]) {
        fn count<T>(figures: &[T], counts: &mut [usize], is_known: impl Fn(&T) -> bool) {
            for row in figures.chunks_exact(counts.len().max(1)) {
                for (figure, count) in row.iter().zip(&mut *counts) {
                    *count += usize::from(is_known(figure));
                }
            }
        }
        match &self.0 {
            Held::Whole { figures, .. } => count(figures, counts, |figure| *figure != MISSING),
            Held::Any(figures) => count(figures, counts, |figure| !figure.is_nan()),
        }
    }

    /// Returns the figure at an index; `NaN` for a missing one, and past the end.
    pub fn at(&self, place: usize) -> f64 {
        self.get(place).unwrap_or(f64::NAN)
    }
}

fn figure(whole: i32, places: u8) -> f64 {
    if whole == MISSING { f64::NAN } else { f64::from(whole) / POWERS[usize::from(places)] }
}

/// Returns the figure as an integer in units of the given decimal place; `None` if it has more places or is too
/// large.
fn whole(value: f64, places: u8) -> Option<i32> {
    if value.is_nan() {
        return Some(MISSING);
    }
    // The cast saturates, so a figure out of range fails the comparison.
    let whole = (value * POWERS[usize::from(places)]).round() as i32;
    (whole != MISSING && figure(whole, places).to_bits() == value.to_bits()).then_some(whole)
}

impl FromIterator<f64> for Decimals {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let values = values.into_iter();
        let mut column = Self::with_capacity(values.size_hint().0);
        values.for_each(|value| column.push(value));
        column
    }
}

impl From<Vec<f64>> for Decimals {
    fn from(values: Vec<f64>) -> Self {
        values.into_iter().collect()
    }
}

/// Compares figure by figure; missing figures are equal.
impl PartialEq for Decimals {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (f64, f64)| a == b || a.is_nan() && b.is_nan();
        self.len() == other.len() && self.iter().zip(other.iter()).all(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_figures_are_counted_by_their_place_in_the_row() {
        let missing = f64::NAN;
        for last in [6.0, 1.0 / 3.0] {
            let column = Decimals::from(vec![1.0, missing, 3.0, missing, missing, last]);
            let mut counts = [10, 0, 0];
            column.count_known(&mut counts);
            assert_eq!(counts, [11, 0, 2]);
            column.count_known(&mut []);
        }
    }

    #[test]
    fn every_figure_comes_out_as_it_went_in() {
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        let fine = (0..20_000).map(|n| f64::from(n) * 10.1 / 7.0);
        let printed = (-5_000..200_000).map(|n| f64::from(n) / 10.0);
        for (values, is_whole) in [
            (vec![], true),
            (vec![1.0, 2.5, 0.0, 12_345.678], true),
            (vec![f64::NAN, 0.5, f64::NAN], true),
            (vec![3e8, f64::NAN, 0.25], false),
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
            assert_eq!(matches!(column.0, Held::Whole { .. }), is_whole, "{values:.4?}");
            assert_eq!(bits(&column.iter().collect::<Vec<_>>()), bits(&values));
            let stored = postcard::to_allocvec(&column).unwrap();
            assert!(stored.len() <= values.len() * if is_whole { 4 } else { 8 } + 8);
            assert_eq!(postcard::from_bytes::<Decimals>(&stored).unwrap(), column);
        }
    }

    #[test]
    fn a_column_of_more_places_than_are_known_is_refused() {
        let stored = postcard::to_allocvec(&Decimals::from(vec![0.000_1])).unwrap();
        let mut wider = stored.clone();
        wider[1] += 1;
        assert!(postcard::from_bytes::<Decimals>(&stored).is_ok());
        assert!(postcard::from_bytes::<Decimals>(&wider).is_err());
    }
}
