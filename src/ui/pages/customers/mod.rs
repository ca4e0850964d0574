//! 客户: list of customers. On a wide screen without an open customer, it is a table; otherwise it has two lines per
//! customer. `selection` decides the customers and their order, `columns` the content of the columns.

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
        table::Table,
    },
    domain::{Customer, Id, Who},
};
use leptos::prelude::*;

use self::{
    add::{AddButton, AddDialog},
    columns::{Scales, cell, class_tag, column, judged},
    tools::{Shown, Tools},
};
use crate::{
    state::{
        mine::use_mine, pinyin::use_pinyin, portfolio::use_portfolio, search::use_search,
        segments::use_segments, workspace::use_workspace,
    },
    ui::{
        components::{
            ButtonLink, Column, DataTable, Emphasis, EmptyState, Icon, PageHead, PaperTable,
            SearchBox, VirtualList,
        },
        format,
        i18n::*,
        navigation::use_navigation,
        routes::{Page, Query, Route},
        shared::reporting_month::ReportingMonth,
    },
};

/// State of the list, shared by its parts.
#[derive(Clone, Copy)]
struct Listing {
    /// Places of the listed customers in the table of customers, in order.
    places: Memo<Arc<Vec<u32>>>,
    /// Order.
    sort: Memo<Sort>,
    /// Filters.
    filter: Memo<Filter>,
    /// Query of the address.
    query: Memo<Query>,
    /// Names that several customers share.
    namesakes: Memo<Arc<HashSet<String>>>,
    /// True while the dialog that adds a customer is open.
    adding: RwSignal<bool>,
}

/// Number of customers printed, about thirty pages. A line below them states the number left out.
const PRINTED: usize = 1000;

/// Height of a row with two lines, in pixels.
const TWO_LINES: f64 = 80.0;

/// Returns the list of customers selected by the address.
fn listing() -> Listing {
    let portfolio = use_portfolio();
    let (navigation, workspace, mine) = (use_navigation(), use_workspace(), use_mine());
    let (customers, people) = (workspace.tables.customers, workspace.people);
    let query = Memo::new(move |_| navigation.query());
    let filter = Memo::new(move |_| Filter::from(&*query.read()));
    let sort = Memo::new(move |_| {
        query.with(|query| query.parse("sort")).unwrap_or_else(|| Sort::descending("energy"))
    });
    let (search, pinyin, segments) = (use_search(), use_pinyin(), use_segments());
    search.prepare();
    // A search reads all texts, so changes of other filters do not repeat it.
    let searched = Memo::new(move |_| filter.with(|filter| filter.search.clone()));
    let found = Memo::new(move |_| {
        let words = searched.get();
        (!words.is_empty()).then(|| Arc::new(search.customers(&words)))
    });
    let sorted = Memo::new(move |_| {
        let sort = sort.read();
        judged(segments, [sort.key.as_str()])
    });
    let admitted = Memo::new(move |_| segment::admitted(&filter.read(), segments));
    let names = pinyin.name_ranks(customers);
    let places = Memo::new(move |_| {
        let filter = filter.read();
        let found = found.get();
        // An order by figures does not depend on the pinyin table.
        let by_text = sort.with(is_by_text);
        let pinyin = by_text.then(|| pinyin.get()).flatten();
        let names = by_text.then(|| names.get()).flatten();
        let mut places = select(
            &customers.read(),
            found.as_deref().map(Vec::as_slice),
            (&portfolio.get(), &sorted.read(), &people.read()),
            &filter,
            &admitted.read(),
            &sort.read(),
            Collation { pinyin: pinyin.as_deref(), names: names.as_deref().map(Vec::as_slice) },
        );
        // A filter by manager replaces the restriction to the user's own customers.
        if filter.manager.is_none() && mine.is_only() {
            let (customers, admits) = (customers.read(), mine.filter());
            let id = |place: &u32| customers.rows().get(*place as usize).map(|one| one.id);
            places.retain(|place| admits(&Who::default(), id(place)));
        }
        Arc::new(places)
    });
    let namesakes = Memo::new(move |_| Arc::new(namesakes(&customers.read())));
    Listing { places, sort, filter, query, namesakes, adding: RwSignal::new(false) }
}

impl Listing {
    /// Returns the number of listed customers. Subscribes to changes.
    fn count(self) -> usize {
        self.places.with(|places| places.len())
    }

    /// Returns the customer at a place of the list. Subscribes to changes.
    fn at(self, customers: &Table<Customer>, place: usize) -> Option<&Customer> {
        let at = self.places.with(|places| places.get(place).copied())?;
        customers.rows().get(at as usize)
    }
}

/// List as a table, on the screen and on paper.
#[derive(Clone, Copy)]
struct Grid {
    columns: Signal<Vec<Column>>,
    count: Signal<usize>,
    cell: Callback<(usize, &'static str), AnyView>,
}

impl Grid {
    fn new(listing: Listing) -> Self {
        let i18n = use_i18n();
        let workspace = use_workspace();
        let (customers, people) = (workspace.tables.customers, workspace.people);
        let (portfolio, segments) = (use_portfolio(), use_segments());
        let shown = columns::shown();
        let judged = Memo::new(move |_| {
            let shown = shown.read();
            judged(segments, shown.iter().copied())
        });
        let columns = Signal::derive(move || {
            let locale = i18n.get_locale();
            let column = |key: &&'static str| column(locale, key);
            shown.with(|shown| shown.iter().map(column).collect::<Vec<_>>())
        });
        let cell = Callback::new(move |(place, key): (usize, &'static str)| {
            let customers = customers.read();
            let Some(customer) = listing.at(&customers, place) else {
                return ().into_any();
            };
            let locale = i18n.get_locale();
            judged.with(|judged| {
                cell(locale, key, customer, (&portfolio.get(), &people.read()), judged)
            })
        });
        Self { columns, count: Signal::derive(move || listing.count()), cell }
    }
}

/// List of customers with its head and tools.
#[component]
pub fn CustomerList(
    /// Customer that is open beside the list.
    #[prop(into)]
    selected: Signal<Option<Id<Customer>>>,
    /// True on a screen wide enough for a table.
    #[prop(into)]
    is_wide: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let navigation = use_navigation();
    let listing = listing();
    let grid = Grid::new(listing);
    let Grid { columns, count, cell } = grid;
    let is_table = Memo::new(move |_| is_wide.get() && selected.with(Option::is_none));
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    let words = move || listing.query.with(|query| query.get("q").unwrap_or_default().to_owned());
    view! {
        <Show when=move || !is_empty.get() fallback=move || view! { <NoCustomers listing=listing /> }>
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
                        value=Signal::derive(words)
                        on_search=move |words: String| navigation.search("q", words)
                    />
                </div>
                <Tools listing=listing is_table=is_table />
            </div>
            <div class="list-body">
                <Listed listing=listing grid=grid selected=selected is_table=is_table />
            </div>
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

/// Empty state without any customers.
#[component]
fn NoCustomers(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
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

/// Listed customers, as a table or with two lines each.
#[component]
fn Listed(
    listing: Listing,
    grid: Grid,
    selected: Signal<Option<Id<Customer>>>,
    is_table: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let navigation = use_navigation();
    let Grid { columns, count, cell } = grid;
    let subject = Signal::derive(move || listing.query.with(|query| format!("{query:?}")));
    let open = move |place: usize| {
        let id = |customers: &Table<Customer>| Some(listing.at(customers, place)?.id);
        if let Some(id) = untrack(|| customers.with(id)) {
            let query = listing.query.get_untracked();
            navigation.go(&Route { page: Page::Customer(id), query: query.with("tab", "") });
        }
    };
    let selected_place = Memo::new(move |_| {
        let id = selected.get()?;
        let customers = customers.read();
        let is_selected = |place: &u32| {
            customers.rows().get(*place as usize).is_some_and(|customer| customer.id == id)
        };
        listing.places.with(|places| places.iter().position(is_selected))
    });
    let nothing_found = Memo::new(move |_| count.get() == 0);
    move || {
        if nothing_found.get() {
            return view! { <NothingFound /> }.into_any();
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
    }
}

/// Empty state without a match, with a link that clears the filters.
#[component]
fn NothingFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
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
}

/// Headline with the share of class A, and the reporting month.
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
            Some((count, share)) => say!(
                i18n,
                customers.headline_class_a,
                count = count,
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

/// Customer in two lines.
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
