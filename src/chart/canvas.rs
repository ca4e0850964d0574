//! Canvas of every chart: a plotters area over an SVG string, axes with their marks, and the basic strokes.
//!
//! The picture is drawn [`FINE`] times as large and scaled down, and the placeholder colours of `ink` are replaced
//! last. No label is measured, because measuring queries the page.

use std::ops::Range;

use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use super::{
    ChartHit, ChartTable, Drawing, Write,
    ink::{Area, FINE, stroke},
    shape::stamp,
    ticks,
};
pub use super::{
    ink::{Drawn, Ink},
    shape::MarkShape,
};

/// Font size of labels, in pixels.
const LABEL: f64 = 13.0;
/// Factor by which plotters divides a font size.
const PLOTTERS_FONT: f64 = 1.24;

type Plane = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// Position of a label relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Ends at the point.
    Left,
    /// Begins at the point.
    Right,
    /// Centred above the point.
    Above,
    /// Centred below the point.
    Below,
}

/// Draws a chart of this size in pixels.
pub fn draw(
    width: f64,
    height: f64,
    paint: impl FnOnce(&ChartSheet<'_>) -> Drawn<(Vec<ChartHit>, ChartTable)>,
) -> Drawing {
    let mut svg = String::new();
    let size = ((width * FINE) as u32, (height * FINE) as u32);
    let painted = {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let sheet = ChartSheet { area, width, height };
        paint(&sheet).and_then(|painted| sheet.area.present().map(|()| painted))
    };
    let (hits, table) = painted.unwrap_or_default();
    // The outer element is written here, because the one of plotters has a size that the page could not change.
    let inside = svg.find('>').map_or("", |end| &svg[end + 1..]);
    let mut svg = format!(
        r#"<svg viewBox="0 0 {} {}" width="{width}" height="{height}" aria-hidden="true">{inside}"#,
        size.0, size.1
    );
    for ink in Ink::all() {
        let RGBColor(red, green, blue) = ink.color();
        let code = format!("\"#{red:02X}{green:02X}{blue:02X}\"");
        if svg.contains(&code) {
            svg = svg.replace(&code, &format!("\"var({})\"{}", ink.variable(), ink.dash()));
        }
    }
    Drawing { svg, width, height, hits, table }
}

/// Drawing area of the whole picture, without axes. Lengths are in pixels.
pub struct ChartSheet<'a> {
    area: Area<'a, Shift>,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Axes of a chart.
pub struct Axes<'a> {
    /// Range from left to right.
    pub x: Range<f64>,
    /// Range from bottom to top.
    pub y: Range<f64>,
    /// Margins for labels: left, right, top, bottom.
    pub room: (f64, f64, f64, f64),
    /// Marks of the x axis, with labels.
    pub x_marks: Vec<(f64, String)>,
    /// Marks of the y axis, with horizontal grid lines.
    pub y_marks: &'a [f64],
    /// Format of numbers on the y axis.
    pub y_write: Write<'a>,
}

impl<'a> ChartSheet<'a> {
    /// Draws the lines and labels of axes and returns the plane.
    pub fn plane(&self, axes: &Axes<'_>) -> Drawn<Plane2d<'a>> {
        let (left, right, top, bottom) = axes.room;
        let pixels = |length: f64| (length * FINE) as i32;
        let plane = Plane2d {
            area: self.area.apply_coord_spec(Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(
                axes.x.clone(),
                axes.y.clone(),
                (
                    pixels(left)..pixels(self.width - right),
                    pixels(self.height - bottom)..pixels(top),
                ),
            )),
            sheet: self.area.clone(),
        };
        let words = ticks::words(axes.y_marks, axes.y_write);
        for (mark, word) in axes.y_marks.iter().zip(&words) {
            plane.line(&[(axes.x.start, *mark), (axes.x.end, *mark)], Ink::Grid, 1.0)?;
            plane.word((axes.x.start, *mark), (-8.0, 0.0), word, Side::Left, Ink::Word)?;
        }
        self.words_below(&plane, axes)?;
        Ok(plane)
    }

    /// Draws the labels of the x axis on the sheet; only every n-th if they would overlap.
    fn words_below(&self, plane: &Plane2d<'_>, axes: &Axes<'_>) -> Drawn {
        let words = axes.x_marks.iter().map(|(_, word)| word.clone());
        let words = ticks::even(words.collect());
        let places = axes.x_marks.iter().map(|(place, _)| *place);
        let middle = |(place, word): (f64, &String)| {
            let half = width_of(word) / 2.0;
            let (at, _) = plane.place((place, axes.y.start));
            at.clamp(half, (self.width - half).max(half))
        };
        let middles: Vec<f64> = places.clone().zip(&words).map(middle).collect();
        let step = legible(&words, &middles);
        for ((place, word), middle) in places.zip(&words).zip(&middles).step_by(step) {
            let (at, _) = plane.place((place, axes.y.start));
            plane.word((place, axes.y.start), (middle - at, 8.0), word, Side::Below, Ink::Word)?;
        }
        Ok(())
    }

    /// Draws a label at a position of the sheet.
    pub fn word(&self, at: (f64, f64), word: &str, side: Side, ink: Ink) -> Drawn {
        write(&self.area, ((at.0 * FINE) as i32, (at.1 * FINE) as i32), word, side, ink)
    }

    /// Draws a filled rectangle between two corners of the sheet.
    pub fn block(&self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) -> Drawn {
        let fine = |(x, y): (f64, f64)| ((x * FINE) as i32, (y * FINE) as i32);
        self.area.draw(&Rectangle::new([fine(from), fine(to)], ink.color().mix(opacity).filled()))
    }

    /// Draws a mark at a position of the sheet.
    pub fn mark(&self, at: (f64, f64), shape: MarkShape, size: f64, ink: Ink) -> Drawn {
        stamp(&self.area, ((at.0 * FINE) as i32, (at.1 * FINE) as i32), shape, size, ink, 1.0)
    }

    /// Draws a line on the sheet.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, width: f64) -> Drawn {
        let points: Vec<(i32, i32)> =
            points.iter().map(|(x, y)| ((x * FINE) as i32, (y * FINE) as i32)).collect();
        self.area.draw(&PathElement::new(points, stroke(ink, width)))
    }
}

/// A plane with axes: positions are in data coordinates, lengths and sizes in pixels.
pub struct Plane2d<'a> {
    area: Area<'a, Plane>,
    sheet: Area<'a, Shift>,
}

impl Plane2d<'_> {
    /// Converts data coordinates to a position on the sheet, in pixels.
    pub fn place(&self, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&at);
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }

    /// Creates a point that shows its value.
    pub fn hit(&self, at: (f64, f64), title: impl Into<String>, lines: Vec<String>) -> ChartHit {
        let (x, y) = self.place(at);
        ChartHit { x, y, title: title.into(), lines, record: None }
    }

    /// Draws a line through these positions.
    pub fn line(&self, places: &[(f64, f64)], ink: Ink, width: f64) -> Drawn {
        if places.len() < 2 {
            return Ok(());
        }
        self.area.draw(&PathElement::new(places.to_vec(), stroke(ink, width)))
    }

    /// Draws a line with gaps at unknown values.
    pub fn broken_line(&self, places: &[(f64, f64)], ink: Ink, width: f64) -> Drawn {
        places.split(|(_, y)| !y.is_finite()).try_for_each(|part| match part {
            // A single value between two gaps would not be visible as a line.
            [alone] => self.mark(*alone, MarkShape::Disc, width * 1.6, ink, 1.0),
            part => self.line(part, ink, width),
        })
    }

    /// Fills the area between an upper and a lower line.
    pub fn band(&self, upper: &[(f64, f64)], lower: &[(f64, f64)], ink: Ink) -> Drawn {
        let outline: Vec<_> = upper.iter().chain(lower.iter().rev()).copied().collect();
        self.area.draw(&Polygon::new(outline, ink.color().mix(0.18).filled()))
    }

    /// Draws a filled rectangle between two corners.
    pub fn block(&self, from: (f64, f64), to: (f64, f64), ink: Ink, opacity: f64) -> Drawn {
        self.area.draw(&Rectangle::new([from, to], ink.color().mix(opacity).filled()))
    }

    /// Draws an empty rectangle between two corners.
    pub fn frame(&self, from: (f64, f64), to: (f64, f64), ink: Ink) -> Drawn {
        self.area.draw(&Rectangle::new([from, to], stroke(ink, 1.5)))
    }

    /// Draws the break of a y axis that does not begin at zero: a zigzag at its foot.
    pub fn cut_axis(&self) -> Drawn {
        /// Points of the zigzag, in pixels right of and above the foot.
        const ZIGZAG: [(f64, f64); 6] =
            [(0.0, 0.0), (0.0, 4.0), (-5.0, 7.0), (5.0, 11.0), (0.0, 14.0), (0.0, 18.0)];
        let (xs, ys) = (self.area.get_x_axis_pixel_range(), self.area.get_y_axis_pixel_range());
        let (x, y) = (xs.start, ys.end.max(ys.start));
        let points: Vec<(i32, i32)> = ZIGZAG
            .iter()
            .map(|(dx, dy)| (x + (dx * FINE) as i32, y - (dy * FINE) as i32))
            .collect();
        self.sheet.draw(&PathElement::new(points, stroke(Ink::Axis, 1.5)))
    }

    /// Draws a mark.
    pub fn mark(
        &self,
        at: (f64, f64),
        shape: MarkShape,
        size: f64,
        ink: Ink,
        opacity: f64,
    ) -> Drawn {
        stamp(&self.sheet, self.area.map_coordinate(&at), shape, size, ink, opacity)
    }

    /// Draws a label beside a position, offset by some pixels.
    pub fn word(&self, at: (f64, f64), by: (f64, f64), word: &str, side: Side, ink: Ink) -> Drawn {
        let (x, y) = self.area.map_coordinate(&at);
        write(&self.sheet, (x + (by.0 * FINE) as i32, y + (by.1 * FINE) as i32), word, side, ink)
    }
}

fn write(area: &Area<'_, Shift>, at: (i32, i32), word: &str, side: Side, ink: Ink) -> Drawn {
    let pos = match side {
        Side::Left => Pos::new(HPos::Right, VPos::Center),
        Side::Right => Pos::new(HPos::Left, VPos::Center),
        Side::Above => Pos::new(HPos::Center, VPos::Bottom),
        Side::Below => Pos::new(HPos::Center, VPos::Top),
    };
    let weight = if ink == Ink::Strong { FontStyle::Bold } else { FontStyle::Normal };
    let font = FontDesc::new(FontFamily::SansSerif, LABEL * FINE * PLOTTERS_FONT, weight);
    area.draw(&Text::new(word.to_owned(), at, font.color(&ink.color()).pos(pos)))
}

/// Returns the marks of a y axis that begins at zero, or below for negative values.
pub fn upward(most: f64, least: f64, height: f64) -> Vec<f64> {
    ticks::round_numbers(least.min(0.0), most.max(0.0), ((height / 44.0) as usize).clamp(2, 6))
}

/// Returns the smallest step at which labels centred at these positions, in pixels, do not overlap.
fn legible(words: &[String], middles: &[f64]) -> usize {
    let ends = |place: usize| {
        let half = width_of(&words[place]) / 2.0;
        (middles[place] - half, middles[place] + half)
    };
    let apart = |step: usize| {
        let all = || (0..words.len()).step_by(step);
        all().zip(all().skip(1)).all(|(one, next)| ends(one).1 + 4.0 <= ends(next).0)
    };
    (1..=words.len()).find(|step| apart(*step)).unwrap_or(1)
}

/// Returns the approximate width of a label, in pixels: a Chinese character is as wide as it is high, others are a
/// little wider than half of that.
pub fn width_of(word: &str) -> f64 {
    word.chars().map(|sign| if u32::from(sign) >= 0x2e80 { LABEL } else { LABEL * 0.56 }).sum()
}

/// Returns the left margin for the widest of these labels.
pub fn room_for<'a>(words: impl IntoIterator<Item = &'a str>) -> f64 {
    words.into_iter().map(width_of).fold(0.0, f64::max) + 14.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_below_do_not_meet() {
        // Five characters are 36.4 pixels wide.
        let words = vec!["12345".to_owned(); 4];
        for (apart, step) in [(60.0, 1), (40.0, 2), (20.5, 2), (14.0, 3), (2.0, 4)] {
            let middles = [0.0, 1.0, 2.0, 3.0].map(|place: f64| place * apart);
            assert_eq!(legible(&words, &middles), step, "{apart}");
        }
        assert_eq!(legible(&[], &[]), 1);
    }

    #[test]
    fn colours_are_the_style_sheets() {
        let drawing = draw(200.0, 100.0, |sheet| {
            let plane = sheet.plane(&Axes {
                x: 0.0..10.0,
                y: 0.0..1.0,
                room: (20.0, 0.0, 0.0, 20.0),
                x_marks: vec![(0.0, "甲 <b>".into())],
                y_marks: &[0.0, 1.0],
                y_write: &|number| number.to_string(),
            })?;
            plane.line(&[(0.0, 0.0), (10.0, 1.0)], Ink::Dashed(1), 2.0)?;
            plane.mark((5.0, 0.5), MarkShape::Diamond, 5.0, Ink::Series(2), 0.8)?;
            Ok((vec![plane.hit((5.0, 0.5), "半", vec![])], ChartTable::default()))
        });
        assert!(!drawing.svg.contains("#01"), "{}", drawing.svg);
        for part in ["var(--s2)\" stroke-dasharray", "var(--s3)", "var(--line)", "&lt;b&gt;"] {
            assert!(drawing.svg.contains(part), "{part} in {}", drawing.svg);
        }
        assert!(drawing.svg.ends_with("</svg>\n"), "{}", drawing.svg);
        assert_eq!((drawing.hits[0].x, drawing.hits[0].y), (110.0, 40.0));
    }
}
