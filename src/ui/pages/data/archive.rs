//! Archive of the whole workspace: date of the last archive, changes since then, making and restoring an archive, and
//! erasing the device. Exports of single kinds are in `contents`.

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

/// Number of unarchived changes from which the page recommends an archive.
const MANY: u64 = 100;

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
    let is_due = Memo::new(move |_| archiver.since() >= MANY);

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
    let last = move || match archiver.last.get() {
        Some(last) => {
            let when = format::moment(i18n.get_locale(), workspace.wall_clock(last.at));
            t_string!(i18n, data.archive_last, when = when)
        }
        None => t_string!(i18n, data.archive_never).to_owned(),
    };
    let since = move || match archiver.since() {
        0 => t_string!(i18n, data.archive_since_none).to_owned(),
        count => say!(i18n, data.archive_since, count = count as usize),
    };
    let status = move || match (is_empty.get(), archiver.last.read().is_some()) {
        (false, true) => format!("{}{}{}", last(), t_string!(i18n, data.list_break), since()),
        (false, false) => last(),
        (true, _) => t_string!(i18n, data.restore_empty).to_owned(),
    };
    let due_text = move || {
        let count = format::count(i18n.get_locale(), archiver.since() as usize);
        t_string!(i18n, data.archive_due_text, count = count)
    };
    let wrong = move || {
        let refused = refused.read();
        refused.as_ref().map(|error| reason(i18n.get_locale(), error))
    };
    view! {
        <Card title=move || t_string!(i18n, data.archive)>
            <div class="archive">
            <Show when=move || is_due.get()>
                <Notice word=move || t_string!(i18n, data.archive_due) text=due_text tone=Tone::Warn />
            </Show>
            <Show when=move || workspace.had_remains.get()>
                <Notice
                    word=move || t_string!(i18n, data.remains)
                    text=move || t_string!(i18n, data.remains_text)
                    tone=Tone::Warn
                />
            </Show>
            <p class="archive-status">{status}</p>
            <p class="quiet-text">
                {t!(i18n, data.archive_note)} " " {t!(i18n, data.archive_kept_open)}
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
                                emphasis=Emphasis::First
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
fn Under(archiver: Archiver) -> impl IntoView {
    let i18n = use_i18n();
    let progress = move || match archiver.doing.get()? {
        Doing::Archiving(progress) | Doing::Restoring(progress) => Some(progress),
    };
    let done = Signal::derive(move || {
        let progress = progress()?;
        (progress.of > 0).then(|| progress.done as f64 / progress.of as f64)
    });
    let label = move || match archiver.doing.get() {
        Some(Doing::Restoring(_)) => t_string!(i18n, data.restoring),
        _ => t_string!(i18n, data.archiving),
    };
    view! {
        <Show when=move || archiver.doing.read().is_some()>
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
            td_string!(locale, data.archive_write, words = words.as_str())
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
