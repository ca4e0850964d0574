//! Save status in the top line, and a toast after each action with a button to undo it.

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

/// Status shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Saved,
    Writing,
    Failed,
}

/// Save status in the top line, a link to the page of data and storage.
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
    // A phone has space for the short text only.
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

/// Actions in private mode that are reported once the manager is back: those of the customer, and those that follow
/// from them. No manager can read a toast before.
const IN_PRIVATE: [&str; 6] = [
    "action.call_back",
    "visit.sign",
    "service_plan.agree",
    "plan_review.sign",
    "request.confirmed",
    "request.reopened",
];

/// Shows a toast after each action, with a button to undo it, and an error message after a failed write.
fn offer_undo() {
    let workspace = use_workspace();
    let toasts = use_toasts();
    Effect::watch(
        move || workspace.done.get(),
        move |done, before, _| {
            let Some(Done { change, action }) = done.clone() else {
                return;
            };
            // On return from private mode, only actions made there are reported.
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
            // When the latest failure is resolved, an older one may become current again; it was reported before.
            if let Some(failure) = failure.clone().filter(|one| Some(one.number) > told) {
                let error = failure.error;
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
        },
        false,
    );
}
