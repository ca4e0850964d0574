//! Paper that the customer reads and signs. The content shown is exactly the content hashed.

use std::{future::Future, pin::Pin, rc::Rc};

use busbar_core::{
    domain::{
        Id,
        plan::{CustomerPlan, PlanReview},
        visit::{CustomerReport, Visit},
    },
    storage::LedgerError,
};
use leptos::prelude::*;

use super::{Gone, TakeBack};
use crate::{
    state::{
        commands::{
            plan::{Signature, agree, sign_review},
            record::fresh,
            visit,
        },
        plans::use_plans,
        private_mode::{Agreement, use_private_mode},
        task,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Pen, Stroke, TextInput, drawing},
        i18n::*,
        labels,
        shared::sheet::{Paper, Part, plan_paper, review_paper, visit_report},
    },
};

/// Width and height of the signature surface, in its own units.
const SURFACE: (u32, u32) = (720, 240);

type Signing = Pin<Box<dyn Future<Output = Result<(), LedgerError>>>>;
/// Saves a signature, given the signatory's name and the drawing as SVG.
type Keep = Rc<dyn Fn(String, String) -> Signing>;

/// Report of a visit, to be signed.
#[component]
pub fn SignReport(id: Id<Visit>) -> impl IntoView {
    let customer = |visit: &Visit| visit.customer.filter(|_| !visit.is_deleted);
    match use_workspace().tables.read_untracked(id, customer).flatten() {
        Some(customer) => {
            view! { <SignCaptured captured=Captured::new(id, customer) /> }.into_any()
        }
        None => view! { <Gone /> }.into_any(),
    }
}

#[component]
fn SignCaptured(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let report: Memo<CustomerReport> = captured.for_customer();
    let parts = Signal::derive(move || {
        let report = report.read();
        let arrived = report.said().visit.arrived_at;
        let arrived = arrived.map(|at| workspace.wall_clock(at.0));
        visit_report(i18n.get_locale(), &report, arrived)
    });
    let signer = report.with_untracked(|report| report.said().parties.met.clone());
    let signature = fresh();
    let keep: Keep = Rc::new(move |by, svg| {
        let (before, report) = (captured.visit.get_untracked(), report.get_untracked());
        let signature = (signature, svg);
        Box::pin(async move { visit::sign(workspace, &before, &report, by, signature).await })
    });
    view! {
        <ToSign
            title=Signal::derive(move || t_string!(i18n, visit.sheet_title).to_owned())
            parts=parts
            signer=signer
            keep=keep
        />
    }
}

/// Service plan, to be signed.
#[component]
pub fn SignPlan(agreement: Agreement) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let about = use_plans().detail(agreement.plan);
    if about.with_untracked(Option::is_none) {
        return view! { <Gone /> }.into_any();
    }
    let paper: Memo<Option<CustomerPlan>> = Memo::new(move |_| {
        let people = workspace.people.read();
        about.with(|about| Some(about.as_ref()?.for_customer(&people)))
    });
    let parts = Signal::derive(move || {
        let locale = i18n.get_locale();
        paper
            .with(|paper| paper.as_ref().map(|paper| plan_paper(locale, paper)))
            .unwrap_or_default()
    });
    let title = Signal::derive(move || {
        let year = paper.with(|paper| paper.as_ref()?.plan().calendar_year());
        t_string!(i18n, plan.sheet_title, year = year.unwrap_or_default())
    });
    let (signer, on) = (agreement.with, agreement.on);
    let id = fresh();
    let keep: Keep = Rc::new(move |by, svg| {
        let before = about.with_untracked(|about| Some(about.as_ref()?.plan.clone()));
        let paper = paper.get_untracked();
        Box::pin(async move {
            let Some((before, paper)) = before.zip(paper) else {
                return Ok(());
            };
            let signature = Signature { id, digest: paper.digest(), svg };
            agree(workspace, &before, on, by, Some(signature)).await
        })
    });
    view! { <ToSign title=title parts=parts signer=signer keep=keep /> }.into_any()
}

/// Outcome of a review, to be signed.
#[component]
pub fn SignReview(id: Id<PlanReview>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let kept = workspace.tables.record(id);
    let review = Memo::new(move |_| kept.get().filter(PlanReview::is_here));
    let Some(now) = review.get_untracked() else {
        return view! { <Gone /> }.into_any();
    };
    let parts = Signal::derive(move || {
        let locale = i18n.get_locale();
        review
            .with(|review| review.as_ref().map(|review| review_paper(locale, review)))
            .unwrap_or_default()
    });
    let id = fresh();
    let keep: Keep = Rc::new(move |by, svg| {
        let before = review.get_untracked();
        Box::pin(async move {
            let Some(before) = before else {
                return Ok(());
            };
            let signature = Signature { id, digest: before.digest(), svg };
            sign_review(workspace, &before, by, signature).await
        })
    });
    view! {
        <ToSign
            title=Signal::derive(move || t_string!(i18n, plan.review_title).to_owned())
            parts=parts
            signer=now.theirs
            keep=keep
        />
    }
    .into_any()
}

/// Paper in full, with the signatory's name and the signature surface below.
#[component]
fn ToSign(
    title: Signal<String>,
    parts: Signal<Vec<Part>>,
    /// Most likely signatory.
    signer: String,
    keep: Keep,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let name = RwSignal::new(signer);
    let strokes = RwSignal::new(Vec::<Stroke>::new());
    let error = RwSignal::new(None::<String>);
    let unnamed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let keep = StoredValue::new_local(keep);
    let confirm = move |()| {
        let by = name.get_untracked().trim().to_owned();
        if by.is_empty() {
            return unnamed.set(Some(t_string!(i18n, capture.signer_missing).to_owned()));
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let svg = strokes.with_untracked(|strokes| drawing(strokes, SURFACE));
        let signing = keep.with_value(|keep| keep(by, svg));
        task::detach(async move {
            let kept = signing.await;
            let _ = busy.try_set(false);
            match kept {
                Ok(()) => private.done(),
                Err(why) => {
                    let words = labels::not_saved(i18n.get_locale_untracked(), &why);
                    let _ = error.try_set(Some(words));
                }
            }
        });
    };
    view! {
        <article class="sheet to-sign">
            <h1>{move || title.get()}</h1>
            <Paper parts=parts level=2 />
        </article>
        <section class="sign-here">
            <p>{t!(i18n, capture.sign_text)}</p>
            <TextInput
                label=move || t_string!(i18n, visit.signer)
                value=name
                on_change=move |text| {
                    unnamed.set(None);
                    name.set(text);
                }
                error=unnamed
            />
            <Pen label=move || t_string!(i18n, visit.signature) size=SURFACE strokes=strokes />
            <p class="field-error" role="alert">
                {move || error.get()}
            </p>
            <div class="capture-foot">
                <TakeBack label=Signal::derive(move || t_string!(i18n, capture.not_signed)) />
                <Button
                    label=move || t_string!(i18n, visit.confirm_signature)
                    emphasis=Emphasis::First
                    disabled=Signal::derive(move || busy.get() || strokes.read().is_empty())
                    on_press=confirm
                />
            </div>
        </section>
    }
}
