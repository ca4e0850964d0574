//! Filter and order of lists. Filters are plain data; the page reads them from an address or elsewhere.

pub mod customers;
pub mod judged;
pub mod plans;
pub mod promises;
pub mod requests;

use std::{fmt, str::FromStr};

/// Order of the rows of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Column.
    pub key: String,
    /// `true` for largest first.
    pub is_descending: bool,
}

impl Sort {
    /// Sorts by this column, largest first.
    pub fn descending(key: &str) -> Self {
        Self { key: key.into(), is_descending: true }
    }

    /// Sorts by this column, smallest first.
    pub fn ascending(key: &str) -> Self {
        Self { key: key.into(), is_descending: false }
    }
}

/// Writes `-energy` for largest first.
impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_descending { "-" } else { "" }, self.key)
    }
}

impl FromStr for Sort {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.strip_prefix('-') {
            Some(key) => Self { key: key.into(), is_descending: true },
            None => Self { key: text.into(), is_descending: false },
        })
    }
}
