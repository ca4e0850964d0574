//! Pages whose code is fetched when one of them is first opened, so that the first load contains only the shell and
//! Today. Pages of the same part are fetched together.
//!
//! Only the release build is split (feature `split`, set by `cargo xtask`, see `xtask/src/code.rs`). In other builds
//! the pages are part of the main binary and available at once.

use std::{future::Future, pin::Pin};

use super::{components::SplitView, navigation::Navigation, pages, routes::Page};
use crate::{
    platform::clock,
    state::{private_mode::Handed, screen},
};
use busbar_core::domain::{Id, plan::ServicePlan, visit::Visit};
use leptos::{prelude::*, wasm_split::SplitLoaderError as Unfetched};

/// Completes when the part has been fetched; fails if it cannot be fetched. A later call tries again.
pub type Fetching = Pin<Box<dyn Future<Output = Result<(), Unfetched>>>>;

/// View of a page whose part has been fetched; ready at once.
pub type Showing = Pin<Box<dyn Future<Output = Result<AnyView, Unfetched>>>>;

/// `part => name(argument: type, …) view`: declares a module for each page, with a function that fetches its part and
/// one that shows it.
macro_rules! later {
    ($($part:ident => $name:ident($($argument:ident: $kind:ty),*) $view:block)*) => { $(
        #[doc = concat!("The page ", stringify!($name), ".")]
        pub mod $name {
            use super::*;

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split(
                $part,
                wasm_split_path = ::leptos::wasm_split,
                preload(fetched),
                fallible
            )]
            fn $name($($argument: $kind),*) -> Result<AnyView, Unfetched> {
                let view = $view;
                Ok(view)
            }

            #[cfg(not(feature = "split"))]
            async fn $name($($argument: $kind),*) -> Result<AnyView, Unfetched> {
                let view = $view;
                Ok(view)
            }

            #[cfg(not(feature = "split"))]
            async fn fetched() -> Result<(), Unfetched> {
                Ok(())
            }

            /// Fetches the part that contains the page.
            pub fn fetch() -> Fetching {
                Box::pin(fetched())
            }

            /// Returns the view of the page.
            pub fn show($($argument: $kind),*) -> Showing {
                Box::pin($name($($argument),*))
            }
        }
    )*
        /// Fetch functions of all pages.
        const PARTS: &[fn() -> Fetching] = &[$($name::fetch),*];
    };
}

later! {
    people => customers(navigation: Navigation) {
        view! { <Customers navigation=navigation /> }.into_any()
    }
    people => requests(navigation: Navigation) {
        view! { <Requested navigation=navigation /> }.into_any()
    }
    visiting => visits() { view! { <pages::visits::VisitsPage /> }.into_any() }
    visiting => visit(id: Id<Visit>) { view! { <pages::visit::VisitPage id=id /> }.into_any() }
    study => segments() { view! { <pages::segments::SegmentsPage /> }.into_any() }
    study => satisfaction() {
        view! { <pages::satisfaction::SatisfactionPage /> }.into_any()
    }
    study => surveys() { view! { <pages::surveys::SurveysPage /> }.into_any() }
    study => survey(navigation: Navigation) {
        view! { <pages::survey::SurveyPage navigation=navigation /> }.into_any()
    }
    visiting => capture(handed: Handed) {
        view! { <pages::capture::Capture handed=handed /> }.into_any()
    }
    visiting => actions() { view! { <pages::actions::ActionsPage /> }.into_any() }
    visiting => plans() { view! { <pages::plans::PlansPage /> }.into_any() }
    visiting => plan(id: Id<ServicePlan>) { view! { <pages::plan::PlanPage id=id /> }.into_any() }
    visiting => kept() { view! { <pages::service_kept::ServiceKeptPage /> }.into_any() }
    keeping => import() { view! { <pages::import::ImportPage /> }.into_any() }
    keeping => data() { view! { <pages::data::DataPage /> }.into_any() }
    keeping => settings() { view! { <pages::settings::SettingsPage /> }.into_any() }
    people => search() { view! { <pages::search::SearchPage /> }.into_any() }
}

/// Fetches all parts in advance, one after the other, so that no tap has to wait. A part that cannot be fetched now is
/// fetched again when it is needed.
pub async fn fetch_all() {
    // The first page of a part fetches the whole part, so the others are ready at once.
    for fetch in PARTS {
        let _ = fetch().await;
        clock::breathe().await;
    }
}

/// List of customers, with the open customer beside it or in its place.
#[component]
fn Customers(navigation: Navigation) -> impl IntoView {
    let selected = Memo::new(move |_| match navigation.page() {
        Page::Customer(id) => Some(id),
        _ => None,
    });
    let is_wide = screen::matches("(min-width: 60rem)");
    view! {
        <SplitView
            chosen=Signal::derive(move || selected.with(Option::is_some))
            list=move || view! { <pages::customers::CustomerList selected=selected is_wide=is_wide /> }
        >
            {move || selected.get().map(|id| view! { <pages::customer::CustomerPage id=id /> })}
        </SplitView>
    }
}

/// Board or list of requests, with the open request beside it or in its place.
#[component]
fn Requested(navigation: Navigation) -> impl IntoView {
    let selected = Memo::new(move |_| match navigation.page() {
        Page::Request(id) => Some(id),
        _ => None,
    });
    let is_wide = screen::matches("(min-width: 60rem)");
    view! {
        <SplitView
            chosen=Signal::derive(move || selected.with(Option::is_some))
            list=move || view! { <pages::requests::RequestsPage selected=selected is_wide=is_wide /> }
        >
            {move || selected.get().map(|id| view! { <pages::request::RequestPage id=id /> })}
        </SplitView>
    }
}
