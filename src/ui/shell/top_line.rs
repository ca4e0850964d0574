//! The line above every page: the way to the search, how things are saved, how the app looks.

use leptos::prelude::*;

use super::{appearance::Appearance, saving::SaveState};
use crate::ui::{
    components::{Glyph, Icon},
    i18n::*,
    routes::Page,
};

/// The line at the top.
#[component]
pub fn TopLine() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <header class="top-line">
            <a class="top-search" href=Page::Customers.href()>
                <Glyph icon=Icon::Search />
                <span>{t!(i18n, shell.search_hint)}</span>
            </a>
            <SaveState />
            <Appearance />
        </header>
    }
}
