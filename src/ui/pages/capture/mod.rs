//! 问卷 in front of the customer: one question a screen, nothing of the manager's around it. Each step
//! forward is kept at once, so that whatever stops it, it goes on where it was.

mod answer;
mod step;

use std::{str::FromStr, sync::Arc};

use leptos::{prelude::*, task::spawn_local};

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
fn TakeBack(#[prop(into)] label: Signal<&'static str>) -> impl IntoView {
    let i18n = use_i18n();
    let private = use_private_mode();
    let remembered = expect_context::<Preferences>().language;
    let open = RwSignal::new(false);
    let take_back = move |()| {
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
    let begun = workspace
        .tables
        .responses
        .with_untracked(|responses| responses.get(handed.response).cloned());
    let answers = RwSignal::new(
        begun
            .as_ref()
            .map(|response| response.answers.0.clone())
            .unwrap_or_default(),
    );
    let step = RwSignal::new(Step::start(&questionnaire, begun.as_ref()));
    let error = RwSignal::new(None::<String>);
    let questionnaire = StoredValue::new(questionnaire);

    let keep = move |is_complete: bool, then: Step| {
        let heard = questionnaire.with_value(|questionnaire| {
            answers.with_untracked(|answers| {
                if is_complete {
                    questionnaire.heard(answers)
                } else {
                    answers.clone()
                }
            })
        });
        let response = response_of(&handed, heard, is_complete, workspace.facts.today());
        spawn_local(async move {
            match survey::keep(workspace, &response).await {
                Ok(()) => {
                    error.set(None);
                    step.set(then);
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
            Ok(next) => keep(next == Step::Thanks, next),
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
                <Show when=move || step.get() != Step::Consent fallback=|| view! { <span /> }>
                    <Button label=move || t_string!(i18n, capture.back) on_press=back />
                </Show>
                <Button
                    label=move || match step.get() {
                        Step::Consent => t_string!(i18n, capture.agree),
                        _ => t_string!(i18n, capture.next),
                    }
                    emphasis=Emphasis::First
                    on_press=forward
                />
            </footer>
            <p class="capture-note">
                {t!(i18n, capture.kept_here)} " · "
                <TakeBack label=Signal::derive(move || t_string!(i18n, capture.stop)) />
            </p>
        </Show>
    }
}

/// The record of these answers.
fn response_of(
    handed: &Handed,
    answers: Answers,
    is_complete: bool,
    today: jiff::civil::Date,
) -> Response {
    Response {
        questionnaire: Some(handed.questionnaire),
        customer: handed.customer,
        respondent: handed.respondent.clone(),
        answered_on: Some(today),
        channel: Some(Channel::Tablet),
        answers: Whole(answers),
        has_consent: true,
        is_complete,
        ..Response::empty(handed.response)
    }
}
