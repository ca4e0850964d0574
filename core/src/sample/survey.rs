//! Sample survey responses: the yearly questionnaire and some after visits, over two years. Each customer has its
//! own level of satisfaction; price scores lower than service, and satisfaction rises over time.

use jiff::{ToSpan, civil::Date};

use crate::{
    analysis::seeded::Seeded,
    domain::{
        Customer, Record,
        id::IdSequence,
        record::Whole,
        survey::{
            Answer, Answers, Channel, Dimension, Measure, Question, QuestionKind, Questionnaire,
            Response,
        },
    },
    exchange::questionnaire::built_in,
};

/// Approximate number of customers surveyed in a large portfolio; in a small one, all are.
const ASKED: f64 = 600.0;
/// Number of days over which the responses are spread.
const DAYS: usize = 730;
/// Respondents.
const PEOPLE: [&str; 4] = ["电气主管", "设备部经理", "财务经理", "总经理"];

/// Generates responses of these customers, up to `today`.
pub fn responses(
    customers: &[Customer],
    seed: u64,
    today: Date,
    ids: &mut IdSequence,
) -> Vec<Response> {
    let mut chance = Seeded::new(seed ^ 0x5a71_5fac_7104);
    let asked = (ASKED / customers.len().max(1) as f64).min(1.0);
    let questionnaires = built_in();
    let mut responses = Vec::new();
    for customer in customers {
        let mood = 0.45 + 0.5 * chance.unit();
        if chance.unit() >= asked {
            continue;
        }
        for questionnaire in &questionnaires {
            // About two thirds are surveyed again within the two years.
            for _ in 0..1 + chance.below(3) {
                let ago = chance.below(DAYS);
                let Ok(day) = today.checked_sub((ago as i64).days()) else {
                    continue;
                };
                let drift = 0.1 * (1.0 - ago as f64 / DAYS as f64) - 0.05;
                responses.push(Response {
                    questionnaire: Some(questionnaire.id),
                    customer: Some(customer.id),
                    respondent: PEOPLE[chance.below(PEOPLE.len())].into(),
                    answered_on: Some(day),
                    channel: Some(Channel::Sample),
                    answers: Whole(answers(questionnaire, mood + drift, &mut chance)),
                    has_consent: true,
                    is_complete: true,
                    ..Response::empty(ids.next_id())
                });
            }
        }
    }
    responses
}

fn answers(questionnaire: &Questionnaire, mood: f64, chance: &mut Seeded) -> Answers {
    let mut answers = Answers::new();
    for question in &questionnaire.questions.0 {
        if let Some(answer) = answer(question, mood, chance) {
            answers.insert(question.key.clone(), answer);
        }
    }
    questionnaire.heard(&answers)
}

fn answer(question: &Question, mood: f64, chance: &mut Seeded) -> Option<Answer> {
    if let Some((least, most)) = question.kind.boxes() {
        let level = match question.measure {
            Some(Measure::Performance(dimension)) => mood + ease(dimension),
            Some(Measure::Importance(dimension)) => weight(dimension),
            Some(Measure::AcsiIdeal) => mood - 0.08,
            _ => mood + 0.04,
        };
        let noise = 0.36 * (chance.unit() - 0.5);
        let span = f64::from(most - least);
        let boxed = (f64::from(least) + span * (level + noise)).round();
        return Some(Answer::Number(boxed.clamp(f64::from(least), f64::from(most))));
    }
    match &question.kind {
        QuestionKind::Single { choices } => {
            let chosen = choices.get(chance.below(choices.len()))?;
            Some(Answer::Choice(chosen.key.clone()))
        }
        QuestionKind::Multiple { choices } => {
            let chosen = choices.get(chance.below(choices.len()))?;
            Some(Answer::Choices(vec![chosen.key.clone()]))
        }
        QuestionKind::Number { .. } => {
            Some(Answer::Number(100.0 * f64::from(1 + chance.below(20) as u32)))
        }
        _ => None,
    }
}

/// Returns the performance of a dimension relative to the others.
const fn ease(dimension: Dimension) -> f64 {
    match dimension {
        Dimension::Quality => 0.06,
        Dimension::Price => -0.2,
        Dimension::Billing => 0.05,
        Dimension::Communication => -0.06,
        Dimension::Service => 0.14,
        Dimension::Processing => -0.12,
        Dimension::Citizenship => 0.02,
    }
}

/// Returns the importance of a dimension.
const fn weight(dimension: Dimension) -> f64 {
    match dimension {
        Dimension::Quality => 0.95,
        Dimension::Price => 0.88,
        Dimension::Billing => 0.62,
        Dimension::Communication => 0.66,
        Dimension::Service => 0.78,
        Dimension::Processing => 0.72,
        Dimension::Citizenship => 0.35,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn answers_stay_on_their_scales_and_vary() {
        let mut ids = IdSequence::after(Uuid::from_u128(7 << 64));
        let customers: Vec<Customer> = (0..60).map(|_| Customer::empty(ids.next_id())).collect();
        let today = jiff::civil::date(2026, 11, 23);
        let responses = responses(&customers, 1, today, &mut ids);
        assert!(responses.len() > 120, "{}", responses.len());
        let questionnaires = built_in();
        let mut seen = std::collections::BTreeSet::new();
        for response in &responses {
            let questionnaire =
                questionnaires.iter().find(|one| Some(one.id) == response.questionnaire).unwrap();
            for (key, answer) in &response.answers.0 {
                let question = questionnaire.question(key).unwrap();
                if let (Some((least, most)), Some(number)) =
                    (question.kind.boxes(), answer.number())
                {
                    assert!((f64::from(least)..=f64::from(most)).contains(&number));
                    if question.measure == Some(Measure::Nps) {
                        seen.insert(number as i32);
                    }
                }
            }
        }
        assert!(seen.len() >= 6, "{seen:?}");
    }
}
