//! Parts of a whole, a bar a row: answers from very satisfied to very dissatisfied, energy by period.

use super::{
    Drawing, Table,
    canvas::{Ink, Side, draw, width_of},
    key::{self, Key},
};

/// The height of a row, in pixels.
const ROW: f64 = 38.0;

/// Parts of wholes.
pub struct Shares<'a> {
    /// The parts, in the order of their colours.
    pub parts: Vec<String>,
    /// The wholes: name, and a number a part.
    pub rows: Vec<(String, Vec<f64>)>,
    /// How a share of 1 is written.
    pub percent: &'a dyn Fn(f64) -> String,
    /// The heading of the rows, for the table.
    pub head: String,
}

impl Shares<'_> {
    /// Draws it at this width, in pixels; its height comes from the number of rows.
    pub fn draw(&self, width: f64) -> Drawing {
        let widest = self
            .rows
            .iter()
            .map(|(name, _)| width_of(name))
            .fold(0.0, f64::max);
        let left = if widest > 0.0 {
            (widest + 14.0).min(width * 0.4)
        } else {
            0.0
        };
        let parts = || self.parts.iter().map(String::as_str);
        let key = Key::new(parts(), 4.0, width);
        let height = self.rows.len() as f64 * ROW + key.height + 10.0;
        draw(width, height, |sheet| {
            key.draw(sheet, 0.0, parts(), key::square)?;
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for (row, (name, values)) in self.rows.iter().enumerate() {
                let top = key.height + 8.0 + row as f64 * ROW;
                sheet.word((left - 10.0, top + ROW * 0.4), name, Side::Left, Ink::Word)?;
                let total: f64 = values.iter().map(|value| value.max(0.0)).sum();
                let mut from = left;
                let mut cells = vec![name.clone()];
                for (place, value) in values.iter().enumerate() {
                    let share = if total > 0.0 {
                        value.max(0.0) / total
                    } else {
                        0.0
                    };
                    let to = from + share * (width - left);
                    let word = (self.percent)(share);
                    // A hair of ground between parts, so that they are told apart in grey.
                    sheet.block(
                        (from, top),
                        ((to - 1.5).max(from), top + ROW * 0.75),
                        Ink::Series(place),
                        1.0,
                    )?;
                    if to > from {
                        hits.push(super::Hit {
                            x: (from + to) / 2.0,
                            y: top + ROW * 0.37,
                            title: name.clone(),
                            lines: vec![format!(
                                "{}　{word}",
                                self.parts.get(place).map_or("", String::as_str)
                            )],
                        });
                    }
                    cells.push(word);
                    from = to;
                }
                body.push(cells);
            }
            let head = std::iter::once(self.head.clone())
                .chain(self.parts.iter().cloned())
                .collect();
            Ok((hits, Table { head, body }))
        })
    }
}
