//! What keeps a questionnaire from being used, told by its place so that an editor can show it there.

use std::collections::HashSet;

use super::{Questionnaire, Test};

/// What is wrong with a questionnaire; the number is the question's place, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionnaireFault {
    /// It has no title in any language.
    NoTitle,
    /// It does not say what the customer agrees to, in any language.
    NoConsent,
    /// It has no questions.
    NoQuestions,
    /// A question has no text in any language.
    NoText(usize),
    /// A question's key is empty, or another's.
    BadKey(usize),
    /// A scale has fewer than two or more than eleven boxes.
    BadScale(usize),
    /// A question has fewer than two choices, or one without a text or with another's key.
    BadChoices(usize),
    /// A condition names no earlier question, or asks of it what it cannot answer.
    BadCondition(usize),
}

impl QuestionnaireFault {
    /// The place of the question that it is about; `None` where it is about the whole.
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

/// Everything that is wrong; nothing for a questionnaire that can be used.
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
