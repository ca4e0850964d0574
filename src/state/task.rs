//! Tasks of pages: what a press or a page begins and does not finish at once. Every one belongs to the
//! press that began it, so that its button stays busy, and to its page, so that it stops where that page
//! is left. What is written goes on whoever left ([`whole`]).

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

/// A page, or a part of it that comes and goes on its own; in context below it.
#[derive(Clone, Debug)]
pub struct Scope(Arc<AtomicBool>);

impl Scope {
    /// Makes the current owner a page of its own: tasks below it end with it.
    pub fn provide() {
        let is_left = Arc::new(AtomicBool::new(false));
        provide_context(Self(Arc::clone(&is_left)));
        on_cleanup(move || is_left.store(true, Ordering::Relaxed));
    }

    fn is_left(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Begins a task of the current page. Once the page is left it is not continued: no task touches signals
/// that are gone with their page. What it had begun to write by then is written, and a field that is left
/// with its page begins to write as it goes: a task is always begun.
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

/// Begins a task that goes on when its page is left: it belongs to the state, and what it touches of a page
/// it only sets.
pub fn detach(task: impl Future<Output = ()> + 'static) {
    spawn_local(Tracked::new(task));
}

/// Does something to its end, whether or not whoever awaits it still does; `None` where it could not be
/// ended, because the app itself is going.
pub async fn whole<T: 'static>(task: impl Future<Output = T> + 'static) -> Option<T> {
    let (done, ended) = oneshot::channel();
    spawn_local(Tracked::new(async move {
        // Nobody waits any more where the page was left.
        let _ = done.send(task.await);
    }));
    ended.await.ok()
}
