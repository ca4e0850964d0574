//! One of a few, all of them in sight: a row of buttons of which one is pressed.

use leptos::prelude::*;

use super::unique_id;

/// A row of choices. For more than five, a `<select>` ([`super::form::Select`]) reads better.
#[component]
pub fn Choice<T>(
    /// What is chosen.
    #[prop(into)]
    label: TextProp,
    /// The choices, each with its word.
    #[prop(into)]
    options: Signal<Vec<(T, String)>>,
    /// The chosen one.
    #[prop(into)]
    value: Signal<T>,
    /// Another one was chosen.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = unique_id("choice");
    let buttons = move || {
        options
            .get()
            .into_iter()
            .map(|(option, text)| {
                let chosen = option.clone();
                let name = name.clone();
                view! {
                    <label>
                        <input
                            type="radio"
                            name=name
                            prop:checked=move || value.get() == option
                            on:change=move |_| on_choose.run(chosen.clone())
                        />
                        <span>{text}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <div class="choice" role="radiogroup" aria-label=move || label.get()>
            {buttons}
        </div>
    }
}
