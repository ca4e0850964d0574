//! Visits: due visits with their reasons, planned visits by day, and conflicts. Visits are indexed by customer and
//! by day, and results are recomputed only where their inputs changed. [`busbar_core::books::visits`] defines them.

use std::{collections::HashMap, ops::Deref, sync::Arc, time::Duration};

use busbar_core::{
    books::visits::{
        Bearing, DueAsking, DueBook, EventSources, Events, VisitIndex, conflicts_from, managers,
    },
    domain::{
        Id, Moment, People,
        calendar::WorkingCalendar,
        visit::{Conflict, Due, RULES, Visit, VisitRules},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    facts::changed, requests::Requests, satisfaction::Satisfaction, service::Service,
    tables::Tables, task, turns::follow, workspace::Workspace,
};
use crate::platform::clock::{self, Slices};

/// Delay between the loading of all figures and the computation of the visits due.
const ASKED_AFTER: Duration = Duration::from_millis(800);

/// Visits, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    workspace: Workspace,
    /// Rules for planning visits.
    pub rules: Memo<VisitRules>,
    /// Working days.
    pub calendar: Memo<WorkingCalendar>,
    /// Names of the people with customers or visits, in order, with the number of their customers.
    pub managers: Memo<Vec<(String, usize)>>,
    /// `true` once the visits due have been computed; until then nothing on the first screen waits for them.
    pub was_asked: RwSignal<bool>,
    index: Memo<Arc<VisitIndex>>,
    due: Memo<DueBook>,
    conflicts: Memo<Arc<HashMap<Id<Visit>, Vec<Conflict>>>>,
}

impl Visits {
    /// Returns the working day by which a customer who gave a low rating today is to be called back. Does not
    /// subscribe.
    pub fn call_back_by(self, today: Date) -> Option<Date> {
        let days = self.rules.with_untracked(|rules| rules.call_back_days);
        let calendar = self.calendar;
        calendar.with_untracked(|calendar| calendar.nth_working_day(today, days.max(1)))
    }

    /// Follows the workspace and provides itself as context; called once, by the root.
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
                Arc::new(conflicts_from(day.get(), &index, &visits, &workspace.people.read()))
            },
            changed,
        );
        let managers = Memo::new(move |_| {
            let people = workspace.people.read();
            managers(&tables.customers.read(), &tables.visits.read(), &people)
        });
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
        // Visits due are computed after the first screen is shown, so that no tap waits for them.
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
        let is_large = tables.is_large();
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

    /// Returns the index of visits by day and by customer. Subscribes to changes.
    pub fn index(self) -> Arc<VisitIndex> {
        self.index.get()
    }

    /// Returns the visits due, most urgent first. Subscribes to changes.
    pub fn due(self) -> Arc<Vec<Due>> {
        self.due.with(DueBook::list)
    }

    /// Returns `true` while the visits due are being computed again in a large portfolio; [`Visits::due`] then returns
    /// the previous ones. Subscribes to changes.
    pub fn is_asking(self) -> bool {
        self.due.with(DueBook::is_behind)
    }

    /// Returns the conflicts of each visit from today on. Subscribes to changes.
    pub fn conflicts(self) -> Arc<HashMap<Id<Visit>, Vec<Conflict>>> {
        self.conflicts.get()
    }

    /// Returns the company's people. Does not subscribe.
    pub fn people(self) -> impl Deref<Target = People> {
        self.workspace.people.read_untracked()
    }

    /// Returns all visits of one day. Subscribes to changes.
    pub fn on(self, day: Date) -> Vec<Visit> {
        let visits = self.workspace.tables.visits.read();
        let places = self.index.read();
        let of_day = places.on(day).iter();
        of_day.map(|place| visits.rows()[*place as usize].clone()).collect()
    }
}

/// Inputs of the visits due, as signals.
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

    /// Computes all visits due, in slices.
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

/// Returns the visits.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_visits() -> Visits {
    expect_context()
}
