//! 导入: the chosen files, their columns, a preview of the changes, and the button that writes them. `exchange` reads the
//! files and plans the import; `commands::import` runs and writes it.

mod changes;
mod file;
mod mapping;
mod problems;
mod questions;
mod start;
mod summary;
mod words;

use std::sync::Arc;

use busbar_core::exchange::opening::LIMIT;
use leptos::{ev, prelude::*};

use self::{
    changes::ChangeCard,
    file::FileCard,
    problems::ProblemCard,
    start::{Drop, Kinds, Sample},
    summary::{Finished, Summary},
};
use crate::{
    state::{
        commands::import::use_importer,
        files,
        import::{Look, Planning, Preview},
    },
    ui::{
        components::{Emphasis, FileButton, Icon, PageHead},
        format,
        i18n::*,
    },
};

/// File types offered by the file input.
const ACCEPT: &str = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.xlsb,.et,.ods,.fods,.xml,.htm,.html,.mht,\
    text/csv,text/plain,text/html,application/vnd.ms-excel,application/vnd.oasis.opendocument.spreadsheet,\
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Import page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let desk = importer.desk;
    let keys = Memo::new(move |_| {
        desk.files.with(|files| files.iter().map(|file| file.key).collect::<Vec<_>>())
    });
    let has_files = Memo::new(move |_| keys.with(|keys| !keys.is_empty()));
    // The last preview stays visible while the next one is computed.
    let preview =
        Memo::new(move |before: Option<&Option<Arc<Preview>>>| match desk.planning.get() {
            Planning::Ready(preview) => Some(preview),
            Planning::Running(_) | Planning::Nothing if has_files.get() => {
                before.cloned().flatten()
            }
            _ => None,
        });
    let is_over = RwSignal::new(false);
    let choose = move |event: ev::Event| importer.add(files::chosen(&event));
    view! {
        <div
            class="page import"
            class:is-over=is_over
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                is_over.set(false);
                importer.add(files::dropped(&event));
            }
        >
            <PageHead
                over=move || {
                    let locale = i18n.get_locale();
                    t_string!(i18n, import.over, limit = format::size(locale, LIMIT).to_string())
                }
                title=move || headline(i18n, importer.desk, preview.get().as_deref())
            >
                <Show when=move || has_files.get()>
                    <FileButton
                        label=move || t_string!(i18n, import.choose_more)
                        accept=ACCEPT
                        multiple=true
                        icon=Icon::Add
                        emphasis=Emphasis::Plain
                        on_choose=choose
                    />
                </Show>
            </PageHead>
            <Show
                when=move || has_files.get()
                fallback=move || {
                    view! {
                        <Finished />
                        <Drop on_choose=choose />
                        <div class="columns wide-first">
                            <Kinds />
                            <Sample />
                        </div>
                    }
                }
            >
                <div class="columns wide-first import-columns">
                    <div class="stack">
                        <For each=move || keys.get() key=|key| *key let:key>
                            <FileCard key=key preview=preview />
                        </For>
                    </div>
                    <Summary preview=preview />
                </div>
                <ChangeCard preview=preview />
                <ProblemCard preview=preview />
            </Show>
        </div>
    }
}

/// Returns the title of the page for the current state of the files.
fn headline(
    i18n: leptos_i18n::I18nContext<Locale>,
    desk: crate::state::import::Desk,
    preview: Option<&Preview>,
) -> String {
    let locale = i18n.get_locale();
    let count = |n: u64| format::count(locale, n as usize);
    let (files, looking, refused) = desk.files.with(|files| {
        let is = |want: fn(&Look) -> bool| files.iter().filter(|file| want(&file.look)).count();
        (
            files.len(),
            is(|look| *look == Look::Looking),
            is(|look| matches!(look, Look::Refused(_) | Look::Failed(_))),
        )
    });
    if files == 0 {
        return match desk.finished.with(Option::is_some) {
            true => t_string!(i18n, import.head_done).to_owned(),
            false => t_string!(i18n, import.title).to_owned(),
        };
    }
    if looking > 0 {
        return t_string!(i18n, import.head_looking, count = count(looking as u64));
    }
    if refused == files {
        return t_string!(i18n, import.head_refused).to_owned();
    }
    match (desk.planning.get(), preview) {
        (Planning::Stopped, _) => t_string!(i18n, import.head_stopped).to_owned(),
        (Planning::Failed(_) | Planning::Unread(_), _) => {
            t_string!(i18n, import.head_failed).to_owned()
        }
        (_, None) => t_string!(i18n, import.head_planning).to_owned(),
        (_, Some(preview)) => {
            let total = preview.total();
            match (total.added, total.changed) {
                (0, 0) if total.unchanged > 0 => t_string!(i18n, import.head_same).to_owned(),
                (0, 0) => t_string!(i18n, import.head_nothing).to_owned(),
                (added, 0) => t_string!(i18n, import.head_added, added = count(added)),
                (0, changed) => t_string!(i18n, import.head_changed, changed = count(changed)),
                (added, changed) => {
                    t_string!(i18n, import.head_new, added = count(added), changed = count(changed))
                }
            }
        }
    }
}
