//! 设置: the rules of the workspace, a part each. What a rule means is the domain's; how the device looks
//! is on the page of the data, and who works here stands at the top of every page.

mod calendar;
mod departments;
mod escalation;
mod green_channel;
mod held;
mod limits;
mod people;
mod plans;
mod private;
mod standard;
mod visiting;

use leptos::prelude::*;

use crate::ui::{
    components::{ButtonLink, Icon, PageHead, Tab, Tabs},
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
    Plans,
    Limits,
    Calendar,
    Routing,
    GreenChannel,
    People,
    Private,
}

impl Part {
    const ALL: [Self; 9] = [
        Self::Standard,
        Self::Visiting,
        Self::Plans,
        Self::Limits,
        Self::Calendar,
        Self::Routing,
        Self::GreenChannel,
        Self::People,
        Self::Private,
    ];

    /// The stable name, as in the address.
    const fn name(self) -> &'static str {
        match self {
            Self::Standard => "",
            Self::Visiting => "visiting",
            Self::Plans => "plans",
            Self::Limits => "limits",
            Self::Calendar => "calendar",
            Self::Routing => "routing",
            Self::GreenChannel => "green",
            Self::People => "people",
            Self::Private => "private",
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
                Part::Plans => t_string!(i18n, plans.set_templates),
                Part::Limits => t_string!(i18n, settings.limits),
                Part::Calendar => t_string!(i18n, settings.calendar),
                Part::Routing => t_string!(i18n, settings.routing),
                Part::GreenChannel => t_string!(i18n, field_work.offer_green_channel),
                Part::People => t_string!(i18n, people.title),
                Part::Private => t_string!(i18n, capture.setting),
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
        Part::Plans => view! { <plans::TemplatesPart /> }.into_any(),
        Part::Limits => view! {
            <limits::Limits />
            <escalation::EscalationCard />
        }
        .into_any(),
        Part::Calendar => view! { <calendar::CalendarPart /> }.into_any(),
        Part::Routing => view! { <departments::DepartmentsPart /> }.into_any(),
        Part::GreenChannel => view! { <green_channel::GreenChannelCard /> }.into_any(),
        Part::People => view! { <people::PeoplePart /> }.into_any(),
        Part::Private => view! { <private::PrivatePart /> }.into_any(),
    };
    view! {
        <div class="page settings">
            <PageHead
                over=move || t_string!(i18n, settings.over)
                title=move || t_string!(i18n, settings.title)
            >
                <ButtonLink
                    label=move || t_string!(i18n, kept.title)
                    icon=Icon::Check
                    href=Page::ServiceKept.href()
                />
            </PageHead>
            <Tabs label=move || t_string!(i18n, settings.parts) tabs=tabs />
            <div class="stack loose">{content}</div>
        </div>
    }
}
