//! Choices of language and theme, used in several places. The result is a preference of the device.

use leptos::prelude::*;

use super::{components::Choice, i18n::*};
use crate::state::preferences::{Preferences, Theme};

/// Choice of the language; takes effect immediately.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let i18n = use_i18n();
    let preferences: Preferences = expect_context();
    let languages = Signal::derive(move || {
        vec![
            (Locale::zh, t_string!(i18n, shell.language_zh).to_owned()),
            (Locale::en, t_string!(i18n, shell.language_en).to_owned()),
        ]
    });
    view! {
        <Choice
            label=move || t_string!(i18n, shell.language)
            options=languages
            value=Signal::derive(move || i18n.get_locale())
            on_choose=move |locale: Locale| {
                i18n.set_locale(locale);
                preferences.language.set(Some(locale.as_str().to_owned()));
            }
        />
    }
}

/// Choice of the theme; takes effect immediately.
#[component]
pub fn ThemeChoice() -> impl IntoView {
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
    view! {
        <Choice
            label=move || t_string!(i18n, shell.theme)
            options=themes
            value=preferences.theme
            on_choose=move |theme| preferences.theme.set(theme)
        />
    }
}
