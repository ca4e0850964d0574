//! Readable archive of the whole workspace: making one, restoring one, and erasing the device. Exchange files and the
//! date of the last backup are in `exchange`; exports of single kinds are in `contents`.

use busbar_core::storage::archive::ArchiveError;
use leptos::{ev, prelude::*};
use leptos_i18n::td_string;

use crate::{
    state::{
        commands::archive::{Archiver, Doing, NoArchive, use_archiver},
        files::{self, reload},
        task::detach,
        workers::{JobError, WorkError},
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Dialog, DialogFoot, Emphasis, FileButton, Icon, Message, Notice,
            Progress, Tone, use_toasts,
        },
        format,
        i18n::*,
        labels,
        shared::reasons,
    },
};

/// Card of the archive.
#[component]
pub fn ArchiveCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let archiver = use_archiver();
    let toasts = use_toasts();
    let head = workspace.head;
    let refused = RwSignal::new(None::<NoArchive>);
    let is_erasing = RwSignal::new(false);
    let is_busy = Signal::derive(move || archiver.doing.read().is_some());
    let is_empty = Memo::new(move |_| head.get() == 0);

    let make = move |()| {
        let locale = i18n.get_locale_untracked();
        let date = workspace.facts.today_untracked().to_string();
        let name = td_string!(locale, data.archive_name, date = date);
        refused.set(None);
        detach(async move {
            match archiver.save(&name).await {
                Ok(made) if made.unreadable > 0 => toasts.failed(Message::of(move |locale| {
                    say!(
                        locale,
                        data.archived_part,
                        name = name.clone(),
                        count = made.unreadable as usize
                    )
                })),
                Ok(made) => toasts.done(Message::of(move |locale| {
                    say!(
                        locale,
                        data.archived,
                        name = name.clone(),
                        changes = made.counts.changes as usize,
                        attachments = made.counts.attachments as usize
                    )
                })),
                Err(NoArchive::Work(WorkError::Job(JobError::Cancelled))) => {
                    toasts.done(Message::of(|locale| td_string!(locale, data.archive_stopped)));
                }
                Err(error) => drop(refused.try_set(Some(error))),
            }
        });
    };
    let restore = move |event: ev::Event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        refused.set(None);
        detach(async move {
            match archiver.restore(file).await {
                // Reload, because the page still shows the empty workspace.
                Ok(_) => reload(),
                Err(NoArchive::Work(WorkError::Job(JobError::Cancelled))) => {
                    toasts.done(Message::of(|locale| td_string!(locale, data.restore_stopped)));
                }
                Err(error) => drop(refused.try_set(Some(error))),
            }
        });
    };
    let wrong = move || {
        let refused = refused.read();
        refused.as_ref().map(|error| reason(i18n.get_locale(), error))
    };
    view! {
        <Card title=move || t_string!(i18n, data.archive)>
            <div class="archive">
            <Show when=move || workspace.had_remains.get()>
                <Notice
                    word=move || t_string!(i18n, data.remains)
                    text=move || t_string!(i18n, data.remains_text)
                    tone=Tone::Warn
                />
            </Show>
            <Show when=move || is_empty.get()>
                <p class="archive-status">{t!(i18n, data.restore_empty)}</p>
            </Show>
            <p class="quiet-text">
                {move || {
                    let first = t_string!(i18n, data.archive_note);
                    let second = t_string!(i18n, data.archive_kept_open);
                    t_string!(i18n, data.sentences, first = first, second = second)
                }}
            </p>
            <Under archiver=archiver />
            {move || wrong().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            <div class="actions archive-actions">
                <Show
                    when=move || is_empty.get()
                    fallback=move || {
                        view! {
                            <Button
                                label=move || t_string!(i18n, data.archive_make)
                                icon=Icon::Export
                                disabled=is_busy
                                on_press=make
                            />
                            <Button
                                label=move || t_string!(i18n, data.erase)
                                emphasis=Emphasis::Quiet
                                disabled=is_busy
                                on_press=move |()| is_erasing.set(true)
                            />
                        }
                    }
                >
                    <Show when=move || !is_busy.get()>
                        <FileButton
                            label=move || t_string!(i18n, data.restore)
                            accept=".zip,application/zip"
                            icon=Icon::Import
                            on_choose=restore
                        />
                    </Show>
                </Show>
            </div>
            <Show when=move || !is_empty.get()>
                <p class="quiet-text">
                    {move || {
                        let count = format::count(i18n.get_locale(), head.get() as usize);
                        t_string!(i18n, data.restore_not_empty, count = count)
                    }}
                </p>
            </Show>
            </div>
            <Erase archiver=archiver open=is_erasing />
        </Card>
    }
}

/// Progress of the running operation, with a button to cancel it.
#[component]
pub(super) fn Under(
    archiver: Archiver,
    /// True to show operations on exchange files instead of archives.
    #[prop(optional)]
    exchange: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let doing = move || archiver.doing.get().filter(|doing| doing.is_exchange() == exchange);
    let done = Signal::derive(move || {
        let progress = doing()?.progress();
        (progress.of > 0).then(|| progress.done as f64 / progress.of as f64)
    });
    let label = move || match archiver.doing.get() {
        Some(Doing::Restoring(_)) => t_string!(i18n, data.restoring),
        Some(Doing::Bundling(_)) => t_string!(i18n, data.exchange_saving),
        Some(Doing::Receiving(_)) => t_string!(i18n, data.exchange_receiving),
        _ => t_string!(i18n, data.archiving),
    };
    view! {
        <Show when=move || doing().is_some()>
            <Progress label=label done=done on_cancel=move |()| archiver.stop() />
        </Show>
    }
}

/// Confirmation before everything is erased, which cannot be undone.
#[component]
fn Erase(archiver: Archiver, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let head = use_workspace().head;
    let toasts = use_toasts();
    let erase = move |()| {
        detach(async move {
            match archiver.erase().await {
                Ok(()) => reload(),
                Err(error) => {
                    toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
                }
            }
        });
    };
    let count = move |count: u64| format::count(i18n.get_locale(), count as usize);
    view! {
        <Dialog title=move || t_string!(i18n, data.erase_title) open=open>
            <p>{move || t_string!(i18n, data.erase_text, count = count(head.get()))}</p>
            <p>
                {move || match archiver.since() {
                    0 => t_string!(i18n, data.erase_saved).to_owned(),
                    since => t_string!(i18n, data.erase_unsaved, count = count(since)),
                }}
            </p>
            <DialogFoot
                open=open
                label=move || t_string!(i18n, data.erase_confirm)
                emphasis=Emphasis::Danger
                on_press=erase
            />
        </Dialog>
    }
}

/// Returns the reason why archiving or restoring failed, and the remedy.
fn reason(locale: Locale, error: &NoArchive) -> String {
    let error = match error {
        NoArchive::Archive(error) => error,
        NoArchive::Work(WorkError::Ledger(error)) => return labels::ledger_error(locale, error),
        NoArchive::Work(WorkError::Job(error)) => return reasons::job_error(locale, error),
    };
    match error {
        ArchiveError::Cancelled => td_string!(locale, data.restore_stopped).to_owned(),
        ArchiveError::Store(error) => labels::storage_error(locale, error),
        ArchiveError::Unreadable(what) => {
            td_string!(locale, data.restore_unreadable, what = what.as_str())
        }
        ArchiveError::Write(words) => {
            td_string!(locale, data.file_write, words = words.as_str())
        }
        ArchiveError::File(_) => td_string!(locale, data.restore_file).to_owned(),
        ArchiveError::Foreign => td_string!(locale, data.restore_foreign).to_owned(),
        ArchiveError::Cut => td_string!(locale, data.restore_cut).to_owned(),
        ArchiveError::Newer(_) => td_string!(locale, data.restore_newer).to_owned(),
        ArchiveError::Missing(part) => {
            td_string!(locale, data.restore_missing, part = part.as_str())
        }
        ArchiveError::Damaged { part, line: None } => {
            td_string!(locale, data.restore_damaged, part = part.as_str())
        }
        ArchiveError::Damaged { part, line: Some(line) } => {
            say!(locale, data.restore_damaged_line, part = part.as_str(), line = *line as usize)
        }
        ArchiveError::NotEmpty(count) => {
            say!(locale, data.restore_not_empty, count = *count as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_archive_is_said_with_what_to_do() {
        let damaged = |line| ArchiveError::Damaged { part: "changes.jsonl".into(), line };
        let cases = [
            (damaged(Some(1_200)), "changes.jsonl in the archive is damaged at line 1,200."),
            (damaged(None), "changes.jsonl in the archive is damaged."),
            (ArchiveError::NotEmpty(3), "Changes on this device: 3."),
            (ArchiveError::Cut, "The archive is incomplete: its end is missing."),
            (ArchiveError::Newer(2), "This archive was made by a newer version."),
        ];
        for (error, begins) in cases {
            let told = reason(Locale::en, &error.into());
            assert!(told.starts_with(begins), "{told}");
        }
    }
}
