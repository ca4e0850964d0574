//! The fragment of the address: reading it, changing it, and listening to changes. Its meaning is in
//! `ui::routes`.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// Returns the current fragment with its `#`; empty without a window.
pub fn current() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Navigates to this fragment with a new history entry.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A location that refuses a fragment stays where it is; there is nothing to report.
        let _ = window.location().set_hash(fragment);
    }
}

/// Navigates to this fragment with a new history entry, like [`go`]. The browser fires no event, so the caller
/// notifies, and can do so immediately.
pub fn push(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Replaces the current fragment without a history entry, because a sort order is not a step to go back over. The
/// browser fires no event, so the caller notifies.
pub fn replace(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Calls `heard` with the new fragment at every change, for the lifetime of the page.
pub fn listen(mut heard: impl FnMut(String) + 'static) {
    let closure = Closure::<dyn FnMut()>::new(move || heard(current()));
    if let Some(window) = web_sys::window() {
        window.set_onhashchange(Some(closure.as_ref().unchecked_ref()));
    }
    closure.forget();
}

/// Adds a history entry at the current address, so that *back* leads here once more.
pub fn step() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&current()));
    }
}

/// While `is_held` returns `true`, *back* stays here, as far as the browser permits; for the lifetime of the
/// page.
pub fn hold(is_held: impl Fn() -> bool + 'static) {
    let closure = Closure::<dyn Fn()>::new(move || {
        if is_held() {
            step();
        }
    });
    if let Some(window) = web_sys::window() {
        let heard = closure.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback("popstate", heard);
    }
    closure.forget();
}
