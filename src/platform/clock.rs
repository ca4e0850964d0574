//! The time now. The core never asks; it is told.

use jiff::civil::{Date, DateTime};

/// Milliseconds since 1970.
pub fn now_millis() -> u64 {
    js_sys::Date::now() as u64
}

/// Today, where the tablet is.
pub fn today() -> Date {
    local(now_millis()).date()
}

/// A moment as the tablet's wall clock shows it.
pub fn local(millis: u64) -> DateTime {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis as f64));
    DateTime::new(
        date.get_full_year() as i16,
        date.get_month() as i8 + 1,
        date.get_date() as i8,
        date.get_hours() as i8,
        date.get_minutes() as i8,
        date.get_seconds() as i8,
        0,
    )
    .unwrap_or(DateTime::constant(1970, 1, 1, 0, 0, 0, 0))
}

/// Lets the page draw and hear in between: await it now and then in long work.
pub async fn breathe() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}
