//! Fields of a record on a page: as facts edited in place, or as open form controls where many fields are entered at
//! once. Both display, parse and save values in the same way.

use busbar_core::{
    domain::{FieldOf, Id, Value},
    storage::LedgerError,
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    state::{
        choices,
        commands::record::{enter, set_field, set_field_surely},
        task, unfinished,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Editable, Emphasis, Entry, Input, Reply},
        format,
        i18n::*,
        labels,
        shared::{
            control::{Control, moment, text_value, typed},
            forms::Form,
        },
    },
};

/// Formats a value for display.
fn shown(workspace: Workspace, locale: Locale, value: &Value, input: &Input) -> String {
    match (value, input) {
        (Value::Number(millis), Input::Moment) => {
            format::moment(locale, workspace.wall_clock(*millis as u64))
        }
        (Value::Number(number), Input::Number("", _)) => format::plain(locale, *number),
        (Value::Number(number), Input::Number(unit, _)) => {
            format::with_unit(locale, *number, unit).to_string()
        }
        (Value::Text(name), Input::Choice(_)) => input.word(name).unwrap_or_else(|| name.clone()),
        (Value::Date(date), _) => format::date(locale, *date),
        (value, input) => typed(workspace, value, input),
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

/// Returns label and input of a field, from its form unless the page has its own.
fn named<T: Form>(
    field: FieldOf<T>,
    label: Option<TextProp>,
    input: Option<Signal<Input>>,
) -> (TextProp, Signal<Input>) {
    let i18n = use_i18n();
    let own = move || TextProp::from(move || T::label(i18n.get_locale(), field));
    let input = input.unwrap_or_else(|| Signal::derive(move || T::input(i18n.get_locale(), field)));
    (label.unwrap_or_else(own), input)
}

/// Field of a stored record, with its current value.
struct Writing<T: Form> {
    workspace: Workspace,
    id: Id<T>,
    field: FieldOf<T>,
    now: Memo<Value>,
}

impl<T: Form> Clone for Writing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Form> Copy for Writing<T> {}

impl<T: Form> Writing<T> {
    fn new(id: Id<T>, field: FieldOf<T>) -> Self {
        let workspace = use_workspace();
        let now = Memo::new(move |_| {
            let value = workspace.tables.read(id, |record| field.of(record));
            workspace.said::<T>(field.name(), value.unwrap_or_default())
        });
        Self { workspace, id, field, now }
    }

    /// Returns the name under which typed text is kept as a draft.
    fn draft(self) -> String {
        format!("typed.{}.{}.{}", T::RECORD_KIND, self.id, self.field.name())
    }

    /// Writes a value. `is_sure` is `true` if the user has confirmed a doubtful value. If the record does not exist, it
    /// is created from `seed`.
    async fn write(self, to: Value, is_sure: bool, seed: Option<T>) -> Result<(), LedgerError> {
        let Self { workspace, id, field, .. } = self;
        match (seed, is_sure) {
            (Some(seed), _) => enter(workspace, seed, field, (to, is_sure)).await,
            (None, true) => set_field_surely(workspace, id, field, to).await,
            (None, false) => set_field(workspace, id, field, to).await,
        }
    }
}

/// Field of a record, as a fact edited in place.
#[component]
pub fn Field<T: Form>(
    /// Record.
    id: Id<T>,
    /// Field.
    field: FieldOf<T>,
    /// Label, if not the one in the form.
    #[prop(into, optional)]
    label: Option<TextProp>,
    /// Kind of input, if not the one in the form.
    #[prop(into, optional)]
    input: Option<Signal<Input>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (label, input) = named(field, label, input);
    let writing = Writing::new(id, field);
    let Writing { workspace, now, .. } = writing;
    let offered = choices::is_chosen(T::RECORD_KIND, field.name())
        .then(|| Callback::new(move |()| choices::values(workspace, T::RECORD_KIND, field.name())));
    let save = move |(entry, reply): (Entry, Reply)| {
        let to = value(workspace, entry);
        task::spawn(async move {
            let saved = writing.write(to.clone(), false, None).await;
            let locale = i18n.get_locale_untracked();
            match saved {
                Ok(()) => reply.saved(),
                Err(LedgerError::Refused(broken)) if broken.rule.is_doubt() => {
                    let surely = Callback::new(move |()| {
                        let to = to.clone();
                        task::spawn(async move {
                            match writing.write(to, true, None).await {
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
    let read = move |write: fn(Workspace, Locale, &Value, &Input) -> String| {
        now.with(|value| input.with(|input| write(workspace, i18n.get_locale(), value, input)))
    };
    view! {
        <Editable
            label=label
            shown=Signal::derive(move || read(shown))
            typed=Signal::derive(move || read(|workspace, _, value, input| typed(workspace, value, input)))
            input=input
            offered=offered
            draft=writing.draft()
            on_save=save
        />
    }
}

/// Fields of a record, in order, as facts edited in place.
#[component]
pub fn Fields<T: Form>(
    /// Record.
    id: Id<T>,
    /// Fields, in order.
    #[prop(into)]
    of: Vec<FieldOf<T>>,
) -> impl IntoView {
    of.into_iter().map(|field| view! { <Field id field /> }).collect_view()
}

/// Fields of a record, in order, as open form controls.
#[component]
pub fn OpenFields<T: Form>(
    /// Record.
    id: Id<T>,
    /// Fields, in order.
    #[prop(into)]
    of: Vec<FieldOf<T>>,
    /// Initial record, for a record that is created when its first field is entered.
    #[prop(optional)]
    seed: Option<T>,
) -> impl IntoView {
    let field = |field| match seed.clone() {
        Some(seed) => view! { <OpenField id field seed /> }.into_any(),
        None => view! { <OpenField id field /> }.into_any(),
    };
    of.into_iter().map(field).collect_view()
}

/// State of an open form control of a stored record: its draft, error and doubtful value.
struct Entered<T: Form> {
    writing: Writing<T>,
    i18n: I18nContext<Locale>,
    seed: StoredValue<Option<T>>,
    draft: StoredValue<String>,
    error: RwSignal<Option<String>>,
    doubted: RwSignal<Option<Value>>,
}

impl<T: Form> Clone for Entered<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Form> Copy for Entered<T> {}

impl<T: Form> Entered<T> {
    fn new(writing: Writing<T>, seed: Option<T>) -> Self {
        Self {
            writing,
            i18n: use_i18n(),
            seed: StoredValue::new(seed),
            draft: StoredValue::new(writing.draft()),
            error: RwSignal::new(None),
            doubted: RwSignal::new(None),
        }
    }

    fn save(self, to: Value, is_sure: bool) {
        let seed = self.seed.get_value();
        task::spawn(async move {
            // If saving fails, the typed text stays, because the stored value has not changed.
            let saved = self.writing.write(to.clone(), is_sure, seed).await;
            let locale = self.i18n.get_locale_untracked();
            let (told, doubt) = match saved {
                Ok(()) => {
                    self.forget(&to);
                    (None, None)
                }
                Err(LedgerError::Refused(broken)) if broken.rule.is_doubt() => {
                    (Some(labels::broken_rule(locale, &broken.rule)), Some(to))
                }
                Err(why) => (Some(labels::not_saved(locale, &why)), None),
            };
            self.error.set(told);
            self.doubted.set(doubt);
        });
    }

    /// Deletes the draft of a saved value, unless the user has typed on meanwhile.
    fn forget(self, saved: &Value) {
        let is_kept = |name: &String| {
            let typed = unfinished::load::<String>(name);
            typed.is_some_and(|typed| text_value(&typed) == *saved)
        };
        self.draft.try_with_value(|name| {
            let is_text = matches!(saved, Value::Text(_) | Value::Empty);
            if !is_text || is_kept(name) {
                unfinished::forget(name);
            }
        });
    }

    /// Saves the doubtful value that the user confirms.
    fn surely(self) {
        if let Some(value) = self.doubted.get_untracked() {
            self.save(value, true);
        }
    }
}

/// Field of a record as an open form control, for entry on site, where opening each field by a tap would be tedious.
#[component]
pub fn OpenField<T: Form>(
    /// Record.
    id: Id<T>,
    /// Field.
    field: FieldOf<T>,
    /// Label, if not the one in the form.
    #[prop(into, optional)]
    label: Option<TextProp>,
    /// Kind of input, if not the one in the form. Only its labels may change after the control is created.
    #[prop(into, optional)]
    input: Option<Signal<Input>>,
    /// True if text of several lines can be dictated, provided the system supports it.
    #[prop(optional)]
    spoken: bool,
    /// Hint below text of several lines that can be dictated.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Suggested values of a line of text; any other value may be typed.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// Initial record, for a record that is created when its first field is entered.
    #[prop(optional)]
    seed: Option<T>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (label, input) = named(field, label, input);
    let entered = Entered::new(Writing::new(id, field), seed);
    view! {
        <Control
            label=label
            input=input
            now=entered.writing.now
            on_save=move |to| entered.save(to, false)
            error=entered.error
            draft=entered.draft.get_value()
            spoken=spoken
            hint=hint
            offered=offered
        />
        <Show when=move || entered.doubted.with(Option::is_some)>
            <Button
                label=move || t_string!(i18n, labels.save_anyway)
                emphasis=Emphasis::Quiet
                on_press=move |()| entered.surely()
            />
        </Show>
    }
}

/// Fields of a record that is not stored yet, in order: see [`DraftField`].
#[component]
pub fn DraftFields<T: Form>(
    /// Record as entered so far.
    record: RwSignal<T>,
    /// Fields, in order.
    #[prop(into)]
    of: Vec<FieldOf<T>>,
) -> impl IntoView {
    of.into_iter().map(|field| view! { <DraftField record field /> }).collect_view()
}

/// Field of a record that is created by a button once all fields are entered.
#[component]
pub fn DraftField<T: Form>(
    /// Record as entered so far.
    record: RwSignal<T>,
    /// Field.
    field: FieldOf<T>,
    /// Error below the control.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Suggested values of a line of text, if not those of [`choices`]; any other value may be typed.
    #[prop(into, optional)]
    offered: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let workspace = use_workspace();
    let (label, input) = named(field, None, None);
    let now = Memo::new(move |_| {
        let value = record.with(|record| field.of(record));
        workspace.said::<T>(field.name(), value)
    });
    let own = move || choices::values(workspace, T::RECORD_KIND, field.name());
    let offered = offered.unwrap_or_else(|| Signal::derive(own));
    let set = move |to: Value| {
        let to = workspace.typed_value(field, to);
        record.update(|record| {
            // Fails only for a value of the wrong kind, which the control of this field never returns.
            let _ = record.set(field.name(), to);
        });
    };
    view! { <Control label=label input=input now=now on_save=set error=error offered=offered /> }
}
