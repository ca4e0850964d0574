//! The clusters of a run in words: the traits of each, and the gaps in the data.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        features::Filled,
        segmentation::{Cluster, Clustering},
        silhouette::sampled,
    },
    books::segments::StoredRun,
    domain::segment::Feature,
};
use leptos::prelude::*;

use super::{basis, mark::ClusterMark};
use crate::ui::{
    components::{Card, Computed, Explanation, Number, Row, Rows},
    format,
    i18n::*,
    labels,
};

/// Card that lists the clusters with their traits.
#[component]
pub fn Found(kept: Arc<StoredRun>, clustering: Arc<Clustering>) -> impl IntoView {
    let i18n = use_i18n();
    let count = clustering.clusters.len();
    let silhouette = clustering.fit().and_then(|fit| fit.silhouette);
    let all = clustering.clusters.iter().map(|cluster| cluster.size).sum();
    let sample = sampled(all);
    let is_billed = kept.result.is_billed;
    let row = {
        let clustering = clustering.clone();
        move |(place, cluster): (usize, Cluster)| {
            let [named, told] = [clustering.clone(), clustering.clone()];
            let traits = cluster.traits.clone();
            let (size, share) = (cluster.size, cluster.value_share);
            view! {
                <Row
                    lead=move || view! { <ClusterMark place=place /> }
                    title=move || {
                        view! { {move || labels::cluster(i18n.get_locale(), &named.columns, &traits)} }
                    }
                    note=move || {
                        view! { {move || told_apart(i18n.get_locale(), &told, &cluster)} }
                    }
                    end=move || {
                        view! {
                            {move || {
                                let locale = i18n.get_locale();
                                t_string!(
                                    i18n,
                                    segments.cluster_line,
                                    customers = labels::customers(locale, size),
                                    share = format::percent(locale, share, 0),
                                    basis = basis(locale, is_billed)
                                )
                            }}
                        }
                    }
                />
            }
        }
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let value = silhouette.map(|value| format::decimal(locale, value, 3));
        Explanation {
            formula: t_string!(i18n, segments.ex_silhouette).to_owned(),
            inputs: vec![
                (
                    t_string!(i18n, segments.silhouette).to_owned(),
                    value.unwrap_or_else(|| t_string!(i18n, labels.nothing).to_owned()),
                ),
                (
                    t_string!(i18n, segments.ex_silhouette_scale).to_owned(),
                    t_string!(i18n, segments.ex_silhouette_reads).to_owned(),
                ),
            ],
            n: Some(format::count(locale, sample.unwrap_or(all))),
            source: "Rousseeuw 1987".to_owned(),
            caution: None,
        }
    };
    let rows = clustering.clusters.iter().cloned().enumerate().map(row).collect_view();
    view! {
        <Card
            title=move || t_string!(i18n, segments.clusters_title, k = count)
            note=move || {
                let locale = i18n.get_locale();
                let silhouette = silhouette
                    .map_or_else(
                        || t_string!(i18n, labels.nothing).to_owned(),
                        |value| format::decimal(locale, value, 2),
                    );
                let silhouette = match sample {
                    Some(count) => {
                        say!(
                            i18n,
                            segments.silhouette_sampled,
                            silhouette = silhouette,
                            count = count
                        )
                    }
                    None => silhouette,
                };
                t_string!(i18n, segments.clusters_note, silhouette = silhouette)
            }
            tools=move || {
                view! {
                    <Computed
                        label=move || t_string!(i18n, segments.silhouette)
                        explain=explain
                    />
                }
            }
        >
            <Rows>{rows}</Rows>
            <Missing kept=kept />
        </Card>
    }
}

/// Text about missing data, with an explanation of how gaps were filled; empty if no data is missing.
#[component]
fn Missing(kept: Arc<StoredRun>) -> impl IntoView {
    let i18n = use_i18n();
    let gaps = kept.result.gaps();
    let unused = kept.result.unused(&kept.run.params.0.features);
    let is_complete = gaps.customers + gaps.left_out + unused.len() == 0;
    let unused = StoredValue::new(unused);
    let gaps = StoredValue::new(gaps);
    let said = move || {
        let locale = i18n.get_locale();
        let gaps = gaps.with_value(|gaps| [gaps.customers, gaps.left_out]);
        unused.with_value(|unused| gaps_said(locale, gaps, unused))
    };
    // The first sentence opens the explanation.
    let value = move || said().into_iter().next().unwrap_or_default();
    let rest = move || said().into_iter().skip(1);
    let explain = move |()| {
        let locale = i18n.get_locale();
        let clustered = kept.result.members.len() - gaps.with_value(|gaps| gaps.left_out);
        let line = |filled: &Filled| {
            let missing = say!(
                i18n,
                segments.filled_line,
                count = filled.missing,
                median = labels::figure(locale, filled.feature, filled.median)
            );
            (labels::feature(locale, filled.feature).to_owned(), missing)
        };
        let unused_line = |(feature, missing): &(Feature, usize)| {
            let missing = t_string!(
                i18n,
                segments.sparse_line,
                customers = labels::customers(locale, *missing)
            );
            (labels::feature(locale, *feature).to_owned(), missing)
        };
        Explanation {
            formula: format!(
                "{} {}",
                t_string!(i18n, segments.ex_filled),
                t_string!(i18n, segments.ex_sparse)
            ),
            inputs: gaps
                .with_value(|gaps| gaps.filled.iter().map(line).collect::<Vec<_>>())
                .into_iter()
                .chain(
                    unused.with_value(|unused| unused.iter().map(unused_line).collect::<Vec<_>>()),
                )
                .collect(),
            n: Some(format::count(locale, clustered)),
            source: t_string!(i18n, segments.source_features).to_owned(),
            caution: None,
        }
    };
    (!is_complete).then(|| {
        view! {
            <div class="quiet-text">
                <Number
                    label=move || t_string!(i18n, segments.missing)
                    value=value
                    explain=explain
                />
                {move || rest().map(|said| view! { <p>{said}</p> }).collect_view()}
            </div>
        }
    })
}

/// Returns sentences about missing data: customers whose gaps were filled, customers left out, and features not used.
/// Zero counts are omitted.
fn gaps_said(
    locale: Locale,
    [filled, left_out]: [usize; 2],
    unused: &[(Feature, usize)],
) -> Vec<String> {
    let mut of_customers = Vec::new();
    if filled > 0 {
        let count = format::count(locale, filled);
        of_customers.push(td_string!(locale, segments.filled, count = count));
    }
    if left_out > 0 {
        let count = format::count(locale, left_out);
        of_customers.push(td_string!(locale, segments.left_out, count = count));
    }
    let names: Vec<&str> =
        (unused.iter()).map(|(feature, _)| labels::feature(locale, *feature)).collect();
    let names = names.join(td_string!(locale, segments.list_and));
    let of_figures =
        (!names.is_empty()).then(|| td_string!(locale, segments.sparse_said, names = names));
    let of_customers = (!of_customers.is_empty()).then(|| of_customers.join(" · "));
    of_customers.into_iter().chain(of_figures).collect()
}

/// Returns the traits of a cluster, each with the cluster's mean and the mean of all customers.
fn told_apart(locale: Locale, clustering: &Clustering, cluster: &Cluster) -> String {
    cluster
        .traits
        .iter()
        .filter_map(|of| {
            let feature = *clustering.columns.get(of.column)?;
            Some(td_string!(
                locale,
                segments.trait_line,
                name = labels::mean_feature(locale, feature),
                value = labels::figure(locale, feature, *cluster.centre.get(of.column)?),
                mean = labels::figure(locale, feature, *clustering.mean.get(of.column)?)
            ))
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_gaps_that_occur_are_said() {
        let unused = [(Feature::LoadFactor, 3)];
        let cases: [([usize; 2], &[(Feature, usize)], &[&str]); 4] = [
            ([0, 0], &[], &[]),
            ([0, 245], &[], &["Customers with too little data to cluster: 245"]),
            (
                [2, 1],
                &unused,
                &[
                    "Customers with missing features, filled with the median: 2 · \
                     Customers with too little data to cluster: 1",
                    "Not used for clustering: Load factor (most customers lack it)",
                ],
            ),
            ([0, 0], &unused, &["Not used for clustering: Load factor (most customers lack it)"]),
        ];
        for (gaps, unused, expected) in cases {
            assert_eq!(gaps_said(Locale::en, gaps, unused), expected, "{gaps:?}");
        }
    }
}
