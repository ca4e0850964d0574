//! Value tiers by consumption × spend × payment, an analogue of RFM (recency, frequency, monetary).

use serde::{Deserialize, Serialize};

use crate::domain::{InOrder, segment::Tier};

/// Input of a tier; `None` where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TierFigures {
    /// 电量 of twelve months, kWh.
    pub energy_kwh: Option<f64>,
    /// 电费 of twelve months, CNY.
    pub spend_cny: Option<f64>,
    /// Days from due date to payment.
    pub payment_delay_days: Option<f64>,
}

/// Scores of a tier, 1 (lowest) to 5 (best); `None` where the figure is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TierScore {
    /// Quintile of the portfolio by energy.
    pub energy: Option<u8>,
    /// Quintile of the portfolio by spend.
    pub spend: Option<u8>,
    /// 5 in time, 4 up to 3 days late, 3 up to 10, 2 up to 30, 1 later.
    pub payment: Option<u8>,
    /// Geometric mean of the known scores, 1 to 5.
    pub score: f64,
    /// The tier.
    pub tier: Tier,
}

/// Days late up to which payment scores 5, 4, 3 and 2.
const PAYMENT_DAYS: [f64; 4] = [0.0, 3.0, 10.0, 30.0];

/// Scores from which the tiers above standard begin.
const CUTS: [(f64, Tier); 3] = [(4.5, Tier::Platinum), (3.5, Tier::Gold), (2.5, Tier::Silver)];

/// Assigns a tier to every customer: the geometric mean of the scores, so that an unknown figure has no effect. A
/// customer with neither energy nor spend has none.
///
/// Quintile of x among n known = 1 + ⌊5 · (number of smaller x) ÷ n⌋; equal figures score alike.
///
/// ```
/// use busbar_core::{analysis::tiers::{TierFigures, tiers}, domain::segment::Tier};
/// let figures: Vec<TierFigures> = (1..=5)
///     .map(|n| TierFigures { energy_kwh: Some(f64::from(n)), spend_cny: Some(f64::from(n)),
///         payment_delay_days: Some(0.0) })
///     .collect();
/// let tiers = tiers(&figures);
/// assert_eq!(tiers[4].map(|t| t.tier), Some(Tier::Platinum));
/// // ∛(1 · 1 · 5)
/// assert_eq!(tiers[0].map(|t| t.score), Some(5_f64.cbrt()));
/// ```
pub fn tiers(figures: &[TierFigures]) -> Vec<Option<TierScore>> {
    let energy = quintiles(figures.iter().map(|figures| figures.energy_kwh));
    let spend = quintiles(figures.iter().map(|figures| figures.spend_cny));
    figures
        .iter()
        .zip(energy.into_iter().zip(spend))
        .map(|(figures, (energy, spend))| {
            let payment = figures.payment_delay_days.map(|days| {
                let later = PAYMENT_DAYS.iter().filter(|limit| days > **limit).count();
                5 - later as u8
            });
            energy.or(spend)?;
            let known: Vec<f64> =
                [energy, spend, payment].into_iter().flatten().map(f64::from).collect();
            let product: f64 = known.iter().product();
            let score = match known.len() {
                1 => product,
                2 => product.sqrt(),
                _ => product.cbrt(),
            };
            let tier = CUTS
                .iter()
                .find(|(cut, _)| score >= *cut)
                .map_or(Tier::Standard, |(_, tier)| *tier);
            Some(TierScore { energy, spend, payment, score, tier })
        })
        .collect()
}

fn quintiles(figures: impl Iterator<Item = Option<f64>> + Clone) -> Vec<Option<u8>> {
    let mut known: Vec<f64> = figures.clone().flatten().collect();
    known.order_by(f64::total_cmp);
    figures
        .map(|figure| {
            let smaller = known.partition_point(|other| *other < figure.unwrap_or_default());
            figure.map(|_| 1 + (5 * smaller / known.len()) as u8)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payment_and_gaps() {
        let figures = |energy_kwh, payment_delay_days| TierFigures {
            energy_kwh,
            spend_cny: None,
            payment_delay_days,
        };
        let tiers = tiers(&[
            figures(Some(10.0), Some(0.0)),
            figures(Some(10.0), Some(31.0)),
            figures(None, Some(0.0)),
            figures(Some(5.0), None),
            figures(Some(1.0), Some(2.0)),
        ]);
        let payment: Vec<_> = tiers.iter().map(|tier| tier.and_then(|tier| tier.payment)).collect();
        assert_eq!(payment, [Some(5), Some(1), None, None, Some(4)]);
        assert!(tiers[2].is_none());
        // Equal energy, equal quintile.
        assert_eq!(tiers[0].unwrap().energy, tiers[1].unwrap().energy);
    }
}
