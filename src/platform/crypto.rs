//! Slow key derivation from a short secret, by the browser's cryptography. It runs off the main thread, so that
//! nothing blocks.

use js_sys::{Array, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Returns a text in compatible form, NFKC [Unicode Standard Annex #15]: the same characters typed on different
/// keyboards become equal.
pub fn in_compatible_form(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

/// Derives 32 bytes by PBKDF2 with HMAC-SHA-256 [RFC 8018]; `None` if the browser has no such service, for
/// example on a page served over plain HTTP.
pub async fn slow_hash(secret: &str, salt: &[u8], rounds: u32) -> Option<[u8; 32]> {
    let subtle = Reflect::get(&crypto()?, &"subtle".into()).ok()?;
    if !subtle.is_object() {
        return None;
    }
    let name = JsValue::from("PBKDF2");
    let import = Array::of5(
        &"raw".into(),
        &Uint8Array::from(secret.as_bytes()),
        &name,
        &false.into(),
        &Array::of1(&"deriveBits".into()),
    );
    let key = finished(&subtle, "importKey", &import).await?;
    let how = Object::new();
    for (field, value) in [
        ("name", name),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ] {
        Reflect::set(&how, &field.into(), &value).ok()?;
    }
    let derive = Array::of3(&how, &key, &256.into());
    let bits = finished(&subtle, "deriveBits", &derive).await?;
    Uint8Array::new(&bits).to_vec().try_into().ok()
}

fn crypto() -> Option<JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    crypto.is_object().then_some(crypto)
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let function = Reflect::get(of, &name.into()).ok()?;
    let function: js_sys::Function = function.dyn_into().ok()?;
    Reflect::apply(&function, of, arguments).ok()
}

async fn finished(of: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    let promise: Promise = call(of, name, arguments)?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
