//! Equipment of the customer: a card each, edited in place, with the due date of its next inspection.

use busbar_core::domain::{
    Customer, FieldOf, Id, Record,
    equipment::{Equipment, EquipmentKind},
};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Bounds, Button, Card, Emphasis, Icon, Input, Tag, Tone},
        format,
        i18n::*,
        shared::{
            field::{Field, Fields},
            new_record::{Entries, OwnRecords, Remove},
        },
    },
};

/// Fields of new equipment.
const PIECE: &[FieldOf<Equipment>] = &[Equipment::NAME, Equipment::MODEL, Equipment::INSPECTED_ON];

/// Card with all equipment.
#[component]
pub fn EquipmentCard(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let own = OwnRecords::of(id);
    let seed = move |new: Id<Equipment>| Equipment {
        customer: Some(id),
        kind: Some(EquipmentKind::Transformer),
        inspect_every_months: Some(12.0),
        ..Equipment::empty(new)
    };
    view! {
        <Card
            title=move || t_string!(i18n, supply.equipment)
            note=move || say!(i18n, supply.pieces, count = own.ids.with(Vec::len))
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, supply.add)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| own.begin()
                    />
                }
            }
        >
            <Entries
                own=own
                title=move || t_string!(i18n, supply.add)
                seed=seed
                fields=PIECE
                none=move || t_string!(i18n, supply.none)
                none_text=move || t_string!(i18n, supply.none_text)
                class="rows pieces"
                entry=|id| view! { <Piece id /> }.into_any()
            />
        </Card>
    }
}

/// Entry of one piece of equipment.
#[component]
fn Piece(id: Id<Equipment>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = workspace.tables.record(id);
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
    let rest = [Equipment::MODEL, Equipment::INSPECTED_ON, Equipment::INSPECT_EVERY_MONTHS];
    view! {
        <li class="piece">
            <dl class="facts">
                <Fields id of=[Equipment::NAME, Equipment::KIND] />
                <Field id field=Equipment::RATING input=rating />
                <Fields id of=rest />
            </dl>
            <div class="piece-end">
                {inspection}
                <Remove id label=move || t_string!(i18n, supply.remove) />
            </div>
        </li>
    }
}
