//! Whether what was done is kept: a word at the top, and a note with a way back after each action.

use leptos::prelude::*;

use crate::{
    state::{
        screen, task,
        workspace::{Done, use_workspace},
    },
    ui::{
        components::{Button, Emphasis, Message, use_toasts},
        i18n::*,
        labels,
        routes::Page,
    },
};

/// What the word says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Saved,
    Writing,
    Failed,
}

/// The word at the top. It leads to where the data is looked after.
#[component]
pub fn SaveState() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let saving = workspace.saving;
    let shown = Memo::new(move |_| {
        saving.with(|saving| match saving.failure() {
            Some(_) => Shown::Failed,
            None if saving.is_under_way() => Shown::Writing,
            None => Shown::Saved,
        })
    });
    // A phone has no room for the whole of it.
    let is_narrow = screen::matches("(max-width: 40rem)");
    offer_undo();
    view! {
        <a
            class="save-state"
            class:saving=move || shown.get() == Shown::Writing
            class:failed=move || shown.get() == Shown::Failed
            href=Page::Data.href()
            title=move || {
                saving
                    .with(|saving| {
                        let failure = saving.failure()?;
                        Some(labels::ledger_error(i18n.get_locale(), &failure.error))
                    })
            }
        >
            <span role="status">
                {move || match shown.get() {
                    Shown::Saved if is_narrow.get() => t_string!(i18n, shell.saved_short),
                    Shown::Saved => t_string!(i18n, shell.saved),
                    Shown::Writing => t_string!(i18n, shell.saving),
                    Shown::Failed => t_string!(i18n, shell.not_saved),
                }}
            </span>
        </a>
        <Show when=move || shown.get() == Shown::Failed>
            <Button
                label=move || t_string!(i18n, shell.try_again)
                emphasis=Emphasis::Quiet
                on_press=move |()| workspace.try_again()
            />
        </Show>
    }
}

/// Actions of the customer, and actions that follow from them, which happen while no manager is there to read
/// a note.
const IN_PRIVATE: [&str; 6] = [
    "action.call_back",
    "visit.sign",
    "service_plan.agree",
    "plan_review.sign",
    "request.confirmed",
    "request.reopened",
];

/// After each action, a note that takes it back; after a failure, what to do.
fn offer_undo() {
    let workspace = use_workspace();
    let toasts = use_toasts();
    Effect::watch(
        move || workspace.done.get(),
        move |done, before, _| {
            let Some(Done { change, action }) = done.clone() else {
                return;
            };
            // The manager is back: what came of the customer's part is told now.
            if before.is_none() && !IN_PRIVATE.contains(&&*action) {
                return;
            }
            let is_undo = action == "undo";
            let text = Message::of(move |locale| labels::action(locale, &action));
            if is_undo {
                return toasts.done(text);
            }
            toasts.done_with_undo(text, move || {
                task::detach(async move {
                    if let Err(error) = workspace.undo(change).await {
                        toasts.failed(Message::of(move |locale| {
                            labels::ledger_error(locale, &error)
                        }));
                    }
                });
            });
        },
        true,
    );
    let failure = Memo::new(move |_| workspace.saving.with(|saving| saving.failure().cloned()));
    Effect::watch(
        move || failure.get(),
        move |failure, before, _| {
            let told = before.and_then(Option::as_ref).map(|before| before.number);
            // Where the latest was made up for, one comes to light that was told before.
            if let Some(failure) = failure.clone().filter(|one| Some(one.number) > told) {
                let error = failure.error;
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
        },
        false,
    );
}
