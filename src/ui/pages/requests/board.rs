//! Board of requests: a column for each phase or department, late ones first. It scrolls sideways if the columns do not
//! fit.

use std::sync::Arc;

use leptos::prelude::*;

use super::Listing;
use crate::{
    state::requests::use_requests,
    ui::{
        components::{Tag, Tone, VirtualList, unique_id},
        format,
        i18n::*,
        labels,
        shared::request_status,
    },
};
use busbar_core::books::selection::requests::{BoardColumn, Division, Heading, columns};

/// Height of a request on the board, pixels.
const CARD: f64 = 128.0;

/// Board of requests.
#[component]
pub fn Board(listing: Listing, division: Division) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let divided = Memo::new(move |_| {
        let departments = requests.departments.read();
        let divided = listing.places.with(|places| {
            requests.with(|book| columns(places, book, division, departments.names()))
        });
        Arc::new(divided)
    });
    let headings = Memo::new(move |_| {
        let headings = |columns: &Arc<Vec<BoardColumn>>| {
            columns.iter().map(|column| column.heading.clone()).collect::<Vec<_>>()
        };
        divided.with(headings)
    });
    let column = move |heading: Heading| {
        let own = heading.clone();
        let places = Memo::new(move |_| {
            divided
                .with(|columns| {
                    let column = columns.iter().find(|column| column.heading == own);
                    column.map(|column| (column.places.clone(), column.late))
                })
                .unwrap_or_default()
        });
        view! { <Column listing=listing division=division heading=heading places=places /> }
    };
    view! {
        <div
            class="board"
            tabindex="0"
            role="group"
            aria-label=move || t_string!(i18n, requests.board)
        >
            <For each=move || headings.get() key=Clone::clone children=column />
        </div>
    }
}

#[component]
fn Column(
    listing: Listing,
    division: Division,
    heading: Heading,
    /// Places of the column's requests in the table, and the number of late ones.
    places: Memo<(Vec<u32>, usize)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("column");
    let title = id.clone();
    let word = {
        let heading = heading.clone();
        move || match &heading {
            Heading::Phase(phase) => labels::phase(i18n.get_locale(), *phase).to_owned(),
            Heading::Department(name) if name.is_empty() => {
                t_string!(i18n, requests.no_department).to_owned()
            }
            Heading::Department(name) => name.clone(),
        }
    };
    let name = word.clone();
    let count = Signal::derive(move || places.with(|(places, _)| places.len()));
    let late = move || {
        let late = places.with(|(_, late)| *late);
        let count = format::count(i18n.get_locale(), late);
        (late > 0).then(|| {
            let text = t_string!(i18n, requests.column_late, count = count);
            view! { <Tag text=text tone=Tone::Bad /> }
        })
    };
    let at = move |place: usize| places.with(|(places, _)| places.get(place).copied());
    view! {
        <section
            class="board-column"
            class:is-empty=move || count.get() == 0
            aria-labelledby=id
        >
            <header>
                <h2 id=title>{word}</h2>
                <span class="quiet-text">{move || format::count(i18n.get_locale(), count.get())}</span>
                {late}
            </header>
            <div class="board-rows">
                <VirtualList
                    label=name
                    count=count
                    row_height=CARD
                    row=move |place| view! { <BoardCard listing=listing division=division at=Signal::derive(move || at(place)) /> }.into_any()
                    on_open=move |place: usize| {
                        if let Some(at) = untrack(|| at(place)) {
                            listing.open.run(at);
                        }
                    }
                />
            </div>
        </section>
    }
}

/// Card of one request.
#[component]
fn BoardCard(listing: Listing, division: Division, at: Signal<Option<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let locale = i18n.get_locale();
        listing.line(at.get()?, |line| {
            let pressing = request_status::pressing(locale, line.status);
            let elsewhere = match division {
                Division::Phase => line.department(locale),
                Division::Department => labels::phase(locale, line.status.phase).to_owned(),
            };
            let under = [line.kind(locale).to_owned(), elsewhere, line.responsible().to_owned()];
            let under: Vec<String> = under.into_iter().filter(|word| !word.is_empty()).collect();
            view! {
                <div class="board-card">
                    <span class="line">
                        {request_status::status_tag(locale, line.status)}
                        {line.request.is_priority.then(|| request_status::green_channel(locale))}
                    </span>
                    <strong class="clip">{line.subject(locale)}</strong>
                    <span class="clip">{line.customer(locale)}</span>
                    <small class="clip">{under.join(" · ")}</small>
                    <small class="clip">{pressing}</small>
                </div>
            }
        })
    }
}
