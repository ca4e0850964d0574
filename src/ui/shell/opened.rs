//! Stands in for the page until the data on this device is open, and says why when it is not.

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

/// The page, once there is something to show on it.
#[component]
pub fn Opened(
    /// The page.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let opening = use_workspace().opening;
    move || match opening.get() {
        Opening::Ready => children().into_any(),
        // Mostly shorter than it takes to read a word: nothing at first, then the word.
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
