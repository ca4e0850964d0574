//! Bytes that the browser made for this program, moved into its memory.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Bytes from which on the browser's copy is worth a call.
const LARGE: usize = 1 << 16;

/// Moves bytes, a `Uint8Array` or an `ArrayBuffer`, into this program. The browser's copy is given up at once: until
/// it collects garbage, the slices of a large file would stand beside the file.
pub fn take(bytes: JsValue) -> Vec<u8> {
    let bytes = bytes.dyn_into::<Uint8Array>().unwrap_or_else(|buffer| Uint8Array::new(&buffer));
    let taken = bytes.to_vec();
    if taken.len() >= LARGE {
        // A browser that does not know this collects it later.
        let _ = bytes.buffer().transfer_with_length(0);
    }
    taken
}
