//! Columns of a table, on the screen and on paper.

/// Column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stable name, used in the address.
    pub key: &'static str,
    /// Heading.
    pub label: String,
    /// Width, as a track of a CSS grid: `minmax(12rem, 2fr)`.
    pub width: &'static str,
    /// True for a column of numbers, which is aligned right.
    pub is_number: bool,
    /// True if the rows can be sorted by the column.
    pub is_sortable: bool,
}
