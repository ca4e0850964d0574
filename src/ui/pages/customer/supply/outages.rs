//! 停电: each time the supply was off, and how often and how long in twelve months.

use jiff::{ToSpan, civil::Date};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{
        Customer, Id, InOrder, Record,
        equipment::{Outage, OutageKind},
    },
    state::{
        commands::record::{add, fresh, remove},
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bounds, Button, Card, Choice, DateInput, Dialog, DialogFoot, Emphasis, EmptyState,
            Icon, NumberInput, Row, Rows, Tag, TextInput, Tone,
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
    let row = move |outage: Outage| {
        let when = day_of(&outage);
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
            [when, lasted]
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
                title=move || cause
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

/// Writes one down: planned or not, when, how long, why.
#[component]
fn AddOutage(customer: Id<Customer>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let kind = RwSignal::new(OutageKind::Planned);
    let day = RwSignal::new(Some(workspace.facts.today()));
    let hour = RwSignal::new(Some(8.0_f64));
    let minutes = RwSignal::new(Some(60.0_f64));
    let cause = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let kinds = Signal::derive(move || {
        let word = |kind: &OutageKind| {
            (
                *kind,
                labels::outage_kind(i18n.get_locale(), *kind).to_owned(),
            )
        };
        OutageKind::ALL.iter().map(word).collect()
    });
    let save = move |()| {
        let on: Date = day.get_untracked().unwrap_or(workspace.facts.today());
        let outage = Outage {
            customer: Some(customer),
            kind: Some(kind.get_untracked()),
            began_at: Some(workspace.moment_at(on.at(
                hour.get_untracked().unwrap_or_default().min(23.0) as i8,
                0,
                0,
                0,
            ))),
            duration_min: minutes.get_untracked(),
            cause: cause.get_untracked(),
            ..Outage::empty(fresh())
        };
        spawn_local(async move {
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
            <DateInput
                label=move || t_string!(i18n, supply.f_day)
                value=day
                on_change=move |on| day.set(on)
            />
            <NumberInput
                label=move || t_string!(i18n, supply.f_hour)
                value=hour
                bounds=Bounds::POSITIVE
                on_change=move |at| hour.set(at)
            />
            <NumberInput
                label=move || t_string!(i18n, supply.f_minutes)
                value=minutes
                bounds=Bounds::POSITIVE
                on_change=move |lasted| minutes.set(lasted)
            />
        </div>
        <TextInput
            label=move || t_string!(i18n, supply.f_cause)
            value=cause
            on_change=move |text| cause.set(text)
            error=error
        />
        <DialogFoot open=open label=move || t_string!(i18n, supply.outage_add)
                on_press=save />
    }
}
