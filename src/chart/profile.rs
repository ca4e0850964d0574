//! Deviation of groups from all customers: one row per feature, one mark per group, in standard deviations from
//! the overall mean. Rows of marks rather than crossing lines, because features have no order.

use super::{
    ChartHit, ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, width_of},
    key::{self, ChartKey},
    ticks,
};

/// Height of a row, in pixels.
const ROW: f64 = 40.0;

/// Groups compared with all customers.
pub struct Profile<'a> {
    /// Features, from top to bottom.
    pub features: Vec<String>,
    /// Groups: name, standardised mean per feature, and that mean in its own unit as text.
    pub groups: Vec<(String, Vec<f64>, Vec<String>)>,
    /// Label of the line in the middle: all customers.
    pub all: String,
    /// Format of deviations.
    pub write: Write<'a>,
    /// Table heading of the features.
    pub head: String,
}

/// Returns the extent of the axis to either side: the farthest value that is not several times as far out as the
/// next. Values beyond it are shown at the edge, so that a single outlier does not flatten all others.
fn reach(values: impl IntoIterator<Item = f64>) -> f64 {
    /// A value this many times as far out as the next is beyond the axis.
    const BEYOND: f64 = 2.0;
    let mut sizes: Vec<f64> =
        values.into_iter().filter(|value| value.is_finite()).map(f64::abs).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let outliers = sizes
        .windows(2)
        .take(sizes.len() / 4)
        .rposition(|pair| pair[0] > BEYOND * pair[1].max(0.5))
        .map_or(0, |last| last + 1);
    sizes.get(outliers).copied().unwrap_or_default().max(0.5)
}

impl Profile<'_> {
    /// Draws the chart at this width, in pixels; its height depends on the number of features.
    pub fn draw(&self, width: f64) -> Drawing {
        let widest = self.features.iter().map(|name| width_of(name)).fold(60.0, f64::max);
        let left = (widest + 18.0).min(width * 0.4);
        let all = self.groups.iter().flat_map(|(_, values, _)| values.iter().copied());
        let far = reach(all);
        let marks = ticks::round_numbers(-far, far, if width < 500.0 { 4 } else { 6 });
        let span = ticks::span(&marks);
        let count = self.features.len();
        let names = || self.groups.iter().map(|(name, ..)| name.as_str());
        let key = ChartKey::new(names(), 4.0, width);
        let height = count as f64 * ROW + key.height + 54.0;

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: span.clone(),
                y: 0.0..count.max(1) as f64,
                room: (left, 16.0, key.height + 24.0, 30.0),
                x_marks: marks.iter().map(|mark| (*mark, (self.write)(*mark))).collect(),
                y_marks: &[],
                y_write: self.write,
            })?;
            plane.line(&[(0.0, 0.0), (0.0, count as f64)], Ink::Axis, 1.25)?;
            plane.word((0.0, count as f64), (0.0, -6.0), &self.all, Side::Above, Ink::Word)?;
            key.draw(sheet, 0.0, names(), key::shape)?;
            let mut hits: Vec<ChartHit> = Vec::new();
            for (row, feature) in self.features.iter().enumerate() {
                let y = count as f64 - row as f64 - 0.5;
                plane.line(&[(span.start, y), (span.end, y)], Ink::Grid, 1.0)?;
                plane.word((span.start, y), (-10.0, 0.0), feature, Side::Left, Ink::Word)?;
                for (place, (name, values, written)) in self.groups.iter().enumerate() {
                    let Some(value) = values.get(row).copied().filter(|value| value.is_finite())
                    else {
                        continue;
                    };
                    let shown = value.clamp(span.start, span.end);
                    plane.mark((shown, y), MarkShape::of(place), 5.5, Ink::Series(place), 0.9)?;
                    if shown != value {
                        // Beyond the axis: an arrow at the edge, with its number.
                        let (arrow, by, side) = if value > 0.0 {
                            ("→", (-9.0, 0.0), Side::Left)
                        } else {
                            ("←", (9.0, 0.0), Side::Right)
                        };
                        let number = (self.write)(value);
                        let word = if value > 0.0 {
                            format!("{number} {arrow}")
                        } else {
                            format!("{arrow} {number}")
                        };
                        plane.word((shown, y), by, &word, side, Ink::Word)?;
                    }
                    let own = written.get(row).cloned().unwrap_or_default();
                    hits.push(plane.hit(
                        (shown, y),
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
            Ok((hits, ChartTable { head, body: body.collect() }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_outlier_does_not_set_the_scale() {
        let cases: [(&[f64], f64); 6] = [
            (&[0.4, -1.1, 0.9, 1.3, -0.2, 0.1, 0.3, 14.0], 1.3),
            (&[0.4, -1.1, 0.9, 1.3, -0.2, 0.1, -9.0, 14.0], 1.3),
            (&[0.4, -1.1, 0.9, 1.3, 2.2, 3.0, 3.9, 5.0], 5.0),
            (&[0.1, -0.2], 0.5),
            (&[f64::NAN, 1.0], 1.0),
            (&[], 0.5),
        ];
        for (values, far) in cases {
            assert_eq!(reach(values.iter().copied()), far, "{values:?}");
        }
    }

    #[test]
    fn a_value_beyond_the_axis_is_told_at_its_edge() {
        let drawing = Profile {
            features: vec!["电量".into(), "负荷率".into()],
            groups: (0..4)
                .map(|group| {
                    let values = if group == 3 { vec![21.0, 0.2] } else { vec![0.3, -0.4] };
                    (format!("群 {group}"), values, vec!["1".into(), "2".into()])
                })
                .collect(),
            all: "全部".into(),
            write: &|value| format!("{value:.1}"),
            head: "特征".into(),
        }
        .draw(600.0);
        assert!(drawing.svg.contains("21.0 →"), "{}", drawing.svg);
    }
}
