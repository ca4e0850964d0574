//! What stands in the way of a visit from today on, as tags: wherever a visit that is to come is shown.
//! What is in whose way is `domain::visit`'s.

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

/// What stands in the way of a visit.
#[component]
pub fn InTheWay(
    /// Which.
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
