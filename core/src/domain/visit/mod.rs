//! 走访: customer visits, findings and development needs. Due visits follow from the
//! [`ServiceStandard`](super::standard::ServiceStandard) and from events; ordering a day's visits by distance is
//! in the analysis room.

pub mod agenda;
mod appointment;
mod day;
mod due;
mod finding;
mod need;
mod report;
mod rules;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use day::{Conflict, DURATION_MIN, conflicts, order_of_day};
pub use due::{Due, DueReason, Event, REACH_DAYS, UrgencyKey, Visiting};
pub use finding::{Finding, FindingKind, FindingState, Severity};
pub use need::{DevelopmentNeed, Likelihood};
pub use report::{CustomerReport, VisitReport};
pub use rules::{Office, RULES, VisitRules};

use super::{
    Contact, Customer, Id, Moment, Who,
    record::{Whole, choice, record},
};

choice! {
    /// Trend, as judged by the manager.
    pub enum Trend {
        /// 上升
        Rising = "rising",
        /// 平稳
        Steady = "steady",
        /// 下降
        Falling = "falling",
        /// 停产
        Stopped = "stopped",
    }
}

/// One item of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgendaItem {
    /// Text.
    pub text: String,
    /// `true` once it has been discussed.
    pub is_done: bool,
    /// Internal, hidden from the customer. Not serialized when `false`, so that earlier stored and signed forms
    /// are unchanged.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_internal: bool,
}

record! {
    /// 走访: a visit, from planning to the signed summary.
    pub struct Visit: "visit" {
        /// The customer visited.
        pub customer: Option<Id<Customer>>,
        /// 客户经理 who makes the visit.
        pub account_manager: Who,
        /// Purpose, in one line.
        pub purpose: String,
        /// Planned date.
        pub planned_on: Option<Date>,
        /// Planned start, minutes after midnight; `None` if only the day is known.
        pub planned_at_min: Option<f64>,
        /// Planned duration in minutes.
        pub duration_min: Option<f64>,
        /// The contact met.
        pub contact: Option<Id<Contact>>,
        /// Other participants, on both sides.
        pub attendees: String,
        /// The topics to discuss.
        pub agenda: Whole<Vec<AgendaItem>>,
        /// Time of check-in.
        pub arrived_at: Option<Moment>,
        /// Time of departure.
        pub left_at: Option<Moment>,
        /// Latitude at check-in, WGS 84, degrees, if the user allowed it.
        pub latitude: Option<f64>,
        /// Longitude at check-in, WGS 84, degrees.
        pub longitude: Option<f64>,
        /// Accuracy of the position, in metres.
        pub accuracy_m: Option<f64>,
        /// 生产情况: trend of production.
        pub production: Option<Trend>,
        /// 订单情况: trend of orders.
        pub orders: Option<Trend>,
        /// 班次: shifts per day.
        pub shifts: Option<f64>,
        /// 生产计划: the customer's production plans.
        pub outlook: String,
        /// Summary of the conversation, written by the manager.
        pub summary: String,
        /// The person who signed the summary.
        pub signed_by: String,
        /// Time of the signature.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`CustomerReport::digest`].
        pub signed_digest: String,
        /// Cancelled.
        pub is_cancelled: bool,
        /// Reason for the cancellation.
        pub cancel_reason: String,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// State of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitState {
    /// In progress.
    Underway,
    /// Past its planned date without taking place.
    Missed,
    /// Planned.
    Planned,
    /// Completed.
    Done,
    /// Cancelled.
    Cancelled,
}

/// Duration of a visit, by the clock of the tablet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Whole minutes.
    Minutes(u64),
    /// Ends before it begins: the clock was set back in between.
    Backwards,
}

impl Visit {
    /// Returns the duration, once the visit is over.
    pub fn stay(&self) -> Option<Stay> {
        let (arrived, left) = self.arrived_at.zip(self.left_at)?;
        Some(if left < arrived { Stay::Backwards } else { Stay::Minutes(arrived.minutes_to(left)) })
    }

    /// Returns the state on a day. A visit stays in progress until it is ended, even past midnight.
    pub fn state(&self, today: Date) -> VisitState {
        match (self.arrived_at, self.left_at) {
            (_, Some(_)) => VisitState::Done,
            (Some(_), None) => VisitState::Underway,
            (None, None) if self.is_cancelled => VisitState::Cancelled,
            (None, None) if self.planned_on.is_some_and(|day| day < today) => VisitState::Missed,
            (None, None) => VisitState::Planned,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn how_far_a_visit_is() {
        let today = date(2026, 11, 24);
        let planned =
            |day| Visit { planned_on: Some(day), ..Visit::empty(Id::new(Uuid::from_u128(1))) };
        let mut visit = planned(today);
        assert_eq!(visit.state(today), VisitState::Planned);
        assert_eq!(planned(date(2026, 11, 23)).state(today), VisitState::Missed);
        visit.arrived_at = Some(Moment(5));
        // It continues past midnight.
        assert_eq!(visit.state(date(2026, 11, 25)), VisitState::Underway);
        // The clock was set back before the end: it is completed all the same.
        visit.left_at = Some(Moment(3));
        assert_eq!(visit.state(today), VisitState::Done);
        assert_eq!(visit.stay(), Some(Stay::Backwards));
        visit.left_at = Some(Moment(90_005));
        assert_eq!(visit.stay(), Some(Stay::Minutes(1)));
        let cancelled = Visit { is_cancelled: true, ..planned(date(2026, 11, 1)) };
        assert_eq!(cancelled.state(today), VisitState::Cancelled);
    }
}
