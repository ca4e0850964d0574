//! Current state of every request: its phase, its most pressing limit, the party awaited. Closed requests are read
//! once; after that, an update reads only the records written since, so that twenty thousand of them slow a tap no
//! more than one.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    books::table::{Mark, Table},
    domain::{
        Id,
        calendar::WorkingCalendar,
        date::days_between,
        request::{
            Escalation, LimitHistory, Party, Phase, Request, RequestClock, RequestClockReading,
            RequestProgress, RequestStep, Terms, Urgency,
        },
        standard::StandardHistory,
    },
};

/// Rules by which requests are judged today.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Current date.
    pub today: Date,
    /// History of the limits.
    pub limits: LimitHistory,
    /// Setting for when a limit counts as close.
    pub escalation: Escalation,
    /// Working calendar.
    pub calendar: WorkingCalendar,
    /// History of the service standards, which may promise an earlier answer.
    pub standards: StandardHistory,
}

impl Rules {
    /// Returns the service limits of a request; none if they span thousands of years.
    fn clocks(&self, request: &Request, progress: &RequestProgress) -> Vec<RequestClockReading> {
        let received = progress.received_on;
        let of_class = |class| self.standards.on(received).level(class).response_days;
        let terms = Terms {
            limits: self.limits.on(received),
            response_days: request.class.and_then(of_class),
            calendar: &self.calendar,
            escalation: self.escalation,
        };
        let read = progress.clocks(request, self.today, terms);
        read.unwrap_or_default()
    }
}

/// The most pressing limit: late before close to the limit, then the earliest due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pressing {
    /// Kind of limit.
    pub clock: RequestClock,
    /// Last day on which it is met.
    pub due: Date,
    /// Remaining working days.
    pub remaining: i64,
}

/// Summary of the current state of one request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestStatus {
    /// Phase.
    pub phase: Phase,
    /// Urgency.
    pub urgency: Urgency,
    /// Most pressing limit, if any is running.
    pub pressing: Option<Pressing>,
    /// Party awaited.
    pub waits_for: Option<Party>,
    /// Current department; empty if none is assigned.
    pub department: String,
    /// Satisfaction given by the customer at closing, 1 to 5.
    pub score: Option<f64>,
}

impl RequestStatus {
    /// Computes the state of a request after the given steps.
    fn of<'a>(
        request: &Request,
        steps: impl IntoIterator<Item = &'a RequestStep>,
        rules: &Rules,
    ) -> Self {
        let Some(progress) = RequestProgress::of(request, steps) else {
            return Self {
                phase: Phase::Unanswered,
                urgency: Urgency::InTime,
                pressing: None,
                waits_for: Some(Party::Utility),
                department: request.department.clone(),
                score: None,
            };
        };
        let phase = progress.phase();
        let clocks = match phase {
            Phase::Closed => Vec::new(),
            _ => rules.clocks(request, &progress),
        };
        let running = clocks.iter().filter(|clock| clock.done_on.is_none());
        let first = running.min_by_key(|clock| (Reverse(clock.urgency), clock.reading.due));
        Self {
            phase,
            urgency: first.map_or_else(|| past(&clocks), |clock| clock.urgency),
            pressing: first.map(|clock| Pressing {
                clock: clock.clock,
                due: clock.reading.due,
                remaining: clock.reading.remaining,
            }),
            waits_for: progress.waits_for(),
            department: progress.department.0,
            score: progress.score,
        }
    }

    /// Returns `true` if the request is not closed.
    pub fn is_open(&self) -> bool {
        self.phase != Phase::Closed
    }
}

/// Returns the outcome of the limits of a request once none of them is open. One late answer is not offset by the
/// others.
pub fn past(clocks: &[RequestClockReading]) -> Urgency {
    let was_late = clocks.iter().any(|clock| clock.urgency == Urgency::Late);
    if was_late { Urgency::WasLate } else { Urgency::Kept }
}

/// Number of requests by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestCounts {
    /// Not closed.
    pub open: usize,
    /// Open, past a limit.
    pub late: usize,
    /// Open, close to a limit.
    pub soon: usize,
    /// Open, in the green channel.
    pub priority: usize,
    /// Closed.
    pub closed: usize,
}

/// State of every request, by its place in the table of requests.
#[derive(Debug, Default)]
pub struct RequestBook {
    rules: Option<Arc<Rules>>,
    marks: (Mark, Mark),
    statuses: Vec<Option<RequestStatus>>,
    /// Places of the steps of each request.
    steps: HashMap<Id<Request>, Vec<u32>>,
    /// Request that the step at each place is filed under.
    request_of: Vec<Option<Id<Request>>>,
}

impl RequestBook {
    /// Returns the state of the request at a place; `None` if it no longer exists.
    pub fn at(&self, place: u32) -> Option<&RequestStatus> {
        self.statuses.get(place as usize)?.as_ref()
    }

    /// Returns the places of all requests, each with its state.
    pub fn all(&self) -> impl Iterator<Item = (u32, &RequestStatus)> {
        let statuses = (0..).zip(&self.statuses);
        statuses.filter_map(|(place, status)| Some((place, status.as_ref()?)))
    }

    /// Returns the number of requests by state.
    pub fn counts(&self, requests: &Table<Request>) -> RequestCounts {
        let mut counts = RequestCounts::default();
        for (place, status) in self.all() {
            if !status.is_open() {
                counts.closed += 1;
                continue;
            }
            let request = requests.rows().get(place as usize);
            counts.open += 1;
            counts.late += usize::from(status.urgency == Urgency::Late);
            counts.soon += usize::from(status.urgency == Urgency::Soon);
            counts.priority += usize::from(request.is_some_and(|request| request.is_priority));
        }
        counts
    }

    /// Returns the service limits of a request by the rules of the last update; none before the first.
    pub(super) fn clocks(
        &self,
        request: &Request,
        progress: &RequestProgress,
    ) -> Vec<RequestClockReading> {
        let rules = self.rules.as_ref();
        rules.map(|rules| rules.clocks(request, progress)).unwrap_or_default()
    }

    /// Returns the places of a request's steps in their table.
    pub(super) fn steps_of(&self, id: Id<Request>) -> &[u32] {
        self.steps.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Updates the book with the records written since the last update.
    #[must_use]
    pub fn follow(
        mut self,
        requests: &Table<Request>,
        steps: &Table<RequestStep>,
        rules: Arc<Rules>,
    ) -> Self {
        let written = (requests.written_since(self.marks.0), steps.written_since(self.marks.1));
        let (mut places, stepped): (HashSet<u32>, Vec<u32>) = match written {
            (Some(changed), Some(stepped)) => (changed.iter().copied().collect(), stepped.into()),
            // All places have changed.
            _ => {
                self = Self::default();
                let all = |length: usize| 0..length as u32;
                (all(requests.len()).collect(), all(steps.len()).collect())
            }
        };
        for step in stepped {
            let touched = self.count_step(steps, step);
            places.extend(touched.filter_map(|id| requests.place(id)));
        }
        self.statuses.resize(requests.len(), None);
        let are_rules_new = self.rules.as_ref() != Some(&rules);
        if are_rules_new {
            let open = self.all().filter(|(_, status)| status.is_open());
            places.extend(open.map(|(place, _)| place));
        }
        for place in places {
            let request = &requests.rows()[place as usize];
            let own = self.steps_of(request.id).iter();
            let own = own.map(|step| &steps.rows()[*step as usize]);
            let status = request.is_here().then(|| RequestStatus::of(request, own, &rules));
            self.statuses[place as usize] = status;
        }
        self.marks = (requests.mark(), steps.mark());
        self.rules = Some(rules);
        self
    }

    /// Files a written step under its request, and returns the affected requests: the previous one and the current
    /// one.
    fn count_step(
        &mut self,
        steps: &Table<RequestStep>,
        place: u32,
    ) -> impl Iterator<Item = Id<Request>> + use<> {
        let now = steps.rows()[place as usize].request;
        if self.request_of.len() <= place as usize {
            self.request_of.resize(place as usize + 1, None);
        }
        let before = std::mem::replace(&mut self.request_of[place as usize], now);
        if before != now {
            if let Some(own) = before.and_then(|id| self.steps.get_mut(&id)) {
                own.retain(|step| *step != place);
            }
            if let Some(id) = now {
                self.steps.entry(id).or_default().push(place);
            }
        }
        before.into_iter().chain(now)
    }
}

/// Returns the sort key of a request: late first, then close to the limit; within those, the green channel before
/// others, then the earliest day. Closed requests come last, the latest first.
pub fn urgent_first(
    request: &Request,
    status: &RequestStatus,
) -> (bool, Reverse<Urgency>, bool, i32, Id<Request>) {
    let due = status.pressing.map(|pressing| pressing.due);
    let day = due.or(request.received_on).unwrap_or(Date::MAX);
    let day = days_between(Date::ZERO, day);
    let is_open = status.is_open();
    (
        !is_open,
        Reverse(status.urgency),
        is_open && !request.is_priority,
        if is_open { day } else { -day },
        request.id,
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        InOrder, Record, Value,
        request::{ConnectionKind, RequestKind, Stage, StepKind},
        standard::ServiceClass,
    };

    fn rules(today: Date) -> Arc<Rules> {
        Arc::new(Rules {
            today,
            limits: LimitHistory::default(),
            escalation: Escalation::default(),
            calendar: WorkingCalendar::default(),
            standards: StandardHistory::default(),
        })
    }

    fn id(n: u128) -> Id<Request> {
        Id::new(Uuid::from_u128(n))
    }

    fn request(n: u128, kind: RequestKind) -> Request {
        Request {
            customer: Some(Id::new(Uuid::from_u128(1000 + n % 2))),
            kind: Some(kind),
            received_on: Some(date(2026, 7, 1)),
            department: "营销部".into(),
            ..Request::empty(id(n))
        }
    }

    fn step(n: u128, of: u128, kind: StepKind, day: i8) -> RequestStep {
        RequestStep {
            request: Some(id(of)),
            kind: Some(kind),
            on: Some(date(2026, 7, day)),
            reason: "资料未齐".into(),
            department: "运检部".into(),
            stage: (kind == StepKind::StageDone).then_some(Stage::SupplyPlan),
            ..RequestStep::empty(Id::new(Uuid::from_u128(100 + n)))
        }
    }

    /// Returns a book of the requests, as of 8 July 2026, a Wednesday.
    fn book(requests: &Table<Request>, steps: &Table<RequestStep>) -> RequestBook {
        RequestBook::default().follow(requests, steps, rules(date(2026, 7, 8)))
    }

    fn tables(
        requests: impl IntoIterator<Item = Request>,
        steps: impl IntoIterator<Item = RequestStep>,
    ) -> (Table<Request>, Table<RequestStep>) {
        let (mut all, mut done) = (Table::default(), Table::default());
        all.extend(requests);
        done.extend(steps);
        (all, done)
    }

    #[test]
    fn steps_are_ordered_by_date_however_they_were_written() {
        let (mut requests, mut steps) = (Table::default(), Table::default());
        requests.extend([request(1, RequestKind::Complaint)]);
        steps.extend([(3, 9), (2, 3), (1, 9)].map(|(n, day)| step(n, 1, StepKind::Paused, day)));
        let book = RequestBook::default().follow(&requests, &steps, rules(date(2026, 7, 20)));
        let ordered = book
            .steps(id(1), &steps)
            .iter()
            .map(|step| step.id.uuid().as_u128() - 100)
            .collect::<Vec<_>>();
        assert_eq!(ordered, [2, 1, 3]);
    }

    #[test]
    fn a_late_first_answer_is_not_made_good_by_the_rest() {
        use StepKind::{Resolved, Responded};
        let (requests, steps) = tables(
            [request(1, RequestKind::Complaint), request(2, RequestKind::Complaint)],
            [
                // The first answer was due on the 2nd.
                step(1, 1, Responded, 7),
                step(2, 1, Resolved, 8),
                step(3, 2, Responded, 2),
                step(4, 2, Resolved, 3),
            ],
        );
        let book = book(&requests, &steps);
        let urgency = |place| book.at(place).map(|status| status.urgency);
        assert_eq!(urgency(0), Some(Urgency::WasLate));
        assert_eq!(urgency(1), Some(Urgency::Kept));
    }

    #[test]
    fn how_each_stands() {
        use StepKind::{Confirmed, Paused, Resolved, Responded, Routed, StageDone};
        let connection = Request {
            connection: Some(ConnectionKind::HighVoltageSingle),
            ..request(4, RequestKind::Business)
        };
        let of_class =
            Request { class: Some(ServiceClass::Key), ..request(6, RequestKind::Complaint) };
        let undated = Request { received_on: None, ..request(7, RequestKind::Complaint) };
        let (requests, steps) = tables(
            [
                request(1, RequestKind::Complaint),
                request(2, RequestKind::Complaint),
                request(3, RequestKind::Complaint),
                connection,
                request(5, RequestKind::Complaint),
                of_class,
                undated,
                Request::empty(id(8)),
            ],
            [
                step(1, 2, Responded, 2),
                step(2, 2, Routed, 2),
                step(3, 3, Responded, 2),
                step(4, 3, Paused, 3),
                step(5, 4, Responded, 1),
                step(6, 4, StageDone, 7),
                step(7, 5, Responded, 2),
                step(8, 5, Resolved, 3),
                step(9, 5, Confirmed, 6),
            ],
        );
        let book = book(&requests, &steps);
        let told: Vec<_> = (0..8)
            .map(|place| {
                book.at(place).map(|status| {
                    let pressing = status.pressing.map(|one| (one.clock, one.due));
                    let department = status.department.as_str();
                    let RequestStatus { phase, urgency, waits_for, .. } = status;
                    (*phase, *urgency, pressing, *waits_for, department)
                })
            })
            .collect();
        let (utility, customer) = (Some(Party::Utility), Some(Party::Customer));
        let resolution = |day| Some((RequestClock::Resolution, date(2026, 7, day)));
        let response = |day| Some((RequestClock::Response, date(2026, 7, day)));
        let review = Stage::DesignReview;
        let expected = [
            // Unanswered; the resolution limit is close as well, but the answer was due first.
            Some((Phase::Unanswered, Urgency::Late, response(2), utility, "营销部")),
            Some((Phase::InWork, Urgency::Soon, resolution(10), utility, "运检部")),
            // Seven working days, extended by the three spent waiting for the customer so far.
            Some((Phase::InWork, Urgency::InTime, resolution(15), customer, "营销部")),
            Some((
                Phase::Stage(review),
                Urgency::InTime,
                Some((RequestClock::Stage(review), date(2026, 7, 21))),
                utility,
                "营销部",
            )),
            Some((Phase::Closed, Urgency::Kept, None, None, "营销部")),
            Some((Phase::Unanswered, Urgency::Late, response(2), utility, "营销部")),
            Some((Phase::Unanswered, Urgency::InTime, None, utility, "营销部")),
            None,
        ];
        assert_eq!(told, expected);
        let expected = RequestCounts { open: 6, late: 2, soon: 1, priority: 0, closed: 1 };
        assert_eq!(book.counts(&requests), expected);
    }

    #[test]
    fn what_was_written_since_is_looked_at_as_if_it_had_been_there() {
        let complaint = |n| request(n, RequestKind::Complaint);
        let (mut requests, mut steps) =
            tables([complaint(1), complaint(2)], [step(1, 1, StepKind::Responded, 2)]);
        let mut kept = book(&requests, &steps);
        let apply = |steps: &mut Table<RequestStep>, n: u128, field: &str, value: Value| {
            steps.apply(Uuid::from_u128(100 + n), [(field, &value)]);
        };
        for turn in 0..7 {
            match turn {
                0 => steps.extend([step(2, 2, StepKind::Responded, 3)]),
                // A step is moved to another request, then removed.
                1 => apply(&mut steps, 2, "request", Value::Id(id(1).uuid())),
                2 => apply(&mut steps, 2, "request", Value::Empty),
                3 => apply(&mut steps, 1, "is_deleted", Value::Bool(true)),
                // Its steps exist before it does.
                4 => {
                    steps.extend([step(3, 3, StepKind::Responded, 1)]);
                    requests.extend([complaint(3)]);
                }
                5 => requests.apply(id(2).uuid(), [("is_deleted", &Value::Bool(true))]),
                _ => requests.remove(|gone| gone == id(1).uuid()),
            }
            kept = kept.follow(&requests, &steps, rules(date(2026, 7, 8)));
            let anew = book(&requests, &steps);
            assert_eq!(kept.statuses, anew.statuses, "{turn}");
            assert_eq!(kept.marks, anew.marks, "{turn}");
        }
    }

    #[test]
    fn another_day_or_another_rule_moves_what_is_open() {
        let (requests, steps) = tables([request(1, RequestKind::Complaint)], []);
        let book = book(&requests, &steps);
        let urgency = |book: &RequestBook| book.at(0).map(|status| status.urgency);
        let remaining =
            |book: &RequestBook| book.at(0)?.pressing.map(|pressing| pressing.remaining);
        assert_eq!((urgency(&book), remaining(&book)), (Some(Urgency::Late), Some(-4)));
        let earlier = book.follow(&requests, &steps, rules(date(2026, 7, 1)));
        assert_eq!((urgency(&earlier), remaining(&earlier)), (Some(Urgency::InTime), Some(1)));
    }

    #[test]
    fn what_is_late_comes_first_and_the_green_channel_before_others() {
        let status = |urgency, day| RequestStatus {
            phase: Phase::InWork,
            urgency,
            pressing: Some(Pressing {
                clock: RequestClock::Resolution,
                due: date(2026, 7, day),
                remaining: 0,
            }),
            waits_for: None,
            department: String::new(),
            score: None,
        };
        let closed = |day| RequestStatus { phase: Phase::Closed, ..status(Urgency::Kept, day) };
        let mut all = [
            (1, false, status(Urgency::InTime, 20)),
            (2, true, status(Urgency::Soon, 12)),
            (3, false, status(Urgency::Soon, 9)),
            (4, false, status(Urgency::Late, 6)),
            (5, false, status(Urgency::Late, 5)),
            (6, true, closed(1)),
            (7, false, closed(2)),
        ];
        all.order_by_key(|(n, is_priority, status)| {
            let request =
                Request { is_priority: *is_priority, ..request(*n, RequestKind::Complaint) };
            urgent_first(&request, status)
        });
        assert_eq!(all.map(|(n, ..)| n), [5, 4, 2, 3, 1, 7, 6]);
    }
}
