//! Marks of an axis, at round numbers.

use std::ops::Range;

use super::Write;

/// Returns about `wanted` round numbers (1, 2 or 5 times a power of ten apart) from at or below `least` to at or
/// above `most`; at least two.
pub fn round_numbers(least: f64, most: f64, wanted: usize) -> Vec<f64> {
    let span = if most > least { most - least } else { most.abs().max(1.0) };
    let raw = span / wanted.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(power * 10.0);
    let first = (least / step).floor();
    let last = (most / step).ceil().max(first + 1.0);
    (0..=(last - first) as usize).map(|place| (first + place as f64) * step).collect()
}

/// Returns the labels of marks, all with as many decimals as one of them needs, so that 50.0 beside 100 becomes
/// 50, and 0.3 beside 0.35 stays 0.30.
pub fn words(marks: &[f64], write: Write<'_>) -> Vec<String> {
    even(marks.iter().map(|mark| write(*mark)).collect())
}

/// Trims the decimals of numbers in labels to as many as one of them needs; other text is unchanged.
pub fn even(words: Vec<String>) -> Vec<String> {
    let needed = |word: &String| fraction(word).trim_end_matches('0').len();
    let places = words.iter().map(needed).max().unwrap_or(0);
    words.iter().map(|word| cut(word, places)).collect()
}

/// Returns the digits after the decimal point of the number in a label; empty without one.
fn fraction(word: &str) -> &str {
    let behind = word.split_once('.').map_or("", |(_, behind)| behind);
    let end = behind.find(|sign: char| !sign.is_ascii_digit());
    &behind[..end.unwrap_or(behind.len())]
}

/// Returns the label with at most this many decimals.
fn cut(word: &str, places: usize) -> String {
    let digits = fraction(word);
    match word.split_once('.') {
        Some((whole, behind)) if digits.len() > places => {
            let point = if places == 0 { "" } else { "." };
            let kept = &digits[..places];
            format!("{whole}{point}{kept}{}", &behind[digits.len()..])
        }
        _ => word.to_owned(),
    }
}

/// Returns the range that marks span.
pub fn span(marks: &[f64]) -> Range<f64> {
    match (marks.first(), marks.last()) {
        (Some(first), Some(last)) if last > first => *first..*last,
        _ => 0.0..1.0,
    }
}

/// Returns the step between labelled marks if `room` of `count` labels fit: 1, 2, 3, 6, 12, 24 or 60, so that
/// labels fall on the same months each year; `count` if all of these are too small.
pub fn every(count: usize, room: usize) -> usize {
    [1, 2, 3, 6, 12, 24, 60]
        .into_iter()
        .find(|step| count.div_ceil(*step) <= room.max(1))
        .unwrap_or(count.max(1))
}

/// Returns the minimum and maximum of the finite numbers.
pub fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |extent, value| {
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
            assert_eq!(round_numbers(least, most, wanted), expected, "{least}..{most}");
        }
    }

    #[test]
    fn words_have_the_places_they_need() {
        let cases: [(&[&str], &[&str]); 6] = [
            (&["50.0", "100", "150"], &["50", "100", "150"]),
            (&["0.30", "0.35", "0.40"], &["0.30", "0.35", "0.40"]),
            (&["0", "0.20", "0.40"], &["0", "0.2", "0.4"]),
            (&["−4.0", "0.0", "4.0"], &["−4", "0", "4"]),
            (&["10.0 MWh", "1.00 GWh"], &["10 MWh", "1 GWh"]),
            (&["20%", "2.5%", "A. B"], &["20%", "2.5%", "A. B"]),
        ];
        for (written, expected) in cases {
            let marks: Vec<f64> = (0..written.len()).map(|place| place as f64).collect();
            let write = |place: f64| written[place as usize].to_owned();
            assert_eq!(words(&marks, &write), expected, "{written:?}");
        }
    }

    #[test]
    fn words_leave_room() {
        let cases = [(12, 12, 1), (24, 12, 2), (36, 8, 6), (36, 12, 3), (120, 10, 12), (5, 0, 6)];
        for (count, room, step) in cases {
            assert_eq!(every(count, room), step, "{count} in {room}");
        }
    }
}
