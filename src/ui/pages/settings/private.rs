//! 客户界面: the PIN that leads from the customer's screen back to the manager's. Sets, changes or removes it.

use leptos::prelude::*;

use crate::{
    state::{
        pin::{Lock, Tried},
        private_mode::use_private_mode,
        task,
    },
    ui::{
        components::{Button, Card, Emphasis},
        i18n::*,
        shared::pin_form::{PinField, PinForm},
    },
};

/// Step of a change of the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// No change in progress.
    None,
    /// The current PIN must be entered.
    Prove,
    /// A new PIN is chosen.
    Choose,
}

/// Customer screen tab.
#[component]
pub fn PrivatePart() -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let change = RwSignal::new(Change::None);
    let has_pin = Memo::new(move |_| matches!(private.lock(), Lock::Pin(_)));
    let said = move || match private.lock() {
        Lock::Pin(_) => t_string!(i18n, capture.state_pin),
        Lock::Without => t_string!(i18n, capture.state_without),
        Lock::Undecided => t_string!(i18n, capture.state_undecided),
    };
    let content = move || {
        match change.get() {
        Change::None => view! {
            <div class="line">
                <Button
                    label=move || {
                        if has_pin.get() {
                            t_string!(i18n, capture.pin_change)
                        } else {
                            t_string!(i18n, capture.pin_set_first)
                        }
                    }
                    on_press=move |()| {
                        change
                            .set(
                                if has_pin.get_untracked() { Change::Prove } else { Change::Choose },
                            );
                    }
                />
                <Show when=move || private.lock() == Lock::Undecided>
                    <Button
                        label=move || t_string!(i18n, capture.without)
                        on_press=move |()| private.go_without()
                    />
                </Show>
            </div>
        }
        .into_any(),
        Change::Prove => view! { <Prove change=change /> }.into_any(),
        Change::Choose => view! {
            <PinForm
                label=move || t_string!(i18n, capture.pin_keep)
                on_set=move |()| change.set(Change::None)
            />
            <div class="line">
                <Show when=move || has_pin.get()>
                    <Button
                        label=move || t_string!(i18n, capture.without)
                        on_press=move |()| {
                            private.go_without();
                            change.set(Change::None);
                        }
                    />
                </Show>
                <Button
                    label=move || t_string!(i18n, labels.cancel)
                    emphasis=Emphasis::Quiet
                    on_press=move |()| change.set(Change::None)
                />
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <Card title=move || t_string!(i18n, capture.setting) note=move || t_string!(i18n, capture.setting_note)>
            <div class="stack">
                <p>{said}</p>
                {content}
                <p class="quiet-text">{t!(i18n, capture.prepare_text)}</p>
            </div>
        </Card>
    }
}

/// Form that asks for the current PIN.
#[component]
fn Prove(change: RwSignal<Change>) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let prove = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        task::detach(async move {
            let tried = private.try_pin(&typed.get_untracked()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match tried {
                Tried::Right => change.set(Change::Choose),
                Tried::Wrong(_) => {
                    typed.set(String::new());
                    wrong.set(true);
                }
            }
        });
    };
    view! {
        <PinField
            label=move || t_string!(i18n, capture.pin_now)
            value=typed
            on_enter=move |()| prove()
            error=Signal::derive(move || {
                wrong.get().then(|| t_string!(i18n, capture.pin_wrong_once).to_owned())
            })
        />
        <div class="line">
            <Button
                label=move || t_string!(i18n, capture.pin_go_on)
                emphasis=Emphasis::First
                disabled=Signal::derive(move || busy.get() || typed.read().is_empty())
                on_press=move |()| prove()
            />
            <Button
                label=move || t_string!(i18n, labels.cancel)
                emphasis=Emphasis::Quiet
                on_press=move |()| change.set(Change::None)
            />
        </div>
        <p class="quiet-text">{t!(i18n, capture.pin_forgotten_here)}</p>
    }
}
