//! Placement of names beside marks: close to their mark, without overlapping other names, marks or occupied
//! areas. The caller draws them.

use super::canvas::{Side, width_of};

/// Half the height of a name, in pixels.
const HALF: f64 = 8.0;
/// Distance from a dividing line to a name, in pixels.
const GAP: f64 = 4.0;
/// Half the side of a mark, in pixels.
const MARK: f64 = 7.0;
/// Candidate distances of a name from its mark, in pixels; beyond the first, a line leads to it.
const DISTANCES: [f64; 5] = [11.0, 20.0, 32.0, 46.0, 62.0];

/// A rectangle of the sheet, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    /// Left and right edge.
    pub x: (f64, f64),
    /// Top and bottom edge.
    pub y: (f64, f64),
}

impl Ground {
    /// Returns the area of a label at this position.
    pub fn of(word: &str, (x, y): (f64, f64), side: Side) -> Self {
        let length = width_of(word);
        let (x, y) = match side {
            Side::Right => ((x, x + length), (y - HALF, y + HALF)),
            Side::Left => ((x - length, x), (y - HALF, y + HALF)),
            Side::Above => ((x - length / 2.0, x + length / 2.0), (y - 2.0 * HALF, y)),
            Side::Below => ((x - length / 2.0, x + length / 2.0), (y, y + 2.0 * HALF)),
        };
        Self { x, y }
    }

    fn mark((x, y): (f64, f64)) -> Self {
        Self { x: (x - MARK, x + MARK), y: (y - MARK, y + MARK) }
    }

    fn meets(&self, other: &Self) -> bool {
        let apart = |one: (f64, f64), other: (f64, f64)| one.1 <= other.0 || other.1 <= one.0;
        !apart(self.x, other.x) && !apart(self.y, other.y)
    }

    /// Returns `true` if the vertical or horizontal line crosses it.
    pub fn is_crossed(&self, lines: (f64, f64)) -> bool {
        let crosses = |along: (f64, f64), line: f64| along.0 < line && line < along.1;
        crosses(self.x, lines.0) || crosses(self.y, lines.1)
    }

    fn holds(&self, other: &Self) -> bool {
        self.x.0 <= other.x.0
            && other.x.1 <= self.x.1
            && self.y.0 <= other.y.0
            && other.y.1 <= self.y.1
    }
}

/// A name beside its mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelPlace {
    /// Anchor of the name, in pixels.
    pub at: (f64, f64),
    /// Position of the name relative to the anchor.
    pub side: Side,
    /// `true` if the name is far enough from the mark to need a line to it.
    pub is_apart: bool,
}

/// Returns positions for names, in the order of their marks (position on the sheet and name), within `field`,
/// avoiding `taken` and, where possible, the `lines` that divide the field (vertical, horizontal).
pub fn beside(
    marks: &[((f64, f64), &str)],
    field: Ground,
    taken: &[Ground],
    lines: (f64, f64),
) -> Vec<LabelPlace> {
    let mut grounds = taken.to_vec();
    let mut places = Vec::with_capacity(marks.len());
    for (mark, (at, name)) in marks.iter().enumerate() {
        let cost = |place: &LabelPlace| {
            let ground = Ground::of(name, place.at, place.side);
            let covered = grounds.iter().filter(|taken| taken.meets(&ground)).count();
            let others = marks.iter().enumerate().filter(|(other, _)| *other != mark);
            let marked = others.filter(|(_, (at, _))| Ground::mark(*at).meets(&ground)).count();
            let outside = usize::from(!field.holds(&ground));
            let crossed = usize::from(ground.x.0 < lines.0 && lines.0 < ground.x.1)
                + usize::from(ground.y.0 < lines.1 && lines.1 < ground.y.1);
            100 * (covered + marked + outside) + 3 * crossed
        };
        // Closer candidates come first, and the first of ties is taken.
        let half = width_of(name) / 2.0;
        let side =
            if at.0 < lines.0 { (field.x.0, lines.0 - GAP) } else { (lines.0 + GAP, field.x.1) };
        let candidates = around(*at, half, side).into_iter().enumerate();
        let best = candidates.min_by_key(|(rank, place)| cost(place) * 10 + rank / 4);
        let place = best
            .map_or(LabelPlace { at: *at, side: Side::Right, is_apart: false }, |(_, place)| place);
        grounds.push(Ground::of(name, place.at, place.side));
        places.push(place);
    }
    places
}

/// Returns all candidates around a mark, the closest first. Above and below it, a name of this half width is
/// moved sideways to stay within `side`, if it fits there.
fn around((x, y): (f64, f64), half: f64, side: (f64, f64)) -> Vec<LabelPlace> {
    let least = side.0 + half;
    let most = side.1 - half;
    let middle = if least <= most { x.clamp(least, most) } else { x };
    let ring = |(rank, distance): (usize, f64)| {
        let slant = distance * 0.8;
        let places = [
            ((x + distance, y), Side::Right),
            ((x - distance, y), Side::Left),
            ((middle, y - distance + 2.0), Side::Above),
            ((middle, y + distance - 2.0), Side::Below),
            ((x + slant, y - slant), Side::Right),
            ((x + slant, y + slant), Side::Right),
            ((x - slant, y - slant), Side::Left),
            ((x - slant, y + slant), Side::Left),
        ];
        places.map(|(at, side)| LabelPlace { at, side, is_apart: rank > 0 })
    };
    DISTANCES.into_iter().enumerate().flat_map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Ground = Ground { x: (40.0, 340.0), y: (20.0, 280.0) };
    const MIDDLE: (f64, f64) = (190.0, 150.0);

    #[test]
    fn a_name_stands_right_of_a_lone_mark_and_left_of_one_at_the_edge() {
        for (x, side) in [(100.0, Side::Right), (330.0, Side::Left)] {
            let places = beside(&[((x, 80.0), "电能质量")], FIELD, &[], MIDDLE);
            assert_eq!((places[0].side, places[0].is_apart), (side, false), "{x}");
        }
    }

    #[test]
    fn a_long_name_is_moved_off_the_middle_line() {
        // Almost as long as its side of the field is wide.
        let name = "Power quality 12345";
        assert!(width_of(name) < FIELD.x.1 - MIDDLE.0 - GAP);
        for x in [195.0, 205.0, 260.0, 335.0] {
            let places = beside(&[((x, 80.0), name)], FIELD, &[], MIDDLE);
            let ground = Ground::of(name, places[0].at, places[0].side);
            assert!(!ground.is_crossed(MIDDLE), "{x}: {ground:?}");
            assert!(FIELD.holds(&ground), "{x}: {ground:?}");
        }
    }

    #[test]
    fn crowded_names_cover_no_name_no_mark_and_no_corner() {
        let names = [
            "Power quality and reliability",
            "Price",
            "Billing and payment",
            "Communication",
            "Customer service",
            "Business processing",
            "Social responsibility",
        ];
        let marks: Vec<((f64, f64), &str)> = names
            .iter()
            .enumerate()
            .map(|(place, name)| {
                ((150.0 + 9.0 * place as f64, 140.0 + 7.0 * (place % 3) as f64), *name)
            })
            .collect();
        let corner = Ground { x: (40.0, 160.0), y: (20.0, 44.0) };
        let places = beside(&marks, FIELD, &[corner], MIDDLE);
        let grounds: Vec<Ground> = places
            .iter()
            .zip(&names)
            .map(|(place, name)| Ground::of(name, place.at, place.side))
            .collect();
        for (place, ground) in grounds.iter().enumerate() {
            assert!(FIELD.holds(ground), "{} leaves the field", names[place]);
            assert!(!ground.meets(&corner), "{} covers the corner", names[place]);
            for (other, (at, _)) in marks.iter().enumerate().filter(|(other, _)| *other != place) {
                assert!(!ground.meets(&Ground::mark(*at)), "{place} covers mark {other}");
                assert!(!ground.meets(&grounds[other]), "{place} covers name {other}");
            }
        }
    }
}
