//! The mark of a cluster.

use leptos::prelude::*;

/// Number of a cluster, used in all charts and lists.
#[component]
pub fn ClusterMark(place: usize) -> impl IntoView {
    view! { <span class="cluster-mark" data-series=place % 8>{place + 1}</span> }
}
