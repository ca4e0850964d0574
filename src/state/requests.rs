//! The requests as signals. [`busbar_core::books::requests`] computes their status.

use std::{sync::Arc, time::Duration};

use busbar_core::{
    books::{
        requests::{RequestBook, RequestCounts, RequestDetail, RequestStatus, Rules},
        table::Table,
    },
    domain::{
        Customer, Id,
        calendar::{self, WorkingCalendar},
        request::{
            DEPARTMENTS, Departments, ESCALATION, Escalation, LIMITS, LimitHistory, ROUTING,
            Request, RequestStep, Routing,
        },
    },
};
use leptos::prelude::*;

use super::{
    service::Service,
    workspace::{Opening, Workspace},
};

/// Delay between the opening of the store and the evaluation, so that the first screen is shown first.
const AFTER_FIRST_SCREEN: Duration = Duration::from_millis(400);

/// The requests, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Requests {
    workspace: Workspace,
    book: Memo<RequestBook>,
    /// Number of requests by status.
    pub counts: Memo<RequestCounts>,
    /// History of the service limits.
    pub limits: Memo<LimitHistory>,
    /// Thresholds from which a limit counts as near.
    pub escalation: Memo<Escalation>,
    /// Working days.
    pub calendar: Memo<WorkingCalendar>,
    /// Departments.
    pub departments: Memo<Departments>,
    /// Department responsible for each kind.
    pub routing: Memo<Routing>,
}

impl Requests {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, service: Service) -> Self {
        let tables = workspace.tables;
        let limits = workspace.setting(LIMITS);
        let escalation = workspace.setting(ESCALATION);
        let calendar = workspace.setting(calendar::SETTING);
        let rules = Memo::new(move |_| {
            Arc::new(Rules {
                today: workspace.facts.day.get(),
                limits: limits.get(),
                escalation: escalation.get(),
                calendar: calendar.get(),
                standards: service.standards.get(),
            })
        });
        let book = Memo::new_owning(move |before: Option<RequestBook>| {
            let (requests, steps) = (tables.requests.read(), tables.request_steps.read());
            let book = before.unwrap_or_default();
            (book.follow(&requests, &steps, rules.get()), true)
        });
        let counts = Memo::new(move |_| {
            let requests = tables.requests.read();
            book.with(|book| book.counts(&requests))
        });
        let this = Self {
            workspace,
            book,
            counts,
            limits,
            escalation,
            calendar,
            departments: workspace.setting(DEPARTMENTS),
            routing: workspace.setting(ROUTING),
        };
        // All requests are evaluated in the background once the first screen is shown, so that no tap waits for it.
        Effect::new(move |_| {
            if workspace.opening.get() == Opening::Ready {
                set_timeout(
                    move || {
                        counts.try_get_untracked();
                    },
                    AFTER_FIRST_SCREEN,
                );
            }
        });
        provide_context(this);
        this
    }

    /// Calls `look` with the status of all requests. Subscribes to changes.
    pub fn with<R>(self, look: impl FnOnce(&RequestBook) -> R) -> R {
        self.book.with(look)
    }

    /// Returns the names of the departments, in order.
    pub fn department_names(self) -> Signal<Vec<String>> {
        Signal::derive(move || self.departments.with(|departments| departments.names().to_vec()))
    }

    /// Returns the requests themselves.
    pub fn table(self) -> RwSignal<Table<Request>> {
        self.workspace.tables.requests
    }

    /// Returns the status of one request as its own signal; `None` if it does not exist.
    pub fn status(self, id: Id<Request>) -> Memo<Option<RequestStatus>> {
        Memo::new(move |_| {
            let place = self.table().with(|requests| requests.place(id))?;
            self.book.with(|book| book.at(place).cloned())
        })
    }

    /// Returns all data of one request; `None` if it does not exist.
    pub fn detail(self, id: Id<Request>) -> Memo<Option<RequestDetail>> {
        Memo::new(move |_| self.look(|book, requests, steps| book.detail(id, requests, steps)))
    }

    /// Returns the steps of a request, ordered by date. Subscribes to changes.
    pub fn steps(self, id: Id<Request>) -> Vec<RequestStep> {
        self.look(|book, _, steps| book.steps(id, steps))
    }

    /// Returns the requests of a customer, most urgent first and closed last.
    pub fn of_customer(self, customer: Id<Customer>) -> Memo<Vec<(Id<Request>, RequestStatus)>> {
        Memo::new(move |_| self.with(|book| book.of_customer(customer, &self.table().read())))
    }

    /// Calls `look` with the status of all requests and the data it is computed from. Subscribes to changes.
    pub fn look<R>(
        self,
        look: impl FnOnce(&RequestBook, &Table<Request>, &Table<RequestStep>) -> R,
    ) -> R {
        let tables = self.workspace.tables;
        let (requests, steps) = (tables.requests.read(), tables.request_steps.read());
        self.book.with(|book| look(book, &requests, &steps))
    }
}

/// Returns the requests.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_requests() -> Requests {
    expect_context()
}
