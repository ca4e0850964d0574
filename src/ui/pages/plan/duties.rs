//! Duties: the person responsible for each speciality.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{About, add::Adding, buttons::RemoveLine, line, lines::LinesCard};
use crate::ui::{i18n::*, labels, shared::field::Field};

/// Card with the duties.
#[component]
pub fn DutiesCard(about: About, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |id: Id<PlanItem>| view! { <Duty id about /> }.into_any();
    view! {
        <LinesCard
            about=about
            adding=adding
            kind=PlanItemKind::Duty
            title=move || t_string!(i18n, plan.duties)
            none=move || t_string!(i18n, plan.duties_none)
            line=line
        />
    }
}

#[component]
fn Duty(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
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
                    <Field id field=PlanItem::OWNER label=speciality />
                </dl>
                <RemoveLine id=id />
            </div>
            <p class="quiet-text">{what}</p>
        </li>
    }
}
