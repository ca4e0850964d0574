//! Where an axis has its marks: at round numbers.

use std::ops::Range;

/// About `wanted` round numbers (1, 2 or 5 times a power of ten apart) from at or below `least` to
/// at or above `most`; at least two.
pub fn round_numbers(least: f64, most: f64, wanted: usize) -> Vec<f64> {
    let span = if most > least {
        most - least
    } else {
        most.abs().max(1.0)
    };
    let raw = span / wanted.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(power * 10.0);
    let first = (least / step).floor();
    let last = (most / step).ceil().max(first + 1.0);
    (0..=(last - first) as usize)
        .map(|place| (first + place as f64) * step)
        .collect()
}

/// The range that marks span.
pub fn span(marks: &[f64]) -> Range<f64> {
    match (marks.first(), marks.last()) {
        (Some(first), Some(last)) if last > first => *first..*last,
        _ => 0.0..1.0,
    }
}

/// Which of `count` marks get a word when there is room for `room` of them: every first, second,
/// third, sixth or twelfth, so that months fall on the same month each year.
pub fn every(count: usize, room: usize) -> usize {
    [1, 2, 3, 6, 12, 24, 60]
        .into_iter()
        .find(|step| count.div_ceil(*step) <= room.max(1))
        .unwrap_or(count.max(1))
}

/// The least and the most of finite numbers.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold(None, |extent, value| {
            let (least, most) = extent.unwrap_or((value, value));
            Some((least.min(value), most.max(value)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round() {
        let cases: [(f64, f64, usize, &[f64]); 5] = [
            (0.0, 100.0, 5, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (3.6, 6.9, 4, &[3.0, 4.0, 5.0, 6.0, 7.0]),
            (0.0, 0.0, 4, &[0.0, 0.5]),
            (-3.0, 7.0, 4, &[-5.0, 0.0, 5.0, 10.0]),
            (0.0, 1234.0, 3, &[0.0, 500.0, 1000.0, 1500.0]),
        ];
        for (least, most, wanted, expected) in cases {
            assert_eq!(
                round_numbers(least, most, wanted),
                expected,
                "{least}..{most}"
            );
        }
    }

    #[test]
    fn words_leave_room() {
        let cases = [
            (12, 12, 1),
            (24, 12, 2),
            (36, 8, 6),
            (36, 12, 3),
            (120, 10, 12),
            (5, 0, 6),
        ];
        for (count, room, step) in cases {
            assert_eq!(every(count, room), step, "{count} in {room}");
        }
    }
}
