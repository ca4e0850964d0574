//! Estimates over time with their uncertainty: a mark per period, with a whisker for its interval, hollow if the
//! estimate is based on few answers.

use super::{
    ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, draw, room_for},
    ticks,
};

/// Estimate of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Period, as on the axis.
    pub name: String,
    /// Estimate; NaN if there is none.
    pub value: f64,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Number of answers.
    pub n: usize,
    /// `true` if the number of answers is so small that the estimate is only indicative.
    pub is_indicative: bool,
}

/// Estimates over time.
pub struct TrendChart<'a> {
    /// Estimates, in order.
    pub estimates: Vec<Estimate>,
    /// Table headings: period, estimate, interval, answers.
    pub head: [String; 4],
    /// Format of numbers.
    pub write: Write<'a>,
}

impl TrendChart<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let bounds = self.estimates.iter().flat_map(|estimate| {
            let (low, high) = estimate.interval.unwrap_or((estimate.value, estimate.value));
            [low, high, estimate.value]
        });
        let (least, most) = ticks::extent(bounds).unwrap_or((0.0, 1.0));
        let marks = ticks::round_numbers(
            least,
            most.max(least + 1e-9),
            ((height / 44.0) as usize).clamp(2, 6),
        );
        let words = ticks::words(&marks, self.write);
        let left = room_for(words.iter().map(String::as_str));
        let count = self.estimates.len();
        let step = ticks::every(count, ((width - left) / 68.0) as usize);
        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: -0.5..(count.max(1) as f64 - 0.5),
                y: ticks::span(&marks),
                room: (left, 12.0, 14.0, 28.0),
                x_marks: (0..count)
                    .step_by(step)
                    .map(|place| (place as f64, self.estimates[place].name.clone()))
                    .collect(),
                y_marks: &marks,
                y_write: self.write,
            })?;
            let known = || {
                self.estimates
                    .iter()
                    .enumerate()
                    .filter(|(_, estimate)| estimate.value.is_finite())
                    .map(|(place, estimate)| (place as f64, estimate))
            };
            let line: Vec<(f64, f64)> = known().map(|(x, estimate)| (x, estimate.value)).collect();
            plane.line(&line, Ink::Series(0), 1.5)?;
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for (x, estimate) in known() {
                if let Some((low, high)) = estimate.interval {
                    plane.line(&[(x, low), (x, high)], Ink::Series(0), 1.25)?;
                    for end in [low, high] {
                        let (px, py) = plane.place((x, end));
                        sheet.line(&[(px - 4.0, py), (px + 4.0, py)], Ink::Series(0), 1.25)?;
                    }
                }
                if estimate.is_indicative {
                    plane.mark((x, estimate.value), MarkShape::Disc, 5.0, Ink::Ground, 1.0)?;
                    plane.mark((x, estimate.value), MarkShape::Ring, 5.0, Ink::Series(0), 1.0)?;
                } else {
                    plane.mark((x, estimate.value), MarkShape::Disc, 5.0, Ink::Series(0), 1.0)?;
                }
                let interval = estimate
                    .interval
                    .map(|(low, high)| format!("{}–{}", (self.write)(low), (self.write)(high)));
                let named = |place: usize, text: &str| format!("{}　{text}", self.head[place]);
                let value = (self.write)(estimate.value);
                let mut lines = vec![named(1, &value)];
                lines.extend(interval.as_deref().map(|interval| named(2, interval)));
                lines.push(named(3, &estimate.n.to_string()));
                hits.push(plane.hit((x, estimate.value), estimate.name.clone(), lines));
                body.push(vec![
                    estimate.name.clone(),
                    value,
                    interval.unwrap_or_default(),
                    estimate.n.to_string(),
                ]);
            }
            Ok((hits, ChartTable { head: self.head.to_vec(), body }))
        })
    }
}
