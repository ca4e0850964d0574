//! Books: what follows from the records and can be told without a page. A book is plain data that is kept up to date
//! with the tables it follows: it looks again only at what was written, and equals one made anew. Signals, the
//! clock and the browser are the page's; today is an argument.

pub mod table;
