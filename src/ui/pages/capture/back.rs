//! Return of the tablet to the manager: by PIN, or by a button if the manager decided against a PIN.

use std::{str::FromStr, time::Duration};

use leptos::prelude::*;

use crate::{
    state::{
        pin::{FORGOTTEN_WAIT, Lock, PinState, Tried},
        private_mode::use_private_mode,
        task,
    },
    ui::{
        components::{Button, Dialog, DialogFoot, Emphasis},
        i18n::*,
        shared::pin_form::PinField,
    },
};

/// Interval at which the countdown of the wait is updated.
const TICK: Duration = Duration::from_millis(500);

/// Button that returns the tablet to the manager.
#[component]
pub fn TakeBack(
    #[prop(into)] label: Signal<&'static str>,
    /// Called once the manager is identified, before the manager's screen is restored.
    #[prop(into, optional)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let open = RwSignal::new(false);
    let leave = Callback::new(move |()| {
        if let Some(before) = before {
            before.run(());
        }
        // The customer may have changed the language; the manager's is restored.
        let own = private.managers_language();
        if let Some(own) = own.and_then(|code| Locale::from_str(&code).ok()) {
            i18n.set_locale(own);
        }
        private.take_back();
    });
    let has_pin = Memo::new(move |_| matches!(private.lock(), Lock::Pin(_)));
    view! {
        <Button label=move || label.get() emphasis=Emphasis::Quiet on_press=move |()| open.set(true) />
        <Dialog title=move || t_string!(i18n, capture.take_back) open=open>
            <Show when=move || has_pin.get() fallback=move || view! { <ByPress open=open leave=leave /> }>
                <ByPin open=open leave=leave />
            </Show>
        </Dialog>
    }
}

#[component]
fn ByPress(open: RwSignal<bool>, leave: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p>{t!(i18n, capture.take_back_text)}</p>
        <DialogFoot
            open=open
            leave=move || t_string!(i18n, capture.back_to_customer)
            label=move || t_string!(i18n, capture.i_am_manager)
            on_press=leave
        />
    }
}

#[component]
fn ByPin(open: RwSignal<bool>, leave: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let state = RwSignal::new(private.pin_state());
    let look = move || state.set(private.pin_state());
    if let Ok(ticking) = set_interval_with_handle(look, TICK) {
        on_cleanup(move || ticking.clear());
    }
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let waits = Memo::new(move |_| state.with(|one| one.wait > 0));
    let try_it = Callback::new(move |()| {
        if busy.get_untracked() || waits.get_untracked() {
            return;
        }
        busy.set(true);
        task::detach(async move {
            let tried = private.try_pin(&typed.get_untracked()).await;
            // If the dialog was closed meanwhile, the tablet stays with the customer.
            let is_open = busy.try_set(false).is_none();
            match tried {
                Tried::Right if is_open => leave.run(()),
                Tried::Right => {}
                Tried::Wrong(_) => {
                    let _ = typed.try_set(String::new());
                    let _ = state.try_set(private.pin_state());
                }
            }
        });
    });
    let said = Signal::derive(move || wrong_words(i18n.get_locale(), state.get()));
    let is_open_again = Memo::new(move |_| state.with(|one| one.until_open == Some(0)));
    let forgotten = move || {
        let locale = i18n.get_locale();
        let minutes = FORGOTTEN_WAIT / 60_000;
        match state.with(|one| one.until_open) {
            None => td_string!(locale, capture.pin_forgotten_text, minutes = minutes),
            Some(left) => {
                td_string!(locale, capture.pin_forgotten_wait, time = clock_words(left))
            }
        }
    };
    let go_without = move |()| {
        leave.run(());
        private.forget_pin();
    };
    view! {
        <PinField
            label=move || t_string!(i18n, capture.pin)
            value=typed
            on_enter=try_it
            error=said
        />
        <details class="pin-forgotten">
            <summary>{t!(i18n, capture.pin_forgotten)}</summary>
            <p>{forgotten}</p>
            <Show
                when=move || is_open_again.get()
                fallback=move || {
                    view! {
                        <Show when=move || state.with(|one| one.until_open.is_none())>
                            <Button
                                label=move || t_string!(i18n, capture.pin_forgotten_start)
                                on_press=move |()| {
                                    private.forgot();
                                    look();
                                }
                            />
                        </Show>
                    }
                }
            >
                <Button
                    label=move || t_string!(i18n, capture.pin_forgotten_open)
                    on_press=go_without
                />
            </Show>
        </details>
        <DialogFoot
            open=open
            leave=move || t_string!(i18n, capture.back_to_customer)
            label=move || t_string!(i18n, capture.i_am_manager)
            disabled=Signal::derive(move || busy.get() || waits.get() || typed.read().is_empty())
            on_press=try_it
        />
    }
}

/// Returns the error message, if there is an error.
fn wrong_words(locale: Locale, state: PinState) -> Option<String> {
    if state.wait > 0 {
        let time = clock_words(state.wait);
        return Some(td_string!(locale, capture.pin_wait, time = time));
    }
    if !state.was_wrong {
        return None;
    }
    Some(match state.left {
        0 => td_string!(locale, capture.pin_wrong_once).to_owned(),
        left => td_string!(locale, capture.pin_wrong, count = left),
    })
}

/// Formats a wait in milliseconds as minutes and seconds, rounded up: `0:30`.
fn clock_words(millis: u64) -> String {
    let seconds = millis.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_one_waits_and_how_many_tries_are_left() {
        for (millis, said) in
            [(1, "0:01"), (30_000, "0:30"), (60_001, "1:01"), (3_600_000, "60:00")]
        {
            assert_eq!(clock_words(millis), said, "{millis}");
        }
        let state = |wait, left, was_wrong| PinState { wait, left, was_wrong, until_open: None };
        assert_eq!(wrong_words(Locale::zh, state(0, 5, false)), None);
        let once = wrong_words(Locale::en, state(0, 4, true)).unwrap();
        assert!(once.contains('4'), "{once}");
        let waits = wrong_words(Locale::en, state(30_000, 0, true)).unwrap();
        assert!(waits.contains("0:30"), "{waits}");
        assert!(wrong_words(Locale::en, state(0, 0, true)).is_some());
    }
}
