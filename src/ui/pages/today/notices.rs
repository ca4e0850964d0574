//! Notices at the top of the page, one line each. New notices are added here.

use leptos::prelude::*;

use super::{first::MadeUp, holidays::HolidaysEnd};

/// The notices; empty if none applies.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="today-notices">
            <MadeUp />
            <HolidaysEnd />
        </div>
    }
}
