//! Submission of a form in a dialog: the dialog closes once the data is written, and shows the error otherwise. The
//! fields belong to the page.

use std::future::Future;

use busbar_core::storage::LedgerError;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    state::task,
    ui::{components::FormDraft, i18n::*, labels},
};

/// Form with its dialog and its error.
#[derive(Clone, Copy)]
pub struct Sending {
    i18n: I18nContext<Locale>,
    /// True while the dialog is open.
    pub open: RwSignal<bool>,
    /// Error shown in the form.
    pub error: RwSignal<Option<String>>,
}

impl Sending {
    /// Creates the state of a form in a dialog.
    pub fn new(open: RwSignal<bool>) -> Self {
        Self { i18n: use_i18n(), open, error: RwSignal::new(None) }
    }

    /// Shows an error.
    pub fn refuse(self, why: &str) {
        self.error.set(Some(why.to_owned()));
    }

    /// Returns the trimmed text; `None` if it is empty, after showing `missing` as the error.
    pub fn required(self, text: &str, missing: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            self.refuse(missing);
            return None;
        }
        Some(text.to_owned())
    }

    /// Closes the dialog after a successful write; otherwise shows the error and returns `None`.
    pub fn settle<A>(self, written: Result<A, LedgerError>) -> Option<A> {
        match written {
            Ok(answer) => {
                let _ = self.open.try_set(false);
                Some(answer)
            }
            Err(why) => {
                let words = labels::not_saved(self.i18n.get_locale_untracked(), &why);
                let _ = self.error.try_set(Some(words));
                None
            }
        }
    }

    /// Runs a write, then closes the dialog or shows the error.
    pub fn send(self, writing: impl Future<Output = Result<(), LedgerError>> + 'static) {
        task::spawn(async move {
            self.settle(writing.await);
        });
    }

    /// Like [`Sending::send`], for a form with a draft, which is deleted after a successful write.
    pub fn send_draft(
        self,
        draft: &FormDraft,
        writing: impl Future<Output = Result<(), LedgerError>> + 'static,
    ) {
        let draft = draft.clone();
        task::spawn(async move {
            let written = writing.await;
            if written.is_ok() {
                draft.done();
            }
            self.settle(written);
        });
    }
}
