//! Importance–performance chart with four fields: concentrate here, keep up the good work, low priority, possible
//! overkill [Martilla & James 1977].

use busbar_core::domain::InOrder;

use super::{
    ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for},
    names::{Ground, beside},
    ticks,
};

/// One dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Name.
    pub name: String,
    /// Performance, on the x axis.
    pub performance: f64,
    /// Importance, on the y axis.
    pub importance: f64,
}

/// Dimensions in four fields.
pub struct Quadrants<'a> {
    /// Dimensions.
    pub items: Vec<Item>,
    /// Intersection of the fields: performance, importance.
    pub middle: (f64, f64),
    /// Names of the fields: important and bad, important and good, unimportant and bad, unimportant and good.
    pub fields: [String; 4],
    /// Names of the axes: performance, importance.
    pub axes: [String; 2],
    /// Format of numbers.
    pub write: Write<'a>,
    /// Table headings: dimension, field.
    pub head: [String; 2],
}

/// Margins above and below the fields, in pixels.
const TOP: f64 = 28.0;
const BOTTOM: f64 = 52.0;
/// Distance from the edge of the fields to the closest mark, in pixels, which leaves room for the name of a
/// field.
const NAMES: f64 = 32.0;

impl Quadrants<'_> {
    fn field(&self, item: &Item) -> usize {
        let well = item.performance >= self.middle.0;
        let much = item.importance >= self.middle.1;
        match (much, well) {
            (true, false) => 0,
            (true, true) => 1,
            (false, false) => 2,
            (false, true) => 3,
        }
    }

    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        // The intersection is centred: the fields have equal size, whatever the data.
        let around = |middle: f64, room: f64, values: &mut dyn Iterator<Item = f64>| {
            let far = values
                .filter(|value| value.is_finite())
                .map(|value| (value - middle).abs())
                .fold(0.0, f64::max);
            let far = if far > 0.0 { far * room } else { 1.0 };
            middle - far..middle + far
        };
        let x = around(self.middle.0, 1.18, &mut self.items.iter().map(|item| item.performance));
        // No mark reaches the names of the fields, above and below.
        let half = (height - TOP - BOTTOM) / 2.0;
        let y = around(
            self.middle.1,
            half / (half - NAMES),
            &mut self.items.iter().map(|item| item.importance),
        );
        let inside = |range: &std::ops::Range<f64>, wanted| {
            let mut marks = ticks::round_numbers(range.start, range.end, wanted);
            marks.retain(|mark| range.contains(mark));
            marks
        };
        let y_marks = inside(&y, 4);
        let words = ticks::words(&y_marks, self.write);
        let left = room_for(words.iter().map(String::as_str));

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: x.clone(),
                y: y.clone(),
                room: (left, 12.0, TOP, BOTTOM),
                x_marks: inside(&x, 4).into_iter().map(|mark| (mark, (self.write)(mark))).collect(),
                y_marks: &[],
                y_write: self.write,
            })?;
            for (mark, word) in y_marks.iter().zip(&words) {
                plane.word((x.start, *mark), (-8.0, 0.0), word, Side::Left, Ink::Word)?;
            }
            plane.block((x.start, self.middle.1), (self.middle.0, y.end), Ink::Warn, 0.1)?;
            plane.frame((x.start, y.start), (x.end, y.end), Ink::Grid)?;
            plane.line(&[(self.middle.0, y.start), (self.middle.0, y.end)], Ink::Axis, 1.25)?;
            plane.line(&[(x.start, self.middle.1), (x.end, self.middle.1)], Ink::Axis, 1.25)?;
            sheet.word((left, 9.0), &format!("{} ↑", self.axes[1]), Side::Right, Ink::Word)?;
            let below = format!("{} →", self.axes[0]);
            sheet.word((width - 12.0, height - 9.0), &below, Side::Left, Ink::Word)?;
            let corners = [
                ((x.start, y.end), (10.0, 14.0), Side::Right),
                ((x.end, y.end), (-10.0, 14.0), Side::Left),
                ((x.start, y.start), (10.0, -14.0), Side::Right),
                ((x.end, y.start), (-10.0, -14.0), Side::Left),
            ];
            for (place, (at, by, side)) in corners.iter().enumerate() {
                let ink = if place == 0 { Ink::Strong } else { Ink::Word };
                plane.word(*at, *by, &self.fields[place], *side, ink)?;
            }

            // The names of the fields are occupied areas.
            let taken: Vec<Ground> = corners
                .iter()
                .zip(&self.fields)
                .map(|((at, by, side), name)| {
                    let (x, y) = plane.place(*at);
                    Ground::of(name, (x + by.0, y + by.1), *side)
                })
                .collect();
            let known: Vec<&Item> = (self.items.iter())
                .filter(|item| item.performance.is_finite() && item.importance.is_finite())
                .collect();
            let marks: Vec<((f64, f64), &str)> = known
                .iter()
                .map(|item| (plane.place((item.performance, item.importance)), item.name.as_str()))
                .collect();
            let field = Ground { x: (left, width - 4.0), y: (TOP, height - BOTTOM) };
            let middle = plane.place(self.middle);
            let places = beside(&marks, field, &taken, middle);
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for ((item, place), (mark, _)) in known.into_iter().zip(&places).zip(&marks) {
                let field = self.field(item);
                let at = (item.performance, item.importance);
                let (ink, shape) = match field {
                    0 => (Ink::Warn, MarkShape::Triangle),
                    1 => (Ink::Series(0), MarkShape::Disc),
                    2 => (Ink::Series(4), MarkShape::Square),
                    _ => (Ink::Series(2), MarkShape::Diamond),
                };
                if place.is_apart {
                    sheet.line(&[*mark, place.at], Ink::Axis, 1.0)?;
                }
                plane.mark(at, shape, 6.0, ink, 1.0)?;
                let ground = Ground::of(&item.name, place.at, place.side);
                if ground.is_crossed(middle) {
                    let (from, to) = ((ground.x.0, ground.y.0), (ground.x.1, ground.y.1));
                    sheet.block(from, to, Ink::Ground, 0.85)?;
                }
                sheet.word(place.at, &item.name, place.side, Ink::Word)?;
                let numbers = [(self.write)(item.performance), (self.write)(item.importance)];
                hits.push(plane.hit(
                    at,
                    item.name.clone(),
                    vec![
                        self.fields[field].clone(),
                        format!("{}　{}", self.axes[0], numbers[0]),
                        format!("{}　{}", self.axes[1], numbers[1]),
                    ],
                ));
                let [performance, importance] = numbers;
                body.push(vec![
                    item.name.clone(),
                    performance,
                    importance,
                    self.fields[field].clone(),
                ]);
            }
            hits.order_by(|a, b| a.x.total_cmp(&b.x));
            let [name, field] = self.head.clone();
            let head = vec![name, self.axes[0].clone(), self.axes[1].clone(), field];
            Ok((hits, ChartTable { head, body }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_covers_the_name_of_a_field() {
        let item = |name: &str, performance, importance| Item {
            name: name.into(),
            performance,
            importance,
        };
        // The corners of the picture: minimum and maximum of both.
        let items = vec![
            item("企业公民", 79.0, 0.42),
            item("沟通", 67.0, 0.42),
            item("电价", 67.0, 0.62),
            item("客户服务", 79.0, 0.62),
        ];
        let fields = ["集中改进", "继续保持", "优先级低", "可能过度"].map(str::to_owned);
        let (width, height) = (320.0, 330.0);
        let drawing = Quadrants {
            items,
            middle: (73.0, 0.52),
            fields,
            axes: ["表现", "重要性"].map(str::to_owned),
            write: &|value| format!("{value:.1}"),
            head: ["维度", "区域"].map(str::to_owned),
        }
        .draw(width, height);
        let (above, below) = (TOP + 22.0, height - BOTTOM - 22.0);
        assert_eq!(drawing.hits.len(), 4);
        for hit in &drawing.hits {
            assert!(hit.y - 7.0 >= above && hit.y + 7.0 <= below, "{} at {}", hit.title, hit.y);
        }
    }
}
