//! Lines over time, with an optional band of expected values: monthly consumption.

use super::{
    ChartHit, ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for, upward},
    ticks,
};

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSeries {
    /// Name.
    pub name: String,
    /// One value per step; NaN for unknown ones.
    pub values: Vec<f64>,
    /// `true` for an expected series or one of another year, which is dashed.
    pub is_dashed: bool,
}

/// Range that contains a value with a stated probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Name: `80%`.
    pub name: String,
    /// First step of the band.
    pub from: usize,
    /// Lower bounds from that step on.
    pub low: Vec<f64>,
    /// Upper bounds from that step on.
    pub high: Vec<f64>,
}

/// Lines over time.
pub struct LineChart<'a> {
    /// Labels of the steps on the axis.
    pub steps: Vec<String>,
    /// Table heading of the steps.
    pub step_name: String,
    /// Lines; the first is the subject of the chart.
    pub series: Vec<LineSeries>,
    /// Band around the last line.
    pub band: Option<Band>,
    /// Step marked by a dotted vertical line, with its label: today.
    pub divide: Option<(usize, String)>,
    /// Format of numbers on the axis.
    pub write: Write<'a>,
    /// Format of numbers with their unit, where there is room.
    pub write_full: Write<'a>,
}

impl LineChart<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let all = self.series.iter().flat_map(|series| series.values.iter().copied());
        let bounds = self.band.iter().flat_map(|band| band.low.iter().chain(&band.high).copied());
        let (least, most) = ticks::extent(all.chain(bounds)).unwrap_or((0.0, 1.0));
        // A line that stays far from zero is read by its shape, not its height; the axis shows that it is cut.
        let marks = if least > most * 0.5 && least < most {
            ticks::round_numbers(least, most, ((height / 44.0) as usize).clamp(2, 6))
        } else {
            upward(most, least, height)
        };
        let words = ticks::words(&marks, self.write);
        let left = room_for(words.iter().map(String::as_str));
        let many = self.series.len() > 1;
        let top = if many { 30.0 } else { 14.0 };
        let count = self.steps.len();
        let step = ticks::every(count, ((width - left) / 68.0) as usize);

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: -0.3..(count.max(2) as f64 - 0.7),
                y: ticks::span(&marks),
                room: (left, 10.0, top, 28.0),
                x_marks: (0..count)
                    .step_by(step)
                    .map(|place| (place as f64, self.steps[place].clone()))
                    .collect(),
                y_marks: &marks,
                y_write: self.write,
            })?;
            if ticks::span(&marks).start > 0.0 {
                plane.cut_axis()?;
            }
            if let Some(band) = &self.band {
                let side = |values: &[f64]| {
                    values
                        .iter()
                        .enumerate()
                        .map(|(step, value)| ((band.from + step) as f64, *value))
                        .collect::<Vec<_>>()
                };
                let place = self.series.len().saturating_sub(1);
                plane.band(&side(&band.high), &side(&band.low), Ink::Series(place))?;
            }
            if let Some((step, word)) = &self.divide {
                let (x, top) = (*step as f64, ticks::span(&marks).end);
                plane.line(&[(x, ticks::span(&marks).start), (x, top)], Ink::Mark, 1.0)?;
                plane.word((x, top), (5.0, 0.0), word, Side::Right, Ink::Word)?;
            }
            // The first line is drawn last, on top of the others.
            for (place, series) in self.series.iter().enumerate().rev() {
                let ink = if series.is_dashed { Ink::Dashed(place) } else { Ink::Series(place) };
                let points: Vec<(f64, f64)> = series
                    .values
                    .iter()
                    .enumerate()
                    .map(|(step, value)| (step as f64, *value))
                    .collect();
                plane.broken_line(&points, ink, if place == 0 { 2.25 } else { 1.75 })?;
            }
            if many {
                let mut x = left;
                for (place, series) in self.series.iter().enumerate() {
                    let ink =
                        if series.is_dashed { Ink::Dashed(place) } else { Ink::Series(place) };
                    sheet.line(&[(x, 9.0), (x + 20.0, 9.0)], ink, 2.25)?;
                    sheet.word((x + 26.0, 9.0), &series.name, Side::Right, Ink::Word)?;
                    x += 46.0 + super::canvas::width_of(&series.name);
                }
            }
            if let (Some(series), 1) = (self.series.first(), self.series.len())
                && let Some((step, value)) =
                    series.values.iter().copied().enumerate().rfind(|(_, value)| value.is_finite())
            {
                plane.mark((step as f64, value), MarkShape::Disc, 3.5, Ink::Series(0), 1.0)?;
            }
            let hits = (0..count).filter_map(|step| self.hit(step, &plane)).collect();
            Ok((hits, self.table()))
        })
    }

    fn hit(&self, step: usize, plane: &super::canvas::Plane2d<'_>) -> Option<ChartHit> {
        let known = |series: &LineSeries| {
            series.values.get(step).copied().filter(|value| value.is_finite())
        };
        let height = self.series.iter().find_map(known)?;
        let lines = self
            .series
            .iter()
            .filter_map(|series| {
                let value = (self.write_full)(known(series)?);
                Some(if self.series.len() > 1 {
                    format!("{}　{value}", series.name)
                } else {
                    value
                })
            })
            .chain(self.band.iter().filter_map(|band| {
                let at = step.checked_sub(band.from)?;
                let (low, high) = (band.low.get(at)?, band.high.get(at)?);
                Some(format!("{}　{}–{}", band.name, (self.write)(*low), (self.write_full)(*high)))
            }))
            .collect();
        Some(plane.hit((step as f64, height), self.steps[step].clone(), lines))
    }

    fn table(&self) -> ChartTable {
        let head = std::iter::once(self.step_name.clone())
            .chain(self.series.iter().map(|series| series.name.clone()))
            .collect();
        let body = self.steps.iter().enumerate().map(|(step, name)| {
            let cells = self.series.iter().map(|series| {
                let value = series.values.get(step).copied().unwrap_or(f64::NAN);
                if value.is_finite() { (self.write_full)(value) } else { "—".into() }
            });
            std::iter::once(name.clone()).chain(cells).collect()
        });
        ChartTable { head, body: body.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_that_does_not_begin_at_zero_shows_that_it_is_cut() {
        let drawn = |values: &[f64]| {
            LineChart {
                steps: values.iter().map(f64::to_string).collect(),
                step_name: "月份".into(),
                series: vec![LineSeries {
                    name: "电量".into(),
                    values: values.to_vec(),
                    is_dashed: false,
                }],
                band: None,
                divide: None,
                write: &|value| value.to_string(),
                write_full: &|value| value.to_string(),
            }
            .draw(400.0, 200.0)
            .svg
        };
        let lines = |svg: &str| svg.matches("<polyline").count();
        let whole = drawn(&[2.0, 20.0, 18.0]);
        let cut = drawn(&[16.0, 20.0, 18.0]);
        assert!(whole.contains("\n0\n") && !cut.contains("\n0\n"));
        let grid = |svg: &str| svg.matches("var(--line)").count();
        assert_eq!(lines(&whole) - grid(&whole), 1, "the series alone");
        assert_eq!(lines(&cut) - grid(&cut), 2, "the series and the break of the axis");
    }
}
