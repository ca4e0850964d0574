//! A record that is being added: its fields stand open where they can be seen, with the focus in the first.
//! It becomes a record with the first of them that is entered; left empty, it never was one.

use busbar_core::{books::table::Table, domain::Id};
use leptos::{html, prelude::*};

use super::{
    components::{Button, Emphasis},
    i18n::*,
    navigation::focus_first_field,
};
use crate::state::commands::record::EditableRecord;

/// The place of the record that is being added; one at a time is.
const PLACE: &str = "new-record";

/// The frame around its fields, which are [`super::field::OpenField`]s with a seed.
#[component]
pub fn NewRecord<T: EditableRecord>(
    /// The name of the record to add.
    #[prop(into)]
    title: TextProp,
    /// Where it will be.
    table: RwSignal<Table<T>>,
    /// The id it will have.
    id: Id<T>,
    /// It is entered, or was not meant.
    #[prop(into)]
    on_close: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = title.clone();
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if section.get().is_some() {
            // Once it is laid out, so that it can be scrolled to.
            request_animation_frame(|| {
                focus_first_field(PLACE);
            });
        }
    });
    let is_there = Memo::new(move |_| table.with(|table| table.get(id).is_some()));
    let close = move || {
        if is_there.get() { t_string!(i18n, labels.done) } else { t_string!(i18n, labels.cancel) }
    };
    view! {
        <section
            node_ref=section
            id=PLACE
            class="card new-record"
            aria-label=move || name.get()
        >
            <h2>{move || title.get()}</h2>
            <div class="form-pair">{children()}</div>
            <div class="dialog-foot">
                <Button label=close emphasis=Emphasis::First on_press=on_close />
            </div>
        </section>
    }
}
