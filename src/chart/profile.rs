//! How groups differ from all: a row a feature, a mark a group, measured in standard deviations from
//! the mean of all. Rows and marks rather than crossing lines, because features have no order.

use super::{
    Drawing, Hit, Table, Write,
    canvas::{Axes, Ink, Shape, Side, draw, width_of},
    key::{self, Key},
    ticks,
};

/// The height of a row, in pixels.
const ROW: f64 = 40.0;

/// Groups against all.
pub struct Profile<'a> {
    /// The features, from the top.
    pub features: Vec<String>,
    /// The groups: name, standardised mean a feature, and that mean in its own unit as written.
    pub groups: Vec<(String, Vec<f64>, Vec<String>)>,
    /// What the line in the middle is: all customers.
    pub all: String,
    /// How a distance is written.
    pub write: Write<'a>,
    /// The heading of the features, for the table.
    pub head: String,
}

impl Profile<'_> {
    /// Draws it at this width, in pixels; its height comes from the number of features.
    pub fn draw(&self, width: f64) -> Drawing {
        let widest = self
            .features
            .iter()
            .map(|name| width_of(name))
            .fold(60.0, f64::max);
        let left = (widest + 18.0).min(width * 0.4);
        let far = ticks::extent(
            self.groups
                .iter()
                .flat_map(|(_, values, _)| values.iter().copied()),
        )
        .map_or(1.0, |(least, most)| least.abs().max(most.abs()).max(0.5));
        let marks = ticks::round_numbers(-far, far, if width < 500.0 { 4 } else { 6 });
        let span = ticks::span(&marks);
        let count = self.features.len();
        let names = || self.groups.iter().map(|(name, ..)| name.as_str());
        let key = Key::new(names(), 4.0, width);
        let height = count as f64 * ROW + key.height + 54.0;

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: span.clone(),
                y: 0.0..count.max(1) as f64,
                room: (left, 16.0, key.height + 24.0, 30.0),
                x_marks: marks
                    .iter()
                    .map(|mark| (*mark, (self.write)(*mark)))
                    .collect(),
                y_marks: &[],
                y_write: self.write,
            })?;
            plane.line(&[(0.0, 0.0), (0.0, count as f64)], Ink::Axis, 1.25)?;
            plane.word(
                (0.0, count as f64),
                (0.0, -6.0),
                &self.all,
                Side::Above,
                Ink::Word,
            )?;
            key.draw(sheet, 0.0, names(), key::shape)?;
            let mut hits: Vec<Hit> = Vec::new();
            for (row, feature) in self.features.iter().enumerate() {
                let y = count as f64 - row as f64 - 0.5;
                plane.line(&[(span.start, y), (span.end, y)], Ink::Grid, 1.0)?;
                plane.word(
                    (span.start, y),
                    (-10.0, 0.0),
                    feature,
                    Side::Left,
                    Ink::Word,
                )?;
                for (place, (name, values, written)) in self.groups.iter().enumerate() {
                    let Some(value) = values.get(row).copied().filter(|value| value.is_finite())
                    else {
                        continue;
                    };
                    plane.mark((value, y), Shape::of(place), 5.5, Ink::Series(place), 0.9)?;
                    let own = written.get(row).cloned().unwrap_or_default();
                    hits.push(plane.hit(
                        (value, y),
                        name.clone(),
                        vec![format!("{feature}　{own}")],
                    ));
                }
            }
            let head = std::iter::once(self.head.clone())
                .chain(self.groups.iter().map(|(name, ..)| name.clone()))
                .collect();
            let body = self.features.iter().enumerate().map(|(row, feature)| {
                let cells = self
                    .groups
                    .iter()
                    .map(|(_, _, written)| written.get(row).cloned().unwrap_or_default());
                std::iter::once(feature.clone()).chain(cells).collect()
            });
            Ok((
                hits,
                Table {
                    head,
                    body: body.collect(),
                },
            ))
        })
    }
}
