//! This year's plans that are behind or due for review; empty if there are none.

use leptos::prelude::*;

use crate::{
    state::plans::use_plans,
    ui::{
        components::{ButtonLink, Card, Emphasis, Rows},
        i18n::*,
        routes::Page,
        shared::plan_row::PlanRow,
    },
};
use busbar_core::books::plans::PlanSummary;

/// Maximum number of rows.
const ROWS: usize = 4;

/// Card of the plans.
#[component]
pub fn PressingPlans() -> impl IntoView {
    let i18n = use_i18n();
    let plans = use_plans();
    let pressing = Memo::new(move |_| {
        let (book, year) = (plans.get(), plans.year());
        let of_year = book.plans().iter().filter(|plan| plan.year == year);
        let pressing = of_year.filter(|plan| plan.is_pressing()).cloned();
        pressing.take(ROWS).collect::<Vec<PlanSummary>>()
    });
    view! {
        <Show when=move || !pressing.with(Vec::is_empty)>
            <Card
                title=move || t_string!(i18n, plans.today_card)
                note=move || t_string!(i18n, plans.today_note)
                tools=move || {
                    view! {
                        <ButtonLink
                            label=move || t_string!(i18n, plans.today_all)
                            href=Page::Plans.route().with("behind", "1").href()
                            emphasis=Emphasis::Quiet
                        />
                    }
                }
            >
                <Rows>
                    <For
                        each=move || pressing.get()
                        key=|plan| format!("{plan:?}")
                        children=|plan| view! { <PlanRow plan=plan brief=true /> }
                    />
                </Rows>
            </Card>
        </Show>
    }
}
