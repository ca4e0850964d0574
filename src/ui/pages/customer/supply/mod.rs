//! 设备与供电: the customer's equipment, the adequacy of its supply for its grade, its open findings, and its outages.

mod equipment;
mod hazards;
mod outages;
mod verdict;

use busbar_core::domain::{Customer, Id};
use leptos::prelude::*;

use self::{equipment::EquipmentCard, hazards::Hazards, outages::Outages, verdict::Verdict};

/// Section with equipment and supply.
#[component]
pub fn SupplyTab(id: Id<Customer>) -> impl IntoView {
    view! {
        <div class="stack">
            <Verdict id=id />
            <Hazards id=id />
            <EquipmentCard id=id />
            <Outages id=id />
        </div>
    }
}
