//! Whether what was done is kept: a word at the top, and a note with a way back after each action.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    state::workspace::{Done, Saving, use_workspace},
    ui::{components::use_toasts, i18n::*, labels, routes::Page},
};

/// The word at the top. It leads to where the data is looked after.
#[component]
pub fn SaveState() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let saving = workspace.saving;
    offer_undo();
    view! {
        <a
            class="save-state"
            class:saving=move || saving.with(|saving| *saving == Saving::Writing)
            class:failed=move || saving.with(|saving| matches!(saving, Saving::Failed(_)))
            href=Page::Data.href()
            title=move || {
                saving
                    .with(|saving| match saving {
                        Saving::Failed(error) => Some(labels::ledger_error(i18n.get_locale(), error)),
                        _ => None,
                    })
            }
        >
            <span role="status">
                {move || {
                    saving
                        .with(|saving| match saving {
                            Saving::Saved => t_string!(i18n, shell.saved),
                            Saving::Writing => t_string!(i18n, shell.saving),
                            Saving::Failed(_) => t_string!(i18n, shell.not_saved),
                        })
                }}
            </span>
        </a>
    }
}

/// After each action, a note that takes it back; after a failure, what to do.
fn offer_undo() {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    Effect::watch(
        move || workspace.done.get(),
        move |done, _, _| {
            let Some(Done { change, action }) = done.clone() else {
                return;
            };
            let text = labels::action(i18n.get_locale_untracked(), &action);
            if action == "undo" {
                return toasts.done(text);
            }
            toasts.done_with_undo(text, move || {
                spawn_local(async move {
                    if let Err(error) = workspace.undo(change).await {
                        toasts.failed(labels::ledger_error(i18n.get_locale_untracked(), &error));
                    }
                });
            });
        },
        false,
    );
    Effect::watch(
        move || workspace.saving.get(),
        move |saving, _, _| {
            if let Saving::Failed(error) = saving {
                toasts.failed(labels::ledger_error(i18n.get_locale_untracked(), error));
            }
        },
        false,
    );
}
