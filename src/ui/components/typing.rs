//! The text being typed in a field belongs to the person until the field is left: nothing saved, synced or
//! written in another tab replaces it. It is kept as a draft at every keystroke, submitted when the page goes
//! away, and offered again after a kill. The state decides where drafts are stored ([`DraftShelf`]).

use std::cell::Cell;

use leptos::prelude::*;

use super::button::{Button, Emphasis};
use crate::ui::i18n::*;

/// Where drafts are kept, in context; without one nothing is kept.
#[derive(Clone, Copy, Debug)]
pub struct DraftShelf {
    /// The draft of this name.
    pub load: fn(&str) -> Option<String>,
    /// Keeps a draft under a name.
    pub save: fn(&str, &str),
    /// Forgets the draft of this name.
    pub forget: fn(&str),
    /// Forgets every draft whose name begins with this.
    pub forget_all: fn(&str),
}

/// The form that fields stand in: what is typed in them is kept under its name until it is sent. In
/// context below the form.
#[derive(Clone, Debug)]
pub struct FormDraft {
    name: String,
    shelf: Option<DraftShelf>,
}

impl FormDraft {
    /// Names the form around; the name says of which record it is, where there are several.
    pub fn provide(name: impl Into<String>) -> Self {
        let this = Self { name: name.into(), shelf: use_context() };
        provide_context(this.clone());
        this
    }

    /// The form was sent, or given up: there is nothing to offer again.
    pub fn done(&self) {
        if let Some(shelf) = self.shelf {
            (shelf.forget_all)(&self.prefix());
        }
    }

    fn prefix(&self) -> String {
        format!("form.{}.", self.name)
    }
}

/// A part of a record that fields stand in which save as they are left: the draft of one is named by the
/// place and its label. In context below the part.
#[derive(Clone, Debug)]
pub struct DraftPlace(String);

impl DraftPlace {
    /// Names the place around.
    pub fn provide(name: String) {
        provide_context(Self(name));
    }
}

/// The text of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    /// The typed text, if it differs from the field's value.
    text: Option<String>,
    /// The field's value when the text was submitted; `None` while it is being typed.
    given_over: Option<String>,
    /// True if the text dates from before the app was last closed, and nobody has touched it since.
    is_from_before: bool,
}

impl Typed {
    fn shown<'a>(&'a self, held: &'a str) -> &'a str {
        self.text.as_deref().unwrap_or(held)
    }

    fn typed(&mut self, text: &str) {
        *self = Self { text: Some(text.to_owned()), ..Self::default() };
    }

    fn given(&mut self, text: &str, held: &str) {
        *self = Self {
            text: Some(text.to_owned()),
            given_over: Some(held.to_owned()),
            is_from_before: false,
        };
    }

    /// Takes note of the field's value, which may have changed; returns `true` if that changes the text
    /// shown.
    fn hold(&mut self, held: &str) -> bool {
        let is_over = match &self.given_over {
            Some(before) => before != held,
            None => self.is_from_before && self.text.as_deref() == Some(held),
        };
        if is_over {
            *self = Self::default();
        }
        is_over
    }

    /// Returns the text that would be lost if the field went away now.
    fn at_risk(&self) -> Option<&str> {
        let is_typing = self.given_over.is_none() && !self.is_from_before;
        self.text.as_deref().filter(|_| is_typing)
    }
}

/// The text being typed in one field.
#[derive(Clone, Copy, Debug)]
pub struct Typing {
    typed: RwSignal<Typed>,
    held: Signal<String>,
    give: Callback<String>,
    draft: StoredValue<Option<(String, DraftShelf)>>,
    is_of_form: bool,
}

thread_local! {
    /// The field in which the last letter was typed.
    static LAST: Cell<Option<Typing>> = const { Cell::new(None) };
}

/// Submits the text being typed, before a press that may send it. A browser whose window is in the background
/// fires no `blur`.
pub(super) fn end() {
    if let Some(last) = LAST.take() {
        last.ended();
    }
}

impl Typing {
    /// A field that shows `held` and gives on what was typed once it is left. A field of a record names its
    /// `draft`, which is offered again; a field of a form is called by its `label` in the form, and what was
    /// typed in it is simply there again.
    pub fn new(
        held: Signal<String>,
        give: Callback<String>,
        draft: Option<String>,
        label: &TextProp,
    ) -> Self {
        let shelf = use_context::<DraftShelf>();
        let label = untrack(|| label.get());
        let of_form = use_context::<FormDraft>().map(|form| format!("{}{label}", form.prefix()));
        let of_place =
            use_context::<DraftPlace>().map(|place| format!("typed.{}.{label}", place.0));
        let is_of_form = draft.is_none() && of_form.is_some();
        let draft = draft.or(of_form).or(of_place).zip(shelf);
        let kept = draft.as_ref().and_then(|(name, shelf)| (shelf.load)(name));
        let kept = kept.filter(|text| *text != held.get_untracked());
        let typed = RwSignal::new(Typed {
            text: kept.clone(),
            is_from_before: kept.is_some(),
            ..Typed::default()
        });
        let this = Self { typed, held, give, draft: StoredValue::new(draft), is_of_form };
        Effect::new(move |_| {
            let held = held.get();
            typed.maybe_update(|typed| {
                let is_over = typed.hold(&held);
                // A form's values exist nowhere else until the form is sent.
                if is_over && !is_of_form {
                    this.forget();
                }
                is_over
            });
        });
        if let Some(text) = kept.filter(|_| is_of_form) {
            this.left(text);
        }
        on_cleanup(move || {
            let text = this.typed.try_with_untracked(|typed| typed.at_risk().map(str::to_owned));
            if let Some(text) = text.flatten() {
                this.give.run(text);
            }
        });
        this
    }

    /// Returns the text the field shows.
    pub fn shown(self) -> String {
        let held = self.held.get();
        self.typed.with(|typed| typed.shown(&held).to_owned())
    }

    /// A letter was typed.
    pub fn typed(self, text: &str) {
        let before = LAST.replace(Some(self));
        if let Some(before) = before.filter(|before| before.typed != self.typed) {
            before.ended();
        }
        self.typed.update(|typed| typed.typed(text));
        self.draft.with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.save)(name, text);
            }
        });
    }

    /// The field was left with another text.
    pub fn left(self, text: String) {
        // A field that goes away is left as well; then it was given on already.
        let Some(held) = self.held.try_get_untracked() else {
            return;
        };
        self.typed.update(|typed| typed.given(&text, &held));
        self.give.run(text);
    }

    /// The keyboard has left the field. What the browser did not tell of as a change is given on now; what
    /// came to be as it was is nothing to give.
    pub fn ended(self) {
        let text = self.typed.try_with_untracked(|typed| typed.at_risk().map(str::to_owned));
        let (Some(text), Some(held)) = (text.flatten(), self.held.try_get_untracked()) else {
            return;
        };
        if text != held {
            return self.left(text);
        }
        self.typed.set(Typed::default());
        if !self.is_of_form {
            self.forget();
        }
    }

    /// Forgets what was typed, and shows what the field holds.
    pub fn discard(self) {
        self.forget();
        self.typed.set(Typed::default());
    }

    fn forget(self) {
        self.draft.with_value(|draft| {
            if let Some((name, shelf)) = draft {
                (shelf.forget)(name);
            }
        });
    }

    /// Returns the text typed before the app was last closed and not saved.
    pub fn from_before(self) -> Option<String> {
        self.typed.with(|typed| typed.text.clone().filter(|_| typed.is_from_before))
    }
}

/// Says that what stands in the field was typed before and is not saved, and offers what to do.
#[component]
pub fn FromBefore(
    /// The text being typed.
    typing: Typing,
) -> impl IntoView {
    view! {
        <Show when=move || typing.from_before().is_some()>
            <Unsaved
                on_save=move |()| {
                    if let Some(text) = typing.from_before() {
                        typing.left(text);
                    }
                }
                on_discard=move |()| typing.discard()
            />
        </Show>
    }
}

/// The line itself.
#[component]
pub fn Unsaved(
    /// Saves it.
    #[prop(into)]
    on_save: Callback<()>,
    /// Forgets it.
    #[prop(into)]
    on_discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="field-unsaved" role="status">
            <span>{t!(i18n, labels.draft_unsaved)}</span>
            <Button
                label=move || t_string!(i18n, labels.draft_save)
                emphasis=Emphasis::Quiet
                on_press=on_save
            />
            <Button
                label=move || t_string!(i18n, labels.draft_discard)
                emphasis=Emphasis::Quiet
                on_press=on_discard
            />
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_until_it_was_given_on_and_followed() {
        let mut typed = Typed::default();
        assert_eq!(typed.shown("old"), "old");
        typed.typed("ne");
        // Another field is saved, or another tab writes: the person goes on typing.
        assert!(!typed.hold("from elsewhere"));
        assert_eq!(typed.shown("from elsewhere"), "ne");
        assert_eq!(typed.at_risk(), Some("ne"));
        typed.given("new", "from elsewhere");
        assert!(!typed.hold("from elsewhere"), "refused, it stays");
        assert_eq!(typed.shown("from elsewhere"), "new");
        assert_eq!(typed.at_risk(), None);
        assert!(typed.hold("new"));
        assert_eq!(typed.shown("later"), "later");
    }

    #[test]
    fn what_is_from_before_is_offered_until_it_is_touched_or_held() {
        let from_before =
            || Typed { text: Some("half".into()), is_from_before: true, ..Typed::default() };
        let mut typed = from_before();
        assert_eq!(typed.at_risk(), None, "untouched, it is given to nobody");
        assert!(!typed.hold("old"));
        assert_eq!(typed.shown("old"), "half");
        assert!(typed.hold("half"));
        let mut typed = from_before();
        typed.typed("half of it");
        assert!(!typed.is_from_before);
        assert_eq!(typed.at_risk(), Some("half of it"));
    }
}
