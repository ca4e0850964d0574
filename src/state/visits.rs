//! Visits: whom to visit and why, what is planned on which day, and conflicts. Visits are indexed by customer and by
//! day, and results are recomputed only where their inputs changed. [`busbar_core::books::visits`] defines them.

use std::{collections::HashMap, sync::Arc, time::Duration};

use busbar_core::{
    books::{
        table::Table,
        visits::{
            Bearing, DueAsking, DueBook, EventSources, Events, VisitIndex, conflicts_from, managers,
        },
    },
    domain::{
        Id, Moment,
        calendar::WorkingCalendar,
        visit::{Conflict, Due, RULES, Visit, VisitRules},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    facts::changed,
    requests::Requests,
    satisfaction::Satisfaction,
    service::Service,
    tables::Tables,
    task,
    turns::{MANY, follow},
    workspace::Workspace,
};
use crate::platform::clock::{self, Slices};

/// Delay after all figures have loaded until the visits due are computed.
const ASKED_AFTER: Duration = Duration::from_millis(800);

/// Visits, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    workspace: Workspace,
    /// The rules of planning.
    pub rules: Memo<VisitRules>,
    /// The working days.
    pub calendar: Memo<WorkingCalendar>,
    /// The people with accounts or visits, by name, and the number of their customers.
    pub managers: Memo<Vec<(String, usize)>>,
    /// True once the visits due have been asked for; until then nothing on the first screen waits for them.
    pub was_asked: RwSignal<bool>,
    index: Memo<Arc<VisitIndex>>,
    due: Memo<DueBook>,
    conflicts: Memo<Arc<HashMap<Id<Visit>, Vec<Conflict>>>>,
}

impl Visits {
    /// The day by which somebody who judged low today is called back.
    pub fn call_back_by(self, today: Date) -> Option<Date> {
        let days = self.rules.with_untracked(|rules| rules.call_back_days);
        let calendar = self.calendar;
        calendar.with_untracked(|calendar| calendar.nth_working_day(today, days.max(1)))
    }

    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(
        workspace: Workspace,
        service: Service,
        satisfaction: Satisfaction,
        requests: Requests,
    ) -> Self {
        let tables = workspace.tables;
        let rules: Memo<VisitRules> = workspace.setting(RULES);
        let (calendar, day) = (requests.calendar, workspace.facts.day);
        let index = Memo::new_owning(move |before: Option<Arc<VisitIndex>>| {
            let before = before.map(Arc::unwrap_or_clone).unwrap_or_default();
            let visits = tables.visits.read();
            let local = |moment: Moment| clock::local(moment.0).date();
            (Arc::new(before.follow(&visits, local)), true)
        });
        let facts = workspace.facts;
        let events = Memo::new_with_compare(
            move |_| {
                requests.look(|book, requests, _| {
                    let sources = EventSources {
                        summaries: &facts.summaries(),
                        last_month: facts.last_month(),
                        ballots: &satisfaction.ballots(),
                        requests: (requests, book),
                        actions: &tables.actions.read(),
                        findings: &tables.findings.read(),
                        rules: &rules.read(),
                    };
                    Arc::new(sources.events(day.get()))
                })
            },
            changed,
        );
        let bearings = Bearings { tables, index, events, service, day };
        let asked = RwSignal::new(None::<DueBook>);
        let due = Memo::new_owning(move |before: Option<DueBook>| {
            asked.track();
            let asked = asked.try_update_untracked(Option::take).flatten();
            let book = asked.or(before).unwrap_or_default();
            (bearings.look(|now| book.follow(now)), true)
        });
        let conflicts = Memo::new_with_compare(
            move |_| {
                let (visits, index) = (tables.visits.read(), index.read());
                Arc::new(conflicts_from(day.get(), &index, &visits))
            },
            changed,
        );
        let managers =
            Memo::new(move |_| managers(&tables.customers.read(), &tables.visits.read()));
        let this = Self {
            workspace,
            rules,
            calendar,
            managers,
            was_asked: RwSignal::new(false),
            index,
            due,
            conflicts,
        };
        // Everybody is asked behind the first screen, so that no tap waits for it.
        let is_time = RwSignal::new(false);
        Effect::new(move |_| {
            if workspace.facts.loaded.get() {
                task::detach(async move {
                    clock::sleep(ASKED_AFTER).await;
                    drop(due.try_with_untracked(DueBook::list));
                    clock::breathe().await;
                    let _ = is_time.try_set(true);
                });
            }
        });
        let is_large = Memo::new(move |_| tables.customers.with(Table::len) > MANY);
        follow(
            move || {
                let is_time = is_time.get();
                (is_time, is_time && is_large.get() && due.with(DueBook::is_behind))
            },
            move |(is_time, is_behind)| async move {
                let book = if is_behind { Some(bearings.ask_in_slices().await) } else { None };
                Some((is_time, book))
            },
            move |(is_time, book)| {
                if book.is_some() {
                    asked.set(book);
                } else if is_time != this.was_asked.get_untracked() {
                    this.was_asked.set(is_time);
                }
            },
        );
        provide_context(this);
        this
    }

    /// The visits by day and by customer, and hears of their changes.
    pub fn index(self) -> Arc<VisitIndex> {
        self.index.get()
    }

    /// Who is due, the most pressing first, and hears of their changes.
    pub fn due(self) -> Arc<Vec<Due>> {
        self.due.with(DueBook::list)
    }

    /// Returns `true` while many are being asked who is due; until then [`Visits::due`] is as it was before.
    pub fn is_asking(self) -> bool {
        self.due.with(DueBook::is_behind)
    }

    /// What stands in the way of visits from today on, by visit, and hears of their changes.
    pub fn conflicts(self) -> Arc<HashMap<Id<Visit>, Vec<Conflict>>> {
        self.conflicts.get()
    }

    /// The visits of one day, of everybody, and hears of their changes.
    pub fn on(self, day: Date) -> Vec<Visit> {
        let visits = self.workspace.tables.visits.read();
        let places = self.index.read();
        let of_day = places.on(day).iter();
        of_day.map(|place| visits.rows()[*place as usize].clone()).collect()
    }
}

/// What determines who is due, as signals.
#[derive(Clone, Copy)]
struct Bearings {
    tables: Tables,
    index: Memo<Arc<VisitIndex>>,
    events: Memo<Arc<Events>>,
    service: Service,
    day: Memo<Date>,
}

impl Bearings {
    fn look<R>(self, look: impl FnOnce(Bearing<'_>) -> R) -> R {
        let today = self.day.get();
        look(Bearing {
            customers: &self.tables.customers.read(),
            visits: &self.tables.visits.read(),
            index: &self.index.read(),
            classes: &self.service.classes(),
            events: &self.events.read(),
            standard: self.service.standards.read().on(today),
            today,
        })
    }

    /// Asks everybody, in slices.
    async fn ask_in_slices(self) -> DueBook {
        let mut asking = untrack(|| self.look(DueAsking::begin));
        let mut slices = Slices::begin();
        while !untrack(|| self.look(|now| asking.ask(now))) {
            slices.pause().await;
        }
        clock::breathe().await;
        asking.finish()
    }
}

/// Visits.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_visits() -> Visits {
    expect_context()
}
