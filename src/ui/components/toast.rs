//! Short notes at the foot of the screen: what was done, with a way to take it back; what failed,
//! with what to do. They leave by themselves, except where something failed.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button::{Button, Emphasis},
    icon::Icon,
    tag::Tone,
};
use crate::ui::i18n::*;

/// How long a note stays: long enough to read it and to decide to take the action back.
const STAYS: Duration = Duration::from_secs(9);
/// How many stand at once; an older one leaves earlier.
const AT_MOST: usize = 3;

#[derive(Clone)]
struct Note {
    id: u32,
    text: String,
    tone: Tone,
    undo: Option<Callback<()>>,
}

/// The notes, in context below the root.
#[derive(Clone, Copy)]
pub struct Toasts {
    notes: RwSignal<Vec<Note>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Offers itself to everything below.
    pub fn provide() -> Self {
        let this = Self {
            notes: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        provide_context(this);
        this
    }

    /// Something was done.
    pub fn done(self, text: impl Into<String>) {
        self.put(text.into(), Tone::Plain, None);
    }

    /// Something was done that can be taken back.
    pub fn done_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.put(
            text.into(),
            Tone::Plain,
            Some(Callback::new(move |()| undo())),
        );
    }

    /// Something could not be done: what happened, what was kept, what to do. Stays until closed.
    pub fn failed(self, text: impl Into<String>) {
        self.put(text.into(), Tone::Bad, None);
    }

    fn put(self, text: String, tone: Tone, undo: Option<Callback<()>>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.notes.update(|notes| {
            // The same said again is said once: many fields that are left one after the other.
            notes.retain(|note| note.text != text);
            notes.push(Note {
                id,
                text,
                tone,
                undo,
            });
            let surplus = notes.len().saturating_sub(AT_MOST);
            notes.drain(..surplus);
        });
        if tone != Tone::Bad {
            set_timeout(move || self.close(id), STAYS);
        }
    }

    fn close(self, id: u32) {
        self.notes
            .update(|notes| notes.retain(|note| note.id != id));
    }
}

/// Where the notes stand.
#[component]
pub fn ToastPlace() -> impl IntoView {
    let i18n = use_i18n();
    let toasts: Toasts = expect_context();
    let note = move |note: Note| {
        let id = note.id;
        view! {
            <div class=format!("toast {}", note.tone.class())>
                <p>{note.text}</p>
                {note
                    .undo
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
            <For each=move || toasts.notes.get() key=|note| note.id children=note />
        </div>
    }
}

/// The notes.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_toasts() -> Toasts {
    expect_context()
}
