//! Legend of a chart, in as many lines as the width requires.

use super::canvas::{ChartSheet, Drawn, Ink, MarkShape, Side, width_of};

/// Line height of the legend, in pixels.
const LINE: f64 = 20.0;
/// Space from the mark to the label, and from one entry to the next, in pixels.
const GAPS: f64 = 38.0;

/// Positions of a legend's entries.
pub struct ChartKey {
    places: Vec<(f64, f64)>,
    /// Height of all lines, in pixels.
    pub height: f64,
}

impl ChartKey {
    /// Lays out entries with these labels between `left` and `right`, in pixels.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>, left: f64, right: f64) -> Self {
        let (mut x, mut line) = (left, 0.0);
        let places: Vec<(f64, f64)> = words
            .into_iter()
            .map(|word| {
                let length = width_of(word) + GAPS;
                if x > left && x + length - 16.0 > right {
                    (x, line) = (left, line + LINE);
                }
                let place = (x, line);
                x += length;
                place
            })
            .collect();
        let height = if places.is_empty() { 0.0 } else { line + LINE };
        Self { places, height }
    }

    /// Draws the entries below `top`, each with its mark.
    pub fn draw<'a>(
        &self,
        sheet: &ChartSheet<'_>,
        top: f64,
        words: impl IntoIterator<Item = &'a str>,
        mark: impl Fn(&ChartSheet<'_>, (f64, f64), usize) -> Drawn,
    ) -> Drawn {
        for ((place, word), (x, line)) in words.into_iter().enumerate().zip(&self.places) {
            let y = top + line + LINE / 2.0;
            mark(sheet, (x + 6.0, y), place)?;
            sheet.word((x + 18.0, y), word, Side::Right, Ink::Word)?;
        }
        Ok(())
    }
}

/// Draws the mark of a series with its own shape.
pub fn shape(sheet: &ChartSheet<'_>, at: (f64, f64), place: usize) -> Drawn {
    sheet.mark(at, MarkShape::of(place), 4.5, Ink::Series(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_takes_the_lines_it_needs() {
        let words = ["连续生产大户", "成长型制造", "季节性用户", "小工商业"];
        let heights = [900.0, 320.0, 150.0].map(|right| ChartKey::new(words, 20.0, right).height);
        assert_eq!(heights, [LINE, 2.0 * LINE, 4.0 * LINE]);
        assert_eq!(ChartKey::new([], 0.0, 100.0).height, 0.0);
    }
}
