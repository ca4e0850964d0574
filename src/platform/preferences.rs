//! Preferences of this browser (language, theme), stored beside the workspace and not in it: they belong to the
//! device, are needed before the storage opens, and are never synced. Also attributes of the document, and small
//! window functions that belong to no feature.

use wasm_bindgen::{JsCast, closure::Closure};

use super::clock;

/// Returns the preference of this name; `None` if nothing was chosen or the browser stores nothing.
pub fn load(name: &str) -> Option<String> {
    let storage = web_sys::window()?.local_storage().ok()??;
    storage.get_item(&format!("busbar.{name}")).ok()?
}

/// Saves a preference. A browser that stores nothing loses it with the page.
pub fn save(name: &str, value: &str) {
    let _ = try_save(name, value);
}

/// The same; returns `false` if the browser stores nothing or has no space left.
pub fn try_save(name: &str, value: &str) -> bool {
    let storage = web_sys::window().map(|window| window.local_storage());
    let Some(Ok(Some(storage))) = storage else {
        return false;
    };
    storage.set_item(&format!("busbar.{name}"), value).is_ok()
}

/// Deletes a preference.
pub fn forget(name: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        let _ = storage.remove_item(&format!("busbar.{name}"));
    }
}

/// Returns the names of all preferences with this prefix.
pub fn names(beginning: &str) -> Vec<String> {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) else {
        return Vec::new();
    };
    let beginning = format!("busbar.{beginning}");
    let count = storage.length().unwrap_or_default();
    let own = |name: &String| name.strip_prefix("busbar.").map(str::to_owned);
    (0..count)
        .filter_map(|place| storage.key(place).ok().flatten())
        .filter(|name| name.starts_with(&beginning))
        .filter_map(|name| own(&name))
        .collect()
}

/// Deletes every preference with this prefix, and returns their names.
pub fn forget_all(beginning: &str) -> Vec<String> {
    let names = names(beginning);
    for name in &names {
        forget(name);
    }
    names
}

/// Calls `heard` when another tab changes the preference of this name; for the lifetime of the page.
pub fn listen(name: &'static str, heard: impl Fn(Option<String>) + 'static) {
    let name = format!("busbar.{name}");
    let closure =
        Closure::<dyn Fn(web_sys::StorageEvent)>::new(move |event: web_sys::StorageEvent| {
            if event.key().as_deref() == Some(&*name) {
                heard(event.new_value());
            }
        });
    if let Some(window) = web_sys::window() {
        let heard = closure.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback("storage", heard);
    }
    closure.forget();
}

/// Deletes everything except the preferences of these names.
pub fn forget_all_but(names: &[&str]) {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) else {
        return;
    };
    let count = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..count)
        .filter_map(|place| storage.key(place).ok()?)
        .filter(|key| key.strip_prefix("busbar.").is_some_and(|name| !names.contains(&name)))
        .collect();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}

/// Sets an attribute of the document's root element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

/// Returns an attribute of the document's root element.
pub fn root_attribute(name: &str) -> Option<String> {
    root()?.get_attribute(name)
}

/// Removes an attribute of the root element.
pub fn remove_root_attribute(name: &str) {
    if let Some(root) = root() {
        let _ = root.remove_attribute(name);
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Focuses the first visible element that matches; returns `true` if there was one.
pub fn focus(selector: &str) -> bool {
    document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Scrolls the first element that matches to its top.
pub fn scroll_to_top(selector: &str) {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = element {
        element.set_scroll_top(0);
    }
}

/// Opens the browser's print dialog. The page is notified before, with time to render what appears only on paper:
/// the browser's own event is followed by printing immediately.
pub fn print() {
    let Some(window) = web_sys::window() else {
        return;
    };
    if let Ok(event) = web_sys::Event::new("beforeprint") {
        let _ = window.dispatch_event(&event);
    }
    wasm_bindgen_futures::spawn_local(async move {
        clock::breathe().await;
        let _ = window.print();
    });
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Calls `pressed` for every key pressed outside a text field, for the lifetime of the page; keys for which it
/// returns `true` are not passed on.
pub fn listen_keys(mut pressed: impl FnMut(&str) -> bool + 'static) {
    let closure =
        Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
            let typing = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|element| {
                    element
                        .closest("input, textarea, select, [contenteditable]")
                        .ok()
                        .flatten()
                        .is_some()
                });
            let chord = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !typing && !chord && pressed(&event.key()) {
                event.prevent_default();
            }
        });
    if let Some(document) = document() {
        let _ =
            document.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    }
    closure.forget();
}

/// Blurs the active text field whenever the page is hidden (another app, a locked screen, a closed tab), so that
/// it saves its content; for the lifetime of the page.
pub fn leave_field_when_hidden() {
    let Some(document) = document() else {
        return;
    };
    let closure = Closure::<dyn Fn()>::new({
        let document = document.clone();
        move || {
            let field = document.active_element().filter(|_| document.hidden());
            let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
            if let Some(field) = field {
                let _ = field.blur();
            }
        }
    });
    let _ = document
        .add_event_listener_with_callback("visibilitychange", closure.as_ref().unchecked_ref());
    closure.forget();
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

fn root() -> Option<web_sys::Element> {
    document()?.document_element()
}
