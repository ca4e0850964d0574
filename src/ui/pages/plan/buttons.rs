//! Buttons of a line.

use busbar_core::domain::{Id, plan::PlanItem};
use leptos::prelude::*;

use super::link::Linking;
use crate::ui::{
    components::{Button, Emphasis, Icon},
    i18n::*,
    shared::new_record::Remove,
};

/// Buttons that link records to a line, show its details, and remove it.
#[component]
pub fn LineButtons(id: Id<PlanItem>, linking: Linking, is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Button
            label=move || t_string!(i18n, plan.link)
            icon=Icon::Attach
            emphasis=Emphasis::Quiet
            on_press=move |()| linking.ask(id)
        />
        <Button
            label=move || {
                if is_open.get() {
                    t_string!(i18n, plan.details_close)
                } else {
                    t_string!(i18n, plan.details)
                }
            }
            icon=Icon::Edit
            emphasis=Emphasis::Quiet
            on_press=move |()| is_open.update(|is_open| *is_open = !*is_open)
        />
        <RemoveLine id=id />
    }
}

/// Button that removes a line; undo restores it.
#[component]
pub fn RemoveLine(id: Id<PlanItem>) -> impl IntoView {
    let i18n = use_i18n();
    view! { <Remove id label=move || t_string!(i18n, plan.remove_line) /> }
}
