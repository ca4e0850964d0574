//! Export of responses: every complete response, with the ids to recognise it.

use super::{
    super::{
        export::{Cell, csv},
        outgoing::Language,
    },
    ACCOUNT, CONSENT, CUSTOMER, DATE, FAMILY, Heading, RESPONDENT, RESPONSE, TITLE, VERSION,
};
use crate::domain::{
    Customer, Id,
    survey::{Answer, Questionnaire, Response, Wording},
};

/// Writes the complete responses as CSV. `customer` gives number and name.
pub fn write<'a>(
    language: Language,
    questionnaires: &'a [Questionnaire],
    responses: impl Iterator<Item = &'a Response> + Clone,
    customer: impl Fn(Id<Customer>) -> Option<(String, String)>,
) -> Vec<u8> {
    let complete = responses.filter(|one| !one.is_deleted && one.is_complete);
    let keys = keys(questionnaires, complete.clone());
    let word = |heading: Heading| heading[language as usize];
    let mut headings =
        [ACCOUNT, CUSTOMER, TITLE, VERSION, DATE, RESPONDENT, CONSENT].map(word).to_vec();
    headings.extend(&keys);
    headings.extend([FAMILY, RESPONSE].map(word));
    let rows = complete.map(|response| {
        let (number, name) = response.customer.and_then(&customer).unwrap_or_default();
        let asked = response.questionnaire;
        let questionnaire = questionnaires.iter().find(|one| Some(one.id) == asked);
        let family = questionnaire.map(Questionnaire::family_id).or(asked);
        let mut row = vec![
            Cell::text(number),
            Cell::text(name),
            questionnaire.map_or(Cell::Empty, |one| Cell::text(title(language, one))),
            Cell::number(questionnaire.map(|one| f64::from(one.number()))),
            response.answered_on.map_or(Cell::Empty, Cell::Date),
            Cell::text(response.respondent.clone()),
            Cell::text(match (language, response.has_consent) {
                (Language::Chinese, true) => "是",
                (Language::Chinese, false) => "否",
                (Language::English, true) => "yes",
                (Language::English, false) => "no",
            }),
        ];
        row.extend(keys.iter().map(|key| cell(response.answers.0.get(*key))));
        row.push(Cell::text(family.map(|id| id.to_string()).unwrap_or_default()));
        row.push(Cell::text(response.id.to_string()));
        row
    });
    csv(&headings, rows)
}

/// Returns the headings of a file of responses to one questionnaire.
pub fn headings(language: Language, questionnaire: &Questionnaire) -> Vec<String> {
    let before = [ACCOUNT, DATE, RESPONDENT].map(|heading| heading[language as usize]);
    let keys = questionnaire.questions.0.iter();
    let keys = keys.map(|question| question.key.clone());
    before.map(str::to_owned).into_iter().chain(keys).collect()
}

/// Returns the questions that have a column: those of every version with responses, and any other key in an
/// answer.
fn keys<'a>(
    questionnaires: &'a [Questionnaire],
    responses: impl Iterator<Item = &'a Response> + Clone,
) -> Vec<&'a str> {
    let is_answered = |one: &&Questionnaire| {
        let mut answers = responses.clone();
        answers.any(|response| response.questionnaire == Some(one.id))
    };
    let asked = questionnaires.iter().filter(is_answered);
    let asked = asked.flat_map(|one| one.questions.0.iter().map(|question| &question.key));
    let answered = responses.clone().flat_map(|one| one.answers.0.keys());
    let mut keys: Vec<&str> = Vec::new();
    for key in asked.chain(answered) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    keys
}

fn title(language: Language, questionnaire: &Questionnaire) -> &str {
    let Wording { zh, en } = &questionnaire.title.0;
    match language {
        Language::Chinese => Wording::either(zh, en),
        Language::English => Wording::either(en, zh),
    }
}

fn cell(answer: Option<&Answer>) -> Cell {
    match answer {
        None => Cell::Empty,
        Some(Answer::Number(number)) => Cell::Number(*number),
        Some(Answer::Date(date)) => Cell::Date(*date),
        Some(Answer::Choice(text) | Answer::Text(text)) => Cell::text(text.clone()),
        Some(Answer::Choices(keys)) => Cell::text(keys.join(";")),
    }
}
