//! Button for choosing files: the browser's file input, styled as a button.

use leptos::{ev, prelude::*};

use super::{
    button::Emphasis,
    icon::{Glyph, Icon},
};

/// Button for choosing files.
#[component]
pub fn FileButton(
    /// Label of the button.
    #[prop(into)]
    label: TextProp,
    /// Accepted file extensions and MIME types: `.csv,text/csv`.
    accept: &'static str,
    /// True if several files can be chosen at once.
    #[prop(optional)]
    multiple: bool,
    /// True to open the rear camera of the device first, if it has one.
    #[prop(optional)]
    camera: bool,
    /// Visual weight.
    #[prop(optional)]
    emphasis: Emphasis,
    /// Icon before the label.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Called with the change event of the input, which holds the chosen files.
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
