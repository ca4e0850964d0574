//! Real browsers, driven as a person would: the built site on a server of its own, a driver and a
//! browser for each engine, and what a person does and sees. What is to be true of the app is in
//! `tests/`.

pub mod archive;
pub mod axe;
pub mod capture;
pub mod engine;
pub mod field_work;
pub mod figures;
pub mod form;
pub mod import;
pub mod page;
pub mod paper;
pub mod pictures;
pub mod real_data;
pub mod server;
pub mod settings;
pub mod site;
pub mod table;
pub mod visit;
pub mod words;

/// Something is not as a person expects it, or a part of the bench does not work.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A failure unless `holds`.
///
/// # Errors
/// What was expected, when it does not hold.
pub fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(what().into()) }
}
