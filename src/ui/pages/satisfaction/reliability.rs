//! What the answers come to in grades, and how far they can be relied on.

use leptos::prelude::*;

use super::Shown;
use crate::{
    analysis::{cronbach_alpha::CronbachAlpha, fuzzy::FIVE_GRADES},
    ui::{
        components::{Card, EmptyState, FigureTable, Heading},
        format,
        i18n::*,
    },
};

/// From here up a scale is taken as usable [Nunnally 1978].
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

/// The fuzzy comprehensive evaluation.
#[component]
pub fn Fuzzy(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        let locale = i18n.get_locale();
        match shown.weighed.get() {
            None => t_string!(i18n, satisfaction.fuzzy).to_owned(),
            Some(weighed) => {
                let score = weighed.evaluation.score(&FIVE_GRADES).unwrap_or(f64::NAN);
                t_string!(
                    i18n,
                    satisfaction.fuzzy_title,
                    grade = grade(locale, weighed.evaluation.grade()),
                    score = format::decimal(locale, score, 1)
                )
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
                view! {
                    <div class="grade">
                        <span>{grade(locale, place)}</span>
                        <meter max="1" value=share.to_string() aria-label=grade(locale, place) />
                        <span class="number">{format::percent(locale, share, 1)}</span>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <Card title=title note=move || t_string!(i18n, satisfaction.fuzzy_note)>
            <div class="grades">{rows}</div>
        </Card>
    }
}

/// Cronbach's α.
#[component]
pub fn Alpha(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |name: &'static str, alpha: &CronbachAlpha| {
        let locale = i18n.get_locale();
        let number = |value: Option<f64>| {
            value.map_or_else(
                || td_string!(locale, labels.nothing).to_owned(),
                |value| format::decimal(locale, value, 3),
            )
        };
        let verdict = match alpha.raw {
            None => td_string!(locale, satisfaction.alpha_none),
            Some(raw) if raw >= USABLE => td_string!(locale, satisfaction.alpha_good),
            Some(_) => td_string!(locale, satisfaction.alpha_weak),
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{number(alpha.raw)}</td>
                <td class="number">{number(alpha.standardised)}</td>
                <td class="number">{alpha.k}</td>
                <td class="number">{format::count(locale, alpha.n)}</td>
                <td>{verdict}</td>
            </tr>
        }
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        view! {
            {row(td_string!(locale, satisfaction.alpha_dimensions), &report.alpha_dimensions)}
            {row(td_string!(locale, satisfaction.alpha_acsi), &report.alpha_acsi)}
        }
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
