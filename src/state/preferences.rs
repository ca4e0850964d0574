//! Preferences of this device, as signals that store their changes. They are not part of the workspace: the theme
//! of a shared tablet is the same for all its users.

use leptos::prelude::*;

use crate::platform::preferences;

/// Colour scheme of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The system's scheme.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in display order.
    pub const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    /// Returns the stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Preferences of this device.
#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    /// Theme.
    pub theme: RwSignal<Theme>,
    /// Language code; `None` if the user has not chosen one.
    pub language: RwSignal<Option<String>>,
    /// Names of the columns in the table of customers; `None` if the user has not chosen any.
    pub columns: RwSignal<Option<Vec<String>>>,
    /// `true` if lists show everybody's work, `false` if only that of the current user.
    pub everybodys: RwSignal<bool>,
    /// `true` if the location of a check-in is stored, provided that the system permits it.
    pub visit_place: RwSignal<bool>,
    /// `true` if the location of a photo is stored.
    pub photo_place: RwSignal<bool>,
}

impl Preferences {
    /// Loads the stored preferences, and stores them whenever they change.
    pub fn follow() -> Self {
        let remembered = preferences::load("theme");
        let theme =
            Theme::ALL.iter().copied().find(|theme| Some(theme.name()) == remembered.as_deref());
        let this = Self {
            theme: RwSignal::new(theme.unwrap_or_default()),
            language: RwSignal::new(preferences::load("language")),
            columns: RwSignal::new(
                preferences::load("columns")
                    .map(|names| names.split(',').map(str::to_owned).collect()),
            ),
            everybodys: remembered_flag("everybodys", false),
            visit_place: remembered_flag("visit_place", true),
            photo_place: remembered_flag("photo_place", false),
        };
        Effect::new(move |_| match this.theme.get() {
            Theme::System => preferences::remove_root_attribute("data-theme"),
            chosen => preferences::set_root_attribute("data-theme", chosen.name()),
        });
        Effect::watch(
            move || this.theme.get(),
            |theme, _, _| preferences::save("theme", theme.name()),
            false,
        );
        Effect::watch(
            move || this.language.get(),
            |language, _, _| {
                if let Some(language) = language {
                    preferences::save("language", language);
                }
            },
            false,
        );
        Effect::watch(
            move || this.columns.get(),
            |columns, _, _| {
                if let Some(columns) = columns {
                    preferences::save("columns", &columns.join(","));
                }
            },
            false,
        );
        this
    }
}

/// Loads a boolean preference as a signal, and stores it whenever it changes.
fn remembered_flag(name: &'static str, default: bool) -> RwSignal<bool> {
    let flag = RwSignal::new(preferences::load(name).map_or(default, |text| text == "yes"));
    Effect::watch(
        move || flag.get(),
        move |flag, _, _| preferences::save(name, if *flag { "yes" } else { "no" }),
        false,
    );
    flag
}
