//! Card of a question: collapsed to one line, or expanded to edit it.

use busbar_core::domain::survey::{Choice, Dimension, Measure, Question, QuestionKind, Wording};
use leptos::prelude::*;

use super::{Editing, WordingChange, WordingInput, choices::Choices, condition::ConditionInput};
use crate::ui::{
    components::{
        Bounds, Button, DraftPlace, Emphasis, Icon, NumberInput, Select, Switch, Tag, Tone,
    },
    i18n::*,
    labels,
};

/// Names of the kinds, as used in files.
const KINDS: [&str; 7] = ["scale", "nps", "single", "multiple", "text", "number", "date"];

fn kind_name(kind: &QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Scale { .. } => KINDS[0],
        QuestionKind::Nps => KINDS[1],
        QuestionKind::Single { .. } => KINDS[2],
        QuestionKind::Multiple { .. } => KINDS[3],
        QuestionKind::Text => KINDS[4],
        QuestionKind::Number { .. } => KINDS[5],
        QuestionKind::Date => KINDS[6],
    }
}

fn kind_label(locale: Locale, name: &str) -> &'static str {
    match name {
        "scale" => td_string!(locale, survey.kind_scale),
        "nps" => td_string!(locale, survey.kind_nps),
        "single" => td_string!(locale, survey.kind_single),
        "multiple" => td_string!(locale, survey.kind_multiple),
        "text" => td_string!(locale, survey.kind_text),
        "number" => td_string!(locale, survey.kind_number),
        _ => td_string!(locale, survey.kind_date),
    }
}

/// Returns the kind with this name, keeping the parts of the old kind that still apply.
fn kind_named(name: &str, old: &QuestionKind) -> QuestionKind {
    let choices = || match old.choices() {
        [] => ["a", "b"].map(|key| Choice { key: key.into(), text: Wording::default() }).into(),
        choices => choices.to_vec(),
    };
    match name {
        "nps" => QuestionKind::Nps,
        "single" => QuestionKind::Single { choices: choices() },
        "multiple" => QuestionKind::Multiple { choices: choices() },
        "text" => QuestionKind::Text,
        "number" => QuestionKind::Number { unit: Wording::default() },
        "date" => QuestionKind::Date,
        _ => QuestionKind::Scale {
            least: 1,
            most: 5,
            low: Wording::default(),
            high: Wording::default(),
        },
    }
}

/// Returns the measures that a question of this kind can count towards.
fn measures(kind: &QuestionKind) -> Vec<Measure> {
    match kind {
        QuestionKind::Nps => vec![Measure::Nps],
        QuestionKind::Scale { .. } => {
            let whole = [
                Measure::Csat,
                Measure::Ces,
                Measure::AcsiOverall,
                Measure::AcsiExpectation,
                Measure::AcsiIdeal,
            ];
            let of =
                |measure: fn(Dimension) -> Measure| Dimension::ALL.iter().copied().map(measure);
            whole
                .into_iter()
                .chain(of(Measure::Performance))
                .chain(of(Measure::Importance))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Card of one question.
#[component]
pub fn QuestionCard(place: usize, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let question = editing.question(place);
    let key = question.with_untracked(|one| one.as_ref().map(|one| one.key.clone()));
    DraftPlace::provide(editing.place(&key.unwrap_or_default()));
    let text = move || {
        question.with(|question| {
            question
                .as_ref()
                .map(|question| labels::wording(i18n.get_locale(), &question.text))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| t_string!(i18n, survey.no_text).to_owned())
        })
    };
    let about = move || {
        question.with(|question| {
            let question = question.as_ref()?;
            let locale = i18n.get_locale();
            let kind = kind_label(locale, kind_name(&question.kind)).to_owned();
            let measure = question.measure.map(|measure| labels::measure(locale, measure));
            let required =
                question.is_required.then(|| t_string!(i18n, survey.required).to_owned());
            let conditional =
                question.show_if.as_ref().map(|_| t_string!(i18n, survey.conditional).to_owned());
            let words = [Some(kind), measure, required, conditional];
            Some(words.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        })
    };
    let key = move || question.with(|question| question.as_ref().map(|one| one.key.clone()));
    let faults = move || {
        editing
            .faults()
            .into_iter()
            .filter(|fault| fault.question() == Some(place))
            .map(|fault| labels::questionnaire_fault(i18n.get_locale(), fault))
            .map(|text| view! { <Tag tone=Tone::Warn text=text /> })
            .collect_view()
    };
    view! {
        <li class="card question">
            <details>
                <summary>
                    <span class="question-place">{place + 1}</span>
                    <span class="question-text">
                        <strong>{text}</strong>
                        <small>
                            {about} " · " {t!(i18n, survey.key)} " " <code>{key}</code>
                        </small>
                        {faults}
                    </span>
                </summary>
                <Fields place=place editing=editing question=question />
            </details>
        </li>
    }
}

#[component]
fn Fields(place: usize, editing: Editing, question: Memo<Option<Question>>) -> impl IntoView {
    let i18n = use_i18n();
    let read = move |of: fn(&Question) -> Wording| {
        Signal::derive(move || question.with(|one| one.as_ref().map(of).unwrap_or_default()))
    };
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        KINDS
            .iter()
            .map(|name| ((*name).to_owned(), kind_label(locale, name).to_owned()))
            .collect::<Vec<_>>()
    });
    let kind = Memo::new(move |_| {
        question
            .with(|one| one.as_ref().map(|one| kind_name(&one.kind).to_owned()).unwrap_or_default())
    });
    let measure_options = Signal::derive(move || {
        let none = (String::new(), t_string!(i18n, survey.measure_none).to_owned());
        let offered = question.with(|one| one.as_ref().map(|one| measures(&one.kind)));
        std::iter::once(none)
            .chain(offered.unwrap_or_default().into_iter().map(|measure| {
                (measure_name(measure), labels::measure(i18n.get_locale(), measure))
            }))
            .collect::<Vec<_>>()
    });
    let measure = Signal::derive(move || {
        let measure = question.with(|one| one.as_ref().and_then(|one| one.measure));
        measure.map(measure_name).unwrap_or_default()
    });
    let set_measure = move |name: String| {
        editing.edit_question(place, move |question| {
            question.measure =
                measures(&question.kind).into_iter().find(|measure| measure_name(*measure) == name);
        });
    };
    let set_kind = move |name: String| {
        editing.edit_question(place, move |question| {
            question.kind = kind_named(&name, &question.kind);
            question.measure = match question.kind {
                QuestionKind::Nps => Some(Measure::Nps),
                _ => None,
            };
        });
    };
    let by_kind = move || match kind.get().as_str() {
        "scale" => view! { <ScaleFields place editing question /> }.into_any(),
        "single" | "multiple" => view! { <Choices place editing question /> }.into_any(),
        "number" => view! {
            <WordingInput
                label=Signal::derive(move || t_string!(i18n, survey.unit))
                value=read(|one| match &one.kind {
                    QuestionKind::Number { unit } => unit.clone(),
                    _ => Wording::default(),
                })
                on_change=move |change: WordingChange| {
                    editing
                        .edit_question(
                            place,
                            move |one| {
                                if let QuestionKind::Number { unit } = &mut one.kind {
                                    change(unit);
                                }
                            },
                        )
                }
            />
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <div class="stack">
            <WordingInput
                label=Signal::derive(move || t_string!(i18n, survey.text))
                value=read(|one| one.text.clone())
                on_change=move |change: WordingChange| {
                    editing.edit_question(place, move |one| change(&mut one.text))
                }
            />
            <WordingInput
                label=Signal::derive(move || t_string!(i18n, survey.hint))
                value=read(|one| one.hint.clone())
                on_change=move |change: WordingChange| {
                    editing.edit_question(place, move |one| change(&mut one.hint))
                }
            />
            <div class="form-pair">
                <Select
                    label=move || t_string!(i18n, survey.kind)
                    options=kinds
                    value=kind
                    on_change=set_kind
                />
                <Select
                    label=move || t_string!(i18n, survey.measure)
                    options=measure_options
                    value=measure
                    on_change=set_measure
                />
            </div>
            {by_kind}
            <Switch
                label=move || t_string!(i18n, survey.required)
                value=Signal::derive(move || question.with(|one| one.as_ref().is_some_and(|one| one.is_required)))
                on_change=move |is_required| {
                    editing.edit_question(place, move |one| one.is_required = is_required)
                }
            />
            <ConditionInput place editing question />
            <div class="line">
                <Button
                    label=move || t_string!(i18n, survey.move_up)
                    icon=Icon::Up
                    disabled=place == 0
                    on_press=move |()| {
                        editing
                            .edit_around(
                                place,
                                |questions, place| {
                                    if let Some(above) = place.checked_sub(1) {
                                        questions.swap(above, place);
                                    }
                                },
                            )
                    }
                />
                <Button
                    label=move || t_string!(i18n, survey.move_down)
                    icon=Icon::Down
                    on_press=move |()| {
                        editing
                            .edit_around(
                                place,
                                |questions, place| {
                                    if place + 1 < questions.len() {
                                        questions.swap(place, place + 1);
                                    }
                                },
                            )
                    }
                />
                <Button
                    label=move || t_string!(i18n, survey.remove_question)
                    emphasis=Emphasis::Danger
                    on_press=move |()| {
                        editing
                            .edit_around(place, |questions, place| drop(questions.remove(place)))
                    }
                />
            </div>
        </div>
    }
}

/// Returns the stable name of a measure, as an option value.
fn measure_name(measure: Measure) -> String {
    serde_json::to_string(&measure).unwrap_or_default()
}

/// Inputs for the range of a scale and the labels of its ends.
#[component]
fn ScaleFields(place: usize, editing: Editing, question: Memo<Option<Question>>) -> impl IntoView {
    let i18n = use_i18n();
    let boxes = Signal::derive(move || {
        question.with(|one| one.as_ref().and_then(|one| one.kind.boxes())).unwrap_or((1, 5))
    });
    let words = move |is_low: bool| {
        Signal::derive(move || {
            question.with(|one| match one.as_ref().map(|one| &one.kind) {
                Some(QuestionKind::Scale { low, high, .. }) => {
                    if is_low { low } else { high }.clone()
                }
                _ => Wording::default(),
            })
        })
    };
    type Change = Box<dyn Fn(&mut i32, &mut i32, &mut Wording, &mut Wording)>;
    let edit = move |change: Change| {
        editing.edit_question(place, move |question| {
            if let QuestionKind::Scale { least, most, low, high } = &mut question.kind {
                change(least, most, low, high);
            }
        });
    };
    let set_least = move |number: Option<f64>| {
        edit(Box::new(move |least, _, _, _| {
            *least = number.unwrap_or(1.0) as i32;
        }));
    };
    let set_most = move |number: Option<f64>| {
        edit(Box::new(move |_, most, _, _| {
            *most = number.unwrap_or(5.0) as i32;
        }));
    };
    let bounds = Bounds { least: Some(-100.0), most: Some(100.0) };
    view! {
        <div class="form-pair">
            <NumberInput
                label=move || t_string!(i18n, survey.least)
                value=Signal::derive(move || Some(f64::from(boxes.get().0)))
                bounds=bounds
                on_change=set_least
            />
            <NumberInput
                label=move || t_string!(i18n, survey.most)
                value=Signal::derive(move || Some(f64::from(boxes.get().1)))
                bounds=bounds
                on_change=set_most
            />
        </div>
        <WordingInput
            label=Signal::derive(move || t_string!(i18n, survey.low))
            value=words(true)
            on_change=move |change: WordingChange| edit(Box::new(move |_, _, low, _| change(low)))
        />
        <WordingInput
            label=Signal::derive(move || t_string!(i18n, survey.high))
            value=words(false)
            on_change=move |change: WordingChange| edit(Box::new(move |_, _, _, high| change(high)))
        />
    }
}
