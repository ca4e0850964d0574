//! Last segmentation run, or a note that there is none.

use leptos::prelude::*;

use crate::{
    state::{portfolio::use_portfolio, segments::use_segments},
    ui::{
        components::{ButtonLink, Card},
        format,
        i18n::*,
        routes::Page,
    },
};

/// Card of the last run, or a prompt to run segmentation; empty without data to segment.
#[component]
pub fn LastSegmented() -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let segments = use_segments();
    let has_run = Memo::new(move |_| !segments.runs.read().is_empty());
    let can_run = Memo::new(move |_| portfolio.get().measured() > 0);
    let title = move || {
        if has_run.get() {
            t_string!(i18n, today.segmented)
        } else {
            t_string!(i18n, today.not_segmented)
        }
    };
    let text = move || {
        let locale = i18n.get_locale();
        segments.runs.with(|runs| match runs.first() {
            None => t_string!(i18n, today.not_segmented_text).to_owned(),
            Some(run) => say!(
                i18n,
                today.segmented_on,
                date = run.ran_on.map(|day| format::date(locale, day)).unwrap_or_default(),
                count = run.customers.unwrap_or_default().0 as usize
            ),
        })
    };
    let found = move || {
        let locale = i18n.get_locale();
        let latest = segments.latest.get()?;
        let keys = latest.result.members.iter().filter(|member| member.is_key);
        let clusters = latest.result.clustering.as_ref();
        Some(t_string!(
            i18n,
            today.segmented_found,
            keys = format::count(locale, keys.count()),
            clusters =
                format::count(locale, clusters.map_or(0, |clustering| clustering.clusters.len()))
        ))
    };
    let moved = move || {
        let changes = segments.changes()?;
        let count = changes.classes.len() + changes.keys.len() + changes.clusters.len();
        if count == 0 {
            return Some(t_string!(i18n, today.segmented_same).to_owned());
        }
        let count = format::count(i18n.get_locale(), count);
        Some(t_string!(i18n, today.segmented_moved, count = count))
    };
    let go = move || {
        if has_run.get() {
            t_string!(i18n, today.see_segments)
        } else {
            t_string!(i18n, today.segment_now)
        }
    };
    view! {
        <Show when=move || can_run.get()>
            <Card title=title>
                <div class="stack">
                    <p class="quiet-text">{text}</p>
                    {move || found().map(|text| view! { <p>{text}</p> })}
                    {move || moved().map(|text| view! { <p class="quiet-text">{text}</p> })}
                    <div>
                        <ButtonLink label=go href=Page::Segments.href() />
                    </div>
                </div>
            </Card>
        </Show>
    }
}
