//! Questionnaires as files, and the two built-in ones: a short one after a visit, and a yearly one. Their texts
//! are data, in both languages.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::{
    Count, Id, Record,
    record::Whole,
    survey::{Question, Questionnaire, QuestionnaireFault, Wording, faults},
};

/// A questionnaire as a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct Sheet {
    /// Format version; 0 if missing.
    format: u32,
    family: Option<Id<Questionnaire>>,
    version: Option<u32>,
    title: Wording,
    consent: Wording,
    questions: Vec<Question>,
}

/// Format version written, and the latest that is read.
const FORMAT: u32 = 1;

/// Reason why a file is not a usable questionnaire.
#[derive(Debug, thiserror::Error)]
pub enum QuestionnaireError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// A spreadsheet, picture or other file that is not text.
    #[error("the file is not text")]
    NotText,
    /// Text, but not JSON.
    #[error("invalid JSON at line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// JSON without a title or questions.
    #[error("`{0}` is missing from the file")]
    Missing(&'static str),
    /// A question that cannot be read.
    #[error("question {number}: {fault:?}")]
    Question {
        /// Number of the question, from 1.
        number: usize,
        /// The fault in the question.
        fault: Unread,
    },
    /// A part other than the questions that cannot be read.
    #[error("`{0}` cannot be read")]
    Part(&'static str),
    /// Written by a newer version of the program.
    #[error("unknown questionnaire format {0}")]
    Newer(u32),
    /// Readable, but not usable.
    #[error("the questionnaire cannot be used")]
    Faulty(Vec<QuestionnaireFault>),
}

/// Reason why a question cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A missing field, by name.
    Missing(String),
    /// A name that is not one of the allowed ones.
    Unknown(String),
    /// A value of the wrong type.
    Other,
}

impl Unread {
    /// Classifies the reader's error and keeps only the name that its message quotes.
    fn of(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let named = said.split('`').nth(1).map(str::to_owned);
        match named {
            Some(name) if said.starts_with("missing field") => Self::Missing(name),
            Some(name) if said.starts_with("unknown variant") => Self::Unknown(name),
            _ => Self::Other,
        }
    }
}

/// Id of the built-in questionnaire after a visit.
pub const AFTER_VISIT: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0101);
/// Id of the built-in yearly questionnaire.
pub const YEARLY: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0102);

const SHEETS: [(Uuid, &str); 2] = [
    (AFTER_VISIT, include_str!("questionnaires/visit.json")),
    (YEARLY, include_str!("questionnaires/yearly.json")),
];

/// Returns the built-in questionnaires. They are not records: every tablet has them, and editing one creates a
/// version in the workspace.
pub fn built_in() -> Vec<Questionnaire> {
    SHEETS.iter().filter_map(|(id, json)| read(json, Id::new(*id)).ok()).collect()
}

/// Returns `true` if this questionnaire is built in.
pub fn is_built_in(id: Id<Questionnaire>) -> bool {
    SHEETS.iter().any(|(built_in, _)| *built_in == id.uuid())
}

/// Reads a questionnaire from JSON and gives it this id; without a family in the file it is the first version of
/// its own.
///
/// # Errors
/// [`QuestionnaireError`] if it cannot be read or used.
pub fn read(json: &str, id: Id<Questionnaire>) -> Result<Questionnaire, QuestionnaireError> {
    let sheet = sheet(json)?;
    let questionnaire = Questionnaire {
        family: sheet.family.filter(|family| *family != id),
        title: Whole(sheet.title),
        consent: Whole(sheet.consent),
        questions: Whole(sheet.questions),
        version: Some(Count(sheet.version.unwrap_or(1).max(1))),
        ..Questionnaire::empty(id)
    };
    match faults(&questionnaire) {
        faults if faults.is_empty() => Ok(questionnaire),
        faults => Err(QuestionnaireError::Faulty(faults)),
    }
}

/// Reads the file part by part, so that errors name their part.
fn sheet(json: &str) -> Result<Sheet, QuestionnaireError> {
    let json = json.trim_start_matches('\u{feff}').trim();
    if json.is_empty() {
        return Err(QuestionnaireError::Empty);
    }
    // Bytes that are not text were decoded as replacement characters.
    if json.contains(['\0', '\u{fffd}']) {
        return Err(QuestionnaireError::NotText);
    }
    let whole: Value = serde_json::from_str(json).map_err(|error| QuestionnaireError::NotJson {
        line: error.line(),
        column: error.column(),
    })?;
    let format = whole.get("format").and_then(Value::as_u64).unwrap_or(0);
    let format = u32::try_from(format).unwrap_or(u32::MAX);
    if format > FORMAT {
        return Err(QuestionnaireError::Newer(format));
    }
    let questions = whole.get("questions").and_then(Value::as_array);
    let questions = questions.ok_or(QuestionnaireError::Missing("questions"))?;
    let questions = (1..).zip(questions).map(|(number, question)| {
        let read = Question::deserialize(question);
        read.map_err(|error| QuestionnaireError::Question { number, fault: Unread::of(&error) })
    });
    Ok(Sheet {
        format,
        family: part(&whole, "family")?,
        version: part(&whole, "version")?,
        title: part(&whole, "title")?.ok_or(QuestionnaireError::Missing("title"))?,
        consent: part(&whole, "consent")?.unwrap_or_default(),
        questions: questions.collect::<Result<_, _>>()?,
    })
}

fn part<T: DeserializeOwned>(
    whole: &Value,
    part: &'static str,
) -> Result<Option<T>, QuestionnaireError> {
    let Some(value) = whole.get(part).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let read = T::deserialize(value);
    read.map(Some).map_err(|_| QuestionnaireError::Part(part))
}

/// Writes a questionnaire as JSON.
pub fn write(questionnaire: &Questionnaire) -> String {
    let sheet = Sheet {
        format: FORMAT,
        family: Some(questionnaire.family_id()),
        version: Some(questionnaire.number()),
        title: questionnaire.title.0.clone(),
        consent: questionnaire.consent.0.clone(),
        questions: questionnaire.questions.0.clone(),
    };
    // Texts and numbers, which JSON can always hold.
    serde_json::to_string_pretty(&sheet).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::survey::{Dimension, Measure};

    #[test]
    fn what_comes_with_the_product_can_be_used() {
        let all = built_in();
        assert_eq!(all.len(), SHEETS.len());
        for questionnaire in &all {
            assert!(is_built_in(questionnaire.id));
            let both = |wording: &Wording| !wording.zh.is_empty() && !wording.en.is_empty();
            assert!(both(&questionnaire.title.0) && both(&questionnaire.consent.0));
            for question in &questionnaire.questions.0 {
                assert!(both(&question.text), "{}", question.key);
                for choice in question.kind.choices() {
                    assert!(both(&choice.text), "{}", choice.key);
                }
            }
            for measure in [Measure::Csat, Measure::Nps, Measure::Ces] {
                assert!(questionnaire.measuring(measure).is_some());
            }
        }
        for dimension in Dimension::ALL {
            for measure in [Measure::Performance(*dimension), Measure::Importance(*dimension)] {
                assert!(all[1].measuring(measure).is_some(), "{dimension:?}");
            }
        }
    }

    #[test]
    fn a_questionnaire_goes_out_and_comes_back() {
        for questionnaire in built_in() {
            let back = read(&write(&questionnaire), questionnaire.id).unwrap();
            assert_eq!(back, questionnaire);
        }
        let [id, other] = [1, 2].map(|n| Id::new(Uuid::from_u128(n)));
        let all = built_in();
        let next = all[1].next_version(id, &all);
        let back = read(&format!("\u{feff}{}", write(&next)), other).unwrap();
        assert_eq!((back.family_id(), back.number()), (all[1].id, 2));
        assert_eq!(back, Questionnaire { id: other, ..next });
    }

    #[test]
    fn the_documented_file_is_one() {
        let text = include_str!("../../../docs/data-formats.md");
        let blocks = text.split("```json").skip(1);
        let mut blocks = blocks.filter_map(|block| block.split("```").next());
        let json = blocks.find(|json| json.contains("\"questions\"")).unwrap();
        let read = read(json, Id::new(Uuid::from_u128(1))).unwrap();
        assert_eq!(read.questions.0[0].key, "notice");
    }

    #[test]
    fn what_is_no_questionnaire_says_why() {
        const CONSENT: &str = r#""title":{"zh":"题"},"consent":{"zh":"同意"}"#;
        let scale = |least, most| {
            format!(
                r#"{{"key":"a","text":{{"zh":"问"}},"kind":"scale","least":{least},"most":{most},"low":{{}},"high":{{}}}}"#
            )
        };
        let with = |questions: &str| format!("{{{CONSENT},\"questions\":[{questions}]}}");
        let cases = [
            ("\u{feff} \n".to_owned(), "Empty"),
            ("PK\u{3}\u{4}\0\0".to_owned(), "NotText"),
            ("\u{fffd}\u{fffd}".to_owned(), "NotText"),
            ("客户编号,日期".to_owned(), "NotJson { line: 1, column: 1 }"),
            ("{\n\"title\":\n}".to_owned(), "NotJson { line: 3, column: 1 }"),
            ("[]".to_owned(), "Missing(\"questions\")"),
            ("{}".to_owned(), "Missing(\"questions\")"),
            (r#"{"questions":[]}"#.to_owned(), "Missing(\"title\")"),
            (r#"{"title":3,"questions":[]}"#.to_owned(), "Part(\"title\")"),
            (
                with(r#"{"key":"a","text":{},"kind":"dance"}"#),
                "Question { number: 1, fault: Unknown(\"dance\") }",
            ),
            (
                with(&format!("{},{{\"text\":{{}},\"kind\":\"text\"}}", scale(1, 5))),
                "Question { number: 2, fault: Missing(\"key\") }",
            ),
            (with("7"), "Question { number: 1, fault: Other }"),
            // The content of a newer version is unknown, so the format version is checked first.
            (r#"{"format":2,"questions":"other"}"#.to_owned(), "newer 2"),
            (r#"{"title":{"zh":"空"},"questions":[]}"#.to_owned(), "[NoConsent, NoQuestions]"),
            (with(&scale(1, 20)), "[BadScale(0)]"),
            (with(&scale(i32::MIN, i32::MAX)), "[BadScale(0)]"),
            (with(&[scale(1, 5), scale(1, 5)].join(",")), "[BadKey(1)]"),
            (with(&scale(1, 5)), "1"),
        ];
        for (json, expected) in cases {
            let said = match read(&json, Id::new(Uuid::from_u128(1))) {
                Ok(read) => read.questions.0.len().to_string(),
                Err(QuestionnaireError::Newer(format)) => format!("newer {format}"),
                Err(QuestionnaireError::Faulty(faults)) => format!("{faults:?}"),
                Err(other) => format!("{other:?}"),
            };
            assert_eq!(said, expected, "{json}");
        }
    }
}
