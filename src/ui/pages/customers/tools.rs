//! Tools above the list: the number of customers shown, filter chips, order, columns, printing, export, and adding a
//! customer.

use busbar_core::{
    books::selection::{
        Sort,
        customers::{TextOf, common},
    },
    domain::segment::AbcClass,
};
use leptos::prelude::*;

use super::{Listing, add::AddButton, columns, export::ExportButton, segment::SegmentChips};
use crate::{
    state::{
        files, portfolio::use_portfolio, preferences::Preferences, turns::behind,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Chip, Chips, Emphasis, Glyph, Icon, Popover, Switch, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        shared::mine::MineChoice,
    },
};

/// Maximum number of values that a filter offers.
const OFFERED: usize = 40;

/// Filter chips and tools.
#[component]
pub fn Tools(listing: Listing, #[prop(into)] is_table: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let portfolio = use_portfolio();

    let class_chip = move |class: AbcClass| {
        let pressed =
            Signal::derive(move || listing.filter.with(|filter| filter.classes.contains(&class)));
        view! {
            <Chip
                text=move || labels::abc_class(i18n.get_locale(), class)
                pressed=pressed
                on_press=move |()| {
                    let classes: Vec<&str> = listing
                        .filter
                        .with_untracked(|filter| {
                            AbcClass::ALL
                                .iter()
                                .filter(|other| filter.classes.contains(other) != (**other == class))
                                .map(|class| class.name())
                                .collect()
                        });
                    navigation.set_filter("class", classes.join(","));
                }
            />
        }
    };
    let flag = move |name: &'static str, is_on: bool| {
        navigation.set_filter(name, if is_on { "" } else { "1" });
    };
    view! {
        <MineChoice instead_of="manager" />
        <Chips label=move || t_string!(i18n, customers.filters)>
            {AbcClass::ALL.iter().copied().map(class_chip).collect_view()}
            <Chip
                text=move || t_string!(i18n, customers.arrears)
                count=move || format::count(i18n.get_locale(), portfolio.get().in_arrears.len())
                pressed=Signal::derive(move || listing.filter.with(|filter| filter.in_arrears))
                on_press=move |()| flag("arrears", listing.filter.with_untracked(|filter| filter.in_arrears))
            />
            <Chip
                text=move || t_string!(i18n, customers.falling)
                count=move || format::count(i18n.get_locale(), portfolio.get().falling.len())
                pressed=Signal::derive(move || listing.filter.with(|filter| filter.is_falling))
                on_press=move |()| flag("falling", listing.filter.with_untracked(|filter| filter.is_falling))
            />
            <Chip
                text=move || t_string!(i18n, customers.important)
                pressed=Signal::derive(move || listing.filter.with(|filter| filter.is_important))
                on_press=move |()| {
                    flag("important", listing.filter.with_untracked(|filter| filter.is_important))
                }
            />
            <SegmentChips listing=listing />
            <OneOf
                name="industry"
                label=Signal::derive(move || t_string!(i18n, customers.industry))
                value=Signal::derive(move || listing.filter.with(|filter| filter.industry.clone()))
                text=|customer, _| &customer.industry
            />
            <OneOf
                name="region"
                label=Signal::derive(move || t_string!(i18n, customers.region))
                value=Signal::derive(move || listing.filter.with(|filter| filter.region.clone()))
                text=|customer, _| &customer.region
            />
            <OneOf
                name="manager"
                label=Signal::derive(move || t_string!(i18n, customers.manager))
                value=Signal::derive(move || listing.filter.with(|filter| filter.manager.clone()))
                text=|customer, people| people.name(&customer.account_manager)
            />
        </Chips>
        <div class="list-line">
            <small role="status">
                <Shown listing=listing />
            </small>
            <Show when=move || !is_table.get()>
                <Order listing=listing />
            </Show>
            <Show when=move || is_table.get()>
                <ColumnChoice />
            </Show>
            // Beside an open customer, printing prints that customer.
            <Show when=move || is_table.get()>
                <Button
                    label=move || t_string!(i18n, customers.print)
                    icon=Icon::Print
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=|()| files::print()
                />
            </Show>
            <ExportButton listing=listing />
            <AddButton open=listing.adding icon_only=true />
        </div>
    }
}

/// Number of customers shown, and the total.
#[component]
pub fn Shown(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    move || {
        let shown = listing.count();
        let all = portfolio.get().customers;
        if shown == all {
            say!(i18n, customers.shown_all, all = all)
        } else {
            say!(i18n, customers.shown_of, shown = shown, all = all)
        }
    }
}

/// Chip with a menu of the values of a text, of which one can be chosen.
#[component]
fn OneOf(
    name: &'static str,
    label: Signal<&'static str>,
    value: Signal<Option<String>>,
    text: TextOf,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let workspace = use_workspace();
    let (customers, people) = (workspace.tables.customers, workspace.people);
    // In a task of its own: for a hundred thousand customers it takes as long as a frame.
    let counted = behind(
        move || {
            customers.track();
            people.track();
        },
        move |()| {
            let (customers, people) = (customers.read_untracked(), people.read_untracked());
            let mut offered = common(&customers, &people, text);
            offered.truncate(OFFERED);
            offered
        },
    );
    let offered = Memo::new(move |_| counted.get().unwrap_or_default());
    let choice = move |word: String, count: Option<usize>, to: String| {
        let chosen = to.clone();
        view! {
            <button
                type="button"
                class="menu-choice"
                aria-pressed=move || (value.get().unwrap_or_default() == chosen).to_string()
                on:click=move |_| navigation.set_filter(name, to.clone())
            >
                <span class="clip">{word}</span>
                <small>{count.map(|count| format::count(i18n.get_locale_untracked(), count))}</small>
            </button>
        }
    };
    view! {
        <Show when=move || offered.with(|offered| offered.len() > 1)>
            <Popover
                label=move || label.get()
                kind=Trigger::Chip
                is_menu=true
                pressed=Signal::derive(move || value.with(Option::is_some))
                trigger=move || {
                    view! {
                        {move || value.get().unwrap_or_else(|| label.get().to_owned())}
                        <Glyph icon=Icon::Down />
                    }
                }
            >
                <div class="menu">
                    {move || choice(t_string!(i18n, customers.any).to_owned(), None, String::new())}
                    {move || {
                        offered
                            .get()
                            .into_iter()
                            .map(|(text, count)| choice(text.clone(), Some(count), text))
                            .collect_view()
                    }}
                </div>
            </Popover>
        </Show>
    }
}

/// Menu of orders for the list with two lines, which has no headings to press.
#[component]
fn Order(listing: Listing) -> impl IntoView {
    const ORDERS: &[&str] =
        &["-energy", "-billed", "growth", "-arrears", "-capacity", "-score", "class", "name"];
    let i18n = use_i18n();
    let navigation = use_navigation();
    let word = move |sort: &Sort| {
        let key = columns::ALL.iter().find(|key| **key == sort.key).copied().unwrap_or("energy");
        columns::column(i18n.get_locale(), key).label
    };
    view! {
        <Popover
            label=move || t_string!(i18n, customers.sort)
            kind=Trigger::Line
            is_menu=true
            trigger=move || {
                view! {
                    {move || listing.sort.with(word)}
                    {move || {
                        let icon = if listing.sort.with(|sort| sort.is_descending) { Icon::Down } else { Icon::Up };
                        view! { <Glyph icon=icon /> }
                    }}
                }
            }
        >
            <div class="menu">
                {ORDERS
                    .iter()
                    .filter_map(|order| order.parse::<Sort>().ok())
                    .map(|sort| {
                        let [own, to] = [sort.clone(), sort.clone()];
                        view! {
                            <button
                                type="button"
                                class="menu-choice"
                                aria-pressed=move || (listing.sort.get() == own).to_string()
                                on:click=move |_| navigation.adjust("sort", to.to_string())
                            >
                                <span>{move || word(&sort)}</span>
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </Popover>
    }
}

/// Choice of the columns of the table.
#[component]
fn ColumnChoice() -> impl IntoView {
    let i18n = use_i18n();
    let chosen = expect_context::<Preferences>().columns;
    let is_chosen = move |key: &str| {
        chosen.with(|chosen| match chosen {
            Some(chosen) => chosen.iter().any(|chosen| chosen == key),
            None => columns::USUAL.contains(&key),
        })
    };
    let switch = move |key: &'static str| {
        view! {
            <Switch
                label=move || columns::column(i18n.get_locale(), key).label
                value=Signal::derive(move || is_chosen(key))
                on_change=move |is_on: bool| {
                    let now = untrack(|| {
                        columns::ALL
                            .iter()
                            .filter(|other| if **other == key { is_on } else { is_chosen(other) })
                            .map(|key| (*key).to_owned())
                            .collect()
                    });
                    chosen.set(Some(now));
                }
            />
        }
    };
    view! {
        <Popover
            label=move || t_string!(i18n, customers.columns)
            kind=Trigger::Line
            trigger=move || {
                view! {
                    <Glyph icon=Icon::Columns />
                    {t!(i18n, customers.columns)}
                }
            }
        >
            <div class="column-choice">
                {columns::ALL.iter().filter(|key| **key != "name").map(|key| switch(key)).collect_view()}
            </div>
        </Popover>
    }
}
