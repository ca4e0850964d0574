//! Location of the tablet: requested once, when the user wants it recorded, and never tracked.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Geolocation, PositionOptions};

/// A place on Earth, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Latitude, degrees.
    pub latitude: f64,
    /// Longitude, degrees.
    pub longitude: f64,
    /// Accuracy, metres.
    pub accuracy_m: f64,
}

/// Reason why there is no position. Nothing depends on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionError {
    /// The browser has no such service.
    Absent,
    /// Denied by the user or the system.
    Refused,
    /// The position cannot be determined here.
    Unavailable,
    /// Timeout.
    TooLong,
    /// The permission prompt was not answered.
    Unanswered,
}

impl PositionError {
    /// Converts the code of the standard [W3C Geolocation, GeolocationPositionError]; any other code counts as a
    /// place without reception.
    fn of_code(code: Option<f64>) -> Self {
        match code {
            Some(1.0) => Self::Refused,
            Some(3.0) => Self::TooLong,
            _ => Self::Unavailable,
        }
    }
}

/// Time to wait for a position, in milliseconds: long enough for a first fix under the open sky.
const WAIT: u32 = 20_000;
/// Time to wait for both the permission prompt and the position, in milliseconds.
const PATIENCE: i32 = 25_000;
/// Error message when [`PATIENCE`] runs out.
const UNANSWERED: &str = "unanswered";
/// Maximum age of a cached position, in milliseconds.
const AGE: u32 = 60_000;

/// Requests the position; the browser asks the user for permission if it has not done so before.
///
/// # Errors
/// [`PositionError`].
pub async fn now() -> Result<Position, PositionError> {
    let service = service().ok_or(PositionError::Absent)?;
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(WAIT);
    options.set_maximum_age(AGE);
    let asked = Promise::new(&mut |found, failed| {
        // The browser's own timeout does not run while its permission prompt is open.
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_1(
                &failed,
                PATIENCE,
                &UNANSWERED.into(),
            );
        }
        let asked = service.get_current_position_with_error_callback_and_options(
            &found,
            Some(&failed),
            &options,
        );
        // A browser that rejects the request itself never answers, so nobody waits for it.
        if let Err(why) = asked {
            let _ = failed.call1(&JsValue::NULL, &why);
        }
    });
    match JsFuture::from(asked).await {
        Ok(found) => {
            let coords = Reflect::get(&found, &"coords".into()).unwrap_or_default();
            let of = |name| number(&coords, name).ok_or(PositionError::Unavailable);
            Ok(Position {
                latitude: of("latitude")?,
                longitude: of("longitude")?,
                accuracy_m: of("accuracy")?,
            })
        }
        Err(why) if why.as_string().as_deref() == Some(UNANSWERED) => {
            Err(PositionError::Unanswered)
        }
        Err(why) => Err(PositionError::of_code(number(&why, "code"))),
    }
}

fn number(of: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(of, &name.into()).ok()?.as_f64()
}

fn service() -> Option<Geolocation> {
    let service: JsValue = web_sys::window()?.navigator().geolocation().ok()?.into();
    service.is_object().then(|| service.unchecked_into())
}

#[cfg(test)]
mod tests {
    use super::PositionError::{self, Refused, TooLong, Unavailable};

    #[test]
    fn why_there_is_no_position() {
        for (code, why) in [
            (Some(1.0), Refused),
            (Some(2.0), Unavailable),
            (Some(3.0), TooLong),
            (Some(9.0), Unavailable),
            (None, Unavailable),
        ] {
            assert_eq!(PositionError::of_code(code), why, "{code:?}");
        }
    }
}
