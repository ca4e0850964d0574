//! Theme and language, changed in place.

use leptos::prelude::*;

use crate::{
    state::preferences::{Preferences, Theme},
    ui::{
        components::{Choice, Glyph, Icon, Popover},
        i18n::*,
    },
};

/// The button that opens the choices.
#[component]
pub fn Appearance() -> impl IntoView {
    let i18n = use_i18n();
    let preferences: Preferences = expect_context();
    let themes = Signal::derive(move || {
        Theme::ALL
            .iter()
            .map(|theme| {
                let text = match theme {
                    Theme::System => t_string!(i18n, shell.theme_system),
                    Theme::Light => t_string!(i18n, shell.theme_light),
                    Theme::Dark => t_string!(i18n, shell.theme_dark),
                };
                (*theme, text.to_owned())
            })
            .collect::<Vec<_>>()
    });
    let languages = Signal::derive(move || {
        vec![
            (Locale::zh, t_string!(i18n, shell.language_zh).to_owned()),
            (Locale::en, t_string!(i18n, shell.language_en).to_owned()),
        ]
    });
    view! {
        <Popover
            label=move || t_string!(i18n, shell.appearance)
            trigger=|| view! { <Glyph icon=Icon::Appearance /> }
        >
            <div class="stack">
                <Choice
                    label=move || t_string!(i18n, shell.language)
                    options=languages
                    value=Signal::derive(move || i18n.get_locale())
                    on_choose=move |locale: Locale| {
                        i18n.set_locale(locale);
                        preferences.language.set(Some(locale.as_str().to_owned()));
                    }
                />
                <Choice
                    label=move || t_string!(i18n, shell.theme)
                    options=themes
                    value=preferences.theme
                    on_choose=move |theme| preferences.theme.set(theme)
                />
            </div>
        </Popover>
    }
}
