//! Media queries: properties of the screen, and their changes.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::MediaQueryList;

/// A query that is watched until this is dropped.
#[derive(Debug)]
pub struct MediaWatch {
    list: MediaQueryList,
    heard: Closure<dyn Fn()>,
}

impl MediaWatch {
    /// Watches a query; `heard` is called with its value whenever that changes. `None` if the browser does not
    /// understand it.
    pub fn begin(query: &str, heard: impl Fn(bool) + 'static) -> Option<Self> {
        let list = web_sys::window()?.match_media(query).ok()??;
        let told = list.clone();
        let heard = Closure::<dyn Fn()>::new(move || heard(told.matches()));
        let callback = heard.as_ref().unchecked_ref();
        // Without it the value is that of the beginning.
        let _ = list.add_event_listener_with_callback("change", callback);
        Some(Self { list, heard })
    }

    /// Returns the current value.
    pub fn matches(&self) -> bool {
        self.list.matches()
    }
}

impl Drop for MediaWatch {
    fn drop(&mut self) {
        let callback = self.heard.as_ref().unchecked_ref();
        let _ = self.list.remove_event_listener_with_callback("change", callback);
    }
}
