//! Answers to single questions, and to a questionnaire.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Test;

/// Answers by the key of their question.
pub type Answers = BTreeMap<String, Answer>;

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A point on a scale, or a number.
    Number(f64),
    /// The key of a choice.
    Choice(String),
    /// The keys of choices, in the order of the question.
    Choices(Vec<String>),
    /// Free text.
    Text(String),
    /// A day.
    Date(#[serde(with = "crate::domain::date::stored")] Date),
}

impl Answer {
    /// Returns the number, if it is one.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns `true` if the answer satisfies the test.
    pub fn passes(&self, test: &Test) -> bool {
        match (self, test) {
            (Self::Number(number), Test::AtMost(most)) => number <= most,
            (Self::Number(number), Test::AtLeast(least)) => number >= least,
            (Self::Choice(key), Test::Is(wanted)) => key == wanted,
            (Self::Choices(keys), Test::Is(wanted)) => keys.contains(wanted),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_of_answers() {
        let two = vec!["price".to_owned(), "outage".to_owned()];
        let cases = [
            (Answer::Number(3.0), Test::AtMost(3.0), true),
            (Answer::Number(3.1), Test::AtMost(3.0), false),
            (Answer::Number(3.0), Test::AtLeast(3.0), true),
            (Answer::Choice("yes".into()), Test::Is("yes".into()), true),
            (Answer::Choices(two), Test::Is("outage".into()), true),
            (Answer::Text("3".into()), Test::AtMost(3.0), false),
        ];
        for (answer, test, passes) in cases {
            assert_eq!(answer.passes(&test), passes, "{answer:?} {test:?}");
        }
    }
}
