//! 诉求, 承诺, 通知: the three lists of what is under way with customers, one tap from each other.

use leptos::prelude::*;

use crate::ui::{
    components::{Tabs, tabs_of},
    i18n::*,
    labels::worded,
    routes::Page,
};

worded! {
    /// One of the lists.
    pub enum FollowUpTab {
        /// What customers asked for.
        Requests = "" => requests.title,
        /// What was promised to them.
        Promises = "promises" => shell.actions,
        /// What they are told.
        Notices = "notices" => requests.notices,
    }
}

impl FollowUpTab {
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
    let tabs = tabs_of(Memo::new(move |_| shown.get()), FollowUpTab::href);
    view! { <Tabs label=move || t_string!(i18n, requests.parts) tabs=tabs /> }
}
