//! Responses of the customer: its satisfaction score, the latest ratings, the list of responses, and the questionnaires
//! to hand over.

use std::sync::Arc;

use busbar_core::{
    analysis::{confidence::is_indicative, satisfaction::Ballot},
    domain::{
        Customer, Id,
        survey::{Measure, Questionnaire, faults},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::{
        private_mode::use_private_mode, satisfaction::use_satisfaction, surveys::use_surveys,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Emphasis, Explanation, Figure, Figures, Icon, OrEmpty, Row, Rows, Tag,
            Tone,
        },
        format,
        i18n::*,
        labels,
    },
};

/// Maximum number of responses listed in the explanation of a figure, latest first.
const EXPLAINED: usize = 12;

/// Section with the satisfaction.
#[component]
pub fn SatisfactionTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let satisfaction = use_satisfaction();
    let ballots = Memo::new(move |_| {
        let all = satisfaction.ballots();
        let own = |ballot: &&Ballot| ballot.customer == Some(id);
        Arc::new(all.iter().rev().filter(own).cloned().collect::<Vec<_>>())
    });
    let rows = move || {
        ballots
            .get()
            .iter()
            .cloned()
            .map(|ballot| view! { <Answered ballot=ballot /> })
            .collect_view()
    };
    view! {
        <div class="stack">
        <OrEmpty
            when=move || !ballots.read().is_empty()
            title=move || t_string!(i18n, customer.satisfaction_none)
            text=move || t_string!(i18n, customer.satisfaction_none_text)
        >
            <Latest id=id ballots=ballots />
            <Card title=move || t_string!(i18n, customer.answers)>
                <Rows>{rows}</Rows>
            </Card>
        </OrEmpty>
        <HandOver id=id />
        </div>
    }
}

/// Satisfaction score over all responses, and the latest ratings.
#[component]
fn Latest(id: Id<Customer>, ballots: Memo<Arc<Vec<Ballot>>>) -> impl IntoView {
    let i18n = use_i18n();
    let satisfaction = use_satisfaction();
    let score = move || {
        let all = satisfaction.by_customer();
        let score = all.get(&id).copied().unwrap_or(f64::NAN);
        format::decimal(i18n.get_locale(), score, 0)
    };
    let of = move |measure: Measure| {
        ballots.with(|ballots| {
            let latest = ballots.iter().find_map(|ballot| ballot.rating(measure))?;
            Some(latest.of())
        })
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let scored = ballots.with(|ballots| {
            let scored = |ballot: &Ballot| Some((ballot.answered_on, ballot.satisfaction()?));
            ballots.iter().filter_map(scored).collect::<Vec<_>>()
        });
        let n = scored.len();
        let line = |(day, score): (Option<Date>, f64)| {
            (told(i18n, day), format::decimal(locale, score, 1))
        };
        Explanation {
            formula: t_string!(i18n, customer.ex_satisfaction).to_owned(),
            inputs: scored.into_iter().take(EXPLAINED).map(line).collect(),
            n: Some(format::count(locale, n)),
            source: t_string!(i18n, customer.source_satisfaction).to_owned(),
            caution: is_indicative(n).then(|| t_string!(i18n, labels.indicative).to_owned()),
        }
    };
    let explain_latest = move |measure: Measure| {
        let locale = i18n.get_locale();
        let given = ballots.with(|ballots| {
            let given = |ballot: &Ballot| Some((ballot.answered_on, ballot.rating(measure)?.of()));
            ballots.iter().filter_map(given).collect::<Vec<_>>()
        });
        let n = given.len();
        let line = |(day, (value, most)): (Option<Date>, (f64, f64))| {
            let plain = |number: f64| format::plain(locale, number);
            (told(i18n, day), format!("{} / {}", plain(value), plain(most)))
        };
        Explanation {
            formula: t_string!(i18n, customer.ex_latest_answer).to_owned(),
            inputs: given.into_iter().take(EXPLAINED).map(line).collect(),
            n: Some(format::count(locale, n)),
            source: t_string!(i18n, customer.source_answers).to_owned(),
            caution: None,
        }
    };
    let figure = move |measure: Measure| {
        view! {
            <Figure
                label=move || labels::rating(i18n.get_locale(), measure)
                value=move || {
                    let locale = i18n.get_locale();
                    of(measure).map_or_else(
                        || t_string!(i18n, labels.nothing).to_owned(),
                        |(value, _)| format::plain(locale, value),
                    )
                }
                unit=move || {
                    let most = of(measure).map(|(_, most)| format::plain(i18n.get_locale(), most));
                    most.map(|most| format!("/ {most}")).unwrap_or_default()
                }
                context=move || t_string!(i18n, customer.latest_answer)
                explain=Callback::new(move |()| explain_latest(measure))
            />
        }
    };
    view! {
        <Figures>
            <Figure
                label=move || t_string!(i18n, customer.tab_satisfaction)
                value=score
                unit="/ 100"
                context=move || {
                    let n = ballots.with(|ballots| {
                        ballots.iter().filter(|ballot| ballot.satisfaction().is_some()).count()
                    });
                    let said = say!(i18n, customer.of_answers, count = n);
                    if is_indicative(n) {
                        format!("{said} · {}", t_string!(i18n, satisfaction.indicative_word))
                    } else {
                        said
                    }
                }
                explain=Callback::new(explain)
            />
            {figure(Measure::Csat)}
            {figure(Measure::Nps)}
            {figure(Measure::Ces)}
        </Figures>
    }
}

/// Returns the date; a dash if it is unknown.
fn told(i18n: leptos_i18n::I18nContext<Locale>, day: Option<Date>) -> String {
    day.map_or_else(
        || t_string!(i18n, labels.nothing).to_owned(),
        |day| format::date(i18n.get_locale(), day),
    )
}

/// Row of one response.
#[component]
fn Answered(ballot: Ballot) -> impl IntoView {
    let i18n = use_i18n();
    let responses = use_workspace().tables.responses;
    let surveys = use_surveys();
    let is_low = ballot.is_low();
    let response = ballot.response;
    let scores = ballot.clone();
    let title = move || {
        let locale = i18n.get_locale();
        let all = surveys.get();
        let title = responses.with(|responses| {
            let questionnaire = all.get(responses.get(response)?.questionnaire?)?;
            Some(labels::wording(locale, &questionnaire.title.0))
        });
        title.unwrap_or_default()
    };
    let note = move || {
        let locale = i18n.get_locale();
        let respondent = responses
            .with(|responses| responses.get(response).map(|one| one.respondent.clone()))
            .filter(|name| !name.is_empty());
        let date = ballot.answered_on.map(|day| format::date(locale, day));
        [date, respondent].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let numbers = move || {
        let locale = i18n.get_locale();
        [(Measure::Csat, "CSAT"), (Measure::Nps, "NPS"), (Measure::Ces, "CES")]
            .into_iter()
            .filter_map(|(measure, word)| {
                let (value, most) = scores.rating(measure)?.of();
                let plain = |number: f64| format::plain(locale, number);
                Some(format!("{word} {} / {}", plain(value), plain(most)))
            })
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <Row
            title=move || view! { {title} }
            note=move || view! { {note} }
            end=move || {
                view! {
                    <span class="number">{numbers}</span>
                    {is_low
                        .then(|| {
                            view! {
                                <Tag tone=Tone::Warn text=move || t_string!(i18n, customer.low_answer) />
                            }
                        })}
                }
            }
        />
    }
}

/// Buttons that hand over a questionnaire.
#[component]
fn HandOver(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let private = use_private_mode();
    let button = move |questionnaire: Questionnaire| {
        let title = questionnaire.title.0.clone();
        view! {
            <Button
                label=move || labels::wording(i18n.get_locale(), &title)
                icon=Icon::Surveys
                emphasis=Emphasis::Plain
                on_press=move |()| private.hand_over(questionnaire.id, Some(id), None, String::new())
            />
        }
    };
    let buttons = move || {
        surveys
            .get()
            .current()
            .into_iter()
            .filter(|questionnaire| faults(questionnaire).is_empty())
            .cloned()
            .map(button)
            .collect_view()
    };
    view! {
        <div class="no-print">
            <Card
                title=move || t_string!(i18n, customer.hand_over)
                note=move || t_string!(i18n, customer.hand_over_note)
            >
                <div class="line">{buttons}</div>
            </Card>
        </div>
    }
}
