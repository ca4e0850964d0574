//! 走访: visits to customers, what was found and what will be needed. Who is due follows from the
//! [`ServiceStandard`](super::standard::ServiceStandard) and from what happened; the order of a day's
//! visits by distance is the analysis room's.

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
pub use due::{Due, DueReason, Event, REACH_DAYS, Visiting};
pub use finding::{Finding, FindingKind, FindingState, Severity};
pub use need::{DevelopmentNeed, Likelihood};
pub use report::{CustomerReport, Report};
pub use rules::{Office, RULES, VisitRules};

use super::{
    Contact, Customer, Id, Moment, Who,
    record::{Whole, choice, record},
};

choice! {
    /// How something goes, as a person sees it.
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

/// One thing to speak about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgendaItem {
    /// What.
    pub text: String,
    /// Whether it was spoken about.
    pub is_done: bool,
    /// For the company alone: the customer does not see it. Left out where it is not, so that what was
    /// stored and signed before keeps its form.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_internal: bool,
}

record! {
    /// 走访: a visit, from its planning to its signed summary.
    pub struct Visit: "visit" {
        /// The customer visited.
        pub customer: Option<Id<Customer>>,
        /// 客户经理 who goes there.
        pub account_manager: Who,
        /// Why, in a line.
        pub purpose: String,
        /// The day it is planned for.
        pub planned_on: Option<Date>,
        /// When on that day, minutes after midnight; none where only the day is known.
        pub planned_at_min: Option<f64>,
        /// Planned duration in minutes.
        pub duration_min: Option<f64>,
        /// The contact met.
        pub contact: Option<Id<Contact>>,
        /// Other participants, on both sides.
        pub attendees: String,
        /// The topics to discuss.
        pub agenda: Whole<Vec<AgendaItem>>,
        /// Check-in.
        pub arrived_at: Option<Moment>,
        /// The end of the visit.
        pub left_at: Option<Moment>,
        /// Degrees north at the check-in, WGS 84, if the person allowed it.
        pub latitude: Option<f64>,
        /// Degrees east at the check-in.
        pub longitude: Option<f64>,
        /// Accuracy of the position, in metres.
        pub accuracy_m: Option<f64>,
        /// 生产情况: how production goes.
        pub production: Option<Trend>,
        /// 订单情况: how orders go.
        pub orders: Option<Trend>,
        /// 班次: shifts a day.
        pub shifts: Option<f64>,
        /// 生产计划: what the customer plans.
        pub outlook: String,
        /// Summary of the conversation, in the manager's words.
        pub summary: String,
        /// The person who signed the summary.
        pub signed_by: String,
        /// When it was signed.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`CustomerReport::digest`].
        pub signed_digest: String,
        /// Called off.
        pub is_cancelled: bool,
        /// Why it was called off.
        pub cancel_reason: String,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// How far a visit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitState {
    /// Somebody is there.
    Underway,
    /// The planned day has passed, and nobody went.
    Missed,
    /// To come.
    Planned,
    /// It took place.
    Done,
    /// Called off.
    Cancelled,
}

/// How long a visit lasted, as the tablet's clock had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// Whole minutes.
    Minutes(u64),
    /// It seems to have ended before it began: the clock was set back in between.
    Backwards,
}

impl Visit {
    /// How long it lasted, once it is over.
    pub fn stay(&self) -> Option<Stay> {
        let (arrived, left) = self.arrived_at.zip(self.left_at)?;
        Some(if left < arrived { Stay::Backwards } else { Stay::Minutes(arrived.minutes_to(left)) })
    }

    /// How far it is on a day. What was begun stays under way until it is ended, over midnight too.
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
        // Over midnight it goes on.
        assert_eq!(visit.state(date(2026, 11, 25)), VisitState::Underway);
        // The clock was set back before the end: it is done all the same.
        visit.left_at = Some(Moment(3));
        assert_eq!(visit.state(today), VisitState::Done);
        assert_eq!(visit.stay(), Some(Stay::Backwards));
        visit.left_at = Some(Moment(90_005));
        assert_eq!(visit.stay(), Some(Stay::Minutes(1)));
        let cancelled = Visit { is_cancelled: true, ..planned(date(2026, 11, 1)) };
        assert_eq!(cancelled.state(today), VisitState::Cancelled);
    }
}
