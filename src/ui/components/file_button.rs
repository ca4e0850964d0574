//! A button that lets a person choose files: the browser's own file input under the look of a button.

use leptos::{ev, prelude::*};

use super::{
    button::Emphasis,
    icon::{Glyph, Icon},
};

/// Chooses files.
#[component]
pub fn FileButton(
    /// What they are for.
    #[prop(into)]
    label: TextProp,
    /// The endings and types that are offered: `.csv,text/csv`.
    accept: &'static str,
    /// Several at once.
    #[prop(optional)]
    multiple: bool,
    /// Offers the camera on the back of the device first, where it has one.
    #[prop(optional)]
    camera: bool,
    /// How much attention it asks for.
    #[prop(optional)]
    emphasis: Emphasis,
    /// An icon before the word.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Some were chosen: the event of the input that holds them.
    #[prop(into)]
    on_choose: Callback<ev::Event>,
) -> impl IntoView {
    view! {
        <label class=format!("{} file-button", emphasis.class())>
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            <span>{move || label.get()}</span>
            <input
                type="file"
                accept=accept
                multiple=multiple
                capture=camera.then_some("environment")
                on:change=move |event| on_choose.run(event)
            />
        </label>
    }
}
