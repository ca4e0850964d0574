//! Shares of a whole, one bar per row: answers from very satisfied to very dissatisfied, energy by period.

use super::{
    ChartHit, ChartTable, Drawing,
    canvas::{Ink, MarkShape, Side, draw, width_of},
    key::ChartKey,
};

/// Height of a row, in pixels.
const ROW: f64 = 38.0;

/// A part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharePart {
    /// Name.
    pub name: String,
    /// Index of the series whose colour it has, from 0.
    pub colour: usize,
}

/// Parts of wholes.
pub struct Shares<'a> {
    /// Parts, from left to right.
    pub parts: Vec<SharePart>,
    /// Wholes: name, and one number per part.
    pub rows: Vec<(String, Vec<f64>)>,
    /// Format of a share, where 1 is the whole.
    pub percent: &'a dyn Fn(f64) -> String,
    /// Table heading of the rows.
    pub head: String,
}

impl Shares<'_> {
    /// Returns the labels of the legend; for a single whole, each part with its share.
    fn key(&self) -> Vec<String> {
        let [(_, values)] = self.rows.as_slice() else {
            return self.parts.iter().map(|part| part.name.clone()).collect();
        };
        let total: f64 = values.iter().map(|value| value.max(0.0)).sum();
        let entry = |(part, value): (&SharePart, &f64)| {
            let share = if total > 0.0 { value.max(0.0) / total } else { 0.0 };
            format!("{} {}", part.name, (self.percent)(share))
        };
        self.parts.iter().zip(values).map(entry).collect()
    }

    /// Draws the chart at this width, in pixels; its height depends on the number of rows.
    pub fn draw(&self, width: f64) -> Drawing {
        let widest = self.rows.iter().map(|(name, _)| width_of(name)).fold(0.0, f64::max);
        let left = if widest > 0.0 { (widest + 14.0).min(width * 0.4) } else { 0.0 };
        let entries = self.key();
        let parts = || entries.iter().map(String::as_str);
        let key = ChartKey::new(parts(), 4.0, width);
        let ink =
            |place: usize| Ink::Series(self.parts.get(place).map_or(place, |part| part.colour));
        let height = self.rows.len() as f64 * ROW + key.height + 10.0;
        draw(width, height, |sheet| {
            key.draw(sheet, 0.0, parts(), |sheet, at, place| {
                sheet.mark(at, MarkShape::Square, 5.5, ink(place))
            })?;
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for (row, (name, values)) in self.rows.iter().enumerate() {
                let top = key.height + 8.0 + row as f64 * ROW;
                sheet.word((left - 10.0, top + ROW * 0.4), name, Side::Left, Ink::Word)?;
                let total: f64 = values.iter().map(|value| value.max(0.0)).sum();
                let mut from = left;
                let mut cells = vec![name.clone()];
                for (place, value) in values.iter().enumerate() {
                    let share = if total > 0.0 { value.max(0.0) / total } else { 0.0 };
                    let to = from + share * (width - left);
                    let word = (self.percent)(share);
                    // A thin gap between parts, so that they are distinguishable in greyscale.
                    sheet.block(
                        (from, top),
                        ((to - 1.5).max(from), top + ROW * 0.75),
                        ink(place),
                        1.0,
                    )?;
                    let middle = ((from + to) / 2.0, top + ROW * 0.37);
                    // If the bar is wide enough, it contains the share.
                    if self.rows.len() > 1 && to - from > width_of(&word) + 10.0 {
                        let start = (middle.0 - width_of(&word) / 2.0, middle.1);
                        sheet.word(start, &word, Side::Right, Ink::Ground)?;
                    }
                    if to > from {
                        let part = self.parts.get(place).map_or("", |part| part.name.as_str());
                        hits.push(ChartHit {
                            x: middle.0,
                            y: middle.1,
                            title: name.clone(),
                            lines: vec![format!("{part}　{word}")],
                            record: None,
                        });
                    }
                    cells.push(word);
                    from = to;
                }
                body.push(cells);
            }
            let head = std::iter::once(self.head.clone())
                .chain(self.parts.iter().map(|part| part.name.clone()))
                .collect();
            Ok((hits, ChartTable { head, body }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_whole_is_told_with_its_share_and_in_its_colour() {
        let part = |name: &str, colour| SharePart { name: name.into(), colour };
        let drawing = Shares {
            parts: vec![part("峰", 1), part("谷", 0)],
            rows: vec![(String::new(), vec![30.0, 10.0])],
            percent: &|share| format!("{:.0}%", share * 100.0),
            head: "时段".into(),
        }
        .draw(300.0);
        for part in ["峰 75%", "谷 25%", "var(--s2)", "var(--s1)"] {
            assert!(drawing.svg.contains(part), "{part}");
        }
        assert!(!drawing.svg.contains("var(--s4)"));
    }
}
