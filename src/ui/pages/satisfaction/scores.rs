//! Main scores and the weighted index in large figures, with their confidence intervals.

use busbar_core::analysis::confidence::is_indicative;
use leptos::prelude::*;

use super::{
    Shown,
    score::{Score, Which},
};
use crate::ui::{
    components::{Figure, Figures, Tone},
    i18n::*,
    labels::Worded,
};

/// Figures of all scores.
#[component]
pub fn Scores(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let figure = move |locale: Locale, label: &'static str, score: Score| {
        let tone = if is_indicative(score.n) { Tone::Warn } else { Tone::Plain };
        let context = score.context(locale);
        let (value, unit) = (score.value.clone(), score.unit);
        view! {
            <Figure
                label=label
                value=value
                unit=unit
                context=context
                tone=tone
                explain=Callback::new(move |()| score.clone().explanation(locale))
            />
        }
    };
    // Signals are read here, because the children of a component are created only once.
    move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        let weighed = shown.weighed.get();
        let figures: Vec<_> = Which::ALL
            .iter()
            .filter_map(|which| {
                let score = which.score(locale, &report, weighed.as_deref())?;
                Some(figure(locale, which.word(locale), score))
            })
            .collect();
        view! { <Figures>{figures}</Figures> }
    }
}
