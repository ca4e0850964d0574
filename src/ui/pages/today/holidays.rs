//! Notice that the list of holidays ends, shown from a month before until the next one is entered.

use leptos::prelude::*;

use crate::{
    state::{requests::use_requests, workspace::use_workspace},
    ui::{
        components::{ButtonLink, Notice, Tone},
        format,
        i18n::*,
        routes::Page,
    },
};

/// Notice that the list ends soon or has ended; empty otherwise.
#[component]
pub fn HolidaysEnd() -> impl IntoView {
    let i18n = use_i18n();
    let calendar = use_requests().calendar;
    let day = use_workspace().facts.day;
    let ends = Memo::new(move |_| calendar.with(|calendar| calendar.ends_soon(day.get())));
    let is_past = Memo::new(move |_| ends.get().is_some_and(|ends| ends <= day.get()));
    let text = move || {
        let locale = i18n.get_locale();
        let from = ends.get().map(|day| format::date(locale, day)).unwrap_or_default();
        if is_past.get() {
            t_string!(i18n, today.holidays_ended, day = from)
        } else {
            t_string!(i18n, today.holidays_end, day = from)
        }
    };
    let tone = Signal::derive(move || if is_past.get() { Tone::Bad } else { Tone::Warn });
    view! {
        <Show when=move || ends.get().is_some()>
            <Notice word=move || t_string!(i18n, today.holidays) text=text tone=tone>
                <ButtonLink
                    label=move || t_string!(i18n, today.holidays_enter)
                    href=Page::Settings.route().with("part", "calendar").href()
                />
            </Notice>
        </Show>
    }
}
