//! Surveys: questionnaires, their questions, and what customers answered. The scores are the analysis
//! room's, the wording of the built-in questionnaires the exchange room's.

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
    /// A dimension of the satisfaction with power supply [J.D. Power Electric Utility Business
    /// Customer Satisfaction Study].
    pub enum Dimension {
        /// 供电质量与可靠性
        Quality = "quality",
        /// 电价
        Price = "price",
        /// 账单与缴费
        Billing = "billing",
        /// 沟通
        Communication = "communication",
        /// 客户服务
        Service = "service",
        /// 业务办理
        Processing = "processing",
        /// 企业公民
        Citizenship = "citizenship",
    }
}

/// What the answer to a question counts towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 满意度: overall, on a scale whose upper two boxes count.
    Csat,
    /// 净推荐值, 0 to 10.
    Nps,
    /// 费力度: how easy it was, 1 to 7.
    Ces,
    /// ACSI: satisfaction overall, 1 to 10.
    AcsiOverall,
    /// ACSI: against what was expected, 1 to 10.
    AcsiExpectation,
    /// ACSI: against an ideal supplier, 1 to 10.
    AcsiIdeal,
    /// How well a dimension is done.
    Performance(Dimension),
    /// How much a dimension matters to the customer.
    Importance(Dimension),
}

/// A text in both languages. Where one is empty the other is shown.
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
    /// The first of these texts, in the order of preference, that is not empty.
    pub fn either<'a>(first: &'a str, second: &'a str) -> &'a str {
        if first.trim().is_empty() { second } else { first }
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.zh.trim().is_empty() && self.en.trim().is_empty()
    }
}

/// An answer that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The stable name, as stored in answers.
    pub key: String,
    /// What it says.
    pub text: Wording,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuestionKind {
    /// Whole numbers from `least` to `most`, with a word for each end.
    Scale {
        /// The lowest box.
        least: i32,
        /// The highest box.
        most: i32,
        /// What the lowest means.
        low: Wording,
        /// What the highest means.
        high: Wording,
    },
    /// 0 to 10: how likely to recommend.
    Nps,
    /// One of some choices.
    Single {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any of some choices.
    Multiple {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Free text.
    Text,
    /// A number.
    Number {
        /// Its unit.
        unit: Wording,
    },
    /// A day.
    Date,
}

impl QuestionKind {
    /// The boxes of a scale: least and most.
    pub const fn boxes(&self) -> Option<(i32, i32)> {
        match self {
            Self::Scale { least, most, .. } => Some((*least, *most)),
            Self::Nps => Some((0, 10)),
            _ => None,
        }
    }

    /// The choices, where there are any.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single { choices } | Self::Multiple { choices } => choices,
            _ => &[],
        }
    }
}

/// What an earlier answer must be for a question to be asked.
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

/// When a question is asked: only after this answer to an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The key of the earlier question.
    pub question: String,
    /// What its answer must be.
    pub test: Test,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The stable name within its questionnaire, as stored in answers.
    pub key: String,
    /// What is asked.
    pub text: Wording,
    /// What helps to answer it.
    #[serde(default, skip_serializing_if = "Wording::is_empty")]
    pub hint: Wording,
    /// How it is answered.
    #[serde(flatten)]
    pub kind: QuestionKind,
    /// Whether it has to be answered.
    #[serde(default)]
    pub is_required: bool,
    /// When it is asked; always, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<Condition>,
    /// What it counts towards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

record! {
    /// 问卷: a list of questions. Once answered it is not changed any more; a change makes its next
    /// version.
    pub struct Questionnaire: "questionnaire" {
        /// The first version of it; empty for a first version.
        pub family: Option<Id<Questionnaire>>,
        /// Counts from 1.
        pub version: Option<Count>,
        /// What it is called.
        pub title: Whole<Wording>,
        /// What the customer agrees to before the first question.
        pub consent: Whole<Wording>,
        /// The questions, in order.
        pub questions: Whole<Vec<Question>>,
        /// Taken out; kept for the answers it has.
        pub is_deleted: bool,
    }
}

choice! {
    /// How answers came.
    pub enum Channel {
        /// On the tablet, in front of the customer.
        Tablet = "tablet",
        /// From a file.
        File = "file",
        /// Made up by the generator.
        Sample = "sample",
    }
}

record! {
    /// 答卷: what one person answered.
    pub struct Response: "response" {
        /// What was asked.
        pub questionnaire: Option<Id<Questionnaire>>,
        /// Who was asked.
        pub customer: Option<Id<Customer>>,
        /// The visit on which.
        pub visit: Option<Id<Visit>>,
        /// The person, or the role, as far as given.
        pub respondent: String,
        /// When.
        pub answered_on: Option<jiff::civil::Date>,
        /// How it came.
        pub channel: Option<Channel>,
        /// By question.
        pub answers: Whole<Answers>,
        /// Whether a consent line was agreed to.
        pub has_consent: bool,
        /// Whether the last question was passed. Until then it can be gone on with, and counts in
        /// no score.
        pub is_complete: bool,
        /// The key of the question to go on with, while not complete; empty before the first, and in
        /// answers of older versions.
        pub reached: String,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

impl Questionnaire {
    /// The first version of this one.
    pub fn family_id(&self) -> Id<Self> {
        self.family.unwrap_or(self.id)
    }

    /// The version, from 1.
    pub fn number(&self) -> u32 {
        self.version.map_or(1, |version| version.0.max(1))
    }

    /// The question with this key.
    pub fn question(&self, key: &str) -> Option<&Question> {
        self.questions.0.iter().find(|question| question.key == key)
    }

    /// The question that counts towards this.
    pub fn measuring(&self, measure: Measure) -> Option<&Question> {
        let asks = |question: &&Question| question.measure == Some(measure);
        self.questions.0.iter().find(asks)
    }

    /// The places of the questions that are asked, given these answers. An answer to a question
    /// that is not asked decides nothing.
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

    /// The answers to questions that are asked: what was answered before an earlier answer changed
    /// is left out.
    pub fn heard(&self, answers: &Answers) -> Answers {
        let asked = self.asked(answers);
        let is_asked = |key: &str| asked.iter().any(|place| self.questions.0[*place].key == key);
        answers
            .iter()
            .filter(|(key, _)| is_asked(key))
            .map(|(key, answer)| (key.clone(), answer.clone()))
            .collect()
    }

    /// The last version of this one among these, those taken out as well; 0 where there is none.
    pub fn last_version(&self, all: &[Self]) -> u32 {
        let family = self.family_id();
        let versions = all.iter().filter(|other| other.family_id() == family);
        versions.map(Self::number).max().unwrap_or_default()
    }

    /// The version after the last of its family among `all`: these questions under a new id.
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
            // *why* was answered before *overall* was raised: it decides nothing any more.
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
        // An old version that is changed comes after all others, those taken out as well.
        all.push(Questionnaire { is_deleted: true, ..third });
        all.push(Questionnaire {
            version: Some(Count(9)),
            ..Questionnaire::empty(Id::new(Uuid::from_u128(5)))
        });
        let fourth = first.next_version(Id::new(Uuid::from_u128(4)), &all);
        assert_eq!((fourth.family_id(), fourth.number()), (first.id, 4));
    }
}
