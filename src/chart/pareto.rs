//! Pareto chart: customers from largest to smallest as bars with their axis on the left, their cumulative share
//! as a curve with its axis on the right, and marks at the ends of the classes.

use super::{
    ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for, width_of},
    key::ChartKey,
    names::Ground,
    ticks,
};

/// Mark at the end of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Number of customers in this class and those before it.
    pub rank: usize,
    /// Label: `前 18 户达到 80%`.
    pub word: String,
}

/// Customers by value.
pub struct ParetoChart<'a> {
    /// Values in descending order. Zero and negative values have no share.
    pub values: &'a [f64],
    /// Ends of classes A and B.
    pub cuts: [Cut; 2],
    /// Names of classes A, B and C, and of the curve.
    pub key: [String; 4],
    /// Label of the x axis: the bars and their order.
    pub order: String,
    /// Text saying that a bar is the mean of this many customers.
    pub mean: &'a dyn Fn(usize) -> String,
    /// Name of the bars between two ranks, counted from 1.
    pub ranks: &'a dyn Fn(usize, usize) -> String,
    /// Formats a rank.
    pub rank: &'a dyn Fn(usize) -> String,
    /// Formats a share between 0 and 1 as a percentage.
    pub percent: &'a dyn Fn(f64) -> String,
    /// Formats a value on the axis.
    pub write: Write<'a>,
    /// Formats a value with its unit.
    pub write_full: &'a dyn Fn(f64) -> String,
    /// Table headings: rank, value, cumulative share.
    pub head: [String; 3],
}

/// Marks of the share axis.
const SHARES: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

impl ParetoChart<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let count = self.values.len();
        let positive = |value: &f64| value.max(0.0);
        let total = self.values.iter().map(positive).sum::<f64>().max(f64::MIN_POSITIVE);
        let right = 48.0;
        // If there are more customers than bars fit, a bar is the mean of neighbours.
        let places = count.min(((width - 100.0) / 6.0) as usize).max(1);
        let each = count.div_ceil(places).max(1);
        let bins = count.div_ceil(each);
        let bin = |place: usize| (place * each).min(count)..((place + 1) * each).min(count);
        let mean = |place: usize| {
            let values = &self.values[bin(place)];
            values.iter().map(positive).sum::<f64>() / values.len().max(1) as f64
        };
        let marks = ticks::round_numbers(0.0, mean(0), 4);
        let tallest = ticks::span(&marks).end;
        let words = ticks::words(&marks, self.write);
        let left = room_for(words.iter().map(String::as_str));
        let names = || self.key.iter().map(String::as_str);
        let key = ChartKey::new(names(), left, width - right);
        let top = key.height + 14.0;
        let is_mean = each > 1;
        let bottom = if is_mean { 62.0 } else { 46.0 };

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: 0.0..count.max(1) as f64,
                y: 0.0..1.0,
                room: (left, right, top, bottom),
                x_marks: ranks_below(count, width - left - right)
                    .into_iter()
                    .map(|rank| (rank as f64, (self.rank)(rank)))
                    .collect(),
                y_marks: &[],
                y_write: self.percent,
            })?;
            for (mark, word) in marks.iter().zip(&words) {
                let at = (0.0, mark / tallest);
                plane.word(at, (-8.0, 0.0), word, Side::Left, Ink::Word)?;
                let (x, y) = plane.place(at);
                sheet.line(&[(x - 4.0, y), (x, y)], Ink::Axis, 1.0)?;
            }
            for mark in SHARES {
                plane.line(&[(0.0, mark), (count as f64, mark)], Ink::Grid, 1.0)?;
                let at = (count as f64, mark);
                plane.word(at, (8.0, 0.0), &(self.percent)(mark), Side::Right, Ink::Word)?;
            }
            plane.line(&[(0.0, 0.0), (0.0, 1.0)], Ink::Axis, 1.0)?;
            key.draw(sheet, 0.0, names(), |sheet, at, place| match place {
                3 => sheet.line(&[(at.0 - 7.0, at.1), (at.0 + 7.0, at.1)], Ink::Strong, 1.75),
                class => sheet.mark(at, MarkShape::Square, 5.5, ink(class)),
            })?;
            let mut sum = 0.0;
            let mut curve = vec![(0.0, 0.0)];
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for place in 0..bins {
                let ranks = bin(place);
                let value = mean(place);
                sum += self.values[ranks.clone()].iter().map(positive).sum::<f64>();
                let class = self.cuts.iter().filter(|cut| ranks.start >= cut.rank).count();
                let slot = ranks.len() as f64;
                let (from, to) = (ranks.start as f64 + slot * 0.12, ranks.end as f64 - slot * 0.12);
                plane.block((from, 0.0), (to, value / tallest), ink(class), 1.0)?;
                let share = sum / total;
                curve.push((ranks.end as f64, share));
                let title = (self.ranks)(ranks.start + 1, ranks.end);
                let [value, share_word] = [(self.write_full)(value), (self.percent)(share)];
                let value_word = match ranks.len() {
                    1 => self.head[1].clone(),
                    n => (self.mean)(n),
                };
                hits.push(plane.hit(
                    (ranks.end as f64, share),
                    title.clone(),
                    vec![
                        format!("{value_word}　{value}"),
                        format!("{}　{share_word}", self.head[2]),
                    ],
                ));
                body.push(vec![title, value, share_word]);
            }
            plane.line(&curve, Ink::Strong, 1.75)?;
            self.cut_marks(sheet, &plane, total, width - right)?;
            let order = (left, height - bottom + 37.0);
            sheet.word(order, &self.order, Side::Right, Ink::Word)?;
            let mut head = self.head.to_vec();
            if is_mean {
                let mean = (self.mean)(each);
                sheet.word((left, height - 9.0), &mean, Side::Right, Ink::Word)?;
                head[1] = mean;
            }
            Ok((hits, ChartTable { head, body }))
        })
    }

    /// Draws the ends of the classes: a mark on the curve, a line down from it, and a label below the curve.
    fn cut_marks(
        &self,
        sheet: &super::canvas::ChartSheet<'_>,
        plane: &super::canvas::Plane2d<'_>,
        total: f64,
        right: f64,
    ) -> super::canvas::Drawn {
        let shown: Vec<(&Cut, (f64, f64))> = self
            .cuts
            .iter()
            .filter(|cut| (1..self.values.len()).contains(&cut.rank))
            .map(|cut| {
                let together: f64 =
                    self.values[..cut.rank].iter().map(|value| value.max(0.0)).sum();
                (cut, (cut.rank as f64, together / total))
            })
            .collect();
        for (_, at) in &shown {
            plane.line(&[(at.0, 0.0), *at], Ink::Mark, 1.25)?;
        }
        for (place, (cut, at)) in shown.into_iter().enumerate() {
            plane.mark(at, MarkShape::Disc, 4.0, Ink::Strong, 1.0)?;
            // Below the curve, which rises to the right.
            let (x, y) = plane.place(at);
            let (x, side) = if x + width_of(&cut.word) + 16.0 < right {
                (x + 8.0, Side::Right)
            } else {
                (x - 8.0, Side::Left)
            };
            let at = (x, y + 20.0);
            let ground = Ground::of(&cut.word, at, side);
            sheet.block((ground.x.0, ground.y.0), (ground.x.1, ground.y.1), Ink::Ground, 0.85)?;
            let ink = if place == 0 { Ink::Strong } else { Ink::Word };
            sheet.word(at, &cut.word, side, ink)?;
        }
        Ok(())
    }
}

/// Returns the colour of a class.
const fn ink(class: usize) -> Ink {
    match class {
        0 => Ink::Series(0),
        1 => Ink::Series(2),
        _ => Ink::Series(4),
    }
}

/// Returns round ranks along the axis, and the last one.
fn ranks_below(count: usize, room: f64) -> Vec<usize> {
    let marks = ticks::round_numbers(0.0, count as f64, ((room / 90.0) as usize).clamp(2, 8));
    let step = marks.get(1).copied().unwrap_or(1.0).max(1.0);
    let inside = marks.iter().copied().filter(|mark| *mark + step * 0.5 < count as f64);
    let inside = inside.filter(|mark| mark.fract() == 0.0).map(|mark| mark as usize);
    inside.filter(|rank| *rank > 0).chain((count > 0).then_some(count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[f64], cuts: [usize; 2]) -> Drawing {
        let word =
            |rank: usize, share: u32| Cut { rank, word: format!("前 {rank} 户达到 {share}%") };
        ParetoChart {
            values,
            cuts: [word(cuts[0], 80), word(cuts[1], 95)],
            key: ["A 类", "B 类", "C 类", "累计占比"].map(str::to_owned),
            order: "按年电费".into(),
            mean: &|count| format!("每 {count} 户取均值"),
            ranks: &|from, to| format!("{from}–{to}"),
            rank: &|rank| rank.to_string(),
            percent: &|share| format!("{:.0}%", share * 100.0),
            write: &|value| format!("{value}"),
            write_full: &|value| format!("{value} 元"),
            head: ["名次", "价值", "累计"].map(str::to_owned),
        }
        .draw(600.0, 300.0)
    }

    #[test]
    fn bars_have_their_axis_the_classes_their_key_and_both_cuts_their_marks() {
        let drawing = drawn(&[80.0, 15.0, 5.0, 0.0, -40.0], [1, 2]);
        for part in [
            "\n80\n",
            "\n40\n",
            "\n80%\n",
            "A 类",
            "累计占比",
            "前 1 户达到 80%",
            "前 2 户达到 95%",
        ] {
            assert!(drawing.svg.contains(part), "{part} is not in the picture");
        }
        let last: Vec<&str> = drawing.table.body.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(last, ["80%", "95%", "100%", "100%", "100%"]);
    }

    #[test]
    fn a_bar_of_several_customers_tells_their_mean_everywhere() {
        // 83 bars fit at this width.
        let values: Vec<f64> = (0..200).map(|rank| f64::from(200 - rank)).collect();
        let drawing = drawn(&values, [100, 150]);
        assert!(drawing.svg.contains("每 3 户取均值"), "{}", drawing.svg);
        assert_eq!(drawing.table.head[1], "每 3 户取均值");
        assert_eq!(drawing.table.body.len(), 67);
        assert_eq!(drawing.table.body[0][..2], ["1–3", "199 元"]);
        assert_eq!(drawing.hits[0].lines[0], "每 3 户取均值　199 元");
        // The last bar has two customers: 2 and 1.
        assert_eq!(drawing.table.body[66][1..], ["1.5 元", "100%"]);
        assert_eq!(drawing.hits[66].lines[0], "每 2 户取均值　1.5 元");

        let few = drawn(&[80.0, 20.0], [1, 2]);
        assert!(!few.svg.contains("均值"));
        assert_eq!(few.table.head[1], "价值");
        assert_eq!(few.hits[0].lines[0], "价值　80 元");
    }

    #[test]
    fn ranks_are_round_and_the_last_is_there() {
        let cases: [(usize, f64, &[usize]); 4] = [
            (2621, 600.0, &[500, 1000, 1500, 2000, 2621]),
            (5, 600.0, &[1, 2, 3, 4, 5]),
            (1, 600.0, &[1]),
            (0, 600.0, &[]),
        ];
        for (count, room, expected) in cases {
            assert_eq!(ranks_below(count, room), expected, "{count}");
        }
    }
}
