//! Page whose code may still be fetched: a loading message meanwhile, and an error message if fetching fails.

use futures_util::FutureExt;
use leptos::prelude::*;

use crate::{
    platform::preferences,
    state::task,
    ui::{
        components::{Button, Emphasis, EmptyState, Icon},
        i18n::*,
        parts::{Fetching, Showing},
    },
};

/// State of the code of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Coming,
    Here,
    Missing,
}

/// Page whose code is fetched on demand. If the code is present, the page is shown immediately.
#[component]
pub fn Later(
    /// Fetches the part that contains the page.
    fetch: fn() -> Fetching,
    /// Returns the view of the page; called once the part has been fetched.
    show: Box<dyn Fn() -> Showing + Send>,
) -> impl IntoView {
    let i18n = use_i18n();
    let code = RwSignal::new(Code::Coming);
    let start = move || {
        let mut fetching = fetch();
        if let Some(done) = (&mut fetching).now_or_never() {
            return code.set(as_code(done.is_ok()));
        }
        code.set(Code::Coming);
        task::spawn(async move {
            let is_here = fetching.await.is_ok();
            // The page may have been left meanwhile, which disposes the signal.
            let _ = code.try_set(as_code(is_here));
        });
    };
    start();
    move || match code.get() {
        Code::Here => {
            task::Scope::provide();
            show().now_or_never().and_then(Result::ok).unwrap_or_else(|| ().into_any())
        }
        // CSS delays the message, because most waits are too short to read it.
        Code::Coming => view! {
            <p class="opening" role="status">
                {t!(i18n, shell.coming)}
            </p>
        }
        .into_any(),
        Code::Missing => view! {
            <EmptyState
                icon=Icon::Warning
                title=move || t_string!(i18n, shell.missing_title)
                text=move || t_string!(i18n, shell.missing_text)
            >
                <Button
                    label=move || t_string!(i18n, shell.try_again)
                    emphasis=Emphasis::First
                    icon=Icon::Repeat
                    on_press=move |()| start()
                />
                <Button
                    label=move || t_string!(i18n, shell.reload)
                    emphasis=Emphasis::Plain
                    on_press=|()| preferences::reload()
                />
            </EmptyState>
        }
        .into_any(),
    }
}

fn as_code(is_here: bool) -> Code {
    if is_here { Code::Here } else { Code::Missing }
}
