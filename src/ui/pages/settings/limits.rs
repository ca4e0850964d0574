//! Service limits, in working days or minutes, each with its effective date.

use std::collections::BTreeMap;

use busbar_core::domain::request::{
    ConnectionKind, ConnectionLimits, RequestKind, ServiceLimits, Stage,
};
use leptos::prelude::*;

use super::held::HoldsFrom;
use crate::{
    state::{
        chosen_day::ChosenDay,
        commands::settings::{change_limits, forget_limits},
        requests::use_requests,
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Card, NumberInput},
        format,
        i18n::*,
        labels,
    },
};

/// Bounds of a number of days or minutes.
const WHOLE: Bounds = Bounds { least: Some(0.0), most: Some(9999.0) };

/// Limits tab: the limits in force on the chosen date; edits take effect on that date.
#[component]
pub fn Limits() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let history = use_requests().limits;
    let from = ChosenDay::new(workspace.facts, None);
    let limits = Memo::new(move |_| history.with(|history| history.on(from.get()).clone()));
    let changes = Signal::derive(move || {
        history.with(|history| history.changes().iter().map(|dated| dated.from).collect())
    });
    // Input of one limit; an empty input means no limit.
    let number = move |label: Signal<String>, unit: Signal<&'static str>, place: Place| {
        let value = Signal::derive(move || limits.with(|limits| place.read(limits)).map(f64::from));
        let set = move |number: Option<f64>| {
            let number = number.map(|number| number.round() as u32);
            change_limits(workspace, from.get_untracked(), move |limits| {
                place.write(limits, number);
            });
        };
        view! {
            <NumberInput
                label=move || label.get()
                unit=move || unit.get()
                value=value
                bounds=WHOLE
                on_change=set
            />
        }
    };
    let days = Signal::derive(move || t_string!(i18n, settings.working_days));
    let of_kind = move |place: fn(RequestKind) -> Place| {
        RequestKind::ALL
            .iter()
            .copied()
            .filter(|kind| *kind != RequestKind::News)
            .map(|kind| {
                let word = move || labels::request_kind(i18n.get_locale(), kind).to_owned();
                number(Signal::derive(word), days, place(kind))
            })
            .collect_view()
    };
    let connection = move |kind: ConnectionKind| {
        let total = move || t_string!(i18n, settings.in_all).to_owned();
        let stage = move |stage: Stage| {
            let word = move || labels::stage(i18n.get_locale(), stage).to_owned();
            number(Signal::derive(word), days, Place::Stage(kind, stage))
        };
        let stages = kind.stages().iter().copied().map(stage).collect_view();
        let beyond = move || {
            let limits = limits.read();
            let limits = limits.connections.get(&kind)?;
            let count = |days: u32| format::count(i18n.get_locale(), days as usize);
            let text = t_string!(
                i18n,
                settings.stages_beyond,
                stages = count(limits.stages_beyond_total()?),
                total = count(limits.total)
            );
            Some(view! { <p class="quiet-text">{text}</p> })
        };
        view! {
            <Card
                title=move || labels::connection_kind(i18n.get_locale(), kind)
                note=move || t_string!(i18n, settings.connection)
            >
                <div class="stack">
                    {beyond}
                    <div class="form-pair narrow">
                        {number(Signal::derive(total), days, Place::Total(kind))}
                        {stages}
                    </div>
                </div>
            </Card>
        }
    };
    let other = move |place: Place| {
        let word = move || match place {
            Place::Outage => t_string!(i18n, settings.outage_notice),
            Place::City => t_string!(i18n, settings.repair_city),
            Place::Country => t_string!(i18n, settings.repair_country),
            _ => t_string!(i18n, settings.repair_remote),
        };
        let unit = move || match place {
            Place::Outage => t_string!(i18n, settings.calendar_days),
            _ => t_string!(i18n, settings.minutes),
        };
        let label = Signal::derive(move || word().to_owned());
        number(label, Signal::derive(unit), place)
    };
    view! {
        <HoldsFrom
            from=from
            changes=changes
            on_forget=move |day| forget_limits(workspace, day)
        />
        <div class="columns">
            <Card
                title=move || t_string!(i18n, request.promise_response)
                note=move || t_string!(i18n, settings.response_note)
            >
                <div class="form-pair narrow">{of_kind(Place::Response)}</div>
            </Card>
            <Card
                title=move || t_string!(i18n, request.promise_resolution)
                note=move || t_string!(i18n, settings.resolution_note)
            >
                <div class="form-pair narrow">{of_kind(Place::Resolution)}</div>
            </Card>
            {ConnectionKind::ALL.iter().copied().map(connection).collect_view()}
            <Card title=move || t_string!(i18n, settings.other_promises)>
                <div class="form-pair narrow">
                    {[Place::Outage, Place::City, Place::Country, Place::Remote]
                        .map(other)
                        .collect_view()}
                </div>
            </Card>
        </div>
    }
}

/// Identifies a number among the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Response(RequestKind),
    Resolution(RequestKind),
    Total(ConnectionKind),
    Stage(ConnectionKind, Stage),
    Outage,
    City,
    Country,
    Remote,
}

impl Place {
    fn read(self, limits: &ServiceLimits) -> Option<u32> {
        let connection = |kind| limits.connections.get(&kind);
        match self {
            Self::Response(kind) => limits.response.get(&kind).copied(),
            Self::Resolution(kind) => limits.resolution.get(&kind).copied(),
            Self::Total(kind) => connection(kind).map(|limits| limits.total),
            Self::Stage(kind, stage) => connection(kind)?.stages.get(&stage).copied(),
            Self::Outage => Some(limits.outage_notice_days),
            Self::City => Some(limits.repair_arrival.city_minutes),
            Self::Country => Some(limits.repair_arrival.country_minutes),
            Self::Remote => Some(limits.repair_arrival.remote_minutes),
        }
    }

    /// Sets the number. `None` removes an optional limit and leaves a required one unchanged.
    fn write(self, limits: &mut ServiceLimits, number: Option<u32>) {
        let repair = &mut limits.repair_arrival;
        let place = match self {
            Self::Response(kind) => return put(&mut limits.response, kind, number),
            Self::Resolution(kind) => return put(&mut limits.resolution, kind, number),
            Self::Stage(kind, stage) => {
                return put(&mut of_connection(limits, kind).stages, stage, number);
            }
            Self::Total(kind) => &mut of_connection(limits, kind).total,
            Self::Outage => &mut limits.outage_notice_days,
            Self::City => &mut repair.city_minutes,
            Self::Country => &mut repair.country_minutes,
            Self::Remote => &mut repair.remote_minutes,
        };
        *place = number.unwrap_or(*place);
    }
}

fn of_connection(limits: &mut ServiceLimits, kind: ConnectionKind) -> &mut ConnectionLimits {
    limits.connections.entry(kind).or_default()
}

fn put<K: Ord>(limits: &mut BTreeMap<K, u32>, key: K, number: Option<u32>) {
    match number {
        Some(number) => limits.insert(key, number),
        None => limits.remove(&key),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_where_it_is_read() {
        let kind = ConnectionKind::HighVoltageSingle;
        let places = [
            Place::Response(RequestKind::Complaint),
            Place::Resolution(RequestKind::Business),
            Place::Total(kind),
            Place::Stage(kind, Stage::SupplyPlan),
            Place::Outage,
            Place::City,
            Place::Country,
            Place::Remote,
        ];
        let mut limits = ServiceLimits::default();
        for (number, place) in (100..).zip(places) {
            place.write(&mut limits, Some(number));
        }
        for (number, place) in (100..).zip(places) {
            assert_eq!(place.read(&limits), Some(number), "{place:?}");
        }
        for place in places {
            place.write(&mut limits, None);
        }
        let left: Vec<bool> = places.map(|place| place.read(&limits).is_some()).into();
        assert_eq!(left, [false, false, true, false, true, true, true, true]);
    }
}
