//! 联合评审: the date of the next review with the customer, past reviews, and a form that records one, with the customer's
//! signature if wanted.

use busbar_core::domain::{
    Id, Link, Record,
    attachment::{Attachment, AttachmentKind},
    plan::{PlanReview, PlanState, ServicePlan},
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        chosen_day::ChosenDay,
        commands::{plan::review, record::fresh},
        plans::use_plans,
        private_mode::{Handed, use_private_mode},
        service::use_service,
        tables::those,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, DateInput, Dialog, DialogFoot, Emphasis, Icon, Notice, OrEmpty,
            TextInput, Tone,
        },
        format,
        i18n::*,
        shared::{field::Field, new_record::Remove, picture::AttachedPicture, sending::Sending},
    },
};

/// Card with the reviews.
#[component]
pub fn ReviewsCard(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    let reviews = Memo::new(move |_| {
        about.with(|about| {
            let reviews = about.as_ref().map(|about| about.reviews.clone());
            reviews.unwrap_or_default()
        })
    });
    let plan = about.with_untracked(|about| Some(about.as_ref()?.plan.id));
    let is_running = Memo::new(move |_| {
        about.with(|about| about.as_ref().is_some_and(|a| a.plan.state() == PlanState::Running))
    });
    let is_due = Memo::new(move |_| {
        let today = workspace.facts.today();
        about.with(|about| about.as_ref().is_some_and(|a| a.plan.review_due(today).is_some()))
    });
    let next = plan.map(|id| {
        view! {
            <dl class="facts">
                <Field id field=ServicePlan::NEXT_REVIEW_ON />
            </dl>
        }
    });
    view! {
        <Card title=move || t_string!(i18n, plan.reviews)>
            <div class="stack">
                <div class="spread">
                    {next}
                    <Show when=move || is_running.get()>
                        <Button
                            label=move || t_string!(i18n, plan.review_now)
                            icon=Icon::Pen
                            emphasis=if is_due.get_untracked() { Emphasis::First } else { Emphasis::Plain }
                            on_press=move |()| open.set(true)
                        />
                    </Show>
                </div>
                <OrEmpty
                    when=move || !reviews.with(Vec::is_empty)
                    title=move || t_string!(i18n, plan.reviews_none)
                >
                    <ul class="plan-lines">
                        <For
                            each=move || reviews.get()
                            key=|review| format!("{review:?}")
                            children=|review| view! { <One review=review /> }
                        />
                    </ul>
                </OrEmpty>
            </div>
        </Card>
        <Dialog title=move || t_string!(i18n, plan.review_title) open=open wide=true>
            <Form about=about open=open />
        </Dialog>
    }
}

/// Returns the signatures attached to a record.
pub fn signatures(of: Link) -> Memo<Vec<Attachment>> {
    those(use_workspace().tables.attachments, move |attachment| {
        attachment.of.as_ref() == Some(&of)
            && attachment.kind == Some(AttachmentKind::Signature)
            && !attachment.is_deleted
    })
}

#[component]
fn One(review: PlanReview) -> impl IntoView {
    let i18n = use_i18n();
    let id = review.id;
    let signature = signatures(Link::to(id));
    let private = use_private_mode();
    let differs = review.differs_from_signed() == Some(true);
    let to_sign = review.signed_at.is_none() || differs;
    let on = review.on;
    let day = move || on.map(|day| format::date(i18n.get_locale(), day));
    let who = [review.theirs.clone(), review.ours.clone()];
    let who = who.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let drawn = move || {
        let attachment = signature.get().pop()?;
        Some(view! {
            <div class="signature">
                <AttachedPicture
                    attachment=attachment
                    label=move || t_string!(i18n, plan.signature)
                />
            </div>
        })
    };
    view! {
        <li class="plan-line short">
            <div class="spread">
                <h3>{day}</h3>
                <Remove id label=move || t_string!(i18n, plan.remove_review) />
            </div>
            <p class="said">{review.agreed}</p>
            <p class="quiet-text">{who}</p>
            {drawn}
            {differs
                .then(|| {
                    view! {
                        <Notice
                            word=move || t_string!(i18n, plan.changed_since)
                            text=move || t_string!(i18n, plan.review_changed_text)
                            tone=Tone::Warn
                        />
                    }
                })}
            {to_sign
                .then(|| {
                    view! {
                        <div class="line no-print">
                            <Button
                                label=move || t_string!(i18n, plan.hand_to_sign)
                                icon=Icon::Pen
                                on_press=move |()| private.enter(Handed::Review(id))
                            />
                        </div>
                    }
                })}
        </li>
    }
}

#[component]
fn Form(about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh();
    let workspace = use_workspace();
    let (plans, service, private) = (use_plans(), use_service(), use_private_mode());
    let plan: Option<ServicePlan> =
        about.with_untracked(|about| about.as_ref().map(|about| about.plan.clone()));
    let class = plan.as_ref().and_then(|plan| {
        let own = service.classes().get(&plan.customer?).copied();
        own.or(plan.class)
    });
    let template = class.map(|class| untrack(|| plans.template(class)));
    let day = ChosenDay::new(workspace.facts, None);
    let after = template.and_then(|template| template.review_after(day.get_untracked()));
    let next = RwSignal::new(after);
    let ours = plan.as_ref().map(|plan| untrack(|| workspace.name(&plan.responsible)));
    let with = plan.as_ref().map(|plan| plan.agreed_with.clone());
    let theirs = RwSignal::new(with.unwrap_or_default());
    let ours = RwSignal::new(ours.unwrap_or_default());
    let agreed = RwSignal::new(String::new());
    let sending = Sending::new(open);
    // The id is assigned when the form opens, so that saving again writes the same review.
    let id: Id<PlanReview> = fresh;
    let save = move |is_signed: bool| {
        let Some(plan) = about.with_untracked(|about| Some(about.as_ref()?.plan.clone())) else {
            return;
        };
        let missing = t_string!(i18n, plan.agreed_missing);
        let Some(words) = sending.required(&agreed.get_untracked(), missing) else {
            return;
        };
        let kept = PlanReview {
            on: Some(day.get_untracked()),
            ours: ours.get_untracked().trim().to_owned(),
            theirs: theirs.get_untracked().trim().to_owned(),
            agreed: words,
            ..PlanReview::empty(id)
        };
        let next_on = next.get_untracked();
        task::detach(async move {
            let written = sending.settle(review(workspace, &plan, kept, next_on).await);
            if written.is_some() && is_signed {
                private.enter(Handed::Review(id));
            }
        });
    };
    view! {
        <div class="form-pair plan-sign">
            <DateInput
                label=move || t_string!(i18n, plan.f_reviewed_on)
                value=day.shown()
                on_change=move |on| day.set(on)
            />
            <DateInput
                label=move || t_string!(i18n, plan.f_next_review)
                value=next
                on_change=move |on| next.set(on)
            />
            <TextInput
                label=move || t_string!(i18n, plan.f_theirs)
                value=theirs
                on_change=move |text| theirs.set(text)
            />
            <TextInput
                label=move || t_string!(i18n, plan.f_ours)
                value=ours
                on_change=move |text| ours.set(text)
            />
        </div>
        <TextInput
            label=move || t_string!(i18n, plan.f_review_agreed)
            value=agreed
            on_change=move |text| agreed.set(text)
            error=sending.error
            long=true
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, plan.hand_to_sign)
            icon=Icon::Pen
            on_press=move |()| save(true)
        >
            <Button label=move || t_string!(i18n, plan.review_save) on_press=move |()| save(false) />
        </DialogFoot>
    }
}
