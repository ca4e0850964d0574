//! 客户: the list. A table where there is room and nothing is open; beside an open customer, and on a
//! phone, two lines a customer. Which customers and in which order is `selection`; what stands in a
//! column is `columns`.

mod add;
mod address;
mod columns;
mod export;
mod segment;
mod tools;

use std::{collections::HashSet, sync::Arc};

use busbar_core::{
    books::{
        portfolio::Basis,
        selection::{
            Sort,
            customers::{Collation, Filter, is_by_text, namesakes, select},
        },
    },
    domain::{Customer, Id},
};
use leptos::prelude::*;

use self::{
    add::{AddButton, AddDialog},
    columns::{Scales, cell, class_tag, column, judged},
    tools::{Shown, Tools},
};
use crate::{
    state::{
        pinyin::use_pinyin, portfolio::use_portfolio, search::use_search, segments::use_segments,
        workspace::use_workspace,
    },
    ui::{
        components::{
            ButtonLink, DataTable, Emphasis, EmptyState, Icon, PageHead, PaperTable, SearchBox,
            VirtualList,
        },
        format,
        i18n::*,
        navigation::use_navigation,
        reporting_month::ReportingMonth,
        routes::{Page, Route},
    },
};

/// What the list shows, for its parts.
#[derive(Clone, Copy)]
struct Listing {
    /// The places in the table of customers.
    places: Memo<Arc<Vec<u32>>>,
    /// The order.
    sort: Memo<Sort>,
    /// The filters.
    filter: Memo<Filter>,
    /// The names that several customers have.
    namesakes: Memo<Arc<HashSet<String>>>,
    /// Whether a new customer is asked for.
    adding: RwSignal<bool>,
}

/// Number of customers printed: some thirty pages. A line below them states how many are left out.
const PRINTED: usize = 1000;

/// The height of a customer's two lines, in pixels.
const TWO_LINES: f64 = 80.0;

/// The list.
#[component]
pub fn CustomerList(
    /// The customer that is open beside it.
    #[prop(into)]
    selected: Signal<Option<Id<Customer>>>,
    /// Whether there is room for a table.
    #[prop(into)]
    is_wide: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let portfolio = use_portfolio();
    let navigation = use_navigation();
    let customers = workspace.tables.customers;

    let query = Memo::new(move |_| navigation.query());
    let filter = Memo::new(move |_| Filter::from(&*query.read()));
    let sort = Memo::new(move |_| {
        query.with(|query| query.parse("sort")).unwrap_or_else(|| Sort::descending("energy"))
    });
    let (search, pinyin) = (use_search(), use_pinyin());
    search.prepare();
    // A search goes through all texts; what else narrows the list down does not ask it again.
    let searched = Memo::new(move |_| filter.with(|filter| filter.search.clone()));
    let found = Memo::new(move |_| {
        let words = searched.get();
        (!words.is_empty()).then(|| Arc::new(search.customers(&words)))
    });
    let segments = use_segments();
    let shown = columns::shown();
    let sorted = Memo::new(move |_| {
        let sort = sort.read();
        judged(segments, [sort.key.as_str()])
    });
    let admitted = Memo::new(move |_| segment::admitted(&filter.read(), segments));
    let names = pinyin.name_ranks(customers);
    let places = Memo::new(move |_| {
        let filter = filter.read();
        let found = found.get();
        // What is sorted by figures is not sorted again for the table of readings.
        let by_text = sort.with(is_by_text);
        let pinyin = by_text.then(|| pinyin.get()).flatten();
        let names = by_text.then(|| names.get()).flatten();
        let places = select(
            &customers.read(),
            found.as_deref().map(Vec::as_slice),
            (&portfolio.get(), &sorted.read()),
            &filter,
            &admitted.read(),
            &sort.read(),
            Collation { pinyin: pinyin.as_deref(), names: names.as_deref().map(Vec::as_slice) },
        );
        Arc::new(places)
    });
    let listing = Listing {
        places,
        sort,
        filter,
        namesakes: Memo::new(move |_| Arc::new(namesakes(&customers.read()))),
        adding: RwSignal::new(false),
    };
    let count = Signal::derive(move || places.with(|places| places.len()));
    let subject = Signal::derive(move || query.with(|query| format!("{query:?}")));

    let id_at = move |place: usize| {
        let at = places.with(|places| places.get(place).copied())?;
        customers.with(|customers| customers.rows().get(at as usize).map(|customer| customer.id))
    };
    let open = move |place: usize| {
        if let Some(id) = untrack(|| id_at(place)) {
            let query = query.get_untracked();
            navigation.go(&Route { page: Page::Customer(id), query: query.with("tab", "") });
        }
    };
    let selected_place = Memo::new(move |_| {
        let id = selected.get()?;
        let customers = customers.read();
        places.with(|places| {
            places.iter().position(|place| {
                customers.rows().get(*place as usize).is_some_and(|customer| customer.id == id)
            })
        })
    });

    let is_table = Memo::new(move |_| is_wide.get() && selected.with(Option::is_none));
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    let nothing_found = Memo::new(move |_| count.get() == 0);

    let judged = Memo::new(move |_| {
        let shown = shown.read();
        judged(segments, shown.iter().copied())
    });
    let columns = Signal::derive(move || {
        let locale = i18n.get_locale();
        let column = |key: &&'static str| column(locale, key);
        shown.with(|shown| shown.iter().map(column).collect::<Vec<_>>())
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let customers = customers.read();
        let at = places.with(|places| places.get(place).copied());
        match at.and_then(|at| customers.rows().get(at as usize)) {
            Some(customer) => {
                let locale = i18n.get_locale();
                judged.with(|judged| cell(locale, key, customer, &portfolio.get(), judged))
            }
            None => ().into_any(),
        }
    };
    let rows = move || {
        if nothing_found.get() {
            return view! {
                <EmptyState
                    title=move || t_string!(i18n, customers.nothing_found)
                    text=move || t_string!(i18n, customers.nothing_found_text)
                >
                    <ButtonLink
                        label=move || t_string!(i18n, customers.clear)
                        href=Page::Customers.href()
                    />
                </EmptyState>
            }
            .into_any();
        }
        if is_table.get() {
            view! {
                <DataTable
                    label=move || t_string!(i18n, customers.list)
                    columns=columns
                    count=count
                    cell=cell
                    sort=Signal::derive(move || Some(listing.sort.get()))
                    on_sort=move |sort: Sort| navigation.adjust("sort", sort.to_string())
                    on_open=open
                    subject=subject
                />
            }
            .into_any()
        } else {
            view! {
                <VirtualList
                    label=move || t_string!(i18n, customers.list)
                    count=count
                    row_height=TWO_LINES
                    row=move |place| view! { <TwoLines listing=listing place=place /> }.into_any()
                    on_open=open
                    selected=selected_place
                    subject=subject
                />
            }
            .into_any()
        }
    };

    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Customers
                        title=move || t_string!(i18n, customers.empty)
                        text=move || t_string!(i18n, customers.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, customers.import)
                            href=Page::Import.href()
                            icon=Icon::Import
                            emphasis=Emphasis::First
                        />
                        <AddButton open=listing.adding />
                    </EmptyState>
                }
            }
        >
            <div class="list-head" class:is-table=is_table>
                // An open customer has a heading of its own.
                <Show
                    when=move || is_table.get()
                    fallback=move || {
                        view! {
                            <Show when=move || selected.with(Option::is_none)>
                                <h1 class="visually-hidden">{t!(i18n, customers.title)}</h1>
                            </Show>
                        }
                    }
                >
                    <Headline />
                </Show>
                <div class="list-find">
                    <SearchBox
                        label=move || t_string!(i18n, customers.search)
                        value=Signal::derive(move || {
                            query.with(|query| query.get("q").unwrap_or_default().to_owned())
                        })
                        on_search=move |words: String| navigation.search("q", words)
                    />
                </div>
                <Tools listing=listing is_table=is_table />
            </div>
            <div class="list-body">{rows}</div>
            <Show when=move || selected.with(Option::is_none)>
                <PaperTable columns=columns count=count cell=cell most=PRINTED>
                    <Headline />
                    <p class="quiet-text">
                        <Shown listing=listing />
                    </p>
                </PaperTable>
            </Show>
        </Show>
        <AddDialog open=listing.adding />
    }
}

/// What is true of the portfolio.
#[component]
fn Headline() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let portfolio = use_portfolio();
    let over = move || {
        let locale = i18n.get_locale();
        match facts.last_month() {
            Some(month) => {
                t_string!(i18n, customers.over_period, month = format::month(locale, month))
            }
            None if !facts.loaded.get() => t_string!(i18n, customers.over_loading).to_owned(),
            None => t_string!(i18n, customers.over_no_readings).to_owned(),
        }
    };
    let title = move || {
        let locale = i18n.get_locale();
        let portfolio = portfolio.get();
        let basis = match portfolio.basis {
            Basis::Spend => t_string!(i18n, customers.basis_spend),
            Basis::Energy => t_string!(i18n, customers.basis_energy),
        };
        match portfolio.class_a {
            Some((count, share)) => t_string!(
                i18n,
                customers.headline_class_a,
                count = format::count(locale, count),
                share = format::percent(locale, share, 0),
                basis = basis
            ),
            None => t_string!(i18n, customers.title).to_owned(),
        }
    };
    view! {
        <PageHead over=over title=title>
            <ReportingMonth />
        </PageHead>
    }
}

/// A customer in two lines.
#[component]
fn TwoLines(listing: Listing, place: usize) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let portfolio = use_portfolio();
    move || {
        let locale = i18n.get_locale();
        let portfolio = portfolio.get();
        let customers = customers.read();
        let at = listing.places.with(|places| places.get(place).copied())?;
        let customer = customers.rows().get(at as usize)?;
        let energy = portfolio
            .summary(customer.id)
            .and_then(|summary| summary.energy_kwh)
            .map(|kwh| Scales::of(locale).energy.number(kwh));
        let voltage =
            customer.voltage_level_kv.map(|kv| format::with_unit(locale, kv, "kV").to_string());
        let is_namesake = listing.namesakes.with(|names| names.contains(&customer.name));
        let under = [
            Some(customer.account_number.clone()).filter(|_| is_namesake),
            Some(customer.industry.clone()),
            voltage,
        ]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
        Some(view! {
            <div class="two-lines">
                <strong class="clip">{customer.name.clone()}</strong>
                <span class="number">{energy}</span>
                <small class="clip">{under}</small>
                <span class="number">
                    {portfolio.position(customer.id).map(|position| class_tag(locale, position.class))}
                </span>
            </div>
        })
    }
}
