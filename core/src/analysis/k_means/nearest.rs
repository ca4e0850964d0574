//! The nearest of some centres to a point, and how far it is.

/// Nearest centre, and the squared distances to it and to the second nearest.
#[derive(Clone, Copy)]
pub(super) struct Nearest {
    pub centre: u32,
    pub first: f64,
    pub second: f64,
}

impl Nearest {
    /// Finds the nearest centre; the first one of ties.
    pub(super) fn of(point: &[f64], centres: &[f64]) -> Self {
        let mut nearest = Self { centre: 0, first: f64::INFINITY, second: f64::INFINITY };
        for (centre, row) in centres.chunks_exact(point.len()).enumerate() {
            let squared = squared_distance(point, row);
            if squared < nearest.first {
                nearest = Self { centre: centre as u32, first: squared, second: nearest.first };
            } else if squared < nearest.second {
                nearest.second = squared;
            }
        }
        nearest
    }
}

/// Squared Euclidean distance.
#[inline]
pub(in crate::analysis) fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}
