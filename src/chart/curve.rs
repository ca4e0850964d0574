//! Curve over the number of clusters, with the chosen one marked: silhouette, inertia.

use super::{
    ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for},
    ticks,
};

/// A curve over a few integers.
pub struct Curve<'a> {
    /// Numbers of clusters with their values, ascending.
    pub points: Vec<(usize, f64)>,
    /// Chosen number of clusters, with its label.
    pub chosen: Option<(usize, String)>,
    /// Table headings: clusters, value.
    pub head: [String; 2],
    /// Format of values.
    pub write: Write<'a>,
}

impl Curve<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let (least, most) =
            ticks::extent(self.points.iter().map(|(_, value)| *value)).unwrap_or((0.0, 1.0));
        let marks = ticks::round_numbers(
            least.min(most - 1e-9),
            most,
            ((height / 44.0) as usize).clamp(2, 5),
        );
        let words = ticks::words(&marks, self.write);
        let left = room_for(words.iter().map(String::as_str));
        let first = self.points.first().map_or(0.0, |(k, _)| *k as f64);
        let last = self.points.last().map_or(1.0, |(k, _)| *k as f64).max(first + 1.0);
        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: first - 0.4..last + 0.4,
                y: ticks::span(&marks),
                room: (left, 12.0, 24.0, 28.0),
                x_marks: self.points.iter().map(|(k, _)| (*k as f64, k.to_string())).collect(),
                y_marks: &marks,
                y_write: self.write,
            })?;
            let points: Vec<(f64, f64)> =
                self.points.iter().map(|(k, value)| (*k as f64, *value)).collect();
            plane.broken_line(&points, Ink::Series(0), 2.0)?;
            let mut hits = Vec::new();
            for (k, value) in self.points.iter().filter(|(_, value)| value.is_finite()) {
                let at = (*k as f64, *value);
                let chosen = self.chosen.as_ref().filter(|(chosen, _)| chosen == k);
                plane.mark(
                    at,
                    MarkShape::Disc,
                    if chosen.is_some() { 6.0 } else { 3.5 },
                    Ink::Series(0),
                    1.0,
                )?;
                if let Some((_, word)) = chosen {
                    let (x, _) = plane.place(at);
                    let side =
                        if x > width * 0.7 { (Side::Left, -12.0) } else { (Side::Right, 12.0) };
                    plane.word(at, (side.1, -10.0), word, side.0, Ink::Strong)?;
                }
                let line = format!("{}　{}", self.head[1], (self.write)(*value));
                hits.push(plane.hit(at, format!("{}　{k}", self.head[0]), vec![line]));
            }
            let body =
                self.points.iter().map(|(k, value)| vec![k.to_string(), (self.write)(*value)]);
            Ok((hits, ChartTable { head: self.head.to_vec(), body: body.collect() }))
        })
    }
}
