//! What a person does with the app, from the first look to a day without a network; a file a matter.

mod customer;
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
