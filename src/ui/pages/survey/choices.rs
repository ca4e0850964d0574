//! The choices of a question, a line each.

use leptos::prelude::*;

use super::{Editing, WordingInput};
use crate::{
    domain::survey::{Choice, Question, QuestionKind, Wording},
    ui::{
        components::{Button, Emphasis, Icon},
        i18n::*,
    },
};

/// The choices.
#[component]
pub fn Choices(place: usize, editing: Editing, question: Memo<Option<Question>>) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| {
        question.with(|one| one.as_ref().map_or(0, |one| one.kind.choices().len()))
    });
    type Change = Box<dyn FnOnce(&mut Vec<Choice>)>;
    let edit = move |change: Change| {
        editing.edit_question(place, move |question| {
            if let QuestionKind::Single { choices } | QuestionKind::Multiple { choices } =
                &mut question.kind
            {
                change(choices);
            }
        });
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
        view! {
            <div class="choice-line">
                <WordingInput
                    label=Signal::derive(move || t_string!(i18n, survey.choice))
                    value=text
                    on_change=move |wording: Wording| {
                        edit(
                            Box::new(move |choices| {
                                if let Some(choice) = choices.get_mut(at) {
                                    choice.text = wording;
                                }
                            }),
                        )
                    }
                />
                <Button
                    label=move || t_string!(i18n, survey.remove_choice)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| {
                        edit(
                            Box::new(move |choices| {
                                if at < choices.len() {
                                    choices.remove(at);
                                }
                            }),
                        )
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

/// One more choice, under a key that none of the others has.
fn add(choices: &mut Vec<Choice>) {
    let is_free = |key: &String| choices.iter().all(|choice| choice.key != *key);
    let key = (choices.len() + 1..)
        .map(|number| format!("c{number}"))
        .find(is_free)
        .unwrap_or_default();
    choices.push(Choice {
        key,
        text: Wording::default(),
    });
}
