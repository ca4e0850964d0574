//! The customer's current matters, the most urgent first. No view here, so that it can be tested without a
//! browser.

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

/// The urgency of a matter; the order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Too late already, or under way.
    Now,
    /// Near its limit.
    Soon,
    /// To be known.
    Known,
}

/// Something that matters.
#[derive(Clone, Debug, PartialEq)]
pub enum Matter {
    /// A visit that is under way.
    Underway(Id<Visit>),
    /// The next visit that is planned, and its day.
    Planned(Id<Visit>, Date),
    /// A visit is due, and none is planned in time.
    VisitDue(Due),
    /// 欠费: how much, and how many bills.
    Arrears(f64, usize),
    /// A request that is not closed.
    Request(Id<Request>, Urgency),
    /// A promise that is not closed.
    Promise(Id<Action>, ActionState),
    /// Hazards that are not closed, and how many of them are past their day.
    Hazards(usize, usize),
    /// The last answers ask for a call, and when they were given.
    LowAnswer(Option<Date>),
    /// Use falls by this share.
    Falling(f64),
    /// This year's plan has so many lines behind; or its review is due.
    PlanBehind(Id<ServicePlan>, usize),
    /// Its class is offered a plan, and there is none for the year.
    PlanMissing(i16),
}

impl Matter {
    /// Returns its urgency.
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

/// The facts known about the customer today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Today {
    /// The visit that is under way.
    pub underway: Option<Id<Visit>>,
    /// The next visit that is planned from today on.
    pub planned: Option<(Id<Visit>, Date)>,
    /// Why a visit is due.
    pub due: Option<Due>,
    /// 欠费, CNY, and how many bills.
    pub arrears: (f64, usize),
    /// Requests that are not closed, the most pressing first.
    pub requests: Vec<(Id<Request>, Urgency)>,
    /// Promises that are not closed, the earliest day first.
    pub promises: Vec<(Id<Action>, ActionState)>,
    /// Hazards that are not closed, and those past their day.
    pub hazards: (usize, usize),
    /// The day of the last answers, if they ask for a call; the inner value is `None` if that day is unknown.
    pub low_answer: Option<Option<Date>>,
    /// Change of use on the year.
    pub growth: Option<f64>,
    /// This year's plan, if some of its lines are behind, and the number of those lines.
    pub plan_behind: Option<(Id<ServicePlan>, usize)>,
    /// The year for which a plan is missing.
    pub plan_missing: Option<i16>,
}

/// Returns the matters, the most urgent first.
pub fn matters(today: &Today) -> Vec<Matter> {
    let mut all: Vec<Matter> = Vec::new();
    all.extend(today.underway.map(Matter::Underway));
    if today.underway.is_none() {
        all.extend(today.planned.map(|(id, day)| Matter::Planned(id, day)));
    }
    // One that is planned in time is not due.
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

/// Returns the number of matters to attend to now, and of the others.
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
