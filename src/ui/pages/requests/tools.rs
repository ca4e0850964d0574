//! Filters above the board and the list, the number of requests shown, printing and export.

use busbar_core::books::selection::requests::Filter;
use leptos::prelude::*;

use super::{Listing, export::ExportButton};
use crate::{
    state::{files, requests::use_requests, workspace::use_workspace},
    ui::{
        components::{Button, Chip, Chips, Emphasis, Glyph, Icon, Popover, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        shared::mine::MineChoice,
    },
};

/// Filter chips and tools.
#[component]
pub fn Tools(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let navigation = use_navigation();
    let counts = requests.counts;
    let flag = move |name: &'static str, is_on: fn(&Filter) -> bool| {
        let pressed = Signal::derive(move || listing.filter.with(is_on));
        let press = move |()| {
            let is_on = pressed.get_untracked();
            navigation.set_filter(name, if is_on { "" } else { "1" });
        };
        (pressed, press)
    };
    let [late, soon, green, closed] = [
        flag("late", |filter| filter.is_late),
        flag("soon", |filter| filter.is_soon),
        flag("green", |filter| filter.is_priority),
        flag("closed", |filter| filter.is_closed),
    ];
    let count = move |count: usize| format::count(i18n.get_locale(), count);
    let kinds = Signal::derive(move || labels::options(i18n.get_locale(), labels::request_kind));
    let departments = Signal::derive(move || {
        let own = |name: &String| (name.clone(), name.clone());
        requests
            .departments
            .with(|departments| departments.names().iter().map(own).collect::<Vec<_>>())
    });
    // The customer filter is set only by the address; here it can be removed.
    let customer = move || {
        let id = listing.filter.with(|filter| filter.customer)?;
        let name = workspace.tables.customer_name(id);
        Some(view! {
            <Chip
                text=name.unwrap_or_else(|| t_string!(i18n, request.customer_none).to_owned())
                pressed=true
                on_press=move |()| navigation.set_filter("customer", "")
            />
        })
    };
    view! {
        <MineChoice instead_of="mine" />
        <Chips label=move || t_string!(i18n, requests.filters)>
            {customer}
            <Chip
                text=move || t_string!(i18n, field_work.urgency_late)
                count=move || count(counts.get().late)
                pressed=late.0
                on_press=late.1
            />
            <Chip
                text=move || t_string!(i18n, field_work.urgency_soon)
                count=move || count(counts.get().soon)
                pressed=soon.0
                on_press=soon.1
            />
            <Chip
                text=move || t_string!(i18n, field_work.offer_green_channel)
                count=move || count(counts.get().priority)
                pressed=green.0
                on_press=green.1
            />
            <OneOf
                name="kind"
                label=Signal::derive(move || t_string!(i18n, requests.col_kind))
                offered=kinds
            />
            <OneOf
                name="department"
                label=Signal::derive(move || t_string!(i18n, requests.col_department))
                offered=departments
            />
            <Chip
                text=move || t_string!(i18n, request.phase_closed)
                count=move || count(counts.get().closed)
                pressed=closed.0
                on_press=closed.1
            />
        </Chips>
        <div class="list-line">
            <small role="status">
                {move || {
                    t_string!(i18n, requests.shown, count = count(listing.count()))
                }}
            </small>
            <Button
                label=move || t_string!(i18n, requests.print)
                icon=Icon::Print
                icon_only=true
                emphasis=Emphasis::Quiet
                on_press=|()| files::print()
            />
            <ExportButton listing=listing />
        </div>
    }
}

/// Chip that opens a menu in which one value can be chosen.
#[component]
fn OneOf(
    name: &'static str,
    label: Signal<&'static str>,
    /// Stable names and labels of the values.
    offered: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let value = navigation.filter(name);
    let word = move || {
        let value = value.get()?;
        offered.with(|offered| {
            let found = offered.iter().find(|(name, _)| *name == value);
            Some(found.map_or(value.clone(), |(_, word)| word.clone()))
        })
    };
    let choice = move |(to, word): (String, String)| {
        let chosen = to.clone();
        view! {
            <button
                type="button"
                class="menu-choice"
                aria-pressed=move || (value.get().unwrap_or_default() == chosen).to_string()
                on:click=move |_| navigation.set_filter(name, to.clone())
            >
                <span class="clip">{word}</span>
            </button>
        }
    };
    view! {
        <Show when=move || offered.with(|offered| !offered.is_empty()) || value.with(Option::is_some)>
            <Popover
                label=move || label.get()
                kind=Trigger::Chip
                is_menu=true
                pressed=Signal::derive(move || value.with(Option::is_some))
                trigger=move || {
                    view! {
                        {move || word().unwrap_or_else(|| label.get().to_owned())}
                        <Glyph icon=Icon::Down />
                    }
                }
            >
                <div class="menu">
                    {move || choice((String::new(), t_string!(i18n, requests.any).to_owned()))}
                    {move || offered.get().into_iter().map(choice).collect_view()}
                </div>
            </Popover>
        </Show>
    }
}
