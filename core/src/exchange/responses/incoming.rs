//! Import of responses: what a file would add, and its problems. A row with a response id is identified by it,
//! any other by its content, so that importing a file twice changes nothing.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    super::{
        day,
        flaw::flaw,
        opening::open,
        problem::{Problem, Problems, Reason},
        row::Row,
        source::{FileOpening, SourceRows},
        value::{self, Decimal},
    },
    ACCOUNT, CONSENT, DATE, FAMILY, RESPONDENT, RESPONSE, TITLE, VERSION,
};
use crate::domain::{
    Customer, Id, Record,
    draft::{Block, Draft, RecordBlock},
    record::Whole,
    survey::{Answer, Answers, Channel, Choice, Question, QuestionKind, Questionnaire, Response},
};

/// Name of the action in the history.
pub const ACTION: &str = "response.import";

/// Namespace of rows for name-based UUIDs.
const ROWS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0002);

/// Effect of importing a file of responses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResponsePlan {
    /// Questionnaires of the new responses, in file order, with their numbers.
    pub answered: Vec<(Id<Questionnaire>, usize)>,
    /// Number of new responses.
    pub added: usize,
    /// The new responses.
    pub responses: Vec<RecordBlock>,
    /// Number of rows already known.
    pub known: usize,
    /// Number of rows without any answer, which are left out.
    pub unanswered: usize,
    /// Rows and cells left out.
    pub problems: Problems,
}

impl ResponsePlan {
    /// Returns the change that adds the new responses.
    pub fn draft(&self) -> Draft {
        let blocks = self.responses.iter().cloned();
        Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new(ACTION) }
    }

    fn wrong(&mut self, line: u32, column: &str, value: &str, reason: Reason) {
        self.problems.push(Problem {
            file: 0,
            line,
            column: column.into(),
            value: value.into(),
            reason,
        });
    }

    fn count(&mut self, questionnaire: Id<Questionnaire>) {
        let known = self.answered.iter_mut().find(|(id, _)| *id == questionnaire);
        match known {
            Some((_, count)) => *count += 1,
            None => self.answered.push((questionnaire, 1)),
        }
    }
}

/// Reads a file of responses. A wrong cell is left out and the rest of its row imported; a row with an unknown
/// customer, an unknown questionnaire or a date after `today` is left out. `is_current` selects the
/// questionnaires that a file without questionnaire ids can refer to; `is_known` tells which responses exist,
/// including deleted ones.
///
/// # Errors
/// [`Reason`] if the file cannot be read, or has no column of any questionnaire.
pub fn read(
    bytes: &[u8],
    questionnaires: &[Questionnaire],
    is_current: impl Fn(Id<Questionnaire>) -> bool,
    customer: impl Fn(&str) -> Option<Id<Customer>>,
    is_known: impl Fn(Id<Response>) -> bool,
    today: Date,
) -> Result<ResponsePlan, Reason> {
    let source = open(bytes, &FileOpening::default())?;
    let mut rows = source.rows();
    let columns = Columns::read(&mut rows)?;
    let current = questionnaires.iter().filter(|one| is_current(one.id));
    let guessed = columns.most_answered(current);
    if guessed.is_none() && columns.family.is_none() {
        return Err(Reason::MissingColumn);
    }
    let mut asked: HashMap<Id<Questionnaire>, Vec<(usize, &Question)>> = HashMap::new();
    let mut plan = ResponsePlan::default();
    let mut seen: BTreeMap<Uuid, u32> = BTreeMap::new();
    let mut responses = Vec::new();
    while let Some(row) = rows.next_row() {
        let row = match row {
            Ok(row) if row.is_blank() => continue,
            Ok(row) => row,
            Err(broken) => {
                plan.wrong(broken.line, "", broken.text, Reason::BrokenQuoting);
                continue;
            }
        };
        let named: Option<Uuid> = columns.cell(&row, columns.response).parse().ok();
        if let Some(id) = named
            && is_known(Id::new(id))
        {
            plan.known += 1;
            continue;
        }
        let Some(questionnaire) = columns.questionnaire(&row, questionnaires, guessed) else {
            let [title, version] = [columns.title, columns.version];
            let words = [title, version].map(|column| columns.cell(&row, column));
            let heading = columns.heading(columns.family);
            plan.wrong(row.line, heading, words.join(" ").trim(), Reason::UnknownQuestionnaire);
            continue;
        };
        let id = named.unwrap_or_else(|| name_of(questionnaire, &row));
        let questions =
            asked.entry(questionnaire.id).or_insert_with(|| columns.questions(questionnaire));
        let mut response = Response {
            questionnaire: Some(questionnaire.id),
            respondent: value::free_text(columns.cell(&row, columns.respondent)).into_owned(),
            channel: Some(Channel::File),
            has_consent: value::yes_or_no(columns.cell(&row, columns.consent)) == Some(true),
            is_complete: true,
            ..Response::empty(Id::new(id))
        };
        let number = value::key(columns.cell(&row, columns.account));
        if !number.is_empty() {
            response.customer = customer(&number);
            if response.customer.is_none() {
                let heading = columns.heading(columns.account);
                plan.wrong(row.line, heading, &number, Reason::UnknownCustomer);
                continue;
            }
        }
        let day = columns.cell(&row, columns.date);
        if !day.is_empty() {
            let heading = columns.heading(columns.date);
            match day::date(day) {
                Ok(date) if date > today => {
                    plan.wrong(row.line, heading, day, Reason::FutureDate);
                    continue;
                }
                Ok(date) => response.answered_on = Some(date),
                Err(reason) => plan.wrong(row.line, heading, day, reason),
            }
        }
        let (mut answers, problems) = (Answers::new(), plan.problems.total());
        for (column, question) in questions {
            let text = row.cell(*column).trim();
            if let Some(reason) = flaw(&row, *column, &question.key) {
                plan.wrong(row.line, &question.key, text, reason);
                continue;
            }
            match answer(question, text) {
                Ok(None) => {}
                Ok(Some(answer)) => drop(answers.insert(question.key.clone(), answer)),
                Err(reason) => plan.wrong(row.line, &question.key, text, reason),
            }
        }
        // A row with a response id is a response even without answers.
        if answers.is_empty() && named.is_none() {
            plan.unanswered += usize::from(plan.problems.total() == problems);
            continue;
        }
        response.answers = Whole(answers);
        if let Some(first_line) = seen.insert(id, row.line) {
            plan.wrong(row.line, "", "", Reason::Duplicate { first_line });
        } else if is_known(response.id) {
            plan.known += 1;
        } else {
            plan.count(questionnaire.id);
            responses.push(response);
        }
    }
    plan.added = responses.len();
    plan.responses = RecordBlock::pack(responses);
    Ok(plan)
}

/// Positions of the columns.
struct Columns {
    headings: Vec<String>,
    account: Option<usize>,
    title: Option<usize>,
    version: Option<usize>,
    date: Option<usize>,
    respondent: Option<usize>,
    consent: Option<usize>,
    family: Option<usize>,
    response: Option<usize>,
}

impl Columns {
    /// Reads the columns from the first non-empty row.
    fn read(rows: &mut SourceRows<'_>) -> Result<Self, Reason> {
        let headings: Vec<String> = loop {
            match rows.next_row() {
                None => return Err(Reason::EmptyFile),
                Some(Ok(row)) if !row.is_blank() => {
                    break row.cells().map(|cell| cell.trim().to_owned()).collect();
                }
                Some(_) => {}
            }
        };
        let place = |names: &[&str]| place(&headings, names);
        Ok(Self {
            account: place(&ACCOUNT),
            title: place(&TITLE),
            version: place(&VERSION),
            date: place(&DATE),
            respondent: place(&RESPONDENT),
            consent: place(&CONSENT),
            family: place(&FAMILY),
            response: place(&RESPONSE),
            headings,
        })
    }

    fn cell<'a>(&self, row: &Row<'a>, column: Option<usize>) -> &'a str {
        column.map_or("", |column| row.cell(column).trim())
    }

    fn heading(&self, column: Option<usize>) -> &str {
        column.map_or("", |column| &self.headings[column])
    }

    /// Returns the questions that have a column, with its index.
    fn questions<'a>(&self, questionnaire: &'a Questionnaire) -> Vec<(usize, &'a Question)> {
        let questions = questionnaire.questions.0.iter();
        questions
            .filter_map(|question| Some((place(&self.headings, &[&question.key])?, question)))
            .collect()
    }

    /// Returns the questionnaire with the most columns; of ties the shortest, which lacks the fewest.
    fn most_answered<'a>(
        &self,
        questionnaires: impl Iterator<Item = &'a Questionnaire>,
    ) -> Option<&'a Questionnaire> {
        questionnaires
            .map(|one| (self.questions(one).len(), one))
            .filter(|(columns, _)| *columns > 0)
            .max_by_key(|(columns, one)| (*columns, Reverse(one.questions.0.len())))
            .map(|(_, one)| one)
    }

    /// Returns the questionnaire of a row: the one it names, otherwise the one of the columns. A missing version
    /// is the first.
    fn questionnaire<'a>(
        &self,
        row: &Row<'_>,
        questionnaires: &'a [Questionnaire],
        guessed: Option<&'a Questionnaire>,
    ) -> Option<&'a Questionnaire> {
        let family = self.cell(row, self.family);
        if family.is_empty() {
            return guessed;
        }
        let family = Id::new(family.parse().ok()?);
        let version = match self.cell(row, self.version) {
            "" => 1.0,
            version => version.parse::<f64>().ok()?,
        };
        questionnaires
            .iter()
            .find(|one| one.family_id() == family && f64::from(one.number()) == version)
    }
}

/// Returns the index of the first heading that is one of these.
fn place(headings: &[String], names: &[&str]) -> Option<usize> {
    headings.iter().position(|heading| names.iter().any(|name| name.eq_ignore_ascii_case(heading)))
}

/// Returns the id of a row without one: the same for the same content, whatever the latest version of the
/// questionnaire.
fn name_of(questionnaire: &Questionnaire, row: &Row<'_>) -> Uuid {
    let cells: Vec<&str> = row.cells().collect();
    let text = format!("{}\u{1f}{}", questionnaire.family_id(), cells.join("\u{1f}"));
    Uuid::new_v5(&ROWS, text.as_bytes())
}

/// Former words of choices of the built-in questionnaires, with their keys. Files with these words are in use.
const FORMER: [(&str, &str); 5] = [
    ("沟通", "communication"),
    ("企业公民", "citizenship"),
    ("Corporate citizenship", "citizenship"),
    ("还没定", "maybe"),
    ("Not decided", "maybe"),
];

/// Parses a cell as an answer to its question; `None` if it is empty.
fn answer(question: &Question, text: &str) -> Result<Option<Answer>, Reason> {
    let is_text = question.kind == QuestionKind::Text;
    if text.is_empty() || !is_text && value::is_absent(text) {
        return Ok(None);
    }
    let number = || {
        // Same rule as the command line: full-width digits are digits, and a number with a unit is invalid.
        let read = value::number(text, Decimal::Point)?;
        if read.unit.is_empty() { Ok(read.value) } else { Err(Reason::NotANumber) }
    };
    let choice = |wanted: &str| {
        let choices = question.kind.choices();
        let is_named =
            |choice: &&Choice| [&*choice.key, &choice.text.zh, &choice.text.en].contains(&wanted);
        let former = || {
            let (_, key) = FORMER.iter().find(|(word, _)| *word == wanted)?;
            choices.iter().find(|choice| choice.key == *key)
        };
        let found = choices.iter().find(is_named).or_else(former);
        found.map(|choice| choice.key.clone()).ok_or(Reason::UnknownChoice)
    };
    let answer = match &question.kind {
        QuestionKind::Scale { .. } | QuestionKind::Nps => {
            let number = number()?;
            let (least, most) = question.kind.boxes().unwrap_or_default();
            let is_box =
                number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(&number);
            if is_box { Ok(Answer::Number(number)) } else { Err(Reason::OutOfRange) }
        }
        QuestionKind::Number { .. } => number().map(Answer::Number),
        QuestionKind::Date => day::date(text).map(Answer::Date),
        QuestionKind::Single { .. } => choice(text).map(Answer::Choice),
        QuestionKind::Multiple { .. } => text
            .split([';', '；', '、'])
            .map(|wanted| choice(wanted.trim()))
            .collect::<Result<_, _>>()
            .map(Answer::Choices),
        QuestionKind::Text => Ok(Answer::Text(value::free_text(text).into_owned())),
    };
    answer.map(Some)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::exchange::questionnaire::{YEARLY, built_in};

    const TODAY: Date = date(2026, 4, 3);

    const FILE: &str = "客户编号,客户名称,日期,作答人,overall,improve,recommend,effort,comment\n\
        34001,甲,2026-03-01,电气主管,5,,10,7,很好\n\
        34001,甲,2026-04-01,,2,price;沟通,3,9,\n\
        99999,丁,2026-04-01,,2,,3,2,\n\
        34001,甲,2026-03-01,电气主管,5,,10,7,很好\n";

    fn read_text(text: &str, known: &[Id<Response>]) -> ResponsePlan {
        read(
            text.as_bytes(),
            &built_in(),
            |_| true,
            |number| (number == "34001").then(|| Id::new(Uuid::from_u128(1))),
            |id| known.contains(&id),
            TODAY,
        )
        .unwrap()
    }

    fn read_file(known: &[Id<Response>]) -> ResponsePlan {
        read_text(FILE, known)
    }

    fn new_ones(plan: &ResponsePlan) -> Vec<Response> {
        plan.responses.iter().cloned().flat_map(RecordBlock::unpack).collect()
    }

    #[test]
    fn a_row_that_answers_nothing_is_counted() {
        let file = "客户编号,日期,overall,effort\n34001,2026-03-01,5,\n34001,2026-03-02,,\n34001,2026-03-03,,99\n";
        let plan = read_text(file, &[]);
        // A row whose only answer is invalid is listed, not counted.
        assert_eq!((plan.added, plan.unanswered, plan.problems.total()), (1, 1, 1));
    }

    #[test]
    fn rows_become_answers_and_wrong_ones_are_named() {
        let plan = read_file(&[]);
        // All but one of its questions also belong to the yearly one.
        assert_eq!(plan.answered, [(built_in()[0].id, 2)]);
        assert_eq!(plan.added, 2);
        let responses = new_ones(&plan);
        assert!(responses.iter().all(|response| !response.has_consent));
        let dated = |response: &&Response| response.answered_on == Some(date(2026, 4, 1));
        let second = &responses.iter().find(dated).unwrap().answers.0;
        let both = vec!["price".to_owned(), "communication".to_owned()];
        // By key, and by a former word.
        assert_eq!(second["improve"], Answer::Choices(both));
        assert!(!second.contains_key("effort"), "9 is no box of 1 to 7");
        let wrong: Vec<(u32, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| (problem.line, problem.reason.name()))
            .collect();
        assert_eq!(wrong, [(3, "out_of_range"), (4, "unknown_customer"), (5, "duplicate")]);
    }

    #[test]
    fn answers_are_read_by_the_rule_of_the_command_line() {
        let file = "客户编号,日期,recommend\n34001,2026-04-01,9\n34001,2026-04-02,8.5\n34001,2026-04-03,９\n";
        let plan = read_text(file, &[]);
        let given: Vec<Option<Answer>> = new_ones(&plan)
            .iter()
            .map(|one| one.answers.0.get("recommend").cloned())
            .filter(Option::is_some)
            .collect();
        assert_eq!(given, [Some(Answer::Number(9.0)), Some(Answer::Number(9.0))]);
        let wrong: Vec<(u32, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| (problem.line, problem.reason.name()))
            .collect();
        assert_eq!(wrong, [(3, "out_of_range")]);
    }

    #[test]
    fn answers_of_a_day_to_come_stay_out() {
        let [yesterday, today, tomorrow] = [2, 3, 4].map(|day| format!("2026-04-0{day}"));
        let mut file = "客户编号,日期,recommend\n".to_owned();
        for day in [&yesterday, &today, &tomorrow, "2031-04-03", ""] {
            file.push_str(&format!("34001,{day},9\n"));
        }
        let plan = read_text(&file, &[]);
        let mut days: Vec<_> = new_ones(&plan).iter().map(|one| one.answered_on).collect();
        days.sort();
        assert_eq!(days, [None, Some(date(2026, 4, 2)), Some(TODAY)]);
        let wrong: Vec<(u32, &str, &str, &Reason)> = plan
            .problems
            .list()
            .iter()
            .map(|one| (one.line, one.column.as_str(), one.value.as_str(), &one.reason))
            .collect();
        assert_eq!(
            wrong,
            [
                (4, "日期", tomorrow.as_str(), &Reason::FutureDate),
                (5, "日期", "2031-04-03", &Reason::FutureDate)
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
        let all = built_in();
        let refused = |bytes: &[u8]| read(bytes, &all, |_| true, |_| None, |_| false, TODAY).err();
        assert_eq!(refused(b"a,b\n1,2\n"), Some(Reason::MissingColumn));
        assert_eq!(refused(b""), Some(Reason::EmptyFile));
    }

    #[test]
    fn a_next_version_does_not_bring_the_same_rows_again() {
        let first = read_file(&[]);
        let known: Vec<Id<Response>> = new_ones(&first).iter().map(|one| one.id).collect();
        let mut all = built_in();
        let second = all[0].next_version(Id::new(Uuid::from_u128(9)), &all);
        all.push(second.clone());
        let read = |known: &[Id<Response>]| {
            read(
                FILE.as_bytes(),
                &all,
                |id| id != all[0].id,
                |_| Some(Id::new(Uuid::from_u128(1))),
                |id| known.contains(&id),
                TODAY,
            )
            .unwrap()
        };
        assert_eq!(read(&[]).answered, [(second.id, 3)]);
        let again = read(&known);
        assert_eq!((again.added, again.known), (1, 2));
    }

    #[test]
    fn each_row_answers_what_it_names_and_the_columns_tell_the_others() {
        let text = format!(
            "Questionnaire id,Consent given,overall,recommend,effort,comment,Response id\n\
             {YEARLY},yes,5,10,7,n/a,{}\n\
             ,no,4,9,6,,41-a\n\
             ,,3,8,5,,\n\
             {},是,4,9,6,,\n\
             no id,1,4,9,6,,\n",
            Uuid::from_u128(40),
            Uuid::from_u128(50),
        );
        let plan = read_text(&text, &[]);
        let [visit, yearly] = [0, 1].map(|place: usize| built_in()[place].id);
        assert_eq!(plan.answered, [(yearly, 1), (visit, 2)]);
        let responses = new_ones(&plan);
        let named = responses.iter().find(|one| one.id.uuid() == Uuid::from_u128(40));
        let named = named.unwrap();
        assert_eq!(named.questionnaire, Some(yearly));
        assert!(named.has_consent);
        // A dash means no value for a number, but is content for a text.
        assert_eq!(named.answers.0["comment"], Answer::Text("n/a".into()));
        assert_eq!(responses.iter().filter(|one| one.has_consent).count(), 1);
        let lines: Vec<(u32, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| (problem.line, problem.reason.name()))
            .collect();
        assert_eq!(lines, [(5, "unknown_questionnaire"), (6, "unknown_questionnaire")]);
    }
}
