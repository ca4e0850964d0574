//! 设置: the rules of the workspace, a part each. What a rule means is the domain's.

mod held;
mod standard;
mod visiting;

use leptos::prelude::*;

use crate::ui::{
    components::{PageHead, Tab, Tabs},
    i18n::*,
    navigation::use_navigation,
    routes::Page,
};

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Standard,
    Visiting,
}

impl Part {
    const ALL: [Self; 2] = [Self::Standard, Self::Visiting];

    /// The stable name, as in the address.
    const fn name(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::Visiting => "visiting",
        }
    }

    fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|part| part.name() == name);
        found.unwrap_or_default()
    }
}

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let named = use_navigation().filter("part");
    let part = Memo::new(move |_| Part::named(named.get().as_deref().unwrap_or_default()));
    let tabs = Signal::derive(move || {
        let tab = |shown: Part| Tab {
            text: match shown {
                Part::Standard => t_string!(i18n, visits.set_standard),
                Part::Visiting => t_string!(i18n, visits.set_visiting),
            }
            .to_owned(),
            href: Page::Settings.route().with("part", shown.name()).href(),
            is_current: part.get() == shown,
        };
        Part::ALL.map(tab).to_vec()
    });
    let content = move || match part.get() {
        Part::Standard => view! { <standard::StandardPart /> }.into_any(),
        Part::Visiting => view! { <visiting::VisitingPart /> }.into_any(),
    };
    view! {
        <div class="page settings">
            <PageHead
                over=move || t_string!(i18n, settings.over)
                title=move || t_string!(i18n, settings.title)
            />
            <Tabs label=move || t_string!(i18n, settings.parts) tabs=tabs />
            <div class="stack loose">{content}</div>
        </div>
    }
}
