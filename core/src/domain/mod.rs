//! The business itself: customers and what is known of them, segments, surveys, visits and their follow-up,
//! requests, service plans, working days and the clocks that count them.
//!
//! No clock, randomness, user-facing text, input or output: those come in as arguments.

pub mod account_number;
pub mod action;
pub mod attachment;
pub mod bills;
pub mod block;
pub mod calendar;
pub mod clock;
pub mod column;
pub mod customer;
pub mod date;
pub mod dated;
pub mod days;
pub mod decimals;
pub mod draft;
pub mod equipment;
pub mod folding;
pub mod id;
mod keyed;
pub mod link;
pub mod merge;
pub mod meter_rows;
pub mod moment;
pub mod month;
pub mod notice;
pub mod order;
pub mod packed;
pub mod people;
pub mod person;
pub mod pinyin;
pub mod plan;
pub mod readings;
pub mod record;
pub mod request;
pub mod rule;
pub mod secret;
pub mod segment;
pub mod series;
pub mod setting;
pub mod signed;
pub mod standard;
pub mod survey;
pub mod visit;
pub mod wall_clock;
pub mod whole_number;

pub use customer::{Contact, Customer, Importance, SourceKind, SupplyPoint};
pub use id::Id;
pub use link::Link;
pub use moment::Moment;
pub use month::Month;
pub use order::InOrder;
pub use people::People;
pub use person::{Person, Who};
pub use record::{FieldError, FieldOf, Named, Record, RecordKind, Value};
pub use secret::WorkspaceSecret;
pub use whole_number::{Count, Year};
