//! One file: its recognised kind and format, the choices that override them, and the effect of its rows.

use std::sync::Arc;

use busbar_core::exchange::{
    FileKind, FileOpening, inspection::FileFormat, plan::ImportCounts, sheet::SheetName,
};
use leptos::prelude::*;

use super::{mapping::Columns, questions::YearQuestion, words};
use crate::{
    state::{
        commands::import::use_importer,
        import::{FileKey, Look, Planning, Preview},
    },
    ui::{
        components::{Button, Emphasis, Icon, Select, Tag, Tone},
        format,
        i18n::*,
    },
};

/// Card of a chosen file.
#[component]
pub fn FileCard(key: FileKey, preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    /// State of the card; changes within a state do not redraw it.
    #[derive(Clone, PartialEq)]
    enum Stage {
        Looking,
        Wrong(String),
        Seen,
    }
    let i18n = use_i18n();
    let importer = use_importer();
    let file = Memo::new(move |_| {
        let files = importer.desk.files.read();
        files.iter().find(|file| file.key == key).cloned()
    });
    let name =
        move || file.with(|file| file.as_ref().map(|file| file.name.clone()).unwrap_or_default());
    let size = move || {
        let bytes = file.with(|file| file.as_ref().map_or(0, |file| file.bytes));
        format::size(i18n.get_locale(), bytes).to_string()
    };
    let stage = Memo::new(move |_| {
        let locale = i18n.get_locale();
        file.with(|file| match file.as_ref().map(|file| &file.look) {
            None | Some(Look::Looking) => Stage::Looking,
            Some(Look::Refused(reason)) => Stage::Wrong(words::reason(locale, reason)),
            Some(Look::Failed(error)) => Stage::Wrong(words::job_error(locale, error)),
            Some(Look::Seen(_)) => Stage::Seen,
        })
    });
    // A wrong choice of the user can be the reason that the file is unreadable.
    let was_chosen_for = Memo::new(move |_| {
        file.with(|file| {
            let chosen = file.as_ref().filter(|file| file.fits);
            chosen.is_some_and(|file| file.kind.is_some() || file.opening != FileOpening::default())
        })
    });
    let content = move || match stage.get() {
        Stage::Looking => view! {
            <p class="quiet-text" role="status">
                {t!(i18n, import.file_looking)}
            </p>
        }
        .into_any(),
        Stage::Wrong(text) => view! {
            <div class="stack">
                <p class="field-error" role="alert">
                    {text}
                </p>
                <Show when=move || was_chosen_for.get()>
                    <div>
                        <Button
                            label=move || t_string!(i18n, import.file_recognise)
                            icon=Icon::Repeat
                            on_press=move |()| importer.recognise(key)
                        />
                    </div>
                </Show>
            </div>
        }
        .into_any(),
        Stage::Seen => view! {
            <div class="stack">
                <How key=key />
                <RowCounts key=key preview=preview />
                <Columns key=key />
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="card import-file" aria-label=name>
            <header>
                <h2 class="clip">{name}</h2>
                <small>{size}</small>
                <div class="tools">
                    <Show when=move || matches!(stage.get(), Stage::Wrong(_))>
                        <Tag text=move || t_string!(i18n, import.left_out) tone=Tone::Bad />
                    </Show>
                    <Button
                        label=move || t_string!(i18n, import.file_remove, name = name())
                        icon=Icon::Close
                        icon_only=true
                        emphasis=Emphasis::Quiet
                        on_press=move |()| importer.remove(key)
                    />
                </div>
            </header>
            {content}
        </section>
    }
}

/// Kind, delimiter or sheet, and heading row of the file.
#[component]
fn How(key: FileKey) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let seen = Memo::new(move |_| {
        let files = importer.desk.files.read();
        let file = files.iter().find(|file| file.key == key);
        file.and_then(|file| file.seen().cloned())
    });
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        let named =
            |kind: &FileKind| (kind.name().to_owned(), words::kind(locale, *kind).to_owned());
        FileKind::ALL.iter().map(named).collect::<Vec<_>>()
    });
    let kind = Signal::derive(move || {
        seen.with(|seen| seen.as_ref().map(|seen| seen.mapping.kind.name().to_owned()))
            .unwrap_or_default()
    });
    let note = move || {
        let locale = i18n.get_locale();
        let seen = seen.get()?;
        Some(match &seen.format {
            FileFormat::Text { encoding, .. } => words::encoding(locale, *encoding),
            FileFormat::Sheet { kind, .. } => words::sheet_format(locale, *kind),
        })
    };
    let lines = Signal::derive(move || {
        let word = |(line, cells): &(u32, Vec<String>)| {
            let filled = cells.iter().map(String::as_str);
            let filled: Vec<&str> = filled.filter(|cell| !cell.is_empty()).collect();
            let text =
                say!(i18n, import.file_line, line = *line as usize, text = filled.join(" · "));
            (line.to_string(), text)
        };
        seen.with(|seen| {
            seen.as_ref().map_or_else(Vec::new, |seen| seen.head.iter().map(word).collect())
        })
    });
    let line = Signal::derive(move || {
        seen.with(|seen| seen.as_ref().map(|seen| seen.mapping.heading_line.to_string()))
            .unwrap_or_default()
    });
    #[derive(Clone, PartialEq)]
    enum Way {
        Delimiter(char),
        Sheet(Vec<SheetName>, String),
    }
    let way = Memo::new(move |_| {
        seen.with(|seen| match seen.as_ref().map(|seen| &seen.format) {
            Some(FileFormat::Sheet { name, names, .. }) => Way::Sheet(names.clone(), name.clone()),
            Some(FileFormat::Text { delimiter, .. }) => Way::Delimiter(*delimiter),
            None => Way::Delimiter(','),
        })
    });
    let opened = move || {
        match way.get() {
        Way::Delimiter(delimiter) => view! {
            <Select
                label=move || t_string!(i18n, import.file_delimiter)
                options=Signal::derive(move || {
                    words::delimiters(i18n.get_locale())
                        .map(|(sign, word)| (sign.to_string(), word.to_owned()))
                        .to_vec()
                })
                value=Signal::derive(move || delimiter.to_string())
                on_change=move |sign: String| {
                    if let Ok(sign) = sign.parse() {
                        importer.set_delimiter(key, sign);
                    }
                }
            />
        }
        .into_any(),
        Way::Sheet(names, name) => view! {
            <Select
                label=move || t_string!(i18n, import.file_sheet)
                options=Signal::derive(move || {
                    let locale = i18n.get_locale();
                    let option = |sheet: &SheetName| (sheet.name.clone(), words::sheet(locale, sheet));
                    names.iter().map(option).collect::<Vec<_>>()
                })
                value=Signal::derive(move || name.clone())
                on_change=move |sheet: String| importer.set_sheet(key, sheet)
            />
        }
        .into_any(),
    }
    };
    view! {
        <div class="form-pair">
            <Select
                label=move || t_string!(i18n, import.file_kind)
                options=kinds
                value=kind
                on_change=move |name: String| {
                    if let Some(kind) = FileKind::named(&name) {
                        importer.set_kind(key, kind);
                    }
                }
            />
            {opened}
            <Select
                label=move || t_string!(i18n, import.file_headings)
                options=lines
                value=line
                on_change=move |line: String| {
                    if let Ok(line) = line.parse() {
                        importer.set_heading_line(key, line);
                    }
                }
            />
        </div>
        <p class="quiet-text">{note}</p>
        <YearQuestion key=key seen=seen />
    }
}

/// Numbers of rows by effect.
#[component]
fn RowCounts(key: FileKey, preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_importer().desk;
    let counts = Memo::new(move |_| preview.with(|preview| preview.as_ref()?.counts(key)));
    let is_stale = Memo::new(move |_| !matches!(desk.planning.get(), Planning::Ready(_)));
    let cell = move |word: Signal<&'static str>, of: fn(&ImportCounts) -> u64, tone: Tone| {
        let count = move || {
            counts.with(|counts| counts.as_ref().map(of)).map_or_else(
                || t_string!(i18n, labels.nothing).to_owned(),
                |count| format::count(i18n.get_locale(), count as usize),
            )
        };
        let tone = move || {
            let is_any = counts.with(|counts| counts.as_ref().is_some_and(|counts| of(counts) > 0));
            if is_any { tone.class() } else { "" }
        };
        view! {
            <div>
                <dt>{move || word.get()}</dt>
                <dd class=tone>{count}</dd>
            </div>
        }
    };
    view! {
        <dl class="import-counts" aria-busy=move || is_stale.get().to_string()>
            {cell(Signal::derive(move || t_string!(i18n, import.rows)), |c| c.rows, Tone::Plain)}
            {cell(Signal::derive(move || t_string!(i18n, import.added)), |c| c.added, Tone::Plain)}
            {cell(Signal::derive(move || t_string!(i18n, import.changed)), |c| c.changed, Tone::Plain)}
            {cell(Signal::derive(move || t_string!(i18n, import.unchanged)), |c| c.unchanged, Tone::Plain)}
            {cell(Signal::derive(move || t_string!(i18n, import.left_out)), |c| c.left_out, Tone::Warn)}
        </dl>
    }
}
