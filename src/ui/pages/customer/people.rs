//! The supply points and the people of a customer: a card each, edited where it stands, added and taken
//! out with a way back. A new one opens at the top, and is a record once something of it was entered.

use busbar_core::{
    books::table::Table,
    domain::{Contact, Customer, Id, Record, SupplyPoint, Value},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{
        commands::record::{EditableRecord, fresh, remove},
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Button, Emphasis, EmptyState, Glyph, Icon, Input},
        field::{Field, OpenField},
        i18n::*,
        new_record::NewRecord,
    },
};

/// A word of the screen.
type Word = fn(Locale) -> &'static str;

/// A field: its stable name, its word and how it is entered.
type FieldOf = (&'static str, Word, Input);

const KV: Input = Input::Number("kV", Bounds::POSITIVE);
const KVA: Input = Input::Number("kVA", Bounds::POSITIVE);

/// The fields of a supply point.
const POINT: &[FieldOf] = &[
    ("account_number", |locale| td_string!(locale, customer.f_point_number), Input::Text),
    ("voltage_level_kv", |locale| td_string!(locale, customer.f_voltage_level_kv), KV),
    (
        "contracted_capacity_kva",
        |locale| td_string!(locale, customer.f_contracted_capacity_kva),
        KVA,
    ),
    ("running_capacity_kva", |locale| td_string!(locale, customer.f_running_capacity_kva), KVA),
    ("address", |locale| td_string!(locale, customer.f_address), Input::Text),
];

/// The fields of a person.
const PERSON: &[FieldOf] = &[
    ("name", |locale| td_string!(locale, customer.f_person), Input::Text),
    ("role", |locale| td_string!(locale, customer.f_role), Input::Text),
    ("phone", |locale| td_string!(locale, customer.f_phone), Input::Text),
    ("email", |locale| td_string!(locale, customer.f_email), Input::Text),
];

/// The field that a card has besides, and a new record has not.
static NOTE: FieldOf = ("note", |locale| td_string!(locale, customer.f_note), Input::Text);

/// The supply points.
#[component]
pub fn SupplyPoints(id: Id<Customer>) -> impl IntoView {
    view! {
        <Entries
            customer=id
            table=use_workspace().tables.supply_points
            seed=|customer, id| SupplyPoint {
                customer: Some(customer),
                ..SupplyPoint::empty(id)
            }
            fields=POINT
            add=|locale| td_string!(locale, customer.point_add)
            none=|locale| td_string!(locale, customer.points_none)
            none_text=|locale| td_string!(locale, customer.points_none_text)
            tools=|_, _| ().into_any()
        />
    }
}

/// The people.
#[component]
pub fn Contacts(id: Id<Customer>) -> impl IntoView {
    view! {
        <Entries
            customer=id
            table=use_workspace().tables.contacts
            seed=|customer, id| Contact {
                customer: Some(customer),
                ..Contact::empty(id)
            }
            fields=PERSON
            add=|locale| td_string!(locale, customer.contact_add)
            none=|locale| td_string!(locale, customer.contacts_none)
            none_text=|locale| td_string!(locale, customer.contacts_none_text)
            tools=|table, id| view! { <Call table=table id=id /> }.into_any()
        />
    }
}

/// Calls a person whose number is known.
#[component]
fn Call(table: RwSignal<Table<Contact>>, id: Id<Contact>) -> impl IntoView {
    let i18n = use_i18n();
    let phone = Memo::new(move |_| {
        let phone = table.with(|table| table.get(id).map(|contact| contact.phone.clone()));
        phone.unwrap_or_default()
    });
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

/// The records of a kind that a customer has.
#[component]
fn Entries<T: EditableRecord>(
    /// Whose they are.
    customer: Id<Customer>,
    /// The table of the records.
    table: RwSignal<Table<T>>,
    /// Makes the initial record of a new one.
    seed: fn(Id<Customer>, Id<T>) -> T,
    /// The fields, in order.
    fields: &'static [FieldOf],
    /// The word of adding one.
    add: Word,
    /// Says that there are none.
    none: Word,
    /// Says what they are good for.
    none_text: Word,
    /// Further buttons of a record, besides its removal.
    tools: fn(RwSignal<Table<T>>, Id<T>) -> AnyView,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let adding = RwSignal::new(None::<Id<T>>);
    let ids = Memo::new(move |_| {
        // The one that is being added stands at the top until that is done.
        let adding = adding.get();
        let is_here = |record: &&T| {
            let is_deleted = record.value("is_deleted") == Some(Value::Bool(true));
            !is_deleted && Some(record.id()) != adding
        };
        table.with(|table| {
            let here = table.of(customer).filter(is_here);
            here.map(Record::id).collect::<Vec<_>>()
        })
    });
    let entry = move |id: Id<T>| {
        let all = fields.iter().chain([&NOTE]);
        let facts = all.map(move |(field, label, input)| {
            let input = Signal::stored(input.clone());
            view! { <Field table id field=*field label=move || label(i18n.get_locale()) input=input /> }
        });
        view! {
            <li class="card entry">
                <dl class="facts">{facts.collect_view()}</dl>
                <div class="entry-tools">
                    {tools(table, id)}
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
    let new = move |id: Id<T>| {
        let open = fields.iter().map(move |(field, label, input)| {
            let (input, seed) = (Signal::stored(input.clone()), seed(customer, id));
            view! {
                <OpenField
                    table
                    id
                    field=*field
                    label=move || label(i18n.get_locale())
                    input=input
                    seed=seed
                />
            }
        });
        view! {
            <NewRecord
                title=move || add(i18n.get_locale())
                table=table
                id=id
                on_close=move |()| adding.set(None)
            >
                {open.collect_view()}
            </NewRecord>
        }
    };
    view! {
        <div class="stack">
            <div>
                <Button
                    label=move || add(i18n.get_locale())
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
                            title=move || none(i18n.get_locale())
                            text=move || none_text(i18n.get_locale())
                        />
                    }
                }
            >
                <ul class="stack">
                    <For each=move || ids.get() key=|id| *id children=entry />
                </ul>
            </Show>
        </div>
    }
}
