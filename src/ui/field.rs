//! A field of a record as a fact that is edited where it stands: what it reads as, what it is typed as,
//! and how an entry becomes a value.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{Id, Value},
    state::{
        commands::record::{Kept, set_field},
        table::Table,
        workspace::use_workspace,
    },
    ui::{
        components::{Editable, Entry, Input, Reply},
        format,
        i18n::*,
        labels,
    },
};

/// The fact as it reads.
fn shown(locale: Locale, value: &Value, input: &Input) -> String {
    match (value, input) {
        (Value::Number(number), Input::Number("", _)) => format::plain(locale, *number),
        (Value::Number(number), Input::Number(unit, _)) => {
            format::with_unit(locale, *number, unit).to_string()
        }
        (Value::Text(name), Input::Choice(options)) => options
            .iter()
            .find(|(option, _)| option == name)
            .map_or_else(|| name.clone(), |(_, word)| word.clone()),
        (Value::Date(date), _) => format::date(locale, *date),
        (value, _) => typed(value),
    }
}

/// The fact as it is typed.
fn typed(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        _ => String::new(),
    }
}

fn value(entry: Entry) -> Value {
    match entry {
        Entry::Empty => Value::Empty,
        Entry::Text(text) => Value::Text(text),
        Entry::Number(number) => Value::Number(number),
        Entry::Date(date) => Value::Date(date),
        Entry::Flag(flag) => Value::Bool(flag),
    }
}

/// One field of one record.
#[component]
pub fn Field<T: Kept>(
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
    let now = Memo::new(move |_| {
        table
            .with(|table| table.get(id).and_then(|record| record.value(field)))
            .unwrap_or_default()
    });
    let save = move |(entry, reply): (Entry, Reply)| {
        spawn_local(async move {
            match set_field(workspace, id, field, value(entry)).await {
                Ok(()) => reply.saved(),
                Err(error) => {
                    let locale = i18n.get_locale_untracked();
                    let reason = labels::ledger_error(locale, &error);
                    reply.refused(t_string!(i18n, labels.not_saved, reason = reason));
                }
            }
        });
    };
    view! {
        <Editable
            label=label
            shown=Signal::derive(move || {
                now.with(|value| input.with(|input| shown(i18n.get_locale(), value, input)))
            })
            typed=Signal::derive(move || now.with(typed))
            input=input
            on_save=save
        />
    }
}
