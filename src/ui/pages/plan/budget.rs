//! Budget of the plan and its spending. Internal: the customer's sheet does not contain it.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind, ServicePlan},
};
use leptos::prelude::*;

use super::{
    About,
    add::Adding,
    buttons::RemoveLine,
    goals::MONEY,
    ids, line,
    lines::{AddLine, Lines},
};
use crate::ui::{
    components::{Bar, Card},
    format,
    i18n::*,
    labels,
    shared::{
        field::{Field, Fields},
        plan_row,
    },
};

/// Card with the budget.
#[component]
pub fn BudgetCard(id: Id<ServicePlan>, about: About, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let lines = ids(about, PlanItemKind::Budget);
    let line = move |id: Id<PlanItem>| view! { <Position id about /> }.into_any();
    let sums = Memo::new(move |_| {
        about.with(|about| {
            let about = about.as_ref()?;
            let (planned, spent) = about.money();
            Some((about.plan.budget_cny, planned, spent))
        })
    });
    let share = Signal::derive(move || {
        let (budget, planned, spent) = sums.get()?;
        let of = budget.unwrap_or(planned);
        (of > 0.0).then(|| spent / of)
    });
    let told = move || {
        let locale = i18n.get_locale();
        let (_, planned, spent) = sums.get()?;
        let [planned, spent] = [planned, spent].map(|cny| format::money(locale, cny).to_string());
        Some(t_string!(i18n, plan.planned_and_spent, planned = planned, spent = spent))
    };
    view! {
        <Card
            title=move || t_string!(i18n, plan.budget)
            note=move || t_string!(i18n, plan.internal)
            tools=move || view! { <AddLine adding=adding kind=PlanItemKind::Budget /> }
        >
            <div class="stack">
                <Bar
                    label=move || t_string!(i18n, plan.budget)
                    share=Signal::derive(move || share.get().map(|share| share.min(1.0)))
                    text=move || plan_row::percent(i18n.get_locale(), share.get())
                    is_behind=Signal::derive(move || share.get().is_some_and(|share| share > 1.0))
                />
                <p class="quiet-text">{told}</p>
                <dl class="facts">
                    <Field id field=ServicePlan::BUDGET_CNY />
                </dl>
                <Lines lines=lines line=line />
            </div>
        </Card>
    }
}

#[component]
fn Position(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let line = line(about, id);
    let what = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            Some(labels::plan_item(i18n.get_locale(), &line.item))
        })
    };
    view! {
        <li class="plan-line short">
            <div class="spread">
                <h3>{what}</h3>
                <RemoveLine id=id />
            </div>
            <dl class="facts">
                <Fields id of=MONEY />
            </dl>
        </li>
    }
}
