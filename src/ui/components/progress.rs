//! Long work on its way: what, how much is done, how much is left, and a way to stop it.

use leptos::prelude::*;

use super::button::{Button, Emphasis};
use crate::ui::i18n::*;

/// Work on its way.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: TextProp,
    /// The share that is done, 0 to 1; `None` while that is not known.
    #[prop(into)]
    done: Signal<Option<f64>>,
    /// What and how much is left.
    #[prop(into, optional)]
    detail: Option<TextProp>,
    /// Stops it; without, it cannot be stopped.
    #[prop(into, optional)]
    on_cancel: Option<Callback<()>>,
    /// At the foot of the window, over the page: what is below a finger does not move when the work
    /// starts or ends.
    #[prop(optional)]
    floats: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = label.clone();
    view! {
        <div class="progress" class:floats=floats role="status">
            <div class="grow">
                <p>{move || label.get()}</p>
                <progress
                    aria-label=move || name.get()
                    max="1"
                    prop:value=move || done.get().unwrap_or_default()
                    class:unknown=move || done.get().is_none()
                />
                {detail.map(|detail| view! { <small>{move || detail.get()}</small> })}
            </div>
            {on_cancel
                .map(|cancel| {
                    view! {
                        <Button
                            label=move || t_string!(i18n, labels.cancel)
                            emphasis=Emphasis::Plain
                            on_press=cancel
                        />
                    }
                })}
        </div>
    }
}
