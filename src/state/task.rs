//! Asynchronous tasks begun by a press or a page. A task belongs to the press that began it, so that the button
//! stays busy, and to its page, so that it stops when the page is left. Writes are completed even then ([`whole`]).

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

use futures_channel::oneshot;
use leptos::{prelude::*, task::spawn_local};

use crate::platform::press::Tracked;

/// Lifetime of a page, or of a part of a page with its own lifetime; in the context below it.
#[derive(Clone, Debug)]
pub struct Scope(Arc<AtomicBool>);

impl Scope {
    /// Gives the current owner its own scope: tasks begun below it end with it.
    pub fn provide() {
        let is_left = Arc::new(AtomicBool::new(false));
        provide_context(Self(Arc::clone(&is_left)));
        on_cleanup(move || is_left.store(true, Ordering::Relaxed));
    }

    fn is_left(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Begins a task of the current page. Once the page is left, the task is not continued, so that it never touches
/// signals disposed with the page. Writes it has begun are completed. The task always runs to its first await,
/// because a field that loses the focus with its page begins to write then.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    let scope = use_context::<Scope>();
    spawn_local(Tracked::new(async move {
        let mut task = pin!(task);
        let mut is_begun = false;
        poll_fn(|context| {
            let was_begun = std::mem::replace(&mut is_begun, true);
            if was_begun && scope.as_ref().is_some_and(Scope::is_left) {
                return Poll::Ready(());
            }
            task.as_mut().poll(context)
        })
        .await;
    }));
}

/// Begins a task that continues after its page is left. It belongs to the state, and may only set the page's
/// signals.
pub fn detach(task: impl Future<Output = ()> + 'static) {
    spawn_local(Tracked::new(task));
}

/// Completes an operation even if its caller no longer awaits it; `None` if the app itself is closing.
pub async fn whole<T: 'static>(task: impl Future<Output = T> + 'static) -> Option<T> {
    let (done, ended) = oneshot::channel();
    spawn_local(Tracked::new(async move {
        // If the page was left, nothing receives the result.
        let _ = done.send(task.await);
    }));
    ended.await.ok()
}
