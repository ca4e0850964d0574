//! The dimensions: how well each is done and how much it matters, and what to improve first.

use leptos::prelude::*;

use super::Shown;
use crate::{
    analysis::{confidence::is_indicative, importance_performance::Quadrant},
    chart,
    ui::{
        components::{Card, ChartFrame, EmptyState, FigureTable, Heading, Tag, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// The name of a field.
fn field(locale: Locale, quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Concentrate => td_string!(locale, satisfaction.q_concentrate),
        Quadrant::KeepUp => td_string!(locale, satisfaction.q_keep),
        Quadrant::LowPriority => td_string!(locale, satisfaction.q_low),
        Quadrant::Overkill => td_string!(locale, satisfaction.q_overkill),
    }
}

/// Importance against performance.
#[component]
pub fn Priorities(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let Some(priorities) = &report.priorities else {
            return chart::Drawing::default();
        };
        let places = if priorities.is_stated { 1 } else { 2 };
        chart::Quadrants {
            items: priorities
                .attributes
                .iter()
                .map(|(dimension, attribute)| chart::Item {
                    name: labels::dimension(locale, *dimension).to_owned(),
                    performance: attribute.performance,
                    importance: attribute.importance,
                })
                .collect(),
            middle: (
                priorities.quadrants.cross_performance,
                priorities.quadrants.cross_importance,
            ),
            fields: [
                Quadrant::Concentrate,
                Quadrant::KeepUp,
                Quadrant::LowPriority,
                Quadrant::Overkill,
            ]
            .map(|quadrant| field(locale, quadrant).to_owned()),
            axes: [
                td_string!(locale, satisfaction.performance).to_owned(),
                td_string!(locale, satisfaction.importance).to_owned(),
            ],
            write: &|value| format::decimal(locale, value, places),
            head: [
                td_string!(locale, satisfaction.dimension).to_owned(),
                td_string!(locale, satisfaction.field).to_owned(),
            ],
        }
        .draw(width, 330.0)
    };
    let title = move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let names: Vec<&str> = report
            .priorities
            .iter()
            .flat_map(|priorities| {
                priorities
                    .attributes
                    .iter()
                    .zip(&priorities.quadrants.quadrants)
            })
            .filter(|(_, quadrant)| **quadrant == Quadrant::Concentrate)
            .map(|((dimension, _), _)| labels::dimension(locale, *dimension))
            .collect();
        if names.is_empty() {
            t_string!(i18n, satisfaction.ipa_title_none).to_owned()
        } else {
            t_string!(i18n, satisfaction.ipa_title, names = names.join("、"))
        }
    };
    let note = move || {
        let report = shown.report.read();
        match &report.priorities {
            Some(priorities) if priorities.is_stated => t_string!(i18n, satisfaction.ipa_stated),
            _ => t_string!(i18n, satisfaction.ipa_derived),
        }
    };
    let has_any = Memo::new(move |_| shown.report.read().priorities.is_some());
    view! {
        <Show
            when=move || has_any.get()
            fallback=move || {
                view! {
                    <Card title=move || t_string!(i18n, satisfaction.ipa)>
                        <EmptyState title=move || t_string!(i18n, satisfaction.alpha_none) />
                    </Card>
                }
            }
        >
            <ChartFrame title=title note=note draw=draw />
        </Show>
    }
}

/// The dimensions in a table.
#[component]
pub fn Dimensions(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let weighed = shown.weighed.get();
        let number = |value: f64| format::decimal(locale, value, 1);
        let nothing = || td_string!(locale, labels.nothing).to_owned();
        report
            .dimensions
            .iter()
            .enumerate()
            .map(|(place, score)| {
                let quadrant = report.priorities.as_ref().and_then(|priorities| {
                    let place = priorities
                        .attributes
                        .iter()
                        .position(|(dimension, _)| *dimension == score.dimension)?;
                    priorities.quadrants.quadrants.get(place).copied()
                });
                let tone = if quadrant == Some(Quadrant::Concentrate) {
                    Tone::Warn
                } else {
                    Tone::Plain
                };
                let interval = score.performance.ci95.map_or_else(nothing, |[low, high]| {
                    format!("{} – {}", number(low.max(0.0)), number(high.min(100.0)))
                });
                let importance = score.importance.map_or_else(nothing, |mean| number(mean.mean));
                let weight = weighed
                    .as_ref()
                    .and_then(|weighed| weighed.weights.get(place))
                    .map_or_else(nothing, |weight| format::percent(locale, *weight, 1));
                let n = score.performance.n;
                view! {
                    <tr>
                        <th scope="row">{labels::dimension(locale, score.dimension)}</th>
                        <td class="number">
                            <strong>{number(score.performance.mean)}</strong>
                        </td>
                        <td class="number">{interval}</td>
                        <td class="number">{importance}</td>
                        <td class="number">{weight}</td>
                        <td class="number" class:warn=is_indicative(n)>
                            {format::count(locale, n)}
                        </td>
                        <td>
                            {quadrant
                                .map(|quadrant| view! { <Tag text=field(locale, quadrant) tone=tone /> })}
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    let head = Signal::derive(move || {
        vec![
            Heading::words(t_string!(i18n, satisfaction.dimension)),
            Heading::number(t_string!(i18n, satisfaction.performance)),
            Heading::number(t_string!(i18n, satisfaction.trend_interval)),
            Heading::number(t_string!(i18n, satisfaction.importance)),
            Heading::number(t_string!(i18n, satisfaction.weight)),
            Heading::number(t_string!(i18n, satisfaction.n)),
            Heading::words(t_string!(i18n, satisfaction.field)),
        ]
    });
    let has_any = Memo::new(move |_| !shown.report.read().dimensions.is_empty());
    view! {
        <Show when=move || has_any.get()>
            <Card
                title=move || t_string!(i18n, satisfaction.dimensions)
                note=move || t_string!(i18n, satisfaction.dimensions_note)
            >
                <FigureTable label=move || t_string!(i18n, satisfaction.dimensions) head=head rows=rows />
            </Card>
        </Show>
    }
}
