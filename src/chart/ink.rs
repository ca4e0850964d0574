//! Colours and strokes of every chart.
//!
//! plotters supports only whole pixels and fixed colours. A picture is therefore drawn [`FINE`] times as large, and an
//! [`Ink`] is drawn as a placeholder colour that is finally replaced by a CSS variable.

use plotters::prelude::*;

/// Steps per pixel.
pub(super) const FINE: f64 = 4.0;

pub(super) type Area<'a, Coordinates> = DrawingArea<SVGBackend<'a>, Coordinates>;

/// Result of drawing. Writing to a string cannot fail, but plotters requires an error type, which is passed up to
/// `canvas::draw`.
pub type Drawn<T = ()> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

/// Colour of a stroke or surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Series with this index, from 0.
    Series(usize),
    /// Series with this index, dashed.
    Dashed(usize),
    /// Grid lines.
    Grid,
    /// Axis and dividing lines.
    Axis,
    /// Dotted line that marks a position.
    Mark,
    /// Labels.
    Word,
    /// Emphasised labels.
    Strong,
    /// Background, to separate labels and marks.
    Ground,
    /// Good.
    Good,
    /// Attention needed.
    Warn,
    /// Action needed.
    Bad,
}

/// Number of series with a colour of their own.
pub(super) const SERIES: usize = 8;

impl Ink {
    pub(super) fn color(self) -> RGBColor {
        let code = |n: usize| n as u8;
        match self {
            Self::Series(place) => RGBColor(1, 1, code(place % SERIES)),
            Self::Dashed(place) => RGBColor(1, 2, code(place % SERIES)),
            Self::Grid => RGBColor(1, 3, 0),
            Self::Axis => RGBColor(1, 3, 1),
            Self::Mark => RGBColor(1, 3, 2),
            Self::Word => RGBColor(1, 3, 3),
            Self::Strong => RGBColor(1, 3, 4),
            Self::Ground => RGBColor(1, 3, 5),
            Self::Good => RGBColor(1, 3, 6),
            Self::Warn => RGBColor(1, 3, 7),
            Self::Bad => RGBColor(1, 3, 8),
        }
    }

    pub(super) fn variable(self) -> String {
        match self {
            Self::Series(place) | Self::Dashed(place) => format!("--s{}", place % SERIES + 1),
            Self::Grid => "--line".into(),
            Self::Axis | Self::Mark => "--ink-3".into(),
            Self::Word => "--ink-2".into(),
            Self::Strong => "--ink".into(),
            Self::Ground => "--surface".into(),
            Self::Good => "--good".into(),
            Self::Warn => "--warn".into(),
            Self::Bad => "--bad".into(),
        }
    }

    pub(super) fn dash(self) -> &'static str {
        match self {
            Self::Dashed(_) => " stroke-dasharray=\"20 16\"",
            Self::Mark => " stroke-dasharray=\"4 12\"",
            _ => "",
        }
    }

    pub(super) fn all() -> impl Iterator<Item = Self> {
        let series = (0..SERIES).flat_map(|place| [Self::Series(place), Self::Dashed(place)]);
        series.chain([
            Self::Grid,
            Self::Axis,
            Self::Mark,
            Self::Word,
            Self::Strong,
            Self::Ground,
            Self::Good,
            Self::Warn,
            Self::Bad,
        ])
    }
}

pub(super) fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    ink.color().stroke_width((width * FINE) as u32)
}
