//! Fields of a record on a page: as a fact that is edited where it stands, or as a control that stands
//! open where much is entered at once. What a field reads as, what it is typed as, and how an entry
//! becomes a value is the same for both.

use busbar_core::{
    books::table::Table,
    domain::{Id, Value},
    storage::LedgerError,
};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use crate::{
    state::{
        choices,
        commands::record::{EditableRecord, enter, set_field, set_field_surely},
        task, unfinished,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{
            Button, Choice, DateInput, Editable, Emphasis, Entry, Input, MomentInput, NumberInput,
            Reply, Select, TextInput, typed_moment,
        },
        dictation::Dictation,
        format,
        i18n::*,
        labels,
    },
};

/// More choices than this do not fit in a row.
const IN_A_ROW: usize = 4;

/// The fact as it reads.
fn shown(workspace: Workspace, locale: Locale, value: &Value, input: &Input) -> String {
    match (value, input) {
        (Value::Number(millis), Input::Moment) => {
            format::moment(locale, workspace.wall_clock(*millis as u64))
        }
        (Value::Number(number), Input::Number("", _)) => format::plain(locale, *number),
        (Value::Number(number), Input::Number(unit, _)) => {
            format::with_unit(locale, *number, unit).to_string()
        }
        (Value::Text(name), Input::Choice(options)) => options
            .iter()
            .find(|(option, _)| option == name)
            .map_or_else(|| name.clone(), |(_, word)| word.clone()),
        (Value::Date(date), _) => format::date(locale, *date),
        (value, input) => typed(workspace, value, input),
    }
}

/// The fact as it is typed.
fn typed(workspace: Workspace, value: &Value, input: &Input) -> String {
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

fn value(workspace: Workspace, entry: Entry) -> Value {
    match entry {
        Entry::Empty => Value::Empty,
        Entry::Text(text) => Value::Text(text),
        Entry::Number(number) => Value::Number(number),
        Entry::Date(date) => Value::Date(date),
        Entry::Moment(at) => moment(workspace, at),
        Entry::Flag(flag) => Value::Bool(flag),
    }
}

fn text_value(text: &str) -> Value {
    match text.trim() {
        "" => Value::Empty,
        text => Value::Text(text.to_owned()),
    }
}

fn moment(workspace: Workspace, at: DateTime) -> Value {
    Value::Number(workspace.moment_at(at).0 as f64)
}

/// What the field holds, a person by name. Subscribes to changes.
fn held<T: EditableRecord>(
    workspace: Workspace,
    table: RwSignal<Table<T>>,
    id: Id<T>,
    field: &'static str,
) -> Memo<Value> {
    Memo::new(move |_| {
        let value = table.with(|table| table.get(id).and_then(|record| record.value(field)));
        workspace.said(T::KIND, field, &value.unwrap_or_default())
    })
}

/// The name under which what is being typed in a field of a record is kept.
fn draft_of<T: EditableRecord>(id: Id<T>, field: &str) -> String {
    format!("typed.{}.{id}.{field}", T::KIND)
}

/// One field of one record.
#[component]
pub fn Field<T: EditableRecord>(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// Where the record is.
    table: RwSignal<Table<T>>,
    /// Which record.
    id: Id<T>,
    /// The stable name of the field.
    field: &'static str,
    /// How it is entered.
    #[prop(into, optional)]
    input: Signal<Input>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = held(workspace, table, id, field);
    let offered = choices::is_chosen(T::KIND, field)
        .then(|| Callback::new(move |()| choices::values(workspace, T::KIND, field)));
    let save = move |(entry, reply): (Entry, Reply)| {
        let to = value(workspace, entry);
        task::spawn(async move {
            let saved = set_field(workspace, id, field, to.clone()).await;
            let locale = i18n.get_locale_untracked();
            match saved {
                Ok(()) => reply.saved(),
                Err(LedgerError::Refused(broken)) if broken.rule.is_doubt() => {
                    let surely = Callback::new(move |()| {
                        let to = to.clone();
                        task::spawn(async move {
                            match set_field_surely(workspace, id, field, to).await {
                                Ok(()) => reply.saved(),
                                Err(error) => reply.refused(labels::not_saved(locale, &error)),
                            }
                        });
                    });
                    reply.doubted(labels::broken_rule(locale, &broken.rule), surely);
                }
                Err(error) => reply.refused(labels::not_saved(locale, &error)),
            }
        });
    };
    let with = move |write: fn(Workspace, Locale, &Value, &Input) -> String| {
        now.with(|value| input.with(|input| write(workspace, i18n.get_locale(), value, input)))
    };
    view! {
        <Editable
            label=label
            shown=Signal::derive(move || with(shown))
            typed=Signal::derive(move || with(|workspace, _, value, input| typed(workspace, value, input)))
            input=input
            offered=offered
            draft=draft_of(id, field)
            on_save=save
        />
    }
}

/// One field of one record as a control that stands open: for what is entered on site, where a tap to
/// open each field is one too many.
#[component]
pub fn OpenField<T: EditableRecord>(
    /// What it is.
    #[prop(into)]
    label: TextProp,
    /// Where the record is.
    table: RwSignal<Table<T>>,
    /// Which record.
    id: Id<T>,
    /// The stable name of the field.
    field: &'static str,
    /// How it is entered. Its kind does not change; its words may.
    #[prop(into, optional)]
    input: Signal<Input>,
    /// Whether it can be spoken, where the system offers that; for several lines.
    #[prop(optional)]
    spoken: bool,
    /// What to bear in mind; for several lines.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// What is likely entered in a line of text; anything else may be.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// The initial record, for a record that is created when its first field is entered.
    #[prop(optional)]
    seed: Option<T>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = held(workspace, table, id, field);
    let seed = StoredValue::new(seed);
    let error = RwSignal::new(None::<String>);
    let draft = StoredValue::new(draft_of(id, field));
    let doubted = RwSignal::new(None::<Value>);
    let save_as = move |value: Value, is_sure: bool| {
        let seed = seed.get_value();
        task::spawn(async move {
            // What could not be saved stays as it was typed, because what is held did not change.
            let saved = match (seed, is_sure) {
                (Some(seed), _) => {
                    enter(workspace, table, seed, field, (value.clone(), is_sure)).await
                }
                (None, true) => set_field_surely(workspace, id, field, value.clone()).await,
                (None, false) => set_field(workspace, id, field, value.clone()).await,
            };
            let locale = i18n.get_locale_untracked();
            let (told, doubt) = match saved {
                Ok(()) => {
                    // Typing may have gone on meanwhile.
                    let is_kept = |name: &String| {
                        let typed = unfinished::load::<String>(name);
                        typed.is_some_and(|typed| text_value(&typed) == value)
                    };
                    draft.try_with_value(|name| {
                        let is_text = matches!(value, Value::Text(_) | Value::Empty);
                        if !is_text || is_kept(name) {
                            unfinished::forget(name);
                        }
                    });
                    (None, None)
                }
                Err(LedgerError::Refused(broken)) if broken.rule.is_doubt() => {
                    (Some(labels::broken_rule(locale, &broken.rule)), Some(value))
                }
                Err(why) => (Some(labels::not_saved(locale, &why)), None),
            };
            error.set(told);
            doubted.set(doubt);
        });
    };
    let save = move |value: Value| save_as(value, false);
    let save_number = move |number: Option<f64>| save(number.map_or(Value::Empty, Value::Number));
    let save_date = move |date: Option<Date>| save(date.map_or(Value::Empty, Value::Date));
    let save_moment = move |at: Option<DateTime>| {
        save(at.map_or(Value::Empty, |at| moment(workspace, at)));
    };
    let number = Signal::derive(move || match now.get() {
        Value::Number(number) => Some(number),
        _ => None,
    });
    let date = Signal::derive(move || match now.get() {
        Value::Date(date) => Some(date),
        _ => None,
    });
    let shown_moment = Signal::derive(move || Some(workspace.wall_clock(number.get()? as u64)));
    let save_text = move |text: String| save(text_value(&text));
    let text = Signal::derive(move || {
        now.with(|value| input.with(|input| typed(workspace, value, input)))
    });
    let write_down = move |phrase: String| {
        let between = match i18n.get_locale_untracked() {
            Locale::zh => "",
            Locale::en => " ",
        };
        save_text(format!("{}{between}{}", text.get_untracked(), phrase.trim()));
    };
    let options = Signal::derive(move || match input.get() {
        Input::Choice(options) => options,
        _ => Vec::new(),
    });
    let control = match input.get_untracked() {
        Input::Moment => view! {
            <MomentInput
                label=label
                value=shown_moment
                on_change=save_moment
                error=error
                draft=draft.get_value()
            />
        }
        .into_any(),
        Input::Text => view! {
            <TextInput
                label=label
                value=text
                on_change=save_text
                draft=draft.get_value()
                error=error
                offered=offered
            />
        }
        .into_any(),
        Input::Long => view! {
            <div class="spoken">
                <TextInput
                    label=label
                    value=text
                    on_change=save_text
                    draft=draft.get_value()
                    error=error
                    long=true
                />
                {hint.map(|hint| view! { <p class="quiet-text">{move || hint.get()}</p> })}
                {spoken.then(|| view! { <Dictation on_phrase=write_down /> })}
            </div>
        }
        .into_any(),
        Input::Number(unit, bounds) => view! {
            <NumberInput
                label=label
                value=number
                on_change=save_number
                unit=unit
                bounds=bounds
                draft=draft.get_value()
                error=error
            />
        }
        .into_any(),
        Input::Date => view! {
            <DateInput label=label value=date on_change=save_date error=error draft=draft.get_value() />
        }
        .into_any(),
        Input::Choice(all) if all.len() <= IN_A_ROW => {
            let name = label.clone();
            view! {
                <div class="field">
                    <span class="field-label" aria-hidden="true">{move || name.get()}</span>
                    <Choice label=label options=options value=text on_choose=save_text />
                    <p class="field-error" role="alert">
                        {move || error.get()}
                    </p>
                </div>
            }
            .into_any()
        }
        Input::Choice(_) => view! {
            <Select
                label=label
                options=Signal::derive(move || {
                    let none = (String::new(), t_string!(i18n, labels.nothing).to_owned());
                    std::iter::once(none).chain(options.get()).collect()
                })
                value=text
                on_change=save_text

            />
        }
        .into_any(),
    };
    let surely = move |()| {
        if let Some(value) = doubted.get_untracked() {
            save_as(value, true);
        }
    };
    view! {
        {control}
        <Show when=move || doubted.with(Option::is_some)>
            <Button
                label=move || t_string!(i18n, labels.save_anyway)
                emphasis=Emphasis::Quiet
                on_press=surely
            />
        </Show>
    }
}
