//! Weights of the dimensions: entered, from pairwise comparisons, or by entropy from the spread of the ratings.

use busbar_core::{
    analysis::entropy::Normalise,
    books::satisfaction::{WEIGHTS, WeightMethod, Weighting},
    domain::survey::Dimension,
};
use leptos::prelude::*;

use super::Shown;
use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Bounds, Card, Choice, NumberInput, Select, Tag, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// Possible results of a comparison: importance of the first divided by that of the second.
const RATIOS: [f64; 9] = [9.0, 7.0, 5.0, 3.0, 1.0, 1.0 / 3.0, 1.0 / 5.0, 1.0 / 7.0, 1.0 / 9.0];

/// Card in which the weights are changed.
#[component]
pub fn Weights(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let weighting = shown.satisfaction.weighting;
    let change = Callback::new(move |change: Change| workspace.change_setting(WEIGHTS, change));
    let methods = Signal::derive(move || {
        WeightMethod::ALL
            .iter()
            .map(|method| {
                let word = match method {
                    WeightMethod::Given => t_string!(i18n, satisfaction.given),
                    WeightMethod::Ahp => t_string!(i18n, satisfaction.ahp),
                    WeightMethod::Entropy => t_string!(i18n, satisfaction.entropy),
                };
                (*method, word.to_owned())
            })
            .collect::<Vec<_>>()
    });
    let method = Memo::new(move |_| weighting.read().method);
    let content = move || match method.get() {
        WeightMethod::Given => view! { <Given weighting=weighting change=change /> }.into_any(),
        WeightMethod::Ahp => view! { <Pairs weighting=weighting change=change /> }.into_any(),
        WeightMethod::Entropy => {
            let normalise = weighting.read().normalise;
            let is_known = shown.report.read().entropy(normalise).is_some();
            let formula = match normalise {
                Normalise::Sum => t_string!(i18n, satisfaction.ex_normalise_sum),
                Normalise::MinMax => t_string!(i18n, satisfaction.ex_normalise_minmax),
            };
            view! {
                <Choice
                    label=move || t_string!(i18n, satisfaction.normalise)
                    options=Signal::derive(move || {
                        Normalise::ALL
                            .map(|one| {
                                (one, normalise_word(i18n.get_locale(), one).to_owned())
                            })
                            .to_vec()
                    })
                    value=Signal::derive(move || weighting.read().normalise)
                    on_choose=move |normalise| {
                        change.run(Box::new(move |now| now.normalise = normalise));
                    }
                />
                <p class="quiet-text">
                    {if is_known {
                        format!("{formula} · {}", t_string!(i18n, satisfaction.entropy_note))
                    } else {
                        t_string!(i18n, satisfaction.entropy_none).to_owned()
                    }}
                </p>
            }
            .into_any()
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, satisfaction.weights)
            note=move || t_string!(i18n, satisfaction.weights_note)
        >
            <div class="stack">
                <Choice
                    label=move || t_string!(i18n, satisfaction.method)
                    options=methods
                    value=method
                    on_choose=move |method| change.run(Box::new(move |now| now.method = method))
                />
                {content}
            </div>
        </Card>
    }
}

/// Returns the name of a normalization.
pub fn normalise_word(locale: Locale, normalise: Normalise) -> &'static str {
    match normalise {
        Normalise::Sum => td_string!(locale, satisfaction.normalise_sum),
        Normalise::MinMax => td_string!(locale, satisfaction.normalise_minmax),
    }
}

/// Change of the weighting.
type Change = Box<dyn Fn(&mut Weighting)>;

/// Fields for entered weights.
#[component]
fn Given(weighting: Memo<Weighting>, change: Callback<Change>) -> impl IntoView {
    let i18n = use_i18n();
    let input = move |(place, dimension): (usize, &Dimension)| {
        let dimension = *dimension;
        let set = move |weight: Option<f64>| {
            change.run(Box::new(move |now| {
                if let Some(entered) = now.given.get_mut(place) {
                    *entered = weight.unwrap_or_default();
                }
            }));
        };
        view! {
            <NumberInput
                label=move || labels::dimension(i18n.get_locale(), dimension)
                value=Signal::derive(move || weighting.read().given.get(place).copied())
                bounds=Bounds::HUNDRED
                on_change=set
            />
        }
    };
    view! {
        <div class="form-pair narrow">
            {Dimension::ALL.iter().enumerate().map(input).collect_view()}
        </div>
    }
}

/// Returns `true` once a pair is rated other than equal; initially all are equal.
pub fn is_compared(comparisons: &[f64]) -> bool {
    comparisons.iter().any(|ratio| *ratio != 1.0)
}

/// Pairwise comparisons and their consistency.
#[component]
fn Pairs(weighting: Memo<Weighting>, change: Callback<Change>) -> impl IntoView {
    let i18n = use_i18n();
    let word = move |place: usize| {
        Dimension::ALL
            .get(place)
            .map_or("", |dimension| labels::dimension(i18n.get_locale(), *dimension))
    };
    let verdict = move || {
        let locale = i18n.get_locale();
        if !weighting.with(|weighting| is_compared(&weighting.comparisons)) {
            let text = t_string!(i18n, satisfaction.ahp_none);
            return Some(view! { <p class="quiet-text">{text}</p> }.into_any());
        }
        let ahp = weighting.read().ahp()?;
        let cr = format::decimal(locale, ahp.cr, 3);
        let (text, tone) = if ahp.is_consistent() {
            (t_string!(i18n, satisfaction.ahp_ok, cr = cr), Tone::Good)
        } else {
            let (a, b) = ahp.worst_pair.unwrap_or_default();
            let text = t_string!(i18n, satisfaction.ahp_bad, cr = cr, a = word(a), b = word(b));
            (text, Tone::Bad)
        };
        let note = t_string!(
            i18n,
            satisfaction.ahp_note,
            lambda = format::decimal(locale, ahp.lambda_max, 3),
            ci = format::decimal(locale, ahp.ci, 3)
        );
        let verdict = view! {
            <div class="stack">
                <p class="line">
                    <Tag text=text tone=tone />
                </p>
                <p class="quiet-text">{note}</p>
            </div>
        };
        Some(verdict.into_any())
    };
    let options = Signal::derive(move || {
        RATIOS
            .iter()
            .map(|ratio| {
                let times = |times: f64| format::decimal(i18n.get_locale(), times, 0);
                let word = if *ratio == 1.0 {
                    t_string!(i18n, satisfaction.ahp_equal).to_owned()
                } else if *ratio > 1.0 {
                    t_string!(i18n, satisfaction.ahp_more, times = times(*ratio))
                } else {
                    t_string!(i18n, satisfaction.ahp_less, times = times(1.0 / ratio))
                };
                (ratio.to_string(), word)
            })
            .collect::<Vec<_>>()
    });
    let pair = move |(place, (a, b)): (usize, (usize, usize))| {
        let value = Signal::derive(move || {
            let ratio = weighting.read().comparisons.get(place).copied();
            ratio.unwrap_or(1.0).to_string()
        });
        view! {
            <Select
                label=move || t_string!(i18n, satisfaction.ahp_pair, a = word(a), b = word(b))
                options=options
                value=value
                on_change=move |ratio: String| {
                    change
                        .run(
                            Box::new(move |now| {
                                if let (Some(entered), Ok(ratio)) = (
                                    now.comparisons.get_mut(place),
                                    ratio.parse(),
                                ) {
                                    *entered = ratio;
                                }
                            }),
                        )
                }
            />
        }
    };
    view! {
        {verdict}
        <details class="pairs">
            <summary>{t!(i18n, satisfaction.ahp_compare)}</summary>
            <div class="form-pair">{Weighting::pairs().enumerate().map(pair).collect_view()}</div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_compared_while_all_pairs_are_equal() {
        let mut comparisons = Weighting::default().comparisons;
        assert!(!is_compared(&comparisons));
        comparisons[4] = 1.0 / 3.0;
        assert!(is_compared(&comparisons));
    }
}
