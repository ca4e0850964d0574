//! Latest responses of the customer.

use busbar_core::{analysis::satisfaction::Ballot, domain::survey::Measure};
use leptos::prelude::*;

use crate::{
    state::{briefing::Briefing, satisfaction::use_satisfaction},
    ui::{
        components::{Card, Row, Rows, Tag, Tone},
        format,
        i18n::*,
    },
};

/// Measures listed, with their names, which are the same in every language.
const MEASURES: [(Measure, &str); 3] =
    [(Measure::Csat, "CSAT"), (Measure::Nps, "NPS"), (Measure::Ces, "CES")];

/// Card of the latest responses; empty if there are none.
#[component]
pub fn Answers(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let satisfaction = use_satisfaction();
    let row = move |ballot: Ballot| {
        let locale = i18n.get_locale();
        let day = ballot.answered_on.map(|day| format::date(locale, day)).unwrap_or_default();
        let is_low = ballot.is_low();
        let plain = |number: f64| format::plain(locale, number);
        let ratings: Vec<String> = MEASURES
            .into_iter()
            .filter_map(|(measure, word)| {
                let (value, most) = ballot.rating(measure)?.of();
                Some(format!("{word} {} / {}", plain(value), plain(most)))
            })
            .collect();
        let ratings = ratings.join(" · ");
        view! {
            <Row
                title=move || view! { {ratings} }
                note=move || view! { {day} }
                end=move || {
                    is_low
                        .then(|| {
                            view! {
                                <Tag tone=Tone::Warn text=move || t_string!(i18n, customer.low_answer) />
                            }
                        })
                }
            />
        }
    };
    let rows = move || briefing.answers.get().into_iter().map(row).collect_view();
    let title = move || {
        // The score covers all responses, as on the satisfaction tab, not only those listed.
        let score = satisfaction.by_customer().get(&briefing.customer).copied();
        match score {
            Some(score) => {
                let score = format::decimal(i18n.get_locale(), score, 0);
                t_string!(i18n, visit.satisfied, score = score)
            }
            None => t_string!(i18n, customer.tab_satisfaction).to_owned(),
        }
    };
    view! {
        <Show when=move || !briefing.answers.read().is_empty()>
            <Card title=title>
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}
