//! Entry of a PIN: the field, and the form that sets a PIN by typing it twice.

use leptos::prelude::*;

use crate::{
    state::{pin::PinError, private_mode::use_private_mode, task},
    ui::{
        components::{Button, Emphasis, unique_id},
        i18n::*,
    },
};

/// Field for a PIN.
#[component]
pub fn PinField(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Typed digits.
    value: RwSignal<String>,
    /// Called when Enter is pressed.
    #[prop(into)]
    on_enter: Callback<()>,
    /// Error below the field.
    #[prop(into, optional)]
    error: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let id = unique_id("pin");
    view! {
        <div class="field pin-field">
            <label for=id.clone()>{move || label.get()}</label>
            <input
                id=id
                type="password"
                inputmode="numeric"
                autocomplete="off"
                maxlength="8"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        on_enter.run(());
                    }
                }
            />
            {error
                .map(|error| {
                    view! {
                        <p class="field-error" role="alert">
                            {move || error.get()}
                        </p>
                    }
                })}
        </div>
    }
}

/// Form that sets a PIN: two fields and a button.
#[component]
pub fn PinForm(
    /// Label of the button.
    #[prop(into)]
    label: TextProp,
    /// Called when the PIN is set.
    #[prop(into)]
    on_set: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let first = RwSignal::new(String::new());
    let again = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Wrong>);
    let busy = RwSignal::new(false);
    let keep = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        if first.get_untracked() != again.get_untracked() {
            return error.set(Some(Wrong::Differs));
        }
        busy.set(true);
        error.set(None);
        task::detach(async move {
            let kept = private.set_pin(&first.get_untracked()).await;
            let is_here = busy.try_set(false).is_none();
            match kept {
                Ok(()) if is_here => on_set.run(()),
                Ok(()) => {}
                Err(why) => {
                    let _ = error.try_set(Some(Wrong::Pin(why)));
                }
            }
        });
    });
    let said = move || {
        error.get().map(|wrong| match wrong {
            Wrong::Differs => t_string!(i18n, capture.pin_differs),
            Wrong::Pin(PinError::NoPin) => t_string!(i18n, capture.pin_no_pin),
            Wrong::Pin(PinError::Unavailable) => t_string!(i18n, capture.pin_unavailable),
        })
    };
    view! {
        <div class="pin-form">
            <PinField label=move || t_string!(i18n, capture.pin_new) value=first on_enter=keep />
            <PinField label=move || t_string!(i18n, capture.pin_again) value=again on_enter=keep />
            <p class="field-error" role="alert">
                {said}
            </p>
            <Button
                label=label
                emphasis=Emphasis::First
                disabled=Signal::derive(move || {
                    busy.get() || first.read().is_empty() || again.read().is_empty()
                })
                on_press=keep
            />
        </div>
    }
}

#[derive(Clone, Copy)]
enum Wrong {
    Differs,
    Pin(PinError),
}
