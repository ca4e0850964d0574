//! Sparkline for a row of a list. It has no axis: it shows a shape, not a value.

use super::{
    ChartTable, Drawing,
    canvas::{Axes, Ink, MarkShape, draw},
    ticks,
};

/// Draws these numbers at this size, in pixels, with gaps for unknown ones.
pub fn spark(values: &[f64], width: f64, height: f64) -> Drawing {
    let (least, most) = ticks::extent(values.iter().copied()).unwrap_or((0.0, 1.0));
    let spare = ((most - least) * 0.08).max(f64::MIN_POSITIVE);
    draw(width, height, |sheet| {
        let plane = sheet.plane(&Axes {
            x: 0.0..(values.len().max(2) - 1) as f64,
            y: least - spare..most + spare,
            room: (3.0, 4.0, 3.0, 3.0),
            x_marks: vec![],
            y_marks: &[],
            y_write: &|_| String::new(),
        })?;
        let points: Vec<(f64, f64)> =
            values.iter().enumerate().map(|(place, value)| (place as f64, *value)).collect();
        plane.broken_line(&points, Ink::Series(0), 1.5)?;
        if let Some(last) = points.iter().rfind(|(_, value)| value.is_finite()) {
            plane.mark(*last, MarkShape::Disc, 2.5, Ink::Series(0), 1.0)?;
        }
        Ok((vec![], ChartTable::default()))
    })
}
