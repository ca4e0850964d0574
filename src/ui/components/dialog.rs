//! A question that stands before everything else, as the browser's own `<dialog>`: it keeps the
//! focus, closes on Escape and gives the focus back.

use leptos::{html, prelude::*};

use super::{
    button::{Button, Emphasis},
    icon::Icon,
    unique_id,
};
use crate::ui::i18n::*;

/// A dialog. Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    /// What it asks.
    #[prop(into)]
    title: TextProp,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Takes the width of a form rather than of a question.
    #[prop(optional)]
    wide: bool,
    /// The matter, with its buttons in a [`DialogFoot`].
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("dialog");
    let heading = id.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        if let Some(dialog) = dialog.get() {
            match (wanted, dialog.open()) {
                // Refused only when it is already open or not on the page; both leave it as it is.
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            class:wide=wide
            aria-labelledby=id
            on:close=move |_| open.set(false)
        >
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                <Button
                    label=move || t_string!(i18n, labels.close)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| open.set(false)
                />
            </header>
            <Show when=move || open.get()>
                <div class="dialog-body">{children()}</div>
            </Show>
        </dialog>
    }
}

/// The foot of a dialog that does one thing: leave it, or do it.
#[component]
pub fn DialogFoot(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// What it does.
    #[prop(into)]
    label: TextProp,
    /// Cannot be done now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="dialog-foot">
            <Button label=move || t_string!(i18n, labels.cancel) on_press=move |()| open.set(false) />
            <Button label=label emphasis=Emphasis::First disabled=disabled on_press=on_press />
        </div>
    }
}
