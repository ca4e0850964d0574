//! The supply points and the people of a customer: a card each, edited where it stands, added and taken
//! out with a way back. A new one opens at the top, and is a record once something of it was entered.

use leptos::prelude::*;

use crate::{
    domain::{Contact, Customer, Id, Record, SupplyPoint},
    state::{
        commands::record::{fresh, remove},
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Button, Emphasis, EmptyState, Glyph, Icon, Input},
        field::{Field, OpenField},
        i18n::*,
        new_record::NewRecord,
    },
};

/// The supply points.
#[component]
pub fn SupplyPoints(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.supply_points;
    let adding = RwSignal::new(None::<Id<SupplyPoint>>);
    let ids = Memo::new(move |_| {
        // The one that is being added stands at the top until that is done.
        let adding = adding.get();
        let is_here = |point: &&SupplyPoint| !point.is_deleted && Some(point.id) != adding;
        table.with(|table| {
            table
                .of(id)
                .filter(is_here)
                .map(|point| point.id)
                .collect::<Vec<_>>()
        })
    });
    let number = |unit| Signal::stored(Input::Number(unit, Bounds::POSITIVE));
    let point = move |id: Id<SupplyPoint>| {
        view! {
            <li class="card entry">
                <dl class="facts">
                    <Field
                        table
                        id
                        field="account_number"
                        label=move || t_string!(i18n, customer.f_point_number)
                    />
                    <Field
                        table
                        id
                        field="voltage_level_kv"
                        label=move || t_string!(i18n, customer.f_voltage_level_kv)
                        input=number("kV")
                    />
                    <Field
                        table
                        id
                        field="contracted_capacity_kva"
                        label=move || t_string!(i18n, customer.f_contracted_capacity_kva)
                        input=number("kVA")
                    />
                    <Field
                        table
                        id
                        field="running_capacity_kva"
                        label=move || t_string!(i18n, customer.f_running_capacity_kva)
                        input=number("kVA")
                    />
                    <Field table id field="address" label=move || t_string!(i18n, customer.f_address) />
                    <Field table id field="note" label=move || t_string!(i18n, customer.f_note) />
                </dl>
                <Button
                    label=move || t_string!(i18n, customer.remove)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| remove(workspace, id)
                />
            </li>
        }
    };
    let new = move |new: Id<SupplyPoint>| {
        let seed = SupplyPoint {
            customer: Some(id),
            ..SupplyPoint::empty(new)
        };
        let [first, second, third, fourth, fifth] = std::array::from_fn(|_| seed.clone());
        view! {
            <NewRecord
                title=move || t_string!(i18n, customer.point_add)
                table=table
                id=new
                on_close=move |()| adding.set(None)
            >
                <OpenField
                    table
                    id=new
                    field="account_number"
                    label=move || t_string!(i18n, customer.f_point_number)
                    seed=first
                />
                <OpenField
                    table
                    id=new
                    field="voltage_level_kv"
                    label=move || t_string!(i18n, customer.f_voltage_level_kv)
                    input=number("kV")
                    seed=second
                />
                <OpenField
                    table
                    id=new
                    field="contracted_capacity_kva"
                    label=move || t_string!(i18n, customer.f_contracted_capacity_kva)
                    input=number("kVA")
                    seed=third
                />
                <OpenField
                    table
                    id=new
                    field="running_capacity_kva"
                    label=move || t_string!(i18n, customer.f_running_capacity_kva)
                    input=number("kVA")
                    seed=fourth
                />
                <OpenField
                    table
                    id=new
                    field="address"
                    label=move || t_string!(i18n, customer.f_address)
                    seed=fifth
                />
            </NewRecord>
        }
    };
    view! {
        <div class="stack">
            <div>
                <Button
                    label=move || t_string!(i18n, customer.point_add)
                    icon=Icon::Add
                    disabled=Signal::derive(move || adding.get().is_some())
                    on_press=move |()| adding.set(Some(fresh()))
                />
            </div>
            {move || adding.get().map(new)}
            <Show
                when=move || ids.with(|ids| !ids.is_empty()) || adding.get().is_some()
                fallback=move || {
                    view! {
                        <EmptyState
                            title=move || t_string!(i18n, customer.points_none)
                            text=move || t_string!(i18n, customer.points_none_text)
                        />
                    }
                }
            >
                <ul class="stack">
                    <For each=move || ids.get() key=|id| *id children=point />
                </ul>
            </Show>
        </div>
    }
}

/// The people.
#[component]
pub fn Contacts(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.contacts;
    let adding = RwSignal::new(None::<Id<Contact>>);
    let ids = Memo::new(move |_| {
        // The one that is being added stands at the top until that is done.
        let adding = adding.get();
        let is_here = |contact: &&Contact| !contact.is_deleted && Some(contact.id) != adding;
        table.with(|table| {
            table
                .of(id)
                .filter(is_here)
                .map(|contact| contact.id)
                .collect::<Vec<_>>()
        })
    });
    let contact = move |id: Id<Contact>| {
        let phone = Memo::new(move |_| {
            table.with(|table| {
                table
                    .get(id)
                    .map(|contact| contact.phone.clone())
                    .unwrap_or_default()
            })
        });
        view! {
            <li class="card entry">
                <dl class="facts">
                    <Field table id field="name" label=move || t_string!(i18n, customer.f_person) />
                    <Field table id field="role" label=move || t_string!(i18n, customer.f_role) />
                    <Field table id field="phone" label=move || t_string!(i18n, customer.f_phone) />
                    <Field table id field="email" label=move || t_string!(i18n, customer.f_email) />
                    <Field table id field="note" label=move || t_string!(i18n, customer.f_note) />
                </dl>
                <div class="entry-tools">
                    <Show when=move || phone.with(|phone| !phone.is_empty())>
                        <a
                            class="button quiet icon-only"
                            href=move || format!("tel:{}", phone.get().replace(' ', ""))
                            aria-label=move || t_string!(i18n, customer.call, phone = phone.get())
                        >
                            <Glyph icon=Icon::Phone />
                        </a>
                    </Show>
                    <Button
                        label=move || t_string!(i18n, customer.remove)
                        icon=Icon::Delete
                        icon_only=true
                        emphasis=Emphasis::Quiet
                        on_press=move |()| remove(workspace, id)
                    />
                </div>
            </li>
        }
    };
    let new = move |new: Id<Contact>| {
        let seed = Contact {
            customer: Some(id),
            ..Contact::empty(new)
        };
        let [first, second, third, fourth] = std::array::from_fn(|_| seed.clone());
        view! {
            <NewRecord
                title=move || t_string!(i18n, customer.contact_add)
                table=table
                id=new
                on_close=move |()| adding.set(None)
            >
                <OpenField
                    table
                    id=new
                    field="name"
                    label=move || t_string!(i18n, customer.f_person)
                    seed=first
                />
                <OpenField
                    table
                    id=new
                    field="role"
                    label=move || t_string!(i18n, customer.f_role)
                    seed=second
                />
                <OpenField
                    table
                    id=new
                    field="phone"
                    label=move || t_string!(i18n, customer.f_phone)
                    seed=third
                />
                <OpenField
                    table
                    id=new
                    field="email"
                    label=move || t_string!(i18n, customer.f_email)
                    seed=fourth
                />
            </NewRecord>
        }
    };
    view! {
        <div class="stack">
            <div>
                <Button
                    label=move || t_string!(i18n, customer.contact_add)
                    icon=Icon::Add
                    disabled=Signal::derive(move || adding.get().is_some())
                    on_press=move |()| adding.set(Some(fresh()))
                />
            </div>
            {move || adding.get().map(new)}
            <Show
                when=move || ids.with(|ids| !ids.is_empty()) || adding.get().is_some()
                fallback=move || {
                    view! {
                        <EmptyState
                            title=move || t_string!(i18n, customer.contacts_none)
                            text=move || t_string!(i18n, customer.contacts_none_text)
                        />
                    }
                }
            >
                <ul class="stack">
                    <For each=move || ids.get() key=|id| *id children=contact />
                </ul>
            </Show>
        </div>
    }
}
