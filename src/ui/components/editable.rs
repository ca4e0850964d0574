//! A fact that is changed where it stands: tap it, type, leave it, and it is saved. What cannot be
//! saved says so beside the field and stays as it was typed.

use leptos::{html, prelude::*};

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
    let id = unique_id("fact");
    let editing = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    // What stands in the field while it is edited: kept when saving is refused.
    let text = RwSignal::new(String::new());
    let draft = StoredValue::new(draft.zip(use_context::<DraftShelf>()));
    let anyway = RwSignal::new(None::<Callback<()>>);
    let reply = Reply { editing, error, anyway, draft };
    // Text typed before the app was last closed and not saved is put back into the field.
    let is_from_before = RwSignal::new(false);
    let kept =
        draft.with_value(|draft| draft.as_ref().and_then(|(name, shelf)| (shelf.load)(name)));
    if let Some(kept) = kept.filter(|kept| *kept != typed.get_untracked()) {
        text.set(kept);
        is_from_before.set(true);
        editing.set(true);
    }

    let open = move |_| {
        text.set(typed.get_untracked());
        error.set(None);
        anyway.set(None);
        editing.set(true);
    };
    let type_in = move |now: String| {
        draft.with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.save)(name, &now);
            }
        });
        // An error goes when it is mended.
        if input.with_untracked(|input| input.read(&now).is_ok()) {
            error.set(None);
            anyway.set(None);
        }
        is_from_before.set(false);
        text.set(now);
    };
    let leave = move || {
        // A field that goes away is left as well; then it was saved already.
        if !editing.try_get_untracked().unwrap_or_default() || is_from_before.get_untracked() {
            return;
        }
        let now = text.get_untracked();
        if now == typed.get_untracked() {
            return reply.saved();
        }
        // It was told what is wrong with this, and is asked.
        if anyway.with_untracked(Option::is_some) {
            return;
        }
        match input.with_untracked(|input| input.read(&now)) {
            Ok(entry) => on_save.run((entry, reply)),
            Err(wrong) => reply.refused(wrong.text(i18n.get_locale_untracked())),
        }
    };
    on_cleanup(leave);
    let node = NodeRef::<html::Div>::new();
    let told = Signal::derive(move || {
        // Its button stands below it.
        anyway.track();
        error.get()
    });
    keep_in_sight(node, told);
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if input.with_untracked(|input| *input != Input::Long) => {
            event.prevent_default();
            is_from_before.set(false);
            leave();
        }
        "Escape" => {
            event.prevent_default();
            is_from_before.set(false);
            reply.saved();
        }
        _ => {}
    };

    let word = label.clone();
    let field_name = label.clone();
    let control = {
        let about = format!("{id}-error");
        move || {
            let name = field_name.clone();
            let about = about.clone();
            match input.get() {
                Input::Choice(options) => {
                    let chosen = text.get_untracked();
                    let node = NodeRef::<html::Select>::new();
                    // Nobody asked for what is offered again: the keyboard stays where it is.
                    let wants_focus = !is_from_before.get_untracked();
                    Effect::new(move |_| {
                        let field = node.get().filter(|_| wants_focus);
                        field.map(|field| field.focus().is_ok())
                    });
                    let none = t_string!(i18n, labels.nothing).to_owned();
                    view! {
                        <select
                            node_ref=node
                            aria-label=move || name.get()
                            aria-describedby=about
                            on:change=move |event| {
                                text.set(event_target_value(&event));
                                leave();
                            }
                            on:blur=move |_| leave()
                            on:keydown=key
                        >
                            {std::iter::once((String::new(), none))
                                .chain(options)
                                .map(|(name, word)| {
                                    let selected = name == chosen;
                                    view! { <option value=name prop:selected=selected>{word}</option> }
                                })
                                .collect_view()}
                        </select>
                    }
                    .into_any()
                }
                Input::Long => {
                    let node = NodeRef::<html::Textarea>::new();
                    // Nobody asked for what is offered again: the keyboard stays where it is.
                    let wants_focus = !is_from_before.get_untracked();
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
                            prop:value=text
                            on:input=move |event| type_in(event_target_value(&event))
                            on:blur=move |_| leave()
                            on:keydown=key
                        />
                    }
                    .into_any()
                }
                line => {
                    let node = NodeRef::<html::Input>::new();
                    // Nobody asked for what is offered again: the keyboard stays where it is.
                    let wants_focus = !is_from_before.get_untracked();
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
                                prop:value=text
                                on:input=move |event| type_in(event_target_value(&event))
                                on:blur=move |_| leave()
                                on:keydown=key
                            />
                            {(!unit.is_empty()).then_some(unit)}
                            {known.map(|known| view! { <Offered id=list.clone() words=Signal::stored(known) /> })}
                        </span>
                    }
                    .into_any()
                }
            }
        }
    };

    view! {
        <div node_ref=node class="fact" class:wrong=move || error.with(Option::is_some)>
            <dt>{move || word.get()}</dt>
            <dd>
                <Show
                    when=move || editing.get()
                    fallback={
                        let label = label.clone();
                        move || {
                            let label = label.clone();
                            let reads = move || match shown.get() {
                                shown if shown.is_empty() => t_string!(i18n, labels.empty_field).to_owned(),
                                shown => shown,
                            };
                            view! {
                                <button
                                    type="button"
                                    class="fact-value"
                                    aria-label=move || {
                                        format!(
                                            "{} {}",
                                            t_string!(i18n, labels.edit_field, field = label.get()),
                                            reads(),
                                        )
                                    }
                                    on:click=open
                                >
                                    <span class:unset=move || {
                                        shown.with(String::is_empty)
                                    }>
                                        {reads}
                                    </span>
                                    <Glyph icon=Icon::Edit />
                                </button>
                            }
                        }
                    }
                >
                    {control.clone()}
                </Show>
                <p id=format!("{id}-error") class="field-error" role="alert">
                    {move || error.get()}
                </p>
                {move || {
                    anyway
                        .get()
                        .map(|anyway| {
                            view! {
                                <Button
                                    label=move || t_string!(i18n, labels.save_anyway)
                                    emphasis=Emphasis::Quiet
                                    on_press=anyway
                                />
                            }
                        })
                }}
                <Show when=move || editing.get() && is_from_before.get()>
                    <Unsaved
                        on_save=move |()| {
                            is_from_before.set(false);
                            leave();
                        }
                        on_discard=move |()| {
                            is_from_before.set(false);
                            reply.saved();
                        }
                    />
                </Show>
            </dd>
        </div>
    }
}
