//! Bars over time or categories: bills, with late ones marked.

use super::{
    ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for, upward},
    ticks,
};

/// Status of a bar, besides its length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarMark {
    /// None.
    #[default]
    Plain,
    /// Attention needed: a triangle above it.
    Warn,
    /// Action needed: a pale, outlined bar with a diamond above it.
    Bad,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Label on the axis.
    pub name: String,
    /// Length of the bar; NaN if unknown.
    pub value: f64,
    /// Status mark.
    pub mark: BarMark,
    /// Part of the value that needs action; the rest of the bar is plain. `None` for all of it.
    pub part: Option<f64>,
    /// Note added to the label when the bar is tapped.
    pub note: Option<String>,
}

/// Bars from left to right.
pub struct Bars<'a> {
    /// Bars.
    pub bars: Vec<Bar>,
    /// Horizontal reference line with its label: the contracted capacity.
    pub limit: Option<(f64, String)>,
    /// Table headings: bar, number, note.
    pub head: [String; 3],
    /// Format of numbers on the axis.
    pub write: Write<'a>,
    /// Format of numbers with their unit, where there is room.
    pub write_full: Write<'a>,
}

impl Bars<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let values = self.bars.iter().map(|bar| bar.value);
        let limit = self.limit.iter().map(|(limit, _)| *limit);
        let (least, most) = ticks::extent(values.chain(limit)).unwrap_or((0.0, 1.0));
        let marks = upward(most, least, height);
        let words = ticks::words(&marks, self.write);
        let left = room_for(words.iter().map(String::as_str));
        let count = self.bars.len();
        let step = ticks::every(count, ((width - left) / 68.0) as usize);
        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: 0.0..count.max(1) as f64,
                y: ticks::span(&marks),
                room: (left, 10.0, 18.0, 28.0),
                x_marks: (0..count)
                    .step_by(step)
                    .map(|place| (place as f64 + 0.5, self.bars[place].name.clone()))
                    .collect(),
                y_marks: &marks,
                y_write: self.write,
            })?;
            // Bars stay slim if there are few.
            let slot = (width - left - 10.0) / count.max(1) as f64;
            let half = (slot * 0.34).min(22.0) / slot;
            let mut hits = Vec::new();
            for (place, bar) in
                self.bars.iter().enumerate().filter(|(_, bar)| bar.value.is_finite())
            {
                let middle = place as f64 + 0.5;
                let (from, to) = ((middle - half, 0.0), (middle + half, bar.value));
                match bar.mark {
                    BarMark::Plain => plane.block(from, to, Ink::Series(0), 1.0)?,
                    BarMark::Warn => {
                        plane.block(from, to, Ink::Series(0), 1.0)?;
                        let (x, y) = plane.place((middle, bar.value.max(0.0)));
                        sheet.mark((x, y - 8.0), MarkShape::Triangle, 3.5, Ink::Warn)?;
                    }
                    BarMark::Bad => {
                        // The settled part is at the bottom, the rest on top of it.
                        let settled = bar.value
                            - bar.part.unwrap_or(bar.value).clamp(0.0, bar.value.max(0.0));
                        if settled != 0.0 {
                            plane.block(from, (middle + half, settled), Ink::Series(0), 1.0)?;
                        }
                        let from = (middle - half, settled);
                        plane.block(from, to, Ink::Bad, 0.15)?;
                        plane.frame(from, to, Ink::Bad)?;
                        let (x, y) = plane.place((middle, bar.value.max(0.0)));
                        sheet.mark((x, y - 8.0), MarkShape::Diamond, 3.5, Ink::Bad)?;
                    }
                }
                let lines =
                    std::iter::once((self.write_full)(bar.value)).chain(bar.note.clone()).collect();
                hits.push(plane.hit((middle, bar.value), bar.name.clone(), lines));
            }
            if let Some((limit, word)) = &self.limit {
                plane.line(&[(0.0, *limit), (count.max(1) as f64, *limit)], Ink::Mark, 1.5)?;
                let (_, y) = plane.place((0.0, *limit));
                // Above the line, or below it if it runs along the upper edge.
                let by = if y > 30.0 { -9.0 } else { 10.0 };
                sheet.word((width - 10.0, y + by), word, Side::Left, Ink::Word)?;
            }
            let body = self.bars.iter().map(|bar| {
                let value =
                    if bar.value.is_finite() { (self.write_full)(bar.value) } else { "—".into() };
                vec![bar.name.clone(), value, bar.note.clone().unwrap_or_default()]
            });
            Ok((hits, ChartTable { head: self.head.to_vec(), body: body.collect() }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_drawn_within_the_picture_and_named() {
        let drawing = Bars {
            bars: vec![Bar {
                name: "1月".into(),
                value: 40.0,
                part: None,
                mark: BarMark::Plain,
                note: None,
            }],
            limit: Some((315.0, "合同容量 315 kVA".into())),
            head: ["月份", "需量", ""].map(str::to_owned),
            write: &|kw| kw.to_string(),
            write_full: &|kw| format!("{kw} kW"),
        }
        .draw(400.0, 170.0);
        assert!(drawing.svg.contains("合同容量 315 kVA"));
        assert!(drawing.svg.contains("\n400\n"), "the axis reaches beyond the limit");
        assert!(drawing.svg.contains("stroke-dasharray"));
    }
}
