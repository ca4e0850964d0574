//! 问卷: the questionnaires, handing one to a customer, and the responses. The scores are on the satisfaction page.

mod begin;
mod filter;
mod from_file;
mod given;
mod incoming;

use busbar_core::{
    domain::{
        Id,
        survey::{Questionnaire, Wording, faults},
    },
    exchange::questionnaire::is_built_in,
};
use leptos::prelude::*;

use self::{
    begin::Begin,
    from_file::FromFile,
    given::{Begun, Given},
};
use crate::{
    state::{
        commands::{record::fresh, survey},
        surveys::use_surveys,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, ButtonLink, Card, Dialog, DialogFoot, Emphasis, Icon, PageHead, Row, Rows, Tag,
            TextInput,
        },
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// The page.
#[component]
pub fn SurveysPage() -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let is_making = RwSignal::new(false);
    let begins = RwSignal::new(None::<Id<Questionnaire>>);
    let is_beginning = RwSignal::new(false);
    let begin = Callback::new(move |id| {
        begins.set(Some(id));
        is_beginning.set(true);
    });
    let title = move || {
        let all = surveys.get();
        let answered: usize = all.all().iter().map(|one| all.answered(one.id)).sum();
        match answered {
            0 => t_string!(i18n, surveys.head_none).to_owned(),
            count => say!(i18n, surveys.head, count = count),
        }
    };
    let list = move || {
        let all = surveys.get();
        all.current()
            .into_iter()
            .map(|questionnaire| {
                let count = all.answered_in_all(questionnaire);
                view! { <Offered questionnaire=questionnaire.clone() count=count begin=begin /> }
            })
            .collect_view()
    };
    view! {
        <div class="page">
            <PageHead over=move || t_string!(i18n, shell.surveys) title=title>
                <Button
                    label=move || t_string!(i18n, surveys.make)
                    icon=Icon::Add
                    on_press=move |()| is_making.set(true)
                />
                <FromFile />
                <ButtonLink
                    label=move || t_string!(i18n, surveys.see_scores)
                    href=Page::Satisfaction.href()
                />
            </PageHead>
            <Begun />
            <Card
                title=move || t_string!(i18n, surveys.offered)
                note=move || t_string!(i18n, surveys.offered_note)
            >
                <Rows>{list}</Rows>
            </Card>
            <Given />
        </div>
        <Make open=is_making />
        <Begin questionnaire=begins open=is_beginning />
    }
}

/// Row of a questionnaire, with a button to hand it over.
#[component]
fn Offered(
    questionnaire: Questionnaire,
    count: usize,
    begin: Callback<Id<Questionnaire>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = questionnaire.id;
    let number = questionnaire.number();
    let questions = questionnaire.questions.0.len();
    let is_faulty = !faults(&questionnaire).is_empty();
    let title = questionnaire.title.0.clone();
    let note = move || {
        let locale = i18n.get_locale();
        let questions = format::count(locale, questions);
        match count {
            0 => t_string!(i18n, surveys.questions, questions = questions),
            count => say!(i18n, surveys.questions_answers, questions = questions, count = count),
        }
    };
    view! {
        <Row
            title=move || {
                view! {
                    {move || labels::wording(i18n.get_locale(), &title)}
                    " "
                    {(number > 1)
                        .then(|| {
                            view! { <Tag text=move || t_string!(i18n, surveys.version, number = number) /> }
                        })}
                    " "
                    {is_built_in(id)
                        .then(|| view! { <Tag text=move || t_string!(i18n, surveys.built_in) /> })}
                }
            }
            note=move || view! { {note} }
            end=move || {
                view! {
                    <ButtonLink
                        label=move || t_string!(i18n, surveys.open)
                        href=Page::Survey(id.uuid()).href()
                        emphasis=Emphasis::Quiet
                    />
                    <Button
                        label=move || t_string!(i18n, surveys.begin)
                        emphasis=Emphasis::First
                        disabled=is_faulty
                        on_press=move |()| begin.run(id)
                    />
                }
            }
        />
    }
}

/// Dialog to create a questionnaire.
#[component]
fn Make(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let title = RwSignal::new(String::new());
    let next = StoredValue::new(fresh());
    let make = move |()| {
        let text = title.get_untracked();
        let wording = match i18n.get_locale_untracked() {
            Locale::zh => Wording { zh: text, en: String::new() },
            Locale::en => Wording { zh: String::new(), en: text },
        };
        let id = next.get_value();
        task::spawn(async move {
            // Errors are shown at the top of the page; the dialog keeps the title. The consent text is a default that
            // the company adapts to its use of the answers.
            let consent = Wording {
                zh: td_string!(Locale::zh, surveys.consent).into(),
                en: td_string!(Locale::en, surveys.consent).into(),
            };
            if survey::make(workspace, id, wording, consent).await.is_ok() {
                next.try_set_value(fresh());
                open.set(false);
                title.set(String::new());
                navigation.go(&Page::Survey(id.uuid()).route());
            }
        });
    };
    view! {
        <Dialog title=move || t_string!(i18n, surveys.make) open=open>
            <TextInput
                label=move || t_string!(i18n, surveys.title_label)
                value=title
                on_change=move |text| title.set(text)
            />
            <DialogFoot
                open=open
                label=move || t_string!(i18n, surveys.make)
                on_press=make
            />
        </Dialog>
    }
}
