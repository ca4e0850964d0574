//! 办事便捷度 CES (customer effort score): how easy it was for a customer to get something done.

use super::{answer_scale::AnswerScale, mean::Mean};

/// Returns the mean of the answers on the scale (1 to 7 as asked since 2013, 7 is easiest), whole points only,
/// with the t interval [Dixon, Freeman & Toman 2010, Harvard Business Review 88(7/8), 116–122]. `None` without
/// answers.
///
/// ```
/// use busbar_core::analysis::{answer_scale::AnswerScale, ces::ces};
/// // By hand: mean 5, s² = 10 ÷ 4; t of 4 degrees of freedom is 2.776, so 5 ± 2.776 √(2.5 ÷ 5).
/// let ces = ces(&[3.0, 4.0, 5.0, 6.0, 7.0, 8.0].map(Some), AnswerScale::CES).unwrap();
/// assert_eq!((ces.n, ces.mean), (5, 5.0));
/// assert!((ces.sd.unwrap() - 2.5_f64.sqrt()).abs() < 1e-12);
/// assert!((ces.ci95.unwrap()[1] - (5.0 + 2.776 * 0.5_f64.sqrt())).abs() < 1e-3);
/// ```
pub fn ces(answers: &[Option<f64>], scale: AnswerScale) -> Option<Mean> {
    Mean::of(scale.answered(answers))
}
