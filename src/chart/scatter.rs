//! Customers as marks on two features, with a shape and colour per cluster.

use busbar_core::domain::InOrder;
use uuid::Uuid;

use super::{
    ChartHit, ChartTable, Drawing, Write,
    canvas::{Axes, Ink, MarkShape, Side, draw, room_for},
    key::{self, ChartKey},
    ticks,
};

/// Number of marks above which every cluster is thinned evenly, so that its shape stays; more marks would only
/// cover each other.
const MOST_MARKS: usize = 1500;

/// One customer.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterPoint {
    /// Record, which opens on a tap.
    pub record: Uuid,
    /// Name of the customer.
    pub name: String,
    /// Value on the x axis.
    pub x: f64,
    /// Value on the y axis.
    pub y: f64,
}

/// A cluster of customers.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterCluster {
    /// Name.
    pub name: String,
    /// Customers.
    pub points: Vec<ScatterPoint>,
}

/// Customers on two features.
pub struct Scatter<'a> {
    /// Clusters, in the order of their colours and shapes.
    pub clusters: &'a [ScatterCluster],
    /// Name of the x axis, with unit.
    pub x_name: String,
    /// Name of the y axis, with unit.
    pub y_name: String,
    /// Format of numbers on the x axis.
    pub x_write: Write<'a>,
    /// Format of numbers on the y axis.
    pub y_write: Write<'a>,
    /// Table headings before the two features: customer, cluster.
    pub head: [String; 2],
}

impl Scatter<'_> {
    /// Draws the chart at this width, in pixels.
    pub fn draw(&self, width: f64, height: f64) -> Drawing {
        let points = || self.clusters.iter().flat_map(|cluster| &cluster.points);
        let marks = |numbers: Option<(f64, f64)>, length: f64, slot: f64| {
            let (least, most) = numbers.unwrap_or((0.0, 1.0));
            ticks::round_numbers(least, most, ((length / slot) as usize).clamp(2, 8))
        };
        let x_marks = marks(ticks::extent(points().map(|point| point.x)), width, 90.0);
        let y_marks = marks(ticks::extent(points().map(|point| point.y)), height, 52.0);
        let words: Vec<String> = y_marks.iter().map(|mark| (self.y_write)(*mark)).collect();
        let left = room_for(words.iter().map(String::as_str));
        let names = || self.clusters.iter().map(|cluster| cluster.name.as_str());
        let key = ChartKey::new(names(), 4.0, width);
        let total = points().count();
        let stride = total.div_ceil(MOST_MARKS).max(1);
        let size = if total > 400 { 3.0 } else { 4.2 };

        draw(width, height, |sheet| {
            let plane = sheet.plane(&Axes {
                x: ticks::span(&x_marks),
                y: ticks::span(&y_marks),
                room: (left, 14.0, 26.0, key.height + 54.0),
                x_marks: x_marks.iter().map(|mark| (*mark, (self.x_write)(*mark))).collect(),
                y_marks: &y_marks,
                y_write: self.y_write,
            })?;
            sheet.word((left, 9.0), &format!("{} ↑", self.y_name), Side::Right, Ink::Word)?;
            let below = format!("{} →", self.x_name);
            sheet.word(
                (width - 14.0, height - key.height - 12.0),
                &below,
                Side::Left,
                Ink::Word,
            )?;
            let (mut hits, mut body) = (Vec::new(), Vec::new());
            for (place, cluster) in self.clusters.iter().enumerate() {
                for point in cluster.points.iter().step_by(stride) {
                    if !(point.x.is_finite() && point.y.is_finite()) {
                        continue;
                    }
                    let at = (point.x, point.y);
                    plane.mark(at, MarkShape::of(place), size, Ink::Series(place), 0.75)?;
                    let (x, y) = ((self.x_write)(point.x), (self.y_write)(point.y));
                    let lines = vec![
                        cluster.name.clone(),
                        format!("{}　{x}", self.x_name),
                        format!("{}　{y}", self.y_name),
                    ];
                    hits.push(ChartHit {
                        record: Some(point.record),
                        ..plane.hit(at, point.name.clone(), lines)
                    });
                    body.push(vec![point.name.clone(), cluster.name.clone(), x, y]);
                }
            }
            hits.order_by(|a, b| a.x.total_cmp(&b.x));
            key.draw(sheet, height - key.height, names(), key::shape)?;
            let [customer, cluster] = self.head.clone();
            let head = vec![customer, cluster, self.x_name.clone(), self.y_name.clone()];
            Ok((hits, ChartTable { head, body }))
        })
    }
}
