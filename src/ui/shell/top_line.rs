//! Line above every page: search link, sample-data mark, current user, save status, theme and language.

use leptos::prelude::*;

use super::{appearance::Appearance, saving::SaveState, works_here::WorksHere};
use crate::{
    state::{commands::sample, workspace::use_workspace},
    ui::{
        components::{Glyph, Icon, Tag, Tone},
        i18n::*,
        routes::Page,
    },
};

/// Line above every page.
#[component]
pub fn TopLine() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_made_up = Memo::new(move |_| sample::is_here(workspace));
    view! {
        <header class="top-line">
            <a class="top-search" href=Page::Search.href()>
                <Glyph icon=Icon::Search />
                <span>{t!(i18n, shell.search_hint)}</span>
                <kbd aria-hidden="true">"/"</kbd>
            </a>
            <Show when=move || is_made_up.get()>
                <Tag text=move || t_string!(i18n, labels.made_up) tone=Tone::Warn />
            </Show>
            <WorksHere />
            <SaveState />
            <Appearance />
        </header>
    }
}
