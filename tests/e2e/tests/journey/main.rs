//! User journeys, from the first look to a day offline; one file per subject.

mod customer;
mod exchange;
mod field_day;
mod finding;
mod first_look;
mod import;
mod interruption;
mod offline;
mod parts;
mod people;
mod portfolio;
mod press;
mod segment;
mod survey;
mod tabs;
mod update;
