//! Dimensions: performance and importance of each, and the priorities for improvement.

use busbar_core::{
    analysis::{
        confidence::{is_indicative, with_width},
        importance_performance::{Attribute, ImportancePerformance, Quadrant},
        mean::Mean,
        satisfaction::SatisfactionReport,
    },
    books::satisfaction::{WeightMethod, Weighting},
    domain::survey::Dimension,
};
use leptos::prelude::*;

use super::{
    Shown,
    score::mean,
    weights::{is_compared, normalise_word},
};
use crate::{
    chart,
    ui::{
        components::{
            Card, ChartFrame, Computed, EmptyState, Explanation, FigureTable, Heading, Number, Tag,
            Tone,
        },
        format,
        i18n::*,
        labels,
    },
};

/// Returns the name of a quadrant.
fn field(locale: Locale, quadrant: Quadrant) -> &'static str {
    match quadrant {
        Quadrant::Concentrate => td_string!(locale, satisfaction.q_concentrate),
        Quadrant::KeepUp => td_string!(locale, satisfaction.q_keep),
        Quadrant::LowPriority => td_string!(locale, satisfaction.q_low),
        Quadrant::Overkill => td_string!(locale, satisfaction.q_overkill),
    }
}

/// Returns the message for dimensions that all have the same performance or importance, so that none ranks above
/// another; `None` if they differ.
fn alike(locale: Locale, found: &ImportancePerformance) -> Option<&'static str> {
    match (found.is_performance_alike, found.is_importance_alike) {
        (true, true) => Some(td_string!(locale, satisfaction.ipa_alike_both)),
        (true, false) => Some(td_string!(locale, satisfaction.ipa_alike_performance)),
        (false, true) => Some(td_string!(locale, satisfaction.ipa_alike_importance)),
        (false, false) => None,
    }
}

/// Chart of importance against performance.
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
            middle: (priorities.quadrants.cross_performance, priorities.quadrants.cross_importance),
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
                priorities.attributes.iter().zip(&priorities.quadrants.quadrants)
            })
            .filter(|(_, quadrant)| **quadrant == Quadrant::Concentrate)
            .map(|((dimension, _), _)| labels::dimension(locale, *dimension))
            .collect();
        let alike = report.priorities.as_ref().and_then(|found| alike(locale, &found.quadrants));
        if let Some(alike) = alike {
            alike.to_owned()
        } else if names.is_empty() {
            t_string!(i18n, satisfaction.ipa_title_none).to_owned()
        } else {
            let names = names.join(t_string!(i18n, segments.list_and));
            t_string!(i18n, satisfaction.ipa_title, names = names)
        }
    };
    let note = move || {
        let report = shown.report.read();
        let note = match &report.priorities {
            Some(priorities) if priorities.is_stated => t_string!(i18n, satisfaction.ipa_stated),
            _ => t_string!(i18n, satisfaction.ipa_derived),
        };
        let attributes = report.priorities.iter().flat_map(|found| &found.attributes);
        let n = attributes.map(|(_, attribute)| attribute.n).max();
        match n {
            Some(n) if is_indicative(n) => {
                format!("{note} · {}", t_string!(i18n, satisfaction.indicative_word))
            }
            _ => note.to_owned(),
        }
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let Some(priorities) = &report.priorities else {
            return Explanation::default();
        };
        let places = if priorities.is_stated { 1 } else { 2 };
        let pair = |performance: f64, importance: f64| {
            let importance = format::decimal(locale, importance, places);
            format!("{} · {importance}", format::decimal(locale, performance, 1))
        };
        let found = &priorities.quadrants;
        let cross = pair(found.cross_performance, found.cross_importance);
        let of = priorities.attributes.iter().map(|(dimension, attribute)| {
            let name = labels::dimension(locale, *dimension).to_owned();
            (name, pair(attribute.performance, attribute.importance))
        });
        let all = priorities.attributes.iter();
        let n = all.map(|(_, attribute)| attribute.n).max();
        Explanation {
            formula: note(),
            inputs: std::iter::once((t_string!(i18n, satisfaction.in_cross).to_owned(), cross))
                .chain(of)
                .collect(),
            n: n.map(|n| format::count(locale, n)),
            source: t_string!(i18n, satisfaction.source_ipa).to_owned(),
            caution: None,
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
            <ChartFrame
                title=title
                note=note
                draw=draw
                tools=move || {
                    view! { <Computed label=move || t_string!(i18n, satisfaction.ipa) explain=explain /> }
                }
            />
        </Show>
    }
}

/// Returns the heading of the importance, which says if it is derived.
pub fn importance_heading(locale: Locale, report: &SatisfactionReport) -> &'static str {
    match &report.priorities {
        Some(priorities) if !priorities.is_stated => {
            td_string!(locale, satisfaction.importance_derived)
        }
        _ => td_string!(locale, satisfaction.importance),
    }
}

/// Returns the explanation of a derived importance.
fn derived_explanation(locale: Locale, derived: Attribute) -> Explanation {
    Explanation {
        formula: td_string!(locale, satisfaction.ipa_derived).to_owned(),
        inputs: Vec::new(),
        n: Some(format::count(locale, derived.n)),
        source: td_string!(locale, satisfaction.source_ipa).to_owned(),
        caution: is_indicative(derived.n)
            .then(|| td_string!(locale, satisfaction.indicative).to_owned()),
    }
}

/// Rating of a dimension on a scale.
#[derive(Clone, Copy)]
enum Rated {
    Performance,
    Importance,
}

impl Rated {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Performance => td_string!(locale, satisfaction.performance),
            Self::Importance => td_string!(locale, satisfaction.importance),
        }
    }

    fn explanation(self, locale: Locale, rated: Mean) -> Explanation {
        let formula = match self {
            Self::Performance => td_string!(locale, satisfaction.ex_performance),
            Self::Importance => td_string!(locale, satisfaction.ex_importance),
        };
        let source = td_string!(locale, satisfaction.source_mean);
        mean(locale, rated, 1, [formula, source]).explanation(locale)
    }
}

/// Returns the formula and inputs of weights from pairwise comparisons. Before the first comparison there is no
/// consistency to judge: all weights are equal.
fn ahp_explained(locale: Locale, weighting: &Weighting) -> (&'static str, Vec<(String, String)>) {
    let compared = Some(weighting).filter(|weighting| is_compared(&weighting.comparisons));
    let Some(ahp) = compared.and_then(Weighting::ahp) else {
        return (td_string!(locale, satisfaction.ahp_none), Vec::new());
    };
    let inputs = [
        (td_string!(locale, satisfaction.in_lambda), ahp.lambda_max),
        (td_string!(locale, satisfaction.in_cr), ahp.cr),
    ];
    let inputs = inputs.map(|(name, value)| (name.to_owned(), format::decimal(locale, value, 3)));
    (td_string!(locale, satisfaction.ex_ahp), inputs.into())
}

/// Weight of a dimension, with the explanation of its method.
#[component]
fn Weight(shown: Shown, dimension: Dimension, weight: f64) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || {
        let name = labels::dimension(i18n.get_locale(), dimension);
        format!("{name} · {}", t_string!(i18n, satisfaction.weight))
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let report = shown.report.get();
        let weighting = shown.satisfaction.weighting.get();
        let input = |name: &str, value: String| (name.to_owned(), value);
        let (formula, inputs, n) = match weighting.method {
            WeightMethod::Given => {
                let given = |dimension: Dimension| weighting.given.get(dimension as usize).copied();
                let all = report.dimensions.iter();
                let sum: f64 = all.filter_map(|score| given(score.dimension)).sum();
                let own = given(dimension).unwrap_or_default();
                let inputs = vec![
                    input(t_string!(i18n, satisfaction.given), format::plain(locale, own)),
                    input(t_string!(i18n, satisfaction.in_sum), format::plain(locale, sum)),
                ];
                (t_string!(i18n, satisfaction.ex_given), inputs, None)
            }
            WeightMethod::Ahp => {
                let (formula, inputs) = ahp_explained(locale, &weighting);
                (formula, inputs, None)
            }
            WeightMethod::Entropy => {
                let n = format::count(locale, report.alpha_dimensions.n);
                let normalise = input(
                    t_string!(i18n, satisfaction.normalise),
                    normalise_word(locale, weighting.normalise).to_owned(),
                );
                (t_string!(i18n, satisfaction.entropy_note), vec![normalise], Some(n))
            }
        };
        Explanation {
            formula: formula.to_owned(),
            inputs,
            n,
            source: t_string!(i18n, satisfaction.source_weights).to_owned(),
            caution: None,
        }
    };
    let value = move || format::percent(i18n.get_locale(), weight, 1);
    view! { <Number label=label value=value explain=explain /> }
}

/// Returns the number of answers, marked as indicative if they are few.
pub fn counted(locale: Locale, n: usize) -> String {
    let count = format::count(locale, n);
    if is_indicative(n) {
        td_string!(locale, satisfaction.indicative_value, value = count)
    } else {
        count
    }
}

/// Table of the dimensions.
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
                let priorities = report.priorities.as_ref();
                let told = priorities.filter(|priorities| priorities.quadrants.tells_apart());
                let quadrant = told.and_then(|priorities| {
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
                let interval = with_width(score.performance.ci95).map_or_else(nothing, |[low, high]| {
                    format!("{} – {}", number(low.max(0.0)), number(high.min(100.0)))
                });
                let name = labels::dimension(locale, score.dimension);
                let rated = |words: Rated, rated: Mean| {
                    let word = words.word(locale);
                    let value = number(rated.mean);
                    let explain = move |()| words.explanation(locale, rated);
                    view! { <Number label=format!("{name} · {word}") value=value explain=explain /> }
                };
                let performance = rated(Rated::Performance, score.performance);
                let derived = report.derived_importance(score.dimension);
                let importance = match (score.importance, derived) {
                    (_, Some(derived)) => {
                        let word = importance_heading(locale, &report);
                        let value = format::decimal(locale, derived.importance, 2);
                        let explain = move |()| derived_explanation(locale, derived);
                        view! { <Number label=format!("{name} · {word}") value=value explain=explain /> }
                            .into_any()
                    }
                    (Some(mean), None) => rated(Rated::Importance, mean).into_any(),
                    (None, None) => nothing().into_any(),
                };
                let weight = weighed
                    .as_ref()
                    .and_then(|weighed| weighed.weights.get(place).copied());
                let weight = match weight {
                    Some(weight) => {
                        view! { <Weight shown=shown dimension=score.dimension weight=weight /> }
                            .into_any()
                    }
                    None => nothing().into_any(),
                };
                let n = score.performance.n;
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class="number">
                            <strong>{performance}</strong>
                        </td>
                        <td class="number">{interval}</td>
                        <td class="number">{importance}</td>
                        <td class="number">{weight}</td>
                        <td class="number" class:warn=is_indicative(n)>
                            {counted(locale, n)}
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
            Heading::number(importance_heading(i18n.get_locale(), &shown.report.read())),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consistency_is_explained_once_pairs_were_compared() {
        let mut weighting = Weighting::default();
        let (formula, inputs) = ahp_explained(Locale::en, &weighting);
        assert_eq!(formula, "No pairs compared yet. All dimensions have equal weight.");
        assert_eq!(inputs, []);
        weighting.comparisons[4] = 3.0;
        let (_, inputs) = ahp_explained(Locale::en, &weighting);
        let names: Vec<&str> = inputs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Largest eigenvalue λmax", "Consistency ratio CR"]);
    }
}
