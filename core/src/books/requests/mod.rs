//! The requests: how every one stands is the [`book`]'s; here is one request with its clocks, those of a customer,
//! and those that are open.

mod book;
mod intake;

use std::collections::HashMap;

use jiff::civil::Date;

pub use self::book::{
    Pressing, RequestBook, RequestCounts, RequestStatus, Rules, past, urgent_first,
};
pub use self::intake::{Destination, Missing, NewRequest};
use super::table::Table;
use crate::domain::{
    Customer, Id, InOrder,
    request::{Request, RequestClockReading, RequestProgress, RequestStep},
};

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

impl RequestBook {
    /// Everything about one request; `None` where there is none.
    pub fn detail(
        &self,
        id: Id<Request>,
        requests: &Table<Request>,
        steps: &Table<RequestStep>,
    ) -> Option<RequestDetail> {
        let request = requests.get(id).cloned().filter(Request::is_here)?;
        let steps = self.steps(id, steps);
        let progress = RequestProgress::of(&request, &steps);
        let clocks = progress.as_ref().map(|progress| self.clocks(&request, progress));
        Some(RequestDetail { clocks: clocks.unwrap_or_default(), request, progress, steps })
    }

    /// What was done with a request, in the order of the days.
    pub fn steps(&self, id: Id<Request>, steps: &Table<RequestStep>) -> Vec<RequestStep> {
        let own = self.steps_of(id).iter().filter_map(|place| steps.rows().get(*place as usize));
        let mut own: Vec<RequestStep> = own.filter(|step| !step.is_deleted).cloned().collect();
        own.order_by_key(|step| (step.on, step.id));
        own
    }

    /// The requests of a customer, what presses most first and what is closed last.
    pub fn of_customer(
        &self,
        customer: Id<Customer>,
        requests: &Table<Request>,
    ) -> Vec<(Id<Request>, RequestStatus)> {
        let status = |id| self.at(requests.place(id)?).cloned();
        let own = requests.of(customer);
        let mut own: Vec<_> =
            own.filter_map(|request| Some((request, status(request.id)?))).collect();
        own.order_by_key(|(request, status)| urgent_first(request, status));
        own.into_iter().map(|(request, status)| (request.id, status)).collect()
    }

    /// Looks at every request that is here, with its promises as they stand today, or stood when they
    /// were kept: closed ones too, which takes a while where there are many thousands.
    pub fn each_with_clocks(
        &self,
        requests: &Table<Request>,
        steps: &Table<RequestStep>,
        mut look: impl FnMut(&Request, Vec<RequestClockReading>),
    ) {
        for (place, _) in self.all() {
            let Some(request) = requests.rows().get(place as usize) else {
                continue;
            };
            let own = self.steps_of(request.id).iter();
            let own = own.filter_map(|step| steps.rows().get(*step as usize));
            if let Some(progress) = RequestProgress::of(request, own) {
                look(request, self.clocks(request, &progress));
            }
        }
    }

    /// The open requests of every customer that has any, as they stand.
    pub fn open_by_customer(
        &self,
        requests: &Table<Request>,
    ) -> HashMap<Id<Customer>, Vec<(Id<Request>, RequestStatus)>> {
        let mut open: HashMap<_, Vec<_>> = HashMap::new();
        for (place, status) in self.all().filter(|(_, status)| status.is_open()) {
            let request = requests.rows().get(place as usize);
            if let Some(request) = request
                && let Some(customer) = request.customer
            {
                let own = open.entry(customer).or_default();
                own.push((request.id, status.clone()));
            }
        }
        open
    }
}
