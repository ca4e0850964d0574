//! Who the customer is and how it is supplied, each fact edited where it stands.

use busbar_core::domain::{Customer, Id, Importance, SourceKind};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Bounds, Card, Input, Tag, Tone},
        format,
        i18n::*,
        labels,
        shared::field::Field,
    },
};

/// Backup is to be at least this share of the security load [GB/T 29328-2018].
const BACKUP: f64 = 1.2;

/// The facts.
#[component]
pub fn Facts(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_workspace().tables.customers;
    let number = |unit, bounds| Signal::stored(Input::Number(unit, bounds));
    let grades = Signal::derive(move || {
        let grade = |grade: &Importance| {
            (grade.name().to_owned(), labels::importance(i18n.get_locale(), *grade).to_owned())
        };
        Input::Choice(Importance::ALL.iter().map(grade).collect())
    });
    let sources = Signal::derive(move || {
        let source = |kind: &SourceKind| {
            (kind.name().to_owned(), labels::source_kind(i18n.get_locale(), *kind).to_owned())
        };
        Input::Choice(SourceKind::ALL.iter().map(source).collect())
    });
    let backup = move || {
        let (load, backup) = table.with(|table| {
            let customer = table.get(id)?;
            Some((customer.security_load_kw?, customer.backup_kw?))
        })?;
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
                    <Field table id field=Customer::NAME label=move || t_string!(i18n, customer.f_name) />
                    <Field
                        table
                        id
                        field=Customer::ACCOUNT_NUMBER
                        label=move || t_string!(i18n, customer.f_account_number)
                    />
                    <Field
                        table
                        id
                        field=Customer::INDUSTRY
                        label=move || t_string!(i18n, customer.f_industry)
                    />
                    <Field
                        table
                        id
                        field=Customer::ACCOUNT_MANAGER
                        label=move || t_string!(i18n, customer.f_account_manager)
                    />
                    <Field table id field=Customer::REGION label=move || t_string!(i18n, customer.f_region) />
                    <Field
                        table
                        id
                        field=Customer::ADDRESS
                        label=move || t_string!(i18n, customer.f_address)
                    />
                </dl>
                <dl>
                    <Field
                        table
                        id
                        field=Customer::NOTE
                        label=move || t_string!(i18n, customer.f_note)
                        input=Signal::stored(Input::Long)
                    />
                </dl>
            </Card>
            <Card title=move || t_string!(i18n, customer.facts_supply)>
                <dl class="facts">
                    <Field
                        table
                        id
                        field=Customer::VOLTAGE_LEVEL_KV
                        label=move || t_string!(i18n, customer.f_voltage_level_kv)
                        input=number("kV", Bounds::POSITIVE)
                    />
                    <Field
                        table
                        id
                        field=Customer::CONTRACTED_CAPACITY_KVA
                        label=move || t_string!(i18n, customer.f_contracted_capacity_kva)
                        input=number("kVA", Bounds::POSITIVE)
                    />
                    <Field
                        table
                        id
                        field=Customer::SOURCE_KIND
                        label=move || t_string!(i18n, customer.f_source_kind)
                        input=sources
                    />
                </dl>
            </Card>
            <Card title=move || t_string!(i18n, customer.facts_security)>
                <dl class="facts">
                    <Field
                        table
                        id
                        field=Customer::IMPORTANCE
                        label=move || t_string!(i18n, customer.f_importance)
                        input=grades
                    />
                    <Field
                        table
                        id
                        field=Customer::STRATEGIC_IMPORTANCE
                        label=move || t_string!(i18n, customer.f_strategic_importance)
                        input=number("", Bounds::HUNDRED)
                    />
                    <Field
                        table
                        id
                        field=Customer::SECURITY_LOAD_KW
                        label=move || t_string!(i18n, customer.f_security_load_kw)
                        input=number("kW", Bounds::POSITIVE)
                    />
                    <Field
                        table
                        id
                        field=Customer::BACKUP_KW
                        label=move || t_string!(i18n, customer.f_backup_kw)
                        input=number("kW", Bounds::POSITIVE)
                    />
                </dl>
                {backup}
            </Card>
        </div>
    }
}
