//! Questionnaires at a visit: handing the tablet to the customer, and the responses.

use busbar_core::domain::survey::{Questionnaire, Response, faults};
use leptos::prelude::*;

use crate::{
    state::{
        briefing::Briefing, private_mode::use_private_mode, surveys::use_surveys, visit::Captured,
    },
    ui::{
        components::{Button, Card, Icon, Row, Rows, Tag, Tone},
        i18n::*,
        labels,
    },
};

/// Card with buttons to hand over a questionnaire, and the responses given at the visit.
#[component]
pub fn Surveys(captured: Captured, briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let private = use_private_mode();
    let respondent = move || {
        let contact = captured.visit.read_untracked().contact;
        let contacts = briefing.contacts.read_untracked();
        let met = contacts.iter().find(|one| Some(one.id) == contact);
        met.map(|one| one.name.clone()).unwrap_or_default()
    };
    let button = move |questionnaire: Questionnaire| {
        let title = questionnaire.title.0.clone();
        let (customer, visit) = (Some(captured.customer), Some(captured.id));
        view! {
            <Button
                label=move || labels::wording(i18n.get_locale(), &title)
                icon=Icon::Surveys
                on_press=move |()| {
                    private.hand_over(questionnaire.id, customer, visit, respondent());
                }
            />
        }
    };
    let buttons = move || {
        let all = surveys.get();
        let sound = all.current().into_iter().filter(|one| faults(one).is_empty());
        sound.cloned().map(button).collect_view()
    };
    let answered = move |response: Response| {
        let (respondent, is_complete) = (response.respondent.clone(), response.is_complete);
        let questionnaire = response.questionnaire;
        let title = move || {
            let all = surveys.get();
            let title = questionnaire.and_then(|id| all.get(id)).map(|one| one.title.0.clone());
            title.map(|title| labels::wording(i18n.get_locale(), &title)).unwrap_or_default()
        };
        let resume = move |()| private.resume(&response);
        view! {
            <Row
                title=move || view! { {title} }
                note=move || view! { {respondent} }
                end=move || {
                    if is_complete {
                        view! { <Tag text=move || t_string!(i18n, visit.answered) tone=Tone::Good /> }
                            .into_any()
                    } else {
                        view! {
                            <Button
                                label=move || t_string!(i18n, visit.answer_on)
                                icon=Icon::Play
                                on_press=resume
                            />
                        }
                        .into_any()
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, visit.survey)
            note=move || t_string!(i18n, visit.survey_note)
        >
            <div class="stack">
                <Rows>
                    <For
                        each=move || captured.responses.get()
                        key=|one| (one.id, one.is_complete)
                        children=answered
                    />
                </Rows>
                <div class="line">{buttons}</div>
            </div>
        </Card>
    }
}
