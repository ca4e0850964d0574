//! Root of the app: provides the state as context and renders the shell with the current page.

use std::{str::FromStr, time::Duration};

use leptos::prelude::*;

use super::{
    chart_file,
    components::{DraftShelf, Printing, ToastPlace, Toasts},
    i18n::*,
    navigation::Navigation,
    pages, parts,
    routes::Page,
    shell::{FirstStart, Later, Opened, Shell, asks_who},
};
use crate::{
    platform::{preferences, press},
    state::{
        actions::Actions,
        address::Address,
        commands::{archive::Archiver, export::Exporter},
        device::Device,
        import::Desk,
        mine::Mine,
        notices::Notices,
        pinyin::PinyinNow,
        plans::Plans,
        portfolio::PortfolioNow,
        preferences::Preferences,
        private_mode::PrivateMode,
        requests::Requests,
        satisfaction::Satisfaction,
        search::Search,
        segments::Segments,
        service::Service,
        surveys::Surveys,
        task, unfinished,
        updates::{Newer, Offline, Updates},
        visits::Visits,
        workers::Workers,
        workspace::{Opening, Workspace},
    },
};

/// Delay between opening the storage and fetching the remaining code. By then the first screen and all that it needs is
/// shown.
const FETCHED_AFTER: Duration = Duration::from_millis(1500);

/// `later!(page(argument, …))`: a page of [`parts`], shown once its code has been fetched.
macro_rules! later {
    ($page:ident($($argument:expr),*)) => {
        view! {
            <Later
                fetch=parts::$page::fetch
                show=Box::new(move || parts::$page::show($($argument.clone()),*))
            />
        }
        .into_any()
    };
}

/// Root component.
#[component]
pub fn App() -> impl IntoView {
    let preferences = Preferences::follow();
    provide_context(preferences);
    chart_file::provide(Toasts::provide());
    Printing::provide();
    provide_context(DraftShelf {
        load: unfinished::load::<String>,
        save: |name, text| unfinished::save(name, text),
        forget: unfinished::forget,
        forget_all: unfinished::forget_all,
    });
    let workspace = Workspace::provide();
    PortfolioNow::provide(workspace);
    Mine::provide(workspace, preferences.everybodys);
    let surveys = Surveys::provide(workspace);
    let satisfaction = Satisfaction::provide(workspace, surveys);
    let workers = Workers::provide();
    let segments = Segments::provide(workspace, satisfaction, workers);
    let service = Service::provide(workspace, segments);
    let requests = Requests::provide(workspace, service);
    let visits = Visits::provide(workspace, service, satisfaction, requests);
    Plans::provide(workspace, service, requests, visits);
    Notices::provide(workspace, service);
    Actions::provide(workspace);
    Search::provide(workspace, PinyinNow::provide(workers));
    Exporter::provide(workspace, workers);
    Archiver::provide(workspace, workers);
    let device = Device::provide();
    let updates = Updates::provide();
    Effect::new(move || {
        if updates.newer.get() == Newer::Elsewhere {
            workers.start_no_more();
        }
    });
    // Once the storage is open and all of the app is stored on the device, fetching uses no network.
    Effect::new(move || {
        if updates.offline.get() == Offline::Kept && workspace.opening.get() == Opening::Ready {
            set_timeout(|| task::detach(parts::fetch_all()), FETCHED_AFTER);
        }
    });
    Desk::provide();
    let address = Address::follow();
    let private = PrivateMode::provide(address);
    device.ask_when_worth(workspace, private);
    let navigation = Navigation::provide(address);
    let asks_who = asks_who(workspace);
    listen_for_search(navigation, private);
    preferences::leave_field_when_hidden();
    press::listen();
    view! {
        <I18nContextProvider set_lang_attr_on_html=false>
            <Spoken />
            {move || match private.handed() {
                Some(handed) => view! {
                    <Opened>{
                        let handed = handed.clone();
                        later!(capture(handed))
                    }</Opened>
                }
                .into_any(),
                None if asks_who.get() => view! { <FirstStart /> }.into_any(),
                // Toasts name customers and offer to undo actions, so they are shown to the manager only.
                None => view! {
                    <Shell>
                        <Opened>
                            <CurrentPage navigation=navigation />
                        </Opened>
                    </Shell>
                    <ToastPlace />
                }
                .into_any(),
            }}
        </I18nContextProvider>
    }
}

/// Keeps the language attribute of the document in step with the page, and the page with the stored preference.
#[component]
fn Spoken() -> impl IntoView {
    let i18n = use_i18n();
    let remembered = expect_context::<Preferences>().language;
    let chosen = Memo::new(move |_| {
        remembered.with(|code| code.as_ref().and_then(|code| Locale::from_str(code).ok()))
    });
    let speak = move |locale| i18n.set_locale(locale);
    // Immediately, so that nothing is drawn in another language first; and again after the library's own effect, which
    // resets to the browser's language.
    untrack(|| chosen.get().map(speak));
    Effect::new(move |_| chosen.get().map(speak));
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

/// Page named by the address. Pages that share a view (the list of customers and one customer) form one section, so
/// that moving between them keeps the view.
#[component]
fn CurrentPage(navigation: Navigation) -> impl IntoView {
    #[derive(Clone, PartialEq)]
    enum Section {
        Customers,
        Requests,
        /// Any questionnaire. Editing one that has responses creates its next version at a new address, and the editor
        /// must stay in place while the user types.
        Survey,
        Other(Page),
    }
    let section = Memo::new(move |_| match navigation.page() {
        Page::Customers | Page::Customer(_) => Section::Customers,
        Page::Requests | Page::Request(_) => Section::Requests,
        Page::Survey(_) => Section::Survey,
        other => Section::Other(other),
    });
    move || match section.get() {
        Section::Customers => later!(customers(navigation)),
        Section::Requests => later!(requests(navigation)),
        Section::Other(Page::Today) => view! { <pages::today::Today /> }.into_any(),
        Section::Other(Page::Visits) => later!(visits()),
        Section::Other(Page::Visit(id)) => later!(visit(id)),
        Section::Other(Page::Segments) => later!(segments()),
        Section::Other(Page::Satisfaction) => later!(satisfaction()),
        Section::Other(Page::Surveys) => later!(surveys()),
        Section::Survey => later!(survey(navigation)),
        Section::Other(Page::Actions) => later!(actions()),
        Section::Other(Page::ServiceKept) => later!(kept()),
        Section::Other(Page::Plans) => later!(plans()),
        Section::Other(Page::Plan(id)) => later!(plan(id)),
        Section::Other(Page::Import) => later!(import()),
        Section::Other(Page::Data) => later!(data()),
        Section::Other(Page::Settings) => later!(settings()),
        Section::Other(Page::Search) => later!(search()),
        Section::Other(page) => {
            let address = match page {
                Page::Unknown(address) => address,
                known => known.href(),
            };
            view! { <pages::not_found::NotFound address=address /> }.into_any()
        }
    }
}

/// Handles the key `/`: focuses the search of the page, or opens the global search if the page has none.
fn listen_for_search(navigation: Navigation, private: PrivateMode) {
    const SEARCH: &str = "[data-search]";
    preferences::listen_keys(move |key| {
        if key != "/" || private.is_on() {
            return false;
        }
        if !preferences::focus(SEARCH) {
            // The global search takes the focus when it opens.
            navigation.go(&Page::Search.route());
        }
        true
    });
}
