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

pub use bars::{Bar, Bars, Mark};
pub use curve::Curve;
pub use file::{Colour, File, Heading, colours};
pub use line::{Band, Line, Series};
pub use pareto::{Cut, Pareto};
pub use profile::Profile;
pub use quadrants::{Item, Quadrants};
pub use scatter::{Cluster, Point, Scatter};
pub use shares::{Part, Shares};
pub use spark::spark;
pub use trend::{Estimate, Trend};

/// Formats a number for an axis or a label.
pub type Write<'a> = &'a dyn Fn(f64) -> String;

/// A chart drawn at one width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Picture: an `<svg>` element.
    pub svg: String,
    /// Its width, in pixels.
    pub width: f64,
    /// Its height, in pixels.
    pub height: f64,
    /// Points that react to a tap, from left to right.
    pub hits: Vec<Hit>,
    /// The data as a table.
    pub table: Table,
}

/// A point of a chart that shows its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
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
pub struct Table {
    /// The headings.
    pub head: Vec<String>,
    /// The rows; the first cell names the row.
    pub body: Vec<Vec<String>>,
}
