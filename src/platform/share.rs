//! Sharing of text with another app: by the system's share sheet, otherwise by the clipboard.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, ShareData};

/// Result of sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The share sheet accepted it, or the user closed the sheet.
    Handed,
    /// Copied to the clipboard.
    Copied,
    /// The browser permits neither.
    Refused,
}

/// Shares a text.
pub async fn text(title: &str, text: &str) -> Shared {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return Shared::Refused;
    };
    if has(&navigator, "share") {
        let data = ShareData::new();
        data.set_title(title);
        data.set_text(text);
        match JsFuture::from(navigator.share_with_data(&data)).await {
            Ok(_) => return Shared::Handed,
            Err(why) if is_closed_by_person(&why) => return Shared::Handed,
            // A share sheet that cannot take it: use the clipboard.
            Err(_) => {}
        }
    }
    let copied = has(&navigator, "clipboard")
        && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok();
    if copied { Shared::Copied } else { Shared::Refused }
}

fn has(navigator: &Navigator, name: &str) -> bool {
    js_sys::Reflect::get(navigator, &name.into()).is_ok_and(|there| !there.is_undefined())
}

fn is_closed_by_person(why: &JsValue) -> bool {
    let name = js_sys::Reflect::get(why, &"name".into());
    name.is_ok_and(|name| name == "AbortError")
}
