//! Link from a visit, an action or a request to an item of a service plan: a goal or a service of the customer's plans
//! that are not closed, or none.

use busbar_core::domain::{
    Customer, Id, Link,
    plan::{PlanItem, PlanLink},
};
use leptos::prelude::*;

use crate::{
    state::{commands::plan::relink, plans::use_plans, task, workspace::use_workspace},
    ui::{components::Select, i18n::*, labels},
};

/// Choice of the plan item; nothing if the customer has no open plan with items.
#[component]
pub fn LinkToPlan(
    /// Record to link.
    of: Link,
    /// Customer of the record.
    customer: Id<Customer>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let plans = use_plans();
    let lines = Memo::new(move |_| plans.open_lines(customer));
    let held = of.clone();
    // If the record is linked to several items, the first is shown here; the plan shows all.
    let links = Memo::new(move |_| {
        workspace.tables.plan_links.with(|links| {
            let own = links.iter().filter(|link| link.is_here() && link.of.as_ref() == Some(&held));
            own.cloned().collect::<Vec<PlanLink>>()
        })
    });
    let now = Signal::derive(move || {
        links.with(|links| {
            let item = links.first().and_then(|link| link.item);
            item.map(|item| item.to_string()).unwrap_or_default()
        })
    });
    let options = Signal::derive(move || {
        let locale = i18n.get_locale();
        let none = (String::new(), t_string!(i18n, plans.link_to_none).to_owned());
        let word = |item: &PlanItem| (item.id.to_string(), labels::plan_item(locale, item));
        let lines = lines.with(|lines| lines.iter().map(word).collect::<Vec<_>>());
        std::iter::once(none).chain(lines).collect::<Vec<_>>()
    });
    let choose = move |name: String| {
        let item = lines.with_untracked(|lines| {
            let is_it = |item: &&PlanItem| item.id.to_string() == name;
            lines.iter().find(is_it).map(|item| item.id)
        });
        let links = links.get_untracked();
        let first = links.first().cloned();
        let gone: Vec<_> = first.iter().map(|link| link.id).collect();
        let from = first.and_then(|link| link.item);
        let of = of.clone();
        let Some(item) = item.or(from) else { return };
        let new = if name.is_empty() { Vec::new() } else { vec![of] };
        task::spawn(async move {
            // The shell reports errors of writes.
            let _ = relink(workspace, item, Some(customer), new, gone).await;
        });
    };
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <Select
                label=move || t_string!(i18n, plans.link_to_plan)
                options=options
                value=now
                on_change=choose.clone()
            />
        </Show>
    }
}
