//! The requests as signals. How every one stands is the book's, [`busbar_core::books::requests`].

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

/// How long after the store is open the first screen stands.
const AFTER_FIRST_SCREEN: Duration = Duration::from_millis(400);

/// The requests, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Requests {
    workspace: Workspace,
    book: Memo<RequestBook>,
    /// How many stand how.
    pub counts: Memo<RequestCounts>,
    /// The limits there were.
    pub limits: Memo<LimitHistory>,
    /// When a limit counts as near.
    pub escalation: Memo<Escalation>,
    /// Which days are worked.
    pub calendar: Memo<WorkingCalendar>,
    /// The departments there are.
    pub departments: Memo<Departments>,
    /// Which kind goes where.
    pub routing: Memo<Routing>,
}

impl Requests {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
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
        // All of them are looked at once behind the first screen, so that no tap waits for it.
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

    /// Looks at how all of them stand, and hears of changes.
    pub fn with<R>(self, look: impl FnOnce(&RequestBook) -> R) -> R {
        self.book.with(look)
    }

    /// The requests themselves.
    pub fn table(self) -> RwSignal<Table<Request>> {
        self.workspace.tables.requests
    }

    /// How one request stands, as a signal of its own; `None` where there is none.
    pub fn status(self, id: Id<Request>) -> Memo<Option<RequestStatus>> {
        Memo::new(move |_| {
            let place = self.table().with(|requests| requests.place(id))?;
            self.book.with(|book| book.at(place).cloned())
        })
    }

    /// Everything about one request; `None` where there is none.
    pub fn detail(self, id: Id<Request>) -> Memo<Option<RequestDetail>> {
        Memo::new(move |_| self.look(|book, requests, steps| book.detail(id, requests, steps)))
    }

    /// What was done with a request, in the order of the days.
    pub fn steps(self, id: Id<Request>) -> Vec<RequestStep> {
        self.look(|book, _, steps| book.steps(id, steps))
    }

    /// The requests of a customer, what presses most first and what is closed last.
    pub fn of_customer(self, customer: Id<Customer>) -> Memo<Vec<(Id<Request>, RequestStatus)>> {
        Memo::new(move |_| self.with(|book| book.of_customer(customer, &self.table().read())))
    }

    /// Looks at how all of them stand and at what it follows from, and hears of changes.
    pub fn look<R>(
        self,
        look: impl FnOnce(&RequestBook, &Table<Request>, &Table<RequestStep>) -> R,
    ) -> R {
        let tables = self.workspace.tables;
        let (requests, steps) = (tables.requests.read(), tables.request_steps.read());
        self.book.with(|book| look(book, &requests, &steps))
    }
}

/// The requests.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_requests() -> Requests {
    expect_context()
}
