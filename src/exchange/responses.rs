//! Answers from a file: a row a person, a column a question, as the surveys page writes them. Which
//! questionnaire they answer is told by the columns; a row that was read before is known again, so the
//! same file twice changes nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    problem::{Problem, Problems, Reason},
    source::{Opening, open_text},
    value,
};
use crate::domain::{
    Customer, Id, Record,
    draft::{Block, Draft, RecordBlock},
    record::Whole,
    survey::{Answer, Answers, Channel, Question, QuestionKind, Questionnaire, Response},
};

/// The name of the action in the history.
pub const ACTION: &str = "response.import";

/// Headings of the columns beside the questions, in both languages.
const ACCOUNT: [&str; 2] = ["客户编号", "Customer number"];
const DATE: [&str; 2] = ["日期", "Date"];
const RESPONDENT: [&str; 2] = ["作答人", "Person"];

/// The name space of rows among name-based UUIDs.
const ROWS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0002);

/// What a file of answers would add.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponsePlan {
    /// What they answer; `None` where no questionnaire has any of the columns.
    pub questionnaire: Option<Id<Questionnaire>>,
    /// How many are new.
    pub added: usize,
    /// The new ones.
    pub responses: Vec<RecordBlock>,
    /// How many rows are known already.
    pub known: usize,
    /// Rows and cells that stay out.
    pub problems: Problems,
}

impl ResponsePlan {
    /// The change that adds the new ones.
    pub fn draft(&self) -> Draft {
        let blocks = self.responses.iter().cloned();
        Draft {
            blocks: blocks.map(Block::Records).collect(),
            ..Draft::new(ACTION)
        }
    }
}

/// Reads a file of answers. A wrong cell stays out, the rest of its row goes in; a row of an unknown
/// customer stays out.
///
/// # Errors
/// [`Reason`] when the file cannot be read, or has no column of any questionnaire.
pub fn read(
    bytes: &[u8],
    questionnaires: &[&Questionnaire],
    customer: impl Fn(&str) -> Option<Id<Customer>>,
    is_known: impl Fn(Id<Response>) -> bool,
) -> Result<ResponsePlan, Reason> {
    let source = open_text(bytes, &Opening::default())?;
    let mut rows = source.rows();
    let mut plan = ResponsePlan::default();
    let headings: Vec<String> = loop {
        match rows.next_row() {
            None => return Err(Reason::EmptyFile),
            Some(Ok(row)) if !row.is_blank() => {
                break row.cells().map(|cell| cell.trim().to_owned()).collect();
            }
            Some(_) => {}
        }
    };
    let place = |names: &[&str]| {
        headings
            .iter()
            .position(|heading| names.iter().any(|name| name.eq_ignore_ascii_case(heading)))
    };
    let questionnaire = best(questionnaires, &headings).ok_or(Reason::MissingColumn)?;
    plan.questionnaire = Some(questionnaire.id);
    let columns: Vec<(usize, &Question)> = questionnaire
        .questions
        .0
        .iter()
        .filter_map(|question| Some((place(&[&question.key])?, question)))
        .collect();
    let (account, date, respondent) = (place(&ACCOUNT), place(&DATE), place(&RESPONDENT));
    let mut seen: BTreeMap<Uuid, u32> = BTreeMap::new();
    let mut responses = Vec::new();
    while let Some(row) = rows.next_row() {
        let row = match row {
            Ok(row) if row.is_blank() => continue,
            Ok(row) => row,
            Err(broken) => {
                let wrong = problem(broken.line, "", broken.text, Reason::BrokenQuoting);
                plan.problems.push(wrong);
                continue;
            }
        };
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column).trim());
        let mut response = Response {
            questionnaire: Some(questionnaire.id),
            respondent: cell(respondent).to_owned(),
            channel: Some(Channel::File),
            has_consent: true,
            is_complete: true,
            ..Response::empty(Id::new(name_of(
                questionnaire,
                &row.cells().collect::<Vec<_>>(),
            )))
        };
        let number = value::unmarked(cell(account));
        if !number.is_empty() {
            match customer(number) {
                Some(id) => response.customer = Some(id),
                None => {
                    let heading = account.map_or("", |column| headings[column].as_str());
                    let wrong = problem(row.line, heading, number, Reason::UnknownCustomer);
                    plan.problems.push(wrong);
                    continue;
                }
            }
        }
        if !cell(date).is_empty() {
            match value::date(cell(date)) {
                Ok(day) => response.answered_on = Some(day),
                Err(reason) => {
                    let heading = date.map_or("", |column| headings[column].as_str());
                    plan.problems
                        .push(problem(row.line, heading, cell(date), reason));
                }
            }
        }
        let mut answers = Answers::new();
        for (column, question) in &columns {
            let text = row.cell(*column).trim();
            if value::is_absent(text) {
                continue;
            }
            match answer(question, text) {
                Ok(answer) => drop(answers.insert(question.key.clone(), answer)),
                Err(reason) => {
                    plan.problems
                        .push(problem(row.line, &question.key, text, reason));
                }
            }
        }
        if answers.is_empty() {
            continue;
        }
        response.answers = Whole(answers);
        if let Some(first_line) = seen.insert(response.id.uuid(), row.line) {
            let wrong = problem(row.line, "", "", Reason::Duplicate { first_line });
            plan.problems.push(wrong);
        } else if is_known(response.id) {
            plan.known += 1;
        } else {
            responses.push(response);
        }
    }
    plan.added = responses.len();
    plan.responses = RecordBlock::pack(responses);
    Ok(plan)
}

/// The questionnaire of which most questions have a column.
fn best<'a>(
    questionnaires: &[&'a Questionnaire],
    headings: &[String],
) -> Option<&'a Questionnaire> {
    let columns = |questionnaire: &Questionnaire| {
        questionnaire
            .questions
            .0
            .iter()
            .filter(|question| headings.contains(&question.key))
            .count()
    };
    questionnaires
        .iter()
        .copied()
        .map(|questionnaire| (columns(questionnaire), questionnaire))
        .filter(|(columns, _)| *columns > 0)
        .max_by_key(|(columns, _)| *columns)
        .map(|(_, questionnaire)| questionnaire)
}

/// The id of a row: the same whenever the same is read.
fn name_of(questionnaire: &Questionnaire, cells: &[&str]) -> Uuid {
    let text = format!("{}\u{1f}{}", questionnaire.id, cells.join("\u{1f}"));
    Uuid::new_v5(&ROWS, text.as_bytes())
}

fn problem(line: u32, column: &str, value: &str, reason: Reason) -> Problem {
    Problem {
        file: 0,
        line,
        column: column.into(),
        value: value.into(),
        reason,
    }
}

/// A cell as an answer to its question.
fn answer(question: &Question, text: &str) -> Result<Answer, Reason> {
    let number = || {
        let read: f64 = text.parse().map_err(|_| Reason::NotANumber)?;
        if read.is_finite() {
            Ok(read)
        } else {
            Err(Reason::NotANumber)
        }
    };
    let choice = |wanted: &str| {
        question
            .kind
            .choices()
            .iter()
            .find(|choice| {
                [&choice.key, &choice.text.zh, &choice.text.en].contains(&&wanted.to_owned())
            })
            .map(|choice| choice.key.clone())
            .ok_or(Reason::UnknownChoice)
    };
    match &question.kind {
        QuestionKind::Scale { .. } | QuestionKind::Nps => {
            let number = number()?;
            let (least, most) = question.kind.boxes().unwrap_or_default();
            let is_box =
                number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&number);
            if is_box {
                Ok(Answer::Number(number))
            } else {
                Err(Reason::OutOfRange)
            }
        }
        QuestionKind::Number { .. } => number().map(Answer::Number),
        QuestionKind::Date => value::date(text).map(Answer::Date),
        QuestionKind::Single { .. } => choice(text).map(Answer::Choice),
        QuestionKind::Multiple { .. } => text
            .split([';', '；', '、'])
            .map(|wanted| choice(wanted.trim()))
            .collect::<Result<_, _>>()
            .map(Answer::Choices),
        QuestionKind::Text => Ok(Answer::Text(value::free_text(text).to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::exchange::questionnaire::built_in;

    const FILE: &str = "客户编号,客户名称,日期,作答人,overall,improve,recommend,effort,comment\n\
        34001,甲,2026-03-01,电气主管,5,,10,7,很好\n\
        34001,甲,2026-04-01,,2,price;沟通,3,9,\n\
        99999,丁,2026-04-01,,2,,3,2,\n\
        34001,甲,2026-03-01,电气主管,5,,10,7,很好\n";

    fn read_file(known: &[Id<Response>]) -> ResponsePlan {
        let questionnaires = built_in();
        let all: Vec<&Questionnaire> = questionnaires.iter().collect();
        let known = known.to_vec();
        read(
            FILE.as_bytes(),
            &all,
            |number| (number == "34001").then(|| Id::new(Uuid::from_u128(1))),
            move |id| known.contains(&id),
        )
        .unwrap()
    }

    fn new_ones(plan: &ResponsePlan) -> Vec<Response> {
        plan.responses
            .iter()
            .flat_map(RecordBlock::unpack)
            .collect()
    }

    #[test]
    fn rows_become_answers_and_wrong_ones_are_named() {
        let plan = read_file(&[]);
        assert_eq!(plan.questionnaire, Some(built_in()[0].id));
        assert_eq!(plan.added, 2);
        let responses = new_ones(&plan);
        let dated = |response: &&Response| response.answered_on == Some(date(2026, 4, 1));
        let second = &responses.iter().find(dated).unwrap().answers.0;
        let both = vec!["price".to_owned(), "communication".to_owned()];
        assert_eq!(second["improve"], Answer::Choices(both));
        assert!(!second.contains_key("effort"), "9 is no box of 1 to 7");
        let wrong: Vec<(u32, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| (problem.line, problem.reason.name()))
            .collect();
        assert_eq!(
            wrong,
            [
                (3, "out_of_range"),
                (4, "unknown_customer"),
                (5, "duplicate")
            ]
        );
    }

    #[test]
    fn the_same_file_twice_changes_nothing() {
        let first = read_file(&[]);
        let known: Vec<Id<Response>> = new_ones(&first).iter().map(|one| one.id).collect();
        let again = read_file(&known);
        assert!(again.added == 0 && again.draft().is_empty());
        assert_eq!(again.known, 2);
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        let questionnaires = built_in();
        let all: Vec<&Questionnaire> = questionnaires.iter().collect();
        let refused = |bytes: &[u8]| read(bytes, &all, |_| None, |_| false).err();
        assert_eq!(refused(b"a,b\n1,2\n"), Some(Reason::MissingColumn));
        assert_eq!(refused(b""), Some(Reason::EmptyFile));
    }
}
