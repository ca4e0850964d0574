//! The customer's equipment: a card each, edited where it stands, with the day of its next inspection.

use busbar_core::domain::{
    Customer, Id, Record,
    equipment::{Equipment, EquipmentKind},
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::record::{fresh, remove},
        workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Button, Card, Emphasis, EmptyState, Icon, Input, Tag, Tone},
        format,
        i18n::*,
        labels,
        shared::{
            field::{Field, OpenField},
            new_record::NewRecord,
        },
    },
};

/// All of it.
#[component]
pub fn EquipmentCard(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.equipment;
    let adding = RwSignal::new(None::<Id<Equipment>>);
    let ids = Memo::new(move |_| {
        // The one that is being added stands at the top until that is done.
        let adding = adding.get();
        table.with(|table| {
            let is_here = |one: &&Equipment| !one.is_deleted && Some(one.id) != adding;
            table.of(id).filter(is_here).map(|one| one.id).collect::<Vec<_>>()
        })
    });
    let add = move |()| {
        if adding.get_untracked().is_none() {
            adding.set(Some(fresh()));
        }
    };
    let new = move |new: Id<Equipment>| {
        view! { <New id=new customer=id on_close=move |()| adding.set(None) /> }
    };
    view! {
        <Card
            title=move || t_string!(i18n, supply.equipment)
            note=move || {
                let count = format::count(i18n.get_locale(), ids.with(Vec::len));
                t_string!(i18n, supply.pieces, count = count)
            }
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, supply.add)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=add
                    />
                }
            }
        >
            {move || adding.get().map(new)}
            <Show
                when=move || ids.with(|ids| !ids.is_empty()) || adding.get().is_some()
                fallback=move || {
                    view! {
                        <EmptyState
                            title=move || t_string!(i18n, supply.none)
                            text=move || t_string!(i18n, supply.none_text)
                        />
                    }
                }
            >
                <ul class="rows pieces">
                    <For each=move || ids.get() key=|id| *id children=|id| view! { <Piece id=id /> } />
                </ul>
            </Show>
        </Card>
    }
}

/// A piece that is being added.
#[component]
fn New(
    id: Id<Equipment>,
    customer: Id<Customer>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_workspace().tables.equipment;
    let seed = Equipment {
        customer: Some(customer),
        kind: Some(EquipmentKind::Transformer),
        inspect_every_months: Some(12.0),
        ..Equipment::empty(id)
    };
    let [first, second, third] = std::array::from_fn(|_| seed.clone());
    view! {
        <NewRecord
            title=move || t_string!(i18n, supply.add)
            table=table
            id=id
            on_close=on_close
        >
            <OpenField table id field=Equipment::NAME label=move || t_string!(i18n, supply.f_name) seed=first />
            <OpenField
                table
                id
                field=Equipment::MODEL
                label=move || t_string!(i18n, supply.f_model)
                seed=second
            />
            <OpenField
                table
                id
                field=Equipment::INSPECTED_ON
                label=move || t_string!(i18n, supply.f_inspected_on)
                input=Input::Date
                seed=third
            />
        </NewRecord>
    }
}

/// One piece.
#[component]
fn Piece(id: Id<Equipment>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.equipment;
    let now = Memo::new(move |_| table.with(|table| table.get(id).cloned()));
    let kinds = Signal::derive(move || {
        let word = |kind: &EquipmentKind| {
            let word = labels::equipment_kind(i18n.get_locale(), *kind);
            (kind.name().to_owned(), word.to_owned())
        };
        Input::Choice(EquipmentKind::ALL.iter().map(word).collect())
    });
    let rating = Signal::derive(move || {
        let kind = now.with(|now| now.as_ref().and_then(|now| now.kind));
        let unit = kind.and_then(EquipmentKind::unit).unwrap_or_default();
        Input::Number(unit, Bounds::POSITIVE)
    });
    let inspection = move || {
        let by = now.with(|now| now.as_ref().and_then(Equipment::inspect_by))?;
        let day = format::date(i18n.get_locale(), by);
        Some(if by < workspace.facts.today() {
            view! { <Tag text=t_string!(i18n, supply.inspection_late, day = day) tone=Tone::Bad /> }
        } else {
            view! { <Tag text=t_string!(i18n, supply.inspection_by, day = day) tone=Tone::Plain /> }
        })
    };
    let months = Signal::stored(Input::Number("", Bounds::POSITIVE));
    view! {
        <li class="piece">
            <dl class="facts">
                <Field table id field=Equipment::NAME label=move || t_string!(i18n, supply.f_name) />
                <Field table id field=Equipment::KIND label=move || t_string!(i18n, supply.f_kind) input=kinds />
                <Field table id field=Equipment::RATING label=move || t_string!(i18n, supply.f_rating) input=rating />
                <Field table id field=Equipment::MODEL label=move || t_string!(i18n, supply.f_model) />
                <Field
                    table
                    id
                    field=Equipment::INSPECTED_ON
                    label=move || t_string!(i18n, supply.f_inspected_on)
                    input=Input::Date
                />
                <Field
                    table
                    id
                    field=Equipment::INSPECT_EVERY_MONTHS
                    label=move || t_string!(i18n, supply.f_every)
                    input=months
                />
            </dl>
            <div class="piece-end">
                {inspection}
                <Button
                    label=move || t_string!(i18n, supply.remove)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| remove(workspace, id)
                />
            </div>
        </li>
    }
}
