//! A fact that is changed where it stands: tap it, type, leave it, and it is saved. What cannot be
//! saved says so beside the field and stays as it was typed.

use leptos::{html, prelude::*};

use super::{
    entry::{Bounds, Entry, EntryError, read_date, read_moment, read_number},
    icon::{Glyph, Icon},
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
}

impl Reply {
    /// It is saved.
    pub fn saved(self) {
        self.error.set(None);
        self.editing.set(false);
    }

    /// It is not, and why; the field stays open with what was typed.
    pub fn refused(self, why: impl Into<String>) {
        self.error.set(Some(why.into()));
        self.editing.set(true);
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
    let reply = Reply { editing, error };

    let open = move |_| {
        text.set(typed.get_untracked());
        error.set(None);
        editing.set(true);
    };
    let leave = move || {
        if !editing.get_untracked() {
            return;
        }
        let now = text.get_untracked();
        if now == typed.get_untracked() {
            return reply.saved();
        }
        match input.with_untracked(|input| input.read(&now)) {
            Ok(entry) => on_save.run((entry, reply)),
            Err(wrong) => reply.refused(wrong.text(i18n.get_locale_untracked())),
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if input.with_untracked(|input| *input != Input::Long) => {
            event.prevent_default();
            leave();
        }
        "Escape" => {
            event.prevent_default();
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
                    Effect::new(move |_| node.get().map(|field| field.focus().is_ok()));
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
                    Effect::new(move |_| node.get().map(|field| field.focus().is_ok()));
                    view! {
                        <textarea
                            node_ref=node
                            rows="3"
                            aria-label=move || name.get()
                            aria-describedby=about
                            prop:value=text
                            on:input=move |event| text.set(event_target_value(&event))
                            on:blur=move |_| leave()
                            on:keydown=key
                        />
                    }
                    .into_any()
                }
                line => {
                    let node = NodeRef::<html::Input>::new();
                    Effect::new(move |_| node.get().map(|field| field.focus().is_ok()));
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
                                type=kind
                                inputmode=mode
                                aria-label=move || name.get()
                                aria-describedby=about
                                prop:value=text
                                on:input=move |event| text.set(event_target_value(&event))
                                on:blur=move |_| leave()
                                on:keydown=key
                            />
                            {(!unit.is_empty()).then_some(unit)}
                        </span>
                    }
                    .into_any()
                }
            }
        }
    };

    view! {
        <div class="fact" class:wrong=move || error.with(Option::is_some)>
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
            </dd>
        </div>
    }
}
