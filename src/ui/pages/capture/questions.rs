//! 问卷 for the customer, one question per screen. Each step forward saves the response, and answers typed between two
//! steps are remembered, so that an interrupted response can be resumed at the same place.

use std::{str::FromStr, sync::Arc};

use busbar_core::{
    analysis::satisfaction::Ballot,
    domain::{
        Record,
        record::Whole,
        survey::{Answers, Channel, Measure, Questionnaire, Response},
    },
};
use leptos::prelude::*;

use super::{
    answer::AnswerInput,
    back::TakeBack,
    step::{self, Step},
};
use crate::{
    state::{
        commands::survey,
        private_mode::{Questions, use_private_mode},
        surveys::use_surveys,
        task,
        visits::use_visits,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Emphasis, EmptyState, Glyph, Icon},
        format,
        i18n::*,
        labels,
    },
};

/// Questionnaire handed over.
#[component]
pub fn Questionnaires(handed: Questions) -> impl IntoView {
    let i18n = use_i18n();
    let questionnaire = use_surveys().now().get(handed.questionnaire).cloned();
    match questionnaire {
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
    }
}

/// Questions, one screen at a time.
#[component]
fn Asking(handed: Questions, questionnaire: Arc<Questionnaire>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let private = use_private_mode();
    let visits = use_visits();
    let id = handed.response;
    let begun = workspace.tables.read_untracked(id, Clone::clone);
    let kept = || begun.as_ref().map(|response| response.answers.0.clone());
    let answers = RwSignal::new(private.remembered(id).or_else(kept).unwrap_or_default());
    Effect::watch(move || answers.get(), move |answers, _, _| private.remember(id, answers), false);
    let step = RwSignal::new(Step::start(&questionnaire, begun.as_ref()));
    let error = RwSignal::new(None::<String>);
    let questionnaire = StoredValue::new(questionnaire);

    let handed = StoredValue::new(handed);
    let response = move |then: Step| {
        let given = answers.get_untracked();
        questionnaire.with_value(|questionnaire| {
            handed.with_value(|handed| {
                response_of(handed, questionnaire, given, then, workspace.facts.today_untracked())
            })
        })
    };
    let keep = move |then: Step| {
        let response = response(then);
        let given = answers.get_untracked();
        let asked = questionnaire.get_value();
        let due_on = visits.call_back_by(workspace.facts.today_untracked());
        // The promise to call back is for the manager, so it is in the manager's language.
        let locale = private
            .managers_language()
            .and_then(|code| Locale::from_str(&code).ok())
            .unwrap_or_else(|| i18n.get_locale_untracked());
        task::detach(async move {
            match survey::keep(workspace, &response).await {
                Ok(()) => {
                    let _ = error.try_set(None);
                    let _ = step.try_set(then);
                    if answers.try_with_untracked(|now| *now == given) != Some(false) {
                        private.forget();
                    }
                    if then == Step::Thanks {
                        call_back_if_low(workspace, &asked, &response, due_on, locale).await;
                    }
                }
                Err(why) => {
                    let why = labels::ledger_error(i18n.get_locale_untracked(), &why);
                    let words = t_string!(i18n, capture.not_kept, reason = why);
                    let _ = error.try_set(Some(words));
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
    // Text typed on the screen being left is saved with the other answers. Answers that could not be saved stay
    // remembered, and the manager's screen reports them.
    let leave = Callback::new(move |()| {
        if private.remembered(id).is_some() && step.get_untracked() != Step::Consent {
            let response = response(step.get_untracked());
            task::detach(async move {
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

/// Returns the response with these answers, to be resumed at `then`; complete if `then` is the thank-you screen.
fn response_of(
    handed: &Questions,
    questionnaire: &Questionnaire,
    answers: Answers,
    then: Step,
    today: jiff::civil::Date,
) -> Response {
    let is_complete = then == Step::Thanks;
    let answers = if is_complete { questionnaire.heard(&answers) } else { answers };
    Response {
        questionnaire: Some(handed.questionnaire),
        customer: handed.customer,
        visit: handed.visit,
        respondent: handed.respondent.clone(),
        answered_on: Some(today),
        channel: Some(Channel::Tablet),
        answers: Whole(answers),
        // Without a consent text, there is no consent.
        has_consent: !questionnaire.consent.0.is_empty(),
        is_complete,
        reached: then.key(questionnaire),
        ..Response::empty(handed.response)
    }
}

/// Adds an action to call the customer back after a low rating. A failure is reported to the manager; the answers
/// remain saved.
async fn call_back_if_low(
    workspace: Workspace,
    questionnaire: &Questionnaire,
    response: &Response,
    due_on: Option<jiff::civil::Date>,
    locale: Locale,
) {
    let ballot = Ballot::read(response, questionnaire);
    if ballot.is_low() {
        let scores = low_scores(locale, &ballot);
        let text = td_string!(locale, actions.call_back, scores = scores);
        let _ = survey::call_back(workspace, response, due_on, text).await;
    }
}

/// Returns the low scores as text: `满意度 2/5、推荐意愿 6/10`.
fn low_scores(locale: Locale, ballot: &Ballot) -> String {
    let words: Vec<String> = (ballot.low())
        .map(|(measure, rating)| {
            let (given, high) = rating.of();
            let (given, of) = (format::plain(locale, given), format::plain(locale, high));
            if measure == Measure::Nps {
                td_string!(locale, actions.low_nps, given = given, of = of)
            } else {
                td_string!(locale, actions.low_csat, given = given, of = of)
            }
        })
        .collect();
    words.join(td_string!(locale, actions.low_and))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        domain::{Id, survey::Answer},
        exchange::questionnaire::built_in,
    };

    #[test]
    fn who_is_called_back_and_because_of_what() {
        let visit = built_in().remove(0);
        let said = |given: &[(&str, f64)]| {
            let answers = given.iter();
            let answers = answers.map(|(key, of)| ((*key).to_owned(), Answer::Number(*of)));
            let response = Response {
                answers: Whole(answers.collect()),
                ..Response::empty(Id::new(Uuid::from_u128(1)))
            };
            let ballot = Ballot::read(&response, &visit);
            ballot.is_low().then(|| low_scores(Locale::zh, &ballot))
        };
        for (given, words) in [
            (&[("overall", 3.0), ("recommend", 7.0)][..], None),
            (&[("overall", 2.0), ("recommend", 7.0)], Some("满意度 2/5")),
            (&[("overall", 3.0), ("recommend", 6.0)], Some("推荐意愿 6/10")),
            (&[("overall", 1.0), ("recommend", 0.0)], Some("满意度 1/5、推荐意愿 0/10")),
        ] {
            assert_eq!(said(given).as_deref(), words, "{given:?}");
        }
    }
}
