//! What this device prefers, as signals that remember themselves. Preferences are not part of the
//! workspace: a shared tablet has its theme, whoever works on it.

use leptos::prelude::*;

use crate::platform::preferences;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order it is offered.
    pub const ALL: &'static [Self] = &[Self::System, Self::Light, Self::Dark];

    /// The stable name, as remembered.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The preferences of this device.
#[derive(Clone, Copy, Debug)]
pub struct Preferences {
    /// The theme.
    pub theme: RwSignal<Theme>,
    /// The language's code, when a person chose one.
    pub language: RwSignal<Option<String>>,
    /// The columns of the table of customers, when a person chose them.
    pub columns: RwSignal<Option<Vec<String>>>,
    /// Lists show everybody's work rather than that of the person working here.
    pub everybodys: RwSignal<bool>,
    /// Whether the place of a check-in is kept, where the system allows that.
    pub visit_place: RwSignal<bool>,
    /// Whether the place of a photo is kept.
    pub photo_place: RwSignal<bool>,
}

impl Preferences {
    /// Reads what is remembered, and from now on remembers what changes.
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

/// A choice of yes or no that remembers itself.
fn remembered_flag(name: &'static str, default: bool) -> RwSignal<bool> {
    let flag = RwSignal::new(preferences::load(name).map_or(default, |text| text == "yes"));
    Effect::watch(
        move || flag.get(),
        move |flag, _, _| preferences::save(name, if *flag { "yes" } else { "no" }),
        false,
    );
    flag
}
