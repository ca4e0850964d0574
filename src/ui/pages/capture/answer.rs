//! Question with its input: large touch targets, based on the browser's own inputs.

use busbar_core::{
    domain::InOrder,
    domain::survey::{Answer, Answers, Question, QuestionKind, Wording},
};
use leptos::prelude::*;

use crate::ui::{
    components::{Bounds, entry},
    i18n::*,
    labels,
};

/// Question with the input for its answer.
#[component]
pub fn AnswerInput(
    /// Question.
    question: Question,
    /// All answers of the response; the one to this question is read and written.
    answers: RwSignal<Answers>,
    /// Called when Enter is pressed.
    on_enter: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Question { key, text, hint, kind, is_required, .. } = question;
    let say = move |wording: &Wording| labels::wording(i18n.get_locale(), wording);
    let answer = {
        let key = key.clone();
        Memo::new(move |_| answers.with(|answers| answers.get(&key).cloned()))
    };
    let put = Callback::new(move |answer: Option<Answer>| {
        answers.update(|answers| match answer {
            Some(answer) => drop(answers.insert(key.clone(), answer)),
            None => drop(answers.remove(&key)),
        });
    });
    let input = match kind {
        QuestionKind::Scale { least, most, low, high } => {
            view! { <Boxes least most low high answer put /> }.into_any()
        }
        QuestionKind::Nps => {
            let ends = (
                Wording {
                    zh: td_string!(Locale::zh, capture.nps_low).into(),
                    en: td_string!(Locale::en, capture.nps_low).into(),
                },
                Wording {
                    zh: td_string!(Locale::zh, capture.nps_high).into(),
                    en: td_string!(Locale::en, capture.nps_high).into(),
                },
            );
            view! { <Boxes least=0 most=10 low=ends.0 high=ends.1 answer put /> }.into_any()
        }
        QuestionKind::Single { choices } => choices
            .into_iter()
            .map(|choice| {
                let [key, chosen] = [choice.key.clone(), choice.key];
                let is_on = move || answer.get() == Some(Answer::Choice(key.clone()));
                view! {
                    <label class="capture-choice">
                        <input
                            type="radio"
                            name="choice"
                            prop:checked=is_on
                            on:change=move |_| put.run(Some(Answer::Choice(chosen.clone())))
                        />
                        <span>{move || say(&choice.text)}</span>
                    </label>
                }
            })
            .collect_view()
            .into_any(),
        QuestionKind::Multiple { choices } => {
            let order: Vec<String> = choices.iter().map(|choice| choice.key.clone()).collect();
            choices
                .into_iter()
                .map(|choice| {
                    let key = choice.key.clone();
                    let order = order.clone();
                    let is_on = {
                        let key = key.clone();
                        move || chosen(answer.get()).contains(&key)
                    };
                    let turn = move |event| {
                        let mut keys = chosen(answer.get_untracked());
                        keys.retain(|other| *other != key);
                        if event_target_checked(&event) {
                            keys.push(key.clone());
                        }
                        keys.order_by_key(|key| order.iter().position(|other| other == key));
                        put.run((!keys.is_empty()).then_some(Answer::Choices(keys)));
                    };
                    view! {
                        <label class="capture-choice">
                            <input type="checkbox" prop:checked=is_on on:change=turn />
                            <span>{move || say(&choice.text)}</span>
                        </label>
                    }
                })
                .collect_view()
                .into_any()
        }
        QuestionKind::Text => {
            let typed = move || match answer.get() {
                Some(Answer::Text(text)) => text,
                _ => String::new(),
            };
            view! {
                <textarea
                    rows="5"
                    aria-labelledby="question"
                    prop:value=typed
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        put.run((!text.trim().is_empty()).then_some(Answer::Text(text)));
                    }
                />
            }
            .into_any()
        }
        QuestionKind::Number { unit } => {
            view! { <NumberAnswer unit answer put on_enter /> }.into_any()
        }
        QuestionKind::Date => {
            let typed = move || match answer.get() {
                Some(Answer::Date(date)) => date.to_string(),
                _ => String::new(),
            };
            view! {
                <input
                    type="date"
                    aria-labelledby="question"
                    prop:value=typed
                    on:change=move |event| {
                        let day = entry::read_date(&event_target_value(&event)).ok().flatten();
                        put.run(day.map(Answer::Date));
                    }
                />
            }
            .into_any()
        }
    };
    let has_hint = !hint.is_empty();
    view! {
        <h1 id="question">{move || say(&text)}</h1>
        {has_hint.then(|| view! { <p class="capture-hint">{move || say(&hint)}</p> })}
        <div class="capture-answer" role="group" aria-labelledby="question">
            {input}
        </div>
        {(!is_required).then(|| view! { <p class="quiet-text">{t!(i18n, capture.optional)}</p> })}
    }
}

/// Returns the keys of the chosen options.
fn chosen(answer: Option<Answer>) -> Vec<String> {
    match answer {
        Some(Answer::Choices(keys)) => keys,
        _ => Vec::new(),
    }
}

/// Row of boxes for a scale, with a text at each end.
#[component]
fn Boxes(
    least: i32,
    most: i32,
    low: Wording,
    high: Wording,
    answer: Memo<Option<Answer>>,
    put: Callback<Option<Answer>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let end = move |wording: Wording| {
        view! { <span>{move || labels::wording(i18n.get_locale(), &wording)}</span> }
    };
    let boxes = (least..=most)
        .map(|number| {
            let value = f64::from(number);
            view! {
                <label>
                    <input
                        type="radio"
                        name="scale"
                        prop:checked=move || answer.get() == Some(Answer::Number(value))
                        on:change=move |_| put.run(Some(Answer::Number(value)))
                    />
                    <span>{number}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="capture-scale" class:long={most - least > 6}>{boxes}</div>
        <div class="capture-ends">{end(low)} {end(high)}</div>
    }
}

/// Number field. Invalid text stays as typed, with an error.
#[component]
fn NumberAnswer(
    unit: Wording,
    answer: Memo<Option<Answer>>,
    put: Callback<Option<Answer>>,
    on_enter: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wrong = RwSignal::new(None);
    let first = answer.get_untracked().as_ref().and_then(Answer::number);
    view! {
        <span class="with-unit">
            <input
                type="text"
                inputmode="decimal"
                class="number"
                aria-labelledby="question"
                value=first.map(|number| number.to_string())
                on:input=move |event| {
                    let read = entry::read_number(&event_target_value(&event), Bounds::default());
                    wrong.set(read.err().map(|error| error.text(i18n.get_locale_untracked())));
                    put.run(read.ok().flatten().map(Answer::Number));
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        on_enter.run(());
                    }
                }
            />
            <span>{move || labels::wording(i18n.get_locale(), &unit)}</span>
        </span>
        <p class="field-error" role="alert">
            {move || wrong.get()}
        </p>
    }
}
