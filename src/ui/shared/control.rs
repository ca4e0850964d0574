//! Form control for the value of a record's field, chosen by the field's kind of input.

use busbar_core::domain::Value;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use crate::{
    state::workspace::{Workspace, use_workspace},
    ui::{
        components::{
            Choice, DateInput, Input, MomentInput, NumberInput, Select, TextInput, typed_moment,
        },
        i18n::*,
        shared::dictation::Dictation,
    },
};

/// Maximum number of options shown as a row; more are shown as a drop-down list.
const IN_A_ROW: usize = 4;

/// Returns the value as typed text, the inverse of parsing.
pub fn typed(workspace: Workspace, value: &Value, input: &Input) -> String {
    match (value, input) {
        (Value::Number(millis), Input::Moment) => {
            typed_moment(workspace.wall_clock(*millis as u64))
        }
        (Value::Number(number), _) => number.to_string(),
        (Value::Text(text), _) => text.clone(),
        (Value::Date(date), _) => date.to_string(),
        _ => String::new(),
    }
}

/// Returns text as a value; [`Value::Empty`] for blank text.
pub fn text_value(text: &str) -> Value {
    match text.trim() {
        "" => Value::Empty,
        text => Value::Text(text.to_owned()),
    }
}

/// Returns a local date and time as a value: milliseconds since the Unix epoch.
pub fn moment(workspace: Workspace, at: DateTime) -> Value {
    Value::Number(workspace.moment_at(at).0 as f64)
}

/// Form control for a field.
#[component]
pub fn Control(
    /// Label of the control.
    label: TextProp,
    /// Kind of input. Only its labels may change after the control is created.
    input: Signal<Input>,
    /// Current value of the field.
    #[prop(into)]
    now: Signal<Value>,
    /// Called with the value when the control is left with another one.
    #[prop(into)]
    on_save: Callback<Value>,
    /// Error below the control.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Name under which the draft is kept.
    #[prop(into, optional)]
    draft: Option<String>,
    /// True if text of several lines can be dictated.
    #[prop(optional)]
    spoken: bool,
    /// Hint below text of several lines that can be dictated.
    #[prop(optional_no_strip)]
    hint: Option<TextProp>,
    /// Suggested values of a line of text.
    #[prop(into)]
    offered: Signal<Vec<String>>,
) -> impl IntoView {
    let workspace = use_workspace();
    let text = Signal::derive(move || {
        now.with(|value| input.with(|input| typed(workspace, value, input)))
    });
    let number = move || match now.get() {
        Value::Number(number) => Some(number),
        _ => None,
    };
    let date = move || match now.get() {
        Value::Date(date) => Some(date),
        _ => None,
    };
    let at = move || Some(workspace.wall_clock(number()? as u64));
    let save_text = move |text: String| on_save.run(text_value(&text));
    let save_number =
        move |number: Option<f64>| on_save.run(number.map_or(Value::Empty, Value::Number));
    let save_date = move |date: Option<Date>| on_save.run(date.map_or(Value::Empty, Value::Date));
    let save_moment = move |at: Option<DateTime>| {
        on_save.run(at.map_or(Value::Empty, |at| moment(workspace, at)));
    };
    // A control of a stored record has its own draft; in a form, the form names the draft.
    match input.get_untracked() {
        Input::Moment => view! {
            <MomentInput
                label=label
                value=Signal::derive(at)
                on_change=save_moment
                error=error
                draft=draft
            />
        }
        .into_any(),
        Input::Text => view! {
            <TextInput
                label=label
                value=text
                on_change=save_text
                offered=offered
                error=error
                draft=draft
            />
        }
        .into_any(),
        Input::Long => view! {
            <Lines label=label text=text on_save=save_text spoken=spoken hint=hint error=error draft=draft />
        }
        .into_any(),
        Input::Number(unit, bounds) => view! {
            <NumberInput
                label=label
                value=Signal::derive(number)
                on_change=save_number
                unit=unit
                bounds=bounds
                error=error
                draft=draft
            />
        }
        .into_any(),
        Input::Date => view! {
            <DateInput
                label=label
                value=Signal::derive(date)
                on_change=save_date
                error=error
                draft=draft
            />
        }
        .into_any(),
        Input::Choice(_) => view! {
            <OneOf label=label text=text input=input on_save=save_text error=error />
        }
        .into_any(),
    }
}

/// Text field with several lines, with a dictation button if `spoken`.
#[component]
fn Lines(
    label: TextProp,
    text: Signal<String>,
    #[prop(into)] on_save: Callback<String>,
    spoken: bool,
    #[prop(optional_no_strip)] hint: Option<TextProp>,
    error: Signal<Option<String>>,
    #[prop(optional_no_strip)] draft: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let lines = view! {
        <TextInput label=label value=text on_change=on_save error=error long=true draft=draft />
    };
    if !spoken {
        return lines.into_any();
    }
    let write_down = move |phrase: String| {
        let between = match i18n.get_locale_untracked() {
            Locale::zh => "",
            Locale::en => " ",
        };
        on_save.run(format!("{}{between}{}", text.get_untracked(), phrase.trim()));
    };
    view! {
        <div class="spoken">
            {lines} {hint.map(|hint| view! { <p class="quiet-text">{move || hint.get()}</p> })}
            <Dictation on_phrase=write_down />
        </div>
    }
    .into_any()
}

/// Choice of one option: as a row if the options fit, otherwise as a drop-down list.
#[component]
fn OneOf(
    label: TextProp,
    text: Signal<String>,
    input: Signal<Input>,
    #[prop(into)] on_save: Callback<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || match input.get() {
        Input::Choice(options) => options,
        _ => Vec::new(),
    });
    if options.with_untracked(Vec::len) > IN_A_ROW {
        let or_none = Signal::derive(move || {
            let none = (String::new(), t_string!(i18n, labels.nothing).to_owned());
            std::iter::once(none).chain(options.get()).collect()
        });
        return view! { <Select label=label options=or_none value=text on_change=on_save /> }
            .into_any();
    }
    let name = label.clone();
    view! {
        <div class="field">
            <span class="field-label" aria-hidden="true">{move || name.get()}</span>
            <Choice label=label options=options value=text on_choose=on_save />
            <p class="field-error" role="alert">
                {move || error.get()}
            </p>
        </div>
    }
    .into_any()
}
