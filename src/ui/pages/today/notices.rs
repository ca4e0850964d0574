//! Notices to read before anything else of the day: a line each, at the top. Add another notice as another
//! line here.

use leptos::prelude::*;

use super::{first::MadeUp, holidays::HolidaysEnd};

/// The notices; nothing where there is nothing to know.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="today-notices">
            <MadeUp />
            <HolidaysEnd />
        </div>
    }
}
