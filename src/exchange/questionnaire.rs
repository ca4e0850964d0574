//! Questionnaires as files, and the two that come with the product: a short one for after a visit and
//! a yearly one. Their wording is data, in both languages.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    Id, Record,
    record::Whole,
    survey::{Question, Questionnaire, QuestionnaireFault, Wording, faults},
};

/// A questionnaire as a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Sheet {
    title: Wording,
    #[serde(default)]
    consent: Wording,
    questions: Vec<Question>,
}

/// A file that holds no questionnaire.
#[derive(Debug, thiserror::Error)]
pub enum QuestionnaireError {
    /// It does not read.
    #[error("not a questionnaire: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It reads, and cannot be used.
    #[error("the questionnaire cannot be used")]
    Faulty(Vec<QuestionnaireFault>),
}

/// The id of the built-in questionnaire for after a visit.
pub const AFTER_VISIT: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0101);
/// The id of the built-in yearly questionnaire.
pub const YEARLY: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0102);

const SHEETS: [(Uuid, &str); 2] = [
    (AFTER_VISIT, include_str!("questionnaires/visit.json")),
    (YEARLY, include_str!("questionnaires/yearly.json")),
];

/// The questionnaires that come with the product. They are not records: every tablet has them, and
/// a person who changes one makes a version of the own workspace.
pub fn built_in() -> Vec<Questionnaire> {
    SHEETS
        .iter()
        .filter_map(|(id, json)| read(json, Id::new(*id)).ok())
        .collect()
}

/// Whether this questionnaire comes with the product.
pub fn is_built_in(id: Id<Questionnaire>) -> bool {
    SHEETS.iter().any(|(built_in, _)| *built_in == id.uuid())
}

/// Reads a questionnaire from JSON; it gets this id.
///
/// # Errors
/// [`QuestionnaireError`] when it does not read or cannot be used.
pub fn read(json: &str, id: Id<Questionnaire>) -> Result<Questionnaire, QuestionnaireError> {
    let sheet: Sheet = serde_json::from_str(json)?;
    let questionnaire = Questionnaire {
        title: Whole(sheet.title),
        consent: Whole(sheet.consent),
        questions: Whole(sheet.questions),
        version: Some(1.0),
        ..Questionnaire::empty(id)
    };
    match faults(&questionnaire) {
        faults if faults.is_empty() => Ok(questionnaire),
        faults => Err(QuestionnaireError::Faulty(faults)),
    }
}

/// Writes a questionnaire as JSON.
pub fn write(questionnaire: &Questionnaire) -> String {
    let sheet = Sheet {
        title: questionnaire.title.0.clone(),
        consent: questionnaire.consent.0.clone(),
        questions: questionnaire.questions.0.clone(),
    };
    // Texts and numbers: nothing that JSON cannot hold.
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
            for measure in [
                Measure::Performance(*dimension),
                Measure::Importance(*dimension),
            ] {
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
        let id = Id::new(Uuid::from_u128(1));
        assert!(matches!(
            read("{}", id),
            Err(QuestionnaireError::Malformed(_))
        ));
        let empty = r#"{"title":{"zh":"空"},"questions":[]}"#;
        assert!(matches!(
            read(empty, id),
            Err(QuestionnaireError::Faulty(_))
        ));
    }
}
