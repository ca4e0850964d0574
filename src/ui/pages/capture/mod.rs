//! Screen for the customer in private mode. A single item of the customer fills the screen: a questionnaire, a paper
//! to read and sign, or a request to confirm. Nothing of the manager is visible; the way back requires the PIN, or a
//! confirmation if the manager decided against a PIN.

mod answer;
mod back;
mod confirm;
mod prepare;
mod questions;
mod sign;
mod step;

use leptos::prelude::*;

use self::back::TakeBack;
use crate::{
    state::{
        pin::Lock,
        private_mode::{Handed, use_private_mode},
    },
    ui::{
        components::{Button, Emphasis, EmptyState, Glyph, Icon},
        i18n::*,
    },
};

/// Page of the item handed over.
#[component]
pub fn Capture(
    /// Item handed over.
    handed: Handed,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let is_flipped = RwSignal::new(false);
    let other = move || match i18n.get_locale() {
        Locale::zh => Locale::en,
        Locale::en => Locale::zh,
    };
    let is_undecided = Memo::new(move |_| private.lock() == Lock::Undecided);
    let is_done = Memo::new(move |_| private.is_done());
    // A surface for signatures must not be rotated by CSS, since pointer positions would not match; the tablet itself
    // is turned.
    let is_to_sign = matches!(handed, Handed::Report(_) | Handed::Plan(_) | Handed::Review(_));
    let handed = StoredValue::new(handed);
    let content = move || {
        if is_undecided.get() && !is_done.get() {
            return view! { <prepare::Prepare /> }.into_any();
        }
        match handed.get_value() {
            // The questionnaire ends with its own thank-you screen.
            Handed::Questions(questions) => {
                view! { <questions::Questionnaires handed=questions /> }.into_any()
            }
            _ if is_done.get() => view! { <Thanks /> }.into_any(),
            Handed::Report(visit) => view! { <sign::SignReport id=visit /> }.into_any(),
            Handed::Plan(agreement) => view! { <sign::SignPlan agreement=agreement /> }.into_any(),
            Handed::Review(review) => view! { <sign::SignReview id=review /> }.into_any(),
            Handed::Request(request) => view! { <confirm::Confirm id=request /> }.into_any(),
        }
    };
    view! {
        <main class="capture" class:flipped=move || is_flipped.get()>
            <header class="capture-head">
                <Button
                    label=move || match other() {
                        Locale::zh => t_string!(i18n, shell.language_zh),
                        Locale::en => t_string!(i18n, shell.language_en),
                    }
                    emphasis=Emphasis::Quiet
                    on_press=move |()| i18n.set_locale(other())
                />
                <Show when=move || !is_to_sign>
                    <Button
                        label=move || t_string!(i18n, capture.turn)
                        icon=Icon::Repeat
                        emphasis=Emphasis::Quiet
                        on_press=move |()| {
                            is_flipped.update(|is_flipped| *is_flipped = !*is_flipped);
                        }
                    />
                </Show>
            </header>
            {content}
        </main>
    }
}

/// Thank-you screen after the customer has finished.
#[component]
fn Thanks() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="capture-body capture-thanks">
            <Glyph icon=Icon::Check />
            <h1>{t!(i18n, capture.thanks)}</h1>
            <p>{t!(i18n, capture.hand_back_signed)}</p>
            <TakeBack label=Signal::derive(move || t_string!(i18n, capture.take_back)) />
        </div>
    }
}

/// Notice that the item handed over is no longer on this device.
#[component]
fn Gone() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=Icon::Warning
            title=move || t_string!(i18n, capture.paper_gone)
            text=move || t_string!(i18n, capture.gone_text)
        >
            <TakeBack label=Signal::derive(move || t_string!(i18n, capture.take_back)) />
        </EmptyState>
    }
}
