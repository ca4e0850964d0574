//! Real browsers, operated as a user would: the built site on a server of its own, a driver and browser for each
//! engine, and the actions and observations of a user. The expectations are in `tests/`.

pub mod archive;
pub mod axe;
pub mod capture;
pub mod engine;
pub mod exchange;
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

/// An expectation was not met, or a part of the test setup failed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Returns an error unless `holds`.
///
/// # Errors
/// The expectation, if it does not hold.
pub fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(what().into()) }
}
