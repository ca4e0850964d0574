//! The way of a day: how far it is in the order of the visits, and how far it could be.

use leptos::prelude::*;

use super::{
    carry::can_carry,
    seen::{Entry, Seen},
};
use crate::{
    analysis::route::{Place, Route, length_km, route},
    domain::{Customer, Id, visit::Visit},
    state::{commands::planning, table::Table, visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Button, Explanation, Icon, Number},
        format,
        i18n::*,
    },
};

/// A shorter way than this, km, is none that is worth a word.
const WORTH_KM: f64 = 0.1;

/// A day's way as it is, and as it could be.
#[derive(Clone, Debug, PartialEq)]
struct Ways {
    visits: Vec<Id<Visit>>,
    has_office: bool,
    now_km: f64,
    best: Route,
}

impl Ways {
    /// Of the visits that are to come, where two of them at least can be found.
    fn of(entries: &[Entry], customers: &Table<Customer>, office: Option<Place>) -> Option<Self> {
        let open: Vec<&Entry> = entries.iter().filter(|entry| can_carry(entry)).collect();
        let place = |entry: &&Entry| {
            let customer = customers.get(entry.customer?)?;
            Place::new(customer.latitude?, customer.longitude?)
        };
        let places: Vec<Option<Place>> = open.iter().map(place).collect();
        if places.iter().flatten().count() < 2 {
            return None;
        }
        Some(Self {
            visits: open.iter().map(|entry| entry.id).collect(),
            has_office: office.is_some(),
            now_km: length_km(office, &places),
            best: route(office, &places),
        })
    }

    fn is_shorter(&self) -> bool {
        self.best.km < self.now_km - WORTH_KM
    }

    /// The visits in the shorter order.
    fn ordered(&self) -> Vec<Id<Visit>> {
        let order = self.best.order.iter();
        order.map(|place| self.visits[*place]).collect()
    }
}

/// How far the day is. Nothing where fewer than two places are known.
#[component]
pub fn Way(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let ways = Memo::new(move |_| {
        let rules = visits.rules.read();
        let office = rules
            .office
            .and_then(|at| Place::new(at.latitude, at.longitude));
        Ways::of(
            &seen.on(seen.day.get()),
            &workspace.tables.customers.read(),
            office,
        )
    });
    let km = move |km: f64| format::decimal(i18n.get_locale(), km, 1);
    let explain = move |()| {
        let Some(ways) = ways.get() else {
            return Explanation::default();
        };
        let kilometres = |length| t_string!(i18n, visits.route_km, km = km(length));
        let way = if ways.has_office {
            t_string!(i18n, visits.route_from_office)
        } else {
            t_string!(i18n, visits.route_from_first)
        };
        let placed = ways.visits.len() - ways.best.unplaced;
        let inputs = [
            (t_string!(i18n, visits.in_now), kilometres(ways.now_km)),
            (t_string!(i18n, visits.in_best), kilometres(ways.best.km)),
            (t_string!(i18n, visits.in_way), way.to_owned()),
            (
                t_string!(i18n, visits.in_stops),
                format::count(i18n.get_locale(), placed),
            ),
        ];
        Explanation {
            formula: t_string!(i18n, visits.ex_route).to_owned(),
            inputs: inputs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            n: None,
            source: t_string!(i18n, visits.source_route).to_owned(),
            caution: Some(t_string!(i18n, visits.route_caution).to_owned()),
        }
    };
    let length = move || {
        let now = ways.with(|ways| ways.as_ref().map(|ways| ways.now_km));
        t_string!(i18n, visits.route_km, km = km(now.unwrap_or_default()))
    };
    let shorter = move || {
        let ways = ways.get().filter(Ways::is_shorter)?;
        let (before, after) = (km(ways.now_km), km(ways.best.km));
        let text = move || {
            t_string!(
                i18n,
                visits.route_shorter,
                before = before.clone(),
                after = after.clone()
            )
        };
        let order = move |()| planning::reorder(workspace, visits, &ways.ordered());
        Some(view! { <Button label=text icon=Icon::Repeat on_press=order /> })
    };
    let is_shortest =
        move || ways.with(|ways| ways.as_ref().is_some_and(|ways| !ways.is_shorter()));
    let unplaced = move || {
        let count = ways.with(|ways| ways.as_ref().map_or(0, |ways| ways.best.unplaced));
        let count_text = format::count(i18n.get_locale(), count);
        (count > 0).then(|| t_string!(i18n, visits.route_unplaced, count = count_text))
    };
    view! {
        <Show when=move || ways.read().is_some()>
            <div class="visit-way">
                <span class="quiet-text">{t!(i18n, visits.route)}</span>
                <Number
                    label=move || t_string!(i18n, visits.route)
                    value=length
                    explain=explain
                />
                <Show when=is_shortest>
                    <span class="quiet-text">{t!(i18n, visits.route_shortest)}</span>
                </Show>
                {shorter}
                <span class="quiet-text">{unplaced}</span>
            </div>
        </Show>
    }
}
