//! American Customer Satisfaction Index: three questions combined into one score.

use super::{answer_scale::AnswerScale, mean::weighted_mean};

/// Equal weights.
pub const EQUAL: [f64; 3] = [1.0; 3];

/// Returns the index of one customer's answers, each from 1 to 10: overall satisfaction, satisfaction against
/// expectation, and against an ideal supplier. The index is Σwᵢ(xᵢ − 1) ÷ 9Σwᵢ × 100, from 0 to 100 [Fornell et
/// al. 1996, Journal of Marketing 60(4), 7–18]; that of several customers is the mean of theirs.
///
/// `None` if an answer is missing or off its scale, because an index of two questions is not comparable with one
/// of three; or if the weights sum to zero.
///
/// ```
/// use busbar_core::analysis::acsi::{EQUAL, acsi};
/// // By hand: (7 + 6 + 5) ÷ 27 = 2 ÷ 3; with the first question counted twice, (14 + 6 + 5) ÷ 36.
/// let answers = [8.0, 7.0, 6.0].map(Some);
/// assert!((acsi(answers, EQUAL).unwrap() - 200.0 / 3.0).abs() < 1e-9);
/// assert!((acsi(answers, [2.0, 1.0, 1.0]).unwrap() - 2500.0 / 36.0).abs() < 1e-9);
/// assert_eq!(acsi([Some(8.0), None, Some(6.0)], EQUAL), None);
/// ```
pub fn acsi(answers: [Option<f64>; 3], weights: [f64; 3]) -> Option<f64> {
    let mut percents = [(0.0, 0.0); 3];
    for (percent, (answer, weight)) in percents.iter_mut().zip(answers.into_iter().zip(weights)) {
        *percent = (AnswerScale::ACSI.percent(AnswerScale::ACSI.valid(answer)?), weight);
    }
    weighted_mean(percents)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends() {
        assert_eq!(acsi([Some(1.0); 3], EQUAL), Some(0.0));
        assert_eq!(acsi([Some(10.0); 3], EQUAL), Some(100.0));
        assert_eq!(acsi([Some(11.0); 3], EQUAL), None);
        assert_eq!(acsi([Some(5.0); 3], [0.0; 3]), None);
    }

    proptest! {
        #[test]
        fn it_lies_between_its_questions(answers in prop::array::uniform3(1.0..=10.0), weights in prop::array::uniform3(0.1..5.0)) {
            let index = acsi(answers.map(Some), weights).unwrap();
            let alone = answers.map(|x| acsi([Some(x); 3], EQUAL).unwrap());
            let least = alone.iter().copied().fold(f64::INFINITY, f64::min);
            let most = alone.iter().copied().fold(0.0, f64::max);
            prop_assert!(least - 1e-9 <= index && index <= most + 1e-9);
        }
    }
}
