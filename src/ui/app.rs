//! The root: language, address and preferences, the shell, and which page stands in it.

use std::{str::FromStr, time::Duration};

use leptos::prelude::*;

use super::{
    components::{ToastPlace, Toasts},
    i18n::*,
    navigation::Navigation,
    pages,
    routes::Page,
    shell::Shell,
};
use crate::{
    platform::preferences,
    state::{address::Address, preferences::Preferences, workspace::Workspace},
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_context(Preferences::follow());
    Toasts::provide();
    Workspace::provide();
    let navigation = Navigation::provide(Address::follow());
    listen_for_search(navigation);
    view! {
        <I18nContextProvider set_lang_attr_on_html=false>
            <Spoken />
            <Shell>
                <CurrentPage navigation=navigation />
            </Shell>
            <ToastPlace />
        </I18nContextProvider>
    }
}

/// Keeps the document's language in step with the page's, and the page's with what was remembered.
#[component]
fn Spoken() -> impl IntoView {
    let i18n = use_i18n();
    let remembered = expect_context::<Preferences>().language;
    if let Some(locale) = remembered
        .get_untracked()
        .and_then(|code| Locale::from_str(&code).ok())
    {
        i18n.set_locale(locale);
    }
    Effect::new(move |_| {
        preferences::set_root_attribute(
            "lang",
            match i18n.get_locale() {
                Locale::zh => "zh-CN",
                Locale::en => "en",
            },
        );
    });
}

#[component]
fn CurrentPage(navigation: Navigation) -> impl IntoView {
    let page = Memo::new(move |_| navigation.page());
    move || match page.get() {
        Page::Unknown(address) => {
            view! { <pages::not_found::NotFound address=address /> }.into_any()
        }
        other => view! { <pages::not_found::NotFound address=other.href() /> }.into_any(),
    }
}

/// `/` goes to the search of this page, or to the customers' where it has none.
fn listen_for_search(navigation: Navigation) {
    const SEARCH: &str = "[data-search]";
    preferences::listen_keys(move |key| {
        if key != "/" {
            return false;
        }
        if !preferences::focus(SEARCH) {
            navigation.go(&Page::Customers.route());
            set_timeout(
                move || drop(preferences::focus(SEARCH)),
                Duration::from_millis(60),
            );
        }
        true
    });
}
