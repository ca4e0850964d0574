//! Promises to customers in a period: visit intervals, service limits of requests, promised actions, outages, plans
//! and their measures, each read from its own table.

use std::collections::HashMap;

use jiff::civil::{Date, date};

use crate::{
    analysis::service_kept::{
        Commitment, CommitmentCase, Period,
        classes::ClassHistory,
        rhythm::{Rhythms, Visited},
    },
    books::{requests::RequestBook, service::ServiceClasses, table::Table, visits::VisitIndex},
    domain::{
        Customer, Id, Moment,
        action::Action,
        equipment::Outage,
        plan::{PlanItem, PlanItemKind, ServicePlan},
        request::{LimitHistory, Request, RequestStep},
        standard::{Offer, ServiceClass, StandardHistory},
        visit::{Visit, VisitState},
    },
};

/// Current and former classes of all customers, and the standards that applied.
#[derive(Debug)]
pub struct Classes<'a> {
    /// Class history.
    pub history: &'a ClassHistory,
    /// Current classes.
    pub now: &'a ServiceClasses,
    /// History of the service standard.
    pub standards: &'a StandardHistory,
}

impl Classes<'_> {
    fn now(&self, customer: Id<Customer>) -> ServiceClass {
        self.now.get(&customer).copied().unwrap_or(ServiceClass::C)
    }

    fn on(&self, customer: Id<Customer>, day: Date) -> ServiceClass {
        self.history.on(customer, self.now(customer), day)
    }

    /// Returns `true` if the standard of a day offers this to a class.
    fn offered(&self, class: ServiceClass, offer: Offer, day: Date) -> bool {
        let level = self.standards.on(day).level(class);
        level.offers.contains(&offer)
    }
}

/// Period whose promises are evaluated, up to a given day.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) period: Period,
    pub(super) today: Date,
}

impl Asked {
    /// Returns the visits due by interval. `made_on` returns the date on which a customer added by
    /// hand was created.
    pub(super) fn visits(
        self,
        customers: &Table<Customer>,
        (visits, index): (&Table<Visit>, &VisitIndex),
        classes: &Classes<'_>,
        mut made_on: impl FnMut(Id<Customer>) -> Option<Date>,
    ) -> Vec<Commitment> {
        let rhythms = Rhythms::of(classes.standards);
        let mut owed = Vec::new();
        for customer in customers.iter().filter(|customer| customer.is_here()) {
            let (mut done, mut planned) = (Vec::new(), Vec::new());
            for (day, place) in index.to(customer.id) {
                let visit = &visits.rows()[*place as usize];
                match visit.state(self.today) {
                    VisitState::Done => done.push((*day, visit.id)),
                    VisitState::Cancelled => {}
                    _ => planned.push((*day, visit.id)),
                }
            }
            let held = classes.history.held(customer.id, classes.now(customer.id));
            let visited = Visited {
                customer: customer.id,
                known_on: customer.added_on.or_else(|| made_on(customer.id)),
                held: &held,
                done: &done,
                planned: &planned,
            };
            owed.append(&mut visited.owed(&rhythms, self.period, self.today));
        }
        owed
    }

    /// Returns the actions promised to customers, by due date.
    pub(super) fn actions<'a>(
        self,
        actions: impl Iterator<Item = &'a Action>,
        is_here: impl Fn(Id<Customer>) -> bool,
        classes: &Classes<'_>,
    ) -> Vec<Commitment> {
        let owed = |action: &Action| {
            let (customer, due_on) = action.customer.zip(action.due_on)?;
            let counts = !action.is_deleted && self.period.contains(due_on) && is_here(customer);
            counts.then(|| {
                let class = classes.on(customer, due_on);
                let (matter, done_on) = (CommitmentCase::Action(action.id), action.done_on);
                Commitment::by_day(customer, class, matter, due_on, done_on, self.today)
            })
        };
        actions.filter_map(owed).collect()
    }

    /// Returns the green channel commitment of a request.
    fn channel(self, request: &Request, classes: &Classes<'_>) -> Option<Commitment> {
        let (customer, received_on) = request.customer.zip(request.received_on)?;
        let class = request.class;
        let class = class.unwrap_or_else(|| classes.on(customer, received_on));
        let counts = self.period.contains(received_on)
            && classes.offered(class, Offer::GreenChannel, received_on);
        counts.then(|| {
            let matter = CommitmentCase::GreenChannel(request.id);
            Commitment::at_once(customer, class, matter, received_on, request.is_priority)
        })
    }

    /// Returns the service plan of the year for every customer who is offered one, due at the end of that year.
    pub(super) fn plans(
        self,
        customers: &Table<Customer>,
        plans: &Table<ServicePlan>,
        classes: &Classes<'_>,
    ) -> Vec<Commitment> {
        let year = self.period.last().year();
        let due_on = date(year, 12, 31);
        if !self.period.contains(due_on) {
            return Vec::new();
        }
        let of_year = |plan: &&ServicePlan| plan.is_here() && plan.calendar_year() == Some(year);
        let plans: HashMap<Id<Customer>, &ServicePlan> =
            plans.iter().filter(of_year).filter_map(|plan| Some((plan.customer?, plan))).collect();
        let owed = |customer: &Customer| {
            // In the current year, today's class is the last one known.
            let class = classes.on(customer.id, due_on.min(self.today));
            let is_offered = classes.offered(class, Offer::ServicePlan, due_on.min(self.today));
            is_offered.then(|| {
                let plan = plans.get(&customer.id);
                let matter = CommitmentCase::Plan { plan: plan.map(|plan| plan.id), year };
                let agreed_on = plan.and_then(|plan| plan.agreed_on);
                Commitment::by_day(customer.id, class, matter, due_on, agreed_on, self.today)
            })
        };
        let here = customers.iter().filter(|customer| customer.is_here());
        here.filter_map(owed).collect()
    }

    /// Returns the notices of planned outages, to every customer who is offered them, and the arrival times of
    /// repairs. `day_of` returns the local day of a moment.
    pub(super) fn outages<'a>(
        self,
        outages: impl Iterator<Item = &'a Outage>,
        limits: &LimitHistory,
        is_here: impl Fn(Id<Customer>) -> bool,
        mut day_of: impl FnMut(Moment) -> Option<Date>,
        classes: &Classes<'_>,
    ) -> Vec<Commitment> {
        let owed = |outage: &Outage| {
            let customer = outage.customer.filter(|customer| is_here(*customer))?;
            let began_on = day_of(outage.began_at?)?;
            let limits = limits.on(began_on);
            if let Some((minutes, limit)) = outage.arrival(limits.repair_arrival) {
                let (class, outage) = (classes.on(customer, began_on), outage.id);
                let matter = CommitmentCase::Arrival { outage, minutes, limit };
                let counts = self.period.contains(began_on);
                return counts.then(|| {
                    Commitment::at_once(customer, class, matter, began_on, minutes <= limit)
                });
            }
            let days = limits.outage_notice_days;
            let due_on = outage.notice_due(began_on, days)?;
            let class = classes.on(customer, due_on);
            let counts =
                self.period.contains(due_on) && classes.offered(class, Offer::OutageNotice, due_on);
            counts.then(|| {
                let matter = CommitmentCase::Notice { outage: outage.id, began_on, days };
                Commitment::by_day(customer, class, matter, due_on, outage.notified_on, self.today)
            })
        };
        outages.filter_map(owed).collect()
    }

    /// Returns the measures of plans, by due date. A measure to be done several times is done on the date of the last
    /// one.
    pub(super) fn measures(
        self,
        (items, plans): (&Table<PlanItem>, &Table<ServicePlan>),
        is_linked: impl Fn(Id<PlanItem>) -> bool,
        is_here: impl Fn(Id<Customer>) -> bool,
        classes: &Classes<'_>,
    ) -> Vec<Commitment> {
        let owed = |item: &PlanItem| {
            let due_on = item.due_on.filter(|day| self.period.contains(*day))?;
            let plan = plans.get(item.plan?).filter(|plan| plan.is_here())?;
            // An unagreed plan is not a promise.
            plan.agreed_on?;
            let customer = plan.customer.filter(|customer| is_here(*customer))?;
            let is_measure = item.kind == Some(PlanItemKind::Service) && item.is_here();
            let done_on = item.done_on.filter(|_| is_done(item));
            let counts = is_measure && (done_on.is_some() || !is_linked(item.id));
            counts.then(|| {
                let class = classes.on(customer, due_on);
                let matter = CommitmentCase::Measure { item: item.id, plan: plan.id };
                Commitment::by_day(customer, class, matter, due_on, done_on, self.today)
            })
        };
        items.iter().filter_map(owed).collect()
    }

    /// Returns the service limits of requests, and their green channel.
    pub(super) fn requests(
        self,
        (requests, steps, book): (&Table<Request>, &Table<RequestStep>, &RequestBook),
        is_here: impl Fn(Id<Customer>) -> bool,
        classes: &Classes<'_>,
    ) -> Vec<Commitment> {
        let mut owed = Vec::new();
        book.each_with_clocks(requests, steps, |request, clocks| {
            let Some(customer) = request.customer.filter(|customer| is_here(*customer)) else {
                return;
            };
            owed.extend(self.channel(request, classes));
            for read in clocks {
                let due_on = read.reading.due;
                if self.period.contains(due_on) {
                    let class = request.class;
                    let class = class.unwrap_or_else(|| classes.on(customer, due_on));
                    owed.push(Commitment::by_clock(customer, class, request.id, &read));
                }
            }
        });
        owed
    }
}

/// Returns `true` if the measure was recorded as done as many times as required.
fn is_done(item: &PlanItem) -> bool {
    let times = item.wanted_times();
    !item.has_rhythm() || item.reached.is_some_and(|reached| reached >= times)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use uuid::Uuid;

    use super::{super::ServiceKept, *};
    use crate::{
        analysis::service_kept::{CommitmentKind, CommitmentOutcome, Lateness, Span},
        domain::{
            Month, People, Record, Year, date::days_between, equipment::OutageKind,
            request::RepairArea,
        },
    };

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    const TODAY: Date = date(2026, 11, 24);

    /// Returns a key account of Zhang, a class C customer without a manager, and a deleted customer.
    fn customers() -> Table<Customer> {
        let customer = |n, manager: &str, is_deleted| Customer {
            account_manager: manager.into(),
            is_deleted,
            ..Customer::empty(id(n))
        };
        let mut customers = Table::default();
        customers.extend([
            customer(1, "张", false),
            customer(2, "", false),
            customer(3, "张", true),
        ]);
        customers
    }

    fn told(
        owed: &[Commitment],
    ) -> Vec<(u128, CommitmentKind, ServiceClass, Date, CommitmentOutcome)> {
        let told = |one: &Commitment| {
            let customer = one.customer.uuid().as_u128();
            (customer, one.matter.kind(), one.class, one.due_on, one.outcome)
        };
        owed.iter().map(told).collect()
    }

    /// Runs `look` for the fourth quarter of 2026; customer 1 was class C and has been a key account since 20
    /// October.
    fn ask<R>(span: Span, look: impl FnOnce(Asked, &Classes<'_>) -> R) -> R {
        let mut history = ClassHistory::default();
        history.take_run(date(2026, 1, 5), [(id(1), ServiceClass::C)]);
        history.take_run(date(2026, 10, 20), [(id(1), ServiceClass::Key)]);
        let classes = Classes {
            history: &history,
            now: &ServiceClasses::from_iter([(id(1), ServiceClass::Key)]),
            standards: &StandardHistory::default(),
        };
        let asked = Asked { period: Period::of(span, Month::of(TODAY)), today: TODAY };
        look(asked, &classes)
    }

    #[test]
    fn visits_are_found_by_customer_and_by_what_became_of_them() {
        let visit = |n, customer, day| Visit {
            customer: Some(id(customer)),
            planned_on: Some(day),
            ..Visit::empty(id(n))
        };
        let done = |n, customer, day| Visit {
            arrived_at: Some(Moment(1)),
            left_at: Some(Moment(2)),
            ..visit(n, customer, day)
        };
        let cancelled = Visit { is_cancelled: true, ..visit(13, 1, date(2026, 11, 18)) };
        let mut visits = Table::default();
        visits.extend([
            done(11, 1, date(2026, 10, 1)),
            visit(12, 1, date(2026, 11, 16)),
            cancelled,
            done(21, 2, date(2026, 3, 1)),
            done(31, 3, date(2026, 3, 1)),
        ]);
        // In this time zone, every moment of these visits falls on the planned day.
        let mut planned = visits.iter().filter(|visit| visit.arrived_at.is_some());
        let index = VisitIndex::default().follow(&visits, |_| {
            planned.next().and_then(|visit| visit.planned_on).unwrap_or(TODAY)
        });
        let customers = customers();
        let owed = ask(Span::Quarter, |asked, classes| {
            asked.visits(&customers, (&visits, &index), classes, |_| None)
        });
        // A key account since 20 October: 30 days from then, not from the previous visit.
        let due_on = date(2026, 11, 19);
        let (key, undone) = (ServiceClass::Key, CommitmentOutcome::Undone);
        let expected = [
            (1, CommitmentKind::Visit, key, due_on, undone),
            (1, CommitmentKind::Visit, key, date(2026, 12, 19), CommitmentOutcome::Open),
        ];
        assert_eq!(told(&owed), expected);
        let CommitmentCase::Visit { visit, .. } = owed[0].matter else {
            panic!("a visit");
        };
        assert_eq!(visit, Some(id(12)), "the one that nobody went to");
    }

    #[test]
    fn outages_are_told_of_and_repaired_in_time() {
        let outage = |n, kind, began_on: Date| Outage {
            customer: Some(id(1)),
            kind: Some(kind),
            // In this test, a moment is a number of days after 1 October.
            began_at: Some(Moment(days_between(date(2026, 10, 1), began_on) as u64)),
            ..Outage::empty(id(n))
        };
        let planned = |n, began_on, notified_on| Outage {
            notified_on,
            ..outage(n, OutageKind::Planned, began_on)
        };
        let fault = |n, began_on, minutes| Outage {
            area: Some(RepairArea::City),
            arrived_after_min: Some(minutes),
            ..outage(n, OutageKind::Unplanned, began_on)
        };
        let outages = [
            planned(1, date(2026, 11, 20), Some(date(2026, 11, 13))),
            planned(2, date(2026, 11, 20), Some(date(2026, 11, 15))),
            planned(3, date(2026, 11, 21), None),
            // Due in the previous period; of a customer no longer present; of an unknown customer.
            planned(4, date(2026, 10, 5), None),
            Outage { customer: Some(id(3)), ..planned(5, date(2026, 11, 20), None) },
            outage(6, OutageKind::Unplanned, date(2026, 11, 2)),
            fault(7, date(2026, 11, 2), 45.0),
            fault(8, date(2026, 11, 3), 46.0),
        ];
        let customers = customers();
        let is_here = |id| customers.get(id).is_some_and(|it| !it.is_deleted);
        let day_of = |moment: Moment| date(2026, 10, 1).checked_add((moment.0 as i64).days()).ok();
        let owed = ask(Span::Quarter, |asked, classes| {
            let limits = LimitHistory::default();
            asked.outages(outages.iter(), &limits, is_here, day_of, classes)
        });
        let (key, service) = (ServiceClass::Key, CommitmentKind::Service);
        let expected = [
            (1, service, key, date(2026, 11, 13), CommitmentOutcome::Kept),
            (1, service, key, date(2026, 11, 13), CommitmentOutcome::Late),
            (1, service, key, date(2026, 11, 14), CommitmentOutcome::Undone),
            (1, service, key, date(2026, 11, 2), CommitmentOutcome::Kept),
            (1, service, key, date(2026, 11, 3), CommitmentOutcome::Late),
        ];
        assert_eq!(told(&owed), expected);
        assert_eq!(owed[1].late, Some(Lateness::Days(2)));
    }

    #[test]
    fn promises_plans_and_the_green_channel() {
        let customers = customers();
        let is_here = |id| customers.get(id).is_some_and(|it| !it.is_deleted);
        let action = |n, customer, day| Action {
            customer: Some(id(customer)),
            due_on: Some(day),
            ..Action::empty(id(n))
        };
        let actions = [
            action(1, 1, date(2026, 10, 10)),
            action(2, 2, date(2026, 11, 24)),
            action(3, 3, date(2026, 11, 1)),
            action(4, 1, date(2026, 9, 30)),
            Action { is_deleted: true, ..action(5, 1, date(2026, 11, 1)) },
        ];
        let owed =
            ask(Span::Quarter, |asked, classes| asked.actions(actions.iter(), is_here, classes));
        let expected = [
            (
                1,
                CommitmentKind::Action,
                ServiceClass::C,
                date(2026, 10, 10),
                CommitmentOutcome::Undone,
            ),
            (
                2,
                CommitmentKind::Action,
                ServiceClass::C,
                date(2026, 11, 24),
                CommitmentOutcome::Open,
            ),
        ];
        assert_eq!(told(&owed), expected);

        let request = |day, class, is_priority| Request {
            customer: Some(id(1)),
            received_on: Some(day),
            class,
            is_priority,
            ..Request::empty(id(1))
        };
        let channel = |request: Request| {
            let owed = ask(Span::Quarter, |asked, classes| asked.channel(&request, classes));
            owed.map(|owed| owed.outcome)
        };
        let november = date(2026, 11, 3);
        for (request, outcome) in [
            (request(november, None, true), Some(CommitmentOutcome::Kept)),
            (request(november, None, false), Some(CommitmentOutcome::Undone)),
            // Class C is not offered it, either by the class recorded on receipt or by the class of the day.
            (request(november, Some(ServiceClass::C), false), None),
            (request(date(2026, 10, 5), None, false), None),
            (request(date(2026, 9, 5), Some(ServiceClass::Key), false), None),
        ] {
            assert_eq!(channel(request.clone()), outcome, "{request:?}");
        }

        let plan = ServicePlan {
            customer: Some(id(1)),
            year: Year::new(2026),
            agreed_on: Some(date(2026, 1, 20)),
            ..ServicePlan::empty(id(7))
        };
        let measure = |n, kind, day| PlanItem {
            plan: Some(id(7)),
            kind: Some(kind),
            due_on: Some(day),
            done_on: Some(date(2026, 11, 20)),
            ..PlanItem::empty(id(n))
        };
        let (mut plans, mut items) = (Table::default(), Table::default());
        plans.extend([plan]);
        items.extend([
            measure(1, PlanItemKind::Service, date(2026, 11, 20)),
            measure(2, PlanItemKind::Service, date(2026, 11, 19)),
            measure(3, PlanItemKind::Goal, date(2026, 11, 19)),
            PlanItem {
                times: Some(4.0),
                reached: Some(3.0),
                ..measure(4, PlanItemKind::Service, date(2026, 11, 21))
            },
            // Done through linked records, which are unknown here.
            PlanItem { done_on: None, ..measure(5, PlanItemKind::Service, date(2026, 11, 21)) },
        ]);
        let year_end = date(2026, 12, 31);
        let (key, service) = (ServiceClass::Key, CommitmentKind::Service);
        let plans_of = |span| ask(span, |asked, classes| asked.plans(&customers, &plans, classes));
        let kept = [(1, service, key, year_end, CommitmentOutcome::Kept)];
        assert_eq!(told(&plans_of(Span::Year)), kept);
        assert_eq!(told(&plans_of(Span::Month)), []);
        let measures = ask(Span::Month, |asked, classes| {
            asked.measures((&items, &plans), |item| item == id(5), is_here, classes)
        });
        let outcomes: Vec<CommitmentOutcome> = measures.iter().map(|owed| owed.outcome).collect();
        assert_eq!(
            outcomes,
            [CommitmentOutcome::Kept, CommitmentOutcome::Late, CommitmentOutcome::Undone]
        );

        let all = [owed, measures].concat();
        let report = ServiceKept::new(
            Period::of(Span::Year, Month::of(TODAY)),
            TODAY,
            all,
            (&customers, &People::default()),
        );
        let managers: Vec<_> = report.by_manager.iter().collect();
        assert_eq!(managers.len(), 2);
        assert_eq!(managers[0].0, "", "who has none comes first");
        assert_eq!(managers[1].1.of(CommitmentKind::Service).promised(), 3);
        assert_eq!(report.all().all().promised(), 5);
        assert!(report.owed.is_sorted_by(|a, b| a.due_on >= b.due_on));
    }
}
