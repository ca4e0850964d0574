//! What the business is: customers, supply points, contacts, readings, bills, segments, surveys,
//! requests, working days and the clocks that count them.
//!
//! No clock, no randomness, no text for people and no input or output: those come in as arguments.

pub mod bills;
pub mod calendar;
pub mod clock;
pub mod customer;
pub mod date;
pub mod draft;
pub mod id;
pub mod month;
pub mod order;
pub mod readings;
pub mod record;
pub mod request;
pub mod segment;
pub mod series;
pub mod setting;
pub mod survey;

pub use customer::{Contact, Customer, Importance, SourceKind, SupplyPoint};
pub use id::Id;
pub use month::Month;
pub use order::InOrder;
pub use record::{FieldError, Record, RecordKind, Value};
