//! Yearly consumption of each customer. The energy of a portfolio follows Pareto's law: the top fifth has four
//! fifths of it, and, as reported in the trade, the top hundredth about half.

use crate::analysis::seeded::Seeded;

/// ln 0.8 ÷ ln 0.2: the share of the top `p` of the customers is `p` to this power [Pareto 1896; the Lorenz curve
/// of his distribution]. The top 1 % have 0.01^0.1386 = 52.8 %.
const CONCENTRATION: f64 = 0.138_646_883_853_213_8;

/// Yearly energy of the tour's portfolio, kWh, and its number of customers.
const TOUR_KWH: f64 = 144.0e6;
const TOUR_CUSTOMERS: f64 = 60.0;
/// Exponent by which the energy of a portfolio grows with the number of customers: larger portfolios include
/// smaller customers, so that a million have the 30 TWh of a large prefecture.
const GROWTH: f64 = 0.55;

/// Returns the yearly energy of each customer, kWh, in random order.
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
    // Fisher–Yates shuffle: the first in the list is not the largest.
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
