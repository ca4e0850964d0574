//! Books: what follows from the records and can be told without a page. A book is plain data that is kept up to date
//! with the tables it follows: it looks again only at what was written, and equals one made anew. Signals, the
//! clock and the browser are the page's; today is an argument.

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
