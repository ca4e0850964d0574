//! Responses of customers: unfinished ones, which can be continued, and complete ones.

use busbar_core::{
    analysis::satisfaction::Ballot,
    books::surveys::begun,
    domain::{
        InOrder,
        survey::{Answer, Measure, Question, Questionnaire, Response},
    },
    exchange::responses::write,
};
use leptos::prelude::*;

use super::{
    filter::{AnswerFilter, Wanted},
    incoming::Incoming,
};
use crate::{
    state::{
        commands::survey, files, private_mode::use_private_mode, surveys::use_surveys,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Dialog, Emphasis, Icon, OrEmpty, Row, Rows},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        shared::sheet::joined,
    },
};

/// Maximum number of responses listed.
const LISTED: usize = 50;

/// Card of the unfinished responses.
#[component]
pub fn Begun() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let private = use_private_mode();
    let begun = Memo::new(move |_| {
        let responses = workspace.tables.responses.read();
        let begun = begun(responses.rows()).take(LISTED);
        begun.cloned().collect::<Vec<_>>()
    });
    let row = move |response: Response| {
        let id = response.id;
        let about = response.clone();
        let note = response.clone();
        view! {
            <Row
                title=move || view! { <Who response=about /> }
                note=move || view! { <What response=note /> }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, surveys.discard)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| survey::discard(workspace, id)
                        />
                        <Button
                            label=move || t_string!(i18n, surveys.resume)
                            on_press=move |()| private.resume(&response)
                        />
                    }
                }
            />
        }
    };
    view! {
        <Show when=move || !begun.read().is_empty()>
            <Card
                title=move || t_string!(i18n, surveys.begun)
                note=move || t_string!(i18n, surveys.begun_note)
            >
                <Rows>{move || begun.get().into_iter().map(row).collect_view()}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the complete responses, latest first.
#[component]
pub fn Given() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let opened = RwSignal::new(None::<Response>);
    let is_open = RwSignal::new(false);
    let wanted = Wanted::follow(use_navigation());
    let all = Memo::new(move |_| {
        let responses = workspace.tables.responses.read();
        let is_given = |one: &&Response| !one.is_deleted && one.is_complete;
        responses.iter().filter(is_given).count()
    });
    let found = Memo::new(move |_| {
        let responses = workspace.tables.responses.read();
        let customers = workspace.tables.customers.read();
        let (asked, wanted) = (surveys.get(), wanted.read());
        let people = workspace.people.read();
        let is_found = |one: &&Response| {
            !one.is_deleted && one.is_complete && wanted.admits(one, &asked, (&customers, &people))
        };
        let found = responses.iter().filter(is_found);
        let mut found: Vec<_> = found.map(|one| (one.answered_on, one.id)).collect();
        found.order_by_key(|key| std::cmp::Reverse(*key));
        found
    });
    let given = Memo::new(move |_| {
        let responses = workspace.tables.responses.read();
        let found = found.read();
        let listed = found.iter().take(LISTED);
        listed.filter_map(|(_, id)| responses.get(*id).cloned()).collect::<Vec<_>>()
    });
    let note = move || {
        let count = |count| format::count(i18n.get_locale(), count);
        let found = found.with(Vec::len);
        if wanted.read().is_all() && found <= LISTED {
            return t_string!(i18n, surveys.given_note).to_owned();
        }
        let shown = count(found.min(LISTED));
        t_string!(i18n, surveys.shown, shown = shown, all = count(found))
    };
    let row = move |response: Response| {
        let [about, note, shown] = [response.clone(), response.clone(), response];
        let all = surveys.get();
        let scores = shown
            .questionnaire
            .and_then(|id| all.get(id))
            .map(|questionnaire| headline(i18n.get_locale(), questionnaire, &shown))
            .filter(|scores| !scores.is_empty())
            .map(|scores| format!(" · {scores}"));
        view! {
            <Row
                title=move || view! { <Who response=about /> }
                note=move || view! { <What response=note /> {scores} }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, surveys.answers)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| {
                                opened.set(Some(shown.clone()));
                                is_open.set(true);
                            }
                        />
                    }
                }
            />
        }
    };
    let export = move |()| {
        let language = format::language(i18n.get_locale_untracked());
        let tables = workspace.tables;
        let file = tables.responses.with_untracked(|responses| {
            tables.customers.with_untracked(|customers| {
                let named = |id| {
                    let customer = customers.get(id)?;
                    Some((customer.account_number.clone(), customer.name.clone()))
                };
                let (asked, wanted) = (surveys.now(), wanted.get_untracked());
                let people = workspace.people.read_untracked();
                let is_wanted = |one: &&Response| wanted.admits(one, &asked, (customers, &people));
                write(language, asked.all(), responses.iter().filter(is_wanted), named)
            })
        });
        files::save("responses.csv", "text/csv", &file);
    };
    view! {
        <Card
            title=move || t_string!(i18n, surveys.given)
            note=note
            tools=move || {
                view! {
                    <Incoming />
                    <Button
                        label=move || t_string!(i18n, surveys.export)
                        icon=Icon::Export
                        emphasis=Emphasis::Quiet
                        disabled=Signal::derive(move || given.read().is_empty())
                        on_press=export
                    />
                }
            }
        >
            <OrEmpty
                when=move || all.get() != 0
                title=move || t_string!(i18n, surveys.none)
                text=move || t_string!(i18n, surveys.none_text)
            >
                <AnswerFilter wanted=wanted />
                <Show
                    when=move || !given.read().is_empty()
                    fallback=move || view! { <p class="quiet-text">{t!(i18n, surveys.none_fit)}</p> }
                >
                    <Rows>{move || given.get().into_iter().map(row).collect_view()}</Rows>
                </Show>
            </OrEmpty>
        </Card>
        <Dialog title=move || t_string!(i18n, surveys.given) open=is_open wide=true>
            {move || opened.get().map(|response| view! { <Sheet response=response is_open=is_open /> })}
        </Dialog>
    }
}

/// Name of the customer of a response.
#[component]
fn Who(response: Response) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    move || {
        let name = tables.customer_name(response.customer);
        name.unwrap_or_else(|| t_string!(i18n, surveys.nobody).to_owned())
    }
}

/// Questionnaire, date and respondent of a response.
#[component]
fn What(response: Response) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    move || {
        let locale = i18n.get_locale();
        let all = surveys.get();
        let title = response
            .questionnaire
            .and_then(|id| all.get(id))
            .map(|one| labels::wording(locale, &one.title.0));
        let date = response.answered_on.map(|day| format::date(locale, day));
        joined([title, date, Some(response.respondent.clone())])
    }
}

/// Returns the scores of a response: `CSAT 4 · NPS 9 · CES 5`.
fn headline(locale: Locale, questionnaire: &Questionnaire, response: &Response) -> String {
    let ballot = Ballot::read(response, questionnaire);
    [Measure::Csat, Measure::Nps, Measure::Ces]
        .into_iter()
        .filter_map(|measure| {
            let (number, _) = ballot.rating(measure)?.of();
            Some(format!(
                "{}\u{a0}{}",
                match measure {
                    Measure::Csat => "CSAT",
                    Measure::Nps => "NPS",
                    _ => "CES",
                },
                format::plain(locale, number)
            ))
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Dialog content with all answers of a response.
#[component]
fn Sheet(response: Response, is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let id = response.id;
    let all = surveys.now();
    let questionnaire = response.questionnaire.and_then(|id| all.get(id)).cloned();
    let facts = questionnaire.map(|questionnaire| {
        questionnaire
            .questions
            .0
            .iter()
            .filter_map(|question| {
                let answer = response.answers.0.get(&question.key)?;
                let locale = i18n.get_locale();
                Some(view! {
                    <div class="fact">
                        <dt>{labels::wording(locale, &question.text)}</dt>
                        <dd>{said(locale, question, answer)}</dd>
                    </div>
                })
            })
            .collect_view()
    });
    view! {
        <dl class="stack">{facts}</dl>
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, surveys.discard)
                emphasis=Emphasis::Danger
                on_press=move |()| {
                    is_open.set(false);
                    survey::discard(workspace, id);
                }
            />
            <Button
                label=move || t_string!(i18n, labels.close)
                emphasis=Emphasis::First
                on_press=move |()| is_open.set(false)
            />
        </div>
    }
}

/// Returns an answer in words.
fn said(locale: Locale, question: &Question, answer: &Answer) -> String {
    let choice = |key: &String| {
        let choices = question.kind.choices();
        choices
            .iter()
            .find(|choice| choice.key == *key)
            .map_or_else(|| key.clone(), |choice| labels::wording(locale, &choice.text))
    };
    match answer {
        Answer::Number(number) => match question.kind.boxes() {
            Some((_, most)) => format!("{} / {most}", format::plain(locale, *number)),
            None => format::plain(locale, *number),
        },
        Answer::Choice(key) => choice(key),
        Answer::Choices(keys) => {
            let chosen: Vec<String> = keys.iter().map(choice).collect();
            chosen.join(td_string!(locale, segments.list_and))
        }
        Answer::Text(text) => text.clone(),
        Answer::Date(date) => format::date(locale, *date),
    }
}
