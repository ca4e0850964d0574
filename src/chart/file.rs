//! Export of a chart as a standalone file: subject, title and note above the picture, a white background, and
//! literal colours in place of CSS variables. Querying colours and saving are done in `ui`.

use std::collections::BTreeSet;

use super::Drawing;

/// Margin around the picture and its texts, in pixels.
const EDGE: f64 = 16.0;
/// Line height of texts, in pixels.
const LINE: f64 = 24.0;

/// A colour as red, green and blue.
pub type Colour = [u8; 3];

/// Texts above a chart in a file. Empty ones take no line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChartHeading<'a> {
    /// Subject of the chart: a customer's name.
    pub subject: &'a str,
    /// Message of the chart.
    pub title: &'a str,
    /// Unit and period.
    pub note: &'a str,
}

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

/// Returns the CSS variables used by a drawing: `--s1`, `--ink`, …
pub fn colours(drawing: &Drawing) -> Vec<String> {
    let used = drawing.svg.split("var(").skip(1).filter_map(|rest| rest.split(')').next());
    let own = ["--ink", "--ink-2"];
    let names: BTreeSet<&str> = used.chain(own).collect();
    names.into_iter().map(str::to_owned).collect()
}

impl File {
    /// Creates the document of a drawing, with each variable replaced by its colour.
    pub fn new(drawing: &Drawing, heading: ChartHeading<'_>, known: &[(String, Colour)]) -> Self {
        let words = [
            (heading.subject, 15, 600, "--ink"),
            (heading.title, 17, 600, "--ink"),
            (heading.note, 13, 400, "--ink-2"),
        ];
        let words: Vec<_> = words.into_iter().filter(|(text, ..)| !text.is_empty()).collect();
        let head = words.len() as f64 * LINE;
        let (width, height) = (drawing.width + 2.0 * EDGE, drawing.height + head + 2.0 * EDGE);
        let word = |(place, (text, size, weight, ink)): (usize, (&str, u32, u32, &str))| {
            let line = (place + 1) as f64;
            format!(
                r#"<text x="{EDGE}" y="{}" font-family="sans-serif" font-size="{size}" font-weight="{weight}" fill="var({ink})">{}</text>"#,
                EDGE + line * LINE - 8.0,
                escaped(text),
            )
        };
        let words: String = words.into_iter().enumerate().map(word).collect();
        let picture =
            drawing.svg.replacen("<svg ", &format!(r#"<svg x="{EDGE}" y="{}" "#, EDGE + head), 1);
        let mut svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="100%" height="100%" fill="#ffffff"/>{words}{picture}</svg>"##
        );
        for (name, [red, green, blue]) in known {
            svg = svg.replace(&format!("var({name})"), &format!("#{red:02x}{green:02x}{blue:02x}"));
        }
        Self { svg, width, height }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
        let known: Vec<(String, Colour)> =
            names.into_iter().map(|name| (name, [10, 20, 255])).collect();
        let heading = ChartHeading { subject: "", title: "A & B <1>", note: "CNY" };
        let file = File::new(&drawing, heading, &known);
        assert!(!file.svg.contains("var("), "{}", file.svg);
        assert!(file.svg.contains("#0a14ff"));
        for part in ["A &amp; B &lt;1&gt;", ">CNY<", "采用", "http://www.w3.org/2000/svg"] {
            assert!(file.svg.contains(part), "{part}");
        }
        assert_eq!((file.width, file.height), (352.0, 280.0));
        let title = ChartHeading { title: "A", ..ChartHeading::default() };
        assert_eq!(File::new(&drawing, title, &known).height, 256.0);
        // The subject comes first.
        let heading = ChartHeading { subject: "临江钢铁", ..heading };
        let named = File::new(&drawing, heading, &known);
        assert_eq!(named.height, 304.0);
        assert!(named.svg.find("临江钢铁") < named.svg.find("A &amp; B"));
        assert!(named.svg.contains("临江钢铁"));
    }
}
