//! Supply points and contacts of a customer: a card each, edited in place; removal can be undone. A new one opens at
//! the top and becomes a record with the first value entered.

use busbar_core::domain::{Contact, Customer, FieldOf, Id, Record, SupplyPoint};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Button, Glyph, Icon},
        i18n::*,
        shared::{
            field::Fields,
            forms::Form,
            new_record::{Entries, OwnRecords, Remove},
        },
    },
};

/// Fields of a new supply point; its card also has a note.
const POINT: &[FieldOf<SupplyPoint>] = &[
    SupplyPoint::ACCOUNT_NUMBER,
    SupplyPoint::VOLTAGE_LEVEL_KV,
    SupplyPoint::CONTRACTED_CAPACITY_KVA,
    SupplyPoint::RUNNING_CAPACITY_KVA,
    SupplyPoint::ADDRESS,
];

/// Fields of a new contact; its card also has a note.
const PERSON: &[FieldOf<Contact>] = &[Contact::NAME, Contact::ROLE, Contact::PHONE, Contact::EMAIL];

/// Section with the supply points.
#[component]
pub fn SupplyPoints(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let seed =
        move |new: Id<SupplyPoint>| SupplyPoint { customer: Some(id), ..SupplyPoint::empty(new) };
    let entry = |id: Id<SupplyPoint>| {
        let fields = [POINT, &[SupplyPoint::NOTE]].concat();
        view! { <Entry id fields=fields tools=().into_any() /> }.into_any()
    };
    view! {
        <Records
            customer=id
            fields=POINT
            add=move || t_string!(i18n, customer.point_add)
            seed=seed
            none=move || t_string!(i18n, customer.points_none)
            none_text=move || t_string!(i18n, customer.points_none_text)
            entry=entry
        />
    }
}

/// Section with the contacts.
#[component]
pub fn Contacts(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let seed = move |new: Id<Contact>| Contact { customer: Some(id), ..Contact::empty(new) };
    let entry = |id: Id<Contact>| {
        let fields = [PERSON, &[Contact::NOTE]].concat();
        view! { <Entry id fields=fields tools=view! { <Call id /> }.into_any() /> }.into_any()
    };
    view! {
        <Records
            customer=id
            fields=PERSON
            add=move || t_string!(i18n, customer.contact_add)
            seed=seed
            none=move || t_string!(i18n, customer.contacts_none)
            none_text=move || t_string!(i18n, customer.contacts_none_text)
            entry=entry
        />
    }
}

/// Records of the customer, with a button that adds one.
#[component]
fn Records<T: Form>(
    customer: Id<Customer>,
    /// Fields of a new record, in order.
    fields: &'static [FieldOf<T>],
    /// Label of the button, and title of the new record.
    #[prop(into)]
    add: TextProp,
    #[prop(into)] seed: Callback<Id<T>, T>,
    #[prop(into)] none: TextProp,
    #[prop(into)] none_text: TextProp,
    entry: fn(Id<T>) -> AnyView,
) -> impl IntoView {
    let own = OwnRecords::<T>::of(customer);
    let title = add.clone();
    view! {
        <div class="stack">
            <div>
                <Button
                    label=add
                    icon=Icon::Add
                    disabled=Signal::derive(move || own.is_adding())
                    on_press=move |()| own.begin()
                />
            </div>
            <Entries
                own=own
                title=title
                seed=seed
                fields=fields
                none=none
                none_text=none_text
                class="stack"
                entry=entry
            />
        </div>
    }
}

/// Card of one record: its fields, further buttons, and removal.
#[component]
fn Entry<T: Form>(id: Id<T>, fields: Vec<FieldOf<T>>, tools: AnyView) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <li class="card entry">
            <dl class="facts">
                <Fields id of=fields />
            </dl>
            <div class="entry-tools">
                {tools}
                <Remove id label=move || t_string!(i18n, customer.remove) />
            </div>
        </li>
    }
}

/// Link that calls the contact; hidden without a phone number.
#[component]
fn Call(id: Id<Contact>) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let phone =
        Memo::new(move |_| tables.read(id, |contact| contact.phone.clone()).unwrap_or_default());
    view! {
        <Show when=move || phone.with(|phone| !phone.is_empty())>
            <a
                class="button quiet icon-only"
                href=move || format!("tel:{}", phone.get().replace(' ', ""))
                aria-label=move || t_string!(i18n, customer.call, phone = phone.get())
            >
                <Glyph icon=Icon::Phone />
            </a>
        </Show>
    }
}
