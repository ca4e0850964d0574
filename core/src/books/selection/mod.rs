//! Which entries of a list are shown, and in which order. The filters are plain data; an address, or whatever else they
//! are read from, is the page's.

pub mod customers;
pub mod judged;
pub mod plans;
pub mod promises;
pub mod requests;

use std::{fmt, str::FromStr};

/// An order of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub key: String,
    /// The largest first.
    pub is_descending: bool,
}

impl Sort {
    /// The largest of this column first.
    pub fn descending(key: &str) -> Self {
        Self { key: key.into(), is_descending: true }
    }

    /// The smallest of this column first.
    pub fn ascending(key: &str) -> Self {
        Self { key: key.into(), is_descending: false }
    }
}

/// Writes `-energy` for the largest first.
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
