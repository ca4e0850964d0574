//! Transfer of bytes made by the browser into this program's memory.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Size from which it is worth a call to free the browser's copy, bytes.
const LARGE: usize = 1 << 16;

/// Moves a `Uint8Array` or `ArrayBuffer` into this program. The browser's copy is freed immediately: until
/// garbage collection, the slices of a large file would otherwise exist beside the file.
pub fn take(bytes: JsValue) -> Vec<u8> {
    let bytes = bytes.dyn_into::<Uint8Array>().unwrap_or_else(|buffer| Uint8Array::new(&buffer));
    let taken = bytes.to_vec();
    if taken.len() >= LARGE {
        // A browser without this method frees it later.
        let _ = bytes.buffer().transfer_with_length(0);
    }
    taken
}
