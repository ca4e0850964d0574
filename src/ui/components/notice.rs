//! Notice on a page, shown while a condition holds: sample data, an indicative figure. Completed actions are reported
//! by a toast.

use leptos::prelude::*;

use super::tag::{Tag, Tone};

/// Notice.
#[component]
pub fn Notice(
    /// Condition, in a word or two.
    #[prop(into)]
    word: TextProp,
    /// Explanation of the condition.
    #[prop(into)]
    text: TextProp,
    /// Tone of the notice.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Buttons that resolve the condition.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=move || format!("notice on-{}", tone.get().class()) role="note">
            <Tag text=word tone=tone />
            <p>{move || text.get()}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
