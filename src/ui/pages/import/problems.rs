//! Problems of the files: each with line, column, value and reason, and the export of the list.

use std::sync::Arc;

use busbar_core::{
    books::selection::Sort,
    exchange::{FileKind, Problem, Problems},
};
use leptos::prelude::*;

use super::words;
use crate::{
    state::{
        commands::import::use_importer,
        files,
        import::{Preview, Wrong},
        screen,
    },
    ui::{
        components::{Button, Card, Chip, Chips, Column, DataTable, Emphasis, Icon, VirtualList},
        format,
        i18n::*,
    },
};

/// Height of a problem, pixels: two lines for the reason, one for the position.
const THREE_LINES: f64 = 88.0;

/// Card with the problems; hidden if there are none.
#[component]
pub fn ProblemCard(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_importer().desk;
    let is_wide = screen::matches("(min-width: 60rem)");
    let wrong = Memo::new(move |_| {
        let preview = preview.get();
        let files = desk.files.read();
        Arc::new(Wrong::of(preview.as_deref(), &files))
    });
    let reason = RwSignal::new(None::<String>);
    let places = Memo::new(move |_| {
        let wrong = wrong.get();
        let wanted = reason.get();
        let listed = wrong.problems.list().iter().enumerate();
        let kept = listed.filter(|(_, problem)| {
            let name = problem.reason.name();
            wanted.as_ref().is_none_or(|wanted| wanted == name)
        });
        Arc::new(kept.map(|(place, _)| place).collect::<Vec<_>>())
    });
    let is_any = Memo::new(move |_| wrong.with(|wrong| !wrong.problems.is_empty()));
    let note = move || {
        let locale = i18n.get_locale();
        let total = wrong.with(|wrong| wrong.problems.total()) as usize;
        let note = say!(i18n, import.problems_note, count = total);
        if total <= Problems::KEPT {
            return note;
        }
        let kept = format::count(locale, Problems::KEPT);
        format!("{note} · {}", t_string!(i18n, import.problems_kept, kept = kept))
    };
    let download = move |()| {
        let locale = i18n.get_locale_untracked();
        let wrong = wrong.get_untracked();
        let headings = columns(locale, true).map(|column| column.label);
        let words = |problem: &Problem| {
            let column = words::column(locale, kind_of(&wrong, problem), problem);
            (column, words::reason(locale, &problem.reason))
        };
        let more = |left| {
            let count = format::count(locale, left as usize);
            leptos_i18n::td_string!(locale, import.problems_more, count = count)
        };
        let problems = &wrong.problems;
        let file = problems.to_csv(&wrong.names, headings, words, more);
        let name = leptos_i18n::td_string!(locale, import.problems_file);
        files::save(name, "text/csv", &file);
    };
    view! {
        <Show when=move || is_any.get()>
            <Card
                title=move || t_string!(i18n, import.problems)
                note=note
                tools=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, import.problems_download)
                            icon=Icon::Export
                            emphasis=Emphasis::Quiet
                            on_press=download
                        />
                    }
                }
            >
                <Reasons wrong=wrong reason=reason />
                <div class="import-frame">
                    <Show
                        when=move || is_wide.get()
                        fallback=move || view! { <Lines wrong=wrong places=places /> }
                    >
                        <Table wrong=wrong places=places />
                    </Show>
                </div>
            </Card>
        </Show>
    }
}

fn kind_of(wrong: &Wrong, problem: &Problem) -> FileKind {
    let kind = wrong.kinds.get(problem.file as usize).copied().flatten();
    kind.unwrap_or(FileKind::Customers)
}

/// Number of problems by reason; pressing a reason filters the list.
#[component]
fn Reasons(wrong: Memo<Arc<Wrong>>, reason: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let counts = Memo::new(move |_| {
        let wrong = wrong.get();
        let counts = wrong.problems.counts();
        counts.map(|(name, count)| (name.to_owned(), count)).collect::<Vec<_>>()
    });
    let chip = move |(name, count): (String, u64)| {
        let [own, word] = [name.clone(), name.clone()];
        view! {
            <Chip
                text=move || words::short_reason(i18n.get_locale(), &word)
                count=move || format::count(i18n.get_locale(), count as usize)
                pressed=Signal::derive(move || reason.with(|reason| reason.as_ref() == Some(&own)))
                on_press=move |()| {
                    reason
                        .update(|reason| {
                            *reason = if reason.as_ref() == Some(&name) { None } else { Some(name.clone()) };
                        });
                }
            />
        }
    };
    view! {
        <Show when=move || { counts.with(Vec::len) > 1 }>
            <Chips label=move || {
                t_string!(i18n, import.problem_reason)
            }>{move || counts.get().into_iter().map(chip).collect_view()}</Chips>
        </Show>
    }
}

fn columns(locale: Locale, has_files: bool) -> [Column; 5] {
    let column = |key, label: &str, width, is_number| Column {
        key,
        label: label.to_owned(),
        width,
        is_number,
        is_sortable: false,
    };
    use leptos_i18n::td_string;
    let file = if has_files { "minmax(7rem, 0.8fr)" } else { "0" };
    [
        column("file", td_string!(locale, import.problem_file), file, false),
        column("line", td_string!(locale, import.problem_line), "6rem", true),
        column("column", td_string!(locale, import.problem_column), "minmax(7rem, 0.8fr)", false),
        column("value", td_string!(locale, import.problem_value), "minmax(8rem, 1fr)", false),
        column("reason", td_string!(locale, import.problem_reason), "minmax(16rem, 3fr)", false),
    ]
}

fn line_of(i18n: leptos_i18n::I18nContext<Locale>, problem: &Problem) -> String {
    match problem.line {
        0 => t_string!(i18n, import.problem_whole).to_owned(),
        line => format::count(i18n.get_locale(), line as usize),
    }
}

#[component]
fn Table(wrong: Memo<Arc<Wrong>>, places: Memo<Arc<Vec<usize>>>) -> impl IntoView {
    let i18n = use_i18n();
    let has_files = Memo::new(move |_| wrong.with(|wrong| wrong.names.len() > 1));
    let shown = Signal::derive(move || {
        let has_files = has_files.get();
        let all = columns(i18n.get_locale(), has_files).into_iter();
        all.filter(|column| has_files || column.key != "file").collect::<Vec<_>>()
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let wrong = wrong.get();
        let at = places.with(|places| places.get(place).copied());
        let Some(problem) = at.and_then(|at| wrong.problems.list().get(at)) else {
            return ().into_any();
        };
        let locale = i18n.get_locale();
        match key {
            "file" => wrong.names.get(problem.file as usize).cloned().into_any(),
            "line" => line_of(i18n, problem).into_any(),
            "column" => words::column(locale, kind_of(&wrong, problem), problem).into_any(),
            "value" => problem.value.clone().into_any(),
            _ => words::reason(locale, &problem.reason).into_any(),
        }
    };
    view! {
        <DataTable
            label=move || t_string!(i18n, import.problems)
            columns=shown
            count=Signal::derive(move || places.with(|places| places.len()))
            cell=cell
            sort=None
            on_sort=|_: Sort| ()
            on_open=|_| ()
        />
    }
}

/// List of problems in a few lines each, for narrow screens.
#[component]
fn Lines(wrong: Memo<Arc<Wrong>>, places: Memo<Arc<Vec<usize>>>) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |place: usize| {
        let wrong = wrong.get();
        let at = places.with(|places| places.get(place).copied());
        let Some(problem) = at.and_then(|at| wrong.problems.list().get(at)) else {
            return ().into_any();
        };
        let locale = i18n.get_locale();
        let line = match problem.line {
            0 => t_string!(i18n, import.problem_whole).to_owned(),
            line => say!(i18n, import.problem_at, line = line as usize),
        };
        let file = wrong.names.get(problem.file as usize).cloned();
        let under = [
            file.filter(|_| wrong.names.len() > 1),
            Some(line),
            Some(words::column(locale, kind_of(&wrong, problem), problem)),
            Some(problem.value.clone()),
        ]
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
        view! {
            <div class="import-problem">
                <p>{words::reason(locale, &problem.reason)}</p>
                <small class="clip">{under}</small>
            </div>
        }
        .into_any()
    };
    view! {
        <VirtualList
            label=move || t_string!(i18n, import.problems)
            count=Signal::derive(move || places.with(|places| places.len()))
            row_height=THREE_LINES
            row=row
            on_open=|_| ()
        />
    }
}
