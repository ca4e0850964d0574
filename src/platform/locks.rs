//! A lock that all tabs of the app share (Web Locks): one of them writes at a time. It saves work and
//! is not what keeps writes apart, which the numbers of the store's commits do; so a browser without
//! locks, and a sleeping tab that never lets go, are no danger.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// How long a tab waits for the others, in milliseconds, before it writes all the same.
const PATIENCE: u32 = 5_000;

/// A lock, held until this is dropped.
#[derive(Debug)]
#[must_use = "a dropped lock is let go"]
pub struct Held {
    release: Option<Function>,
}

impl Held {
    /// Returns `true` if no other tab has it.
    pub const fn is_held(&self) -> bool {
        self.release.is_some()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            // Settling a promise does not fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

type Waiting = Rc<RefCell<Option<oneshot::Sender<Held>>>>;

/// Waits for the lock of this name, for a while; held or not, the caller goes on.
pub async fn hold(name: &str) -> Held {
    let (asked, granted) = oneshot::channel();
    let waiting: Waiting = Rc::new(RefCell::new(Some(asked)));
    let _patience = {
        let waiting = Rc::clone(&waiting);
        Timeout::new(PATIENCE, move || go_on(&waiting, None))
    };
    if request(name, Rc::clone(&waiting)).is_none() {
        go_on(&waiting, None);
    }
    granted.await.unwrap_or(Held { release: None })
}

/// Lets the caller go on, the first time; later the lock comes to nobody and is let go at once.
fn go_on(waiting: &Waiting, release: Option<Function>) {
    let asked = waiting.borrow_mut().take();
    let held = Held { release };
    if let Some(asked) = asked {
        // One who no longer waits lets go by dropping it.
        let _ = asked.send(held);
    }
}

/// Asks the browser for the lock; `None` where it has no locks.
fn request(name: &str, waiting: Waiting) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    // The browser keeps the lock until the promise that this answers is settled.
    let use_it = Closure::once_into_js(move |_lock: JsValue| {
        let mut release = None;
        let used = Promise::new(&mut |settle, _| release = Some(settle));
        go_on(&waiting, release);
        used
    });
    request.call2(&locks, &name.into(), &use_it).ok().map(drop)
}
