//! The first day: what this is for, and the two ways in.

use leptos::prelude::*;

use crate::ui::{
    components::{ButtonLink, Emphasis, EmptyState, Icon},
    i18n::*,
    routes::Page,
};

/// Nothing here yet.
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
        </EmptyState>
    }
}
