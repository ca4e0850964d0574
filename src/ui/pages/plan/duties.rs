//! Who does what for the customer.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{About, add::Adding, ids, line, linked::RemoveLine};
use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Button, Card, Emphasis, EmptyState, Icon},
        i18n::*,
        labels,
        shared::field::Field,
    },
};

/// The card.
#[component]
pub fn DutiesCard(about: About, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let duties = ids(about, PlanItemKind::Duty);
    view! {
        <Card
            title=move || t_string!(i18n, plan.duties)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, plan.add_duty)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| adding.ask(PlanItemKind::Duty)
                    />
                }
            }
        >
            <Show
                when=move || !duties.with(Vec::is_empty)
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, plan.duties_none) /> }
                }
            >
                <ul class="plan-lines">
                    <For
                        each=move || duties.get()
                        key=|id| *id
                        children=move |id| view! { <Duty id=id about=about /> }
                    />
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn Duty(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_workspace().tables.plan_items;
    let line = line(about, id);
    let speciality = move || {
        let of = line.with(|line| line.as_ref()?.item.speciality);
        of.map(|of| labels::speciality(i18n.get_locale(), of))
            .unwrap_or_else(|| t_string!(i18n, plan.f_owner))
    };
    let what = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            Some(labels::plan_item(i18n.get_locale(), &line.item))
        })
    };
    view! {
        <li class="plan-line short">
            <div class="spread">
                <dl class="facts grow">
                    <Field table id field=PlanItem::OWNER label=speciality />
                </dl>
                <RemoveLine id=id />
            </div>
            <p class="quiet-text">{what}</p>
        </li>
    }
}
