//! Assignment of a file's columns to fields: recognised, or chosen by the user.

use std::sync::Arc;

use busbar_core::exchange::{Inspection, heading::ROW_BREAK, mapping::Certainty};
use leptos::prelude::*;

use super::{questions::ColumnQuestion, words};
use crate::{
    state::{
        commands::import::use_importer,
        import::{FileKey, targets},
    },
    ui::{
        components::{Tag, Tone},
        format,
        i18n::*,
    },
};

/// Maximum number of example values of a column.
const EXAMPLES: usize = 3;

type Seen = Memo<Option<Arc<Inspection>>>;

/// Columns of a file; the list is open from the start if a column needs attention.
#[component]
pub fn Columns(key: FileKey) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let seen: Seen = Memo::new(move |_| {
        let files = importer.desk.files.read();
        let file = files.iter().find(|file| file.key == key);
        file.and_then(|file| file.seen().cloned())
    });
    let used = move || {
        let locale = i18n.get_locale();
        let count = |n| format::count(locale, n);
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            Some(t_string!(
                i18n,
                import.columns_used,
                all = count(mapping.columns.len()),
                used = count(mapping.matches())
            ))
        })
    };
    let missing = Memo::new(move |_| {
        let locale = i18n.get_locale();
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            // The year of months without one has a question of its own.
            let is_asked = mapping.asks_year && mapping.year.is_none();
            words::missing(locale, mapping).filter(|_| !is_asked)
        })
    });
    // Something needs attention: a missing field, or a column that is uncertain, has a question or repeats a heading.
    let needs_a_look = seen.with_untracked(|seen| {
        seen.as_ref().is_some_and(|seen| {
            let mapping = &seen.mapping;
            let is_unsure = |certainty| certainty == Certainty::Likely;
            let mut columns = mapping.columns.iter().enumerate();
            !mapping.missing().is_empty()
                || columns.any(|(place, column)| {
                    is_unsure(column.certainty)
                        || mapping.question(place).is_some()
                        || mapping.is_repeated(place)
                })
        })
    });
    let columns = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().map_or(0, |seen| seen.mapping.columns.len()))
    });
    view! {
        <Show when=move || missing.with(Option::is_some)>
            <p class="field-error" role="alert">
                {move || missing.get()}
            </p>
        </Show>
        <details class="import-fold import-columns-of" open=needs_a_look>
            <summary>
                <strong>{t!(i18n, import.columns)}</strong>
                <small>{used}</small>
            </summary>
            <ul>
                <For each=move || 0..columns.get() key=|column| *column let:column>
                    <ColumnRow key=key column=column seen=seen />
                </For>
            </ul>
        </details>
    }
}

#[component]
fn ColumnRow(key: FileKey, column: usize, seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let heading = Memo::new(move |_| {
        let place = format::count(i18n.get_locale(), column + 1);
        let heading = seen.with(|seen| {
            let column = seen.as_ref()?.mapping.columns.get(column)?;
            // A heading of several rows is shown in one line.
            let heading = column.heading.replace(ROW_BREAK, " / ");
            Some(heading).filter(|heading| !heading.is_empty())
        });
        heading.unwrap_or_else(|| t_string!(i18n, import.column_nameless, place = place))
    });
    let examples = Memo::new(move |_| {
        let cells = seen.with(|seen| examples(seen.as_deref()?, column));
        cells.unwrap_or_else(|| t_string!(i18n, import.column_empty).to_owned())
    });
    let choices = Memo::new(move |_| {
        let locale = i18n.get_locale();
        seen.with(|seen| {
            let Some(seen) = seen else {
                return Vec::new();
            };
            let mapping = &seen.mapping;
            let word = |target| words::target(locale, mapping.kind, target);
            targets(mapping, column).iter().map(word).collect()
        })
    });
    let chosen = Memo::new(move |_| {
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            let target = mapping.columns.get(column)?.target.as_ref()?;
            targets(mapping, column).iter().position(|one| one == target)
        })
    });
    let sureness = Memo::new(move |_| {
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            let is_repeated = mapping.is_repeated(column);
            let column = mapping.columns.get(column)?;
            let is_used = column.target.is_some();
            Some((column.certainty, is_used, is_repeated, column.unit.clone()))
        })
    });
    let tag = move || {
        let (certainty, is_used, is_repeated, unit) = sureness.get()?;
        let (text, tone) = match certainty {
            _ if is_repeated => (t_string!(i18n, import.column_repeated), Tone::Warn),
            Certainty::Chosen => (t_string!(i18n, import.column_chosen), Tone::Accent),
            Certainty::Certain if is_used => (t_string!(i18n, import.column_certain), Tone::Good),
            Certainty::Likely if is_used => (t_string!(i18n, import.column_likely), Tone::Warn),
            _ => return None,
        };
        let locale = i18n.get_locale();
        let unit = unit.map(|unit| {
            let unit = words::unit(locale, &unit);
            t_string!(i18n, import.column_unit, unit = unit)
        });
        Some(view! {
            <Tag text=text tone=tone />
            {unit.map(|unit| view! { <small>{unit}</small> })}
        })
    };
    let choose = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        let target = seen.with_untracked(|seen| {
            targets(&seen.as_ref()?.mapping, column).into_iter().nth(place?)
        });
        importer.choose(key, column, target);
    };
    view! {
        <li>
            <div class="grow">
                <p class="clip">{move || heading.get()}</p>
                <small class="clip">{move || examples.get()}</small>
            </div>
            <select
                aria-label=move || t_string!(i18n, import.column_meaning, heading = heading.get())
                on:change=choose
            >
                <option value="" prop:selected=move || chosen.with(Option::is_none)>
                    {t!(i18n, import.column_none)}
                </option>
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, word)| {
                            view! {
                                <option
                                    value=place.to_string()
                                    prop:selected=move || chosen.get() == Some(place)
                                >
                                    {word}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <div class="line import-sureness">{tag}</div>
            <ColumnQuestion key=key column=column seen=seen />
        </li>
    }
}

/// Returns the first distinct values of a column; `None` if it is empty.
fn examples(seen: &Inspection, column: usize) -> Option<String> {
    let mut examples: Vec<&str> = Vec::new();
    for (_, cells) in &seen.rows {
        let cell = cells.get(column).map(String::as_str).unwrap_or_default();
        if !cell.is_empty() && !examples.contains(&cell) {
            examples.push(cell);
        }
    }
    examples.truncate(EXAMPLES);
    (!examples.is_empty()).then(|| examples.join(" · "))
}
