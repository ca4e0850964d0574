//! The pages that come later: their code is fetched when one of them is first opened, so that the first
//! load carries the frame and Today alone. Pages of one part are fetched together.
//!
//! Only the release is split (feature `split`, by `cargo xtask`, see `xtask/src/code.rs`). Everywhere
//! else the pages are part of the whole, and are there at once.

use std::{future::Future, pin::Pin};

use super::{components::SplitView, navigation::Navigation, pages, routes::Page};
use crate::{
    platform::clock,
    state::{private_mode::Handed, screen},
};
use busbar_core::domain::{Id, plan::ServicePlan, visit::Visit};
use leptos::{prelude::*, wasm_split::SplitLoaderError as Unfetched};

/// Ends when the part is here, or cannot be had; a later one tries again.
pub type Fetching = Pin<Box<dyn Future<Output = Result<(), Unfetched>>>>;

/// A page of a part that is here: ready at once.
pub type Showing = Pin<Box<dyn Future<Output = Result<AnyView, Unfetched>>>>;

/// `part => name(argument: type, …) view`: for each page a module of that name, with a way to fetch its
/// part and a way to show it.
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

            /// Fetches the part that the page is in.
            pub fn fetch() -> Fetching {
                Box::pin(fetched())
            }

            /// The page.
            pub fn show($($argument: $kind),*) -> Showing {
                Box::pin($name($($argument),*))
            }
        }
    )*
        /// A way to fetch the part of every page.
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

/// Fetches every part ahead, one after the other, so that no tap waits for one. What cannot be had now is
/// asked for again by the tap that needs it.
pub async fn fetch_all() {
    // The first page of a part brings all of it, and the others find it here.
    for fetch in PARTS {
        let _ = fetch().await;
        clock::breathe().await;
    }
}

/// The list, and beside it or in its place the customer that is open.
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

/// The board or list of requests, and beside it or in its place the request that is open.
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
