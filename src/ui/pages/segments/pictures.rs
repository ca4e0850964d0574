//! Charts of the clusters: the fit for each number of clusters, customers by two figures, and the deviation of each
//! cluster from the mean.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        cluster_name::Trait,
        segmentation::Clustering,
        silhouette::{FitOfK, elbow},
    },
    books::segments::StoredRun,
    domain::{Id, segment::Feature},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    chart,
    state::segments::use_segments,
    ui::{
        components::{ChartFrame, Select},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Charts of the clusters.
#[component]
pub fn Pictures(kept: Arc<StoredRun>, clustering: Arc<Clustering>) -> impl IntoView {
    view! {
        <div class="columns">
            <Scatter kept=kept clustering=clustering.clone() />
            <Profile clustering=clustering.clone() />
        </div>
        <div class="columns">
            <Fits clustering=clustering />
        </div>
    }
}

/// Returns the number of a cluster and the name made from its traits.
fn named(locale: Locale, place: usize, columns: &[Feature], traits: &[Trait]) -> String {
    format!("{} {}", place + 1, labels::cluster(locale, columns, traits))
}

/// Returns the curve of a measure over the numbers of clusters tried. The number used by the run is marked, even if
/// this measure would choose another.
fn curve<'a>(
    locale: Locale,
    fits: &[FitOfK],
    used: usize,
    of: fn(&FitOfK) -> f64,
    head: [String; 2],
    write: &'a dyn Fn(f64) -> String,
) -> chart::Curve<'a> {
    chart::Curve {
        points: fits.iter().map(|fit| (fit.k, of(fit))).collect(),
        chosen: Some((used, td_string!(locale, segments.chosen).to_owned())),
        head,
        write,
    }
}

/// Charts of the fit for each number of clusters.
#[component]
fn Fits(clustering: Arc<Clustering>) -> impl IntoView {
    let i18n = use_i18n();
    let fits = StoredValue::new(clustering.fits.clone());
    let k = clustering.clusters.len();
    let draw = move |width: f64, of: fn(&FitOfK) -> f64, name: &str| {
        let locale = i18n.get_locale();
        let head = [t_string!(i18n, segments.clusters).to_owned(), name.to_owned()];
        fits.with_value(|fits| {
            curve(locale, fits, k, of, head, &|value| format::rounded(locale, value))
                .draw(width, 200.0)
        })
    };
    let silhouette = move |width: f64| {
        let name = t_string!(i18n, segments.silhouette);
        draw(width, |fit| fit.silhouette.unwrap_or(f64::NAN), name)
    };
    let inertia =
        move |width: f64| draw(width, |fit| fit.inertia, t_string!(i18n, segments.inertia));
    let elbow_at = fits.with_value(|fits| elbow(fits));
    let best = fits.with_value(|fits| {
        busbar_core::analysis::silhouette::best_by_silhouette(fits).unwrap_or_default()
    });
    view! {
        <ChartFrame
            title=move || t_string!(i18n, segments.silhouette_title, k = best)
            note=move || t_string!(i18n, segments.silhouette_note)
            draw=silhouette
        />
        <ChartFrame
            title=move || t_string!(i18n, segments.inertia_title)
            note=move || match elbow_at {
                Some(k) => t_string!(i18n, segments.inertia_elbow, k = k),
                None => t_string!(i18n, segments.inertia_note).to_owned(),
            }
            draw=inertia
        />
    }
}

/// Scatter chart of the customers by two chosen figures.
#[component]
fn Scatter(kept: Arc<StoredRun>, clustering: Arc<Clustering>) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_segments().customers();
    let navigation = use_navigation();
    let columns = StoredValue::new(clustering.columns.clone());
    let first = |place: usize| clustering.columns.get(place).or(clustering.columns.first());
    let x = RwSignal::new(first(0).copied().unwrap_or(Feature::Energy));
    let y = RwSignal::new(first(1).copied().unwrap_or(Feature::LoadFactor));
    let draw = {
        let clustering = clustering.clone();
        move |width: f64| {
            let locale = i18n.get_locale();
            let (x, y) = (x.get(), y.get());
            let names = customers.read();
            let points = |cluster: usize| -> Vec<chart::ScatterPoint> {
                kept.result
                    .members
                    .iter()
                    .filter(|member| member.cluster == Some(cluster as u32))
                    .filter_map(|member| {
                        let figure = |of: Feature| member.figures.get(of as usize).copied()?;
                        Some(chart::ScatterPoint {
                            record: member.customer.uuid(),
                            name: names
                                .get(member.customer)
                                .map(|one| one.name.clone())
                                .unwrap_or_default(),
                            x: figure(x)?,
                            y: figure(y)?,
                        })
                    })
                    .collect()
            };
            let clusters: Vec<chart::ScatterCluster> = clustering
                .clusters
                .iter()
                .enumerate()
                .map(|(place, cluster)| chart::ScatterCluster {
                    name: named(locale, place, &clustering.columns, &cluster.traits),
                    points: points(place),
                })
                .collect();
            chart::Scatter {
                clusters: &clusters,
                x_name: labels::feature(locale, x).to_owned(),
                y_name: labels::feature(locale, y).to_owned(),
                x_write: &|value| labels::figure(locale, x, value),
                y_write: &|value| labels::figure(locale, y, value),
                head: [
                    t_string!(i18n, segments.name).to_owned(),
                    t_string!(i18n, segments.cluster).to_owned(),
                ],
            }
            .draw(width, 320.0)
        }
    };
    let open = move |customer: Uuid| navigation.go(&Page::Customer(Id::new(customer)).route());
    let options = Signal::derive(move || {
        let locale = i18n.get_locale();
        columns.with_value(|columns| {
            columns
                .iter()
                .map(|of| (of.name().to_owned(), labels::feature(locale, *of).to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let choose = |axis: RwSignal<Feature>| {
        move |name: String| {
            if let Some(feature) = Feature::named(&name) {
                axis.set(feature);
            }
        }
    };
    view! {
        <ChartFrame
            title=move || t_string!(i18n, segments.scatter_title)
            note=move || t_string!(i18n, segments.scatter_note)
            draw=draw
            on_open=open
            choices=move || {
                view! {
                    <Select
                        label=move || t_string!(i18n, segments.scatter_x)
                        options=options
                        value=Signal::derive(move || x.get().name().to_owned())
                        on_change=choose(x)
                    />
                    <Select
                        label=move || t_string!(i18n, segments.scatter_y)
                        options=options
                        value=Signal::derive(move || y.get().name().to_owned())
                        on_change=choose(y)
                    />
                }
            }
        />
    }
}

/// Chart of the deviation of each cluster from the mean of all customers.
#[component]
fn Profile(clustering: Arc<Clustering>) -> impl IntoView {
    let i18n = use_i18n();
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let groups = clustering
            .clusters
            .iter()
            .enumerate()
            .map(|(place, cluster)| {
                let written = clustering
                    .columns
                    .iter()
                    .zip(&cluster.centre)
                    .map(|(of, value)| labels::figure(locale, *of, *value))
                    .collect();
                let name = named(locale, place, &clustering.columns, &cluster.traits);
                (name, cluster.deviations.clone(), written)
            })
            .collect();
        chart::Profile {
            features: clustering
                .columns
                .iter()
                .map(|of| labels::feature(locale, *of).to_owned())
                .collect(),
            groups,
            all: t_string!(i18n, segments.profile_all).to_owned(),
            write: &|value| format::decimal(locale, value, 1),
            head: t_string!(i18n, segments.feature).to_owned(),
        }
        .draw(width)
    };
    view! {
        <ChartFrame
            title=move || t_string!(i18n, segments.profile_title)
            note=move || t_string!(i18n, segments.profile_note)
            draw=draw
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_the_run_used_is_marked_and_no_other() {
        let fit = |k, inertia, silhouette| FitOfK { k, inertia, silhouette: Some(silhouette) };
        let fits = [fit(2, 100.0, 0.2), fit(3, 40.0, 0.3), fit(4, 36.0, 0.5), fit(5, 33.0, 0.4)];
        assert_eq!(elbow(&fits), Some(3));
        for of in
            [(|fit| fit.inertia) as fn(&FitOfK) -> f64, |fit| fit.silhouette.unwrap_or(f64::NAN)]
        {
            let head = [String::new(), String::new()];
            let curve = curve(Locale::en, &fits, 4, of, head, &|value| value.to_string());
            assert_eq!(curve.chosen, Some((4, "chosen".into())));
        }
    }
}
