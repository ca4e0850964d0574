//! Files out and in: saving, showing files on the page, and reading chosen files.

use busbar_core::domain::attachment::plain_name;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
pub use web_sys::File;
use web_sys::{Blob, BlobPropertyBag, FileList, HtmlAnchorElement, HtmlInputElement, Url};

use super::bytes;

/// Offers bytes as a download with this name, as far as the system accepts it.
pub fn save(name: &str, kind: &str, bytes: &[u8]) {
    // A browser that refuses reports it itself.
    let _ = try_save(name, kind, bytes);
}

/// Offers a file held by the browser as a download with this name.
pub fn save_file(name: &str, file: &Blob) {
    if let Ok(address) = Url::create_object_url_with_blob(file) {
        let _ = offer(name, &address);
    }
}

/// Creates a file held by the browser.
///
/// # Errors
/// The browser's error if it has no room for the bytes.
pub(super) fn blob(kind: &str, bytes: &[u8]) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
}

fn address_of(kind: &str, bytes: &[u8]) -> Result<String, JsValue> {
    Url::create_object_url_with_blob(&blob(kind, bytes)?)
}

/// Address under which the page can show bytes, revoked on drop.
#[derive(Debug)]
pub struct Shown(String);

impl Shown {
    /// Creates an address for these bytes; `None` if the browser has no room for them.
    pub fn new(kind: &str, bytes: &[u8]) -> Option<Self> {
        address_of(kind, bytes).ok().map(Self)
    }

    /// Returns the address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

fn try_save(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    offer(name, &address_of(kind, bytes)?)
}

fn offer(name: &str, address: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(&plain_name(name));
    link.click();
    // Safari still reads the address after the click; it is freed with the page.
    Ok(())
}

/// Returns the files chosen in a file input.
pub fn chosen(event: &web_sys::Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let files = all(input.as_ref().and_then(HtmlInputElement::files));
    // So that choosing the same file again fires an event.
    if let Some(input) = input {
        input.set_value("");
    }
    files
}

fn all(files: Option<FileList>) -> Vec<File> {
    files.map_or_else(Vec::new, |files| {
        (0..files.length()).filter_map(|place| files.get(place)).collect()
    })
}

/// Returns the files dropped here.
pub fn dropped(event: &web_sys::DragEvent) -> Vec<File> {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    all(files)
}

/// Reads all bytes of a small file; `None` if it can no longer be read.
pub async fn read(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(bytes::take(buffer))
}

/// Reads the first `most` bytes of a file; `None` if it can no longer be read.
pub async fn read_head(file: &Blob, most: usize) -> Option<Vec<u8>> {
    let head = file.slice_with_f64_and_f64(0.0, most as f64).ok()?;
    read(&head).await
}

/// Returns the size of the picture just loaded, pixels.
pub fn loaded_size(event: &web_sys::Event) -> Option<(u32, u32)> {
    let picture = event.target()?;
    let side = |name: &str| {
        let side = js_sys::Reflect::get(&picture, &name.into()).ok()?.as_f64()?;
        (side >= 1.0).then_some(side as u32)
    };
    Some((side("naturalWidth")?, side("naturalHeight")?))
}
