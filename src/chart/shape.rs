//! Shapes of marks, so that a series is recognisable without its colour.

use plotters::{coord::Shift, prelude::*};

use super::ink::{Area, Drawn, FINE, Ink, SERIES, stroke};

/// Shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkShape {
    /// ●
    Disc,
    /// ▲
    Triangle,
    /// ■
    Square,
    /// ◆
    Diamond,
    /// ○
    Ring,
    /// ▼
    Down,
    /// ✚
    Cross,
    /// □
    Frame,
}

impl MarkShape {
    /// Returns the shape of the series with this index.
    pub const fn of(place: usize) -> Self {
        match place % SERIES {
            0 => Self::Disc,
            1 => Self::Triangle,
            2 => Self::Square,
            3 => Self::Diamond,
            4 => Self::Ring,
            5 => Self::Down,
            6 => Self::Cross,
            _ => Self::Frame,
        }
    }
}

/// Draws a mark of this size, in pixels, at a position of the sheet in steps of 1/[`FINE`] pixel.
pub(super) fn stamp(
    area: &Area<'_, Shift>,
    (x, y): (i32, i32),
    shape: MarkShape,
    size: f64,
    ink: Ink,
    opacity: f64,
) -> Drawn {
    let r = (size * FINE) as i32;
    let filled = ink.color().mix(opacity).filled();
    let hollow = stroke(ink, (size * 0.45).max(1.0));
    let corners = |corners: &[(i32, i32)]| {
        area.draw(&Polygon::new(
            corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect::<Vec<_>>(),
            filled,
        ))
    };
    match shape {
        MarkShape::Disc => area.draw(&Circle::new((x, y), r, filled)),
        MarkShape::Ring => area.draw(&Circle::new((x, y), r * 9 / 10, hollow)),
        MarkShape::Triangle => {
            corners(&[(0, -r * 5 / 4), (r * 11 / 10, r * 3 / 4), (-r * 11 / 10, r * 3 / 4)])
        }
        MarkShape::Down => {
            corners(&[(0, r * 5 / 4), (r * 11 / 10, -r * 3 / 4), (-r * 11 / 10, -r * 3 / 4)])
        }
        MarkShape::Diamond => {
            corners(&[(0, -r * 5 / 4), (r * 5 / 4, 0), (0, r * 5 / 4), (-r * 5 / 4, 0)])
        }
        MarkShape::Square => area.draw(&Rectangle::new(
            [(x - r * 9 / 10, y - r * 9 / 10), (x + r * 9 / 10, y + r * 9 / 10)],
            filled,
        )),
        MarkShape::Frame => area.draw(&Rectangle::new(
            [(x - r * 4 / 5, y - r * 4 / 5), (x + r * 4 / 5, y + r * 4 / 5)],
            hollow,
        )),
        MarkShape::Cross => {
            area.draw(&PathElement::new(vec![(x - r, y), (x + r, y)], hollow))?;
            area.draw(&PathElement::new(vec![(x, y - r), (x, y + r)], hollow))
        }
    }
}
