//! Route of a day: its length in the order of the visits, and in the shortest order.

use std::collections::BTreeMap;

use busbar_core::{
    analysis::route::{DETOUR, RoutePlace, VisitRoute, length_km, length_min, route},
    books::table::Table,
    domain::{Customer, Id, visit::Visit},
};
use leptos::prelude::*;

use super::{
    carry::can_carry,
    seen::{Entry, Seen},
};
use crate::{
    state::{commands::planning, visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Button, Explanation, Icon, Number},
        format,
        i18n::*,
    },
};

/// Minimum saving for which a shorter order is offered, km.
const WORTH_KM: f64 = 0.1;

/// Route of an account manager on a day, in the current and in the shortest order.
#[derive(Clone, Debug, PartialEq)]
struct Ways {
    manager: String,
    visits: Vec<Id<Visit>>,
    has_office: bool,
    now_km: f64,
    /// Estimated driving time in the current order, minutes.
    now_min: f64,
    best: VisitRoute,
}

impl Ways {
    /// Computes the routes of the upcoming visits by account manager, if at least two of the visits have a known
    /// location.
    fn of(entries: &[Entry], customers: &Table<Customer>, office: Option<RoutePlace>) -> Vec<Self> {
        let mut by_manager: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| can_carry(entry)) {
            by_manager.entry(&entry.manager).or_default().push(entry);
        }
        let place = |entry: &&Entry| {
            let customer = customers.get(entry.customer?)?;
            RoutePlace::new(customer.latitude?, customer.longitude?)
        };
        let way = |(manager, entries): (&str, Vec<&Entry>)| {
            let places: Vec<Option<RoutePlace>> = entries.iter().map(place).collect();
            (places.iter().flatten().count() > 1).then(|| Self {
                manager: manager.to_owned(),
                visits: entries.iter().map(|entry| entry.id).collect(),
                has_office: office.is_some(),
                now_km: length_km(office, &places),
                now_min: length_min(office, &places),
                best: route(office, &places),
            })
        };
        by_manager.into_iter().filter_map(way).collect()
    }

    fn is_shorter(&self) -> bool {
        self.best.km < self.now_km - WORTH_KM
    }

    /// Returns the visits in the shortest order.
    fn ordered(&self) -> Vec<Id<Visit>> {
        let order = self.best.order.iter();
        order.map(|place| self.visits[*place]).collect()
    }
}

/// Returns a driving time rounded up to five minutes, the precision of the estimate.
fn minutes_in_words(locale: Locale, minutes: f64) -> String {
    let minutes = ((minutes / 5.0).ceil() * 5.0) as u64;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, minutes) => td_string!(locale, visit.minutes, minutes = minutes),
        (hours, 0) => td_string!(locale, visits.hours, hours = hours),
        (hours, minutes) => {
            td_string!(locale, visit.hours_minutes, hours = hours, minutes = minutes)
        }
    }
}

/// Routes of the day, for each account manager with at least two visits of known location.
#[component]
pub fn Way(seen: Seen) -> impl IntoView {
    let (workspace, visits) = (use_workspace(), use_visits());
    let ways = Memo::new(move |_| {
        let rules = visits.rules.read();
        let office = rules.office.and_then(|at| RoutePlace::new(at.latitude, at.longitude));
        Ways::of(&seen.on(seen.day.get()), &workspace.tables.customers.read(), office)
    });
    let line = move |ways: Ways| view! { <WayLine ways=ways /> };
    move || ways.get().into_iter().map(line).collect_view()
}

/// Route of one account manager.
#[component]
fn WayLine(ways: Ways) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let ways = StoredValue::new(ways);
    let km = move |km: f64| format::decimal(i18n.get_locale(), km, 1);
    let kilometres = move |length| t_string!(i18n, visits.route_km, km = km(length));
    let drive = move |minutes: f64| {
        let time = minutes_in_words(i18n.get_locale(), minutes);
        t_string!(i18n, visits.route_drive, time = time)
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let ways = ways.get_value();
        let way = if ways.has_office {
            t_string!(i18n, visits.route_from_office)
        } else {
            t_string!(i18n, visits.route_from_first)
        };
        let placed = ways.visits.len() - ways.best.unplaced;
        let inputs = [
            (t_string!(i18n, visits.in_now), kilometres(ways.now_km)),
            (t_string!(i18n, visits.in_best), kilometres(ways.best.km)),
            (t_string!(i18n, visits.in_drive), drive(ways.now_min)),
            (t_string!(i18n, visits.in_detour), format::decimal(locale, DETOUR, 2)),
            (t_string!(i18n, visits.in_way), way.to_owned()),
            (t_string!(i18n, visits.in_stops), format::count(locale, placed)),
        ];
        Explanation {
            formula: t_string!(i18n, visits.ex_route).to_owned(),
            inputs: inputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            n: None,
            source: t_string!(i18n, visits.source_route).to_owned(),
            caution: Some(t_string!(i18n, visits.route_caution).to_owned()),
        }
    };
    let label = move || {
        let manager = ways.with_value(|ways| ways.manager.clone());
        t_string!(i18n, visits.route, manager = manager)
    };
    let is_shorter = ways.with_value(Ways::is_shorter);
    let shorter = move || {
        let (before, after) = ways.with_value(|ways| (ways.now_km, ways.best.km));
        t_string!(i18n, visits.route_shorter, before = km(before), after = km(after))
    };
    let order = move |()| {
        let order = ways.with_value(Ways::ordered);
        planning::reorder(workspace, visits, &order);
    };
    let unplaced = move || {
        let count = ways.with_value(|ways| ways.best.unplaced);
        let said = format::count(i18n.get_locale(), count);
        (count > 0).then(|| t_string!(i18n, visits.route_unplaced, count = said))
    };
    view! {
        <div class="visit-way">
            <span class="quiet-text">{label}</span>
            <Number
                label=label
                value=move || {
                    let (km, minutes) = ways.with_value(|ways| (ways.now_km, ways.now_min));
                    format!("{} · {}", kilometres(km), drive(minutes))
                }
                explain=explain
            />
            {if is_shorter {
                view! { <Button label=shorter icon=Icon::Repeat on_press=order /> }.into_any()
            } else {
                view! { <span class="quiet-text">{t!(i18n, visits.route_shortest)}</span> }.into_any()
            }}
            <span class="quiet-text">{unplaced}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Record, visit::VisitState};

    #[test]
    fn everybody_goes_a_way_of_their_own() {
        let mut customers = Table::default();
        customers.extend((0..5).map(|n| Customer {
            latitude: (n != 4).then_some(33.0),
            longitude: Some(117.0 + [0.0, 0.2, 0.1, 0.0, 0.0][n as usize]),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }));
        let entry = |n: u128, manager: &str, state| Entry {
            customer: Some(Id::new(Uuid::from_u128(n))),
            manager: manager.into(),
            state,
            ..Entry::unknown(Id::new(Uuid::from_u128(100 + n)))
        };
        let planned = VisitState::Planned;
        let entries = [
            entry(0, "甲", planned),
            entry(1, "甲", planned),
            entry(3, "乙", planned),
            entry(4, "甲", planned),
            entry(2, "甲", planned),
            entry(2, "乙", VisitState::Done),
        ];
        let ways = Ways::of(&entries, &customers, None);
        assert_eq!(ways.len(), 1, "of the other only one visit is to come");
        assert_eq!((&*ways[0].manager, ways[0].best.unplaced), ("甲", 1));
        assert!(ways[0].is_shorter());
        // 18.7 and 9.3 km in a straight line, 24.8 and 12.4 km by road: 39 and 23 minutes.
        assert_eq!(minutes_in_words(Locale::en, ways[0].now_min), "1 h 5 min");
        assert_eq!(minutes_in_words(Locale::zh, 55.1), "1 小时");
        let order: Vec<u128> = ways[0].ordered().iter().map(|id| id.uuid().as_u128()).collect();
        assert_eq!(order, [100, 102, 101, 104]);
    }
}
