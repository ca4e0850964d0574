//! Events at customers that call for a visit: large changes of use, low scores, late requests, arrears, late
//! promises, hazards due for another check. The domain decides from which date each does.

use std::collections::HashMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::{
    analysis::satisfaction::Ballot,
    books::{facts::Summaries, requests::RequestBook, table::Table},
    domain::{
        Customer, Id, Month,
        action::{Action, ActionState},
        request::{Request, Urgency},
        visit::{DueReason, Event, Finding, FindingState, VisitRules},
    },
};

/// Events at each customer.
pub type Events = FxHashMap<Id<Customer>, Vec<Event>>;

/// Records in which events are found.
#[derive(Debug)]
pub struct EventSources<'a> {
    /// Summary of every customer's last twelve months.
    pub summaries: &'a Summaries,
    /// Last month of the summaries.
    pub last_month: Option<Month>,
    /// All complete sets of answers, oldest first.
    pub ballots: &'a [Ballot],
    /// Requests, and their states.
    pub requests: (&'a Table<Request>, &'a RequestBook),
    /// Actions.
    pub actions: &'a Table<Action>,
    /// Findings.
    pub findings: &'a Table<Finding>,
    /// Thresholds from which a change calls for a visit.
    pub rules: &'a VisitRules,
}

impl EventSources<'_> {
    /// Returns the events as of a day.
    pub fn events(self, today: Date) -> Events {
        let rules = self.rules;
        let mut events = Events::default();
        let mut add = |customer, event| events.entry(customer).or_default().push(event);
        for (customer, summary) in self.summaries {
            let use_changed = summary.growth.zip(self.last_month);
            if let Some(event) =
                use_changed.and_then(|(share, month)| Event::use_changed(share, month, rules))
            {
                add(*customer, event);
            }
            if let Some((due_on, arose_on)) = summary.arrears_due {
                let (cny, bills) = (summary.arrears_cny, summary.arrears_bills);
                let reason = DueReason::Arrears { cny, bills, due_on };
                add(*customer, Event { reason, arose_on });
            }
        }
        // Oldest first, so that the latest score of each customer remains.
        let scores: HashMap<Id<Customer>, (f64, Date)> = self
            .ballots
            .iter()
            .filter_map(|ballot| {
                let score = (ballot.satisfaction()?, ballot.answered_on?);
                Some((ballot.customer?, score))
            })
            .collect();
        for (customer, (score, answered_on)) in scores {
            if let Some(event) = Event::scored(score, answered_on, rules) {
                add(customer, event);
            }
        }
        for (customer, late) in late_requests(self.requests) {
            let reason = |request, due_on, count| DueReason::RequestLate { request, due_on, count };
            add(customer, late.event(reason));
        }
        for (customer, late) in late_actions(self.actions, today) {
            add(
                customer,
                late.event(|action, due_on, count| DueReason::ActionLate { action, due_on, count }),
            );
        }
        for (customer, open) in rechecks(self.findings, today) {
            add(
                customer,
                open.event(|finding, rectified_on, count| DueReason::Recheck {
                    finding,
                    rectified_on,
                    count,
                }),
            );
        }
        events
    }
}

/// Pending items of one kind at one customer: the one pending longest, and their number.
struct Waiting<T> {
    oldest: Id<T>,
    since: Date,
    newest: Date,
    count: usize,
}

impl<T> Waiting<T> {
    fn event(self, reason: impl FnOnce(Id<T>, Date, usize) -> DueReason) -> Event {
        Event { reason: reason(self.oldest, self.since, self.count), arose_on: self.newest }
    }
}

/// Groups pending items by customer.
fn waiting<T>(
    all: impl Iterator<Item = (Id<Customer>, Id<T>, Date)>,
) -> HashMap<Id<Customer>, Waiting<T>> {
    let mut found: HashMap<Id<Customer>, Waiting<T>> = HashMap::new();
    for (customer, id, since) in all {
        let of_customer =
            found.entry(customer).or_insert(Waiting { oldest: id, since, newest: since, count: 0 });
        if since < of_customer.since {
            (of_customer.oldest, of_customer.since) = (id, since);
        }
        of_customer.newest = of_customer.newest.max(since);
        of_customer.count += 1;
    }
    found
}

fn late_requests(
    (requests, book): (&Table<Request>, &RequestBook),
) -> HashMap<Id<Customer>, Waiting<Request>> {
    let late = book.all().filter(|(_, status)| status.is_open() && status.urgency == Urgency::Late);
    waiting(late.filter_map(|(place, status)| {
        let request = requests.rows().get(place as usize)?;
        Some((request.customer?, request.id, status.pressing.as_ref()?.due))
    }))
}

fn late_actions(actions: &Table<Action>, today: Date) -> HashMap<Id<Customer>, Waiting<Action>> {
    let is_late =
        |action: &&Action| !action.is_deleted && action.state(today) == ActionState::Overdue;
    let late = actions.iter().filter(is_late);
    waiting(late.filter_map(|action| Some((action.customer?, action.id, action.due_on?))))
}

fn rechecks(findings: &Table<Finding>, today: Date) -> HashMap<Id<Customer>, Waiting<Finding>> {
    let is_open =
        |finding: &&Finding| !finding.is_deleted && finding.state(today) == FindingState::Recheck;
    let open = findings.iter().filter(is_open);
    waiting(open.filter_map(|finding| Some((finding.customer?, finding.id, finding.rectified_on?))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// 24 November 2026 is a Tuesday.
    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn what_waits_the_longest_stands_for_all() {
        let mut actions = Table::default();
        actions.extend([(1, 20), (2, 10), (3, 24), (4, 23)].map(|(n, day)| Action {
            customer: Some(id(if n == 4 { 8 } else { 7 })),
            due_on: Some(date(2026, 11, day)),
            ..Action::empty(id(n))
        }));
        let late = late_actions(&actions, TODAY);
        assert_eq!(late.len(), 2);
        let late = &late[&id(7)];
        assert_eq!((late.oldest, late.count), (id(2), 2));
        assert_eq!((late.since, late.newest), (date(2026, 11, 10), date(2026, 11, 20)));

        let mut findings = Table::default();
        findings.extend([Some(20), None].into_iter().zip([5, 6]).map(|(day, n)| Finding {
            customer: Some(id(7)),
            rectify_by: Some(TODAY),
            rectified_on: day.map(|day: i8| date(2026, 11, day)),
            ..Finding::empty(id(n))
        }));
        let open = rechecks(&findings, TODAY);
        assert_eq!((open[&id(7)].oldest, open[&id(7)].count), (id(5), 1));
    }
}
