//! 建议议程: what is worth speaking about at a visit, and why. Pure; its words are the page's.

use jiff::civil::Date;

use super::{DevelopmentNeed, Finding, FindingState};
use crate::domain::{
    Id, InOrder,
    action::{Action, ActionState},
    equipment::Equipment,
    notice::Notice,
    request::{Request, Urgency},
};

/// Use that changed by this share or more is worth a word.
pub const CHANGE: f64 = 0.1;

/// An inspection that falls due within so many days is worth a word.
pub const INSPECTION_AHEAD_DAYS: i32 = 30;

/// A request that is not closed, in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenRequest {
    /// Which.
    pub request: Id<Request>,
    /// How pressing it is.
    pub urgency: Urgency,
    /// Whether it is settled, and the customer is to say that it is.
    pub is_settled: bool,
}

/// What is known of the customer on the day.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The day.
    pub today: Date,
    /// What was promised to it and is not closed.
    pub promises: &'a [Action],
    /// Its requests that are not closed.
    pub requests: &'a [OpenRequest],
    /// Findings that are not closed.
    pub findings: &'a [Finding],
    /// Needs that are looked after.
    pub needs: &'a [DevelopmentNeed],
    /// Equipment whose inspection is due or soon will be.
    pub equipment: &'a [Equipment],
    /// Notices that it was not told of.
    pub notices: &'a [Notice],
    /// Energy of twelve months against the twelve before, a share.
    pub growth: Option<f64>,
    /// 欠费, CNY.
    pub arrears_cny: f64,
    /// Whether its last answers ask for a call.
    pub is_dissatisfied: bool,
}

/// Something to speak about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AgendaTopic {
    /// A hazard that is to be rectified, or looked at again.
    Hazard(Id<Finding>, FindingState),
    /// A request whose limit is near or has passed.
    Request(Id<Request>, Urgency),
    /// A request that is settled, for the customer to confirm.
    Settled(Id<Request>),
    /// A promise that is not closed.
    Promise(Id<Action>, ActionState),
    /// 欠费, CNY.
    Arrears(f64),
    /// Answers that ask for a call.
    Dissatisfied,
    /// Energy against the year before, a share.
    Use(f64),
    /// A need that was learned, and what became of it.
    Need(Id<DevelopmentNeed>),
    /// An inspection that is due or soon will be.
    Inspection(Id<Equipment>),
    /// News to tell.
    Notice(Id<Notice>),
}

impl AgendaTopic {
    /// Returns `true` if it is for the company alone: a customer's debts and low ratings are spoken about,
    /// but do not appear on a paper that other people at the customer's may read.
    pub const fn is_internal(self) -> bool {
        matches!(self, Self::Arrears(_) | Self::Dissatisfied)
    }

    /// Where it stands among others: what is late, then what hurts, then what is on its way, then news.
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

/// What to speak about, the most pressing first. A request that is in time is none of the visit's, unless
/// the customer brings it up.
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
