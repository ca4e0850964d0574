//! 签字: the signature under the report, and handing the tablet to the customer for it.

use leptos::prelude::*;

use crate::{
    state::{
        private_mode::{Handed, use_private_mode},
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Icon, Notice, Tone},
        format,
        i18n::*,
        shared::picture::AttachedPicture,
    },
};

/// The customer's signature, a space for the account manager's on paper, and a notice if the report has changed since
/// it was signed.
#[component]
pub fn Signatures(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let signature = captured.signature();
    let differs = captured.differs_from_signed();
    let signed = move || {
        let visit = captured.visit.read();
        let at = visit.signed_at?;
        let at = format::moment(i18n.get_locale(), workspace.wall_clock(at.0));
        let by = visit.signed_by.clone();
        Some(if by.is_empty() { at } else { format!("{by} · {at}") })
    };
    let drawn = move || {
        let signature = signature.get()?;
        signed()?;
        Some(view! {
            <AttachedPicture
                attachment=signature
                label=move || t_string!(i18n, visit.signature)
            />
        })
    };
    view! {
        <div class="signatures">
            <div>
                <h3>{t!(i18n, visit.signed_by_customer)}</h3>
                <div class="signature">{drawn}</div>
                <p class="quiet-text">{move || signed().unwrap_or_default()}</p>
            </div>
            <div>
                <h3>{t!(i18n, customer.f_account_manager)}</h3>
                <div class="signature" />
                <p class="quiet-text">{move || workspace.name(&captured.visit.read().account_manager)}</p>
            </div>
        </div>
        <Show when=move || differs.get() == Some(true)>
            <Notice
                word=move || t_string!(i18n, visit.changed_since)
                text=move || t_string!(i18n, visit.changed_since_text)
                tone=Tone::Warn
            />
        </Show>
    }
}

/// Button that hands the tablet to the customer to read and sign the report.
#[component]
pub fn Sign(
    /// The visit.
    captured: Captured,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let is_signed = Memo::new(move |_| captured.visit.read().signed_at.is_some());
    let ask = move |()| private.enter(Handed::Report(captured.id));
    // After signing, it is no longer the primary action.
    move || {
        let (label, emphasis) = if is_signed.get() {
            (Signal::derive(move || t_string!(i18n, visit.sign_again)), Emphasis::Plain)
        } else {
            (Signal::derive(move || t_string!(i18n, visit.ask_to_sign)), Emphasis::First)
        };
        view! {
            <Button label=move || label.get() icon=Icon::Pen emphasis=emphasis on_press=ask />
        }
    }
}
