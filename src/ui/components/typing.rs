//! Text being typed in a field. Until the field is left, no save, sync or write of another tab replaces it. The text is
//! kept as a draft at every keystroke, submitted when the page is removed, and offered again after the app was killed.
//! The state decides where drafts are stored ([`DraftShelf`]).

use std::cell::Cell;

use leptos::prelude::*;

/// Storage of drafts, in context; without it, no drafts are kept.
#[derive(Clone, Copy, Debug)]
pub struct DraftShelf {
    /// Returns the draft with a name.
    pub load: fn(&str) -> Option<String>,
    /// Stores a draft under a name.
    pub save: fn(&str, &str),
    /// Deletes the draft with a name.
    pub forget: fn(&str),
    /// Deletes every draft whose name starts with a prefix.
    pub forget_all: fn(&str),
}

/// Draft of a form: the text of its fields is kept under the form's name until the form is submitted. In context below
/// the form.
#[derive(Clone, Debug)]
pub struct FormDraft {
    name: String,
    shelf: Option<DraftShelf>,
}

impl FormDraft {
    /// Provides the draft of the form as context. If several records have the form, the name must identify the record.
    pub fn provide(name: impl Into<String>) -> Self {
        let this = Self { name: name.into(), shelf: use_context() };
        provide_context(this.clone());
        this
    }

    /// Deletes the drafts, after the form was submitted or cancelled.
    pub fn done(&self) {
        if let Some(shelf) = self.shelf {
            (shelf.forget_all)(&self.prefix());
        }
    }

    fn prefix(&self) -> String {
        format!("form.{}.", self.name)
    }
}

/// Part of a record whose fields save when they are left. The draft of a field is named by this place and the field's
/// label. In context below the part.
#[derive(Clone, Debug)]
pub struct DraftPlace(String);

impl DraftPlace {
    /// Provides the place as context.
    pub fn provide(name: String) {
        provide_context(Self(name));
    }
}

/// Text of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    /// Typed text, if it differs from the field's value.
    text: Option<String>,
    /// Value of the field when the text was submitted; `None` while it is being typed.
    given_over: Option<String>,
    /// True if the text was typed before the app was last closed and has not been touched since.
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

    /// Discards the text if the field's value has changed since the submission, or equals the restored text. Returns
    /// `true` if the text was discarded.
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

    /// Returns the text that would be lost if the field were removed now.
    fn at_risk(&self) -> Option<&str> {
        let is_typing = self.given_over.is_none() && !self.is_from_before;
        self.text.as_deref().filter(|_| is_typing)
    }
}

/// Text being typed in one field.
#[derive(Clone, Copy, Debug)]
pub struct Typing {
    typed: RwSignal<Typed>,
    held: Signal<String>,
    give: Callback<String>,
    draft: StoredValue<Option<(String, DraftShelf)>>,
    is_of_form: bool,
}

thread_local! {
    /// Field that last received a keystroke.
    static LAST: Cell<Option<Typing>> = const { Cell::new(None) };
}

/// Submits the text being typed, before a press that may use it. A browser fires no `blur` if its window is in the
/// background.
pub(super) fn end() {
    if let Some(last) = LAST.take() {
        last.ended();
    }
}

impl Typing {
    /// Creates the text of a field that shows `held` and passes typed text to `give` when it is left. A field of a
    /// record names its `draft`, which is offered again. A field of a form is identified by its `label` within the
    /// form, and its draft is restored without asking.
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
                // The values of a form exist only in its drafts until the form is submitted.
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

    /// Returns the text that the field shows. Subscribes to changes.
    pub fn shown(self) -> String {
        let held = self.held.get();
        self.typed.with(|typed| typed.shown(&held).to_owned())
    }

    /// Records a keystroke: `text` is the whole text of the field.
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

    /// Submits the text, when the field is left.
    pub fn left(self, text: String) {
        // A field that is removed is left as well; its text has been submitted by then.
        let Some(held) = self.held.try_get_untracked() else {
            return;
        };
        self.typed.update(|typed| typed.given(&text, &held));
        self.give.run(text);
    }

    /// Handles the loss of the focus. Submits text for which the browser fired no change event; discards text equal to
    /// the value.
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

    /// Discards the typed text and its draft, and shows the value.
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

    /// Returns the text that was typed before the app was last closed and not saved. Subscribes to changes.
    pub fn from_before(self) -> Option<String> {
        self.typed.with(|typed| typed.text.clone().filter(|_| typed.is_from_before))
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
        // Another field is saved, or another tab writes: the typed text stays.
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
