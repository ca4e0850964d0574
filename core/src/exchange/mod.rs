//! Import and export: customers, supply points, readings and bills as delimited text or workbooks, responses and
//! working days as delimited text, visits as a calendar. Pure: bytes in, a draft and a list of problems out. The
//! platform reads files from disk, the ledger writes the draft.
//!
//! Import of a file: [`source`] detects the format and yields rows → [`mapping`] assigns columns to fields →
//! [`plan`] compares the rows with the portfolio and drafts what is new.

pub mod absent;
pub mod calendar;
pub mod day;
pub mod delimited;
pub mod export;
pub mod field;
pub mod files;
pub mod flaw;
mod head;
pub mod heading;
pub mod icalendar;
pub mod inspection;
pub mod key;
pub mod mapping;
pub mod opening;
pub mod outgoing;
pub mod photo;
pub mod plan;
pub mod portfolio;
pub mod problem;
pub mod questionnaire;
pub mod responses;
pub mod row;
pub mod sheet;
pub mod slices;
pub mod source;
pub mod spreadsheet;
pub mod style;
pub mod text;
pub mod unit;
pub mod value;
pub mod workbook;

pub use field::FileKind;
pub use inspection::{Inspection, inspect, inspect_slices};
pub use mapping::Mapping;
pub use plan::{ImportInput, Options, Plan, plan};
pub use portfolio::PortfolioRecords;
pub use problem::{Problem, Problems, Reason};
pub use source::{FileOpening, Source};
