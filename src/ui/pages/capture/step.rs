//! Steps through a questionnaire: the current screen, and the next and previous one. No views here.

use busbar_core::domain::survey::{Answer, Answers, Questionnaire, Response};

/// Screen of a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Text to which the customer consents.
    Consent,
    /// Question at a place of the questionnaire.
    Question(usize),
    /// Thank-you screen.
    Thanks,
}

/// The question must be answered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered;

impl Step {
    /// Returns the screen to start or resume at: the question that was reached, or if that is unknown, the one after
    /// the last answer.
    pub fn start(questionnaire: &Questionnaire, begun: Option<&Response>) -> Self {
        let Some(begun) = begun else {
            return Self::Consent;
        };
        if begun.is_complete {
            return Self::Thanks;
        }
        let answers = &begun.answers.0;
        let asked = questionnaire.asked(answers);
        let key = |place: &usize| &questionnaire.questions.0[*place].key;
        let reached = asked.iter().position(|place| *key(place) == begun.reached);
        let after_last = || {
            let last = asked.iter().rposition(|place| answers.contains_key(key(place)));
            last.map_or(0, |last| last + 1)
        };
        let place = asked.get(reached.unwrap_or_else(after_last));
        place.or(asked.last()).map_or(Self::Consent, |place| Self::Question(*place))
    }

    /// Returns the key of the question on this screen; empty for other screens.
    pub fn key(self, questionnaire: &Questionnaire) -> String {
        let Self::Question(place) = self else {
            return String::new();
        };
        let question = questionnaire.questions.0.get(place);
        question.map(|question| question.key.clone()).unwrap_or_default()
    }

    /// Returns the next screen, skipping questions whose condition is not met.
    ///
    /// # Errors
    /// [`Unanswered`] if this question requires an answer and has none.
    pub fn forward(
        self,
        questionnaire: &Questionnaire,
        answers: &Answers,
    ) -> Result<Self, Unanswered> {
        let place = match self {
            Self::Consent => None,
            Self::Question(place) => {
                let question = &questionnaire.questions.0[place];
                if question.is_required && !answers.get(&question.key).is_some_and(says_something) {
                    return Err(Unanswered);
                }
                Some(place)
            }
            Self::Thanks => return Ok(Self::Thanks),
        };
        let next = questionnaire
            .asked(answers)
            .into_iter()
            .find(|next| place.is_none_or(|place| *next > place));
        Ok(next.map_or(Self::Thanks, Self::Question))
    }

    /// Returns the previous screen.
    pub fn back(self, questionnaire: &Questionnaire, answers: &Answers) -> Self {
        match self {
            Self::Question(place) => questionnaire
                .asked(answers)
                .into_iter()
                .rev()
                .find(|before| *before < place)
                .map_or(Self::Consent, Self::Question),
            other => other,
        }
    }

    /// Returns the number of this question, from 1, and the number of questions asked; `None` on other screens.
    pub fn count(self, questionnaire: &Questionnaire, answers: &Answers) -> Option<(usize, usize)> {
        let Self::Question(place) = self else {
            return None;
        };
        let asked = questionnaire.asked(answers);
        let before = asked.iter().filter(|other| **other <= place).count();
        Some((before, asked.len()))
    }

    /// Returns the share done, 0 to 1.
    pub fn share_done(self, questionnaire: &Questionnaire, answers: &Answers) -> f64 {
        match (self, self.count(questionnaire, answers)) {
            (Self::Thanks, _) => 1.0,
            (_, Some((place, of))) if of > 0 => (place as f64 - 1.0) / of as f64,
            _ => 0.0,
        }
    }
}

fn says_something(answer: &Answer) -> bool {
    match answer {
        Answer::Text(text) => !text.trim().is_empty(),
        Answer::Choices(keys) => !keys.is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        domain::{Id, Record, record::Whole},
        exchange::questionnaire::built_in,
    };

    #[test]
    fn from_the_consent_to_the_thanks_and_back() {
        let visit = built_in().remove(0);
        let mut answers = Answers::new();
        let first = Step::Consent.forward(&visit, &answers).unwrap();
        assert_eq!(first, Step::Question(0));
        assert_eq!(first.forward(&visit, &answers), Err(Unanswered));

        answers.insert("overall".into(), Answer::Number(5.0));
        // A satisfied customer is not asked for improvements.
        assert_eq!(first.forward(&visit, &answers), Ok(Step::Question(2)));
        answers.insert("overall".into(), Answer::Number(2.0));
        assert_eq!(first.forward(&visit, &answers), Ok(Step::Question(1)));
        assert_eq!(Step::Question(1).forward(&visit, &answers), Ok(Step::Question(2)));
        assert_eq!(Step::Question(2).back(&visit, &answers), Step::Question(1));
        assert_eq!(Step::Question(0).back(&visit, &answers), Step::Consent);
        assert_eq!(Step::Question(2).count(&visit, &answers), Some((3, 5)));
        let last = visit.questions.0.len() - 1;
        assert_eq!(Step::Question(last).forward(&visit, &answers), Ok(Step::Thanks));
    }

    #[test]
    fn it_goes_on_where_it_was_left() {
        let visit = built_in().remove(0);
        let mut response = Response::empty(Id::new(Uuid::from_u128(1)));
        assert_eq!(Step::start(&visit, None), Step::Consent);
        assert_eq!(Step::start(&visit, Some(&response)), Step::Question(0));
        let answered = |answers: &[(&str, f64)]| {
            let answers = answers.iter();
            Whole(
                answers.map(|(key, number)| ((*key).to_owned(), Answer::Number(*number))).collect(),
            )
        };
        // At the question that was reached; questions skipped before it or answered after it do not matter.
        let last = visit.questions.0.len() - 1;
        let cases: [(&[(&str, f64)], &str, usize); 9] = [
            (&[], "overall", 0),
            (&[("overall", 4.0)], "recommend", 2),
            (&[("overall", 4.0)], "effort", 3),
            (&[("overall", 4.0)], "comment", last),
            (&[("overall", 2.0), ("recommend", 5.0)], "improve", 1),
            // A question that is no longer asked, and responses from before the place was stored.
            (&[("overall", 4.0)], "improve", 2),
            (&[("overall", 4.0)], "", 2),
            (&[("overall", 4.0), ("effort", 5.0)], "", last),
            (&[("overall", 4.0), ("comment", 5.0)], "", last),
        ];
        for (answers, reached, place) in cases {
            response.answers = answered(answers);
            response.reached = reached.into();
            let step = Step::start(&visit, Some(&response));
            assert_eq!(step, Step::Question(place), "{answers:?} {reached}");
            if visit
                .asked(&response.answers.0)
                .iter()
                .any(|at| visit.questions.0[*at].key == reached)
            {
                assert_eq!(step.key(&visit), reached);
            }
        }
        assert_eq!(Step::Thanks.key(&visit), "");
        response.is_complete = true;
        assert_eq!(Step::start(&visit, Some(&response)), Step::Thanks);
    }
}
