//! Start screen of an empty workspace, with its two options to begin; and the notice shown while the workspace
//! contains sample data.

use leptos::prelude::*;

use crate::{
    state::{commands::sample, workspace::use_workspace},
    ui::{
        components::{ButtonLink, Emphasis, EmptyState, Icon, Notice, Tone},
        i18n::*,
        routes::Page,
        shared::sample::{LoadSample, RemoveSample},
    },
};

/// Start screen of an empty workspace.
#[component]
pub fn FirstRun() -> impl IntoView {
    let i18n = use_i18n();
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
            <LoadSample label=move || t_string!(i18n, today.first_sample) />
            <p class="quiet-text first-hint">{t!(i18n, today.first_sample_hint)}</p>
        </EmptyState>
    }
}

/// Notice that the data is sample data, with a button to remove it; empty otherwise.
#[component]
pub fn MadeUp() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_here = Memo::new(move |_| sample::is_here(workspace));
    view! {
        <Show when=move || is_here.get()>
            <Notice
                word=move || t_string!(i18n, labels.made_up)
                text=move || t_string!(i18n, today.sample_note)
                tone=Tone::Warn
            >
                <RemoveSample
                    label=move || t_string!(i18n, today.sample_remove)
                    emphasis=Emphasis::Quiet
                />
            </Notice>
        </Show>
    }
}
