//! Requests: the state of each is in [`book`]; this module adds one request with its limits, the requests of a
//! customer, and the open requests.

mod book;
mod intake;

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
    /// Request.
    pub request: Request,
    /// Progress; `None` if the date of receipt is missing.
    pub progress: Option<RequestProgress>,
    /// Service limits, with their state today or at completion.
    pub clocks: Vec<RequestClockReading>,
    /// Steps, ordered by date.
    pub steps: Vec<RequestStep>,
}

impl RequestDetail {
    /// Returns the day to offer for the next step: today, or the day of the last step if the tablet's clock is
    /// behind it.
    pub fn offered_day(&self, today: Date) -> Date {
        let last = self.progress.as_ref().map(RequestProgress::last);
        last.map_or(today, |last| last.max(today))
    }
}

impl RequestBook {
    /// Returns everything about one request; `None` if it does not exist.
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

    /// Returns the steps of a request, ordered by date.
    pub fn steps(&self, id: Id<Request>, steps: &Table<RequestStep>) -> Vec<RequestStep> {
        let own = self.steps_of(id).iter().filter_map(|place| steps.rows().get(*place as usize));
        let mut own: Vec<RequestStep> = own.filter(|step| !step.is_deleted).cloned().collect();
        own.order_by_key(|step| (step.on, step.id));
        own
    }

    /// Returns the requests of a customer, most urgent first and closed ones last.
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

    /// Calls `look` for every existing request with its service limits, in their state today or at completion.
    /// Closed requests are included, which takes a while with many thousands of them.
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
}
