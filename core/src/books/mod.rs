//! Books: data derived from the records, independent of any page. A book is plain data that is kept up to date with
//! the tables it follows: an update reads only the records written since the last one, and the result equals a
//! newly built book. Signals, the clock and the browser belong to the page; today is an argument.

pub mod actions;
pub mod facts;
pub mod notices;
pub mod plans;
pub mod portfolio;
pub mod requests;
pub mod rules;
pub mod satisfaction;
pub mod search;
pub mod segments;
pub mod selection;
pub mod service;
pub mod service_kept;
pub mod surveys;
pub mod table;
pub mod timeline;
pub mod visits;

/// Number of customers above which figures are computed in slices or by a worker, not in one task.
pub const MANY: usize = 5_000;
