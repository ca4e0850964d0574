//! Export of pictures: colours of the style sheet as numbers, and an SVG document as PNG.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, Document, HtmlCanvasElement, HtmlElement, HtmlImageElement,
};

use super::files::{self, Shown};

/// Red, green and blue.
pub type Colour = [u8; 3];

/// The media type of an SVG document.
pub const SVG: &str = "image/svg+xml";

/// Media type of the result of [`png`].
pub const PNG: &str = "image/png";

/// Returns the colours of these CSS variables in the light theme, as used on paper. Variables without a value are
/// left out.
pub fn colours(names: &[String]) -> Vec<(String, Colour)> {
    let known = |name: &String| Some((name.clone(), colour(name)?));
    names.iter().filter_map(known).collect()
}

fn colour(name: &str) -> Option<Colour> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let probe: HtmlElement = document.create_element("span").ok()?.unchecked_into();
    let style = probe.style();
    style.set_property("color-scheme", "light").ok()?;
    style.set_property("color", &format!("var({name})")).ok()?;
    document.body()?.append_child(&probe).ok()?;
    let computed = window.get_computed_style(&probe).ok().flatten();
    let written = computed.and_then(|style| style.get_property_value("color").ok());
    probe.remove();
    painted(&document, &written?)
}

/// Returns a colour as painted by the browser, whatever its notation.
fn painted(document: &Document, written: &str) -> Option<Colour> {
    let (_, context) = canvas(document, 1, 1)?;
    context.set_fill_style_str(written);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    let pixel = context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
    let [red, green, blue, ..] = pixel.0.as_slice() else {
        return None;
    };
    Some([*red, *green, *blue])
}

fn canvas(
    document: &Document,
    width: u32,
    height: u32,
) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok()??.unchecked_into();
    Some((canvas, context))
}

/// Renders an SVG document as PNG, with `scale` pixels per unit; `None` if the browser cannot draw it.
pub async fn png(svg: &str, (width, height): (f64, f64), scale: f64) -> Option<Vec<u8>> {
    let document = web_sys::window()?.document()?;
    let shown = Shown::new(SVG, svg.as_bytes())?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(shown.address());
    JsFuture::from(image.decode()).await.ok()?;
    let size = (width * scale, height * scale);
    let (canvas, context) = canvas(&document, size.0 as u32, size.1 as u32)?;
    context
        .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, size.0, size.1)
        .ok()?;
    let encoded = Promise::new(&mut |done, failed| {
        if let Err(why) = canvas.to_blob_with_type(&done, PNG) {
            let _ = failed.call1(&JsValue::NULL, &why);
        }
    });
    files::read(&JsFuture::from(encoded).await.ok()?.dyn_into().ok()?).await
}
