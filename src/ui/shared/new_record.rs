//! Records that a customer has, and one that is being added to them: its fields stand open where they can be
//! seen, with the focus in the first. It becomes a record with the first of them that is entered; left empty, it
//! never was one. Also how one is taken out.

use busbar_core::domain::{Customer, FieldOf, Id, Record, Value};
use leptos::{html, prelude::*};

use crate::{
    state::{
        commands::record::{EditableRecord, fresh, remove},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Icon, OrEmpty},
        i18n::*,
        navigation::focus_first_field,
        shared::{field::OpenFields, forms::Form},
    },
};

/// The place of the record that is being added; one at a time is.
const PLACE: &str = "new-record";

/// The records of a kind that a customer has. The one that is being added stands apart until that is done.
pub struct OwnRecords<T: EditableRecord> {
    adding: RwSignal<Option<Id<T>>>,
    /// The ids of the others, oldest first.
    pub ids: Memo<Vec<Id<T>>>,
}

impl<T: EditableRecord> Clone for OwnRecords<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: EditableRecord> Copy for OwnRecords<T> {}

impl<T: EditableRecord> OwnRecords<T> {
    /// Those of a customer.
    pub fn of(customer: Id<Customer>) -> Self {
        let table = use_workspace().tables.of::<T>();
        let adding = RwSignal::new(None::<Id<T>>);
        let ids = Memo::new(move |_| {
            let adding = adding.get();
            let is_here = |record: &&T| {
                T::IS_DELETED.of(record) != Value::Bool(true) && Some(record.id()) != adding
            };
            table.with(|table| table.of(customer).filter(is_here).map(Record::id).collect())
        });
        Self { adding, ids }
    }

    /// Begins another one, unless one is begun.
    pub fn begin(self) {
        if self.adding.get_untracked().is_none() {
            self.adding.set(Some(fresh()));
        }
    }

    /// Whether one is being added. Reads a signal.
    pub fn is_adding(self) -> bool {
        self.adding.get().is_some()
    }
}

/// The list of them, the one that is being added at its top.
#[component]
pub fn Entries<T: Form>(
    /// The records.
    own: OwnRecords<T>,
    /// The name of the record to add.
    #[prop(into)]
    title: TextProp,
    /// Makes the initial record of a new one.
    #[prop(into)]
    seed: Callback<Id<T>, T>,
    /// The fields that a new one is begun with, in order.
    fields: &'static [FieldOf<T>],
    /// Says that there are none.
    #[prop(into)]
    none: TextProp,
    /// Says what they are good for.
    #[prop(into)]
    none_text: TextProp,
    /// The class of the list.
    class: &'static str,
    /// One of the others.
    entry: fn(Id<T>) -> AnyView,
) -> impl IntoView {
    let OwnRecords { adding, ids } = own;
    let new = move |id: Id<T>| {
        let title = title.clone();
        view! {
            <NewRecord title=title id on_close=move |()| adding.set(None)>
                <OpenFields id of=fields seed=seed.run(id) />
            </NewRecord>
        }
    };
    view! {
        {move || adding.get().map(&new)}
        <OrEmpty
            when=move || ids.with(|ids| !ids.is_empty()) || own.is_adding()
            title=none.clone()
            text=none_text.clone()
        >
            <ul class=class>
                <For each=move || ids.get() key=|id| *id children=entry />
            </ul>
        </OrEmpty>
    }
}

/// The frame around the fields of a record that is being added.
#[component]
fn NewRecord<T: EditableRecord>(
    /// The name of the record to add.
    title: TextProp,
    /// The id it will have.
    id: Id<T>,
    /// It is entered, or was not meant.
    #[prop(into)]
    on_close: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
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
    let is_there = Memo::new(move |_| tables.read(id, |_| ()).is_some());
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

/// The button that takes a record out of a list; undo brings it back.
#[component]
pub fn Remove<T: EditableRecord>(
    /// Which record.
    id: Id<T>,
    /// What the button says.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <Button
            label=label
            icon=Icon::Delete
            icon_only=true
            emphasis=Emphasis::Quiet
            on_press=move |()| remove(workspace, id)
        />
    }
}
