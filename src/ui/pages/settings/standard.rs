//! The service standard: for each class the visit interval, the response time, the offers and the participants, each
//! with its effective date.

use std::collections::BTreeSet;

use busbar_core::domain::standard::{Offer, ServiceClass, ServiceLevel, Speciality};
use leptos::prelude::*;

use super::held::HoldsFrom;
use crate::{
    state::{
        chosen_day::ChosenDay,
        commands::settings::{change_level, forget_standard},
        service::use_service,
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Card, NumberInput},
        i18n::*,
        labels,
    },
};

/// Bounds of a number of days.
const DAYS: Bounds = Bounds { least: Some(1.0), most: Some(3650.0) };

/// Service standard tab: the standard in force on the chosen date; edits take effect on that date.
#[component]
pub fn StandardPart() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let history = use_service().standards;
    let from = ChosenDay::new(workspace.facts, None);
    let changes = Signal::derive(move || {
        history.with(|history| history.changes().iter().map(|dated| dated.from).collect())
    });
    let level = move |class: ServiceClass| {
        Memo::new(move |_| history.with(|history| history.on(from.get()).level(class)))
    };
    let levels: [(ServiceClass, Memo<ServiceLevel>); 4] =
        [ServiceClass::Key, ServiceClass::A, ServiceClass::B, ServiceClass::C]
            .map(|class| (class, level(class)));
    let change = move |class: ServiceClass, change: Box<dyn Fn(&mut ServiceLevel)>| {
        change_level(workspace, from.get_untracked(), class, change);
    };
    let whole = |days: Option<f64>| days.map(|days| days.round() as u32);
    let rhythm = move |(class, level): (ServiceClass, Memo<ServiceLevel>)| {
        let set = move |days: Option<f64>| {
            change(class, Box::new(move |level| level.visit_every_days = whole(days)));
        };
        view! {
            <NumberInput
                label=move || labels::service_class(i18n.get_locale(), class)
                unit=move || t_string!(i18n, visits.set_days)
                value=Signal::derive(move || level.read().visit_every_days.map(f64::from))
                bounds=DAYS
                on_change=set
            />
        }
    };
    let response = move |(class, level): (ServiceClass, Memo<ServiceLevel>)| {
        let set = move |days: Option<f64>| {
            change(class, Box::new(move |level| level.response_days = whole(days)));
        };
        view! {
            <NumberInput
                label=move || labels::service_class(i18n.get_locale(), class)
                unit=move || t_string!(i18n, visits.set_working_days)
                value=Signal::derive(move || level.read().response_days.map(f64::from))
                bounds=DAYS
                on_change=set
            />
        }
    };
    view! {
        <HoldsFrom
            from=from
            changes=changes
            on_forget=move |day| forget_standard(workspace, day)
        />
        <div class="columns">
            <div class="stack">
                <Card
                    title=move || t_string!(i18n, visits.set_rhythm)
                    note=move || t_string!(i18n, visits.set_rhythm_note)
                >
                    <div class="form-pair narrow">{levels.map(rhythm).collect_view()}</div>
                </Card>
                <Card
                    title=move || t_string!(i18n, visits.set_response)
                    note=move || t_string!(i18n, visits.set_response_note)
                >
                    <div class="form-pair narrow">{levels.map(response).collect_view()}</div>
                </Card>
            </div>
            <Matrix
                title=Signal::derive(move || t_string!(i18n, visits.set_offers))
                rows=Offer::ALL
                word=labels::offer
                levels=levels
                of=|level| &mut level.offers
                on_change=change
            />
            <Matrix
                title=Signal::derive(move || t_string!(i18n, visits.set_team))
                rows=Speciality::ALL
                word=labels::speciality
                levels=levels
                of=|level| &mut level.team
                on_change=change
            />
        </div>
    }
}

/// Table of checkboxes with a row for each value and a column for each class.
#[component]
fn Matrix<T>(
    title: Signal<&'static str>,
    rows: &'static [T],
    word: fn(Locale, T) -> &'static str,
    levels: [(ServiceClass, Memo<ServiceLevel>); 4],
    of: fn(&mut ServiceLevel) -> &mut BTreeSet<T>,
    on_change: impl Fn(ServiceClass, Box<dyn Fn(&mut ServiceLevel)>) + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Copy + Ord + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let cell = move |row: T, (class, level): (ServiceClass, Memo<ServiceLevel>)| {
        let has = move || of(&mut level.get()).contains(&row);
        let set = move |event| {
            let is_on = event_target_checked(&event);
            on_change(
                class,
                Box::new(move |level| {
                    if is_on {
                        of(level).insert(row);
                    } else {
                        of(level).remove(&row);
                    }
                }),
            );
        };
        let label = move || {
            let locale = i18n.get_locale();
            format!("{} {}", labels::service_class(locale, class), word(locale, row))
        };
        view! {
            <td>
                <label class="matrix-cell">
                    <input type="checkbox" aria-label=label prop:checked=has on:change=set />
                </label>
            </td>
        }
    };
    let line = move |row: T| {
        let cells = levels.map(|level| cell(row, level));
        view! {
            <tr>
                <th scope="row">{move || word(i18n.get_locale(), row)}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    let heads = levels.map(|(class, _)| {
        view! {
            <th scope="col">{move || labels::service_class_short(i18n.get_locale(), class)}</th>
        }
    });
    view! {
        <Card title=move || title.get()>
            <table class="plain-table matrix">
                <thead>
                    <tr>
                        <td></td>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.iter().copied().map(line).collect_view()}</tbody>
            </table>
        </Card>
    }
}
