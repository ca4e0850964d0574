//! Toast: reports the last action in the top line, one at a time, with a button to undo it. It disappears by itself and
//! never covers the work area. A failure stays as a line above its page until it is dismissed.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use super::{
    button::{Button, Emphasis},
    icon::Icon,
    notice::Notice,
    tag::Tone,
};
use crate::ui::i18n::*;

/// Time that a toast stays: long enough to read it and to decide to undo the action.
const STAYS: Duration = Duration::from_secs(7);
/// Time until the toast is checked again while a pointer or the focus is on it.
const STAYS_ON: Duration = Duration::from_secs(2);
/// Maximum number of failures shown; older ones are dropped.
const FAILURES: usize = 3;

/// Text in every language, rendered in the language of the page. Fixed text is impossible.
#[derive(Clone)]
pub struct Message(Arc<dyn Fn(Locale) -> String + Send + Sync>);

impl Message {
    /// Creates a message from a function that returns its text in a language.
    pub fn of<T: Into<String>>(say: impl Fn(Locale) -> T + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |locale| say(locale).into()))
    }

    fn text(&self, locale: Locale) -> String {
        (self.0)(locale)
    }

    /// Returns `true` if both messages have the same text.
    fn is_like(&self, other: &Self) -> bool {
        self.text(Locale::zh) == other.text(Locale::zh)
    }
}

#[derive(Clone)]
struct Note {
    id: u32,
    text: Message,
    undo: Option<Callback<()>>,
}

/// Current toast and the failures, in context below the root.
#[derive(Clone, Copy)]
pub struct Toasts {
    note: RwSignal<Option<Note>>,
    failures: RwSignal<Vec<(u32, Message)>>,
    /// True while a pointer or the focus is on the toast.
    is_held: RwSignal<bool>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Provides itself as context.
    pub fn provide() -> Self {
        let this = Self {
            note: RwSignal::new(None),
            failures: RwSignal::new(Vec::new()),
            is_held: RwSignal::new(false),
            next: StoredValue::new(0),
        };
        provide_context(this);
        this
    }

    /// Reports a completed action.
    pub fn done(self, text: Message) {
        self.put(text, None);
    }

    /// Reports a completed action that can be undone.
    pub fn done_with_undo(self, text: Message, undo: impl Fn() + Send + Sync + 'static) {
        self.put(text, Some(Callback::new(move |()| undo())));
    }

    /// Reports a failure: the message names the cause, the data kept, and the next step. The line stays until it is
    /// closed.
    pub fn failed(self, text: Message) {
        let id = self.number();
        self.failures.update(|failures| {
            // Repeated failures are shown once, for example when many fields are left one after the other.
            failures.retain(|(_, other)| !other.is_like(&text));
            failures.push((id, text));
            let surplus = failures.len().saturating_sub(FAILURES);
            failures.drain(..surplus);
        });
    }

    /// Removes all failures; called when the page is left or the action is retried.
    pub fn forget_failures(self) {
        if self.failures.with_untracked(|failures| !failures.is_empty()) {
            self.failures.set(Vec::new());
        }
    }

    fn number(self) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        id
    }

    fn put(self, text: Message, undo: Option<Callback<()>>) {
        let id = self.number();
        self.is_held.set(false);
        self.note.set(Some(Note { id, text, undo }));
        set_timeout(move || self.leave(id), STAYS);
    }

    /// Removes the toast, unless a pointer or the focus is on it; then it checks again later.
    fn leave(self, id: u32) {
        if self.is_held.get_untracked() {
            set_timeout(move || self.leave(id), STAYS_ON);
        } else {
            self.close(id);
        }
    }

    fn close(self, id: u32) {
        let is_this = |note: &Option<Note>| note.as_ref().is_some_and(|note| note.id == id);
        if self.note.with_untracked(is_this) {
            self.note.set(None);
        }
    }
}

/// Place of the toast.
#[component]
pub fn ToastPlace() -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let note = move |note: Note| {
        let Note { id, text, undo } = note;
        let said = text.clone();
        view! {
            <div
                class="toast"
                on:pointerenter=move |_| toasts.is_held.set(true)
                on:pointerleave=move |_| toasts.is_held.set(false)
                on:focusin=move |_| toasts.is_held.set(true)
                on:focusout=move |_| toasts.is_held.set(false)
            >
                <p title=move || said.text(i18n.get_locale())>
                    {move || text.text(i18n.get_locale())}
                </p>
                {undo
                    .map(|undo| {
                        view! {
                            <Button
                                label=move || t_string!(i18n, labels.undo)
                                icon=Icon::Undo
                                emphasis=Emphasis::Quiet
                                on_press=move |()| {
                                    toasts.close(id);
                                    undo.run(());
                                }
                            />
                        }
                    })}
                <Button
                    label=move || t_string!(i18n, labels.close)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| toasts.close(id)
                />
            </div>
        }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || toasts.note.get().map(note)}
        </div>
    }
}

/// Failures, as lines above the page.
#[component]
pub fn FailureLines() -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let line = move |(id, text): (u32, Message)| {
        let close = move |()| toasts.failures.update(|all| all.retain(|(other, _)| *other != id));
        view! {
            <Notice
                word=move || t_string!(i18n, labels.failed)
                text=move || text.text(i18n.get_locale())
                tone=Tone::Bad
            >
                <Button
                    label=move || t_string!(i18n, labels.close)
                    emphasis=Emphasis::Quiet
                    on_press=close
                />
            </Notice>
        }
    };
    view! {
        <div class="failures" role="alert">
            <For each=move || toasts.failures.get() key=|(id, _)| *id children=line />
        </div>
    }
}

/// Returns the toasts.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_toasts() -> Toasts {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toasts() -> Toasts {
        Toasts {
            note: RwSignal::new(None),
            failures: RwSignal::new(Vec::new()),
            is_held: RwSignal::new(false),
            next: StoredValue::new(0),
        }
    }

    #[test]
    fn a_message_speaks_the_language_that_the_page_has_now() {
        let message = Message::of(|locale| match locale {
            Locale::zh => "已保存",
            Locale::en => "Saved",
        });
        assert_eq!(message.text(Locale::zh), "已保存");
        assert_eq!(message.text(Locale::en), "Saved");
    }

    #[test]
    fn the_same_failure_is_told_once_and_three_at_most() {
        let _owner = Owner::new();
        let toasts = toasts();
        for text in ["甲", "乙", "甲", "丙", "丁"] {
            toasts.failed(Message::of(move |_| text));
        }
        let told = toasts.failures.get_untracked();
        let told: Vec<String> = told.iter().map(|(_, text)| text.text(Locale::zh)).collect();
        assert_eq!(told, ["甲", "丙", "丁"]);
    }

    #[test]
    fn failures_are_removed_together() {
        let _owner = Owner::new();
        let toasts = toasts();
        toasts.failed(Message::of(|_| "甲"));
        toasts.failed(Message::of(|_| "乙"));
        toasts.forget_failures();
        assert!(toasts.failures.get_untracked().is_empty());
    }
}
