//! Clocks of a request: the limits that apply, their state, and when to warn.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Party, Request, RequestProgress, ServiceLimits, Stage};
use crate::domain::{
    calendar::WorkingCalendar,
    clock::{Clock, ClockError, ClockReading},
    setting::SettingContent,
};

/// Kind of service limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestClock {
    /// First answer.
    Response,
    /// Stage of a connection.
    Stage(Stage),
    /// Resolution of the whole request.
    Resolution,
}

/// Urgency of a service limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Met.
    Kept,
    /// Done after its limit, for a request without any limit still running.
    WasLate,
    /// Time is left, or the customer's reply is awaited.
    InTime,
    /// Close to the limit.
    Soon,
    /// Past the limit, or done after it.
    Late,
}

/// Setting: when a limit counts as close.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Escalation {
    /// Remaining share of the limit, percent, at or below which it is close.
    pub percent: u32,
    /// Remaining working days at or below which it is close.
    pub days: u32,
}

impl Default for Escalation {
    /// The last fifth, or the last two days.
    fn default() -> Self {
        Self { percent: 20, days: 2 }
    }
}

impl SettingContent for Escalation {}

impl Escalation {
    /// Returns the number of working days before the limit at which to warn; never on the first day.
    pub fn ahead(self, limit: u32) -> u32 {
        let share = u64::from(limit) * u64::from(self.percent.min(100)) / 100;
        let share = u32::try_from(share).unwrap_or(limit);
        share.max(self.days).min(limit.saturating_sub(1))
    }
}

/// Terms that a request is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Limits in force on the day of receipt.
    pub limits: &'a ServiceLimits,
    /// Working days to the first answer promised to the customer's class at that time; `None` if the general
    /// limits apply.
    pub response_days: Option<u32>,
    /// Working calendar.
    pub calendar: &'a WorkingCalendar,
    /// Setting for when a limit counts as close.
    pub escalation: Escalation,
}

/// State of one limit of a request on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestClockReading {
    /// Kind of limit.
    pub clock: RequestClock,
    /// Start date.
    pub start: Date,
    /// Limit, working days.
    pub limit: u32,
    /// Date of completion.
    pub done_on: Option<Date>,
    /// State of the clock now, or on the date of completion.
    pub reading: ClockReading,
    /// Urgency.
    pub urgency: Urgency,
}

impl RequestProgress {
    /// Returns the limits of a request that have started: first answer, stages in order, resolution.
    ///
    /// # Errors
    /// [`ClockError`], for limits of thousands of years.
    pub fn clocks(
        &self,
        request: &Request,
        on: Date,
        terms: Terms<'_>,
    ) -> Result<Vec<RequestClockReading>, ClockError> {
        let Terms { calendar, escalation, .. } = terms;
        self.begun(request, terms)
            .into_iter()
            .map(|(clock, start, limit, done_on)| {
                let end = done_on.map_or(on, |done| done.min(on));
                // Pauses after completion do not count.
                let pauses = self.pauses.iter().copied();
                let pauses = pauses.filter(|pause| done_on.is_none_or(|done| pause.from <= done));
                let reading = Clock::new(start, limit, pauses)?.read(end, calendar)?;
                let urgency = self.urgency(&reading, escalation.ahead(limit), done_on.is_some());
                Ok(RequestClockReading { clock, start, limit, done_on, reading, urgency })
            })
            .collect()
    }

    fn begun(
        &self,
        request: &Request,
        terms: Terms<'_>,
    ) -> Vec<(RequestClock, Date, u32, Option<Date>)> {
        let limits = terms.limits;
        let of_kind = |days: &BTreeMap<_, u32>| days.get(&request.kind?).copied();
        let connection = request.connection.and_then(|kind| limits.connections.get(&kind));
        let mut begun = Vec::new();
        if let Some(limit) = of_kind(&limits.response) {
            begun.push((
                RequestClock::Response,
                self.received_on,
                terms.response_days.unwrap_or(limit),
                self.responded_on,
            ));
        }
        let mut start = self.received_on;
        let done = self.done.iter().map(|(stage, day)| (*stage, Some(*day)));
        for (stage, done_on) in done.chain(self.stage().map(|stage| (stage, None))) {
            if let Some(limit) = connection.and_then(|limits| limits.stages.get(&stage)) {
                begun.push((RequestClock::Stage(stage), start, *limit, done_on));
            }
            start = done_on.unwrap_or(start);
        }
        let limit = connection.map(|limits| limits.total);
        if let Some(limit) = limit.or_else(|| of_kind(&limits.resolution)) {
            begun.push((RequestClock::Resolution, self.received_on, limit, self.resolved_on));
        }
        begun
    }

    fn urgency(&self, reading: &ClockReading, ahead: u32, is_done: bool) -> Urgency {
        let is_near = reading.remaining <= i64::from(ahead);
        if reading.late {
            Urgency::Late
        } else if is_done {
            Urgency::Kept
        } else if is_near && self.waits_for() == Some(Party::Utility) {
            Urgency::Soon
        } else {
            Urgency::InTime
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        Id, Record,
        request::{ConnectionKind, RequestKind, made::steps},
        standard::ServiceClass,
    };

    /// Limit, days waiting for the utility and the customer, due date, urgency.
    type Line = (RequestClock, u32, u32, Date, Urgency);

    fn clocks(request: &Request, told: &str, on: Date) -> Vec<Line> {
        let progress = RequestProgress::of(request, &steps(told)).unwrap();
        assert_eq!(progress.misfits, []);
        let (calendar, limits) = (WorkingCalendar::default(), ServiceLimits::default());
        let terms = Terms {
            limits: &limits,
            response_days: request.class.map(|_| 3),
            calendar: &calendar,
            escalation: Escalation::default(),
        };
        let read = progress.clocks(request, on, terms);
        let line = |clock: RequestClockReading| {
            let reading = clock.reading;
            let (utility, customer) = (reading.elapsed_utility, reading.elapsed_customer);
            (clock.clock, utility, customer, reading.due, clock.urgency)
        };
        read.unwrap().into_iter().map(line).collect()
    }

    fn request(kind: RequestKind, connection: Option<ConnectionKind>) -> Request {
        Request {
            kind: Some(kind),
            connection,
            received_on: Some(date(2026, 7, 1)),
            ..Request::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    /// July and August 2026 have no holidays; 1 July is a Wednesday.
    #[test]
    fn a_connection_through_its_stages() {
        let connection = request(RequestKind::Business, Some(ConnectionKind::HighVoltageSingle));
        // The supply plan takes 7 days; the customer designs from 13 to 24 July; the review takes the week after.
        let told = "02 responded, 10 stage supply_plan, 10 paused, 24 resumed, \
                    31 stage design_review, 08-07 stage mid_check";
        let mut expected = vec![
            (RequestClock::Response, 1, 0, date(2026, 7, 2), Urgency::Kept),
            (RequestClock::Stage(Stage::SupplyPlan), 7, 0, date(2026, 7, 22), Urgency::Kept),
            (RequestClock::Stage(Stage::DesignReview), 5, 10, date(2026, 8, 7), Urgency::Kept),
            (RequestClock::Stage(Stage::MidCheck), 5, 0, date(2026, 8, 7), Urgency::Kept),
            (RequestClock::Stage(Stage::FinalCheck), 4, 0, date(2026, 8, 14), Urgency::Soon),
            (RequestClock::Resolution, 21, 10, date(2026, 8, 14), Urgency::Soon),
        ];
        assert_eq!(clocks(&connection, told, date(2026, 8, 13)), expected);
        expected[4] =
            (RequestClock::Stage(Stage::FinalCheck), 6, 0, date(2026, 8, 14), Urgency::Late);
        expected[5] = (RequestClock::Resolution, 23, 10, date(2026, 8, 14), Urgency::Late);
        assert_eq!(clocks(&connection, told, date(2026, 8, 17)), expected);
    }

    #[test]
    fn a_complaint_that_waits() {
        let complaint = request(RequestKind::Complaint, None);
        let resolution = |told, on| clocks(&complaint, told, on).pop().unwrap();
        for (told, on, expected) in [
            ("", date(2026, 7, 7), (4, 0, date(2026, 7, 10), Urgency::InTime)),
            ("", date(2026, 7, 8), (5, 0, date(2026, 7, 10), Urgency::Soon)),
            ("", date(2026, 7, 11), (7, 0, date(2026, 7, 10), Urgency::Late)),
            // Close to the limit, but waiting for the customer.
            (
                "02 responded, 08 paused",
                date(2026, 7, 14),
                (5, 4, date(2026, 7, 16), Urgency::InTime),
            ),
            // Late stays late and met stays met, however long ago.
            (
                "02 responded, 13 resolved",
                date(2026, 9, 1),
                (8, 0, date(2026, 7, 10), Urgency::Late),
            ),
            (
                "02 responded, 10 resolved",
                date(2026, 9, 1),
                (7, 0, date(2026, 7, 10), Urgency::Kept),
            ),
        ] {
            let (_, utility, customer, due, urgency) = resolution(told, on);
            assert_eq!((utility, customer, due, urgency), expected, "{told} {on}");
        }
        // The first answer was a day late.
        let first = clocks(&complaint, "03 responded", date(2026, 7, 3))[0];
        assert_eq!(first, (RequestClock::Response, 2, 0, date(2026, 7, 2), Urgency::Late));
    }

    #[test]
    fn what_has_no_limit_has_no_clock() {
        let of_class =
            Request { class: Some(ServiceClass::Key), ..request(RequestKind::News, None) };
        for news in [request(RequestKind::News, None), of_class] {
            assert_eq!(clocks(&news, "02 responded", date(2026, 9, 1)), []);
        }
    }

    #[test]
    fn a_class_may_be_answered_by_another_day() {
        let complaint =
            Request { class: Some(ServiceClass::B), ..request(RequestKind::Complaint, None) };
        let first = clocks(&complaint, "", date(2026, 7, 2))[0];
        let soon = (RequestClock::Response, 1, 0, date(2026, 7, 6), Urgency::Soon);
        assert_eq!(first, soon);
    }

    #[test]
    fn when_a_limit_is_near() {
        let ahead = |limit| Escalation::default().ahead(limit);
        assert_eq!([0, 1, 2, 3, 5, 15, 22, 32].map(ahead), [0, 0, 1, 2, 2, 3, 4, 6]);
    }
}
