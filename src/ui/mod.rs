//! User interface: the root, the shell, the pages and their components. State and its rules are in [`crate::state`];
//! nothing here accesses the storage.
//!
//! # Texts
//!
//! All texts on the screen are in `locales/<language>/<namespace>.json`. Each feature has its own namespace: add
//! `locales/zh/visits.json` and `locales/en/visits.json` with the same keys (the build finds them and fails if a
//! language lacks a key), then write in a component
//!
//! ```ignore
//! use crate::ui::i18n::*;
//! let i18n = use_i18n();
//! view! {
//!     <h1>{t!(i18n, visits.title)}</h1>                                        // a view
//!     <p>{move || say!(i18n, visits.count, count = n)}</p>
//!     <Button label=move || t_string!(i18n, visits.start) on_press=... />      // a text, by closure
//! }
//! ```
//!
//! with `"count": "共 {{ count }} 次"`. `say!` formats counts and dates itself; other figures are formatted by
//! [`format`], enums and errors by [`labels`], before they are passed to a text. All these macros read the language
//! as a signal, so they belong in a closure.

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

#[macro_use]
pub mod say;

pub mod app;
pub mod appearance;
pub mod chart_file;
pub mod components;
pub mod format;
pub mod labels;
pub mod navigation;
pub mod pages;
pub mod parts;
pub mod routes;
pub mod shared;
pub mod shell;
