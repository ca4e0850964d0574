//! Surveys: questionnaires, questions and responses. Scores are in the analysis room, the texts of built-in
//! questionnaires in the exchange room.

mod answer;
mod check;

use serde::{Deserialize, Serialize};

pub use answer::{Answer, Answers};
pub use check::{QuestionnaireFault, faults};

use super::{
    Count, Customer, Id,
    record::{Whole, choice, record},
    visit::Visit,
};

choice! {
    /// Dimension of satisfaction with power supply [J.D. Power Electric Utility Business Customer Satisfaction
    /// Study].
    pub enum Dimension {
        /// 供电质量与可靠性
        Quality = "quality",
        /// 电价
        Price = "price",
        /// 账单与缴费
        Billing = "billing",
        /// 沟通联络
        Communication = "communication",
        /// 客户服务
        Service = "service",
        /// 业务办理
        Processing = "processing",
        /// 社会责任
        Citizenship = "citizenship",
    }
}

/// Score that a question contributes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 满意度: overall satisfaction, on a scale of which the top two points count.
    Csat,
    /// 净推荐值, 0 to 10.
    Nps,
    /// 办事便捷度: ease of dealing with the company, 1 to 7.
    Ces,
    /// ACSI: overall satisfaction, 1 to 10.
    AcsiOverall,
    /// ACSI: satisfaction against expectation, 1 to 10.
    AcsiExpectation,
    /// ACSI: satisfaction against an ideal supplier, 1 to 10.
    AcsiIdeal,
    /// Performance on a dimension.
    Performance(Dimension),
    /// Importance of a dimension to the customer.
    Importance(Dimension),
}

/// A text in both languages. If one is empty, the other is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zh: String,
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Wording {
    /// Returns the first of these texts, in order of preference, that is not empty.
    pub fn either<'a>(first: &'a str, second: &'a str) -> &'a str {
        if first.trim().is_empty() { second } else { first }
    }

    /// Returns `true` if the text is empty in all languages.
    pub fn is_empty(&self) -> bool {
        self.zh.trim().is_empty() && self.en.trim().is_empty()
    }
}

/// A choice of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable key, as stored in answers.
    pub key: String,
    /// Text.
    pub text: Wording,
}

/// Type of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Whole numbers from `least` to `most`, with a label for each end.
    Scale {
        /// Lowest point.
        least: i32,
        /// Highest point.
        most: i32,
        /// Label of the lowest point.
        low: Wording,
        /// Label of the highest point.
        high: Wording,
    },
    /// Likelihood to recommend, 0 to 10.
    Nps,
    /// One of several choices.
    Single {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any number of choices.
    Multiple {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Free text.
    Text,
    /// A number.
    Number {
        /// Unit.
        unit: Wording,
    },
    /// A day.
    Date,
}

impl QuestionKind {
    /// Returns the range of a scale: least and most.
    pub const fn boxes(&self) -> Option<(i32, i32)> {
        match self {
            Self::Scale { least, most, .. } => Some((*least, *most)),
            Self::Nps => Some((0, 10)),
            _ => None,
        }
    }

    /// Returns the choices, if any.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single { choices } | Self::Multiple { choices } => choices,
            _ => &[],
        }
    }
}

/// Condition on an earlier answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// A number of at most this.
    AtMost(f64),
    /// A number of at least this.
    AtLeast(f64),
    /// This choice, alone or among others.
    Is(String),
}

/// Display condition of a question: a test of an earlier answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Key of the earlier question.
    pub question: String,
    /// Test of its answer.
    pub test: Test,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Stable key within the questionnaire, as stored in answers.
    pub key: String,
    /// Text of the question.
    pub text: Wording,
    /// Hint.
    #[serde(default, skip_serializing_if = "Wording::is_empty")]
    pub hint: Wording,
    /// Type.
    #[serde(flatten)]
    pub kind: QuestionKind,
    /// `true` if an answer is required.
    #[serde(default)]
    pub is_required: bool,
    /// Display condition; always asked if `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// Score that it contributes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

record! {
    /// 问卷: a list of questions. Once answered it is no longer changed; an edit creates its next version.
    pub struct Questionnaire: "questionnaire" {
        /// First version of the questionnaire; `None` for a first version.
        pub family: Option<Id<Questionnaire>>,
        /// Version, from 1.
        pub version: Option<Count>,
        /// Title.
        pub title: Whole<Wording>,
        /// Consent text, shown before the first question.
        pub consent: Whole<Wording>,
        /// The questions, in order.
        pub questions: Whole<Vec<Question>>,
        /// Deleted; kept for its responses.
        pub is_deleted: bool,
    }
}

choice! {
    /// Channel of a response.
    pub enum Channel {
        /// On the tablet, by the customer.
        Tablet = "tablet",
        /// From a file.
        File = "file",
        /// Sample data made by the generator.
        Sample = "sample",
    }
}

record! {
    /// 答卷: the answers of one person.
    pub struct Response: "response" {
        /// Questionnaire.
        pub questionnaire: Option<Id<Questionnaire>>,
        /// Customer.
        pub customer: Option<Id<Customer>>,
        /// Visit during which it was answered.
        pub visit: Option<Id<Visit>>,
        /// Name or role of the respondent, as far as given.
        pub respondent: String,
        /// Date.
        pub answered_on: Option<jiff::civil::Date>,
        /// Channel.
        pub channel: Option<Channel>,
        /// Answers by question.
        pub answers: Whole<Answers>,
        /// `true` if the respondent agreed to the consent text.
        pub has_consent: bool,
        /// `true` once the last question has been passed. Until then it can be continued, and does not count
        /// towards any score.
        pub is_complete: bool,
        /// Key of the question to continue with, while incomplete; empty before the first, and in responses of
        /// older versions.
        pub reached: String,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl Questionnaire {
    /// Returns the id of the first version.
    pub fn family_id(&self) -> Id<Self> {
        self.family.unwrap_or(self.id)
    }

    /// Returns the version, from 1.
    pub fn number(&self) -> u32 {
        self.version.map_or(1, |version| version.0.max(1))
    }

    /// Returns the question with this key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.0.iter().find(|question| question.key == key)
    }

    /// Returns the question that contributes to this score.
    pub fn measuring(&self, measure: Measure) -> Option<&Question> {
        let asks = |question: &&Question| question.measure == Some(measure);
        self.questions.0.iter().find(asks)
    }

    /// Returns the indices of the questions that are asked, given these answers. Answers to questions that are
    /// not asked have no effect.
    pub fn asked(&self, answers: &Answers) -> Vec<usize> {
        let mut asked: Vec<usize> = Vec::new();
        for (place, question) in self.questions.0.iter().enumerate() {
            let holds = question.show_if.as_ref().is_none_or(|condition| {
                let is_asked = asked
                    .iter()
                    .any(|earlier| self.questions.0[*earlier].key == condition.question);
                is_asked
                    && answers
                        .get(&condition.question)
                        .is_some_and(|answer| answer.passes(&condition.test))
            });
            if holds {
                asked.push(place);
            }
        }
        asked
    }

    /// Returns the answers to questions that are asked; answers made obsolete by a changed earlier answer are
    /// left out.
    pub fn heard(&self, answers: &Answers) -> Answers {
        let asked = self.asked(answers);
        let is_asked = |key: &str| asked.iter().any(|place| self.questions.0[*place].key == key);
        answers
            .iter()
            .filter(|(key, _)| is_asked(key))
            .map(|(key, answer)| (key.clone(), answer.clone()))
            .collect()
    }

    /// Returns the highest version of this questionnaire among these, including deleted ones; 0 if there is none.
    pub fn last_version(&self, all: &[Self]) -> u32 {
        let family = self.family_id();
        let versions = all.iter().filter(|other| other.family_id() == family);
        versions.map(Self::number).max().unwrap_or_default()
    }

    /// Returns the next version in its family: these questions under a new id, numbered after the highest version
    /// in `all`.
    #[must_use]
    pub fn next_version(&self, id: Id<Self>, all: &[Self]) -> Self {
        let last = self.last_version(all).max(self.number());
        Self { id, family: Some(self.family_id()), version: Some(Count(last + 1)), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn scale(key: &str, show_if: Option<Condition>) -> Question {
        Question {
            key: key.into(),
            text: Wording::default(),
            hint: Wording::default(),
            kind: QuestionKind::Scale {
                least: 1,
                most: 5,
                low: Wording::default(),
                high: Wording::default(),
            },
            is_required: true,
            show_if,
            measure: None,
        }
    }

    fn at_most(question: &str, most: f64) -> Option<Condition> {
        Some(Condition { question: question.into(), test: Test::AtMost(most) })
    }

    #[test]
    fn conditions_follow_the_answers_that_count() {
        let questionnaire = Questionnaire {
            questions: Whole(vec![
                scale("overall", None),
                scale("why", at_most("overall", 2.0)),
                scale("how", at_most("why", 1.0)),
            ]),
            ..Questionnaire::empty(Id::new(Uuid::from_u128(1)))
        };
        type Given = [(&'static str, f64)];
        let answers = |pairs: &Given| -> Answers {
            pairs.iter().map(|(key, number)| ((*key).to_owned(), Answer::Number(*number))).collect()
        };
        let cases: [(&Given, &[usize]); 4] = [
            (&[], &[0]),
            (&[("overall", 2.0)], &[0, 1]),
            (&[("overall", 2.0), ("why", 1.0)], &[0, 1, 2]),
            // *why* was answered before *overall* was raised, so it has no effect.
            (&[("overall", 4.0), ("why", 1.0)], &[0]),
        ];
        for (given, asked) in cases {
            assert_eq!(questionnaire.asked(&answers(given)), asked, "{given:?}");
        }
        let heard = questionnaire.heard(&answers(&[("overall", 4.0), ("why", 1.0)]));
        assert_eq!(heard, answers(&[("overall", 4.0)]));
    }

    #[test]
    fn versions_keep_their_family() {
        let first = Questionnaire::empty(Id::new(Uuid::from_u128(1)));
        let second = first.next_version(Id::new(Uuid::from_u128(2)), &[]);
        let mut all = vec![first.clone(), second.clone()];
        let third = second.next_version(Id::new(Uuid::from_u128(3)), &all);
        assert_eq!((third.family_id(), third.number()), (first.id, 3));
        // An edit of an old version is numbered after all others, including deleted ones.
        all.push(Questionnaire { is_deleted: true, ..third });
        all.push(Questionnaire {
            version: Some(Count(9)),
            ..Questionnaire::empty(Id::new(Uuid::from_u128(5)))
        });
        let fourth = first.next_version(Id::new(Uuid::from_u128(4)), &all);
        assert_eq!((fourth.family_id(), fourth.number()), (first.id, 4));
    }
}
