//! Work whose result becomes obsolete after a later change: each piece of work is a turn, and results of earlier
//! turns are dropped. [`latest`] reads from the store or a worker into a signal.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

pub use busbar_core::books::MANY;
use leptos::prelude::*;

use super::task;
use crate::platform::clock;

/// Counter of turns.
#[derive(Clone, Copy, Debug)]
pub struct Turns(StoredValue<u32>);

impl Default for Turns {
    fn default() -> Self {
        Self(StoredValue::new(0))
    }
}

/// One piece of work.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    turns: Turns,
    number: u32,
}

impl Turns {
    /// Begins a new turn, which ends the earlier ones.
    pub fn next(self) -> Turn {
        let number = self.0.get_value().wrapping_add(1);
        self.0.set_value(number);
        Turn { turns: self, number }
    }
}

impl Turn {
    /// Returns `true` until another turn begins, or the owner of the turns is disposed.
    pub fn is_latest(self) -> bool {
        self.turns.0.try_get_value() == Some(self.number)
    }

    /// Runs `work` while this is the latest turn. Returns `None` once it is not; the work is dropped at its current
    /// await.
    pub async fn run<T>(self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        poll_fn(|context| match self.is_latest() {
            true => work.as_mut().poll(context).map(Some),
            false => Poll::Ready(None),
        })
        .await
    }
}

/// Returns the answer to the latest question as a signal; `None` until the first answer. `source` returns the
/// question, and runs in an effect. `fetch` answers it; if it returns `None`, the previous answer remains.
///
/// An answer to an earlier question never replaces a later one, whichever is ready first. If the owner is disposed,
/// the pending question is dropped.
pub fn latest<Q, A, F>(
    source: impl Fn() -> Q + 'static,
    fetch: impl Fn(Q) -> F + 'static,
) -> RwSignal<Option<A>>
where
    Q: 'static,
    A: Send + Sync + 'static,
    F: Future<Output = Option<A>> + 'static,
{
    let answer = RwSignal::new(None);
    follow(source, fetch, move |found| {
        drop(answer.try_set(Some(found)));
    });
    answer
}

/// Like [`latest`], for an answer computed synchronously, in a later task.
pub fn behind<Q, A>(
    source: impl Fn() -> Q + 'static,
    compute: impl Fn(Q) -> A + Copy + 'static,
) -> RwSignal<Option<A>>
where
    Q: 'static,
    A: Send + Sync + 'static,
{
    latest(source, move |question| async move {
        clock::breathe().await;
        Some(compute(question))
    })
}

/// Like [`latest`], for an answer that `show` writes to the caller's signals.
pub fn follow<Q, A, F>(
    source: impl Fn() -> Q + 'static,
    fetch: impl Fn(Q) -> F + 'static,
    show: impl Fn(A) + Clone + 'static,
) where
    Q: 'static,
    A: 'static,
    F: Future<Output = Option<A>> + 'static,
{
    let turns = Turns::default();
    Effect::new(move |_| {
        let question = source();
        let turn = turns.next();
        let (work, show) = (untrack(|| fetch(question)), show.clone());
        task::detach(async move {
            if let Some(answer) = turn.run(work).await.flatten() {
                show(answer);
            }
        });
    });
}

/// Questions answered by a test, in any order.
#[cfg(test)]
pub(crate) mod by_hand {
    use std::{cell::RefCell, rc::Rc};

    use any_spawner::Executor;
    use futures_channel::oneshot;

    use super::*;

    /// Pending questions.
    pub struct Asked<Q, A>(Rc<RefCell<Vec<(Q, oneshot::Sender<A>)>>>);

    impl<Q, A> Clone for Asked<Q, A> {
        fn clone(&self) -> Self {
            Self(Rc::clone(&self.0))
        }
    }

    impl<Q: PartialEq, A> Asked<Q, A> {
        pub fn new() -> Self {
            Self(Rc::default())
        }

        /// Asks a question and waits for the test's answer.
        pub fn ask(&self, question: Q) -> impl Future<Output = A> + use<Q, A> {
            let (reply, answer) = oneshot::channel();
            self.0.borrow_mut().push((question, reply));
            async { answer.await.unwrap() }
        }

        /// Answers the first pending question equal to this one, then runs effects and tasks. Returns `false` if
        /// nothing waits for the answer any more.
        pub fn answer(&self, question: &Q, answer: A) -> bool {
            let mut asked = self.0.borrow_mut();
            let place = asked.iter().position(|(one, _)| one == question);
            let (_, reply) = asked.remove(place.unwrap());
            drop(asked);
            let is_awaited = reply.send(answer).is_ok();
            settle();
            is_awaited
        }
    }

    /// Creates a page without a browser: effects and tasks run when the test calls [`settle`].
    pub fn page() -> Owner {
        // Fails if another test has already initialized it.
        let _ = Executor::init_futures_executor();
        let owner = Owner::new();
        owner.set();
        owner
    }

    /// Runs effects and tasks until all are waiting.
    pub fn settle() {
        Executor::poll_local();
    }
}

#[cfg(test)]
mod tests {
    use super::{
        by_hand::{Asked, page, settle},
        *,
    };

    fn asked_of(source: RwSignal<u32>) -> (Asked<u32, Option<u32>>, RwSignal<Option<u32>>) {
        let asked = Asked::new();
        let answer = latest(move || source.get(), {
            let asked = asked.clone();
            move |question| asked.ask(question)
        });
        settle();
        (asked, answer)
    }

    #[test]
    fn an_older_answer_that_comes_last_is_dropped() {
        let _page = page();
        let source = RwSignal::new(1);
        let (asked, answer) = asked_of(source);
        source.set(2);
        settle();
        asked.answer(&2, Some(20));
        assert_eq!(answer.get_untracked(), Some(20));
        asked.answer(&1, Some(10));
        assert_eq!(answer.get_untracked(), Some(20));
    }

    #[test]
    fn an_older_answer_that_comes_first_is_not_shown() {
        let _page = page();
        let source = RwSignal::new(1);
        let (asked, answer) = asked_of(source);
        source.set(2);
        settle();
        asked.answer(&1, Some(10));
        assert_eq!(answer.get_untracked(), None);
        asked.answer(&2, Some(20));
        assert_eq!(answer.get_untracked(), Some(20));
    }

    #[test]
    fn where_there_is_no_answer_the_previous_one_stays() {
        let _page = page();
        let source = RwSignal::new(1);
        let (asked, answer) = asked_of(source);
        asked.answer(&1, Some(10));
        source.set(2);
        settle();
        asked.answer(&2, None);
        assert_eq!(answer.get_untracked(), Some(10));
    }

    #[test]
    fn work_ends_with_its_owner() {
        let page = page();
        let part = page.child();
        let (asked, answer) = part.with(|| asked_of(RwSignal::new(1)));
        part.cleanup();
        asked.answer(&1, Some(10));
        assert!(answer.is_disposed());
    }

    #[test]
    fn work_is_not_continued_once_another_turn_began() {
        let _page = page();
        let (turns, steps) = (Turns::default(), RwSignal::new(0));
        let asked = Asked::<u32, ()>::new();
        let turn = turns.next();
        let work = {
            let asked = asked.clone();
            async move {
                for step in 1..=3 {
                    asked.ask(step).await;
                    steps.set(step);
                }
            }
        };
        task::detach(async move {
            assert_eq!(turn.run(work).await, None);
        });
        settle();
        asked.answer(&1, ());
        turns.next();
        asked.answer(&2, ());
        assert_eq!(steps.get_untracked(), 1);
    }
}
