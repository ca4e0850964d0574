//! Labels of service plans: states, kinds of items, default texts of items without a text of their own, and the reasons
//! why an item is behind.

use busbar_core::domain::{
    plan::{Behind, Carry, Gauge, PlanItem, PlanItemKind, PlanState, PlanTopic, TemplateLine},
    standard::{Offer, Speciality},
};
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*};

/// Returns the label of a kind of plan item.
pub fn plan_item_kind(locale: Locale, kind: PlanItemKind) -> &'static str {
    match kind {
        PlanItemKind::Goal => td_string!(locale, field_work.plan_item_kind_goal),
        PlanItemKind::Service => td_string!(locale, field_work.plan_item_kind_service),
        PlanItemKind::Duty => td_string!(locale, field_work.plan_item_kind_duty),
        PlanItemKind::Budget => td_string!(locale, field_work.plan_item_kind_budget),
    }
}

/// Returns the label of the state of a plan.
pub fn plan_state(locale: Locale, state: PlanState) -> &'static str {
    match state {
        PlanState::Drafted => td_string!(locale, plans.state_drafted),
        PlanState::Approved => td_string!(locale, plans.state_approved),
        PlanState::Running => td_string!(locale, plans.state_running),
        PlanState::Closed => td_string!(locale, plans.state_closed),
    }
}

/// Returns the label of the topic of a goal.
pub fn topic(locale: Locale, topic: PlanTopic) -> &'static str {
    match topic {
        PlanTopic::Reliability => td_string!(locale, plans.topic_reliability),
        PlanTopic::PowerFactor => td_string!(locale, plans.topic_power_factor),
        PlanTopic::Satisfaction => td_string!(locale, plans.topic_satisfaction),
        PlanTopic::Growth => td_string!(locale, plans.topic_growth),
        PlanTopic::Visits => td_string!(locale, plans.topic_visits),
        PlanTopic::Promises => td_string!(locale, plans.topic_promises),
        PlanTopic::Safety => td_string!(locale, plans.topic_safety),
        PlanTopic::Saving => td_string!(locale, plans.topic_saving),
    }
}

/// Returns the default measure of goals on a topic.
pub fn topic_measure(locale: Locale, topic: PlanTopic) -> &'static str {
    match topic {
        PlanTopic::Reliability => td_string!(locale, plans.measure_reliability),
        PlanTopic::PowerFactor => td_string!(locale, plans.measure_power_factor),
        PlanTopic::Satisfaction => td_string!(locale, plans.measure_satisfaction),
        PlanTopic::Growth => td_string!(locale, plans.measure_growth),
        PlanTopic::Visits => td_string!(locale, plans.measure_visits),
        PlanTopic::Promises => td_string!(locale, plans.measure_promises),
        PlanTopic::Safety => td_string!(locale, plans.measure_safety),
        PlanTopic::Saving => td_string!(locale, plans.measure_saving),
    }
}

/// Returns the default unit of goals on a topic, singular or plural to match the number; empty if the number has no
/// unit.
pub fn topic_unit(locale: Locale, topic: PlanTopic, number: Option<f64>) -> &'static str {
    let is_one = number == Some(1.0);
    match topic {
        PlanTopic::Reliability | PlanTopic::Visits if is_one => {
            td_string!(locale, plans.single_count)
        }
        PlanTopic::Reliability | PlanTopic::Visits => td_string!(locale, plans.unit_count),
        PlanTopic::PowerFactor => "",
        PlanTopic::Satisfaction if is_one => td_string!(locale, plans.single_points),
        PlanTopic::Satisfaction => td_string!(locale, plans.unit_points),
        PlanTopic::Growth | PlanTopic::Promises => "%",
        PlanTopic::Safety if is_one => td_string!(locale, plans.single_items),
        PlanTopic::Safety => td_string!(locale, plans.unit_items),
        PlanTopic::Saving => td_string!(locale, plans.unit_saving),
    }
}

/// Returns the label of the source of a goal's current value.
pub fn gauge(locale: Locale, gauge: Gauge) -> &'static str {
    match gauge {
        Gauge::Entered => td_string!(locale, plans.gauge_entered),
        Gauge::Done => td_string!(locale, plans.gauge_done),
        Gauge::DonePercent => td_string!(locale, plans.gauge_done_percent),
        Gauge::Visits => td_string!(locale, plans.gauge_visits),
        Gauge::Outages => td_string!(locale, plans.gauge_outages),
        Gauge::Satisfaction => td_string!(locale, plans.gauge_satisfaction),
    }
}

/// Returns the label of the duty of a speciality in a plan.
pub fn duty(locale: Locale, speciality: Speciality) -> &'static str {
    match speciality {
        Speciality::AccountManager => td_string!(locale, plans.duty_account_manager),
        Speciality::DepartmentHead => td_string!(locale, plans.duty_department_head),
        Speciality::Market => td_string!(locale, plans.duty_market),
        Speciality::Finance => td_string!(locale, plans.duty_finance),
        Speciality::Technical => td_string!(locale, plans.duty_technical),
        Speciality::Inspection => td_string!(locale, plans.duty_inspection),
    }
}

fn known_text(
    locale: Locale,
    text: &str,
    (of, offer, speciality): (Option<PlanTopic>, Option<Offer>, Option<Speciality>),
) -> String {
    let own = Some(text).filter(|text| !text.trim().is_empty());
    let known = of.map(|of| topic(locale, of));
    let known = known.or_else(|| offer.map(|offer| super::offer(locale, offer)));
    let known = known.or_else(|| speciality.map(|speciality| duty(locale, speciality)));
    let unnamed = td_string!(locale, plans.unnamed);
    own.or(known).unwrap_or(unnamed).to_owned()
}

/// Returns the text of a plan item, or the default text for its topic, service or speciality.
pub fn plan_item(locale: Locale, item: &PlanItem) -> String {
    let known = (item.topic, item.offer, item.speciality);
    known_text(locale, &item.text, known)
}

/// Returns the text of a template line, or the default text for its topic, service or speciality.
pub fn template_line(locale: Locale, line: &TemplateLine) -> String {
    let known = (line.topic, line.offer, line.speciality);
    known_text(locale, &line.text, known)
}

/// Returns the measure of a goal; empty if it has neither its own nor a topic.
pub fn plan_measure(locale: Locale, item: &PlanItem) -> String {
    match item.topic {
        Some(topic) if item.measure.is_empty() => topic_measure(locale, topic).to_owned(),
        _ => item.measure.clone(),
    }
}

/// Returns the unit that a goal gets from its topic; empty if it has its own or none.
pub fn plan_topic_unit(locale: Locale, item: &PlanItem, number: Option<f64>) -> &'static str {
    let topic = item.topic.filter(|_| item.unit.is_empty());
    topic.map_or("", |topic| topic_unit(locale, topic, number))
}

/// Returns the owner of a plan item: speciality and name, or the one that is known.
pub fn plan_owner(locale: Locale, item: &PlanItem, owner: &str) -> String {
    let speciality = item.speciality.map(|speciality| super::speciality(locale, speciality));
    match (owner, speciality) {
        ("", Some(speciality)) => speciality.to_owned(),
        (owner, Some(speciality)) => format!("{speciality} · {owner}"),
        (owner, None) => owner.to_owned(),
    }
}

/// Formats a figure in the unit of its goal: `0.95`, `90 分`, `100%`.
pub fn plan_figure(locale: Locale, item: &PlanItem, value: f64) -> String {
    // Two decimals are enough for the share of linked records.
    let value = (value * 100.0).round() / 100.0;
    let number = format::plain(locale, value);
    let unit = match item.unit.as_str() {
        "" => plan_topic_unit(locale, item, Some(value)),
        own => own,
    };
    match unit {
        "" => number,
        "%" => format!("{number}%"),
        unit => format!("{number}\u{a0}{unit}"),
    }
}

/// Formats the current value of a goal like [`plan_figure`]; satisfaction is rounded to whole points, as on every page.
pub fn plan_actual(locale: Locale, item: &PlanItem, value: f64) -> String {
    let is_satisfaction = item.gauge == Some(Gauge::Satisfaction);
    let value = if is_satisfaction { value.round() } else { value };
    plan_figure(locale, item, value)
}

/// Formats the target of a goal: `≥ 0.95`, `≤ 1 次`; `None` without a target.
pub fn plan_target(locale: Locale, item: &PlanItem) -> Option<String> {
    let sign = if item.is_at_most { "≤" } else { "≥" };
    let figure = plan_figure(locale, item, item.target?);
    Some(format!("{sign}\u{a0}{figure}"))
}

/// Returns a frequency in words: 12 times a year is every month.
pub fn plan_rhythm(locale: Locale, times: f64) -> String {
    match times.round() as i64 {
        ..=1 => td_string!(locale, plan.rhythm_1).to_owned(),
        2 => td_string!(locale, plan.rhythm_2).to_owned(),
        4 => td_string!(locale, plan.rhythm_4).to_owned(),
        6 => td_string!(locale, plan.rhythm_6).to_owned(),
        12 => td_string!(locale, plan.rhythm_12).to_owned(),
        _ => td_string!(locale, plan.rhythm_other, times = format::plain(locale, times)),
    }
}

/// Returns the reason why a plan item is behind.
pub fn behind(locale: Locale, behind: Behind) -> String {
    match behind {
        Behind::Overdue(day) => {
            say!(locale, plans.behind_overdue, day = day)
        }
        Behind::Exceeded => td_string!(locale, plans.behind_exceeded).to_owned(),
        Behind::Late(count) => {
            say!(locale, plans.behind_late, count = count)
        }
        Behind::Pace { expected } => {
            td_string!(locale, plans.behind_pace, expected = format::plain(locale, expected))
        }
    }
}

/// Returns the label of the treatment of a plan item in next year's plan.
pub fn carry(locale: Locale, carry: Carry) -> &'static str {
    match carry {
        Carry::Over => td_string!(locale, plan.carry_over),
        Carry::Anew => td_string!(locale, plan.carry_anew),
        Carry::Left => td_string!(locale, plan.carry_left),
    }
}

/// Returns the text that confirms an action on a plan or one of its items; `None` for other actions.
pub fn plan_action(locale: Locale, action: &str) -> Option<&'static str> {
    Some(match action {
        "service_plan.make" => td_string!(locale, plan.action_make),
        "service_plan.approve" => td_string!(locale, plan.action_approve),
        "service_plan.agree" => td_string!(locale, plan.action_agree),
        "plan_review.sign" => td_string!(locale, plan.action_review_sign),
        "service_plan.review" => td_string!(locale, plan.action_review),
        "service_plan.close" => td_string!(locale, plan.action_close),
        "service_plan.reopen" => td_string!(locale, plan.action_reopen),
        "service_plan.copy" => td_string!(locale, plan.action_copy),
        "plan_item.serve" => td_string!(locale, plan.action_serve),
        "plan_item.reach" => td_string!(locale, plan.action_reach),
        "plan_link.add" => td_string!(locale, plan.action_link),
        "plan_link.delete" => td_string!(locale, plan.action_unlink),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Id, Record};

    #[test]
    fn own_words_count_before_those_that_are_known() {
        let item = PlanItem {
            topic: Some(PlanTopic::PowerFactor),
            target: Some(0.95),
            ..PlanItem::empty(Id::new(Uuid::from_u128(1)))
        };
        let known = topic(Locale::en, PlanTopic::PowerFactor);
        assert_eq!(plan_item(Locale::en, &item), known);
        assert_eq!(plan_target(Locale::en, &item).as_deref(), Some("≥\u{a0}0.95"));
        let own = PlanItem {
            text: "Capacitors replaced".into(),
            is_at_most: true,
            unit: "%".into(),
            ..item.clone()
        };
        assert_eq!(plan_item(Locale::en, &own), "Capacitors replaced");
        assert_eq!(plan_target(Locale::en, &own).as_deref(), Some("≤\u{a0}0.95%"));
        let unnamed = PlanItem { topic: None, ..item };
        assert!(!plan_item(Locale::zh, &unnamed).is_empty());
    }

    #[test]
    fn figures_are_told_in_the_unit_of_their_goal() {
        let empty = PlanItem::empty(Id::new(Uuid::from_u128(1)));
        let about = |topic| PlanItem { topic: Some(topic), ..empty.clone() };
        let share = PlanItem { unit: "%".into(), ..empty.clone() };
        let figure = |item: &PlanItem, value| plan_figure(Locale::en, item, value);
        assert_eq!(figure(&share, 200.0 / 3.0), "66.67%");
        assert_eq!(figure(&empty, 12.0), "12");
        assert_eq!(figure(&about(PlanTopic::Visits), 1.0), "1\u{a0}time");
        assert_eq!(figure(&about(PlanTopic::Visits), 2.0), "2\u{a0}times");
        assert_eq!(figure(&about(PlanTopic::Safety), 0.0), "0\u{a0}items");
        let visits = plan_figure(Locale::zh, &about(PlanTopic::Visits), 1.0);
        assert_eq!(visits, "1\u{a0}次");
    }

    #[test]
    fn measured_satisfaction_has_no_places_and_a_target_is_as_it_was_entered() {
        let item = PlanItem {
            topic: Some(PlanTopic::Satisfaction),
            gauge: Some(Gauge::Satisfaction),
            target: Some(82.5),
            ..PlanItem::empty(Id::new(Uuid::from_u128(1)))
        };
        assert_eq!(plan_actual(Locale::zh, &item, 42.78), "43\u{a0}分");
        assert_eq!(plan_target(Locale::zh, &item).as_deref(), Some("≥\u{a0}82.5\u{a0}分"));
    }
}
