//! Charts: data in, SVG out, drawn by plotters. Each kind is a struct with its data, labels and number formats,
//! whose `draw` returns a [`Drawing`]: the picture, the points that react to a tap, and the data as a table.
//! Placement on a page is in `ui::components::chart`.
//!
//! Colours are CSS variables, so one picture serves both themes and print. Everything shown by a colour is also
//! shown by a shape, a dash or a label.

use uuid::Uuid;

mod bars;
mod canvas;
mod curve;
mod file;
mod ink;
mod key;
mod line;
mod names;
mod pareto;
mod profile;
mod quadrants;
mod scatter;
mod shape;
mod shares;
mod spark;
mod ticks;
mod trend;

pub use bars::{Bar, BarMark, Bars};
pub use curve::Curve;
pub use file::{ChartHeading, Colour, File, colours};
pub use line::{Band, LineChart, LineSeries};
pub use pareto::{Cut, ParetoChart};
pub use profile::Profile;
pub use quadrants::{Item, Quadrants};
pub use scatter::{Scatter, ScatterCluster, ScatterPoint};
pub use shares::{SharePart, Shares};
pub use spark::spark;
pub use trend::{Estimate, TrendChart};

/// Formats a number for an axis or a label.
pub type Write<'a> = &'a dyn Fn(f64) -> String;

/// A chart drawn at one width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Picture: an `<svg>` element.
    pub svg: String,
    /// Width, in pixels.
    pub width: f64,
    /// Height, in pixels.
    pub height: f64,
    /// Points that react to a tap, from left to right.
    pub hits: Vec<ChartHit>,
    /// The data as a table.
    pub table: ChartTable,
}

/// A point of a chart that shows its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartHit {
    /// X position, in pixels.
    pub x: f64,
    /// Y position, in pixels.
    pub y: f64,
    /// Title.
    pub title: String,
    /// Values, with names and units.
    pub lines: Vec<String>,
    /// Record behind the point, if there is one; a tap opens it.
    pub record: Option<Uuid>,
}

/// The data of a chart as a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// The headings.
    pub head: Vec<String>,
    /// The rows; the first cell names the row.
    pub body: Vec<Vec<String>>,
}
