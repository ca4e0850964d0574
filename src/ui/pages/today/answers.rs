//! Responses that need attention: low scores, and unfinished questionnaires.

use std::sync::Arc;

use busbar_core::{
    analysis::satisfaction::Ballot,
    books::{satisfaction::latest_low, surveys::begun},
    domain::survey::{Measure, Response},
};
use leptos::prelude::*;

use super::watch::{ROWS, SeeAll};
use crate::{
    state::{
        mine::use_mine, private_mode::use_private_mode, satisfaction::use_satisfaction,
        surveys::use_surveys, workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::sheet::joined,
    },
};

/// Card of the customers whose latest response is low, newest first.
#[component]
pub fn LowScores() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let (satisfaction, mine) = (use_satisfaction(), use_mine());
    let low = Memo::new(move |_| {
        let (customers, is_shown) = (tables.customers.read(), mine.customers());
        let is_here = |ballot: &&Ballot| {
            let customer = ballot.customer.and_then(|id| customers.get(id));
            customer.is_some_and(|customer| customer.is_here() && is_shown(customer.id))
        };
        let ballots = satisfaction.ballots();
        let low = latest_low(&ballots).into_iter().filter(is_here);
        Arc::new(low.cloned().collect::<Vec<_>>())
    });
    let row = move |ballot: &Ballot| {
        let locale = i18n.get_locale();
        let id = ballot.customer?;
        let (name, manager) =
            tables.read(id, |one| (one.name.clone(), workspace.name(&one.account_manager)))?;
        let day = ballot.answered_on.map(|day| format::date(locale, day));
        let note = joined([day, Some(manager)]);
        let scores = scores(locale, ballot);
        Some(view! {
            <Row
                title=move || name
                note=move || note
                lead=move || view! { <Tag text=scores tone=Tone::Bad /> }
                href=Page::Customer(id).route().with("tab", "satisfaction").href()
            />
        })
    };
    let rows = move || low.read().iter().take(ROWS).filter_map(row).collect_view();
    let count = Memo::new(move |_| low.read().len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <Card
                title=move || t_string!(i18n, today.low_card)
                note=move || t_string!(i18n, today.low_note)
                tools=move || {
                    let text = move || t_string!(i18n, today.see_satisfaction);
                    view! { <SeeAll count=count text=text href=Page::Satisfaction.href() /> }
                }
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Returns the low scores of a response: `CSAT 2 · NPS 6`.
fn scores(locale: Locale, ballot: &Ballot) -> String {
    let words = ballot.low().map(|(measure, rating)| {
        let word = if measure == Measure::Csat { "CSAT" } else { "NPS" };
        Some(format!("{word} {}", format::plain(locale, rating.of().0)))
    });
    joined(words)
}

/// Card of the unfinished responses, latest first.
#[component]
pub fn Unfinished() -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let surveys = use_surveys();
    let private = use_private_mode();
    let all = Memo::new(move |_| {
        let responses = tables.responses.read();
        begun(responses.rows()).cloned().collect::<Vec<_>>()
    });
    let row = move |response: Response| {
        let locale = i18n.get_locale();
        let customer = tables.customer_name(response.customer);
        let customer = customer.unwrap_or_else(|| t_string!(i18n, today.nobody).to_owned());
        let asked = surveys.get();
        let asked = response.questionnaire.and_then(|id| asked.get(id));
        let note = joined([
            asked.map(|one| labels::wording(locale, &one.title.0)),
            response.answered_on.map(|day| format::date(locale, day)),
            Some(response.respondent.clone()),
        ]);
        view! {
            <Row
                title=move || customer
                note=move || note
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, today.resume)
                            on_press=move |()| private.resume(&response)
                        />
                    }
                }
            />
        }
    };
    let count = Memo::new(move |_| all.read().len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <Card
                title=move || t_string!(i18n, today.unfinished_card)
                note=move || t_string!(i18n, today.unfinished_note)
                tools=move || {
                    let text = move || {
                        let count = format::count(i18n.get_locale(), count.get());
                        t_string!(i18n, today.all_unfinished, count = count)
                    };
                    view! { <SeeAll count=count text=text href=Page::Surveys.href() /> }
                }
            >
                <Rows>{move || all.get().into_iter().take(ROWS).map(row).collect_view()}</Rows>
            </Card>
        </Show>
    }
}
