//! Text that was typed before the app was last closed, and not saved.

use leptos::prelude::*;

use super::{
    button::{Button, Emphasis},
    typing::Typing,
};
use crate::ui::i18n::*;

/// Line that offers to save or discard unsaved text.
#[component]
pub fn Unsaved(
    /// Called to save the text.
    #[prop(into)]
    on_save: Callback<()>,
    /// Called to discard the text.
    #[prop(into)]
    on_discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="field-unsaved" role="status">
            <span>{t!(i18n, labels.draft_unsaved)}</span>
            <Button
                label=move || t_string!(i18n, labels.draft_save)
                emphasis=Emphasis::Quiet
                on_press=on_save
            />
            <Button
                label=move || t_string!(i18n, labels.draft_discard)
                emphasis=Emphasis::Quiet
                on_press=on_discard
            />
        </p>
    }
}

/// Line below a field that shows unsaved text from before the app was last closed, with buttons to save or discard it.
#[component]
pub fn FromBefore(
    /// Text of the field.
    typing: Typing,
) -> impl IntoView {
    view! {
        <Show when=move || typing.from_before().is_some()>
            <Unsaved
                on_save=move |()| {
                    if let Some(text) = typing.from_before() {
                        typing.left(text);
                    }
                }
                on_discard=move |()| typing.discard()
            />
        </Show>
    }
}
