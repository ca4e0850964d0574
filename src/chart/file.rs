//! A chart as a file of its own: title and note above the picture, a white ground, and colours written
//! out where the page has the style sheet's. Asking the browser for colours and saving are `ui`'s.

use std::collections::BTreeSet;

use super::Drawing;

/// Room around the picture and its words, in pixels.
const EDGE: f64 = 16.0;
/// The height of the title's line and of the note's, in pixels.
const LINE: f64 = 24.0;

/// A colour as red, green and blue.
pub type Colour = [u8; 3];

/// A chart as an SVG document.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The document.
    pub svg: String,
    /// Its width, in pixels.
    pub width: f64,
    /// Its height, in pixels.
    pub height: f64,
}

/// The variables of the style sheet that a file of this drawing needs: `--s1`, `--ink`, …
pub fn colours(drawing: &Drawing) -> Vec<String> {
    let used = drawing
        .svg
        .split("var(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let own = ["--ink", "--ink-2"];
    let names: BTreeSet<&str> = used.chain(own).collect();
    names.into_iter().map(str::to_owned).collect()
}

impl File {
    /// The document of a drawing, each variable in its colour.
    pub fn new(drawing: &Drawing, title: &str, note: &str, known: &[(String, Colour)]) -> Self {
        let head = if note.is_empty() { LINE } else { 2.0 * LINE };
        let (width, height) = (
            drawing.width + 2.0 * EDGE,
            drawing.height + head + 2.0 * EDGE,
        );
        let word = |line: f64, size: u32, weight: u32, ink: &str, text: &str| {
            format!(
                r#"<text x="{EDGE}" y="{}" font-family="sans-serif" font-size="{size}" font-weight="{weight}" fill="var({ink})">{}</text>"#,
                EDGE + line * LINE - 8.0,
                escaped(text),
            )
        };
        let title = word(1.0, 17, 600, "--ink", title);
        let note = if note.is_empty() {
            String::new()
        } else {
            word(2.0, 13, 400, "--ink-2", note)
        };
        let picture = drawing.svg.replacen(
            "<svg ",
            &format!(r#"<svg x="{EDGE}" y="{}" "#, EDGE + head),
            1,
        );
        let mut svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="100%" height="100%" fill="#ffffff"/>{title}{note}{picture}</svg>"##
        );
        for (name, [red, green, blue]) in known {
            svg = svg.replace(
                &format!("var({name})"),
                &format!("#{red:02x}{green:02x}{blue:02x}"),
            );
        }
        Self { svg, width, height }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Curve, Write};

    #[test]
    fn a_file_has_its_words_and_no_colour_of_the_page() {
        let write: Write<'_> = &|value| value.to_string();
        let drawing = Curve {
            points: vec![(2, 0.3), (3, 0.5)],
            chosen: Some((3, "采用".into())),
            head: ["群数", "轮廓系数"].map(str::to_owned),
            write,
        }
        .draw(320.0, 200.0);
        let names = colours(&drawing);
        assert!(names.iter().any(|name| name == "--s1"), "{names:?}");
        let known: Vec<(String, Colour)> = names
            .into_iter()
            .map(|name| (name, [10, 20, 255]))
            .collect();
        let file = File::new(&drawing, "A & B <1>", "CNY", &known);
        assert!(!file.svg.contains("var("), "{}", file.svg);
        assert!(file.svg.contains("#0a14ff"));
        for part in [
            "A &amp; B &lt;1&gt;",
            ">CNY<",
            "采用",
            "http://www.w3.org/2000/svg",
        ] {
            assert!(file.svg.contains(part), "{part}");
        }
        assert_eq!((file.width, file.height), (352.0, 280.0));
        assert_eq!(File::new(&drawing, "A", "", &known).height, 256.0);
    }
}
