//! A form in a dialog that is sent by a press: the dialog closes once all is written, and until then says what
//! is wrong. What a form asks is its page's.

use std::future::Future;

use busbar_core::storage::LedgerError;
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    state::task,
    ui::{components::FormDraft, i18n::*, labels},
};

/// The form, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Sending {
    i18n: I18nContext<Locale>,
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// What is wrong.
    pub error: RwSignal<Option<String>>,
}

impl Sending {
    /// A form in this dialog.
    pub fn new(open: RwSignal<bool>) -> Self {
        Self { i18n: use_i18n(), open, error: RwSignal::new(None) }
    }

    /// Says what is wrong.
    pub fn refuse(self, why: &str) {
        self.error.set(Some(why.to_owned()));
    }

    /// Returns the text without the space around it; says that it is missing where it is empty.
    pub fn required(self, text: &str, missing: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            self.refuse(missing);
            return None;
        }
        Some(text.to_owned())
    }

    /// Closes the dialog if this was written, and says why not otherwise.
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

    /// Writes, and closes the dialog.
    pub fn send(self, writing: impl Future<Output = Result<(), LedgerError>> + 'static) {
        task::spawn(async move {
            self.settle(writing.await);
        });
    }

    /// Same as [`Sending::send`], for a form whose letters are kept until it is sent.
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
