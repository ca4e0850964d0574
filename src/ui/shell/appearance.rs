//! Menu of theme and language in the top line.

use leptos::prelude::*;

use crate::ui::{
    appearance::{LanguageChoice, ThemeChoice},
    components::{Glyph, Icon, Popover},
    i18n::*,
};

/// Button that opens the menu.
#[component]
pub fn Appearance() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Popover
            label=move || t_string!(i18n, shell.appearance)
            trigger=|| view! { <Glyph icon=Icon::Appearance /> }
        >
            <div class="stack">
                <LanguageChoice />
                <ThemeChoice />
            </div>
        </Popover>
    }
}
