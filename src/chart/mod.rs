//! Charts: data in, SVG out, drawn by plotters. Each kind is a struct of what it needs, words and ways
//! of writing numbers included, whose `draw` gives a [`Drawing`]: the picture, the points that answer
//! to a finger, and the same as a table. How it stands on a page is `ui::components::chart`.
//!
//! Colours are the style sheet's variables, so one picture serves both themes and print. What a
//! colour tells, a shape, a dash or a word tells too.

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

/// How a number is written, on an axis or in a label.
pub type Write<'a> = &'a dyn Fn(f64) -> String;

/// A chart as drawn for one width.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The picture: an `<svg>` element.
    pub svg: String,
    /// Its width, in pixels.
    pub width: f64,
    /// Its height, in pixels.
    pub height: f64,
    /// What answers to a finger, from left to right.
    pub hits: Vec<ChartHit>,
    /// The same in rows.
    pub table: ChartTable,
}

/// A point of a chart that tells its value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartHit {
    /// From the left, in pixels.
    pub x: f64,
    /// From the top, in pixels.
    pub y: f64,
    /// What it is.
    pub title: String,
    /// Its values, with their names and units.
    pub lines: Vec<String>,
    /// The record that the point stands for, if it stands for one: it opens on a tap.
    pub record: Option<Uuid>,
}

/// A chart in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// The headings.
    pub head: Vec<String>,
    /// The rows; the first cell names the row.
    pub body: Vec<Vec<String>>,
}
