//! Properties of the screen as signals, by media queries.

use leptos::prelude::*;

use crate::platform::media::MediaWatch;

/// Returns the result of a media query as a signal that lives as long as the current owner. The first value is
/// set before this returns, so nothing is rendered twice.
pub fn matches(query: &str) -> Signal<bool> {
    let is_such = RwSignal::new(false);
    let watch = MediaWatch::begin(query, move |now| {
        let _ = is_such.try_set(now);
    });
    if let Some(watch) = &watch {
        is_such.set(watch.matches());
    }
    let watch = StoredValue::new_local(watch);
    on_cleanup(move || drop(watch.try_update_value(Option::take)));
    is_such.into()
}
