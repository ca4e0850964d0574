//! 诉求: all requests, as a board or a list, and notices for customers. Beside an open request, and as a list on narrow
//! screens, each request takes two lines. `selection` selects and orders the requests.

mod address;
mod board;
mod columns;
mod export;
mod list;
mod new;
mod notices;
mod tools;

use std::sync::Arc;

use busbar_core::{
    books::{
        selection::{
            Sort,
            requests::{Around, Division, Filter, select},
        },
        table::Table,
    },
    domain::{Customer, Id, People, request::Request},
};
use leptos::prelude::*;

use self::{
    board::Board,
    columns::Line,
    list::{ListOnPaper, ListTable, TwoLines},
    new::NewRequest,
    notices::Notices,
    tools::Tools,
};
use crate::{
    state::{
        mine::use_mine,
        notices::use_notices,
        requests::{Requests, use_requests},
        search::use_search,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, ButtonLink, Choice, Emphasis, EmptyState, Icon, Notice, PageHead, SearchBox,
            Tone, VirtualList,
        },
        format,
        i18n::*,
        labels::{Worded, worded},
        navigation::use_navigation,
        routes::{Page, Route},
        shared::follow_up_tabs::{FollowUpTab, FollowUpTabs},
    },
};

/// Requests on the page, for its parts.
#[derive(Clone, Copy)]
struct Listing {
    requests: Requests,
    customers: RwSignal<Table<Customer>>,
    people: Memo<People>,
    /// Places in the table of requests.
    places: Memo<Arc<Vec<u32>>>,
    /// Sort order.
    sort: Memo<Sort>,
    /// Filters.
    filter: Memo<Filter>,
    /// Opens the request at a place of the table.
    open: Callback<u32>,
}

impl Listing {
    /// Calls `of` with the request at a place of the table; `None` if it no longer exists. Subscribes to changes.
    fn line<T>(self, at: u32, of: impl FnOnce(Line<'_>) -> T) -> Option<T> {
        let (table, customers) = (self.requests.table().read(), self.customers.read());
        let people = self.people.read();
        self.requests.with(|book| {
            Some(of(Line {
                request: table.rows().get(at as usize)?,
                status: book.at(at)?,
                customers: &customers,
                people: &people,
            }))
        })
    }

    /// Calls `of` with the request at a place of the list; `None` if it no longer exists. Subscribes to changes.
    fn listed<T>(self, place: usize, of: impl FnOnce(Line<'_>) -> T) -> Option<T> {
        let at = self.places.with(|places| places.get(place).copied())?;
        self.line(at, of)
    }

    /// Opens the request at a place of the list.
    fn open_listed(self, place: usize) {
        let at = self.places.with_untracked(|places| places.get(place).copied());
        if let Some(at) = at {
            self.open.run(at);
        }
    }

    /// Returns the number of requests shown. Subscribes to changes.
    fn count(self) -> usize {
        self.places.with(|places| places.len())
    }
}

/// Height of a request in two lines, pixels.
const TWO_LINES: f64 = 84.0;

worded! {
    /// Layout of the requests.
    pub enum RequestLayout {
        ByPhase = "" => requests.by_phase,
        ByDepartment = "departments" => requests.by_department,
        List = "list" => requests.as_list,
    }
}

/// Page of all requests.
#[component]
pub fn RequestsPage(
    /// Request that is open beside the list.
    #[prop(into)]
    selected: Signal<Option<Id<Request>>>,
    /// True while there is room for a table, or for a request beside the list.
    #[prop(into)]
    is_wide: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let navigation = use_navigation();
    let listing = listing();
    let is_empty = Memo::new(move |_| {
        let counts = requests.counts.get();
        counts.open + counts.closed == 0
    });
    let tab = navigation.filter("tab");
    let is_notices = Memo::new(move |_| {
        tab.get().as_deref() == Some("notices") && selected.with(Option::is_none)
    });
    let layout = navigation.part::<RequestLayout>("view");
    let is_beside = Memo::new(move |_| is_wide.get() && selected.with(Option::is_some));
    let body = move || {
        let layout = layout.get();
        if listing.count() == 0 && layout == RequestLayout::List {
            return view! { <NothingFound /> }.into_any();
        }
        match layout {
            _ if is_beside.get() => {
                view! { <Lines listing=listing selected=selected /> }.into_any()
            }
            RequestLayout::List if is_wide.get() => {
                view! { <ListTable listing=listing /> }.into_any()
            }
            RequestLayout::List => view! { <Lines listing=listing selected=selected /> }.into_any(),
            RequestLayout::ByPhase => {
                view! { <Board listing=listing division=Division::Phase /> }.into_any()
            }
            RequestLayout::ByDepartment => {
                view! { <Board listing=listing division=Division::Department /> }.into_any()
            }
        }
    };
    let content = move || {
        if is_notices.get() {
            return view! { <Notices /> }.into_any();
        }
        if is_empty.get() {
            return view! { <Nothing /> }.into_any();
        }
        view! {
            <div class="requests-tools" class:beside=is_beside>
                <Find />
                <Tools listing=listing />
            </div>
            <div class="list-body">{body}</div>
            <Show when=move || selected.with(Option::is_none)>
                <ListOnPaper listing=listing />
            </Show>
        }
        .into_any()
    };
    view! {
        <div class="requests-head" class:beside=is_beside>
            <Show
                when=move || !is_beside.get()
                fallback=move || view! { <span hidden>{t!(i18n, requests.title)}</span> }
            >
                <Head layout=layout is_notices=is_notices />
            </Show>
        </div>
        {content}
        <NewRequest />
    }
}

/// Returns the requests selected by the address.
fn listing() -> Listing {
    let workspace = use_workspace();
    let (requests, mine) = (use_requests(), use_mine());
    let navigation = use_navigation();
    let (table, customers) = (requests.table(), workspace.tables.customers);
    let query = Memo::new(move |_| navigation.query());
    let filter = Memo::new(move |_| Filter::from(&*query.read()));
    let sort = Memo::new(move |_| {
        query.with(|query| query.parse("sort")).unwrap_or_else(|| Sort::ascending("urgency"))
    });
    let search = use_search();
    search.prepare();
    // The texts are searched again only if the words change, not the other filters.
    let searched = Memo::new(move |_| filter.with(|filter| filter.search.clone()));
    let found = Memo::new(move |_| searched.with(|words| search.requests(words)));
    let places = Memo::new(move |_| {
        let filter = filter.read();
        let found = found.read();
        let (customers, people) = (customers.read(), workspace.people.read());
        let me = if filter.is_mine { workspace.author.read().id() } else { mine.person() };
        let who = Around { customers: &customers, people: &people, me };
        let by = (found.as_ref(), who);
        let places = requests.with(|book| select(&table.read(), book, by, &filter, &sort.read()));
        Arc::new(places)
    });
    let open = Callback::new(move |place: u32| {
        let id = table.with_untracked(|table| {
            let request = table.rows().get(place as usize);
            request.map(|request| request.id)
        });
        if let Some(id) = id {
            navigation.go(&Route { page: Page::Request(id), query: query.get_untracked() });
        }
    });
    Listing { requests, customers, people: workspace.people, places, sort, filter, open }
}

/// Head of the page: the current situation, the tabs, and the button for a new request.
#[component]
fn Head(layout: Memo<RequestLayout>, is_notices: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let notices = use_notices();
    let day = use_workspace().facts.day;
    let navigation = use_navigation();
    let over = move || {
        let locale = i18n.get_locale();
        let date = format::date(locale, day.get());
        if is_notices.get() {
            return date;
        }
        let counts = requests.counts.get();
        say!(i18n, requests.over, date = date, open = counts.open)
    };
    let title = move || {
        let locale = i18n.get_locale();
        if is_notices.get() {
            return match notices.current() {
                0 => t_string!(i18n, requests.head_no_notices).to_owned(),
                count => {
                    say!(i18n, requests.head_notices, count = count)
                }
            };
        }
        let counts = requests.counts.get();
        let [late, soon] = [counts.late, counts.soon].map(|count| format::count(locale, count));
        match (counts.late, counts.soon) {
            _ if counts.open + counts.closed == 0 => t_string!(i18n, requests.title).to_owned(),
            _ if counts.open == 0 => t_string!(i18n, requests.head_none_open).to_owned(),
            (0, 0) => t_string!(i18n, requests.head_in_time).to_owned(),
            (_, 0) => t_string!(i18n, requests.head_late, late = late),
            (0, _) => t_string!(i18n, requests.head_soon, soon = soon),
            _ => t_string!(i18n, requests.head_both, late = late, soon = soon),
        }
    };
    let shown =
        Signal::derive(
            move || {
                if is_notices.get() { FollowUpTab::Notices } else { FollowUpTab::Requests }
            },
        );
    let layouts = Signal::derive(move || RequestLayout::words(i18n.get_locale()));
    view! {
        <PageHead over=over title=title>
            <Show when=move || !is_notices.get()>
                <Choice
                    label=move || t_string!(i18n, requests.layout)
                    options=layouts
                    value=layout
                    on_choose=move |layout: RequestLayout| navigation.adjust("view", layout.name())
                />
                <Button
                    label=move || t_string!(i18n, requests.new)
                    icon=Icon::Add
                    emphasis=Emphasis::First
                    on_press=move |()| navigation.adjust("new", "1")
                />
            </Show>
        </PageHead>
        <FollowUpTabs shown=shown />
        <CalendarEnds />
    }
}

/// Warning that the calendar of working days ends before the limits of new requests; hidden otherwise.
#[component]
fn CalendarEnds() -> impl IntoView {
    /// Days ahead to check, which covers most limits that begin today.
    const AHEAD_DAYS: i64 = 31;
    let i18n = use_i18n();
    let requests = use_requests();
    let day = use_workspace().facts.day;
    let first = Memo::new(move |_| {
        let today = day.get();
        let ahead = jiff::SignedDuration::from_hours(24 * AHEAD_DAYS);
        let to = today.checked_add(ahead).ok()?;
        let unlisted = requests.calendar.with(|calendar| calendar.unlisted(today, to));
        unlisted.map(|(first, _)| first)
    });
    move || {
        first.get().map(|first| {
            view! {
                <Notice
                    word=move || t_string!(i18n, settings.calendar)
                    text=move || {
                        say!(i18n, settings.calendar_ends, day = first)
                    }
                    tone=Tone::Warn
                >
                    <ButtonLink
                        label=move || t_string!(i18n, settings.calendar_enter)
                        href=Page::Settings.route().with("part", "calendar").href()
                        emphasis=Emphasis::Quiet
                    />
                </Notice>
            }
        })
    }
}

#[component]
fn Find() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let words = navigation.filter("q");
    view! {
        <SearchBox
            label=move || t_string!(i18n, requests.search)
            value=Signal::derive(move || words.get().unwrap_or_default())
            on_search=move |text: String| navigation.search("q", text)
        />
    }
}

/// List with two lines per request.
#[component]
fn Lines(listing: Listing, selected: Signal<Option<Id<Request>>>) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_requests().table();
    let navigation = use_navigation();
    let selected_place = Memo::new(move |_| {
        let at = table.with(|table| table.place(selected.get()?))?;
        listing.places.with(|places| places.iter().position(|place| *place == at))
    });
    view! {
        <VirtualList
            label=move || t_string!(i18n, requests.list)
            count=Signal::derive(move || listing.count())
            row_height=TWO_LINES
            row=move |place| view! { <TwoLines listing=listing place=place /> }.into_any()
            on_open=move |place| listing.open_listed(place)
            selected=selected_place
            subject=Signal::derive(move || format!("{:?}", navigation.query()))
        />
    }
}

#[component]
fn NothingFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            title=move || t_string!(i18n, requests.nothing_found)
            text=move || t_string!(i18n, requests.nothing_found_text)
        >
            <ButtonLink
                label=move || t_string!(i18n, requests.clear)
                href=Page::Requests.route().with("view", RequestLayout::List.name()).href()
            />
        </EmptyState>
    }
}

/// Empty state of a workspace without requests.
#[component]
fn Nothing() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    view! {
        <EmptyState
            title=move || t_string!(i18n, requests.empty)
            text=move || t_string!(i18n, requests.empty_text)
        >
            <Button
                label=move || t_string!(i18n, requests.new)
                icon=Icon::Add
                emphasis=Emphasis::First
                on_press=move |()| navigation.adjust("new", "1")
            />
            <ButtonLink
                label=move || t_string!(i18n, requests.set_up)
                href=Page::Settings.route().with("part", "routing").href()
            />
        </EmptyState>
    }
}
