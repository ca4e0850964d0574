//! The app without its pages, for tests without a browser or a store: all state over the same records, on a day set
//! by the test. Effects and tasks do not run.

use any_spawner::Executor;
use busbar_core::{
    domain::{
        Customer, Id, Month, Record, Who, Year,
        action::Action,
        bills::{Bill, BillBlock},
        equipment::Equipment,
        notice::Notice,
        plan::ServicePlan,
        record::Whole,
        request::{Request, RequestKind},
        survey::{Answer, Response},
        visit::{Finding, Visit},
    },
    exchange::questionnaire::built_in,
};
use jiff::civil::{Date, date};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    actions::Actions, mine::Mine, notices::Notices, plans::Plans, portfolio::PortfolioNow,
    requests::Requests, satisfaction::Satisfaction, segments::Segments, service::Service,
    surveys::Surveys, visits::Visits, workers::Workers, workspace::Workspace,
};

/// Days of the tests: a Tuesday, the next day, and the day a tablet wakes after a week's sleep.
pub const DAYS: [Date; 3] = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 12, 2)];

/// The app on a given day.
#[derive(Debug)]
pub struct World {
    /// Workspace with the records.
    pub workspace: Workspace,
    day: RwSignal<Date>,
    _owner: Owner,
}

impl World {
    /// Creates the app without records.
    pub fn on(day: Date) -> Self {
        // Fails if another test has already initialized it.
        let _ = Executor::init_futures_executor();
        let owner = Owner::new();
        owner.set();
        let day = RwSignal::new(day);
        let workspace = Workspace::closed(Memo::new(move |_| day.get()), Who::default());
        provide_context(workspace);
        PortfolioNow::provide(workspace);
        Mine::provide(workspace, RwSignal::new(false));
        let satisfaction = Satisfaction::provide(workspace, Surveys::provide(workspace));
        let segments = Segments::provide(workspace, satisfaction, Workers::provide());
        let service = Service::provide(workspace, segments);
        let requests = Requests::provide(workspace, service);
        let visits = Visits::provide(workspace, service, satisfaction, requests);
        visits.was_asked.set(true);
        Plans::provide(workspace, service, requests, visits);
        Notices::provide(workspace, service);
        Actions::provide(workspace);
        workspace.facts.loaded.set(true);
        Self { workspace, day, _owner: owner }
    }

    /// Creates the app on the first of [`DAYS`], with a customer whose records change state on each of them.
    pub fn filled() -> Self {
        let this = Self::on(DAYS[0]);
        let (tables, customer) = (this.workspace.tables, Some(Self::customer()));
        let put = |n| date(2026, 11, n);
        tables.customers.update(|table| {
            table.extend([Self::customer(), id(8), id(9)].map(Customer::empty));
        });
        let action = |n, due_on| Action { customer, due_on: Some(due_on), ..Action::empty(id(n)) };
        let kept = Action {
            done_on: Some(date(2025, 11, 24)),
            confirmed_on: Some(date(2025, 11, 24)),
            ..action(3, date(2025, 11, 24))
        };
        tables.actions.update(|table| table.extend([action(1, put(24)), action(2, put(30)), kept]));
        let visit =
            |n, planned_on| Visit { customer, planned_on: Some(planned_on), ..Visit::empty(id(n)) };
        // The other customers become due for a visit once their planned one is missed.
        let of_other =
            |n, other, planned_on| Visit { customer: Some(id(other)), ..visit(n, planned_on) };
        let visits = [
            visit(1, put(24)),
            visit(2, put(25)),
            visit(3, DAYS[2]),
            of_other(4, 8, put(24)),
            of_other(5, 9, put(30)),
        ];
        tables.visits.update(|table| table.extend(visits));
        let request = Request {
            customer,
            kind: Some(RequestKind::Complaint),
            received_on: Some(put(23)),
            ..Request::empty(id(1))
        };
        tables.requests.update(|table| table.extend([request]));
        let finding = |n, by| Finding { customer, rectify_by: Some(by), ..Finding::empty(id(n)) };
        tables.findings.update(|table| table.extend([finding(1, put(24)), finding(2, put(30))]));
        let equipment = Equipment {
            customer,
            inspected_on: Some(date(2025, 12, 25)),
            inspect_every_months: Some(12.0),
            ..Equipment::empty(id(1))
        };
        tables.equipment.update(|table| table.extend([equipment]));
        let notice = Notice {
            title: "Outage".into(),
            published_on: Some(put(25)),
            until: Some(date(2026, 12, 1)),
            ..Notice::empty(id(1))
        };
        tables.notices.update(|table| table.extend([notice]));
        let plan = ServicePlan {
            customer,
            year: Year::new(2026),
            agreed_on: Some(date(2026, 1, 1)),
            next_review_on: Some(put(25)),
            ..ServicePlan::empty(id(1))
        };
        tables.plans.update(|table| table.extend([plan]));
        let answers = [("overall".to_owned(), Answer::Number(5.0))].into();
        let response = Response {
            customer,
            questionnaire: built_in().first().map(|questionnaire| questionnaire.id),
            answered_on: Some(date(2025, 11, 24)),
            answers: Whole(answers),
            is_complete: true,
            ..Response::empty(id(1))
        };
        tables.responses.update(|table| table.extend([response]));
        let bill = |n, due_on| {
            Month::new(2026, n).ok().map(|month| Bill {
                month,
                amount_cny: 100.0,
                due_on: Some(due_on),
                paid_on: None,
            })
        };
        let bills = [bill(10, put(24)), bill(11, put(30))];
        let mut block = BillBlock::default();
        block.push(Self::customer().uuid(), bills.into_iter().flatten());
        this.workspace.facts.bills.update(|known| known.push(block));
        this
    }

    /// Returns the customer of [`World::filled`].
    pub fn customer() -> Id<Customer> {
        id(7)
    }

    /// Changes the day, as at midnight or after a week's sleep.
    pub fn turn_to(&self, day: Date) {
        self.day.set(day);
    }

    /// Returns the result of `look` on each of [`DAYS`].
    pub fn each_day<T>(&self, look: impl Fn() -> T) -> [T; 3] {
        DAYS.map(|day| {
            self.turn_to(day);
            untrack(&look)
        })
    }
}

fn id<T>(n: u128) -> Id<T> {
    Id::new(Uuid::from_u128(n))
}
