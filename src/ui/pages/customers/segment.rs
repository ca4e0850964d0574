//! Filters by segmentation: key accounts by the current rules, and clusters of the latest run.

use leptos::prelude::*;

use super::Listing;
use crate::{
    state::segments::{Segments, use_segments},
    ui::{
        components::{Chip, Glyph, Icon, Popover, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
    },
};
use busbar_core::books::selection::customers::{Filter, Segment};

/// Returns the customers that the segment filters admit; `None` without such a filter. Customers are judged only if the
/// filter needs it. Subscribes to changes.
pub fn admitted(filter: &Filter, segments: Segments) -> Segment {
    let keys: Segment = filter.is_key.then(|| {
        let judgement = segments.judgement();
        let judged = judgement.subjects.iter().zip(&judgement.judged.verdicts);
        judged
            .filter(|(_, account)| account.is_key())
            .map(|(subject, _)| subject.customer)
            .collect()
    });
    let cluster: Segment = filter.cluster.map(|number| {
        let latest = segments.latest.get();
        let members = latest.iter().flat_map(|kept| &kept.result.members);
        members
            .filter(|member| member.cluster.map(|cluster| cluster + 1) == Some(number))
            .map(|member| member.customer)
            .collect()
    });
    match (keys, cluster) {
        (Some(keys), Some(cluster)) => Some(keys.intersection(&cluster).copied().collect()),
        (one, other) => one.or(other),
    }
}

/// Chips for the segment filters.
#[component]
pub fn SegmentChips(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let segments = use_segments();
    let is_key = Signal::derive(move || listing.filter.with(|filter| filter.is_key));
    let cluster = Signal::derive(move || listing.filter.with(|filter| filter.cluster));
    let clusters = Memo::new(move |_| {
        let latest = segments.latest.get();
        let clustering = latest.as_ref().and_then(|kept| kept.result.clustering.as_ref());
        clustering.map_or_else(Vec::new, |clustering| {
            let columns = &clustering.columns;
            let named = |cluster: &busbar_core::analysis::segmentation::Cluster| {
                let name = labels::cluster(i18n.get_locale(), columns, &cluster.traits);
                (name, cluster.size)
            };
            clustering.clusters.iter().map(named).collect::<Vec<_>>()
        })
    });
    let numbered = move |number: u32| t_string!(i18n, customers.cluster_number, number = number);
    let choice = move |word: String, size: Option<usize>, number: Option<u32>| {
        let to = number.map(|number| number.to_string()).unwrap_or_default();
        view! {
            <button
                type="button"
                class="menu-choice"
                aria-pressed=move || (cluster.get() == number).to_string()
                on:click=move |_| navigation.set_filter("cluster", to.clone())
            >
                <span class="clip">{word}</span>
                <small>{size.map(|size| format::count(i18n.get_locale_untracked(), size))}</small>
            </button>
        }
    };
    view! {
        <Chip
            text=move || t_string!(i18n, customers.key)
            pressed=is_key
            on_press=move |()| {
                navigation.set_filter("key", if is_key.get_untracked() { "" } else { "1" });
            }
        />
        <Show when=move || clusters.with(|clusters| clusters.len() > 1)>
            <Popover
                label=move || t_string!(i18n, customers.cluster)
                kind=Trigger::Chip
                is_menu=true
                pressed=Signal::derive(move || cluster.get().is_some())
                trigger=move || {
                    view! {
                        {move || {
                            cluster
                                .get()
                                .map_or_else(|| t_string!(i18n, customers.cluster).to_owned(), numbered)
                        }}
                        <Glyph icon=Icon::Down />
                    }
                }
            >
                <div class="menu">
                    {move || choice(t_string!(i18n, customers.any).to_owned(), None, None)}
                    {move || {
                        clusters
                            .get()
                            .into_iter()
                            .zip(1..)
                            .map(|((name, size), number)| {
                                choice(format!("{} · {name}", numbered(number)), Some(size), Some(number))
                            })
                            .collect_view()
                    }}
                </div>
            </Popover>
        </Show>
    }
}
