//! Choice of one option from a few, all of them visible: a row of radio buttons.

use leptos::prelude::*;

use super::unique_id;

/// Row of options. With more than five, use [`super::form::Select`].
#[component]
pub fn Choice<T>(
    /// Accessible name of the choice.
    #[prop(into)]
    label: TextProp,
    /// Options with their labels.
    #[prop(into)]
    options: Signal<Vec<(T, String)>>,
    /// Chosen option.
    #[prop(into)]
    value: Signal<T>,
    /// Called with the option that the user chooses.
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
