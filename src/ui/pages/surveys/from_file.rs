//! Import of a questionnaire from a file, with a preview, or the reasons why it cannot be imported.

use std::sync::Arc;

use busbar_core::{
    books::surveys::Incoming,
    domain::survey::{Questionnaire, QuestionnaireFault},
    exchange::questionnaire::{QuestionnaireError, Unread},
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::survey::{self, NoQuestionnaire},
        files,
        surveys::use_surveys,
        task,
        turns::Turns,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, Emphasis, FileButton, Icon, Row, Rows},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Result of reading a file.
#[derive(Clone)]
enum Found {
    /// A questionnaire that can be imported.
    Usable(Incoming),
    /// A questionnaire with faults.
    Faulty(Vec<QuestionnaireFault>),
    /// Not a questionnaire, with the reason.
    None(Arc<NoQuestionnaire>),
}

/// Button to choose a file, and the dialog with its preview.
#[component]
pub fn FromFile() -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let found = RwSignal::new(None::<Found>);
    let open = RwSignal::new(false);
    let turns = Turns::default();
    let choose = move |event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        let turn = turns.next();
        task::spawn(async move {
            // Another file may be chosen in the meantime.
            let looking = survey::look_at_questionnaire(surveys, file);
            let Some(looked_at) = turn.run(looking).await else {
                return;
            };
            let read = match looked_at {
                Ok(incoming) => Found::Usable(incoming),
                Err(NoQuestionnaire::Wrong(QuestionnaireError::Faulty(faults))) => {
                    Found::Faulty(faults)
                }
                Err(refused) => Found::None(Arc::new(refused)),
            };
            found.set(Some(read));
            open.set(true);
        });
    };
    let content = move || {
        let close = move || open.set(false);
        match found.get()? {
            Found::Usable(Incoming::New(one)) => {
                Some(view! { <Preview questionnaire=one is_next=false close=close /> }.into_any())
            }
            Found::Usable(Incoming::Next(one)) => {
                Some(view! { <Preview questionnaire=one is_next=true close=close /> }.into_any())
            }
            Found::Usable(Incoming::Known(_)) => Some(
                view! {
                    <p>{t!(i18n, surveys.file_known)}</p>
                    <Foot close=close />
                }
                .into_any(),
            ),
            Found::Faulty(faults) => {
                Some(view! { <Faults faults=faults close=close /> }.into_any())
            }
            Found::None(refused) => Some(
                view! {
                    <p role="alert">{move || refusal(i18n.get_locale(), &refused)}</p>
                    <p class="quiet-text">{t!(i18n, surveys.file_what)}</p>
                    <Foot close=close />
                }
                .into_any(),
            ),
        }
    };
    view! {
        <FileButton
            label=move || t_string!(i18n, surveys.from_file)
            accept=".json,application/json"
            icon=Icon::Import
            on_choose=choose
        />
        <Dialog title=move || t_string!(i18n, surveys.from_file) open=open wide=true>
            {content}
        </Dialog>
    }
}

/// Returns the reason why a file contains no questionnaire.
fn refusal(locale: Locale, refused: &NoQuestionnaire) -> String {
    let wrong = match refused {
        NoQuestionnaire::File => return td_string!(locale, import.error_file).to_owned(),
        NoQuestionnaire::TooLarge => return td_string!(locale, surveys.file_large).to_owned(),
        NoQuestionnaire::Wrong(wrong) => wrong,
    };
    match wrong {
        QuestionnaireError::Empty => td_string!(locale, surveys.file_empty).to_owned(),
        QuestionnaireError::NotText => td_string!(locale, surveys.file_not_text).to_owned(),
        QuestionnaireError::NotJson { line, column } => {
            td_string!(locale, surveys.file_not_json, line = *line, column = *column)
        }
        QuestionnaireError::Missing(part) => {
            td_string!(locale, surveys.file_missing, part = *part)
        }
        QuestionnaireError::Part(part) => td_string!(locale, surveys.file_part, part = *part),
        QuestionnaireError::Question { number, fault } => {
            let number = format::count(locale, *number);
            match fault {
                Unread::Missing(field) => td_string!(
                    locale,
                    surveys.file_question_missing,
                    number = number,
                    field = field.clone()
                ),
                Unread::Unknown(name) => td_string!(
                    locale,
                    surveys.file_question_unknown,
                    number = number,
                    name = name.clone()
                ),
                Unread::Other => {
                    td_string!(locale, surveys.file_question_wrong, number = number)
                }
            }
        }
        QuestionnaireError::Newer(_) => td_string!(locale, surveys.file_newer).to_owned(),
        // The dialog lists the faults one by one.
        QuestionnaireError::Faulty(_) => td_string!(locale, surveys.file_faulty).to_owned(),
    }
}

/// Preview of the questionnaire, with a button to import it.
#[component]
fn Preview(
    questionnaire: Questionnaire,
    is_next: bool,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let navigation = use_navigation();
    let title = questionnaire.title.0.clone();
    let number = questionnaire.number();
    let count = questionnaire.questions.0.len();
    let becomes = move || {
        if is_next {
            t_string!(i18n, surveys.file_next, number = number)
        } else {
            t_string!(i18n, surveys.file_new).to_owned()
        }
    };
    let put_in = move |()| {
        let questionnaire = questionnaire.clone();
        let page = Page::Survey(questionnaire.id.uuid());
        task::spawn(async move {
            // Errors are shown at the top of the page; the preview stays open.
            if survey::take_in(workspace, surveys, questionnaire).await.is_ok() {
                close();
                navigation.go(&page.route());
            }
        });
    };
    view! {
        <Rows>
            <Row
                title=move || view! { {move || labels::wording(i18n.get_locale(), &title)} }
                note=move || {
                    view! {
                        {move || {
                            let count = format::count(i18n.get_locale(), count);
                            t_string!(i18n, surveys.questions, questions = count)
                        }}
                    }
                }
            />
        </Rows>
        <p>{becomes}</p>
        <div class="dialog-foot">
            <Button label=move || t_string!(i18n, labels.cancel) on_press=move |()| close() />
            <Button
                label=move || t_string!(i18n, surveys.import)
                emphasis=Emphasis::First
                on_press=put_in
            />
        </div>
    }
}

/// List of the faults, with the question each belongs to.
#[component]
fn Faults(
    faults: Vec<QuestionnaireFault>,
    close: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |fault: QuestionnaireFault| {
        let place = move || {
            let number = format::count(i18n.get_locale(), fault.question()? + 1);
            Some(t_string!(i18n, surveys.file_question, number = number))
        };
        view! {
            <Row
                lead=move || view! { {place} }
                title=move || view! { {move || labels::questionnaire_fault(i18n.get_locale(), fault)} }
            />
        }
    };
    view! {
        <p>{t!(i18n, surveys.file_faulty)}</p>
        <Rows>{faults.into_iter().map(row).collect_view()}</Rows>
        <Foot close=close />
    }
}

/// Dialog foot with only a close button.
#[component]
fn Foot(close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, labels.close)
                emphasis=Emphasis::First
                on_press=move |()| close()
            />
        </div>
    }
}
