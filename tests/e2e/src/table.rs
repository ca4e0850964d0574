//! The list of customers as shown: headings, rows in order, and count.

use serde_json::Value;

use crate::{Failure, page::Page};

/// The current table; only the rows that are rendered.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Headings.
    pub headings: Vec<String>,
    /// Rows from the top, cell by cell.
    pub rows: Vec<Vec<String>>,
    /// Text with the number of rows.
    pub count: String,
}

const READ: &str = "
    const text = (node) => node.innerText.replace(/\\s+/g, ' ').trim();
    const rows = Array.from(document.querySelectorAll('.list-row'))
        .map((row) => [row.getBoundingClientRect().top, Array.from(
            row.querySelectorAll('[role=gridcell]'), text)]);
    rows.sort((a, b) => a[0] - b[0]);
    return {
        headings: Array.from(document.querySelectorAll('[role=columnheader]'), text),
        rows: rows.map((row) => row[1]),
        count: document.querySelector('.list-line [role=status]')?.innerText ?? '',
    };";

impl Table {
    /// Reads the table on the page.
    ///
    /// # Errors
    /// If the page cannot be queried.
    pub async fn read(page: &Page) -> Result<Self, Failure> {
        let read = page.script(READ, vec![]).await?;
        Ok(Self {
            headings: texts(&read["headings"]),
            rows: read["rows"].as_array().into_iter().flatten().map(texts).collect(),
            count: read["count"].as_str().unwrap_or_default().into(),
        })
    }

    /// Polls until the table meets a condition.
    ///
    /// # Errors
    /// The condition waited for.
    pub async fn until(
        page: &Page,
        what: &str,
        is_so: impl Fn(&Self) -> bool,
    ) -> Result<Self, Failure> {
        page.until(what, async || Ok(Some(Self::read(page).await?).filter(&is_so))).await
    }

    /// Returns the cells below the heading with this prefix.
    pub fn column(&self, heading: &str) -> Vec<&str> {
        let Some(place) = self.headings.iter().position(|one| one.starts_with(heading)) else {
            return Vec::new();
        };
        let cells = self.rows.iter().filter_map(|row| row.get(place));
        cells.map(String::as_str).collect()
    }

    /// Returns the numbers below the heading with this prefix; cells without one are skipped.
    pub fn numbers(&self, heading: &str) -> Vec<f64> {
        let cells = self.column(heading).into_iter();
        cells.filter_map(number).collect()
    }
}

/// Parses a number written in either language.
pub fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .replace('−', "-")
        .chars()
        .filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | '-'))
        .collect();
    plain.parse().ok()
}

fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts.filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let cases = [("1,234.5", Some(1234.5)), ("−12.3%", Some(-12.3)), ("—", None)];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
