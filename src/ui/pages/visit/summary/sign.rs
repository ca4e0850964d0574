//! 签名: the customer reads what is signed, says who signs, and signs by hand.

use leptos::prelude::*;

use super::Sheet;
use crate::{
    state::{
        briefing::Briefing, commands::visit::sign, task, visit::Captured, workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Dialog, DialogFoot, Emphasis, Icon, Notice, Pen, Stroke, TextInput, Tone,
            drawing,
        },
        format,
        i18n::*,
        labels,
        picture::AttachedPicture,
    },
};

/// The size of the surface, in units of its own.
const SURFACE: (u32, u32) = (720, 240);

/// The customer's signature, and the line for the manager's on paper.
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
        Some(if by.is_empty() {
            at
        } else {
            format!("{by} · {at}")
        })
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
                <p class="quiet-text">{move || captured.visit.read().account_manager.clone()}</p>
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

/// Asks the customer to sign.
#[component]
pub fn Sign(
    /// The visit.
    captured: Captured,
    /// Whom it knows.
    briefing: Briefing,
    /// How much attention it asks for.
    emphasis: Emphasis,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let strokes = RwSignal::new(Vec::<Stroke>::new());
    let error = RwSignal::new(None::<String>);
    let met = move || {
        let contact = captured.visit.read_untracked().contact;
        let contacts = briefing.contacts.read_untracked();
        let met = contacts.iter().find(|one| Some(one.id) == contact);
        met.map(|one| one.name.clone()).unwrap_or_default()
    };
    let ask = move |()| {
        name.set(met());
        strokes.set(Vec::new());
        error.set(None);
        open.set(true);
    };
    let confirm = move |()| {
        let svg = strokes.with_untracked(|strokes| drawing(strokes, SURFACE));
        let by = name.get_untracked().trim().to_owned();
        let report = untrack(|| captured.report());
        task::spawn(async move {
            match sign(workspace, report, by, svg).await {
                Ok(()) => open.set(false),
                Err(why) => {
                    error.set(Some(labels::not_saved(i18n.get_locale_untracked(), &why)));
                }
            }
        });
    };
    let is_signed = Memo::new(move |_| captured.visit.read().signed_at.is_some());
    view! {
        <Button
            label=move || {
                if is_signed.get() {
                    t_string!(i18n, visit.sign_again)
                } else {
                    t_string!(i18n, visit.ask_to_sign)
                }
            }
            icon=Icon::Pen
            emphasis=emphasis
            on_press=ask
        />
        <Dialog title=move || t_string!(i18n, visit.ask_to_sign) open=open wide=true>
            <div class="sheet to-sign" tabindex="0" role="group">
                <Sheet captured=captured />
            </div>
            <TextInput
                label=move || t_string!(i18n, visit.signer)
                value=name
                on_change=move |text| name.set(text)
            />
            <Pen
                label=move || t_string!(i18n, visit.signature)
                size=SURFACE
                strokes=strokes
            />
            <p class="field-error" role="alert">
                {move || error.get()}
            </p>
            <DialogFoot
                open=open
                label=move || t_string!(i18n, visit.confirm_signature)
                disabled=Signal::derive(move || strokes.read().is_empty())
                on_press=confirm
            />
        </Dialog>
    }
}
