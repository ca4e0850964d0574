//! Condition under which a question is asked: always, or after a certain answer to an earlier question.

use busbar_core::domain::survey::{Condition, Question, Test};
use leptos::prelude::*;

use super::Editing;
use crate::ui::{
    components::{Bounds, NumberInput, Select},
    i18n::*,
    labels,
};

/// Form for the condition of a question.
#[component]
pub fn ConditionInput(
    place: usize,
    editing: Editing,
    question: Memo<Option<Question>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let condition =
        Memo::new(move |_| question.with(|one| one.as_ref().and_then(|one| one.show_if.clone())));
    let earlier = Memo::new(move |_| {
        editing.now.with(|now| {
            let questions = now.as_ref().map(|now| &now.questions.0[..]);
            let before = questions.and_then(|questions| questions.get(..place));
            before
                .unwrap_or_default()
                .iter()
                .filter(|one| decides(one))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let options = Signal::derive(move || {
        let always = (String::new(), t_string!(i18n, survey.always).to_owned());
        let locale = i18n.get_locale();
        std::iter::once(always)
            .chain(earlier.get().into_iter().map(|one| {
                let text = labels::wording(locale, &one.text);
                (one.key, text)
            }))
            .collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || {
        condition.get().map(|condition| condition.question).unwrap_or_default()
    });
    let choose = move |key: String| {
        let asked = earlier.get_untracked().into_iter().find(|one| one.key == key);
        let condition =
            asked.map(|asked| Condition { test: first_test(&asked), question: asked.key });
        editing.edit_question(place, move |question| question.show_if = condition.clone());
    };
    let edit_test = Callback::new(move |change: TestChange| {
        editing.edit_question(place, move |question| {
            if let Some(condition) = &mut question.show_if {
                change(&mut condition.test);
            }
        });
    });
    let test = move || {
        let condition = condition.get()?;
        let asked = earlier.get().into_iter().find(|one| one.key == condition.question)?;
        Some(view! { <TestInput test=condition.test asked edit=edit_test /> })
    };
    view! {
        <Show when=move || !earlier.read().is_empty()>
            <div class="form-pair">
                <Select
                    label=move || t_string!(i18n, survey.show_if)
                    options=options
                    value=chosen
                    on_change=choose
                />
                {test}
            </div>
        </Show>
    }
}

/// Returns `true` if a condition can test the answer to this question.
fn decides(question: &Question) -> bool {
    use busbar_core::domain::survey::QuestionKind;
    question.kind.boxes().is_some()
        || !question.kind.choices().is_empty()
        || matches!(question.kind, QuestionKind::Number { .. })
}

/// Returns a test that fits the question, as a default.
fn first_test(question: &Question) -> Test {
    match (question.kind.choices().first(), question.kind.boxes()) {
        (Some(choice), _) => Test::Is(choice.key.clone()),
        (None, Some((least, most))) => Test::AtMost(f64::from((least + most) / 2)),
        (None, None) => Test::AtLeast(1.0),
    }
}

/// A change of a test.
type TestChange = Box<dyn Fn(&mut Test)>;

/// Inputs for the required answer to the earlier question.
#[component]
fn TestInput(test: Test, asked: Question, edit: Callback<TestChange>) -> impl IntoView {
    let i18n = use_i18n();
    match test {
        Test::Is(key) => {
            let options = Signal::derive(move || {
                let locale = i18n.get_locale();
                asked
                    .kind
                    .choices()
                    .iter()
                    .map(|choice| (choice.key.clone(), labels::wording(locale, &choice.text)))
                    .collect::<Vec<_>>()
            });
            view! {
                <Select
                    label=move || t_string!(i18n, survey.is)
                    options=options
                    value=Signal::stored(key)
                    on_change=move |key: String| {
                        edit.run(Box::new(move |test| *test = Test::Is(key.clone())))
                    }
                />
            }
            .into_any()
        }
        Test::AtMost(bound) | Test::AtLeast(bound) => {
            let is_most = matches!(test, Test::AtMost(_));
            let sides = Signal::derive(move || {
                vec![
                    ("most".to_owned(), t_string!(i18n, survey.at_most).to_owned()),
                    ("least".to_owned(), t_string!(i18n, survey.at_least).to_owned()),
                ]
            });
            let turn = move |side: String| {
                edit.run(Box::new(move |test| {
                    if let Test::AtMost(bound) | Test::AtLeast(bound) = *test {
                        *test =
                            if side == "most" { Test::AtMost(bound) } else { Test::AtLeast(bound) };
                    }
                }));
            };
            let set_bound = move |number: Option<f64>| {
                edit.run(Box::new(move |test| {
                    if let (Test::AtMost(bound) | Test::AtLeast(bound), Some(number)) =
                        (test, number)
                    {
                        *bound = number;
                    }
                }));
            };
            view! {
                <div class="form-pair">
                    <Select
                        label=move || t_string!(i18n, survey.is)
                        options=sides
                        value=Signal::stored(if is_most { "most" } else { "least" }.to_owned())
                        on_change=turn
                    />
                    <NumberInput
                        label=move || t_string!(i18n, survey.bound)
                        value=Signal::stored(Some(bound))
                        bounds=Bounds::default()
                        on_change=set_bound
                    />
                </div>
            }
            .into_any()
        }
    }
}
