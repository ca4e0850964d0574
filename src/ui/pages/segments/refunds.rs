//! Customers whose refunds exceed their bills, listed separately because they have no share of value.

use busbar_core::{
    analysis::pareto::Pareto,
    domain::{Customer, Id},
};
use leptos::prelude::*;

use super::worth;
use crate::{
    state::segments::Segments,
    ui::{
        components::{Card, Row, Rows},
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Maximum number of customers listed by name.
const REFUNDS: usize = 5;

/// Card of the customers whose refunds exceed their bills, with their total; empty if there are none.
#[component]
pub fn Refunds(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let customers = segments.customers();
    let negative = Memo::new(move |_| {
        let judgement = segments.judgement();
        let pareto = judgement.judged.pareto.as_ref();
        let all = pareto.map_or(&[][..], |pareto| &pareto.negative);
        let named =
            all.iter().take(REFUNDS).map(|one| (judgement.subjects[one.index].customer, one.value));
        (all.len(), pareto.map_or(0.0, Pareto::negative_total), named.collect::<Vec<_>>())
    });
    let worth =
        move |value: f64| worth(i18n.get_locale(), segments.judgement().judged.is_billed(), value);
    let row = move |(id, value): (Id<Customer>, f64)| {
        let name = customers.with(|all| all.get(id).map(|one| one.name.clone()));
        view! {
            <Row
                title=move || view! { {name} }
                end=move || view! { <span class="number">{move || worth(value)}</span> }
                href=Page::Customer(id).href()
            />
        }
    };
    view! {
        <Show when=move || { negative.read().0 > 0 }>
            <Card
                title=move || {
                    let (count, total) = (negative.read().0, negative.read().1);
                    t_string!(
                        i18n,
                        segments.negative_title,
                        customers = labels::customers(i18n.get_locale(), count),
                        total = worth(total)
                    )
                }
                note=move || t_string!(i18n, segments.negative_note)
            >
                <Rows>{move || negative.get().2.into_iter().map(row).collect_view()}</Rows>
            </Card>
        </Show>
    }
}
