//! Entry of the passphrase of an exchange file.

use leptos::{html, prelude::*};
use leptos_i18n::td_string;

use crate::{
    state::commands::exchange::{SHORTEST, is_long_enough, trimmed},
    ui::{
        components::{Switch, keep_in_sight, unique_id},
        i18n::*,
    },
};

/// Error in the entered passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was entered.
    Missing,
    /// Too short for a new file.
    Short,
    /// The repetition differs.
    Differs,
    /// Not the passphrase of the file.
    Wrong,
}

impl Fault {
    /// Returns the error message.
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::Missing => td_string!(locale, data.exchange_missing).to_owned(),
            Self::Short => say!(locale, data.exchange_short, count = SHORTEST),
            Self::Differs => td_string!(locale, data.exchange_differs).to_owned(),
            Self::Wrong => td_string!(locale, data.exchange_wrong).to_owned(),
        }
    }
}

/// Returns the fault of a new passphrase that was entered twice.
pub fn fault(first: &str, again: &str) -> Option<Fault> {
    if trimmed(first).is_empty() {
        Some(Fault::Missing)
    } else if !is_long_enough(first) {
        Some(Fault::Short)
    } else {
        (trimmed(first) != trimmed(again)).then_some(Fault::Differs)
    }
}

/// Field for a passphrase. No draft of it is kept. With an error, it gets the focus with its text selected.
#[component]
pub fn PassphraseField(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Entered passphrase.
    value: RwSignal<String>,
    /// True to show the characters.
    is_shown: RwSignal<bool>,
    /// Error below the field.
    error: Signal<Option<String>>,
    /// Called when Enter is pressed.
    on_enter: Callback<()>,
) -> impl IntoView {
    let id = unique_id("passphrase");
    let about = format!("{id}-about");
    let described = about.clone();
    let node = NodeRef::<html::Div>::new();
    let input = NodeRef::<html::Input>::new();
    keep_in_sight(node, error);
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| error.with(Option::is_some)) {
            let _ = input.focus();
            input.select();
        }
    });
    view! {
        <div node_ref=node class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            <input
                node_ref=input
                id=id
                type=move || { if is_shown.get() { "text" } else { "password" } }
                aria-describedby=described
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    // Enter that ends the composition of a Chinese word is not meant for the form.
                    if event.key() == "Enter" && !event.is_composing() {
                        on_enter.run(());
                    }
                }
            />
            <div id=about class="field-about">
                {move || {
                    error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })
                }}
                {hint.map(|hint| view! { <p class="quiet-text">{move || hint.get()}</p> })}
            </div>
        </div>
    }
}

/// Switch that shows the characters of the passphrase.
#[component]
pub fn ShowPassphrase(
    /// True to show the characters.
    is_shown: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Switch
            label=move || t_string!(i18n, data.exchange_show)
            value=is_shown
            on_change=move |on| is_shown.set(on)
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_passphrase_is_long_enough_and_entered_alike_twice() {
        for (first, again, expected) in [
            ("", "", Some(Fault::Missing)),
            ("  ", "", Some(Fault::Missing)),
            ("1234567", "1234567", Some(Fault::Short)),
            ("12345678", "12345679", Some(Fault::Differs)),
            ("12345678", "12345678 ", None),
        ] {
            assert_eq!(fault(first, again), expected, "{first} {again}");
        }
    }
}
