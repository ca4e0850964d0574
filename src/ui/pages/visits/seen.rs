//! Day, period and account manager shown by the page, as stored in the address; and summaries of the visits shown, by
//! day.

use std::{collections::BTreeMap, sync::Arc};

use busbar_core::{
    books::visits::calendar::{CalendarScale, week_of},
    domain::{
        Customer, Id, InOrder, date,
        visit::{Due, Visit, VisitState, order_of_day},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::{
        mine::use_mine,
        visits::{Visits, use_visits},
        workspace::{Workspace, use_workspace},
    },
    ui::{format, navigation::use_navigation},
};

/// Names of the page's filters in the address.
pub const MANAGER: &str = "manager";
pub const DAY: &str = "day";
/// Value of [`MANAGER`] for everybody's visits, where the default would be the current user's own.
pub const EVERYBODY: &str = "*";
pub const BY: &str = "by";

/// Summary of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The visit.
    pub id: Id<Visit>,
    /// Customer to visit.
    pub customer: Option<Id<Customer>>,
    /// Name of the customer; empty if it is unknown.
    pub name: String,
    /// Name of the account manager.
    pub manager: String,
    /// Start and end, minutes after midnight.
    pub span: Option<(u32, u32)>,
    /// State of the visit.
    pub state: VisitState,
    /// `true` if the visit conflicts with another one.
    pub in_conflict: bool,
}

impl Entry {
    /// Creates an entry without data, for a visit that is being removed.
    pub const fn unknown(id: Id<Visit>) -> Self {
        Self {
            id,
            customer: None,
            name: String::new(),
            manager: String::new(),
            span: None,
            state: VisitState::Cancelled,
            in_conflict: false,
        }
    }

    /// Returns the start time: `09:00`.
    pub fn time(&self) -> Option<String> {
        self.span.map(|(start, _)| format::clock_time(start))
    }
}

/// State of the page.
#[derive(Clone, Copy)]
pub struct Seen {
    /// Chosen day, or today.
    pub day: Memo<Date>,
    /// Period shown around the day.
    pub scale: Memo<CalendarScale>,
    /// Account manager whose visits are shown; `None` for everybody's.
    pub manager: Memo<Option<String>>,
    /// Days in the calendar.
    pub days: Memo<Vec<Date>>,
    /// Customers due for a visit among those of the account manager.
    pub due: Memo<Vec<Due>>,
    entries: Memo<Arc<BTreeMap<Date, Vec<Entry>>>>,
    workspace: Workspace,
    visits: Visits,
}

impl Seen {
    /// Follows the address.
    pub fn provide() -> Self {
        let navigation = use_navigation();
        let (workspace, visits) = (use_workspace(), use_visits());
        let asked = navigation.filter(DAY);
        let day = Memo::new(move |_| {
            let asked = asked.with(|asked| asked.as_deref().and_then(date::read));
            asked.unwrap_or_else(|| workspace.facts.today())
        });
        let by = navigation.filter(BY);
        let scale = Memo::new(move |_| {
            let is_month = by.with(|by| by.as_deref() == Some(CalendarScale::Month.name()));
            if is_month { CalendarScale::Month } else { CalendarScale::Week }
        });
        let chosen = navigation.filter(MANAGER);
        let mine = use_mine();
        let manager = Memo::new(move |_| match chosen.get() {
            Some(name) => (name != EVERYBODY).then_some(name),
            None => mine.name(),
        });
        let days = Memo::new(move |_| scale.get().days(day.get()));
        let due = Memo::new(move |_| {
            let due = visits.due();
            let customers = workspace.tables.customers.read();
            let people = workspace.people.read();
            manager.with(|manager| {
                let is_theirs = |due: &&Due| {
                    manager.as_ref().is_none_or(|manager| {
                        let customer = customers.get(due.customer);
                        customer.is_some_and(|one| people.name(&one.account_manager) == *manager)
                    })
                };
                due.iter().filter(is_theirs).cloned().collect()
            })
        });
        let entries = Memo::new(move |_| {
            let mut wanted = days.get();
            wanted.extend(week_of(workspace.facts.today()));
            let mut entries = BTreeMap::new();
            for day in wanted {
                entries
                    .entry(day)
                    .or_insert_with(|| entries_on(workspace, visits, day, &manager.read()));
            }
            Arc::new(entries)
        });
        Self { day, scale, manager, days, due, entries, workspace, visits }
    }

    /// Returns the visits of a day in their order, cancelled ones last. Subscribes to changes.
    pub fn on(self, day: Date) -> Vec<Entry> {
        self.entries.with(|entries| match entries.get(&day) {
            Some(entries) => entries.clone(),
            None => entries_on(self.workspace, self.visits, day, &self.manager.read()),
        })
    }

    /// Returns the number of visits of a day, without cancelled ones. Subscribes to changes.
    pub fn count_on(self, day: Date) -> usize {
        let takes_place = |entry: &&Entry| entry.state != VisitState::Cancelled;
        self.on(day).iter().filter(takes_place).count()
    }
}

/// Returns the summaries of a day's visits. Subscribes to changes.
fn entries_on(
    workspace: Workspace,
    visits: Visits,
    day: Date,
    manager: &Option<String>,
) -> Vec<Entry> {
    let today = workspace.facts.today();
    let customers = workspace.tables.customers.read();
    let (conflicts, people) = (visits.conflicts(), workspace.people.read());
    let mut of_day = visits.on(day);
    of_day.retain(|visit| {
        manager.as_ref().is_none_or(|name| people.name(&visit.account_manager) == *name)
    });
    of_day.order_by_key(|visit| order_of_day(visit, visit.state(today)));
    of_day
        .into_iter()
        .map(|visit| Entry {
            id: visit.id,
            customer: visit.customer,
            name: visit
                .customer
                .and_then(|id| customers.get(id))
                .map(|customer| customer.name.clone())
                .unwrap_or_default(),
            span: visit.span_min(),
            state: visit.state(today),
            in_conflict: conflicts.contains_key(&visit.id),
            manager: people.name(&visit.account_manager).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        state::{
            address::Address,
            world::{DAYS, World},
        },
        ui::navigation::Navigation,
    };

    #[test]
    fn the_calendar_turns_with_the_day_unless_another_is_chosen() {
        let world = World::filled();
        Navigation::provide(Address::at(""));
        let seen = Seen::provide();
        assert_eq!(world.each_day(|| seen.day.get()), DAYS);
        let weeks = world.each_day(|| seen.days.get()[0]);
        let monday = date(2026, 11, 23);
        assert_eq!(weeks, [monday, monday, date(2026, 11, 30)]);
        let missed = world.each_day(|| {
            let all = DAYS.iter().flat_map(|day| seen.on(*day));
            all.filter(|entry| entry.state == VisitState::Missed).count()
        });
        assert_eq!(missed, [0, 2, 3]);
    }
}
