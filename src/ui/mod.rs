//! What people see: the root, the shell, the pages and the parts they are made of. State and its
//! rules live in the state room; nothing here opens the storage.
//!
//! # Texts
//!
//! Every word on the screen comes from `locales/<language>/<namespace>.json`. A feature owns one
//! namespace: add `locales/zh/visits.json` and `locales/en/visits.json` with the same keys (the build
//! finds them and stops where one language lacks a key), then in a component
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
//! with `"count": "共 {{ count }} 次"`. `say!` writes numbers of things and days itself; other figures are
//! written by [`format`], choices and errors by [`labels`], and a text takes them ready-made. Both macros read the
//! language as a signal, so they belong in a closure.

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
