//! Master data of the customer and its supply, edited in place.

use busbar_core::domain::{Customer, FieldOf, Id};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Card, Tag, Tone},
        format,
        i18n::*,
        shared::field::{Field, Fields},
    },
};

/// Minimum ratio of backup to security load [GB/T 29328-2018].
const BACKUP: f64 = 1.2;

const WHO: &[FieldOf<Customer>] = &[
    Customer::NAME,
    Customer::ACCOUNT_NUMBER,
    Customer::INDUSTRY,
    Customer::ACCOUNT_MANAGER,
    Customer::REGION,
    Customer::ADDRESS,
];
const SUPPLY: &[FieldOf<Customer>] =
    &[Customer::VOLTAGE_LEVEL_KV, Customer::CONTRACTED_CAPACITY_KVA, Customer::SOURCE_KIND];
const SECURITY: &[FieldOf<Customer>] = &[
    Customer::IMPORTANCE,
    Customer::STRATEGIC_IMPORTANCE,
    Customer::SECURITY_LOAD_KW,
    Customer::BACKUP_KW,
];

/// Section with the master data.
#[component]
pub fn Facts(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let backup = move || {
        let both = |customer: &Customer| customer.security_load_kw.zip(customer.backup_kw);
        let (load, backup) = tables.read(id, both)??;
        let share = backup / load;
        if !share.is_finite() {
            return None;
        }
        let percent = format::percent(i18n.get_locale(), share, 0);
        let (text, tone) = if share < BACKUP {
            (t_string!(i18n, customer.backup_short, share = percent), Tone::Bad)
        } else {
            (t_string!(i18n, customer.backup_enough, share = percent), Tone::Good)
        };
        Some(view! { <p><Tag text=text tone=tone /></p> })
    };
    view! {
        <div class="stack">
            <Card title=move || t_string!(i18n, customer.facts_who)>
                <dl class="facts">
                    <Fields id of=WHO />
                </dl>
                <dl>
                    <Field id field=Customer::NOTE />
                </dl>
            </Card>
            <Card title=move || t_string!(i18n, customer.facts_supply)>
                <dl class="facts">
                    <Fields id of=SUPPLY />
                </dl>
            </Card>
            <Card title=move || t_string!(i18n, customer.facts_security)>
                <dl class="facts">
                    <Fields id of=SECURITY />
                </dl>
                {backup}
            </Card>
        </div>
    }
}
