//! Validation of questionnaires; faults carry the position of the question so that an editor can show them there.

use std::collections::HashSet;

use super::{Questionnaire, Test};

/// Fault in a questionnaire; the number is the index of the question, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionnaireFault {
    /// No title in any language.
    NoTitle,
    /// No consent text in any language.
    NoConsent,
    /// No questions.
    NoQuestions,
    /// A question without text in any language.
    NoText(usize),
    /// A question whose key is empty or a duplicate.
    BadKey(usize),
    /// A scale with fewer than two or more than eleven points.
    BadScale(usize),
    /// Fewer than two choices, or a choice without text or with a duplicate key.
    BadChoices(usize),
    /// A condition that names no earlier question, or a test that does not suit its answers.
    BadCondition(usize),
}

impl QuestionnaireFault {
    /// Returns the index of the question; `None` if the fault concerns the whole questionnaire.
    pub const fn question(self) -> Option<usize> {
        match self {
            Self::NoTitle | Self::NoConsent | Self::NoQuestions => None,
            Self::NoText(at)
            | Self::BadKey(at)
            | Self::BadScale(at)
            | Self::BadChoices(at)
            | Self::BadCondition(at) => Some(at),
        }
    }
}

/// Returns all faults; empty for a usable questionnaire.
pub fn faults(questionnaire: &Questionnaire) -> Vec<QuestionnaireFault> {
    let questions = &questionnaire.questions.0;
    let mut faults = Vec::new();
    if questionnaire.title.0.is_empty() {
        faults.push(QuestionnaireFault::NoTitle);
    }
    if questionnaire.consent.0.is_empty() {
        faults.push(QuestionnaireFault::NoConsent);
    }
    if questions.is_empty() {
        faults.push(QuestionnaireFault::NoQuestions);
    }
    let mut keys = HashSet::new();
    for (place, question) in questions.iter().enumerate() {
        if question.text.is_empty() {
            faults.push(QuestionnaireFault::NoText(place));
        }
        if question.key.is_empty() || !keys.insert(&question.key) {
            faults.push(QuestionnaireFault::BadKey(place));
        }
        if let Some((least, most)) = question.kind.boxes()
            && !(1..=10).contains(&(i64::from(most) - i64::from(least)))
        {
            faults.push(QuestionnaireFault::BadScale(place));
        }
        if is_chosen(&question.kind) && !has_good_choices(question.kind.choices()) {
            faults.push(QuestionnaireFault::BadChoices(place));
        }
        if let Some(condition) = &question.show_if {
            let earlier =
                questions[..place].iter().find(|earlier| earlier.key == condition.question);
            let can_answer = earlier.is_some_and(|earlier| match &condition.test {
                Test::Is(key) => earlier.kind.choices().iter().any(|choice| choice.key == *key),
                Test::AtMost(_) | Test::AtLeast(_) => {
                    earlier.kind.boxes().is_some()
                        || matches!(earlier.kind, super::QuestionKind::Number { .. })
                }
            });
            if !can_answer {
                faults.push(QuestionnaireFault::BadCondition(place));
            }
        }
    }
    faults
}

const fn is_chosen(kind: &super::QuestionKind) -> bool {
    matches!(kind, super::QuestionKind::Single { .. } | super::QuestionKind::Multiple { .. })
}

fn has_good_choices(choices: &[super::Choice]) -> bool {
    let mut keys = HashSet::new();
    choices.len() >= 2
        && choices.iter().all(|choice| !choice.text.is_empty() && keys.insert(&choice.key))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{Choice, Condition, Question, QuestionKind, Wording},
        *,
    };
    use crate::domain::{Id, Record, record::Whole};

    fn zh(text: &str) -> Wording {
        Wording { zh: text.into(), en: String::new() }
    }

    fn question(key: &str, kind: QuestionKind) -> Question {
        Question {
            key: key.into(),
            text: zh("问"),
            hint: Wording::default(),
            kind,
            is_required: false,
            show_if: None,
            measure: None,
        }
    }

    #[test]
    fn every_fault_is_found_where_it_is() {
        let one_choice = vec![Choice { key: "a".into(), text: zh("甲") }];
        let scale = |least, most| QuestionKind::Scale { least, most, low: zh(""), high: zh("") };
        let mut broken = Questionnaire::empty(Id::new(Uuid::from_u128(1)));
        assert_eq!(
            faults(&broken),
            [
                QuestionnaireFault::NoTitle,
                QuestionnaireFault::NoConsent,
                QuestionnaireFault::NoQuestions
            ]
        );
        broken.title = Whole(zh("题"));
        broken.consent = Whole(zh("用于改进服务"));
        broken.questions = Whole(vec![
            question("a", QuestionKind::Nps),
            question("a", scale(1, 20)),
            question("c", QuestionKind::Single { choices: one_choice }),
            Question {
                text: zh(" "),
                show_if: Some(Condition { question: "a".into(), test: Test::Is("b".into()) }),
                ..question("d", QuestionKind::Text)
            },
            question("e", scale(i32::MIN, i32::MAX)),
            question("f", scale(2, 1)),
        ]);
        assert_eq!(
            faults(&broken),
            [
                QuestionnaireFault::BadKey(1),
                QuestionnaireFault::BadScale(1),
                QuestionnaireFault::BadChoices(2),
                QuestionnaireFault::NoText(3),
                QuestionnaireFault::BadCondition(3),
                QuestionnaireFault::BadScale(4),
                QuestionnaireFault::BadScale(5),
            ]
        );
    }
}
