//! Tabs that connect the lists of requests (诉求), promises (承诺) and notices (通知).

use leptos::prelude::*;

use crate::ui::{
    components::{Tabs, tabs_of},
    i18n::*,
    labels::worded,
    routes::Page,
};

worded! {
    /// Tab of a list.
    pub enum FollowUpTab {
        /// Requests of customers.
        Requests = "" => requests.title,
        /// Actions promised to customers.
        Promises = "promises" => shell.actions,
        /// Notices for customers.
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

/// Tabs of the three lists.
#[component]
pub fn FollowUpTabs(
    /// Current list.
    #[prop(into)]
    shown: Signal<FollowUpTab>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tabs = tabs_of(Memo::new(move |_| shown.get()), FollowUpTab::href);
    view! { <Tabs label=move || t_string!(i18n, requests.parts) tabs=tabs /> }
}
