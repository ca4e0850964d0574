//! Status of a request as tags, for the board, the list, the request itself and the customer. The texts are in
//! [`labels`].

use busbar_core::{
    books::requests::RequestStatus,
    domain::request::{Party, Phase, Urgency},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::ui::{
    components::{Glyph, Icon, Tag, Tone},
    i18n::*,
    labels,
};

/// Returns the tone of an urgency.
pub const fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Kept => Tone::Good,
        Urgency::WasLate => Tone::Warn,
        Urgency::InTime => Tone::Plain,
        Urgency::Soon => Tone::Warn,
        Urgency::Late => Tone::Bad,
    }
}

/// Returns the status of a request as one tag: its urgency, or that it waits for the customer.
pub fn status_tag(locale: Locale, status: &RequestStatus) -> AnyView {
    let (text, tone) = match (status.phase, status.urgency, status.waits_for) {
        (Phase::Closed, ..) => (labels::phase(locale, Phase::Closed), Tone::Plain),
        (_, Urgency::InTime | Urgency::Kept, Some(Party::Customer)) => {
            (td_string!(locale, request.waits_for_customer), Tone::Plain)
        }
        (_, Urgency::Kept, _) => (td_string!(locale, request.no_limit), Tone::Plain),
        (_, urgency, _) => (labels::urgency(locale, urgency), tone(urgency)),
    };
    view! { <Tag text=text tone=tone /> }.into_any()
}

/// Returns the time limit that expires first, with the time remaining; `None` if no time limit is running.
pub fn pressing(locale: Locale, status: &RequestStatus) -> Option<String> {
    let is_late = status.urgency == Urgency::Late;
    let pressing = status.pressing?;
    Some(labels::pressing(locale, pressing, is_late))
}

/// Returns the mark of a request in the green channel (绿色通道).
pub fn green_channel(locale: Locale) -> AnyView {
    let word = td_string!(locale, field_work.offer_green_channel);
    view! {
        <span class="tag accent">
            <Glyph icon=Icon::Fast />
            <span>{word}</span>
        </span>
    }
    .into_any()
}
