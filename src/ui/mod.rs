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
//!     <p>{move || t_string!(i18n, visits.count, count = format::count(i18n.get_locale(), n))}</p>
//!     <Button label=move || t_string!(i18n, visits.start) on_press=... />      // a text, by closure
//! }
//! ```
//!
//! with `"count": "共 {{ count }} 次"`. Numbers and dates are written by [`format`], choices and errors
//! by [`labels`]; a text takes them ready-made. `t_string!` reads the language as a signal, so it
//! belongs in a closure.

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));

pub mod app;
pub mod appearance;
pub mod chart_file;
pub mod clock_doubt;
pub mod components;
pub mod contested;
pub mod customer_choice;
pub mod dictation;
pub mod due;
pub mod field;
pub mod follow_up_tabs;
pub mod format;
pub mod in_the_way;
pub mod labels;
pub mod latest;
pub mod map_link;
pub mod mine;
pub mod monthly_energy;
pub mod navigation;
pub mod new_record;
pub mod pages;
pub mod parts;
pub mod picture;
pub mod pin_form;
pub mod plan_link;
pub mod plan_row;
pub mod promise;
pub mod promise_make;
pub mod reasons;
pub mod reporting_month;
pub mod request_status;
pub mod routes;
pub mod sample;
pub mod sheet;
pub mod shell;
pub mod table_export;
pub mod tones;
