//! Cells that only seem to hold a value: a formula that was never calculated, an error, a number shortened by a
//! spreadsheet. None is imported as text or number; each is a problem of its row.

use super::{
    problem::Reason,
    row::{Flaw, Row},
};

/// Error values of spreadsheets, in every language version that writes them in letters.
const ERRORS: &[&str] = &[
    "#REF!",
    "#N/A",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#UNKNOWN!",
    "#GETTING_DATA",
];

/// Returns the reason why a cell cannot be used as a value of this field, if any.
pub fn flaw(row: &Row<'_>, column: usize, field: &str) -> Option<Reason> {
    let names_something = matches!(field, "account_number" | "supply_point" | "customer");
    let text = row.cell(column);
    match row.flaw(column) {
        Some(Flaw::NotCalculated) => Some(Reason::NotCalculated),
        Some(Flaw::Shortened) if names_something => Some(Reason::ShortenedNumber),
        _ if is_error(text) => Some(Reason::ErrorCell),
        _ if names_something && is_scientific(text) => Some(Reason::ShortenedNumber),
        _ => None,
    }
}

/// Returns `true` if a cell shows an error: `#REF!`, `Err:502`, or the characters of a too narrow column.
pub fn is_error(cell: &str) -> bool {
    let cell = cell.trim();
    match cell.as_bytes() {
        [b'#', rest @ ..] => {
            let is_narrow = rest.len() >= 2 && rest.iter().all(|byte| *byte == b'#');
            is_narrow || ERRORS.iter().any(|error| cell.eq_ignore_ascii_case(error))
        }
        [b'E', b'r', b'r', b':', rest @ ..] => {
            !rest.is_empty() && rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Returns `true` if a cell is a number in scientific notation: `3.401E+12`. Its last digits are lost.
pub fn is_scientific(cell: &str) -> bool {
    let Some((digits, power)) = cell.trim().split_once(['E', 'e']) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    whole.len() == 1
        && is_number(whole)
        && is_number(decimals)
        && power.strip_prefix('+').is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_shortened_numbers_are_known() {
        for cell in ["#REF!", " #N/A ", "#n/a", "#DIV/0!", "#NAME?", "Err:502", "########"] {
            assert!(is_error(cell), "{cell}");
        }
        for cell in ["", "#", "#1", "#1 变压器", "##", "Err:", "Error", "REF"] {
            assert!(!is_error(cell), "{cell}");
        }
        for cell in ["3.401E+12", "3E+12", "3.40100000001789E+19", "3,4e+12"] {
            assert!(is_scientific(cell), "{cell}");
        }
        for cell in ["3401", "SE+12", "1E5", "34E+12", "E+12", "3.E", "3E+", "12E+3A"] {
            assert!(!is_scientific(cell), "{cell}");
        }
    }
}
