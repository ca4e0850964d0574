//! Current user, language and theme of this device.

use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        appearance::{LanguageChoice, ThemeChoice},
        components::Card,
        i18n::*,
    },
};

/// Card of the device.
#[component]
pub fn DeviceCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <Card title=move || t_string!(i18n, data.device)>
            <div class="stack loose">
                <div class="field">
                    <span class="data-label">{t!(i18n, people.works_here)}</span>
                    <p>{move || workspace.my_name()}</p>
                    <p class="quiet-text">{t!(i18n, people.works_here_hint)}</p>
                </div>
                <div class="field">
                    <span class="data-label">{t!(i18n, shell.language)}</span>
                    <LanguageChoice />
                </div>
                <div class="field">
                    <span class="data-label">{t!(i18n, shell.theme)}</span>
                    <ThemeChoice />
                </div>
            </div>
        </Card>
    }
}
