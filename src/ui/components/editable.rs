//! A fact that is changed where it stands: tap it, type, leave it, and it is saved. What cannot be
//! saved says so beside the field and stays as it was typed.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_i18n::I18nContext;

use super::{
    button::{Button, Emphasis},
    entry::{Bounds, Entry, EntryError, read_date, read_moment, read_number},
    form::{Offered, keep_in_sight},
    icon::{Glyph, Icon},
    typing::{DraftShelf, Unsaved},
    unique_id,
};
use crate::ui::i18n::*;

/// How a fact is entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Input {
    /// A line of text.
    #[default]
    Text,
    /// Several lines.
    Long,
    /// A number, with its unit.
    Number(&'static str, Bounds),
    /// A day.
    Date,
    /// A day and a time.
    Moment,
    /// One of these: stable name and word.
    Choice(Vec<(String, String)>),
}

impl Input {
    /// The word of a choice by its stable name; `None` for other inputs, and for a choice of a newer version.
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

/// The answer to what was entered, to be given once it is known.
#[derive(Clone, Copy)]
pub struct Reply {
    editing: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    anyway: RwSignal<Option<Callback<()>>>,
    draft: StoredValue<Option<(String, DraftShelf)>>,
}

impl Reply {
    /// It is saved.
    pub fn saved(self) {
        self.settle();
        self.editing.set(false);
    }

    /// There is nothing to tell any more, and nothing to offer again.
    fn settle(self) {
        self.error.set(None);
        self.anyway.set(None);
        let _ = self.draft.try_with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.forget)(name);
            }
        });
    }

    /// It is not, and why; the field stays open with what was typed.
    pub fn refused(self, why: impl Into<String>) {
        self.anyway.set(None);
        self.error.set(Some(why.into()));
        self.editing.set(true);
    }

    /// It is doubtful, and why; `anyway` saves it all the same.
    pub fn doubted(self, why: impl Into<String>, anyway: Callback<()>) {
        self.refused(why);
        self.anyway.set(Some(anyway));
    }
}

/// A fact while it is edited: what stands in its field, and what becomes of it.
#[derive(Clone, Copy)]
struct Editing {
    i18n: I18nContext<Locale>,
    /// The fact as it is typed, as it was last saved.
    typed: Signal<String>,
    input: Signal<Input>,
    on_save: Callback<(Entry, Reply)>,
    reply: Reply,
    /// What stands in the field while it is edited: kept when saving is refused.
    text: RwSignal<String>,
    /// Text typed before the app was last closed and not saved stands in the field again.
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

    /// What was wrong is told no more.
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
        // An error goes when it is mended.
        if self.input.with_untracked(|input| input.read(&now).is_ok()) {
            self.mended();
        }
        self.is_from_before.set(false);
        self.text.set(now);
    }

    fn leave(self) {
        // A field that goes away is left as well; then it was saved already.
        let is_editing = self.reply.editing.try_get_untracked().unwrap_or_default();
        if !is_editing || self.is_from_before.get_untracked() {
            return;
        }
        let now = self.text.get_untracked();
        if now == self.typed.get_untracked() {
            return self.reply.saved();
        }
        // It was told what is wrong with this, and is asked.
        if self.reply.anyway.with_untracked(Option::is_some) {
            return;
        }
        match self.input.with_untracked(|input| input.read(&now)) {
            Ok(entry) => self.on_save.run((entry, self.reply)),
            Err(wrong) => self.reply.refused(wrong.text(self.i18n.get_locale_untracked())),
        }
    }

    /// Leaves what was typed before the app was last closed, or what is typed now.
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

    /// Whether the keyboard goes to the field: nobody asked for what is offered again.
    fn wants_focus(self) -> bool {
        !self.is_from_before.get_untracked()
    }
}

/// A fact of a record.
#[component]
pub fn Editable(
    /// What the fact is.
    #[prop(into)]
    label: TextProp,
    /// The fact as it reads, with its unit; empty when nothing was entered.
    #[prop(into)]
    shown: Signal<String>,
    /// The fact as it is typed: the digits, the day as `2026-11-23`, the name of the choice.
    #[prop(into)]
    typed: Signal<String>,
    /// How it is entered.
    #[prop(into, optional)]
    input: Signal<Input>,
    /// The known values to choose from; any other may be typed as well.
    #[prop(optional_no_strip)]
    offered: Option<Callback<(), Vec<String>>>,
    /// The name of the draft of what is being typed.
    #[prop(into, optional)]
    draft: Option<String>,
    /// It was left with another value; answer by the [`Reply`].
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
        // Its button stands below it.
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

/// The fact as it reads; a tap edits it.
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

/// The field that the fact is edited in.
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
