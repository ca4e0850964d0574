//! Numbers that explain themselves: large with their unit, small with their context, and opening to
//! the formula, what went into it, how many answers stand behind it, and the source.

use leptos::prelude::*;

use super::{
    popover::{Popover, Trigger},
    tag::Tone,
};
use crate::ui::i18n::*;

/// Where a number comes from, in words of the page's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// The formula, with its terms named.
    pub formula: String,
    /// What went into it: each term and its value, as written.
    pub inputs: Vec<(String, String)>,
    /// How many answers, customers or months stand behind it.
    pub n: Option<String>,
    /// The paper, standard or setting.
    pub source: String,
    /// What to bear in mind: few answers, missing months.
    pub caution: Option<String>,
}

/// An explanation, laid out.
#[component]
pub fn Explained(
    /// What is explained.
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

/// Figures side by side, the first thing on a page.
#[component]
pub fn Figures(
    /// Some [`Figure`]s.
    children: Children,
) -> impl IntoView {
    view! { <div class="figures">{children()}</div> }
}

/// One figure.
#[component]
pub fn Figure(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// The digits.
    #[prop(into)]
    value: TextProp,
    /// The unit, and what else belongs right beside the digits.
    #[prop(into, optional)]
    unit: Option<TextProp>,
    /// What it compares with, what it is part of.
    #[prop(into, optional)]
    context: Option<TextProp>,
    /// What the context tells.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// Where the number comes from, asked when it is opened.
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

/// A number in running text or in a list of facts that opens to its explanation.
#[component]
pub fn Number(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// The number with its unit.
    #[prop(into)]
    value: TextProp,
    /// Where it comes from.
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

/// Opens to where the numbers of a whole chart or card come from, which have no room for one each.
#[component]
pub fn Computed(
    /// What the numbers are.
    #[prop(into)]
    label: TextProp,
    /// Where they come from.
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
