//! Current matters of the customer, most urgent first. There is no view here, so that tests need no browser.

use busbar_core::{
    books::portfolio::FALL,
    domain::{
        Id, InOrder,
        action::{Action, ActionState},
        plan::ServicePlan,
        request::{Request, Urgency},
        visit::{Due, Visit},
    },
};
use jiff::civil::Date;

/// Urgency of a matter; the variants are in list order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Overdue, under way, in arrears, or waiting for a call-back.
    Now,
    /// Close to its limit.
    Soon,
    /// For information.
    Known,
}

/// Matter that needs attention.
#[derive(Clone, Debug, PartialEq)]
pub enum Matter {
    /// A visit under way.
    Underway(Id<Visit>),
    /// The next planned visit and its date.
    Planned(Id<Visit>, Date),
    /// A visit is due and none is planned in time.
    VisitDue(Due),
    /// 欠费: amount in CNY and number of bills.
    Arrears(f64, usize),
    /// A request that is not closed.
    Request(Id<Request>, Urgency),
    /// An action that is not closed.
    Promise(Id<Action>, ActionState),
    /// Number of findings that are not closed, and number of those overdue.
    Hazards(usize, usize),
    /// The latest response needs a call-back; the date of the response.
    LowAnswer(Option<Date>),
    /// Use has declined by this share.
    Falling(f64),
    /// The plan of the year and the number of its lines behind; 0 if only its review is due.
    PlanBehind(Id<ServicePlan>, usize),
    /// The customer's class is offered a plan, and there is none for this year.
    PlanMissing(i16),
}

impl Matter {
    /// Returns the urgency.
    pub fn level(&self) -> Level {
        match self {
            Self::Underway(_) | Self::Arrears(..) | Self::LowAnswer(_) => Level::Now,
            Self::Request(_, Urgency::Late) | Self::Promise(_, ActionState::Overdue) => Level::Now,
            Self::Hazards(_, late) if *late > 0 => Level::Now,
            Self::VisitDue(due) if due.is_now() => Level::Now,
            Self::Request(_, Urgency::Soon)
            | Self::Promise(_, ActionState::Unconfirmed)
            | Self::Hazards(..)
            | Self::Falling(_)
            | Self::PlanBehind(..) => Level::Soon,
            Self::Planned(..)
            | Self::VisitDue(_)
            | Self::Request(..)
            | Self::Promise(..)
            | Self::PlanMissing(_) => Level::Known,
        }
    }
}

/// Data from which the matters of a day are derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// Visit under way.
    pub underway: Option<Id<Visit>>,
    /// Next visit planned for today or later.
    pub planned: Option<(Id<Visit>, Date)>,
    /// Visit that is due, with its reasons.
    pub due: Option<Due>,
    /// 欠费, CNY, and number of bills.
    pub arrears: (f64, usize),
    /// Requests that are not closed, most urgent first.
    pub requests: Vec<(Id<Request>, Urgency)>,
    /// Actions that are not closed, earliest due date first; those without one last.
    pub promises: Vec<(Id<Action>, ActionState)>,
    /// Number of findings that are not closed, and number of those overdue.
    pub hazards: (usize, usize),
    /// Date of the latest response, if it needs a call-back; the inner value is `None` if the date is unknown.
    pub low_answer: Option<Option<Date>>,
    /// Change of use from the year before.
    pub growth: Option<f64>,
    /// Plan of the year, if it needs attention, and the number of its lines behind.
    pub plan_behind: Option<(Id<ServicePlan>, usize)>,
    /// Year for which a plan is missing.
    pub plan_missing: Option<i16>,
}

/// Returns the matters, most urgent first.
pub fn matters(today: &Today) -> Vec<Matter> {
    let mut all: Vec<Matter> = Vec::new();
    all.extend(today.underway.map(Matter::Underway));
    if today.underway.is_none() {
        all.extend(today.planned.map(|(id, day)| Matter::Planned(id, day)));
    }
    // A visit that is planned in time is not due.
    let is_in_time = |due: &&Due| {
        let planned = today.planned.map(|(_, day)| day);
        today.underway.is_none() && planned.is_none_or(|day| day > due.by)
    };
    all.extend(today.due.as_ref().filter(is_in_time).cloned().map(Matter::VisitDue));
    let (owed, bills) = today.arrears;
    all.extend((bills > 0).then_some(Matter::Arrears(owed, bills)));
    let requests = today.requests.iter();
    all.extend(requests.map(|(id, urgency)| Matter::Request(*id, *urgency)));
    let promises = today.promises.iter();
    all.extend(promises.map(|(id, state)| Matter::Promise(*id, *state)));
    let (open, late) = today.hazards;
    all.extend((open > 0).then_some(Matter::Hazards(open, late)));
    all.extend(today.low_answer.map(Matter::LowAnswer));
    let growth = today.growth.filter(|growth| *growth <= FALL);
    all.extend(growth.map(Matter::Falling));
    all.extend(today.plan_behind.map(|(id, lines)| Matter::PlanBehind(id, lines)));
    all.extend(today.plan_missing.map(Matter::PlanMissing));
    all.order_by_key(Matter::level);
    all
}

/// Returns the number of matters at [`Level::Now`], and of the others.
pub fn now_and_later(matters: &[Matter]) -> (usize, usize) {
    let now = matters.iter().filter(|one| one.level() == Level::Now);
    let now = now.count();
    (now, matters.len() - now)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::standard::ServiceClass;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn due(by: Date, overdue: f64) -> Due {
        Due {
            customer: id(9),
            class: ServiceClass::A,
            by,
            reasons: Vec::new(),
            visit: None,
            overdue,
        }
    }

    #[test]
    fn what_presses_comes_first_and_nothing_is_left_out() {
        let today = Today {
            planned: Some((id(1), date(2026, 12, 5))),
            arrears: (4_200.0, 1),
            requests: vec![(id(2), Urgency::InTime), (id(3), Urgency::Late)],
            promises: vec![
                (id(4), ActionState::Open),
                (id(5), ActionState::Overdue),
                (id(6), ActionState::Unconfirmed),
            ],
            hazards: (2, 0),
            low_answer: Some(Some(date(2026, 11, 2))),
            growth: Some(-0.31),
            plan_behind: Some((id(7), 3)),
            ..Today::default()
        };
        let expected = vec![
            Matter::Arrears(4_200.0, 1),
            Matter::Request(id(3), Urgency::Late),
            Matter::Promise(id(5), ActionState::Overdue),
            Matter::LowAnswer(Some(date(2026, 11, 2))),
            Matter::Promise(id(6), ActionState::Unconfirmed),
            Matter::Hazards(2, 0),
            Matter::Falling(-0.31),
            Matter::PlanBehind(id(7), 3),
            Matter::Planned(id(1), date(2026, 12, 5)),
            Matter::Request(id(2), Urgency::InTime),
            Matter::Promise(id(4), ActionState::Open),
        ];
        assert_eq!(matters(&today), expected);
        assert_eq!(now_and_later(&expected), (4, 7));
    }

    #[test]
    fn a_customer_with_nothing_open_has_nothing_to_see_to() {
        assert_eq!(matters(&Today::default()), []);
        let grows = Today { growth: Some(0.2), ..Today::default() };
        assert_eq!(matters(&grows), []);
        let missing = Today { plan_missing: Some(2026), ..Today::default() };
        assert_eq!(matters(&missing), [Matter::PlanMissing(2026)]);
    }

    #[test]
    fn a_visit_is_due_unless_one_is_planned_in_time() {
        let by = date(2026, 12, 9);
        let with = |planned: Option<i8>, underway: bool| {
            let today = Today {
                underway: underway.then_some(id(1)),
                planned: planned.map(|day| (id(2), date(2026, 12, day))),
                due: Some(due(by, 0.2)),
                ..Today::default()
            };
            matters(&today).iter().any(|matter| matches!(matter, Matter::VisitDue(_)))
        };
        assert!(with(None, false));
        assert!(with(Some(20), false), "planned too late");
        assert!(!with(Some(9), false));
        assert!(!with(None, true), "somebody is there");
    }
}
