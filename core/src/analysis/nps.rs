//! 净推荐值 NPS: promoters minus detractors.

use super::{
    answer_scale::AnswerScale,
    confidence::{Interval, Share, Z},
};

/// Returns the vote of an answer on 0 to 10: 1 for a promoter (9, 10), −1 for a detractor (0 to 6), 0 for a
/// passive [Reichheld 2003, Harvard Business Review 81(12), 46–54].
///
/// ```
/// use busbar_core::analysis::nps::vote;
/// assert_eq!([10.0, 9.0, 8.0, 7.0, 6.0, 0.0].map(vote), [1.0, 1.0, 0.0, 0.0, -1.0, -1.0]);
/// ```
pub fn vote(answer: f64) -> f64 {
    if answer >= 9.0 {
        1.0
    } else if answer <= 6.0 {
        -1.0
    } else {
        0.0
    }
}

/// The score and its components.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nps {
    /// Promoters.
    pub promoters: Share,
    /// Passives.
    pub passives: Share,
    /// Detractors.
    pub detractors: Share,
    /// Score, points from −100 to 100.
    pub nps: f64,
    /// Standard error, points.
    pub se: f64,
    /// Interval, points.
    pub ci95: Interval,
}

impl Nps {
    /// Returns the number of answers.
    pub const fn n(&self) -> usize {
        self.promoters.n
    }
}

/// NPS = 100 (p₊ − p₋), points, with the interval of a mean of votes −1, 0 and 1: their variance is p₊ + p₋ − (p₊
/// − p₋)², so NPS ± 1.96 · 100 √(variance ÷ n) [Rocks 2016, The American Statistician 70, 365–372, the Wald
/// interval]. With few, unanimous answers the interval can extend beyond ±100. `None` without answers.
///
/// ```
/// use busbar_core::analysis::nps::nps;
/// // By hand: 50 promoters, 30 passives, 20 detractors of 100: 30 points; variance 0.7 − 0.09 = 0.61.
/// let answers: Vec<_> = [(9.0, 50), (8.0, 30), (3.0, 20)]
///     .into_iter()
///     .flat_map(|(answer, times)| vec![Some(answer); times])
///     .collect();
/// let nps = nps(&answers).unwrap();
/// assert_eq!((nps.n(), nps.nps), (100, 30.0));
/// assert!((nps.se - 61.0_f64.sqrt()).abs() < 1e-9);
/// ```
pub fn nps(answers: &[Option<f64>]) -> Option<Nps> {
    let votes: Vec<f64> = AnswerScale::NPS.answered(answers).map(vote).collect();
    let n = votes.len();
    let share = |wanted: f64| Share::of(votes.iter().filter(|vote| **vote == wanted).count(), n);
    let (promoters, passives, detractors) = (share(1.0)?, share(0.0)?, share(-1.0)?);
    let balance = (promoters.count as f64 - detractors.count as f64) / n as f64;
    let variance = promoters.share + detractors.share - balance * balance;
    let (nps, se) = (100.0 * balance, 100.0 * (variance.max(0.0) / n as f64).sqrt());
    Some(Nps { promoters, passives, detractors, nps, se, ci95: [nps - Z * se, nps + Z * se] })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::mean::Mean;

    #[test]
    fn answers_of_one_mind() {
        for (answer, points) in [(10.0, 100.0), (7.0, 0.0), (0.0, -100.0)] {
            let nps = nps(&[Some(answer); 3]).unwrap();
            assert_eq!((nps.nps, nps.ci95), (points, [points; 2]));
        }
        assert_eq!(nps(&[None, Some(11.0), Some(-1.0)]), None);
    }

    proptest! {
        #[test]
        fn it_is_the_mean_of_the_votes(answers in prop::collection::vec(0_u8..=10, 2..200)) {
            let answers: Vec<_> = answers.into_iter().map(|x| Some(f64::from(x))).collect();
            let nps = nps(&answers).unwrap();
            let votes = Mean::of(answers.iter().flatten().copied().map(vote)).unwrap();
            prop_assert!((nps.nps - 100.0 * votes.mean).abs() < 1e-9);
            // The sample variance is n ÷ (n − 1) times the one in the formula.
            let n = nps.n() as f64;
            let se = 100.0 * votes.sd.unwrap() / n.sqrt() * ((n - 1.0) / n).sqrt();
            prop_assert!((nps.se - se).abs() < 1e-9);
            let shares = nps.promoters.share + nps.passives.share + nps.detractors.share;
            prop_assert!((shares - 1.0).abs() < 1e-12);
        }
    }
}
