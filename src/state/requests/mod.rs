//! The requests as the page sees them: how many stand how, each with its promises, those of a customer.
//! How every one stands is kept up to date by the [`book`].

mod book;

use std::{collections::HashMap, sync::Arc, time::Duration};

use busbar_core::domain::{
    Customer, Id, InOrder,
    calendar::{self, WorkingCalendar},
    request::{
        DEPARTMENTS, Departments, ESCALATION, Escalation, LIMITS, LimitHistory, ROUTING, Request,
        RequestClockReading, RequestProgress, RequestStep, Routing,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use self::book::counts;
pub use self::book::{
    Pressing, RequestBook, RequestCounts, RequestStatus, Rules, past, urgent_first,
};
use super::{
    service::Service,
    table::Table,
    workspace::{Opening, Workspace},
};

/// How long after the store is open the first screen stands.
const AFTER_FIRST_SCREEN: Duration = Duration::from_millis(400);

/// Everything about one request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestDetail {
    /// The request.
    pub request: Request,
    /// How it stands; `None` while it is not said when it was received.
    pub progress: Option<RequestProgress>,
    /// Its promises, as they stand today or stood when they were kept.
    pub clocks: Vec<RequestClockReading>,
    /// What was done, in the order of the days.
    pub steps: Vec<RequestStep>,
}

impl RequestDetail {
    /// The day to offer for the next step: today, or that of the last step where the clock of this tablet
    /// is behind it.
    pub fn offered_day(&self, today: Date) -> Date {
        let last = self.progress.as_ref().map(RequestProgress::last);
        last.map_or(today, |last| last.max(today))
    }
}

/// The requests, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Requests {
    workspace: Workspace,
    rules: Memo<Arc<Rules>>,
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
            book.with(|book| counts(book, &requests))
        });
        let this = Self {
            workspace,
            rules,
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
        Memo::new(move |_| {
            let request =
                self.table().with(|requests| requests.get(id).cloned()).filter(Request::is_here)?;
            let steps = self.steps(id);
            let progress = RequestProgress::of(&request, &steps);
            let clocks =
                progress.as_ref().map(|progress| self.rules.read().clocks(&request, progress));
            Some(RequestDetail { clocks: clocks.unwrap_or_default(), request, progress, steps })
        })
    }

    /// What was done with a request, in the order of the days.
    pub fn steps(self, id: Id<Request>) -> Vec<RequestStep> {
        let steps = self.workspace.tables.request_steps.read();
        let mut own: Vec<RequestStep> = self.book.with(|book| {
            let places = book.steps_of(id).iter();
            let own = places.filter_map(|place| steps.rows().get(*place as usize));
            own.filter(|step| !step.is_deleted).cloned().collect()
        });
        own.order_by_key(|step| (step.on, step.id));
        own
    }

    /// The requests of a customer, what presses most first and what is closed last.
    pub fn of_customer(self, customer: Id<Customer>) -> Memo<Vec<(Id<Request>, RequestStatus)>> {
        Memo::new(move |_| {
            let requests = self.table().read();
            let mut own: Vec<_> = self.book.with(|book| {
                let status = |id| book.at(requests.place(id)?).cloned();
                let own = requests.of(customer);
                own.filter_map(|request| Some((request, status(request.id)?))).collect()
            });
            own.order_by_key(|(request, status)| urgent_first(request, status));
            own.into_iter().map(|(request, status)| (request.id, status)).collect()
        })
    }

    /// Looks at every request that is here, with its promises as they stand today, or stood when they
    /// were kept: closed ones too, which takes a while where there are many thousands.
    pub fn each_with_clocks(self, mut look: impl FnMut(&Request, Vec<RequestClockReading>)) {
        let tables = self.workspace.tables;
        let (requests, steps) = (tables.requests.read(), tables.request_steps.read());
        let rules = self.rules.read();
        self.book.with(|book| {
            for (place, _) in book.all() {
                let Some(request) = requests.rows().get(place as usize) else {
                    continue;
                };
                let own = book.steps_of(request.id).iter();
                let own = own.filter_map(|step| steps.rows().get(*step as usize));
                if let Some(progress) = RequestProgress::of(request, own) {
                    look(request, rules.clocks(request, &progress));
                }
            }
        });
    }

    /// The open requests of every customer that has any, as they stand.
    pub fn open_by_customer(self) -> HashMap<Id<Customer>, Vec<(Id<Request>, RequestStatus)>> {
        let requests = self.table().read();
        let mut open: HashMap<_, Vec<_>> = HashMap::new();
        self.book.with(|book| {
            for (place, status) in book.all().filter(|(_, status)| status.is_open()) {
                let request = requests.rows().get(place as usize);
                if let Some(request) = request
                    && let Some(customer) = request.customer
                {
                    let own = open.entry(customer).or_default();
                    own.push((request.id, status.clone()));
                }
            }
        });
        open
    }
}

/// The requests.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_requests() -> Requests {
    expect_context()
}
