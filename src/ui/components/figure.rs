//! Figures that can be explained: the number with its unit and context, which opens the formula, the inputs, the sample
//! size and the source.

use leptos::prelude::*;

use super::{
    popover::{Popover, Trigger},
    tag::Tone,
};
use crate::ui::i18n::*;

/// Explanation of a number, in the language of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Formula, with its terms named; may be empty.
    pub formula: String,
    /// Inputs: each term with its value as displayed.
    pub inputs: Vec<(String, String)>,
    /// Number of answers, customers or months that the number is based on.
    pub n: Option<String>,
    /// Publication, standard or setting that defines the formula; may be empty.
    pub source: String,
    /// Caveat: few answers, missing months.
    pub caution: Option<String>,
}

/// Explanation as a view.
#[component]
pub fn Explained(
    /// Explanation to show.
    explanation: Explanation,
) -> impl IntoView {
    let i18n = use_i18n();
    let Explanation { formula, inputs, n, source, caution } = explanation;
    view! {
        <div class="explanation">
            {(!formula.is_empty())
                .then(|| {
                    view! {
                        <h2>{t!(i18n, labels.how_computed)}</h2>
                        <p class="formula">{formula}</p>
                    }
                })}
            <dl>
                {inputs
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <div>
                                <dt>{name}</dt>
                                <dd>{value}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
                {n
                    .map(|n| {
                        view! {
                            <div>
                                <dt>{t!(i18n, labels.answers_behind)}</dt>
                                <dd>{n}</dd>
                            </div>
                        }
                    })}
            </dl>
            {caution.map(|caution| view! { <p class="warn">{caution}</p> })}
            {(!source.is_empty())
                .then(|| {
                    view! {
                        <p class="quiet-text">
                            {t!(i18n, labels.source)} " · " {source}
                        </p>
                    }
                })}
        </div>
    }
}

/// Row of figures, at the top of a page.
#[component]
pub fn Figures(
    /// [`Figure`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="figures">{children()}</div> }
}

/// Figure with its label, unit and context.
#[component]
pub fn Figure(
    /// Label of the figure.
    #[prop(into)]
    label: TextProp,
    /// Digits.
    #[prop(into)]
    value: TextProp,
    /// Unit, or other text directly beside the digits.
    #[prop(into, optional)]
    unit: Option<TextProp>,
    /// Comparison, or the total that the figure is part of.
    #[prop(into, optional)]
    context: Option<TextProp>,
    /// Tone of the context.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Returns the explanation; called when it is opened.
    #[prop(into, optional)]
    explain: Option<Callback<(), Explanation>>,
) -> impl IntoView {
    let name = label.clone();
    let content = move || {
        let [label, value] = [label.clone(), value.clone()];
        view! {
            <span class="figure-label">{move || label.get()}</span>
            <span class="figure-value">
                {move || value.get()}
                {unit.clone().map(|unit| view! { <span class="figure-unit">{move || unit.get()}</span> })}
            </span>
            {context
                .clone()
                .map(|context| {
                    view! {
                        <span class=move || {
                            format!("figure-context {}", tone.get().class())
                        }>{move || context.get()}</span>
                    }
                })}
        }
    };
    match explain {
        Some(explain) => view! {
            <Popover label=name kind=Trigger::Figure trigger=content>
                {move || view! { <Explained explanation=explain.run(()) /> }}
            </Popover>
        }
        .into_any(),
        None => view! { <div class="figure">{content()}</div> }.into_any(),
    }
}

/// Number in running text or in a list of facts, which opens its explanation.
#[component]
pub fn Number(
    /// Name of the number.
    #[prop(into)]
    label: TextProp,
    /// Number with its unit.
    #[prop(into)]
    value: TextProp,
    /// Returns the explanation.
    #[prop(into)]
    explain: Callback<(), Explanation>,
) -> impl IntoView {
    view! {
        <Popover
            label=label
            kind=Trigger::Number
            trigger=move || {
                let value = value.clone();
                view! { {move || value.get()} }
            }
        >
            {move || view! { <Explained explanation=explain.run(()) /> }}
        </Popover>
    }
}

/// Button that opens the explanation of all numbers of a chart or card, which has no space for one each.
#[component]
pub fn Computed(
    /// Name of the numbers.
    #[prop(into)]
    label: TextProp,
    /// Returns the explanation.
    #[prop(into)]
    explain: Callback<(), Explanation>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Popover label=label kind=Trigger::Line trigger=move || t!(i18n, labels.how_computed)>
            {move || view! { <Explained explanation=explain.run(()) /> }}
        </Popover>
    }
}
