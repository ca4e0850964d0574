//! Downscaling of photos: decoded, drawn at a limited size, and encoded as JPEG. Metadata written by the camera
//! (place, owner, serial number) is thereby removed.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Path2d};

use super::files;

/// Media type of the result.
pub const KIND: &str = "image/jpeg";

/// JPEG quality: text on a nameplate stays readable.
const QUALITY: f64 = 0.82;

/// Returns the photo as JPEG with a longer side of at most `longest` pixels; `None` if the browser cannot decode
/// it: not a photo, damaged, of an unknown format, or too large for its memory.
pub async fn shrink(file: &Blob, longest: u32) -> Option<Vec<u8>> {
    let decoded = web_sys::window()?.create_image_bitmap_with_blob(file).ok()?;
    let photo: ImageBitmap = JsFuture::from(decoded).await.ok()?.unchecked_into();
    let encoded = encode(&photo, longest, &[]);
    photo.close();
    files::read(&JsFuture::from(encoded?).await.ok()?.dyn_into().ok()?).await
}

/// Colour of annotations.
const MARK: &str = "#e5231b";

/// Returns the photo as JPEG with these lines, each an SVG path and its width in pixels of the photo; `None` if
/// the browser cannot decode it.
pub async fn marked(kind: &str, bytes: &[u8], lines: &[(String, f32)]) -> Option<Vec<u8>> {
    let blob = files::blob(kind, bytes).ok()?;
    let decoded = web_sys::window()?.create_image_bitmap_with_blob(&blob).ok()?;
    let photo: ImageBitmap = JsFuture::from(decoded).await.ok()?.unchecked_into();
    let encoded = encode(&photo, u32::MAX, lines);
    photo.close();
    files::read(&JsFuture::from(encoded?).await.ok()?.dyn_into().ok()?).await
}

/// Returns a promise of the encoded picture, or of null if there is not enough memory.
fn encode(photo: &ImageBitmap, longest: u32, lines: &[(String, f32)]) -> Option<Promise> {
    let (width, height) = fitted(photo.width(), photo.height(), longest)?;
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    // JPEG has no transparency: transparent areas would become black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(photo, 0.0, 0.0, width, height).ok()?;
    context.set_stroke_style_str(MARK);
    context.set_line_cap("round");
    context.set_line_join("round");
    for (path, width) in lines {
        context.set_line_width(f64::from(*width));
        context.stroke_with_path(&Path2d::new_with_path_string(path).ok()?);
    }
    let quality = JsValue::from_f64(QUALITY);
    Some(Promise::new(&mut |done, failed| {
        if let Err(why) = canvas.to_blob_with_type_and_encoder_options(&done, KIND, &quality) {
            let _ = failed.call1(&JsValue::NULL, &why);
        }
    }))
}

/// Returns the size with neither side longer than `longest`; never larger than the original.
fn fitted(width: u32, height: u32, longest: u32) -> Option<(u32, u32)> {
    let side = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if side <= longest {
        return Some((width, height));
    }
    let scale = |of: u32| (f64::from(of) * f64::from(longest) / f64::from(side)).round() as u32;
    Some((scale(width).max(1), scale(height).max(1)))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn the_longer_side_fits() {
        for (size, expected) in [
            ((4000, 3000), Some((1600, 1200))),
            ((3000, 4000), Some((1200, 1600))),
            ((1600, 900), Some((1600, 900))),
            ((64, 64), Some((64, 64))),
            ((20_000, 2), Some((1600, 1))),
            ((0, 10), None),
        ] {
            assert_eq!(fitted(size.0, size.1, 1600), expected, "{size:?}");
        }
    }
}
