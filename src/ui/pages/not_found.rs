//! Page for an address that matches no route.

use leptos::prelude::*;

use crate::ui::{components::ButtonLink, i18n::*, routes::Page};

/// Page that shows the unknown address and links to the start page.
#[component]
pub fn NotFound(
    /// The unknown address.
    address: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="empty">
            <h1>{t!(i18n, shell.not_found_title)}</h1>
            <p>{move || t_string!(i18n, shell.not_found_text, address = address.as_str())}</p>
            <ButtonLink label=move || t_string!(i18n, shell.back_to_today) href=Page::Today.href() />
        </section>
    }
}
