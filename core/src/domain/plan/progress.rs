//! Progress of a plan: each goal by its figure or its linked records, each service by the number of times
//! delivered, and the lines that are behind schedule. [`Gauge`] says where figures come from.

use jiff::civil::Date;

use super::{Gauge, PlanItem, PlanItemKind, PlanState, ServicePlan};
use crate::domain::{Id, date::days_between};

/// State of a linked visit, action or request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkedState {
    /// Past its date.
    Late,
    /// In progress, or in the future.
    Open,
    /// Done.
    Done,
    /// Cancelled; not counted.
    Dropped,
}

/// Figures counted for a customer in the year of its plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// Visits that took place.
    pub visits: usize,
    /// Unannounced supply interruptions.
    pub outages: usize,
    /// The customer's satisfaction, 0 to 100; `None` if it never answered.
    pub satisfaction: Option<f64>,
}

/// Reason why a line is behind schedule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Behind {
    /// Past its due date.
    Overdue(Date),
    /// Above its upper limit.
    Exceeded,
    /// Number of linked records that are late.
    Late(usize),
    /// Fewer than expected for this part of the year.
    Pace {
        /// Number expected by now.
        expected: f64,
    },
}

/// Progress of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ItemProgress {
    /// Current value, in the unit of the target; for a service, the number of times delivered.
    pub actual: Option<f64>,
    /// Target value; for a service, the number of times.
    pub target: Option<f64>,
    /// Completed share, 0 to 1; `None` if unknown.
    pub share: Option<f64>,
    /// Number of linked records that are done.
    pub done: usize,
    /// Number of linked records.
    pub linked: usize,
    /// Reason why it is behind, if it is.
    pub behind: Option<Behind>,
}

impl ItemProgress {
    /// Computes the progress of a line on a day from the records linked to it.
    pub fn of(
        plan: &ServicePlan,
        item: &PlanItem,
        linked: &[LinkedState],
        counted: Counted,
        today: Date,
    ) -> Self {
        let count = |state| linked.iter().filter(|one| **one == state).count();
        let (done, late) = (count(LinkedState::Done), count(LinkedState::Late));
        let linked = done + late + count(LinkedState::Open);
        let progress = Self { done, linked, ..Self::default() };
        let progress = match item.kind {
            Some(PlanItemKind::Goal) => progress.goal(item, counted),
            Some(PlanItemKind::Service) => progress.service(item),
            Some(PlanItemKind::Duty | PlanItemKind::Budget) | None => return progress,
        };
        Self { behind: progress.behind(plan, item, late, today), ..progress }
    }

    /// Returns `true` if nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.share.is_some_and(|share| share >= 1.0)
    }

    fn goal(mut self, item: &PlanItem, counted: Counted) -> Self {
        self.target = item.target;
        self.actual = match item.gauge.unwrap_or(Gauge::Entered) {
            Gauge::Entered => item.reached,
            Gauge::Done => Some(self.done as f64),
            Gauge::DonePercent => self.linked_share().map(|share| 100.0 * share),
            Gauge::Visits => Some(counted.visits as f64),
            Gauge::Outages => Some(counted.outages as f64),
            Gauge::Satisfaction => counted.satisfaction,
        };
        let measured = self.actual.zip(self.target);
        self.share = match measured {
            _ if item.done_on.is_some() => Some(1.0),
            Some((actual, target)) => Some(share(actual, target, item.is_at_most)),
            None => self.linked_share(),
        };
        self
    }

    fn service(mut self, item: &PlanItem) -> Self {
        // A single service may have only its date recorded.
        let once = if item.done_on.is_some() { 1.0 } else { 0.0 };
        let entered = item.reached.unwrap_or(once).max(0.0);
        let (done, times) = (entered + self.done as f64, item.wanted_times());
        self.actual = Some(done);
        self.target = Some(times);
        self.share = Some((done / times).clamp(0.0, 1.0));
        self
    }

    fn linked_share(&self) -> Option<f64> {
        (self.linked > 0).then(|| self.done as f64 / self.linked as f64)
    }

    /// Only plans in force can be behind.
    fn behind(
        &self,
        plan: &ServicePlan,
        item: &PlanItem,
        late: usize,
        today: Date,
    ) -> Option<Behind> {
        if plan.state() != PlanState::Running {
            return None;
        }
        let is_goal = item.kind == Some(PlanItemKind::Goal);
        if is_goal && item.done_on.is_some() {
            return None;
        }
        let has_passed = self.actual.zip(self.target).is_some_and(|(a, t)| a > t);
        if is_goal && item.is_at_most && has_passed {
            return Some(Behind::Exceeded);
        }
        let overdue = item.due_on.filter(|due| *due < today && !self.is_done());
        if let Some(due) = overdue {
            return Some(Behind::Overdue(due));
        }
        if late > 0 {
            return Some(Behind::Late(late));
        }
        let is_counted = match item.gauge {
            Some(Gauge::Done | Gauge::Visits) => !item.is_at_most,
            _ => !is_goal && item.has_rhythm(),
        };
        let expected = (self.target? * elapsed(plan, today)?).floor();
        let is_slow = is_counted && self.actual.is_some_and(|actual| actual < expected);
        is_slow.then_some(Behind::Pace { expected })
    }
}

/// Returns the share of a target that is reached or, for an upper limit, kept, 0 to 1.
fn share(actual: f64, target: f64, is_at_most: bool) -> f64 {
    let is_met = if is_at_most { actual <= target } else { actual >= target };
    let part = if is_at_most { target / actual } else { actual / target };
    match part {
        _ if is_met => 1.0,
        part if part.is_finite() => part.clamp(0.0, 1.0),
        _ => 0.0,
    }
}

/// Returns the share of the plan's period that has passed, 0 to 1.
fn elapsed(plan: &ServicePlan, today: Date) -> Option<f64> {
    let (first, last) = plan.span()?;
    let days = f64::from(days_between(first, last) + 1);
    Some((f64::from(days_between(first, today)) / days).clamp(0.0, 1.0))
}

/// Returns the mean share of goals and services, 0 to 1; an unknown share counts as 0. `None` if there are none.
///
/// ```
/// use busbar_core::domain::plan::mean_share;
/// assert_eq!(mean_share([Some(1.0), Some(0.5), None]), Some(0.5));
/// assert_eq!(mean_share([]), None);
/// ```
pub fn mean_share(shares: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    let (sum, count) = shares
        .into_iter()
        .fold((0.0, 0_u32), |(sum, count), share| (sum + share.unwrap_or_default(), count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// Overall progress of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanProgress {
    /// Progress of each line.
    pub items: Vec<(Id<PlanItem>, ItemProgress)>,
    /// Mean share of goals and services, 0 to 1; `None` without any.
    pub share: Option<f64>,
    /// Number of goals.
    pub goals: usize,
    /// Number of lines that are behind.
    pub behind: usize,
    /// Number of service deliveries left.
    pub services_left: f64,
}

/// Remark shown beside a plan's share, because "nothing is behind" says little while the plan is not in force, or
/// while all services are still to be delivered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Number of lines that are behind.
    Behind(usize),
    /// The plan is not in force yet: nothing is counted.
    NotRunning,
    /// Nothing is behind, and services are still to be delivered in the remaining days.
    ToCome {
        /// Number of service deliveries left.
        services: f64,
        /// Remaining days of the plan, including today.
        days: i32,
    },
    /// Nothing is behind, and no service is left.
    OnTrack,
}

impl PlanProgress {
    /// Returns the pace of the plan on a day.
    pub fn pace(&self, plan: &ServicePlan, today: Date) -> Pace {
        let days = plan.span().map_or(0, |(_, last)| (days_between(today, last) + 1).max(0));
        match plan.state() {
            PlanState::Drafted | PlanState::Approved => Pace::NotRunning,
            _ if self.behind > 0 => Pace::Behind(self.behind),
            PlanState::Running if self.services_left > 0.0 => {
                Pace::ToCome { services: self.services_left, days }
            }
            PlanState::Running | PlanState::Closed => Pace::OnTrack,
        }
    }

    /// Aggregates the progress of the lines of a plan.
    pub fn of<'a>(lines: impl IntoIterator<Item = (&'a PlanItem, ItemProgress)>) -> Self {
        let (mut all, mut shares) = (Self::default(), Vec::new());
        for (item, progress) in lines {
            match item.kind {
                Some(PlanItemKind::Goal) => {
                    all.goals += 1;
                    shares.push(progress.share);
                }
                Some(PlanItemKind::Service) => {
                    shares.push(progress.share);
                    let left = progress.target.zip(progress.actual).map_or(0.0, |(t, a)| t - a);
                    all.services_left += left.max(0.0);
                }
                Some(PlanItemKind::Duty | PlanItemKind::Budget) | None => {}
            }
            all.behind += usize::from(progress.behind.is_some());
            all.items.push((item.id, progress));
        }
        all.share = mean_share(shares);
        all
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Record, Year};
    use LinkedState::{Done, Dropped, Late, Open};

    fn running() -> ServicePlan {
        ServicePlan {
            customer: Some(Id::new(Uuid::from_u128(9))),
            year: Year::new(2026),
            agreed_on: Some(date(2026, 1, 1)),
            ..ServicePlan::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    fn goal(gauge: Gauge, target: f64) -> PlanItem {
        PlanItem {
            plan: Some(running().id),
            kind: Some(PlanItemKind::Goal),
            gauge: Some(gauge),
            target: Some(target),
            ..PlanItem::empty(Id::new(Uuid::from_u128(2)))
        }
    }

    fn entered(target: f64, reached: Option<f64>) -> PlanItem {
        PlanItem { reached, ..goal(Gauge::Entered, target) }
    }

    fn at_most(item: PlanItem) -> PlanItem {
        PlanItem { is_at_most: true, ..item }
    }

    fn due(item: PlanItem, month: i8, day: i8) -> PlanItem {
        PlanItem { due_on: Some(date(2026, month, day)), ..item }
    }

    fn service(times: Option<f64>, reached: Option<f64>, done: Option<i8>) -> PlanItem {
        PlanItem {
            kind: Some(PlanItemKind::Service),
            gauge: None,
            target: None,
            times,
            reached,
            done_on: done.map(|month| date(2026, month, 1)),
            ..goal(Gauge::Entered, 0.0)
        }
    }

    const NONE: Counted = Counted { visits: 0, outages: 0, satisfaction: None };
    const SOME: Counted = Counted { visits: 5, outages: 2, satisfaction: Some(55.0) };

    /// Half of the year has passed.
    const TODAY: Date = date(2026, 7, 2);

    #[test]
    fn goals_by_their_figure_or_by_what_is_linked() {
        let linked = [Done, Done, Open, Dropped];
        let pace = |expected| Some(Behind::Pace { expected });
        let done_on = PlanItem { done_on: Some(TODAY), ..entered(0.95, Some(0.1)) };
        let untargeted = PlanItem { target: None, ..goal(Gauge::Entered, 0.0) };
        type Row<'a> = (
            &'a str,
            PlanItem,
            &'a [LinkedState],
            Counted,
            Option<f64>,
            Option<f64>,
            Option<Behind>,
        );
        let cases: [Row<'_>; 21] = [
            ("nothing is said", untargeted.clone(), &[], NONE, None, None, None),
            ("by its work", untargeted, &linked, NONE, None, Some(2.0 / 3.0), None),
            ("half", entered(90.0, Some(45.0)), &[], NONE, Some(45.0), Some(0.5), None),
            (
                "the figure before the work",
                entered(90.0, Some(90.0)),
                &linked,
                NONE,
                Some(90.0),
                Some(1.0),
                None,
            ),
            ("no figure yet", entered(90.0, None), &linked, NONE, None, Some(2.0 / 3.0), None),
            ("over", entered(0.9, Some(0.99)), &[], NONE, Some(0.99), Some(1.0), None),
            ("under nothing", entered(10.0, Some(-4.0)), &[], NONE, Some(-4.0), Some(0.0), None),
            ("a target of nothing", entered(0.0, Some(0.0)), &[], NONE, Some(0.0), Some(1.0), None),
            ("marked as done", done_on, &[Late], NONE, Some(0.1), Some(1.0), None),
            ("kept", at_most(entered(1.0, Some(1.0))), &[], NONE, Some(1.0), Some(1.0), None),
            (
                "not kept",
                at_most(entered(1.0, Some(4.0))),
                &[],
                NONE,
                Some(4.0),
                Some(0.25),
                Some(Behind::Exceeded),
            ),
            (
                "none may be",
                at_most(entered(0.0, Some(2.0))),
                &[],
                NONE,
                Some(2.0),
                Some(0.0),
                Some(Behind::Exceeded),
            ),
            (
                "counted, and slow",
                goal(Gauge::Done, 8.0),
                &linked,
                NONE,
                Some(2.0),
                Some(0.25),
                pace(3.0),
            ),
            (
                "a hundred of a hundred",
                goal(Gauge::DonePercent, 100.0),
                &[Done, Done, Open, Open],
                NONE,
                Some(50.0),
                Some(0.5),
                None,
            ),
            ("none linked", goal(Gauge::DonePercent, 100.0), &[Dropped], NONE, None, None, None),
            ("visits", goal(Gauge::Visits, 10.0), &[], SOME, Some(5.0), Some(0.5), None),
            (
                "too few visits",
                goal(Gauge::Visits, 12.0),
                &[],
                SOME,
                Some(5.0),
                Some(5.0 / 12.0),
                None,
            ),
            (
                "outages",
                at_most(goal(Gauge::Outages, 1.0)),
                &[],
                SOME,
                Some(2.0),
                Some(0.5),
                Some(Behind::Exceeded),
            ),
            (
                "satisfaction, as on its own page",
                goal(Gauge::Satisfaction, 90.0),
                &[],
                SOME,
                Some(55.0),
                Some(55.0 / 90.0),
                None,
            ),
            ("who never answered", goal(Gauge::Satisfaction, 90.0), &[], NONE, None, None, None),
            (
                "late work",
                entered(90.0, Some(10.0)),
                &[Late, Late, Done],
                NONE,
                Some(10.0),
                Some(1.0 / 9.0),
                Some(Behind::Late(2)),
            ),
        ];
        for (name, item, linked, counted, actual, share, behind) in cases {
            let read = ItemProgress::of(&running(), &item, linked, counted, TODAY);
            assert_eq!(read.actual, actual, "{name}");
            assert_eq!(read.share, share, "{name}");
            assert_eq!(read.behind, behind, "{name}");
        }
    }

    /// Description, line, linked states, times delivered, times expected, reason for being behind.
    type ServiceCase<'a> = (&'a str, PlanItem, &'a [LinkedState], f64, f64, Option<Behind>);

    #[test]
    fn services_by_how_many_times_they_were_done() {
        let cases: [ServiceCase<'_>; 8] = [
            ("not yet", service(None, None, None), &[], 0.0, 1.0, None),
            ("done once", service(None, None, Some(3)), &[], 1.0, 1.0, None),
            ("by a visit", service(None, None, None), &[Done, Open], 1.0, 1.0, None),
            ("twice of four", service(Some(4.0), Some(2.0), Some(6)), &[], 2.0, 4.0, None),
            ("once and a visit", service(Some(4.0), Some(1.0), Some(3)), &[Done], 2.0, 4.0, None),
            (
                "slow",
                service(Some(12.0), Some(2.0), Some(6)),
                &[Done],
                3.0,
                12.0,
                Some(Behind::Pace { expected: 5.0 }),
            ),
            ("more than asked for", service(Some(2.0), Some(3.0), Some(6)), &[], 3.0, 2.0, None),
            (
                "its day has passed",
                due(service(None, None, None), 7, 1),
                &[],
                0.0,
                1.0,
                Some(Behind::Overdue(date(2026, 7, 1))),
            ),
        ];
        for (name, item, linked, done, times, behind) in cases {
            let read = ItemProgress::of(&running(), &item, linked, NONE, TODAY);
            assert_eq!((read.actual, read.target), (Some(done), Some(times)), "{name}");
            assert_eq!(read.is_done(), done >= times, "{name}");
            assert_eq!(read.behind, behind, "{name}");
        }
    }

    #[test]
    fn what_does_not_run_is_not_behind() {
        let late = due(entered(90.0, Some(10.0)), 7, 1);
        let behind = |plan: ServicePlan| {
            let read = ItemProgress::of(&plan, &late, &[], NONE, TODAY);
            read.behind.is_some()
        };
        assert!(behind(running()));
        let drafted = ServicePlan { agreed_on: None, ..running() };
        assert!(!behind(drafted));
        let closed = ServicePlan { closed_on: Some(TODAY), ..running() };
        assert!(!behind(closed));
        // Due today counts as in time.
        let in_time = due(entered(90.0, Some(10.0)), 7, 2);
        let read = ItemProgress::of(&running(), &in_time, &[], NONE, TODAY);
        assert_eq!(read.behind, None);
    }

    #[test]
    fn a_plan_agreed_in_autumn_is_not_asked_for_the_spring() {
        let plan = ServicePlan { agreed_on: Some(date(2026, 10, 1)), ..running() };
        let expected = |today| {
            let read = ItemProgress::of(&plan, &service(Some(4.0), None, None), &[], NONE, today);
            read.behind
        };
        assert_eq!(expected(date(2026, 10, 20)), None);
        assert_eq!(expected(date(2026, 11, 16)), Some(Behind::Pace { expected: 2.0 }));
        assert_eq!(expected(date(2027, 3, 1)), Some(Behind::Pace { expected: 4.0 }));
    }

    #[test]
    fn a_plan_is_the_mean_of_its_goals_and_services() {
        let duty = PlanItem {
            kind: Some(PlanItemKind::Duty),
            ..PlanItem::empty(Id::new(Uuid::from_u128(5)))
        };
        let items = [
            entered(90.0, Some(45.0)),
            due(entered(90.0, None), 7, 1),
            service(Some(4.0), Some(4.0), Some(6)),
            duty,
        ];
        let read = items.iter().map(|item| {
            let progress = ItemProgress::of(&running(), item, &[], NONE, TODAY);
            (item, progress)
        });
        let all = PlanProgress::of(read);
        assert_eq!((all.share, all.goals, all.behind), (Some(0.5), 2, 1));
        assert_eq!(all.items.len(), 4);
        assert_eq!(PlanProgress::of([]).share, None);
    }

    #[test]
    fn a_plan_made_in_november_has_all_its_services_to_come() {
        // None of 24 deliveries is done, 38 days before the end of the year.
        let today = date(2026, 11, 24);
        let services = [service(Some(12.0), None, None), service(Some(12.0), None, None)];
        let pace = |agreed_on, today| {
            let plan = ServicePlan { agreed_on, ..running() };
            let read =
                services.iter().map(|item| (item, ItemProgress::of(&plan, item, &[], NONE, today)));
            PlanProgress::of(read).pace(&plan, today)
        };
        assert_eq!(pace(None, today), Pace::NotRunning);
        assert_eq!(pace(Some(today), today), Pace::ToCome { services: 24.0, days: 38 });
        assert_eq!(pace(Some(today), date(2026, 12, 20)), Pace::Behind(2));
        let done = service(Some(2.0), Some(2.0), None);
        let read = ItemProgress::of(&running(), &done, &[], NONE, today);
        let kept = PlanProgress::of([(&done, read)]).pace(&running(), today);
        assert_eq!(kept, Pace::OnTrack);
    }
}
