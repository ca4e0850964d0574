//! Pages, one folder per feature. A page uses the state, the components and the charts, but no other page; code
//! shared by two pages is in `components` or `shared`.

pub mod actions;
pub mod capture;
pub mod customer;
pub mod customers;
pub mod data;
pub mod import;
pub mod not_found;
pub mod plan;
pub mod plans;
pub mod request;
pub mod requests;
pub mod satisfaction;
pub mod search;
pub mod segments;
pub mod service_kept;
pub mod settings;
pub mod survey;
pub mod surveys;
pub mod today;
pub mod visit;
pub mod visits;
