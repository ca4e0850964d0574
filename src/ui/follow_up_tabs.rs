//! 诉求, 承诺, 通知: the three lists of what is under way with customers, one tap from each other.

use leptos::prelude::*;

use super::{
    components::{Tab, Tabs},
    i18n::*,
    routes::Page,
};

/// One of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpTab {
    /// What customers asked for.
    Requests,
    /// What was promised to them.
    Promises,
    /// What they are told.
    Notices,
}

impl FollowUpTab {
    const ALL: [Self; 3] = [Self::Requests, Self::Promises, Self::Notices];

    fn href(self) -> String {
        match self {
            Self::Requests => Page::Requests.href(),
            Self::Promises => Page::Actions.href(),
            Self::Notices => Page::Requests.route().with("tab", "notices").href(),
        }
    }
}

/// The ways to the three, with the one that is shown.
#[component]
pub fn FollowUpTabs(
    /// The list that is shown.
    #[prop(into)]
    shown: Signal<FollowUpTab>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tabs = Signal::derive(move || {
        let tab = |list: FollowUpTab| Tab {
            text: match list {
                FollowUpTab::Requests => t_string!(i18n, requests.title),
                FollowUpTab::Promises => t_string!(i18n, shell.actions),
                FollowUpTab::Notices => t_string!(i18n, requests.notices),
            }
            .to_owned(),
            href: list.href(),
            is_current: list == shown.get(),
        };
        FollowUpTab::ALL.map(tab).to_vec()
    });
    view! { <Tabs label=move || t_string!(i18n, requests.parts) tabs=tabs /> }
}
