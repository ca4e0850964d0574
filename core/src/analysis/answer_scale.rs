//! The scale that a question is answered on: which answers count, and how they are turned round or
//! made comparable. An answer outside its scale is no answer.

/// A scale that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a scale runs from a lower to a higher number, not from {low} to {high}")]
pub struct ScaleError {
    /// The lowest box asked for.
    pub low: f64,
    /// The highest box asked for.
    pub high: f64,
}

/// From the lowest box to the highest, which is the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerScale {
    low: f64,
    high: f64,
}

impl AnswerScale {
    /// 0 to 10: how likely to recommend.
    pub const NPS: Self = Self { low: 0.0, high: 10.0 };
    /// 1 to 7: how easy it was.
    pub const CES: Self = Self { low: 1.0, high: 7.0 };
    /// 1 to 10: the three items of the ACSI.
    pub const ACSI: Self = Self { low: 1.0, high: 10.0 };

    /// A scale from `low` to `high`.
    ///
    /// # Errors
    /// [`ScaleError`] unless both are finite and `low` is the lower.
    pub fn new(low: f64, high: f64) -> Result<Self, ScaleError> {
        if low.is_finite() && high.is_finite() && low < high {
            Ok(Self { low, high })
        } else {
            Err(ScaleError { low, high })
        }
    }

    /// The lowest box.
    pub const fn low(self) -> f64 {
        self.low
    }

    /// The highest box.
    pub const fn high(self) -> f64 {
        self.high
    }

    /// The answer, if it is one of the boxes: the lowest, the highest, or a whole number of steps between.
    /// A value between two boxes is not an answer.
    ///
    /// ```
    /// use busbar_core::analysis::answer_scale::AnswerScale;
    /// let boxes = [9.0, 8.5, 10.0, 11.0].map(|answer| AnswerScale::NPS.of_box(Some(answer)));
    /// assert_eq!(boxes, [Some(9.0), None, Some(10.0), None]);
    /// ```
    pub fn of_box(self, answer: Option<f64>) -> Option<f64> {
        self.valid(answer).filter(|answer| (answer - self.low).fract() == 0.0)
    }

    /// The answer, if it lies on the scale.
    pub fn valid(self, answer: Option<f64>) -> Option<f64> {
        answer.filter(|answer| (self.low..=self.high).contains(answer))
    }

    /// The answers that lie on the scale.
    pub fn answered(self, answers: &[Option<f64>]) -> impl Iterator<Item = f64> {
        answers.iter().filter_map(move |answer| self.valid(*answer))
    }

    /// The answer to a question asked the other way round, as if it had been asked this way:
    /// low + high − x.
    ///
    /// ```
    /// use busbar_core::analysis::answer_scale::AnswerScale;
    /// assert_eq!(AnswerScale::new(1.0, 6.0)?.reverse(2.0), 5.0);
    /// # Ok::<(), busbar_core::analysis::answer_scale::ScaleError>(())
    /// ```
    pub fn reverse(self, answer: f64) -> f64 {
        self.low + self.high - answer
    }

    /// The answer from 0 to 100, so that scales compare: (x − low) ÷ (high − low) × 100.
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
