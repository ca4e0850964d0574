//! Choices of a question, one line each.

use busbar_core::domain::survey::{Choice, Question, QuestionKind, Wording};
use leptos::prelude::*;

use super::{Editing, WordingChange, WordingInput};
use crate::ui::{
    components::{Button, Emphasis, Icon},
    i18n::*,
};

/// List of the choices, with inputs to edit them.
#[component]
pub fn Choices(place: usize, editing: Editing, question: Memo<Option<Question>>) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| {
        question.with(|one| one.as_ref().map_or(0, |one| one.kind.choices().len()))
    });
    type Change = Box<dyn Fn(&mut Vec<Choice>)>;
    let edit = move |change: Change| {
        editing.edit_question(place, move |question| {
            if let QuestionKind::Single { choices } | QuestionKind::Multiple { choices } =
                &mut question.kind
            {
                change(choices);
            }
        });
    };
    // Identifies the choice by its key, because earlier edits that are still being saved may move it.
    type ChangeAt = Box<dyn Fn(&mut Vec<Choice>, usize)>;
    let edit_choice = move |at: usize, change: ChangeAt| {
        let key = question.with_untracked(|one| {
            let choice = one.as_ref()?.kind.choices().get(at)?;
            Some(choice.key.clone())
        });
        edit(Box::new(move |choices| {
            let at = choices.iter().position(|choice| Some(&choice.key) == key.as_ref());
            if let Some(at) = at {
                change(choices, at);
            }
        }));
    };
    let line = move |at: usize| {
        let text = Signal::derive(move || {
            question.with(|one| {
                one.as_ref()
                    .and_then(|one| one.kind.choices().get(at))
                    .map(|choice| choice.text.clone())
                    .unwrap_or_default()
            })
        });
        let key = move || {
            question.with(|one| {
                let choice = one.as_ref()?.kind.choices().get(at)?;
                Some(choice.key.clone())
            })
        };
        view! {
            <p class="quiet-text choice-key">{t!(i18n, survey.choice_key)} " " <code>{key}</code></p>
            <div class="choice-line">
                <WordingInput
                    label=Signal::derive(move || t_string!(i18n, survey.choice))
                    value=text
                    on_change=move |change: WordingChange| {
                        edit_choice(
                            at,
                            Box::new(move |choices, at| change(&mut choices[at].text)),
                        )
                    }
                />
                <Button
                    label=move || t_string!(i18n, survey.remove_choice)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| {
                        edit_choice(at, Box::new(|choices, at| drop(choices.remove(at))))
                    }
                />
            </div>
        }
    };
    view! {
        <div class="stack">
            <For each=move || 0..count.get() key=|at| *at children=line />
            <div>
                <Button
                    label=move || t_string!(i18n, survey.add_choice)
                    icon=Icon::Add
                    on_press=move |()| edit(Box::new(add))
                />
            </div>
        </div>
    }
}

/// Adds a choice with a new key.
fn add(choices: &mut Vec<Choice>) {
    let is_free = |key: &String| choices.iter().all(|choice| choice.key != *key);
    let key =
        (choices.len() + 1..).map(|number| format!("c{number}")).find(is_free).unwrap_or_default();
    choices.push(Choice { key, text: Wording::default() });
}
