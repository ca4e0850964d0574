//! The Pareto picture: customers from the largest to the smallest as bars, the share they make
//! together as a curve, and the mark where the first cut is reached.

use super::{
    Drawing, Table,
    canvas::{Axes, Ink, Shape, Side, draw},
};

/// Customers by value.
pub struct Pareto<'a> {
    /// The values, from the largest down. Zero and negative ones make no share.
    pub values: &'a [f64],
    /// How many are in class A, and how many in A and B together.
    pub classes: (usize, usize),
    /// The point it makes, beside the mark: `18 户带来 80%`.
    pub point: String,
    /// Below the axis: what the bars are and how they are ordered.
    pub order: String,
    /// What some bars together are called: ranks from and to, counted from 1.
    pub ranks: &'a dyn Fn(usize, usize) -> String,
    /// How a share of 1 is written.
    pub percent: &'a dyn Fn(f64) -> String,
    /// How a value is written, with its unit.
    pub write_full: &'a dyn Fn(f64) -> String,
    /// The headings of the table: rank, value, share together.
    pub head: [String; 3],
}

impl Pareto<'_> {
    /// Draws it at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let count = self.values.len();
        let (left, right) = (6.0, 48.0);
        let room = width - left - right;
        // Where there are more customers than places for bars, a bar stands for its neighbours.
        let bins = count.min((room / 6.0) as usize).max(1);
        let bin = |place: usize| place * count / bins..(place + 1) * count / bins;
        let positive = |value: &f64| value.max(0.0);
        let total: f64 = self
            .values
            .iter()
            .map(positive)
            .sum::<f64>()
            .max(f64::MIN_POSITIVE);
        let mean = |place: usize| {
            let values = &self.values[bin(place)];
            values.iter().map(positive).sum::<f64>() / values.len().max(1) as f64
        };
        let tallest = mean(0).max(f64::MIN_POSITIVE);

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: 0.0..count.max(1) as f64,
                y: 0.0..1.0,
                room: (left, right, 16.0, 30.0),
                x_marks: vec![],
                y_marks: &[],
                y_write: self.percent,
            })?;
            for mark in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
                plane.line(&[(0.0, mark), (count as f64, mark)], Ink::Grid, 1.0)?;
                plane.word(
                    (count as f64, mark),
                    (8.0, 0.0),
                    &(self.percent)(mark),
                    Side::Right,
                    Ink::Word,
                )?;
            }
            let mut sum = 0.0;
            let mut curve = vec![(0.0, 0.0)];
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for place in 0..bins {
                let ranks = bin(place);
                if ranks.is_empty() {
                    continue;
                }
                let value = self.values[ranks.clone()].iter().map(positive).sum::<f64>();
                sum += value;
                let ink = match ranks.start {
                    rank if rank < self.classes.0 => Ink::Series(0),
                    rank if rank < self.classes.1 => Ink::Series(2),
                    _ => Ink::Series(4),
                };
                let slot = ranks.len() as f64;
                let (from, to) = (
                    ranks.start as f64 + slot * 0.12,
                    ranks.end as f64 - slot * 0.12,
                );
                plane.block((from, 0.0), (to, mean(place) / tallest * 0.92), ink, 1.0)?;
                let share = sum / total;
                curve.push((ranks.end as f64, share));
                let title = (self.ranks)(ranks.start + 1, ranks.end);
                let [value, share_word] = [(self.write_full)(value), (self.percent)(share)];
                hits.push(plane.hit(
                    (ranks.end as f64, share),
                    title.clone(),
                    vec![
                        format!("{}　{value}", self.head[1]),
                        format!("{}　{share_word}", self.head[2]),
                    ],
                ));
                body.push(vec![title, value, share_word]);
            }
            plane.line(&curve, Ink::Strong, 1.75)?;
            let first: f64 = self.values[..self.classes.0.min(count)]
                .iter()
                .map(positive)
                .sum();
            let at = (self.classes.0 as f64, first / total);
            plane.line(&[(at.0, 0.0), (at.0, at.1)], Ink::Mark, 1.25)?;
            plane.mark(at, Shape::Disc, 4.0, Ink::Strong, 1.0)?;
            let (x, _) = plane.place(at);
            if x < width * 0.55 {
                plane.word(at, (10.0, 18.0), &self.point, Side::Right, Ink::Strong)?;
            } else {
                plane.word(at, (-10.0, -14.0), &self.point, Side::Left, Ink::Strong)?;
            }
            sheet.word((left, height - 10.0), &self.order, Side::Right, Ink::Word)?;
            Ok((
                hits,
                Table {
                    head: self.head.to_vec(),
                    body,
                },
            ))
        })
    }
}
