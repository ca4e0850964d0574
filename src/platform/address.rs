//! The fragment of the address: reading it, moving to another, hearing of a change. What it means is
//! `ui::routes`.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// The fragment as it stands, with its `#`; empty where there is no window.
pub fn current() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to this fragment as a new step, which *back* takes back.
pub fn go(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A location that refuses a fragment stays where it is; there is nothing to tell.
        let _ = window.location().set_hash(fragment);
    }
}

/// Goes to this fragment as a new step, as [`go`]. The browser tells nobody of it, so the caller does, and
/// can do so at once.
pub fn push(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Puts this fragment in place of the present one: an order of rows is not a step to go back over. The
/// browser tells nobody of it, so the caller does.
pub fn replace(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Calls `heard` with the new fragment at every change, for as long as the page lives.
pub fn listen(mut heard: impl FnMut(String) + 'static) {
    let closure = Closure::<dyn FnMut()>::new(move || heard(current()));
    if let Some(window) = web_sys::window() {
        window.set_onhashchange(Some(closure.as_ref().unchecked_ref()));
    }
    closure.forget();
}

/// Adds a step at the present address, so that *back* leads here once more.
pub fn step() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&current()));
    }
}

/// While `is_held`, *back* leads here again, as far as the browser lets a page do that; for as long as the
/// page lives.
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
