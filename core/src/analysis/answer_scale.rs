//! Answer scales: which answers are valid, and how they are reversed and rescaled. An answer off its scale counts
//! as missing.

/// Invalid scale.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a scale must run from a lower to a higher number, not from {low} to {high}")]
pub struct ScaleError {
    /// Lowest point given.
    pub low: f64,
    /// Highest point given.
    pub high: f64,
}

/// A scale from its lowest to its highest point, which is the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerScale {
    low: f64,
    high: f64,
}

impl AnswerScale {
    /// 0 to 10: likelihood to recommend.
    pub const NPS: Self = Self { low: 0.0, high: 10.0 };
    /// 1 to 7: ease of dealing with the company.
    pub const CES: Self = Self { low: 1.0, high: 7.0 };
    /// 1 to 10: the three items of the ACSI.
    pub const ACSI: Self = Self { low: 1.0, high: 10.0 };

    /// Creates a scale from `low` to `high`.
    ///
    /// # Errors
    /// [`ScaleError`] unless both are finite and `low` is less than `high`.
    pub fn new(low: f64, high: f64) -> Result<Self, ScaleError> {
        if low.is_finite() && high.is_finite() && low < high {
            Ok(Self { low, high })
        } else {
            Err(ScaleError { low, high })
        }
    }

    /// Returns the lowest point.
    pub const fn low(self) -> f64 {
        self.low
    }

    /// Returns the highest point.
    pub const fn high(self) -> f64 {
        self.high
    }

    /// Returns the answer if it is a point of the scale: the lowest, the highest, or a whole number of steps in
    /// between. A value between two points is not an answer.
    ///
    /// ```
    /// use busbar_core::analysis::answer_scale::AnswerScale;
    /// let boxes = [9.0, 8.5, 10.0, 11.0].map(|answer| AnswerScale::NPS.of_box(Some(answer)));
    /// assert_eq!(boxes, [Some(9.0), None, Some(10.0), None]);
    /// ```
    pub fn of_box(self, answer: Option<f64>) -> Option<f64> {
        self.valid(answer).filter(|answer| (answer - self.low).fract() == 0.0)
    }

    /// Returns the answer if it is within the scale.
    pub fn valid(self, answer: Option<f64>) -> Option<f64> {
        answer.filter(|answer| (self.low..=self.high).contains(answer))
    }

    /// Returns the answers that are within the scale.
    pub fn answered(self, answers: &[Option<f64>]) -> impl Iterator<Item = f64> {
        answers.iter().filter_map(move |answer| self.valid(*answer))
    }

    /// Returns the reversed answer of a reverse-worded question: low + high − x.
    ///
    /// ```
    /// use busbar_core::analysis::answer_scale::AnswerScale;
    /// assert_eq!(AnswerScale::new(1.0, 6.0)?.reverse(2.0), 5.0);
    /// # Ok::<(), busbar_core::analysis::answer_scale::ScaleError>(())
    /// ```
    pub fn reverse(self, answer: f64) -> f64 {
        self.low + self.high - answer
    }

    /// Returns the answer rescaled to 0 to 100, so that scales compare: (x − low) ÷ (high − low) × 100.
    pub fn percent(self, answer: f64) -> f64 {
        (answer - self.low) / (self.high - self.low) * 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_outside_the_scale_are_missing() {
        let five = AnswerScale::new(1.0, 5.0).unwrap();
        let answers = [Some(1.0), None, Some(0.0), Some(5.0), Some(6.0), Some(f64::NAN)];
        assert_eq!(five.answered(&answers).collect::<Vec<_>>(), [1.0, 5.0]);
        assert_eq!(five.percent(4.0), 75.0);
    }

    #[test]
    fn scales_that_cannot_be() {
        for (low, high) in [(5.0, 1.0), (1.0, 1.0), (f64::NAN, 5.0), (1.0, f64::INFINITY)] {
            assert!(AnswerScale::new(low, high).is_err(), "{low} to {high}");
        }
    }
}
