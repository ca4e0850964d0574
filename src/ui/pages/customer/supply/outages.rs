//! 停电: outages, with their number and duration in the last twelve months.

use std::str::FromStr;

use busbar_core::domain::{
    Customer, Id, InOrder, Record,
    date::days_between,
    equipment::{Outage, OutageKind},
    request::RepairArea,
};
use jiff::ToSpan;
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    state::{
        commands::record::{add, fresh},
        requests::use_requests,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Choice, Dialog, DialogFoot, Emphasis, Icon, OrEmpty, Row, Rows, Select,
            Tag, Tone,
        },
        format,
        i18n::*,
        labels,
        shared::{
            field::{DraftField, DraftFields},
            new_record::Remove,
            sending::Sending,
        },
    },
};

/// Maximum number of outages listed.
const LISTED: usize = 20;

/// Card with the outages, latest first.
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
            of_year.fold((0_usize, 0.0), |(count, minutes), one| {
                (count + 1, minutes + one.duration_min.unwrap_or_default())
            })
        });
        say!(
            i18n,
            supply.outages_sum,
            count = count,
            hours = format::decimal(locale, minutes / 60.0, 1)
        )
    };
    let limits = use_requests().limits;
    // Returns `true` if a planned outage was notified, or a fault was reached, within its limit, and the result in
    // words.
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
            workspace.tables.read_untracked(id, |point| point.account_number.clone())
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
                        <Remove id label=move || t_string!(i18n, supply.remove) />
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
            <OrEmpty
                when=move || outages.with(|outages| !outages.is_empty())
                title=move || t_string!(i18n, supply.outages_none)
            >
                <Rows>
                    {move || outages.get().into_iter().take(LISTED).map(row).collect_view()}
                </Rows>
            </OrEmpty>
        </Card>
        <Dialog title=move || t_string!(i18n, supply.outage_add) open=is_adding>
            <AddOutage customer=id open=is_adding />
        </Dialog>
    }
}

/// Form that records an outage.
#[component]
fn AddOutage(customer: Id<Customer>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let sending = Sending::new(open);
    let begins = workspace.facts.today_untracked().at(8, 0, 0, 0);
    let outage = RwSignal::new(Outage {
        customer: Some(customer),
        kind: Some(OutageKind::Planned),
        began_at: Some(workspace.moment_at(begins)),
        duration_min: Some(60.0),
        area: Some(RepairArea::City),
        ..Outage::empty(fresh())
    });
    let kind = Memo::new(move |_| outage.with(|outage| outage.kind));
    let area = Memo::new(move |_| outage.with(|outage| outage.area));
    let point = move || outage.with(|outage| outage.supply_point);
    let is_planned = move || kind.get() == Some(OutageKind::Planned);
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        let word = |kind: &OutageKind| (Some(*kind), labels::outage_kind(locale, *kind).to_owned());
        OutageKind::ALL.iter().map(word).collect()
    });
    let areas = Signal::derive(move || {
        let locale = i18n.get_locale();
        let word = |area: &RepairArea| (Some(*area), labels::repair_area(locale, *area).to_owned());
        RepairArea::ALL.iter().map(word).collect()
    });
    // All supply points, or one of them.
    let points = Signal::derive(move || {
        let all = (String::new(), t_string!(i18n, supply.all_points).to_owned());
        let points = workspace.tables.supply_points.read();
        let here = points.of(customer).filter(|point| !point.is_deleted);
        let own = here.map(|point| (point.id.uuid().to_string(), point.account_number.clone()));
        std::iter::once(all).chain(own).collect::<Vec<_>>()
    });
    let save = move |()| {
        let mut outage = outage.get_untracked();
        if outage.began_at.is_none() {
            return sending.refuse(t_string!(i18n, supply.began_missing));
        }
        if outage.kind == Some(OutageKind::Planned) {
            (outage.area, outage.arrived_after_min) = (None, None);
        } else {
            outage.notified_on = None;
        }
        sending.send(async move { add(workspace, &outage).await });
    };
    view! {
        <Choice
            label=move || t_string!(i18n, supply.f_kind)
            options=kinds
            value=kind
            on_choose=move |kind| outage.update(|outage| outage.kind = kind)
        />
        <div class="form-pair">
            <DraftFields record=outage of=[Outage::BEGAN_AT, Outage::DURATION_MIN] />
            <Show when=move || points.with(|points| points.len() > 2)>
                <Select
                    label=move || t_string!(i18n, supply.f_point)
                    options=points
                    value=Signal::derive(move || {
                        point().map(|id| id.uuid().to_string()).unwrap_or_default()
                    })
                    on_change=move |id: String| {
                        let point = Uuid::from_str(&id).ok().map(Id::new);
                        outage.update(|outage| outage.supply_point = point);
                    }
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
                            on_choose=move |area| outage.update(|outage| outage.area = area)
                        />
                        <DraftField record=outage field=Outage::ARRIVED_AFTER_MIN />
                    }
                }
            >
                <DraftField record=outage field=Outage::NOTIFIED_ON />
            </Show>
        </div>
        <DraftField record=outage field=Outage::CAUSE error=sending.error />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, supply.outage_add)
            on_press=save
        />
    }
}
