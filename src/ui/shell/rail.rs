//! Main navigation, the same for all screen sizes; on a phone, some destinations are in the menu *More*.

use leptos::{either::Either, prelude::*};

use crate::ui::{
    components::{Glyph, Icon, Popover, Trigger},
    i18n::*,
    navigation::use_navigation,
    routes::Page,
};

/// Destination of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Today,
    Customers,
    Visits,
    Requests,
    Plans,
    Segments,
    Surveys,
    Satisfaction,
    Settings,
    Import,
    Data,
}

impl Place {
    /// Daily work, in the upper part.
    const WORK: &'static [Self] = &[
        Self::Today,
        Self::Customers,
        Self::Visits,
        Self::Requests,
        Self::Plans,
        Self::Segments,
        Self::Satisfaction,
        Self::Surveys,
    ];
    /// Occasional work, in the lower part.
    const UPKEEP: &'static [Self] = &[Self::Settings, Self::Import, Self::Data];
    /// Destinations that a phone shows in the menu *More*.
    const MORE: &'static [Self] = &[
        Self::Plans,
        Self::Segments,
        Self::Satisfaction,
        Self::Surveys,
        Self::Settings,
        Self::Import,
        Self::Data,
    ];

    const fn icon(self) -> Icon {
        match self {
            Self::Today => Icon::Today,
            Self::Customers => Icon::Customers,
            Self::Visits => Icon::Visits,
            Self::Requests => Icon::Requests,
            Self::Plans => Icon::Plans,
            Self::Segments => Icon::Segments,
            Self::Surveys => Icon::Surveys,
            Self::Satisfaction => Icon::Satisfaction,
            Self::Settings => Icon::Settings,
            Self::Import => Icon::Import,
            Self::Data => Icon::Data,
        }
    }

    fn page(self) -> Page {
        match self {
            Self::Today => Page::Today,
            Self::Customers => Page::Customers,
            Self::Visits => Page::Visits,
            Self::Requests => Page::Requests,
            Self::Plans => Page::Plans,
            Self::Segments => Page::Segments,
            Self::Surveys => Page::Surveys,
            Self::Satisfaction => Page::Satisfaction,
            Self::Settings => Page::Settings,
            Self::Import => Page::Import,
            Self::Data => Page::Data,
        }
    }

    /// Returns the destination that a page belongs to; `None` for a page outside the navigation.
    fn of(page: &Page) -> Option<Self> {
        Some(match page {
            Page::Today => Self::Today,
            Page::Customers | Page::Customer(_) => Self::Customers,
            Page::Visits | Page::Visit(_) | Page::ServiceKept => Self::Visits,
            Page::Requests | Page::Request(_) | Page::Actions => Self::Requests,
            Page::Plans | Page::Plan(_) => Self::Plans,
            Page::Segments => Self::Segments,
            Page::Surveys | Page::Survey(_) => Self::Surveys,
            Page::Satisfaction => Self::Satisfaction,
            Page::Settings => Self::Settings,
            Page::Import => Self::Import,
            Page::Data => Self::Data,
            Page::Search | Page::Unknown(_) => return None,
        })
    }
}

/// Rail on the left, or bar at the bottom of a phone.
#[component]
pub fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let here = {
        let navigation = use_navigation();
        Memo::new(move |_| Place::of(&navigation.page()))
    };
    let link = move |place: Place| view! { <RailLink place=place here=here /> };
    let minor = move |place: Place| {
        if Place::MORE.contains(&place) {
            Either::Left(view! { <span class="rail-minor">{link(place)}</span> })
        } else {
            Either::Right(link(place))
        }
    };
    view! {
        <nav class="rail" aria-label=move || t_string!(i18n, shell.main_navigation)>
            <a class="rail-mark" href=Page::Today.href() aria-label=move || t_string!(i18n, shell.product)>
                <Glyph icon=Icon::Mark />
            </a>
            {Place::WORK.iter().copied().map(minor).collect_view()}
            <span class="rail-gap" />
            {Place::UPKEEP.iter().copied().map(minor).collect_view()}
            <span class="rail-more">
                <Popover
                    label=move || t_string!(i18n, shell.more)
                    kind=Trigger::Rail
                    is_menu=true
                    trigger=move || {
                        view! {
                            <Glyph icon=Icon::More />
                            <span>{t!(i18n, shell.more)}</span>
                        }
                    }
                    pressed=Signal::derive(move || here.get().is_some_and(|place| Place::MORE.contains(&place)))
                >
                    <div class="menu">
                        {Place::MORE.iter().copied().map(link).collect_view()}
                    </div>
                </Popover>
            </span>
        </nav>
    }
}

#[component]
fn RailLink(place: Place, here: Memo<Option<Place>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || match place {
        Place::Today => t_string!(i18n, shell.today),
        Place::Customers => t_string!(i18n, shell.customers),
        Place::Visits => t_string!(i18n, shell.visits),
        Place::Requests => t_string!(i18n, shell.requests),
        Place::Plans => t_string!(i18n, shell.plans),
        Place::Segments => t_string!(i18n, shell.segments),
        Place::Surveys => t_string!(i18n, shell.surveys),
        Place::Satisfaction => t_string!(i18n, shell.satisfaction),
        Place::Settings => t_string!(i18n, shell.settings),
        Place::Import => t_string!(i18n, shell.import),
        Place::Data => t_string!(i18n, shell.data),
    };
    view! {
        <a
            class="rail-item"
            href=place.page().href()
            aria-current=move || (here.get() == Some(place)).then_some("page")
        >
            <Glyph icon=place.icon() />
            <span>{name}</span>
        </a>
    }
}
