//! Sharing of the summary through the system's share sheet, or through the clipboard without one.

use leptos::prelude::*;

use super::parts;
use crate::{
    state::{
        files::{Shared, share},
        task,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Icon, Message, use_toasts},
        i18n::*,
        shared::sheet::text,
    },
};

/// Button to share the summary.
#[component]
pub fn Share(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let report = captured.for_customer();
    let press = move |()| {
        let title = t_string!(i18n, visit.sheet_title).to_owned();
        let parts = untrack(|| parts(i18n.get_locale(), workspace, &report.read()));
        let text = text(&title, &parts);
        task::spawn(async move {
            match share(&title, &text).await {
                Shared::Handed => {}
                Shared::Copied => {
                    toasts.done(Message::of(|locale| td_string!(locale, visit.copied)));
                }
                Shared::Refused => {
                    toasts.failed(Message::of(|locale| td_string!(locale, visit.not_shared)));
                }
            }
        });
    };
    view! { <Button label=move || t_string!(i18n, visit.share) icon=Icon::Share on_press=press /> }
}
