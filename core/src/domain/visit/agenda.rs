//! 走访提纲: topics to discuss at a visit, with reasons. Pure; the page provides the texts.

use jiff::civil::Date;

use super::{DevelopmentNeed, Finding, FindingState};
use crate::domain::{
    Id, InOrder,
    action::{Action, ActionState},
    equipment::Equipment,
    notice::Notice,
    request::{Request, Urgency},
};

/// Minimum change of use that is worth discussing, a share.
pub const CHANGE: f64 = 0.1;

/// Days ahead within which a due inspection is worth discussing.
pub const INSPECTION_AHEAD_DAYS: i32 = 30;

/// Summary of an open request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenRequest {
    /// The request.
    pub request: Id<Request>,
    /// Urgency.
    pub urgency: Urgency,
    /// `true` if it is resolved and awaits the customer's confirmation.
    pub is_settled: bool,
}

/// Facts known about the customer on the day of a visit.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The day.
    pub today: Date,
    /// Open promises to the customer.
    pub promises: &'a [Action],
    /// Open requests.
    pub requests: &'a [OpenRequest],
    /// Open findings.
    pub findings: &'a [Finding],
    /// Open development needs.
    pub needs: &'a [DevelopmentNeed],
    /// Equipment whose inspection is due or will be soon.
    pub equipment: &'a [Equipment],
    /// Notices not yet passed on to the customer.
    pub notices: &'a [Notice],
    /// Change of energy over the previous twelve months, a share.
    pub growth: Option<f64>,
    /// 欠费, CNY.
    pub arrears_cny: f64,
    /// `true` if its last response calls for a call-back.
    pub is_dissatisfied: bool,
}

/// Topic of a visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AgendaTopic {
    /// A hazard to be rectified or re-checked.
    Hazard(Id<Finding>, FindingState),
    /// A request close to or past its limit.
    Request(Id<Request>, Urgency),
    /// A resolved request that awaits the customer's confirmation.
    Settled(Id<Request>),
    /// An open promise.
    Promise(Id<Action>, ActionState),
    /// 欠费, CNY.
    Arrears(f64),
    /// A response that calls for a call-back.
    Dissatisfied,
    /// Change of energy year over year, a share.
    Use(f64),
    /// A development need to follow up.
    Need(Id<DevelopmentNeed>),
    /// An inspection that is due or will be soon.
    Inspection(Id<Equipment>),
    /// A notice to pass on.
    Notice(Id<Notice>),
}

impl AgendaTopic {
    /// Returns `true` if the topic is internal: a customer's debts and low ratings are discussed, but not printed
    /// on a paper that others at the customer may read.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Arrears(_) | Self::Dissatisfied)
    }

    /// Sort order: overdue matters, then problems, then matters in progress, then news.
    const fn place(self) -> u8 {
        match self {
            Self::Hazard(_, FindingState::Overdue)
            | Self::Request(_, Urgency::Late)
            | Self::Promise(_, ActionState::Overdue) => 0,
            Self::Arrears(_) => 1,
            Self::Dissatisfied => 2,
            Self::Hazard(..) => 3,
            Self::Request(..) => 4,
            Self::Promise(..) => 5,
            Self::Settled(_) => 6,
            Self::Use(_) => 7,
            Self::Need(_) => 8,
            Self::Inspection(_) => 9,
            Self::Notice(_) => 10,
        }
    }
}

/// Returns the topics, most pressing first. A request within its limit is not a topic unless the customer raises
/// it.
pub fn topics(known: &Situation) -> Vec<AgendaTopic> {
    let today = known.today;
    let hazards = known.findings.iter().map(|finding| {
        let state = finding.state(today);
        (state != FindingState::Closed).then_some(AgendaTopic::Hazard(finding.id, state))
    });
    let requests = known.requests.iter().map(|asked| match asked.urgency {
        _ if asked.is_settled => Some(AgendaTopic::Settled(asked.request)),
        Urgency::Kept | Urgency::WasLate | Urgency::InTime => None,
        urgency => Some(AgendaTopic::Request(asked.request, urgency)),
    });
    let promises = known.promises.iter().map(|action| {
        let state = action.state(today);
        (state != ActionState::Closed).then_some(AgendaTopic::Promise(action.id, state))
    });
    let arrears = (known.arrears_cny > 0.0).then_some(AgendaTopic::Arrears(known.arrears_cny));
    let dissatisfied = known.is_dissatisfied.then_some(AgendaTopic::Dissatisfied);
    let growth = known.growth.filter(|growth| growth.abs() >= CHANGE);
    let single = [arrears, dissatisfied, growth.map(AgendaTopic::Use)];
    let needs = known.needs.iter().map(|need| Some(AgendaTopic::Need(need.id)));
    let equipment = known.equipment.iter();
    let inspections = equipment.map(|one| Some(AgendaTopic::Inspection(one.id)));
    let notices = known.notices.iter();
    let notices = notices.map(|notice| Some(AgendaTopic::Notice(notice.id)));
    let mut topics: Vec<AgendaTopic> = hazards
        .chain(requests)
        .chain(promises)
        .chain(single)
        .chain(needs)
        .chain(inspections)
        .chain(notices)
        .flatten()
        .collect();
    topics.order_by_key(|topic| topic.place());
    topics
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    #[test]
    fn arrears_and_low_scores_are_for_the_company_alone() {
        for (topic, is_internal) in [
            (AgendaTopic::Arrears(9.0), true),
            (AgendaTopic::Dissatisfied, true),
            (AgendaTopic::Use(0.2), false),
            (AgendaTopic::Promise(id(1), ActionState::Overdue), false),
            (AgendaTopic::Notice(id(2)), false),
        ] {
            assert_eq!(topic.is_internal(), is_internal, "{topic:?}");
        }
    }

    #[test]
    fn what_is_late_comes_first_and_news_last() {
        let (today, yesterday) = (date(2026, 11, 24), date(2026, 11, 23));
        let promise = |n, due_on| Action { due_on: Some(due_on), ..Action::empty(id(n)) };
        let closed = Action { confirmed_on: Some(yesterday), ..promise(3, yesterday) };
        let recheck = Finding { rectified_on: Some(yesterday), ..Finding::empty(id(4)) };
        let noted = Finding::empty(id(5));
        let asked = |n, urgency, is_settled| OpenRequest { request: id(n), urgency, is_settled };
        let requests = [
            asked(6, Urgency::InTime, false),
            asked(7, Urgency::Late, false),
            asked(8, Urgency::Soon, false),
            asked(12, Urgency::Late, true),
        ];
        let known = Situation {
            today,
            promises: &[promise(1, today), promise(2, yesterday), closed],
            requests: &requests,
            findings: &[recheck, noted],
            needs: &[DevelopmentNeed::empty(id(9))],
            equipment: &[Equipment::empty(id(10))],
            notices: &[Notice::empty(id(11))],
            growth: Some(-0.1),
            arrears_cny: 9.0,
            is_dissatisfied: true,
        };
        assert_eq!(
            topics(&known),
            [
                AgendaTopic::Request(id(7), Urgency::Late),
                AgendaTopic::Promise(id(2), ActionState::Overdue),
                AgendaTopic::Arrears(9.0),
                AgendaTopic::Dissatisfied,
                AgendaTopic::Hazard(id(4), FindingState::Recheck),
                AgendaTopic::Request(id(8), Urgency::Soon),
                AgendaTopic::Promise(id(1), ActionState::Open),
                AgendaTopic::Settled(id(12)),
                AgendaTopic::Use(-0.1),
                AgendaTopic::Need(id(9)),
                AgendaTopic::Inspection(id(10)),
                AgendaTopic::Notice(id(11)),
            ]
        );
        let quiet = Situation {
            promises: &[],
            requests: &requests[..1],
            findings: &[],
            needs: &[],
            equipment: &[],
            notices: &[],
            growth: Some(0.099),
            arrears_cny: 0.0,
            is_dissatisfied: false,
            ..known
        };
        assert_eq!(topics(&quiet), []);
    }
}
