//! 满意度 CSAT: the share of customers who chose one of the top points.

use super::{answer_scale::AnswerScale, confidence::Share};

/// Number of points from the top that count as satisfied.
pub const TOP_BOXES: u8 = 2;

/// Returns the share of answers in the top `boxes` points of the scale, x ≥ high − boxes + 1, a fraction with its
/// Wilson interval. `None` without answers.
///
/// ```
/// use busbar_core::analysis::{answer_scale::AnswerScale, csat::{TOP_BOXES, csat}};
/// // By hand: of six answers on 1 to 5, the 4 and both 5 count, 0 is not on the scale.
/// let answers = [4.0, 5.0, 1.0, 3.0, 5.0, 2.0, 0.0].map(Some);
/// let csat = csat(&answers, AnswerScale::new(1.0, 5.0)?, TOP_BOXES);
/// assert_eq!(csat.map(|csat| (csat.count, csat.n, csat.share)), Some((3, 6, 0.5)));
/// # Ok::<(), busbar_core::analysis::answer_scale::ScaleError>(())
/// ```
pub fn csat(answers: &[Option<f64>], scale: AnswerScale, boxes: u8) -> Option<Share> {
    let least = scale.high() - f64::from(boxes) + 1.0;
    let satisfied = scale.answered(answers).filter(|x| *x >= least).count();
    Share::of(satisfied, scale.answered(answers).count())
}
