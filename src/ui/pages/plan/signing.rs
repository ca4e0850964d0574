//! The customer's signature under a plan or a review: written by hand, where it is wanted.

use leptos::prelude::*;

use crate::ui::{
    components::{Pen, Stroke, drawing},
    i18n::*,
};

/// The size of the surface, in units of its own.
const SURFACE: (u32, u32) = (720, 200);

/// Where the customer signs; it may stay empty.
#[component]
pub fn SigningPad(strokes: RwSignal<Vec<Stroke>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="field">
            <span class="field-label" aria-hidden="true">{t!(i18n, plan.signature)}</span>
            <Pen label=move || t_string!(i18n, plan.signature) size=SURFACE strokes=strokes />
        </div>
    }
}

/// What was written, as SVG; `None` where nothing was.
pub fn drawn(strokes: RwSignal<Vec<Stroke>>) -> Option<String> {
    strokes.with_untracked(|strokes| (!strokes.is_empty()).then(|| drawing(strokes, SURFACE)))
}
