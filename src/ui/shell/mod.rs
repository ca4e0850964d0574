//! What stands around every page: the ways to the other pages (a rail on tablets and desks, a bar
//! below on phones), the line at the top, and the place of the page itself.

mod appearance;
mod later;
mod opened;
mod rail;
mod saving;
mod top_line;
mod update;

use leptos::prelude::*;

pub use later::Later;
pub use opened::Opened;

use crate::{platform::preferences, ui::i18n::*};

/// The frame of the app, with the page in it.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class="skip"
            on:click=move |_| {
                preferences::focus("#main");
            }
        >
            {t!(i18n, shell.skip_to_content)}
        </button>
        <div class="shell">
            <rail::Rail />
            <top_line::TopLine />
            <update::UpdateNotice />
            <main id="main" class="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}
