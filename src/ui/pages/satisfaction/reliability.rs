//! Fuzzy evaluation of the responses in grades, and the reliability of the scales.

use busbar_core::analysis::{
    confidence::is_indicative, cronbach_alpha::CronbachAlpha, fuzzy::FIVE_GRADES,
    satisfaction::SatisfactionReport,
};
use leptos::prelude::*;

use super::{Shown, dimensions::counted, score::ACSI_ITEMS};
use crate::ui::{
    components::{Card, Computed, EmptyState, Explanation, FigureTable, Heading, Number},
    format,
    i18n::*,
    labels,
};

/// Value of Cronbach's α from which a scale is considered usable [Nunnally 1978].
const USABLE: f64 = 0.7;

fn grade(locale: Locale, place: usize) -> &'static str {
    match place {
        0 => td_string!(locale, satisfaction.grade_0),
        1 => td_string!(locale, satisfaction.grade_1),
        2 => td_string!(locale, satisfaction.grade_2),
        3 => td_string!(locale, satisfaction.grade_3),
        _ => td_string!(locale, satisfaction.grade_4),
    }
}

/// Card with the fuzzy comprehensive evaluation.
#[component]
pub fn Fuzzy(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        let locale = i18n.get_locale();
        match shown.weighed.get() {
            None => t_string!(i18n, satisfaction.fuzzy).to_owned(),
            Some(weighed) => {
                let score = weighed.evaluation.score(&FIVE_GRADES).unwrap_or(f64::NAN);
                let score = format::decimal(locale, score, 1);
                let title = t_string!(
                    i18n,
                    satisfaction.fuzzy_title,
                    grade = grade(locale, weighed.evaluation.grade()),
                    score = score
                );
                if is_indicative(shown.report.read().rated) {
                    t_string!(i18n, satisfaction.indicative_value, value = title)
                } else {
                    title
                }
            }
        }
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let Some(weighed) = shown.weighed.get() else {
            return view! {
                <EmptyState title=move || t_string!(i18n, satisfaction.alpha_none) />
            }
            .into_any();
        };
        weighed
            .evaluation
            .normalised()
            .into_iter()
            .enumerate()
            .map(|(place, share)| {
                let explain = move |()| grade_explanation(locale, shown, place);
                view! {
                    <div class="grade">
                        <span>{grade(locale, place)}</span>
                        <meter max="1" value=share.to_string() aria-label=grade(locale, place) />
                        <span class="number">
                            <Number
                                label=grade(locale, place)
                                value=format::percent(locale, share, 1)
                                explain=explain
                            />
                        </span>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    let explain = move |()| evaluation_explanation(i18n.get_locale(), shown);
    view! {
        <Card
            title=title
            note=move || t_string!(i18n, satisfaction.fuzzy_note)
            tools=move || {
                view! { <Computed label=move || t_string!(i18n, satisfaction.fuzzy) explain=explain /> }
            }
        >
            <div class="grades">{rows}</div>
        </Card>
    }
}

/// Returns the explanation of the share of one grade.
fn grade_explanation(locale: Locale, shown: Shown, place: usize) -> Explanation {
    let report = shown.report.read();
    let weighed = shown.weighed.get();
    let weights = weighed.iter().flat_map(|weighed| &weighed.weights);
    let parts = report.dimensions.iter().zip(report.memberships());
    let inputs = parts.zip(weights).map(|((score, shares), weight)| {
        let share = shares.get(place).copied().unwrap_or_default();
        (
            labels::dimension(locale, score.dimension).to_owned(),
            times(locale, *weight, &format::percent(locale, share, 1)),
        )
    });
    Explanation {
        formula: td_string!(locale, satisfaction.ex_grade).to_owned(),
        inputs: inputs.collect(),
        ..of_all(locale, &report)
    }
}

/// Returns the explanation of the overall score.
fn evaluation_explanation(locale: Locale, shown: Shown) -> Explanation {
    let weighed = shown.weighed.get();
    let shares = weighed.map_or_else(Vec::new, |weighed| weighed.evaluation.normalised());
    let inputs = shares.iter().zip(FIVE_GRADES).enumerate();
    let inputs = inputs.map(|(place, (share, value))| {
        let value = format::plain(locale, value);
        (grade(locale, place).to_owned(), times(locale, *share, &value))
    });
    Explanation {
        formula: td_string!(locale, satisfaction.ex_fuzzy).to_owned(),
        inputs: inputs.collect(),
        ..of_all(locale, &shown.report.read())
    }
}

fn times(locale: Locale, share: f64, value: &str) -> String {
    format!("{} × {value}", format::percent(locale, share, 1))
}

/// Returns an explanation with the number of responses and the source of the evaluation, without formula and inputs.
fn of_all(locale: Locale, report: &SatisfactionReport) -> Explanation {
    let n = report.rated;
    Explanation {
        n: Some(format::count(locale, n)),
        source: td_string!(locale, satisfaction.source_fuzzy).to_owned(),
        caution: is_indicative(n).then(|| td_string!(locale, satisfaction.indicative).to_owned()),
        ..Explanation::default()
    }
}

/// Card with Cronbach's α.
#[component]
pub fn Alpha(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |name: &'static str, alpha: &CronbachAlpha, items: Vec<String>| {
        let locale = i18n.get_locale();
        let verdict = match alpha.raw {
            None if alpha.k > 1 && alpha.n > 1 => {
                td_string!(locale, satisfaction.alpha_undefined)
            }
            None => td_string!(locale, satisfaction.alpha_none),
            Some(raw) if raw >= USABLE => td_string!(locale, satisfaction.alpha_good),
            Some(_) => td_string!(locale, satisfaction.alpha_weak),
        };
        let inputs = alpha_inputs(locale, alpha, items);
        let n = alpha.n;
        let number = |value: Option<f64>, formula: &'static str| {
            let Some(value) = value else {
                return t!(i18n, labels.nothing).into_any();
            };
            let inputs = inputs.clone();
            let explain = move |()| Explanation {
                formula: formula.to_owned(),
                inputs: inputs.clone(),
                n: Some(format::count(locale, n)),
                source: td_string!(locale, satisfaction.source_alpha).to_owned(),
                caution: is_indicative(n)
                    .then(|| td_string!(locale, satisfaction.indicative).to_owned()),
            };
            let value = format::decimal(locale, value, 3);
            view! { <Number label=name value=value explain=explain /> }.into_any()
        };
        let raw = number(alpha.raw, td_string!(locale, satisfaction.ex_alpha_raw));
        let standardised =
            number(alpha.standardised, td_string!(locale, satisfaction.ex_alpha_standardised));
        view! {
            <tr>
                <th scope="row" class="wraps">{name}</th>
                <td class="number">{raw}</td>
                <td class="number">{standardised}</td>
                <td class="number">{alpha.k}</td>
                <td class="number" class:warn=is_indicative(n)>
                    {counted(locale, n)}
                </td>
                <td class="wraps">{verdict}</td>
            </tr>
        }
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let dimensions = report.dimensions.iter();
        let dimensions =
            dimensions.map(|score| labels::dimension(locale, score.dimension).to_owned());
        let acsi = ACSI_ITEMS.map(|item| labels::measure(locale, item));
        [
            row(
                td_string!(locale, satisfaction.alpha_dimensions),
                &report.alpha_dimensions,
                dimensions.collect(),
            ),
            row(td_string!(locale, satisfaction.alpha_acsi), &report.alpha_acsi, acsi.to_vec()),
        ]
        .into_iter()
        .collect_view()
    };
    let head = Signal::derive(move || {
        vec![
            Heading::words(t_string!(i18n, satisfaction.scale)),
            Heading::number(t_string!(i18n, satisfaction.alpha_raw)),
            Heading::number(t_string!(i18n, satisfaction.alpha_standardised)),
            Heading::number(t_string!(i18n, satisfaction.alpha_k)),
            Heading::number(t_string!(i18n, satisfaction.n)),
            Heading::words(t_string!(i18n, satisfaction.alpha_verdict)),
        ]
    });
    view! {
        <Card
            title=move || t_string!(i18n, satisfaction.alpha)
            note=move || t_string!(i18n, satisfaction.alpha_note)
        >
            <FigureTable label=move || t_string!(i18n, satisfaction.alpha) head=head rows=rows />
        </Card>
    }
}

/// Returns the inputs of α: its confidence interval, its value over pairwise complete answers, and its value without
/// each item.
fn alpha_inputs(
    locale: Locale,
    alpha: &CronbachAlpha,
    items: Vec<String>,
) -> Vec<(String, String)> {
    let number = |value: f64| format::decimal(locale, value, 3);
    let interval = alpha.ci95.map(|[low, high]| {
        (
            td_string!(locale, satisfaction.trend_interval).to_owned(),
            format!("{} – {}", number(low), number(high)),
        )
    });
    let pairwise = alpha.pairwise.map(|value| {
        let name = td_string!(locale, satisfaction.in_pairwise);
        (name.to_owned(), number(value))
    });
    let items = items.into_iter().zip(&alpha.items);
    let without = items.filter_map(|(name, item)| {
        let name = td_string!(locale, satisfaction.in_without, name = name);
        Some((name, number(item.alpha_without?)))
    });
    interval.into_iter().chain(pairwise).chain(without).collect()
}
