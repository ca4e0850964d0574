//! Progress of a running task: its name, the share done, the remainder, and a button to cancel it.

use leptos::prelude::*;

use super::button::{Button, Emphasis};
use crate::ui::i18n::*;

/// Progress of a running task.
#[component]
pub fn Progress(
    /// Name of the task.
    #[prop(into)]
    label: TextProp,
    /// Share done, 0 to 1; `None` if unknown.
    #[prop(into)]
    done: Signal<Option<f64>>,
    /// Amount of work left.
    #[prop(into, optional)]
    detail: Option<TextProp>,
    /// Cancels the task; without it, the task cannot be cancelled.
    #[prop(into, optional)]
    on_cancel: Option<Callback<()>>,
    /// True to float at the bottom of the window, over the page, so that the page does not move when the task starts or
    /// ends.
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
