//! Notice of writes that failed, until they succeed or are dismissed. The save status in the top line links here.

use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Button, Notice, Tone},
        i18n::*,
        labels,
    },
};

/// Notice of failed writes; nothing if there are none.
#[component]
pub fn Unsaved() -> impl IntoView {
    let i18n = use_i18n();
    let saving = use_workspace().saving;
    let failed = Memo::new(move |_| {
        saving.with(|saving| {
            let failure = saving.failure()?;
            Some((saving.failed(), failure.error.clone()))
        })
    });
    let text = move || {
        let locale = i18n.get_locale();
        failed.get().map_or_else(String::new, |(count, error)| {
            say!(i18n, data.unsaved, count = count, reason = labels::ledger_error(locale, &error))
        })
    };
    view! {
        <Show when=move || failed.read().is_some()>
            <Notice word=move || t_string!(i18n, shell.not_saved) text=text tone=Tone::Bad>
                <Button
                    label=move || t_string!(i18n, data.put_aside)
                    on_press=move |()| saving.update(|saving| saving.put_aside())
                />
            </Notice>
        </Show>
    }
}
