//! 设备与供电: what the customer runs behind the meter, whether its supply is as safe as its grade asks
//! for, the hazards that were found, and the times its supply was off.

mod equipment;
mod hazards;
mod outages;
mod verdict;

use busbar_core::domain::{Customer, Id};
use leptos::prelude::*;

use self::{equipment::EquipmentCard, hazards::Hazards, outages::Outages, verdict::Verdict};

/// The tab.
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
