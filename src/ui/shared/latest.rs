//! [`latest`] for pages: storage errors are reported in a toast.

use std::future::Future;

use busbar_core::storage::LedgerError;
use leptos::prelude::*;

use crate::{
    state::turns::latest,
    ui::{
        components::{Message, Toasts},
        labels,
    },
};

/// Like [`latest`], for a read that may fail: the error is reported, and the previous result stays.
pub fn latest_or_toast<Q, A, F>(
    toasts: Toasts,
    source: impl Fn() -> Q + 'static,
    read: impl Fn(Q) -> F + 'static,
) -> RwSignal<Option<A>>
where
    Q: 'static,
    A: Send + Sync + 'static,
    F: Future<Output = Result<A, LedgerError>> + 'static,
{
    latest(source, move |question| {
        let reading = read(question);
        async move {
            match reading.await {
                Ok(answer) => Some(answer),
                Err(error) => {
                    toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
                    None
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use busbar_core::storage::StorageError;

    use super::*;
    use crate::state::turns::by_hand::{Asked, page, settle};

    #[test]
    fn a_history_read_before_the_last_change_does_not_replace_the_one_read_after() {
        let _page = page();
        let (toasts, head) = (Toasts::provide(), RwSignal::new(1));
        let store = Asked::new();
        let entries = latest_or_toast(toasts, move || head.get(), {
            let store = store.clone();
            move |head| store.ask(head)
        });
        settle();
        head.set(2);
        settle();
        store.answer(&2, Ok(vec!["甲", "乙"]));
        store.answer(&1, Ok(vec!["甲"]));
        assert_eq!(entries.get_untracked(), Some(vec!["甲", "乙"]));
    }

    #[test]
    fn a_history_that_does_not_read_leaves_the_previous_one() {
        let _page = page();
        let (toasts, head) = (Toasts::provide(), RwSignal::new(1));
        let store = Asked::new();
        let entries = latest_or_toast(toasts, move || head.get(), {
            let store = store.clone();
            move |head| store.ask(head)
        });
        settle();
        store.answer(&1, Ok(vec!["甲"]));
        head.set(2);
        settle();
        store.answer(&2, Err(LedgerError::Storage(StorageError::Closed)));
        assert_eq!(entries.get_untracked(), Some(vec!["甲"]));
    }
}
