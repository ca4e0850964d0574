//! Records of a customer, and a new one being added: its fields are shown open, scrolled into view, with the focus in
//! the first. It is created when its first field is entered; left empty, it is never created. Also the button that
//! removes a record.

use busbar_core::domain::{
    Customer, FieldOf, Id, InOrder, Moment, Record, Value, record::FieldValue,
};
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

/// Element id of the new record; only one is added at a time.
const PLACE: &str = "new-record";

/// Records of one kind that belong to a customer. A record being added is not listed until it is finished.
pub struct OwnRecords<T: EditableRecord> {
    adding: RwSignal<Option<Id<T>>>,
    /// Ids of the listed records: imported ones by number or name, then the others, oldest first.
    pub ids: Memo<Vec<Id<T>>>,
}

impl<T: EditableRecord> Clone for OwnRecords<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: EditableRecord> Copy for OwnRecords<T> {}

impl<T: EditableRecord> OwnRecords<T> {
    /// Follows the records of a customer.
    pub fn of(customer: Id<Customer>) -> Self {
        let table = use_workspace().tables.of::<T>();
        let adding = RwSignal::new(None::<Id<T>>);
        let ids = Memo::new(move |_| {
            let adding = adding.get();
            let is_here = |record: &&T| {
                T::IS_DELETED.of(record) != Value::Bool(true) && Some(record.id()) != adding
            };
            table.with(|table| {
                let mut here: Vec<&T> = table.of(customer).filter(is_here).collect();
                here.order_by(|a, b| listed(*a).cmp(&listed(*b)));
                here.into_iter().map(Record::id).collect()
            })
        });
        Self { adding, ids }
    }

    /// Starts adding a record, unless one is being added.
    pub fn begin(self) {
        if self.adding.get_untracked().is_none() {
            self.adding.set(Some(fresh()));
        }
    }

    /// Returns `true` while a record is being added. Subscribes to changes.
    pub fn is_adding(self) -> bool {
        self.adding.get().is_some()
    }
}

/// Returns the key of a record's place in a list: imported ones by number or name, because their ids are in no order,
/// then the others, oldest first.
pub fn listed<T: Record>(record: &T) -> (Option<Moment>, Option<String>) {
    let made_at = record.id().made_at();
    let named = || {
        let value = record.value("account_number").or_else(|| record.value("name"));
        value.map(|value| String::from_value(value).unwrap_or_default())
    };
    (made_at, made_at.is_none().then(named).flatten())
}

/// List of records, with the one being added at the top.
#[component]
pub fn Entries<T: Form>(
    /// Records.
    own: OwnRecords<T>,
    /// Title of the new record.
    #[prop(into)]
    title: TextProp,
    /// Returns the initial record with a given id.
    #[prop(into)]
    seed: Callback<Id<T>, T>,
    /// Fields of the new record, in order.
    fields: &'static [FieldOf<T>],
    /// Statement that there are no records.
    #[prop(into)]
    none: TextProp,
    /// Explanation of the purpose of these records.
    #[prop(into)]
    none_text: TextProp,
    /// CSS class of the list.
    class: &'static str,
    /// Returns the view of one record.
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

/// Card with the fields of the record being added.
#[component]
fn NewRecord<T: EditableRecord>(
    /// Title of the new record.
    title: TextProp,
    /// Id that the record will have.
    id: Id<T>,
    /// Called on a press of Done or Cancel.
    #[prop(into)]
    on_close: Callback<()>,
    /// Fields.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let name = title.clone();
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if section.get().is_some() {
            // The element can be scrolled to only after it is laid out, in the next frame.
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

/// Button that removes a record from a list; the removal can be undone.
#[component]
pub fn Remove<T: EditableRecord>(
    /// Record.
    id: Id<T>,
    /// Label of the button.
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
