//! Transfer of bytes made by the browser into this program's memory.

use std::ops::Range;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, FileReaderSync};

/// Size from which it is worth a call to free the browser's copy, bytes.
const LARGE: usize = 1 << 16;

/// Moves a `Uint8Array` or `ArrayBuffer` into this program. The browser's copy is freed immediately:
/// until garbage collection, what a store holds would otherwise exist twice.
pub fn take(bytes: JsValue) -> Vec<u8> {
    let bytes = bytes.dyn_into::<Uint8Array>().unwrap_or_else(|buffer| Uint8Array::new(&buffer));
    let taken = bytes.to_vec();
    free(&bytes);
    taken
}

/// Frees large bytes of the browser that are no longer needed, ahead of its garbage collection.
pub fn free(bytes: &Uint8Array) {
    if bytes.length() as usize >= LARGE {
        // A browser without this method frees them later.
        let _ = bytes.buffer().transfer_with_length(0);
    }
}

/// Number of bytes of a file that the browser holds beside the copy here.
const SLICE: u64 = 4 << 20;

/// Reads a range of bytes of a file in slices, so that it is not in memory twice; in a worker only. The browser's
/// copy of a slice is left to its garbage collection: a detached one stays in memory all the same, uncounted, so that
/// nothing collects it (137 MB for a file of 101 MB read four times).
///
/// # Errors
/// The browser's error for a file that cannot be read, and one for a file that is shorter than the range.
pub fn of_file(file: &Blob, range: Range<u64>) -> Result<Vec<u8>, JsValue> {
    let reader = FileReaderSync::new()?;
    let length = (range.end - range.start) as usize;
    let mut bytes = Vec::with_capacity(length);
    for from in range.clone().step_by(SLICE as usize) {
        let to = range.end.min(from + SLICE);
        let slice = file.slice_with_f64_and_f64(from as f64, to as f64)?;
        let slice = Uint8Array::new(&reader.read_as_array_buffer(&slice)?.into());
        let at = bytes.len();
        bytes.resize(at + slice.length() as usize, 0);
        slice.copy_to(&mut bytes[at..]);
    }
    match bytes.len() == length {
        true => Ok(bytes),
        false => Err(JsValue::from_str("the file was changed")),
    }
}
