//! 设置: the rules of the workspace, one tab for each group. Their meaning is defined in the domain. The appearance of
//! the app is set on the data page, and the current user at the top of every page.

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
    components::{ButtonLink, Icon, PageHead, Tabs, tabs_of},
    i18n::*,
    labels::worded,
    navigation::use_navigation,
    routes::Page,
};

worded! {
    /// A tab of the page.
    pub enum Part {
        Standard = "" => visits.set_standard,
        Visiting = "visiting" => visits.set_visiting,
        Plans = "plans" => plans.set_templates,
        Limits = "limits" => settings.limits,
        Calendar = "calendar" => settings.calendar,
        Routing = "routing" => settings.routing,
        GreenChannel = "green" => field_work.offer_green_channel,
        People = "people" => people.title,
        Private = "private" => capture.setting,
    }
}

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    let part = use_navigation().part::<Part>("part");
    let href = |shown: Part| Page::Settings.route().with("part", shown.name()).href();
    let tabs = tabs_of(part, href);
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
