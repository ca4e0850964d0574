//! Exchange file: saves everything on this device in one file sealed by a passphrase, and receives the file of another
//! device, whose changes are merged with those here. It is also the encrypted backup, so the date of the last backup is
//! shown here.

use busbar_core::storage::bundle::{BundleError, Received};
use leptos::{ev, prelude::*};
use leptos_i18n::td_string;

use super::{
    archive::Under,
    passphrase::{Fault, PassphraseField, ShowPassphrase, fault},
};
use crate::{
    state::{
        commands::{
            archive::use_archiver,
            exchange::{NoExchange, NotReceived, SHORTEST, trimmed},
        },
        files::{self, File},
        task::detach,
        workers::{JobError, WorkError},
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{
            Button, Card, Dialog, DialogFoot, Emphasis, FileButton, Icon, Message, Notice, Tone,
            use_toasts,
        },
        format,
        i18n::*,
        labels,
        navigation::focus_first,
        shared::reasons,
    },
};

/// Element id of the checks, which list the records with conflicts.
pub const CHECKS: &str = "data-checks";

/// Number of changes since the last backup from which the page recommends one.
const MANY: u64 = 100;

/// Chosen file.
type Chosen = StoredValue<Option<File>, LocalStorage>;

/// An operation that failed.
#[derive(Clone, Debug)]
enum Failed {
    /// No file was saved.
    Saving(NoExchange),
    /// No file was received, or only a part of it.
    Receiving(NotReceived),
}

impl Failed {
    /// Returns the reason, the extent and the remedy.
    fn told(&self, locale: Locale) -> String {
        let (why, extent) = match self {
            Self::Saving(why) => (why, td_string!(locale, data.exchange_unsaved)),
            Self::Receiving(NotReceived { why, is_partial: true }) => {
                (why, td_string!(locale, data.exchange_partial))
            }
            Self::Receiving(NotReceived { why, is_partial: false }) => {
                (why, td_string!(locale, data.exchange_unchanged))
            }
        };
        td_string!(locale, data.sentences, first = reason(locale, why), second = extent)
    }
}

/// Card of the exchange file.
#[component]
pub fn ExchangeCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let archiver = use_archiver();
    let failed = RwSignal::new(None::<Failed>);
    let is_saving = RwSignal::new(false);
    let is_receiving = RwSignal::new(false);
    let chosen: Chosen = StoredValue::new_local(None);
    let is_busy = Signal::derive(move || archiver.doing.read().is_some());
    let is_empty = Memo::new(move |_| workspace.head.get() == 0);
    let is_due = Memo::new(move |_| archiver.since() >= MANY);

    let choose = move |event: ev::Event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        failed.set(None);
        chosen.set_value(Some(file));
        is_receiving.set(true);
    };
    let last = move || match archiver.last.get() {
        Some(last) => {
            let when = format::moment(i18n.get_locale(), workspace.wall_clock(last.at));
            t_string!(i18n, data.backup_last, when = when)
        }
        None => t_string!(i18n, data.backup_never).to_owned(),
    };
    let since = move || match archiver.since() {
        0 => t_string!(i18n, data.backup_since_none).to_owned(),
        count => say!(i18n, data.backup_since, count = count as usize),
    };
    let status = move || match (is_empty.get(), archiver.last.read().is_some()) {
        (false, true) => format!("{}{}{}", last(), t_string!(i18n, data.list_break), since()),
        (false, false) => last(),
        (true, _) => t_string!(i18n, data.exchange_empty).to_owned(),
    };
    let due_text = move || {
        let count = format::count(i18n.get_locale(), archiver.since() as usize);
        t_string!(i18n, data.backup_due_text, count = count)
    };
    let receive = move || {
        // On an empty device, receiving is the main action.
        let emphasis = if is_empty.get() { Emphasis::First } else { Emphasis::Plain };
        (!is_busy.get()).then(|| {
            view! {
                <FileButton
                    label=move || t_string!(i18n, data.exchange_receive)
                    accept=".busbar"
                    icon=Icon::Import
                    emphasis=emphasis
                    on_choose=choose
                />
            }
        })
    };
    view! {
        <Card title=move || t_string!(i18n, data.exchange)>
            <div class="archive exchange">
                <Show when=move || is_due.get()>
                    <Notice
                        word=move || t_string!(i18n, data.backup_due)
                        text=due_text
                        tone=Tone::Warn
                    />
                </Show>
                <ReceivedNotice />
                <p class="archive-status">{status}</p>
                <p class="quiet-text">{t!(i18n, data.exchange_note)}</p>
                <Under archiver=archiver exchange=true />
                <Failure failed=failed />
                <div class="actions archive-actions">
                    <Show when=move || !is_empty.get()>
                        <Button
                            label=move || t_string!(i18n, data.exchange_save)
                            icon=Icon::Export
                            emphasis=Emphasis::First
                            disabled=is_busy
                            on_press=move |()| {
                                failed.set(None);
                                is_saving.set(true);
                            }
                        />
                    </Show>
                    {receive}
                </div>
            </div>
            <Dialog title=move || t_string!(i18n, data.exchange_save) open=is_saving>
                <Save open=is_saving card=failed />
            </Dialog>
            <Dialog title=move || t_string!(i18n, data.exchange_receive) open=is_receiving>
                <Receive open=is_receiving chosen=chosen card=failed />
            </Dialog>
        </Card>
    }
}

/// Form that saves a file: the new passphrase, twice.
#[component]
fn Save(
    open: RwSignal<bool>,
    /// Failure shown on the card, for a dialog that was closed meanwhile.
    card: RwSignal<Option<Failed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let archiver = use_archiver();
    let toasts = use_toasts();
    let [first, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let is_shown = RwSignal::new(false);
    let is_working = RwSignal::new(false);
    let found = RwSignal::new(None::<Fault>);
    let failed = RwSignal::new(None::<Failed>);
    let save = Callback::new(move |()| {
        if is_working.get_untracked() || archiver.doing.read_untracked().is_some() {
            return;
        }
        let entered = first.get_untracked();
        let fault = fault(&entered, &again.get_untracked());
        found.set(fault);
        failed.set(None);
        if fault.is_some() {
            return;
        }
        is_working.set(true);
        let locale = i18n.get_locale_untracked();
        let date = workspace.facts.today_untracked().to_string();
        let name = td_string!(locale, data.exchange_name, date = date);
        detach(async move {
            let saved = archiver.bundle(&name, &entered).await;
            is_working.try_set(false);
            match saved {
                Ok(made) => {
                    open.try_set(false);
                    let changes = made.changes as usize;
                    toasts.done(Message::of(move |locale| {
                        say!(locale, data.exchange_saved, name = name.clone(), count = changes)
                    }));
                }
                Err(why) => tell(failed, card, Failed::Saving(why)),
            }
        });
    });
    let error = move |of: fn(Fault) -> bool| {
        Signal::derive(move || {
            let fault = found.get().filter(|fault| of(*fault));
            fault.map(|fault| fault.text(i18n.get_locale()))
        })
    };
    view! {
        <p>{t!(i18n, data.exchange_save_text)}</p>
        <PassphraseField
            label=move || t_string!(i18n, data.exchange_passphrase)
            hint=move || say!(i18n, data.exchange_hint, count = SHORTEST)
            value=first
            is_shown=is_shown
            error=error(|fault| fault != Fault::Differs)
            on_enter=save
        />
        <PassphraseField
            label=move || t_string!(i18n, data.exchange_again)
            value=again
            is_shown=is_shown
            error=error(|fault| fault == Fault::Differs)
            on_enter=save
        />
        <ShowPassphrase is_shown=is_shown />
        <p class="quiet-text">{t!(i18n, data.exchange_tell)}</p>
        <Failure failed=failed />
        <Under archiver=archiver exchange=true />
        <Foot
            open=open
            is_working=is_working
            label=move || t_string!(i18n, data.exchange_save)
            on_press=save
        />
    }
}

/// Form that receives the chosen file: its passphrase.
#[component]
fn Receive(
    open: RwSignal<bool>,
    chosen: Chosen,
    /// Failure shown on the card, for a dialog that was closed meanwhile.
    card: RwSignal<Option<Failed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let archiver = use_archiver();
    let entered = RwSignal::new(String::new());
    let is_shown = RwSignal::new(false);
    let is_working = RwSignal::new(false);
    let found = RwSignal::new(None::<Fault>);
    let failed = RwSignal::new(None::<Failed>);
    let receive = Callback::new(move |()| {
        if is_working.get_untracked() || archiver.doing.read_untracked().is_some() {
            return;
        }
        let Some(file) = chosen.get_value() else {
            return;
        };
        let passphrase = entered.get_untracked();
        failed.set(None);
        if trimmed(&passphrase).is_empty() {
            return found.set(Some(Fault::Missing));
        }
        found.set(None);
        is_working.set(true);
        detach(async move {
            let received = archiver.receive(file, &passphrase).await;
            is_working.try_set(false);
            match received {
                // The card shows what it brought.
                Ok(_) => {
                    open.try_set(false);
                }
                Err(failure) => {
                    let is_wrong = failure.why == NoExchange::Bundle(BundleError::Passphrase);
                    if !is_wrong || found.try_set(Some(Fault::Wrong)).is_some() {
                        tell(failed, card, Failed::Receiving(failure));
                    }
                }
            }
        });
    });
    let error = Signal::derive(move || found.get().map(|fault| fault.text(i18n.get_locale())));
    let name = chosen.with_value(|file| file.as_ref().map(File::name)).unwrap_or_default();
    view! {
        <p class="exchange-file">{name}</p>
        <p>{t!(i18n, data.exchange_receive_text)}</p>
        <PassphraseField
            label=move || t_string!(i18n, data.exchange_passphrase)
            value=entered
            is_shown=is_shown
            error=error
            on_enter=receive
        />
        <ShowPassphrase is_shown=is_shown />
        <Failure failed=failed />
        <Under archiver=archiver exchange=true />
        <Foot
            open=open
            is_working=is_working
            label=move || t_string!(i18n, data.exchange_receive_do)
            on_press=receive
        />
    }
}

/// Shows a failure in the dialog, or on the card if the dialog is closed.
fn tell(dialog: RwSignal<Option<Failed>>, card: RwSignal<Option<Failed>>, failure: Failed) {
    if let Some(failure) = dialog.try_set(Some(failure)) {
        card.try_set(failure);
    }
}

/// Foot of a form. While it works, the dialog can be closed: the card then shows the progress.
#[component]
fn Foot(
    open: RwSignal<bool>,
    is_working: RwSignal<bool>,
    #[prop(into)] label: TextProp,
    on_press: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let leave = move || {
        if is_working.get() {
            t_string!(i18n, labels.close)
        } else {
            t_string!(i18n, labels.cancel)
        }
    };
    view! {
        <DialogFoot open=open label=label leave=leave disabled=is_working on_press=on_press />
    }
}

/// Reason of a failure, and the remedy; nothing without one.
#[component]
fn Failure(failed: RwSignal<Option<Failed>>) -> impl IntoView {
    let i18n = use_i18n();
    let text =
        move || failed.with(|failed| failed.as_ref().map(|failed| failed.told(i18n.get_locale())));
    move || text().map(|text| view! { <p class="field-error" role="alert">{text}</p> })
}

/// Result of the last received file, until it is dismissed.
#[component]
fn ReceivedNotice() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let archiver = use_archiver();
    let notice = move |received: Received| {
        let has_conflicts = received.in_conflict > 0;
        view! {
            <Notice
                word=move || t_string!(i18n, data.exchange_received)
                text=move || summary(i18n.get_locale(), workspace, &received)
                tone=if has_conflicts { Tone::Warn } else { Tone::Good }
            >
                {has_conflicts
                    .then(|| {
                        view! {
                            <Button
                                label=move || t_string!(i18n, data.exchange_see_conflicts)
                                on_press=move |()| open_conflicts()
                            />
                        }
                    })}
                <Button
                    label=move || t_string!(i18n, labels.close)
                    emphasis=Emphasis::Quiet
                    on_press=move |()| archiver.received.set(None)
                />
            </Notice>
        }
    };
    move || archiver.received.get().map(notice)
}

/// Opens the list of records with conflicts, and moves the focus there.
fn open_conflicts() {
    // The list of unreadable records, if there is one, comes first.
    let list = format!("#{CHECKS} details:last-of-type");
    if let Ok(Some(list)) = document().query_selector(&list) {
        // Without the attribute, the list stays closed, and one more tap opens it.
        let _ = list.set_attribute("open", "");
    }
    focus_first(&[format!("{list} > summary")]);
}

/// Returns the origin of a received file, and what it brought.
fn summary(locale: Locale, workspace: Workspace, received: &Received) -> String {
    let when = format::moment(locale, workspace.wall_clock(received.made_at));
    let who = workspace.author_name(&received.author);
    let from = if who.is_empty() {
        td_string!(locale, data.exchange_from_unknown, when = when)
    } else {
        td_string!(locale, data.exchange_from, who = who, when = when)
    };
    td_string!(locale, data.sentences, first = from, second = brought(locale, received))
}

/// Returns the number of new changes and conflicts.
fn brought(locale: Locale, received: &Received) -> String {
    let Received { changes, known, in_conflict, .. } = *received;
    if changes == 0 {
        return td_string!(locale, data.exchange_nothing_new).to_owned();
    }
    let new = say!(locale, data.exchange_brought, count = changes as usize, known = known as usize);
    if in_conflict == 0 {
        return new;
    }
    let conflicts = say!(locale, data.exchange_conflicts, count = in_conflict as usize);
    td_string!(locale, data.sentences, first = new, second = conflicts)
}

/// Returns the reason of a failure, and the remedy.
fn reason(locale: Locale, error: &NoExchange) -> String {
    let error = match error {
        NoExchange::Bundle(error) => error,
        NoExchange::Work(WorkError::Ledger(error)) => return labels::ledger_error(locale, error),
        NoExchange::Work(WorkError::Job(error)) => return reasons::job_error(locale, error),
    };
    match error {
        BundleError::Cancelled => reasons::job_error(locale, &JobError::Cancelled),
        BundleError::Store(error) => labels::storage_error(locale, error),
        BundleError::Unreadable(what) => {
            td_string!(locale, data.restore_unreadable, what = what.as_str())
        }
        BundleError::Write(words) => td_string!(locale, data.file_write, words = words.as_str()),
        BundleError::File(_) => td_string!(locale, import.error_file).to_owned(),
        BundleError::Foreign => td_string!(locale, data.exchange_foreign).to_owned(),
        BundleError::Newer => td_string!(locale, data.exchange_newer).to_owned(),
        BundleError::Passphrase => td_string!(locale, data.exchange_wrong).to_owned(),
        BundleError::Damaged => td_string!(locale, data.exchange_damaged).to_owned(),
        BundleError::Gap => td_string!(locale, data.exchange_gap).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_with_its_extent() {
        let failed = |error: BundleError, is_partial| {
            let failed = NotReceived { why: error.into(), is_partial };
            Failed::Receiving(failed).told(Locale::en)
        };
        let damaged = failed(BundleError::Damaged, false);
        assert!(damaged.ends_with(" Nothing was changed on this device."), "{damaged}");
        let stopped = failed(BundleError::Cancelled, true);
        assert!(stopped.starts_with("Stopped. Changes received before"), "{stopped}");
    }

    #[test]
    fn what_a_file_brought_is_counted() {
        let brought = |changes, in_conflict| {
            let received = Received { changes, known: 3, in_conflict, ..Received::default() };
            brought(Locale::en, &received)
        };
        assert!(brought(0, 0).starts_with("Nothing new"));
        assert_eq!(brought(1_200, 0), "New changes: 1,200. Already on this device: 3.");
        assert!(brought(2, 1).starts_with(
            "New changes: 2. Already on this device: 3. Records changed on both devices: 1."
        ));
    }
}
