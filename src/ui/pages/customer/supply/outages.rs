//! 停电: each time the supply was off, and how often and how long in twelve months.

use std::str::FromStr;

use busbar_core::domain::{
    Customer, Id, InOrder, Record, SupplyPoint,
    date::days_between,
    equipment::{Outage, OutageKind},
    request::RepairArea,
};
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    state::{
        commands::record::{add, fresh, remove},
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bounds, Button, Card, Choice, DateInput, Dialog, DialogFoot, Emphasis, EmptyState,
            Icon, MomentInput, NumberInput, Row, Rows, Select, Tag, TextInput, Tone,
        },
        format,
        i18n::*,
        labels,
    },
};

/// As many are listed.
const LISTED: usize = 20;

/// The outages, the latest first.
#[component]
pub fn Outages(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_adding = RwSignal::new(false);
    let outages = Memo::new(move |_| {
        workspace.tables.outages.with(|outages| {
            let is_here = |one: &&Outage| !one.is_deleted;
            let mut here: Vec<Outage> = outages.of(id).filter(is_here).cloned().collect();
            here.order_by_key(|one| std::cmp::Reverse((one.began_at, one.id)));
            here
        })
    });
    let day_of = move |outage: &Outage| {
        let began = outage.began_at?;
        Some(workspace.wall_clock(began.0))
    };
    let sum = move || {
        let locale = i18n.get_locale();
        let year_ago = workspace.facts.today().checked_sub(1.year()).ok();
        let (count, minutes) = outages.with(|outages| {
            let of_year = outages.iter().filter(|one| {
                day_of(one).is_some_and(|at| year_ago.is_none_or(|day| at.date() > day))
            });
            of_year.fold((0, 0.0), |(count, minutes), one| {
                (count + 1, minutes + one.duration_min.unwrap_or_default())
            })
        });
        t_string!(
            i18n,
            supply.outages_sum,
            count = format::count(locale, count),
            hours = format::decimal(locale, minutes / 60.0, 1)
        )
    };
    let limits = use_requests().limits;
    // A planned one was told of in time, or a fault was reached in time; and in what words.
    let service = move |outage: &Outage| {
        let began_on = day_of(outage)?.date();
        let (arrival, days) = limits.with(|limits| {
            let limits = limits.on(began_on);
            (limits.repair_arrival, limits.outage_notice_days)
        });
        if let Some((minutes, limit)) = outage.arrival(arrival) {
            let words = t_string!(i18n, supply.arrived, minutes = minutes, limit = limit);
            return Some((minutes <= limit, words));
        }
        let due = outage.notice_due(began_on, days)?;
        let Some(told_on) = outage.notified_on else {
            return Some((false, t_string!(i18n, supply.not_told).to_owned()));
        };
        let ahead = days_between(told_on, began_on).max(0);
        let count = |days: usize| format::count(i18n.get_locale(), days);
        let words = t_string!(
            i18n,
            supply.told_ahead,
            ahead = count(ahead.unsigned_abs() as usize),
            days = count(days as usize)
        );
        Some((told_on <= due, words))
    };
    let row = move |outage: Outage| {
        let when = day_of(&outage);
        let point = outage.supply_point.and_then(|id| {
            let points = workspace.tables.supply_points.read_untracked();
            points.get(id).map(|point| point.account_number.clone())
        });
        let about = outage.clone();
        let served = Memo::new(move |_| service(&about));
        let (id, kind, cause, minutes) =
            (outage.id, outage.kind, outage.cause, outage.duration_min);
        let tone = match kind {
            Some(OutageKind::Unplanned) => Tone::Bad,
            _ => Tone::Plain,
        };
        let note = move || {
            let locale = i18n.get_locale();
            let when = when.map(|at| format::moment(locale, at));
            let lasted = minutes.map(|minutes| {
                let hours = format::decimal(locale, minutes / 60.0, 1);
                t_string!(i18n, timeline.hours, hours = hours)
            });
            let point =
                (point.as_ref()).map(|number| t_string!(i18n, supply.at_point, number = number));
            [when, lasted, point, served.get().map(|(_, words)| words)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        };
        view! {
            <Row
                lead=move || {
                    let word = move || kind.map_or("", |kind| labels::outage_kind(i18n.get_locale(), kind));
                    view! { <Tag text=word tone=tone /> }
                }
                title=move || {
                    let missed = move || served.with(|served| matches!(served, Some((false, _))));
                    view! {
                        {cause}
                        " "
                        <Show when=missed>
                            <Tag text=move || t_string!(i18n, supply.missed) tone=Tone::Warn />
                        </Show>
                    }
                }
                note=move || view! { {note} }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, supply.remove)
                            icon=Icon::Delete
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| remove(workspace, id)
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, supply.outages)
            note=sum
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, supply.outage_add)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| is_adding.set(true)
                    />
                }
            }
        >
            <Show
                when=move || outages.with(|outages| !outages.is_empty())
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, supply.outages_none) /> }
                }
            >
                <Rows>
                    {move || outages.get().into_iter().take(LISTED).map(row).collect_view()}
                </Rows>
            </Show>
        </Card>
        <Dialog title=move || t_string!(i18n, supply.outage_add) open=is_adding>
            <AddOutage customer=id open=is_adding />
        </Dialog>
    }
}

/// Writes one down: planned or not, when and where, how long, why, and how it was dealt with.
#[component]
fn AddOutage(customer: Id<Customer>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh();
    let workspace = use_workspace();
    let kind = RwSignal::new(OutageKind::Planned);
    let began = RwSignal::new(Some(workspace.facts.today_untracked().at(8, 0, 0, 0)));
    let point = RwSignal::new(None::<Id<SupplyPoint>>);
    let told_on = RwSignal::new(None::<Date>);
    let area = RwSignal::new(RepairArea::City);
    let arrived = RwSignal::new(None::<f64>);
    let is_planned = move || kind.get() == OutageKind::Planned;
    let minutes = RwSignal::new(Some(60.0_f64));
    let cause = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let kinds = Signal::derive(move || {
        let word =
            |kind: &OutageKind| (*kind, labels::outage_kind(i18n.get_locale(), *kind).to_owned());
        OutageKind::ALL.iter().map(word).collect()
    });
    let areas = Signal::derive(move || {
        let word =
            |area: &RepairArea| (*area, labels::repair_area(i18n.get_locale(), *area).to_owned());
        RepairArea::ALL.iter().map(word).collect()
    });
    // All of them, or one.
    let points = Signal::derive(move || {
        let all = (String::new(), t_string!(i18n, supply.all_points).to_owned());
        let points = workspace.tables.supply_points.read();
        let here = points.of(customer).filter(|point| !point.is_deleted);
        let own = here.map(|point| (point.id.uuid().to_string(), point.account_number.clone()));
        std::iter::once(all).chain(own).collect::<Vec<_>>()
    });
    let save = move |()| {
        let Some(began_at) = began.get_untracked() else {
            return error.set(Some(t_string!(i18n, supply.began_missing).to_owned()));
        };
        let is_planned = untrack(is_planned);
        let outage = Outage {
            customer: Some(customer),
            supply_point: point.get_untracked(),
            kind: Some(kind.get_untracked()),
            notified_on: told_on.get_untracked().filter(|_| is_planned),
            began_at: Some(workspace.moment_at(began_at)),
            duration_min: minutes.get_untracked(),
            area: (!is_planned).then_some(area.get_untracked()),
            arrived_after_min: arrived.get_untracked().filter(|_| !is_planned),
            cause: cause.get_untracked(),
            ..Outage::empty(fresh)
        };
        task::spawn(async move {
            match add(workspace, &outage).await {
                Ok(()) => open.set(false),
                Err(why) => {
                    error.set(Some(labels::not_saved(i18n.get_locale_untracked(), &why)));
                }
            }
        });
    };
    view! {
        <Choice
            label=move || t_string!(i18n, supply.f_kind)
            options=kinds
            value=kind
            on_choose=move |chosen| kind.set(chosen)
        />
        <div class="form-pair">
            <MomentInput
                label=move || t_string!(i18n, supply.f_began)
                value=began
                on_change=move |at| began.set(at)
            />
            <NumberInput
                label=move || t_string!(i18n, supply.f_minutes)
                value=minutes
                bounds=Bounds::POSITIVE
                on_change=move |lasted| minutes.set(lasted)
            />
            <Show when=move || points.with(|points| points.len() > 2)>
                <Select
                    label=move || t_string!(i18n, supply.f_point)
                    options=points
                    value=Signal::derive(move || {
                        point.get().map(|id| id.uuid().to_string()).unwrap_or_default()
                    })
                    on_change=move |id: String| point.set(Uuid::from_str(&id).ok().map(Id::new))
                />
            </Show>
            <Show
                when=is_planned
                fallback=move || {
                    view! {
                        <Choice
                            label=move || t_string!(i18n, supply.f_area)
                            options=areas
                            value=area
                            on_choose=move |chosen| area.set(chosen)
                        />
                        <NumberInput
                            label=move || t_string!(i18n, supply.f_arrived)
                            value=arrived
                            bounds=Bounds::POSITIVE
                            on_change=move |after| arrived.set(after)
                        />
                    }
                }
            >
                <DateInput
                    label=move || t_string!(i18n, supply.f_told_on)
                    value=told_on
                    on_change=move |on| told_on.set(on)
                />
            </Show>
        </div>
        <TextInput
            label=move || t_string!(i18n, supply.f_cause)
            value=cause
            on_change=move |text| cause.set(text)
            error=error
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, supply.outage_add)
            on_press=save
        />
    }
}
