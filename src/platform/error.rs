//! Errors of the browser in words.

use wasm_bindgen::JsValue;

/// Returns the browser's error message.
pub fn told(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &JsValue::from_str("message"));
    message.ok().and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
}
