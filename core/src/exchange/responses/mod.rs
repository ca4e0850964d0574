//! Responses as files: one row per person, one column per question. Exported files name the response, its
//! questionnaire and version, so that importing them recognises it. Files from elsewhere name none of these: the
//! columns identify the questionnaire, and the content of a row identifies the response.

mod incoming;
mod outgoing;

pub use incoming::{ACTION, ResponsePlan, read};
pub use outgoing::{headings, write};

/// Heading of a column other than a question, in Chinese and English.
type Heading = [&'static str; 2];

/// Customer, by number.
const ACCOUNT: Heading = ["客户编号", "Customer number"];
/// Name of the customer; for the reader.
const CUSTOMER: Heading = ["客户名称", "Customer"];
/// Title of the questionnaire; for the reader.
const TITLE: Heading = ["问卷", "Questionnaire"];
/// Version of the questionnaire, from 1.
const VERSION: Heading = ["问卷版本", "Questionnaire version"];
/// Date.
const DATE: Heading = ["日期", "Date"];
/// Name or role of the respondent.
const RESPONDENT: Heading = ["作答人", "Person"];
/// Agreement to the consent text.
const CONSENT: Heading = ["是否同意", "Consent given"];
/// Id of the questionnaire's first version, shared by all its versions.
const FAMILY: Heading = ["问卷标识", "Questionnaire id"];
/// Id of the response.
const RESPONSE: Heading = ["答卷标识", "Response id"];

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            Customer, Id, Record,
            draft::RecordBlock,
            record::Whole,
            survey::{Answer, Channel, Questionnaire, Response},
        },
        exchange::{outgoing::Language, questionnaire::built_in},
    };

    const NUMBER: &str = "34001";

    fn customer() -> Id<Customer> {
        Id::new(Uuid::from_u128(1))
    }

    /// The built-in questionnaires, and a second version of the one after a visit.
    fn questionnaires() -> Vec<Questionnaire> {
        let mut all = built_in();
        let second = all[0].next_version(Id::new(Uuid::from_u128(20)), &all);
        all.push(second);
        all
    }

    fn responses(questionnaires: &[Questionnaire]) -> Vec<Response> {
        let response = |n: u128, to: usize, answers: &[(&str, Answer)]| Response {
            questionnaire: Some(questionnaires[to].id),
            customer: (n != 32).then(customer),
            respondent: "=电气主管".into(),
            answered_on: Some(date(2026, 11, n as i8 - 20)),
            channel: Some(Channel::Tablet),
            answers: Whole(
                answers.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone())).collect(),
            ),
            has_consent: n != 33,
            is_complete: true,
            ..Response::empty(Id::new(Uuid::from_u128(n)))
        };
        let overall = ("overall", Answer::Number(2.0));
        let improve = vec!["price".to_owned(), "communication".to_owned()];
        vec![
            response(30, 0, &[overall.clone(), ("improve", Answer::Choices(improve))]),
            response(31, 2, &[overall.clone(), ("recommend", Answer::Number(10.0))]),
            // All of its questions also belong to the yearly one.
            response(32, 1, &[overall, ("comment", Answer::Text("-停电\n\"通知\"".into()))]),
            response(33, 0, &[]),
            Response { is_complete: false, ..response(34, 0, &[]) },
            Response { is_deleted: true, ..response(35, 0, &[]) },
        ]
    }

    fn file(language: Language) -> Vec<u8> {
        let questionnaires = questionnaires();
        let responses = responses(&questionnaires);
        write(language, &questionnaires, responses.iter(), |_| Some((NUMBER.into(), "甲".into())))
    }

    fn read_with(
        file: &[u8],
        questionnaires: &[Questionnaire],
        known: &[Response],
    ) -> ResponsePlan {
        read(
            file,
            questionnaires,
            |_| true,
            |number| (number == NUMBER).then(customer),
            |id| known.iter().any(|one| one.id == id),
            date(2026, 11, 30),
        )
        .unwrap()
    }

    #[test]
    fn what_went_out_changes_nothing_where_it_came_from() {
        let questionnaires = questionnaires();
        let known = responses(&questionnaires);
        for language in [Language::Chinese, Language::English] {
            let plan = read_with(&file(language), &questionnaires, &known);
            assert_eq!((plan.added, plan.known, plan.problems.total()), (0, 4, 0));
            assert!(plan.draft().is_empty());
            // A later version changes nothing either.
            let mut more = questionnaires.clone();
            more.push(questionnaires[1].next_version(Id::new(Uuid::from_u128(21)), &more));
            assert_eq!(read_with(&file(language), &more, &known).added, 0);
        }
    }

    #[test]
    fn answers_in_a_workbook_are_the_same_answers() {
        use crate::exchange::{export::Cell, workbook::xlsx};
        let questionnaires = questionnaires();
        let text = file(Language::Chinese);
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.strip_prefix(b"\xef\xbb\xbf").unwrap())
            .deserialize::<Vec<String>>()
            .map(Result::unwrap)
            .collect::<Vec<_>>();
        let headings = rows.remove(0);
        let cells = |row: &Vec<String>| row.iter().map(|cell| Cell::text(cell.as_str())).collect();
        let rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
        let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
        let workbook = xlsx("答卷", &headings, &rows, go_on).unwrap();
        let [came, expected] = [&workbook, &text].map(|file| read_with(file, &questionnaires, &[]));
        assert_eq!(expected.added, 4);
        assert_eq!(came, expected);
    }

    #[test]
    fn elsewhere_it_becomes_the_same_answers_to_the_same_questionnaires() {
        let questionnaires = questionnaires();
        for language in [Language::Chinese, Language::English] {
            let plan = read_with(&file(language), &questionnaires, &[]);
            let mut expected = responses(&questionnaires);
            expected.truncate(4);
            for response in &mut expected {
                response.channel = Some(Channel::File);
                if response.customer.is_none() {
                    response.respondent = "=电气主管".into();
                }
            }
            let came: Vec<Response> =
                plan.responses.iter().cloned().flat_map(RecordBlock::unpack).collect();
            assert_eq!(came, expected, "{:?}", plan.problems);
            let to: Vec<_> = plan.answered.iter().map(|(id, count)| (*id, *count)).collect();
            let ids = [0, 2, 1].map(|place: usize| questionnaires[place].id);
            assert_eq!(to, [(ids[0], 2), (ids[1], 1), (ids[2], 1)]);
        }
    }

    #[test]
    fn a_file_under_the_headings_that_the_editor_shows_is_read() {
        let questionnaires = built_in();
        for language in [Language::Chinese, Language::English] {
            let headings = headings(language, &questionnaires[0]);
            assert_eq!(headings.len(), 3 + questionnaires[0].questions.0.len());
            let answers = headings.iter().map(|heading| match heading.as_str() {
                "客户编号" | "Customer number" => NUMBER,
                "日期" | "Date" => "2026-11-20",
                "overall" => "4",
                _ => "",
            });
            let answers = answers.collect::<Vec<_>>().join(",");
            let file = format!("{}\r\n{answers}\r\n", headings.join(","));
            let plan = read_with(file.as_bytes(), &questionnaires, &[]);
            assert_eq!((plan.added, plan.problems.total()), (1, 0), "{:?}", plan.problems);
        }
    }

    #[test]
    fn answers_to_a_version_that_is_not_here_stay_out() {
        let plan = read_with(&file(Language::Chinese), &built_in(), &[]);
        assert_eq!(plan.added, 3);
        let wrong: Vec<(&str, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| (problem.reason.name(), problem.value.as_str()))
            .collect();
        assert_eq!(wrong, [("unknown_questionnaire", "走访后问卷 2")]);
    }
}
