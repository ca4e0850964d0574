//! Notice that the clock of the device may be wrong, with the remedy.

use busbar_core::domain::wall_clock::ClockDoubt;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::workspace::{Workspace, use_workspace},
    ui::{
        components::{Notice, Tone},
        format,
        i18n::*,
    },
};

/// Notice about a wrong clock; nothing while the clock seems right.
#[component]
pub fn ClockNotice(
    /// True to report also a clock that was wrong in the past and is right again.
    #[prop(optional)]
    also_past: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let doubt = Memo::new(move |_| {
        let doubt = workspace.clock.get()?;
        (also_past || doubt.is_now()).then_some(doubt)
    });
    let word = move || match doubt.get() {
        Some(ClockDoubt::WasAhead { .. }) => t_string!(i18n, data.clock_was),
        _ => t_string!(i18n, data.clock),
    };
    let text = move || {
        let doubt = doubt.get()?;
        Some(words(i18n.get_locale(), workspace, doubt))
    };
    let tone = Signal::derive(move || match doubt.get() {
        Some(doubt) if doubt.is_now() => Tone::Bad,
        _ => Tone::Plain,
    });
    view! {
        <Show when=move || doubt.get().is_some()>
            <Notice word=word text=move || text().unwrap_or_default() tone=tone />
        </Show>
    }
}

fn words(locale: Locale, workspace: Workspace, doubt: ClockDoubt) -> String {
    let when = |millis| format::moment(locale, workspace.wall_clock(millis));
    let now = format::moment(locale, workspace.wall_clock_now());
    match doubt {
        ClockDoubt::TooEarly => td_string!(locale, data.clock_early, now = now),
        ClockDoubt::TooLate => td_string!(locale, data.clock_late, now = now),
        ClockDoubt::SetBack { seen } => {
            td_string!(locale, data.clock_back, seen = when(seen), now = now)
        }
        ClockDoubt::WasAhead { seen } => {
            td_string!(locale, data.clock_was_text, seen = when(seen))
        }
    }
}
