//! Current time. The core never reads the clock; times are passed in.

use std::time::Duration;

use jiff::civil::{Date, DateTime};
use wasm_bindgen::{JsCast, closure::Closure};

/// Returns the milliseconds since 1970.
pub fn now_millis() -> u64 {
    js_sys::Date::now() as u64
}

/// Returns the current day in the time zone of the tablet.
pub fn today() -> Date {
    local(now_millis()).date()
}

/// Converts a moment to local time.
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

/// Converts local time, in whole minutes, to a moment.
pub fn millis_at(shown: DateTime) -> u64 {
    let date = js_sys::Date::new_with_year_month_day_hr_min(
        u32::try_from(shown.year()).unwrap_or_default(),
        i32::from(shown.month()) - 1,
        i32::from(shown.day()),
        i32::from(shown.hour()),
        i32::from(shown.minute()),
    );
    date.get_time().max(0.0) as u64
}

/// Events that show the presence of a user.
const PRESENCE: [&str; 5] = ["visibilitychange", "pageshow", "focus", "pointerdown", "keydown"];

/// Calls `heard` whenever a user returns to the page or presses something, before the page handles the press; for
/// the lifetime of the page. A timer is not sufficient: the time a device sleeps does not count towards its
/// delay.
pub fn listen_presence(heard: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closure = Closure::<dyn Fn()>::new(heard);
    for event in PRESENCE {
        let heard = closure.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool(event, heard, true);
    }
    closure.forget();
}

/// Splits long work on the page into slices, between which the page draws and handles input.
#[derive(Debug)]
pub struct Slices {
    since: f64,
}

impl Slices {
    /// Length of a slice, milliseconds: half a frame.
    const LENGTH: f64 = 8.0;

    /// Starts the first slice.
    pub fn begin() -> Self {
        Self { since: js_sys::Date::now() }
    }

    /// Returns `true` if the slice has lasted long enough. A hidden page never ends it: there is nobody to
    /// respond to, and the browser wakes such a page at most once a second.
    pub fn is_over(&self) -> bool {
        let taken = js_sys::Date::now() - self.since;
        // A clock that was set back ends it as well.
        !(0.0..Self::LENGTH).contains(&taken) && !is_hidden()
    }

    /// Lets the page draw and handle input if the slice is over, and starts the next.
    pub async fn pause(&mut self) {
        if self.is_over() {
            breathe().await;
            *self = Self::begin();
        }
    }
}

/// Returns `true` if the page is hidden.
fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.hidden())
}

/// Waits for this duration.
pub async fn sleep(duration: Duration) {
    gloo_timers::future::sleep(duration).await;
}

/// Lets the page draw and handle input: await it from time to time in long work.
pub async fn breathe() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}
