//! The first day: what this is for, and the two ways in; and the note that stands for as long as what
//! is shown is made up.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    state::{
        commands::sample,
        workers::{WorkError, use_workers},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Emphasis, EmptyState, Icon, Notice, Tone, use_toasts},
        i18n::*,
        labels, reasons,
        routes::Page,
    },
};

/// Nothing here yet.
#[component]
pub fn FirstRun() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let workers = use_workers();
    let toasts = use_toasts();
    // What goes wrong with the write is told by the shell, as for every write.
    let load = move |()| {
        spawn_local(async move {
            if let Err(WorkError::Job(error)) = sample::load(workspace, workers).await {
                toasts.failed(reasons::job_error(i18n.get_locale_untracked(), &error));
            }
        });
    };
    view! {
        <EmptyState
            icon=Icon::Mark
            title=move || t_string!(i18n, today.first_title)
            text=move || t_string!(i18n, today.first_text)
        >
            <ButtonLink
                label=move || t_string!(i18n, today.first_import)
                href=Page::Import.href()
                icon=Icon::Import
                emphasis=Emphasis::First
            />
            <Button label=move || t_string!(i18n, today.first_sample) on_press=load />
            <p class="quiet-text first-hint">{t!(i18n, today.first_sample_hint)}</p>
        </EmptyState>
    }
}

/// What is shown is made up, and how to be rid of it.
#[component]
pub fn MadeUp() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let is_here = Memo::new(move |_| sample::is_here(workspace));
    let remove = move |()| {
        spawn_local(async move {
            if let Err(error) = sample::remove(workspace).await {
                toasts.failed(labels::ledger_error(i18n.get_locale_untracked(), &error));
            }
        });
    };
    view! {
        <Show when=move || is_here.get()>
            <Notice
                word=move || t_string!(i18n, labels.made_up)
                text=move || t_string!(i18n, today.sample_note)
                tone=Tone::Warn
            >
                <Button
                    label=move || t_string!(i18n, today.sample_remove)
                    emphasis=Emphasis::Quiet
                    on_press=remove
                />
            </Notice>
        </Show>
    }
}
