//! Clusters tab: the clusters of the selected run with their traits, centers and members, and the form for the
//! clustering parameters.

use std::sync::Arc;

use busbar_core::{
    analysis::segmentation::Clustering,
    books::segments::StoredRun,
    domain::segment::{Feature, SegmentParams},
};
use leptos::prelude::*;

use super::{
    found::Found,
    listed::{InCluster, in_cluster},
    looked::{RunChoice, use_looked},
    mark::ClusterMark,
    members::{Members, class_tag, cluster_word, column},
    pictures::Pictures,
};
use crate::{
    state::{
        commands::segment::change_params,
        segments::{Segments, use_segments},
        workspace::use_workspace,
    },
    ui::{
        components::{
            Card, Chip, Chips, EmptyState, FigureTable, Heading, Icon, NumberInput, Select, Switch,
            Tag, Tone,
        },
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
    },
};

/// Clusters tab.
#[component]
pub fn ClustersTab() -> impl IntoView {
    let i18n = use_i18n();
    let segments = use_segments();
    let looked = use_looked();
    let content = move || match looked.run.get() {
        None => view! {
            <EmptyState
                icon=Icon::Segments
                title=move || t_string!(i18n, segments.no_run)
                text=move || t_string!(i18n, segments.no_run_text)
            />
        }
        .into_any(),
        Some(kept) => match kept.result.clustering.clone() {
            None => view! {
                <EmptyState
                    title=move || t_string!(i18n, segments.no_clusters)
                    text=move || t_string!(i18n, segments.no_clusters_text)
                />
            }
            .into_any(),
            Some(clustering) => {
                let clustering = Arc::new(clustering);
                view! {
                    <Found kept=kept.clone() clustering=clustering.clone() />
                    <Pictures kept=kept.clone() clustering=clustering.clone() />
                    <Centres clustering=clustering.clone() />
                    <InClusters segments=segments kept=kept clustering=clustering />
                }
                .into_any()
            }
        },
    };
    view! {
        <RunChoice />
        {content}
        <How segments=segments />
    }
}

/// Form for the features, the number of clusters, the seed and the treatment of customers with sparse data.
#[component]
fn How(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let change = move |change: Box<dyn Fn(&mut SegmentParams)>| change_params(workspace, change);
    let chip = move |feature: Feature| {
        let is_on = Signal::derive(move || segments.params.read().features.contains(&feature));
        view! {
            <Chip
                text=move || labels::feature(i18n.get_locale(), feature)
                pressed=is_on
                on_press=move |()| {
                    change(
                        Box::new(move |params| {
                            params.features = Feature::ALL
                                .iter()
                                .copied()
                                .filter(|other| params.features.contains(other) != (*other == feature))
                                .collect();
                        }),
                    )
                }
            />
        }
    };
    let counts = Signal::derive(move || {
        std::iter::once((String::new(), t_string!(i18n, segments.k_auto).to_owned()))
            .chain(SegmentParams::TRIED.map(|k| (k.to_string(), k.to_string())))
            .collect::<Vec<_>>()
    });
    let k = Signal::derive(move || {
        let k = segments.params.read().k;
        k.map(|k| k.to_string()).unwrap_or_default()
    });
    let set_seed = move |seed: Option<f64>| {
        change(Box::new(move |params| {
            params.seed = seed.unwrap_or_default().abs() as u64;
        }));
    };
    view! {
        <div class="no-print">
            <Card
                title=move || t_string!(i18n, segments.features)
                note=move || t_string!(i18n, segments.features_note)
            >
                <div class="stack">
                    <Chips label=move || {
                        t_string!(i18n, segments.features)
                    }>{Feature::ALL.iter().copied().map(chip).collect_view()}</Chips>
                    <div class="form-pair">
                        <Select
                            label=move || t_string!(i18n, segments.k)
                            options=counts
                            value=k
                            on_change=move |k: String| {
                                change(Box::new(move |params| params.k = k.parse().ok()))
                            }
                        />
                        <NumberInput
                            label=move || t_string!(i18n, segments.seed)
                            value=Signal::derive(move || Some(segments.params.read().seed as f64))
                            on_change=set_seed
                        />
                    </div>
                    <Switch
                        label=move || t_string!(i18n, segments.keep_sparse)
                        value=Signal::derive(move || segments.params.read().is_sparse_kept)
                        on_change=move |is_kept| {
                            change(Box::new(move |params| params.is_sparse_kept = is_kept));
                        }
                    />
                </div>
            </Card>
        </div>
    }
}

/// Table of the cluster centers, in the units of their figures.
#[component]
fn Centres(clustering: Arc<Clustering>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = clustering.columns.clone();
    let head = Signal::derive(move || {
        let locale = i18n.get_locale();
        let figures =
            columns.iter().map(|feature| Heading::number(labels::mean_feature(locale, *feature)));
        [
            Heading::words(t_string!(i18n, segments.cluster)),
            Heading::number(t_string!(i18n, segments.size)),
        ]
        .into_iter()
        .chain(figures)
        .collect::<Vec<_>>()
    });
    let rows = move || {
        let locale = i18n.get_locale();
        let row = |name: AnyView, size: usize, values: &[f64]| {
            let figures = clustering
                .columns
                .iter()
                .zip(values)
                .map(|(feature, value)| {
                    view! { <td class="number">{labels::figure(locale, *feature, *value)}</td> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{format::count(locale, size)}</td>
                    {figures}
                </tr>
            }
        };
        let all: usize = clustering.clusters.iter().map(|cluster| cluster.size).sum();
        let clusters = clustering
            .clusters
            .iter()
            .enumerate()
            .map(|(place, cluster)| {
                let name = view! { <ClusterMark place=place /> }.into_any();
                row(name, cluster.size, &cluster.centre)
            })
            .collect_view();
        let of_all = t_string!(i18n, segments.mean_all).into_any();
        view! {
            {clusters}
            {row(of_all, all, &clustering.mean)}
        }
    };
    view! {
        <Card title=move || t_string!(i18n, segments.centroids)>
            <FigureTable label=move || t_string!(i18n, segments.centroids) head=head rows=rows />
        </Card>
    }
}

/// Table of the customers with their clusters.
#[component]
fn InClusters(
    segments: Segments,
    kept: Arc<StoredRun>,
    clustering: Arc<Clustering>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let filter = navigation.filter("cluster");
    let chosen = Memo::new(move |_| filter.get().as_deref().and_then(InCluster::named));
    let kept = StoredValue::new(kept);
    let customers = segments.customers();
    let in_none = Memo::new(move |_| {
        let judgement = segments.judgement();
        kept.with_value(|kept| {
            let none = Some(InCluster::No);
            customers.with(|all| in_cluster(&judgement, all, &kept.result, none).len())
        })
    });
    let places = Memo::new(move |_| {
        let judgement = segments.judgement();
        let chosen = chosen.get();
        Arc::new(kept.with_value(|kept| {
            customers.with(|all| in_cluster(&judgement, all, &kept.result, chosen))
        }))
    });
    let columns = Signal::derive(move || {
        vec![
            column("cluster", t_string!(i18n, segments.cluster), "minmax(9rem, 1.4fr)", false),
            column("class", t_string!(i18n, segments.class), "5.5rem", false),
            column("score", t_string!(i18n, segments.score), "5rem", true),
        ]
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        match key {
            "class" => class_tag(locale, judgement.judged.classes[place]),
            "score" => {
                format::decimal(locale, judgement.judged.verdicts[place].score, 1).into_any()
            }
            _ => kept.with_value(|kept| {
                let member = kept.member(judgement.subjects[place].customer);
                let mark = member
                    .and_then(|member| member.cluster)
                    .map(|cluster| view! { <ClusterMark place=cluster as usize /> });
                let word = member
                    .and_then(|member| cluster_word(locale, member, kept))
                    .unwrap_or_else(|| td_string!(locale, segments.unclustered).to_owned());
                view! {
                    <span class="cluster-cell">{mark} <span class="clip">{word}</span></span>
                }
                .into_any()
            }),
        }
    };
    let chip = move |of: InCluster| {
        view! {
            <Chip
                text=move || match of {
                    InCluster::Of(number) => number.to_string(),
                    InCluster::No => t_string!(i18n, segments.in_none).to_owned(),
                }
                pressed=Signal::derive(move || chosen.get() == Some(of))
                on_press=move |()| {
                    let is_on = chosen.get_untracked() == Some(of);
                    navigation.set_filter("cluster", if is_on { String::new() } else { of.name() });
                }
            />
        }
    };
    let numbers = 1..=clustering.clusters.len() as u32;
    let chips = numbers.map(|number| chip(InCluster::Of(number))).collect_view();
    let none = move || {
        (in_none.get() > 0 || chosen.get() == Some(InCluster::No)).then(|| chip(InCluster::No))
    };
    let note = move || {
        let locale = i18n.get_locale();
        let listed = places.read().len();
        match (chosen.get(), in_none.get()) {
            (None, none) if none > 0 => say!(
                i18n,
                segments.members_note,
                all = labels::customers(locale, listed),
                none = none
            ),
            _ => labels::customers(locale, listed),
        }
    };
    let stale = move || {
        let is_stale = kept.with_value(|kept| kept.run.params.0 != segments.params.get());
        is_stale.then(|| view! { <Tag tone=Tone::Warn text=move || t_string!(i18n, segments.features_note) /> })
    };
    view! {
        <Card
            title=move || t_string!(i18n, segments.members)
            note=note
            tools=move || view! { {stale} }
        >
            <Chips label=move || t_string!(i18n, segments.cluster)>{chips} {none}</Chips>
            <Members
                label=move || t_string!(i18n, segments.members)
                places=places
                columns=columns
                cell=cell
            />
        </Card>
    }
}
