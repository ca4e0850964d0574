//! Conflicts of a planned visit with others, as tags. `domain::visit` finds the conflicts.

use busbar_core::domain::{
    Id,
    visit::{Conflict, Visit},
};
use leptos::prelude::*;

use crate::{
    state::{visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Tag, Tone},
        i18n::*,
    },
};

/// Tags for the conflicts of a visit; nothing without conflicts.
#[component]
pub fn InTheWay(
    /// Visit.
    id: Id<Visit>,
) -> impl IntoView {
    let i18n = use_i18n();
    let visits = use_visits();
    let tables = use_workspace().tables;
    let found = Memo::new(move |_| visits.conflicts().get(&id).cloned().unwrap_or_default());
    move || {
        let said = |conflict: Conflict| match conflict {
            Conflict::Twice(_) => t_string!(i18n, visits.conflict_twice).to_owned(),
            Conflict::Overlap(other) => {
                let visits = tables.visits.read();
                let customers = tables.customers.read();
                let customer = visits.get(other).and_then(|visit| customers.get(visit.customer?));
                let name = customer.map_or_else(
                    || t_string!(i18n, visits.unknown_customer).to_owned(),
                    |customer| customer.name.clone(),
                );
                t_string!(i18n, visits.conflict_overlap, customer = name)
            }
        };
        let tags = found.get().into_iter();
        tags.map(|conflict| view! { <Tag text=said(conflict) tone=Tone::Warn /> }).collect_view()
    }
}
