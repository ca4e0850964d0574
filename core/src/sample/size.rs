//! How much each customer uses in a year. The energy of a portfolio is spread by Pareto's law: the
//! first fifth has four fifths of it, and, as the trade reports, the first hundredth about half.

use crate::analysis::seeded::Seeded;

/// ln 0.8 ÷ ln 0.2: the share of the first `p` of the customers is `p` to this power [Pareto 1896; the
/// Lorenz curve of his distribution]. The first 1 % have 0.01^0.1386 = 52.8 %.
const CONCENTRATION: f64 = 0.138_646_883_853_213_8;

/// The energy of the portfolio of the tour in a year, kWh, and how many customers it has.
const TOUR_KWH: f64 = 144.0e6;
const TOUR_CUSTOMERS: f64 = 60.0;
/// A larger portfolio reaches down to smaller customers: its energy grows with this power of their
/// number, so that a million have the 30 TWh of a large prefecture.
const GROWTH: f64 = 0.55;

/// The yearly energy of each customer, kWh, in no order.
pub fn annual_energies(customers: usize, chance: &mut Seeded) -> Vec<f64> {
    let count = customers as f64;
    let total = TOUR_KWH * (count / TOUR_CUSTOMERS).powf(GROWTH);
    let share = |first: usize| (first as f64 / count).powf(CONCENTRATION);
    let mut energies: Vec<f64> = (0..customers)
        .map(|rank| {
            let around = 0.9 + 0.2 * chance.unit();
            total * (share(rank + 1) - share(rank)) * around
        })
        .collect();
    // Fisher and Yates: whoever is first in the list is not the largest.
    for place in (1..customers).rev() {
        energies.swap(place, chance.below(place + 1));
    }
    energies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_hundredth_has_about_half() {
        for (customers, seed) in [(1_000, 1), (10_000, 2), (100_000, 3)] {
            let mut energies = annual_energies(customers, &mut Seeded::new(seed));
            energies.sort_by(|a, b| b.total_cmp(a));
            let total: f64 = energies.iter().sum();
            let share = |first: usize| energies[..first].iter().sum::<f64>() / total;
            assert!((0.45..0.60).contains(&share(customers / 100)));
            assert!((0.76..0.84).contains(&share(customers / 5)));
        }
    }
}
