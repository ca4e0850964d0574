//! Placeholder for the page until the storage of this device is open, and the reason if it cannot be opened.

use leptos::prelude::*;

use crate::{
    platform::preferences,
    state::workspace::{Opening, use_workspace},
    ui::{
        components::{Button, Emphasis, EmptyState, Icon},
        i18n::*,
        labels,
    },
};

/// Page, shown once the storage is open.
#[component]
pub fn Opened(
    /// Page.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let opening = use_workspace().opening;
    move || match opening.get() {
        Opening::Ready => children().into_any(),
        // CSS delays the message, because most waits are too short to read it.
        Opening::Opening => view! {
            <p class="opening" role="status">
                {t!(i18n, shell.opening)}
            </p>
        }
        .into_any(),
        Opening::Blocked => view! {
            <EmptyState
                icon=Icon::Warning
                title=move || t_string!(i18n, shell.blocked_title)
                text=move || t_string!(i18n, shell.blocked_text)
            />
        }
        .into_any(),
        Opening::Failed(error) => view! {
            <EmptyState
                icon=Icon::Warning
                title=move || t_string!(i18n, shell.failed_title)
                text=move || labels::ledger_error(i18n.get_locale(), &error)
            >
                <Button
                    label=move || t_string!(i18n, shell.reload)
                    emphasis=Emphasis::First
                    icon=Icon::Repeat
                    on_press=|()| preferences::reload()
                />
            </EmptyState>
        }
        .into_any(),
    }
}
