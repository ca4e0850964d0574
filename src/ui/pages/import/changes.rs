//! Values that the files would change, before and after. New rows are not included.

use std::sync::Arc;

use busbar_core::{
    books::selection::Sort,
    exchange::plan::{Difference, Differences},
};
use leptos::prelude::*;

use super::words;
use crate::{
    state::import::Preview,
    ui::{
        components::{Column, DataTable},
        format,
        i18n::*,
    },
};

/// Card with the changed values; collapsed if there are none, hidden without a preview.
#[component]
pub fn ChangeCard(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let has_preview = Memo::new(move |_| preview.with(Option::is_some));
    let total = Memo::new(move |_| {
        let differences = preview.get().map(|preview| preview.planned.differences.total());
        differences.unwrap_or_default() as usize
    });
    let listed = Memo::new(move |_| {
        let preview = preview.get();
        let listed = preview.iter().flat_map(|preview| preview.planned.differences.list());
        Arc::new(listed.cloned().collect::<Vec<_>>())
    });
    let note = move || {
        let locale = i18n.get_locale();
        let total = total.get();
        if total == 0 {
            return t_string!(i18n, import.changes_none).to_owned();
        }
        let note = say!(i18n, import.changes_note, count = total);
        if listed.with(|listed| listed.len()) == total {
            return note;
        }
        let kept = format::count(locale, Differences::KEPT);
        format!("{note} · {}", t_string!(i18n, import.changes_kept, kept = kept))
    };
    view! {
        <Show when=move || has_preview.get()>
            <section class="card">
                <details class="import-fold" open=move || total.get() != 0>
                    <summary>
                        <h2>{t!(i18n, import.changes)}</h2>
                        <small>{note}</small>
                    </summary>
                    <Show
                        when=move || total.get() != 0
                        fallback=move || {
                            view! { <p class="quiet-text">{t!(i18n, import.changes_none_text)}</p> }
                        }
                    >
                        <div class="import-frame">
                            <Table listed=listed />
                        </div>
                    </Show>
                </details>
            </section>
        </Show>
    }
}

#[component]
fn Table(listed: Memo<Arc<Vec<Difference>>>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = Signal::derive(move || {
        let column = |key, label: &str, width| Column {
            key,
            label: label.to_owned(),
            width,
            is_number: false,
            is_sortable: false,
        };
        vec![
            column("record", t_string!(i18n, import.change_record), "minmax(9rem, 1.2fr)"),
            column("field", t_string!(i18n, import.change_field), "minmax(10rem, 1fr)"),
            column("before", t_string!(i18n, import.change_before), "minmax(8rem, 1fr)"),
            column("after", t_string!(i18n, import.change_after), "minmax(8rem, 1fr)"),
        ]
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let listed = listed.get();
        let Some(difference) = listed.get(place) else {
            return ().into_any();
        };
        let locale = i18n.get_locale();
        match key {
            "record" => {
                let [name, number] = words::whose(difference);
                view! {
                    <span class="import-pair">
                        <strong class="clip">{name}</strong>
                        <small class="clip">{number}</small>
                    </span>
                }
                .into_any()
            }
            "field" => {
                let month = difference.month.map(|month| format::month(locale, month));
                view! {
                    <span class="import-pair">
                        <span class="clip">
                            {words::field(locale, difference.kind, &difference.field)}
                        </span>
                        <small>{month}</small>
                    </span>
                }
                .into_any()
            }
            "before" => words::value(locale, &difference.field, &difference.before).into_any(),
            _ => view! {
                <strong>{words::value(locale, &difference.field, &difference.after)}</strong>
            }
            .into_any(),
        }
    };
    view! {
        <DataTable
            label=move || t_string!(i18n, import.changes)
            columns=columns
            count=Signal::derive(move || listed.with(|listed| listed.len()))
            cell=cell
            sort=None
            on_sort=|_: Sort| ()
            on_open=|_| ()
        />
    }
}
