//! 问卷 in front of the customer: one question a screen, nothing of the manager's around it. Each step
//! forward is kept at once, and what is typed between two steps is remembered, so that whatever stops it,
//! it goes on where it was.

mod answer;
mod step;

use std::{str::FromStr, sync::Arc};

use leptos::prelude::*;

use self::{answer::AnswerInput, step::Step};
use crate::{
    domain::{
        Record,
        record::Whole,
        survey::{Answers, Channel, Questionnaire, Response},
    },
    state::{
        commands::survey,
        preferences::Preferences,
        private_mode::{Handed, use_private_mode},
        surveys::use_surveys,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, Emphasis, EmptyState, Glyph, Icon},
        i18n::*,
        labels,
    },
};

/// The questionnaire that was handed over.
#[component]
pub fn Capture(
    /// What was handed over.
    handed: Handed,
) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let is_flipped = RwSignal::new(false);
    let questionnaire = surveys.now().get(handed.questionnaire).cloned();
    let body = match questionnaire {
        Some(questionnaire) => {
            view! { <Asking handed=handed questionnaire=Arc::new(questionnaire) /> }.into_any()
        }
        None => view! {
            <EmptyState
                icon=Icon::Warning
                title=move || t_string!(i18n, capture.gone)
                text=move || t_string!(i18n, capture.gone_text)
            >
                <TakeBack label=Signal::derive(move || t_string!(i18n, capture.take_back)) />
            </EmptyState>
        }
        .into_any(),
    };
    let other = move || match i18n.get_locale() {
        Locale::zh => Locale::en,
        Locale::en => Locale::zh,
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
                <Button
                    label=move || t_string!(i18n, capture.turn)
                    icon=Icon::Repeat
                    emphasis=Emphasis::Quiet
                    on_press=move |()| is_flipped.update(|is_flipped| *is_flipped = !*is_flipped)
                />
            </header>
            {body}
        </main>
    }
}

/// The way back to the manager, who confirms it.
#[component]
fn TakeBack(
    #[prop(into)] label: Signal<&'static str>,
    /// What there is to do before.
    #[prop(into, optional)]
    before: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let remembered = expect_context::<Preferences>().language;
    let open = RwSignal::new(false);
    let take_back = move |()| {
        if let Some(before) = before {
            before.run(());
        }
        // The customer's language was the customer's.
        let language = remembered.get_untracked();
        i18n.set_locale(
            language
                .and_then(|code| Locale::from_str(&code).ok())
                .unwrap_or_default(),
        );
        private.take_back();
    };
    view! {
        <Button label=move || label.get() emphasis=Emphasis::Quiet on_press=move |()| open.set(true) />
        <Dialog title=move || t_string!(i18n, capture.take_back) open=open>
            <p>{t!(i18n, capture.take_back_text)}</p>
            <div class="dialog-foot">
                <Button
                    label=move || t_string!(i18n, capture.go_on)
                    on_press=move |()| open.set(false)
                />
                <Button
                    label=move || t_string!(i18n, capture.i_am_manager)
                    emphasis=Emphasis::First
                    on_press=take_back
                />
            </div>
        </Dialog>
    }
}

/// The questions, one after the other.
#[component]
fn Asking(handed: Handed, questionnaire: Arc<Questionnaire>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let private = use_private_mode();
    let id = handed.response;
    let begun = workspace
        .tables
        .responses
        .with_untracked(|responses| responses.get(id).cloned());
    let kept = || begun.as_ref().map(|response| response.answers.0.clone());
    let answers = RwSignal::new(private.remembered(id).or_else(kept).unwrap_or_default());
    Effect::watch(
        move || answers.get(),
        move |answers, _, _| private.remember(id, answers),
        false,
    );
    let step = RwSignal::new(Step::start(&questionnaire, begun.as_ref()));
    let error = RwSignal::new(None::<String>);
    let questionnaire = StoredValue::new(questionnaire);

    let handed = StoredValue::new(handed);
    let response = move |then: Step| {
        let given = answers.get_untracked();
        questionnaire.with_value(|questionnaire| {
            handed.with_value(|handed| {
                response_of(handed, questionnaire, given, then, workspace.facts.today())
            })
        })
    };
    let keep = move |then: Step| {
        let response = response(then);
        let given = answers.get_untracked();
        task::spawn(async move {
            match survey::keep(workspace, &response).await {
                Ok(()) => {
                    error.set(None);
                    step.set(then);
                    if answers.with_untracked(|now| *now == given) {
                        private.forget();
                    }
                }
                Err(why) => {
                    let why = labels::ledger_error(i18n.get_locale_untracked(), &why);
                    error.set(Some(t_string!(i18n, capture.not_kept, reason = why)));
                }
            }
        });
    };
    let forward = Callback::new(move |()| {
        let now = step.get_untracked();
        let next = questionnaire.with_value(|questionnaire| {
            answers.with_untracked(|answers| now.forward(questionnaire, answers))
        });
        match next {
            Err(step::Unanswered) => error.set(Some(t_string!(i18n, capture.required).to_owned())),
            Ok(next) => keep(next),
        }
    });
    // What is typed on the screen that is left goes with the rest; what could not be kept stays
    // remembered, and is told at the manager's.
    let leave = Callback::new(move |()| {
        if private.remembered(id).is_some() && step.get_untracked() != Step::Consent {
            let response = response(step.get_untracked());
            task::spawn(async move {
                if survey::keep(workspace, &response).await.is_ok() {
                    private.forget();
                }
            });
        }
    });
    let back = move |()| {
        error.set(None);
        let now = step.get_untracked();
        step.set(questionnaire.with_value(|questionnaire| {
            answers.with_untracked(|answers| now.back(questionnaire, answers))
        }));
    };
    let done = move || {
        questionnaire.with_value(|questionnaire| {
            answers.with(|answers| step.get().share_done(questionnaire, answers))
        })
    };
    let over = move || {
        let locale = i18n.get_locale();
        questionnaire.with_value(|questionnaire| {
            let title = labels::wording(locale, &questionnaire.title.0);
            match answers.with(|answers| step.get().count(questionnaire, answers)) {
                Some((place, of)) => {
                    t_string!(i18n, capture.place, title = title, place = place, of = of)
                }
                None => String::new(),
            }
        })
    };
    let is_last = move || {
        questionnaire.with_value(|questionnaire| {
            let count = answers.with(|answers| step.get().count(questionnaire, answers));
            count.is_some_and(|(place, of)| place == of)
        })
    };
    let content = move || {
        match step.get() {
        Step::Consent => view! {
            <h1>{move || questionnaire.with_value(|one| labels::wording(i18n.get_locale(), &one.title.0))}</h1>
            <p class="capture-consent">
                {move || questionnaire.with_value(|one| labels::wording(i18n.get_locale(), &one.consent.0))}
            </p>
        }
        .into_any(),
        Step::Question(place) => questionnaire
            .with_value(|questionnaire| questionnaire.questions.0.get(place).cloned())
            .map(|question| {
                view! { <AnswerInput question=question answers=answers on_enter=forward /> }
            })
            .into_any(),
        Step::Thanks => view! {
            <Glyph icon=Icon::Check />
            <h1>{t!(i18n, capture.thanks)}</h1>
            <p>{t!(i18n, capture.hand_back)}</p>
            <TakeBack label=Signal::derive(move || t_string!(i18n, capture.take_back)) />
        }
        .into_any(),
    }
    };
    view! {
        <div class="capture-steps">
            <progress max="1" prop:value=done aria-label=move || t_string!(i18n, capture.progress) />
        </div>
        <p class="capture-over">{over}</p>
        <div class="capture-body">{content}</div>
        <p class="field-error" role="alert">
            {move || error.get()}
        </p>
        <Show when=move || step.get() != Step::Thanks>
            <footer class="capture-foot">
                <Show when=move || step.get() != Step::Consent>
                    <Button label=move || t_string!(i18n, capture.back) on_press=back />
                </Show>
                <Button
                    label=move || match step.get() {
                        Step::Consent => t_string!(i18n, capture.agree),
                        _ if is_last() => t_string!(i18n, capture.finish),
                        _ => t_string!(i18n, capture.next),
                    }
                    emphasis=Emphasis::First
                    on_press=forward
                />
            </footer>
            <p class="capture-note">
                {t!(i18n, capture.kept_here)}
                <TakeBack
                    label=Signal::derive(move || t_string!(i18n, capture.stop))
                    before=leave
                />
            </p>
        </Show>
    }
}

/// The record of these answers, to go on with `then`; with the thanks they are complete.
fn response_of(
    handed: &Handed,
    questionnaire: &Questionnaire,
    answers: Answers,
    then: Step,
    today: jiff::civil::Date,
) -> Response {
    let is_complete = then == Step::Thanks;
    let answers = if is_complete {
        questionnaire.heard(&answers)
    } else {
        answers
    };
    Response {
        questionnaire: Some(handed.questionnaire),
        customer: handed.customer,
        visit: handed.visit,
        respondent: handed.respondent.clone(),
        answered_on: Some(today),
        channel: Some(Channel::Tablet),
        answers: Whole(answers),
        // Nobody agrees to a line that is not there.
        has_consent: !questionnaire.consent.0.is_empty(),
        is_complete,
        reached: then.key(questionnaire),
        ..Response::empty(handed.response)
    }
}
