//! Validation of entered data. Hard rules reject a value; doubtful values can be confirmed by the user. A rule
//! applies only if one of its fields is written, so that existing data from a file or an older version does not
//! block other edits. Imports have their own validation.

use jiff::civil::Date;

use super::{
    Customer, RecordKind, SupplyPoint, Value, notice::Notice, record::Record,
    visit::DevelopmentNeed,
};

/// The voltages of public supply, kV [GB/T 156—2017], with the low voltages commonly written in contracts.
pub const VOLTAGES_KV: [f64; 15] =
    [0.22, 0.38, 0.4, 3.0, 6.0, 10.0, 20.0, 35.0, 66.0, 110.0, 220.0, 330.0, 500.0, 750.0, 1000.0];

/// Upper bound for any supply, kV.
const HIGHEST_KV: f64 = 1100.0;

/// Violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    /// The customer has no name.
    #[error("the name is missing")]
    NameMissing,
    /// Another record has this account number.
    #[error("the number {0} is already in use")]
    NumberTaken(String),
    /// The running capacity exceeds the contracted capacity.
    #[error("the running capacity exceeds the contracted capacity")]
    AboveContracted,
    /// The end is before the start.
    #[error("the end is before the start")]
    EndsBeforeStart,
    /// The date is in the future.
    #[error("{0} is in the future")]
    NotYet(Date),
    /// Not a place on Earth, or the placeholder 0°, 0°.
    #[error("not a valid place")]
    NoPlace,
    /// Not a latitude, but a valid longitude.
    #[error("latitude and longitude seem to be exchanged")]
    Exchanged,
    /// Not a supply voltage; possibly in volts.
    #[error("not a supply voltage")]
    NoVoltage,
    /// Not a standard voltage.
    #[error("unusual voltage")]
    UnusualVoltage,
    /// A notice without text is being published.
    #[error("the notice has no text")]
    NoticeEmpty,
    /// A stage of a connection is being completed without any document received.
    #[error("no document has been received")]
    NoPapers,
    /// The answers have already been submitted.
    #[error("the answers have already been submitted")]
    HandedIn,
}

impl Rule {
    /// Returns `true` if the user may confirm the value despite the rule.
    pub const fn is_doubt(&self) -> bool {
        matches!(self, Self::UnusualVoltage | Self::NoPapers)
    }
}

/// A rule violated by a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct Broken {
    /// Stable name of the field.
    pub field: &'static str,
    /// Violated rule.
    pub rule: Rule,
}

impl Rule {
    /// Attaches the rule to a field.
    pub const fn at(self, field: &'static str) -> Broken {
        Broken { field, rule: self }
    }
}

/// Dates of past events, by kind of record; they cannot be in the future.
const PAST_DAYS: &[(RecordKind, &[&str])] = &[
    ("request", &["received_on"]),
    ("response", &["answered_on"]),
    ("action", &["opened_on", "done_on", "confirmed_on"]),
    ("finding", &["found_on", "rectified_on", "rechecked_on"]),
    ("development_need", &["learned_on"]),
    ("equipment", &["installed_on", "inspected_on"]),
    ("service_plan", &["approved_on", "agreed_on", "closed_on"]),
    ("plan_item", &["done_on"]),
    ("notice_receipt", &["read_on"]),
];

/// Checks that the date of a past event is not in the future.
///
/// # Errors
/// [`Rule::NotYet`].
pub fn day(kind: &str, field: &'static str, value: &Value, today: Date) -> Result<(), Broken> {
    let is_past = |(of, fields): &(RecordKind, &[&str])| *of == kind && fields.contains(&field);
    match value {
        Value::Date(day) if *day > today && PAST_DAYS.iter().any(is_past) => {
            Err(Rule::NotYet(*day).at(field))
        }
        _ => Ok(()),
    }
}

/// A record with validation rules.
pub trait Ruled: Record {
    /// Checks the rules that involve a field in `written`.
    ///
    /// # Errors
    /// [`Broken`]: the first violated rule.
    fn check(&self, written: &[&str]) -> Result<(), Broken>;
}

/// Returns the first of these fields that is written.
fn first(written: &[&str], of: &[&'static str]) -> Option<&'static str> {
    of.iter().copied().find(|field| written.contains(field))
}

fn voltage(kv: Option<f64>, written: &[&str]) -> Result<(), Broken> {
    let (Some(kv), Some(field)) = (kv, first(written, &["voltage_level_kv"])) else {
        return Ok(());
    };
    if kv <= 0.0 || kv > HIGHEST_KV {
        return Err(Rule::NoVoltage.at(field));
    }
    if VOLTAGES_KV.iter().all(|known| (known - kv).abs() > 1e-6) {
        return Err(Rule::UnusualVoltage.at(field));
    }
    Ok(())
}

fn place(
    (latitude, longitude): (Option<f64>, Option<f64>),
    written: &[&str],
) -> Result<(), Broken> {
    let Some(field) = first(written, &["latitude", "longitude"]) else {
        return Ok(());
    };
    if latitude.is_some_and(|north| north.abs() > 90.0) {
        let could_be_east = latitude.is_some_and(|north| north.abs() <= 180.0);
        let rule = if could_be_east { Rule::Exchanged } else { Rule::NoPlace };
        return Err(rule.at(field));
    }
    if longitude.is_some_and(|east| east.abs() > 180.0) {
        return Err(Rule::NoPlace.at(field));
    }
    if latitude == Some(0.0) && longitude == Some(0.0) {
        return Err(Rule::NoPlace.at(field));
    }
    Ok(())
}

fn span(
    (from, until): (Option<Date>, Option<Date>),
    fields: &[&'static str],
    written: &[&str],
) -> Result<(), Broken> {
    match (from, until, first(written, fields)) {
        (Some(from), Some(until), Some(field)) if until < from => {
            Err(Rule::EndsBeforeStart.at(field))
        }
        _ => Ok(()),
    }
}

impl Ruled for Customer {
    fn check(&self, written: &[&str]) -> Result<(), Broken> {
        if self.name.trim().is_empty() && first(written, &["name"]).is_some() {
            return Err(Rule::NameMissing.at("name"));
        }
        voltage(self.voltage_level_kv, written)?;
        place((self.latitude, self.longitude), written)
    }
}

impl Ruled for SupplyPoint {
    fn check(&self, written: &[&str]) -> Result<(), Broken> {
        voltage(self.voltage_level_kv, written)?;
        let fields = ["running_capacity_kva", "contracted_capacity_kva"];
        match (self.running_capacity_kva, self.contracted_capacity_kva, first(written, &fields)) {
            (Some(running), Some(contracted), Some(field)) if running > contracted => {
                Err(Rule::AboveContracted.at(field))
            }
            _ => Ok(()),
        }
    }
}

impl Ruled for DevelopmentNeed {
    fn check(&self, written: &[&str]) -> Result<(), Broken> {
        span((self.from, self.until), &["until", "from"], written)
    }
}

impl Ruled for Notice {
    fn check(&self, written: &[&str]) -> Result<(), Broken> {
        let is_told = self.published_on.is_some() && written.contains(&"published_on");
        if is_told && self.text.trim().is_empty() {
            return Err(Rule::NoticeEmpty.at("published_on"));
        }
        let span_of = (self.published_on, self.until);
        span(span_of, &["until", "published_on"], written)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Id;

    fn id<T>() -> Id<T> {
        Id::new(Uuid::from_u128(1))
    }

    fn customer(name: &str) -> Customer {
        Customer { name: name.into(), ..Customer::empty(id()) }
    }

    fn rule(checked: Result<(), Broken>) -> Option<Rule> {
        checked.err().map(|broken| broken.rule)
    }

    #[test]
    fn a_customer_has_a_name_that_is_not_blank() {
        for (name, expected) in
            [("", Some(Rule::NameMissing)), (" \u{3000}", Some(Rule::NameMissing)), ("甲", None)]
        {
            assert_eq!(rule(customer(name).check(&["name"])), expected, "{name:?}");
            assert_eq!(rule(customer(name).check(&["region"])), None);
        }
    }

    #[test]
    fn voltages_are_those_of_the_standard_or_asked_about() {
        let cases = [
            (35.0, None),
            (0.4, None),
            (36.0, Some(Rule::UnusualVoltage)),
            (10_000.0, Some(Rule::NoVoltage)),
            (0.0, Some(Rule::NoVoltage)),
            (-10.0, Some(Rule::NoVoltage)),
        ];
        for (kv, expected) in cases {
            let written = ["voltage_level_kv"];
            let of_customer = Customer { voltage_level_kv: Some(kv), ..customer("甲") };
            let of_point = SupplyPoint { voltage_level_kv: Some(kv), ..SupplyPoint::empty(id()) };
            assert_eq!(rule(of_customer.check(&written)), expected, "{kv}");
            assert_eq!(rule(of_point.check(&written)), expected, "{kv}");
        }
        assert!(Rule::UnusualVoltage.is_doubt() && !Rule::NoVoltage.is_doubt());
    }

    #[test]
    fn a_place_is_one_on_earth() {
        let cases = [
            (Some(33.63), Some(116.96), None),
            (Some(33.63), None, None),
            (Some(0.0), None, None),
            (Some(116.96), Some(33.63), Some(Rule::Exchanged)),
            (Some(116.96), None, Some(Rule::Exchanged)),
            (Some(200.0), None, Some(Rule::NoPlace)),
            (Some(33.0), Some(181.0), Some(Rule::NoPlace)),
            (Some(0.0), Some(0.0), Some(Rule::NoPlace)),
        ];
        for (latitude, longitude, expected) in cases {
            let placed = Customer { latitude, longitude, ..customer("甲") };
            let found = rule(placed.check(&["latitude"]));
            assert_eq!(found, expected, "{latitude:?} {longitude:?}");
            assert_eq!(rule(placed.check(&["address"])), None);
        }
    }

    #[test]
    fn no_more_runs_than_was_contracted() {
        let cases = [
            (Some(630.0), Some(630.0), None),
            (Some(800.0), Some(630.0), Some(Rule::AboveContracted)),
            (Some(800.0), None, None),
            (None, Some(630.0), None),
        ];
        for (running, contracted, expected) in cases {
            let point = SupplyPoint {
                running_capacity_kva: running,
                contracted_capacity_kva: contracted,
                ..SupplyPoint::empty(id())
            };
            for field in ["running_capacity_kva", "contracted_capacity_kva"] {
                assert_eq!(rule(point.check(&[field])), expected, "{running:?}");
            }
            assert_eq!(rule(point.check(&["note"])), None);
        }
    }

    #[test]
    fn what_ends_does_not_end_before_it_begins() {
        let need = |from, until| DevelopmentNeed { from, until, ..DevelopmentNeed::empty(id()) };
        let (spring, autumn) = (Some(date(2026, 3, 1)), Some(date(2026, 9, 1)));
        for (from, until, expected) in [
            (spring, autumn, None),
            (spring, spring, None),
            (autumn, spring, Some(Rule::EndsBeforeStart)),
            (None, spring, None),
        ] {
            assert_eq!(rule(need(from, until).check(&["until"])), expected);
        }
    }

    #[test]
    fn a_notice_is_sent_with_a_text() {
        let notice = |text: &str| Notice {
            title: "停电".into(),
            text: text.into(),
            published_on: Some(date(2026, 7, 1)),
            ..Notice::empty(id())
        };
        let sent = ["published_on"];
        assert_eq!(rule(notice(" ").check(&sent)), Some(Rule::NoticeEmpty));
        assert_eq!(rule(notice("7 月 3 日检修").check(&sent)), None);
        assert_eq!(rule(notice("").check(&["title"])), None);
    }

    #[test]
    fn what_happened_did_not_happen_tomorrow() {
        let today = date(2026, 7, 1);
        let cases = [
            ("request", "received_on", date(2026, 7, 1), None),
            ("response", "answered_on", date(2031, 1, 1), Some(date(2031, 1, 1))),
            ("visit", "planned_on", date(2027, 1, 1), None),
            ("action", "due_on", date(2027, 1, 1), None),
            ("action", "done_on", date(2027, 1, 1), Some(date(2027, 1, 1))),
        ];
        for (kind, field, on, expected) in cases {
            let found = rule(day(kind, field, &Value::Date(on), today));
            assert_eq!(found, expected.map(Rule::NotYet), "{kind} {field}");
        }
    }

    #[test]
    fn past_days_are_fields_that_there_are() {
        use crate::domain::{
            action::Action,
            equipment::Equipment,
            notice::NoticeReceipt,
            plan::{PlanItem, ServicePlan},
            request::Request,
            survey::Response,
            visit::Finding,
        };
        let known: [(RecordKind, &[&str]); 9] = [
            (Request::KIND, Request::FIELDS),
            (Response::KIND, Response::FIELDS),
            (Action::KIND, Action::FIELDS),
            (Finding::KIND, Finding::FIELDS),
            (DevelopmentNeed::KIND, DevelopmentNeed::FIELDS),
            (Equipment::KIND, Equipment::FIELDS),
            (ServicePlan::KIND, ServicePlan::FIELDS),
            (PlanItem::KIND, PlanItem::FIELDS),
            (NoticeReceipt::KIND, NoticeReceipt::FIELDS),
        ];
        for (kind, fields) in PAST_DAYS {
            let (_, all) = known.iter().find(|(known, _)| known == kind).unwrap();
            for field in *fields {
                assert!(all.contains(field), "{kind} {field}");
            }
        }
    }
}
