//! Fact of a record that is edited in place: a tap opens the field, leaving it saves. If saving fails, the error is
//! shown beside the field and the typed text stays.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_i18n::I18nContext;

use super::{
    button::{Button, Emphasis},
    entry::{Bounds, Entry, EntryError, read_date, read_moment, read_number},
    form::{Offered, keep_in_sight},
    icon::{Glyph, Icon},
    typing::DraftShelf,
    unique_id,
    unsaved::Unsaved,
};
use crate::ui::i18n::*;

/// Kind of input of a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Input {
    /// Single line of text.
    #[default]
    Text,
    /// Several lines of text.
    Long,
    /// Number, with its unit and range.
    Number(&'static str, Bounds),
    /// Date.
    Date,
    /// Date and time.
    Moment,
    /// One of the listed options: stable name and label.
    Choice(Vec<(String, String)>),
}

impl Input {
    /// Returns the label of an option by its stable name; `None` for other inputs, and for an option of a newer
    /// version.
    pub fn word(&self, name: &str) -> Option<String> {
        match self {
            Self::Choice(options) => {
                options.iter().find(|(option, _)| option == name).map(|(_, word)| word.clone())
            }
            _ => None,
        }
    }

    fn read(&self, text: &str) -> Result<Entry, EntryError> {
        Ok(match self {
            Self::Number(_, bounds) => {
                read_number(text, *bounds)?.map_or(Entry::Empty, Entry::Number)
            }
            Self::Date => read_date(text)?.map_or(Entry::Empty, Entry::Date),
            Self::Moment => read_moment(text)?.map_or(Entry::Empty, Entry::Moment),
            _ if text.trim().is_empty() => Entry::Empty,
            _ => Entry::Text(text.trim().to_owned()),
        })
    }
}

/// Handle for the result of saving an entry; may be used later, once the result is known.
#[derive(Clone, Copy)]
pub struct Reply {
    editing: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    anyway: RwSignal<Option<Callback<()>>>,
    draft: StoredValue<Option<(String, DraftShelf)>>,
}

impl Reply {
    /// Reports that the entry is saved, and closes the field.
    pub fn saved(self) {
        self.settle();
        self.editing.set(false);
    }

    /// Clears the error and the draft.
    fn settle(self) {
        self.error.set(None);
        self.anyway.set(None);
        let _ = self.draft.try_with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.forget)(name);
            }
        });
    }

    /// Reports that the entry is not saved, with the reason. The field stays open with the typed text.
    pub fn refused(self, why: impl Into<String>) {
        self.anyway.set(None);
        self.error.set(Some(why.into()));
        self.editing.set(true);
    }

    /// Reports that the entry is doubtful, with the reason; `anyway` saves it regardless.
    pub fn doubted(self, why: impl Into<String>, anyway: Callback<()>) {
        self.refused(why);
        self.anyway.set(Some(anyway));
    }
}

/// State of a fact that can be edited.
#[derive(Clone, Copy)]
struct Editing {
    i18n: I18nContext<Locale>,
    /// Last saved value, in the form in which it is typed.
    typed: Signal<String>,
    input: Signal<Input>,
    on_save: Callback<(Entry, Reply)>,
    reply: Reply,
    /// Text in the field; stays when saving is refused.
    text: RwSignal<String>,
    /// True while the field shows text typed before the app was last closed and not saved.
    is_from_before: RwSignal<bool>,
}

impl Editing {
    fn new(
        typed: Signal<String>,
        input: Signal<Input>,
        draft: Option<String>,
        on_save: Callback<(Entry, Reply)>,
    ) -> Self {
        let draft = StoredValue::new(draft.zip(use_context::<DraftShelf>()));
        let kept =
            draft.with_value(|draft| draft.as_ref().and_then(|(name, shelf)| (shelf.load)(name)));
        let kept = kept.filter(|kept| *kept != typed.get_untracked());
        let reply = Reply {
            editing: RwSignal::new(kept.is_some()),
            error: RwSignal::new(None),
            anyway: RwSignal::new(None),
            draft,
        };
        let is_from_before = RwSignal::new(kept.is_some());
        let text = RwSignal::new(kept.unwrap_or_default());
        Self { i18n: use_i18n(), typed, input, on_save, reply, text, is_from_before }
    }

    fn open(self) {
        self.text.set(self.typed.get_untracked());
        self.mended();
        self.reply.editing.set(true);
    }

    /// Clears the error.
    fn mended(self) {
        self.reply.error.set(None);
        self.reply.anyway.set(None);
    }

    fn type_in(self, now: String) {
        self.reply.draft.with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.save)(name, &now);
            }
        });
        // An error disappears once the text is valid.
        if self.input.with_untracked(|input| input.read(&now).is_ok()) {
            self.mended();
        }
        self.is_from_before.set(false);
        self.text.set(now);
    }

    fn leave(self) {
        // A field that is removed is left as well; it has been saved by then.
        let is_editing = self.reply.editing.try_get_untracked().unwrap_or_default();
        if !is_editing || self.is_from_before.get_untracked() {
            return;
        }
        let now = self.text.get_untracked();
        if now == self.typed.get_untracked() {
            return self.reply.saved();
        }
        // The doubt is shown already; the user must confirm or change the value.
        if self.reply.anyway.with_untracked(Option::is_some) {
            return;
        }
        match self.input.with_untracked(|input| input.read(&now)) {
            Ok(entry) => self.on_save.run((entry, self.reply)),
            Err(wrong) => self.reply.refused(wrong.text(self.i18n.get_locale_untracked())),
        }
    }

    /// Leaves the field and saves its text, including text typed before the app was last closed.
    fn leave_now(self) {
        self.is_from_before.set(false);
        self.leave();
    }

    fn give_up(self) {
        self.is_from_before.set(false);
        self.reply.saved();
    }

    fn key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "Enter" if self.input.with_untracked(|input| *input != Input::Long) => {
                event.prevent_default();
                self.leave_now();
            }
            "Escape" => {
                event.prevent_default();
                self.give_up();
            }
            _ => {}
        }
    }

    /// Returns `true` if the field takes the focus when it opens; not for restored text, which the user did not ask
    /// for.
    fn wants_focus(self) -> bool {
        !self.is_from_before.get_untracked()
    }
}

/// Editable fact of a record.
#[component]
pub fn Editable(
    /// Label of the fact.
    #[prop(into)]
    label: TextProp,
    /// Value as displayed, with its unit; empty if nothing was entered.
    #[prop(into)]
    shown: Signal<String>,
    /// Value as typed: the digits, the date as `2026-11-23`, the stable name of the option.
    #[prop(into)]
    typed: Signal<String>,
    /// Kind of input.
    #[prop(into, optional)]
    input: Signal<Input>,
    /// Returns the suggested values; any other value may be typed.
    #[prop(optional_no_strip)]
    offered: Option<Callback<(), Vec<String>>>,
    /// Name under which the draft is kept.
    #[prop(into, optional)]
    draft: Option<String>,
    /// Called when the field is left with another value; the result is reported with the [`Reply`].
    #[prop(into)]
    on_save: Callback<(Entry, Reply)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let about = format!("{}-error", unique_id("fact"));
    let editing = Editing::new(typed, input, draft, on_save);
    let Reply { editing: is_editing, error, anyway, .. } = editing.reply;
    on_cleanup(move || editing.leave());
    let node = NodeRef::<html::Div>::new();
    let told = Signal::derive(move || {
        // The button that saves anyway is below the error and must be visible as well.
        anyway.track();
        error.get()
    });
    keep_in_sight(node, told);
    let (word, read, name) = (label.clone(), label.clone(), label);
    let id = about.clone();
    let reading = move || view! { <Reading label=read.clone() shown=shown editing=editing /> };
    let control = move || control(editing, name.clone(), about.clone(), offered);
    let save_anyway = move || {
        anyway.get().map(|anyway| {
            view! {
                <Button
                    label=move || t_string!(i18n, labels.save_anyway)
                    emphasis=Emphasis::Quiet
                    on_press=anyway
                />
            }
        })
    };
    view! {
        <div node_ref=node class="fact" class:wrong=move || error.with(Option::is_some)>
            <dt>{move || word.get()}</dt>
            <dd>
                <Show when=move || is_editing.get() fallback=reading>
                    {control.clone()}
                </Show>
                <p id=id class="field-error" role="alert">
                    {move || error.get()}
                </p>
                {save_anyway}
                <Show when=move || is_editing.get() && editing.is_from_before.get()>
                    <Unsaved
                        on_save=move |()| editing.leave_now()
                        on_discard=move |()| editing.give_up()
                    />
                </Show>
            </dd>
        </div>
    }
}

/// Displayed value; a tap opens the field.
#[component]
fn Reading(label: TextProp, shown: Signal<String>, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let reads = move || match shown.get() {
        shown if shown.is_empty() => t_string!(i18n, labels.empty_field).to_owned(),
        shown => shown,
    };
    let name =
        move || format!("{} {}", t_string!(i18n, labels.edit_field, field = label.get()), reads());
    view! {
        <button type="button" class="fact-value" aria-label=name on:click=move |_| editing.open()>
            <span class:unset=move || shown.with(String::is_empty)>{reads}</span>
            <Glyph icon=Icon::Edit />
        </button>
    }
}

/// Returns the input in which the fact is edited.
fn control(
    editing: Editing,
    name: TextProp,
    about: String,
    offered: Option<Callback<(), Vec<String>>>,
) -> AnyView {
    match editing.input.get() {
        Input::Choice(options) => {
            view! { <OneOf editing=editing name=name about=about options=options /> }.into_any()
        }
        Input::Long => view! { <Lines editing=editing name=name about=about /> }.into_any(),
        line => view! { <Line editing=editing name=name about=about line=line offered=offered /> }
            .into_any(),
    }
}

#[component]
fn OneOf(
    editing: Editing,
    name: TextProp,
    about: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let node = NodeRef::<html::Select>::new();
    let wants_focus = editing.wants_focus();
    Effect::new(move |_| {
        let field = node.get().filter(|_| wants_focus);
        field.map(|field| field.focus().is_ok())
    });
    let chosen = editing.text.get_untracked();
    let none = (String::new(), t_string!(editing.i18n, labels.nothing).to_owned());
    let option = |(name, word): (String, String)| {
        let selected = name == chosen;
        view! { <option value=name prop:selected=selected>{word}</option> }
    };
    view! {
        <select
            node_ref=node
            aria-label=move || name.get()
            aria-describedby=about
            on:change=move |event| {
                editing.text.set(event_target_value(&event));
                editing.leave();
            }
            on:blur=move |_| editing.leave()
            on:keydown=move |event| editing.key(&event)
        >
            {std::iter::once(none).chain(options).map(option).collect_view()}
        </select>
    }
}

#[component]
fn Lines(editing: Editing, name: TextProp, about: String) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    let wants_focus = editing.wants_focus();
    Effect::new(move |_| {
        let field = node.get().filter(|_| wants_focus);
        field.map(|field| field.focus().is_ok())
    });
    view! {
        <textarea
            node_ref=node
            rows="3"
            aria-label=move || name.get()
            aria-describedby=about
            prop:value=editing.text
            on:input=move |event| editing.type_in(event_target_value(&event))
            on:blur=move |_| editing.leave()
            on:keydown=move |event| editing.key(&event)
        />
    }
}

#[component]
fn Line(
    editing: Editing,
    name: TextProp,
    about: String,
    line: Input,
    #[prop(optional_no_strip)] offered: Option<Callback<(), Vec<String>>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let wants_focus = editing.wants_focus();
    Effect::new(move |_| {
        let field = node.get().filter(|_| wants_focus);
        field.map(|field| field.focus().is_ok())
    });
    let list = format!("{about}-known");
    let known = offered.map(|offered| untrack(|| offered.run(())));
    let (kind, mode, unit) = match line {
        Input::Number(unit, _) => ("text", "decimal", unit),
        Input::Date => ("date", "none", ""),
        Input::Moment => ("datetime-local", "none", ""),
        _ => ("text", "text", ""),
    };
    view! {
        <span class="with-unit">
            <input
                node_ref=node
                list=list.clone()
                type=kind
                inputmode=mode
                aria-label=move || name.get()
                aria-describedby=about
                prop:value=editing.text
                on:input=move |event| editing.type_in(event_target_value(&event))
                on:blur=move |_| editing.leave()
                on:keydown=move |event| editing.key(&event)
            />
            {(!unit.is_empty()).then_some(unit)}
            {known.map(|known| view! { <Offered id=list.clone() words=Signal::stored(known) /> })}
        </span>
    }
}
