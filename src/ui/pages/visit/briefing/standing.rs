//! Profile of the customer: contacts, supply, class, and the rules that make it a key account.

use busbar_core::domain::{Contact, Importance, standard::ServiceClass};
use leptos::prelude::*;

use crate::{
    state::{
        briefing::Briefing, segments::use_segments, service::use_service, workspace::use_workspace,
    },
    ui::{
        components::{Card, EmptyState, Glyph, Icon, Row, Rows},
        format,
        i18n::*,
        labels,
    },
};

/// Card of the contacts, each with a button to call.
#[component]
pub fn People(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let person = move |contact: Contact| {
        let (name, role, phone) = (contact.name, contact.role, contact.phone);
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {role} }
                end=move || {
                    (!phone.is_empty())
                        .then(|| {
                            let href = format!("tel:{}", phone.replace(' ', ""));
                            view! {
                                <a class="button quiet phone" href=href>
                                    <Glyph icon=Icon::Phone />
                                    {phone}
                                </a>
                            }
                        })
                }
            />
        }
    };
    let people = move || briefing.contacts.get().into_iter().map(person).collect_view();
    view! {
        <Card title=move || t_string!(i18n, visit.people)>
            <Show when=move || briefing.contacts.read().is_empty()>
                <EmptyState
                    title=move || t_string!(i18n, visit.people_none)
                    text=move || t_string!(i18n, visit.people_none_text)
                />
            </Show>
            <Rows>{people}</Rows>
        </Card>
    }
}

/// Card of the supply and the location.
#[component]
pub fn Facts(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let facts = move || {
        let locale = i18n.get_locale();
        let customers = customers.read();
        let customer = customers.get(briefing.customer)?;
        let unit = |value: Option<f64>, unit| {
            value.map(|value| format::with_unit(locale, value, unit).to_string())
        };
        let grade = customer.importance.filter(|grade| *grade != Importance::None);
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let facts = [
            (t_string!(i18n, customer.f_industry), text(&customer.industry)),
            (t_string!(i18n, customer.f_voltage_level_kv), unit(customer.voltage_level_kv, "kV")),
            (
                t_string!(i18n, customer.f_contracted_capacity_kva),
                unit(customer.contracted_capacity_kva, "kVA"),
            ),
            (
                t_string!(i18n, customer.f_importance),
                grade.map(|grade| labels::importance(locale, grade).to_owned()),
            ),
            (
                t_string!(i18n, customer.f_source_kind),
                customer.source_kind.map(|kind| labels::source_kind(locale, kind).to_owned()),
            ),
            (t_string!(i18n, customer.f_security_load_kw), unit(customer.security_load_kw, "kW")),
            (t_string!(i18n, customer.f_backup_kw), unit(customer.backup_kw, "kW")),
            (t_string!(i18n, customer.f_address), text(&customer.address)),
            (t_string!(i18n, customer.f_note), text(&customer.note)),
        ];
        let known = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Some(
            known
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{name}</dt>
                            <dd>{value}</dd>
                        </div>
                    }
                })
                .collect_view(),
        )
    };
    view! {
        <Card title=move || t_string!(i18n, visit.facts)>
            <dl class="facts">{facts}</dl>
        </Card>
    }
}

/// Card of the class, with the key-account rules that are met.
#[component]
pub fn Class(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let segments = use_segments();
    let class = use_service().class(briefing.customer);
    let title = move || {
        let locale = i18n.get_locale();
        let Some(class) = class.get() else {
            return td_string!(locale, labels.class_not_known).to_owned();
        };
        let word = labels::service_class(locale, class);
        match briefing.about.position() {
            Some(position) => {
                let abc = labels::abc_class(locale, position.class);
                let rank = say!(locale, customer.rank, class = abc, rank = position.rank);
                // The rank already contains the class.
                if class == ServiceClass::Key { format!("{word} · {rank}") } else { rank }
            }
            None => word.to_owned(),
        }
    };
    let reasons = move || {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        let met = judgement.key_account(briefing.customer).map(|account| account.met);
        met.unwrap_or_default()
            .into_iter()
            .map(|met| {
                let needs = labels::rule_value(locale, met.rule, met.needs);
                let line = if needs.is_empty() {
                    String::new()
                } else {
                    let has = labels::rule_value(locale, met.rule, met.has);
                    t_string!(i18n, customer.rule_line, has = has, needs = needs)
                };
                view! {
                    <li>
                        {labels::rule(locale, met.rule)} " " <span class="quiet-text">{line}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Card title=title>
            <ul class="reasons">{reasons}</ul>
        </Card>
    }
}
