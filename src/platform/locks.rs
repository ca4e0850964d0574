//! A lock shared by all tabs of the app (Web Locks): one of them writes at a time. It saves work but does not
//! keep writes apart, which the commit numbers of the store do; so a browser without locks, or a sleeping tab
//! that never releases one, is harmless.

use std::{cell::RefCell, rc::Rc};

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// Time that a tab waits for the others before it writes anyway, in milliseconds.
const PATIENCE: u32 = 5_000;

/// A lock, held until dropped.
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
            // Settling a promise cannot fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

type Waiting = Rc<RefCell<Option<oneshot::Sender<Held>>>>;

/// Waits for the lock of this name, up to a limit; the caller continues with or without it.
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

/// Lets the caller continue, the first time; a later lock has no owner and is released at once.
fn go_on(waiting: &Waiting, release: Option<Function>) {
    let asked = waiting.borrow_mut().take();
    let held = Held { release };
    if let Some(asked) = asked {
        // If the caller no longer waits, the lock is dropped and released.
        let _ = asked.send(held);
    }
}

/// Requests the lock from the browser; `None` if it has no locks.
fn request(name: &str, waiting: Waiting) -> Option<()> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    // The browser holds the lock until the returned promise is settled.
    let use_it = Closure::once_into_js(move |_lock: JsValue| {
        let mut release = None;
        let used = Promise::new(&mut |settle, _| release = Some(settle));
        go_on(&waiting, release);
        used
    });
    request.call2(&locks, &name.into(), &use_it).ok().map(drop)
}
