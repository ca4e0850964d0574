//! Preparation before the tablet is handed over for the first time: the manager sets a PIN for its return, or decides
//! against one.

use leptos::prelude::*;

use crate::{
    state::private_mode::use_private_mode,
    ui::{
        components::{Button, Emphasis, Glyph, Icon},
        i18n::*,
        shared::pin_form::PinForm,
    },
};

/// Question to the manager, who still holds the tablet.
#[component]
pub fn Prepare() -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    view! {
        <div class="capture-body capture-prepare">
            <Glyph icon=Icon::Lock />
            <h1>{t!(i18n, capture.prepare)}</h1>
            <p>{t!(i18n, capture.prepare_text)}</p>
            <PinForm label=move || t_string!(i18n, capture.pin_set) on_set=|()| () />
            <div class="prepare-without">
                <p class="quiet-text">{t!(i18n, capture.without_text)}</p>
                <Button
                    label=move || t_string!(i18n, capture.without)
                    on_press=move |()| private.go_without()
                />
                <Button
                    label=move || t_string!(i18n, capture.not_now)
                    emphasis=Emphasis::Quiet
                    on_press=move |()| private.take_back()
                />
            </div>
        </div>
    }
}
