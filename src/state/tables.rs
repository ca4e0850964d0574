//! All kinds of records used by the page, as signals. One line in `tables!` loads a new kind; ARCHITECTURE.md lists
//! the steps to show and edit it.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use busbar_core::{
    books::{MANY, table::Table},
    domain::{
        Contact, Customer, Id, Person, Record, SupplyPoint, Value, Who,
        action::Action,
        attachment::Attachment,
        draft::RecordBlock,
        equipment::{Equipment, Outage},
        notice::{Notice, NoticeReceipt},
        plan::{PlanItem, PlanLink, PlanReview, ServicePlan},
        request::{Request, RequestStep},
        segment::SegmentRun,
        setting::Setting,
        survey::{Questionnaire, Response},
        visit::{DevelopmentNeed, Finding, Visit},
    },
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::platform::clock::Slices;

/// A kind of record that has a table.
pub trait Tabled: Record + Send + Sync {
    /// Returns its table.
    fn table(tables: &Tables) -> RwSignal<Table<Self>>;
}

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident: $record:ty,)+) => {
        /// Records in memory, with a signal for each kind: a change wakes only the readers of its kind.
        #[derive(Clone, Copy, Debug)]
        pub struct Tables {
            $($(#[$meta])* pub $name: RwSignal<Table<$record>>,)+
        }

        /// Records read again, before they are shown.
        #[derive(Debug, Default)]
        pub struct Loaded {
            $($name: Table<$record>,)+
        }

        impl Loaded {
            /// Adds a block of records. Kinds of a newer version are ignored.
            pub fn take(&mut self, block: RecordBlock) {
                match block.kind.as_str() {
                    $(<$record>::RECORD_KIND => self.$name.take(block),)+
                    _ => {}
                }
            }

            /// Applies the fields of one record.
            pub fn apply(&mut self, kind: &str, id: Uuid, fields: &[(String, Value)]) {
                let fields = fields.iter().map(|(name, value)| (name.as_str(), value));
                match kind {
                    $(<$record>::RECORD_KIND => self.$name.apply(id, fields),)+
                    _ => {}
                }
            }
        }

        $(impl Tabled for $record {
            fn table(tables: &Tables) -> RwSignal<Table<Self>> {
                tables.$name
            }
        })+

        impl Default for Tables {
            fn default() -> Self {
                Self { $($name: RwSignal::new(Table::default()),)+ }
            }
        }

        impl Tables {
            /// Adds a block of new records without notifying readers. Kinds of a newer version are ignored.
            pub fn take(&self, block: RecordBlock) {
                match block.kind.as_str() {
                    $(<$record>::RECORD_KIND => load_into(self.$name, block),)+
                    _ => {}
                }
            }

            /// Replaces all records by those of other tables, and notifies every reader.
            pub fn replace(&self, by: Loaded) {
                $(self.$name.update_untracked(|table| *table = by.$name);)+
                self.follow_merges();
                self.notify(|_| true);
            }

            /// Notifies the readers of these kinds.
            pub fn notify(&self, is_woken: impl Fn(&str) -> bool) {
                $(if is_woken(<$record>::RECORD_KIND) {
                    self.$name.notify();
                })+
            }

            /// Adds blocks of new records in slices, and notifies readers once all are added.
            pub async fn load(&self, blocks: Vec<RecordBlock>) {
                let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
                for block in &blocks {
                    *kinds.entry(block.kind.clone()).or_default() += block.ids.len();
                }
                $(if let Some(more) = kinds.get(<$record>::RECORD_KIND) {
                    self.$name.update_untracked(|table| table.reserve(*more));
                })+
                let mut slices = Slices::begin();
                for block in blocks {
                    self.take(block);
                    slices.pause().await;
                }
                self.notify(|kind| kinds.contains_key(kind));
                // A customer of a block may be one that others were merged into.
                if kinds.contains_key(Customer::RECORD_KIND) {
                    self.follow_merges();
                }
            }

            /// Applies changed fields, record by record. Kinds of a newer version are ignored; the ledger stores
            /// them.
            pub fn apply<'a>(
                &self,
                changes: impl IntoIterator<Item = (&'a str, Uuid, &'a [(String, Value)])> + Clone,
            ) {
                $(apply_to(self.$name, changes.clone());)+
                let mut customers =
                    changes.into_iter().filter(|(kind, ..)| *kind == Customer::RECORD_KIND);
                if customers.any(|(.., fields)| fields.iter().any(|(name, _)| is_of_a_merge(name))) {
                    self.follow_merges();
                }
            }

            /// Makes all records follow the merges of customers as they are now.
            fn follow_merges(&self) {
                let merges = Arc::new(self.customers.with_untracked(Table::<Customer>::merges));
                $({
                    let mut changed = false;
                    self.$name.update_untracked(|table| changed = table.follow(&merges));
                    if changed {
                        self.$name.notify();
                    }
                })+
            }

            /// Returns the customer of a record of any kind. Subscribes to changes.
            pub fn customer_of(&self, kind: &str, id: Uuid) -> Option<Id<Customer>> {
                $(if kind == <$record>::RECORD_KIND {
                    return customer_of(self.$name, id);
                })+
                None
            }

            /// Returns `true` if a field of a kind of record holds a person.
            pub fn is_person(&self, kind: &str, field: &str) -> bool {
                $((kind == <$record>::RECORD_KIND && <$record>::is_person(field)) ||)+ false
            }

            /// Calls `each` with every person named by a record. Does not subscribe.
            pub fn each_person(&self, each: &mut dyn FnMut(&Who)) {
                $(if <$record>::PEOPLE.contains(&true) {
                    self.$name.with_untracked(|table| {
                        table.iter().for_each(|record| record.people(each));
                    });
                })+
            }

            /// Removes the records of an undone import.
            pub fn remove(&self, gone: &HashSet<Uuid>) {
                $(self.$name.update(|table| table.remove(|id| gone.contains(&id)));)+
                self.follow_merges();
            }
        }
    };
}

tables! {
    /// 人员.
    persons: Person,
    /// 客户.
    customers: Customer,
    /// 户号.
    supply_points: SupplyPoint,
    /// 联系人.
    contacts: Contact,
    /// 问卷, except built-in ones.
    questionnaires: Questionnaire,
    /// 答卷.
    responses: Response,
    /// 分群运行.
    segment_runs: SegmentRun,
    /// 走访.
    visits: Visit,
    /// 发现问题.
    findings: Finding,
    /// 发展需求.
    needs: DevelopmentNeed,
    /// 承诺.
    actions: Action,
    /// 服务诉求.
    requests: Request,
    /// 办理环节.
    request_steps: RequestStep,
    /// 设备.
    equipment: Equipment,
    /// 停电.
    outages: Outage,
    /// 一户一策.
    plans: ServicePlan,
    /// 方案条目.
    plan_items: PlanItem,
    /// Records linked to plan lines.
    plan_links: PlanLink,
    /// 联合评审.
    plan_reviews: PlanReview,
    /// 通知.
    notices: Notice,
    /// Readers of notices.
    receipts: NoticeReceipt,
    /// 附件.
    attachments: Attachment,
    /// Settings of the workspace.
    settings: Setting,
}

impl Tables {
    /// Returns the table of a kind of record.
    pub fn of<T: Tabled>(&self) -> RwSignal<Table<T>> {
        T::table(self)
    }

    /// Returns one record as a signal that notifies only when that record changes.
    pub fn record<T: Tabled>(&self, id: Id<T>) -> Memo<Option<T>> {
        let table = self.of::<T>();
        Memo::new(move |_| table.with(|table| table.get(id).cloned()))
    }

    /// Returns a value of one record; `None` if it does not exist. Subscribes to changes of its table.
    pub fn read<T: Tabled, U>(&self, id: Id<T>, of: impl FnOnce(&T) -> U) -> Option<U> {
        self.of::<T>().with(|table| table.get(id).map(of))
    }

    /// Returns the name of a customer; `None` if it does not exist. Subscribes to changes.
    pub fn customer_name(&self, id: impl Into<Option<Id<Customer>>>) -> Option<String> {
        self.read(id.into()?, |customer| customer.name.clone())
    }

    /// Returns `true` while there are more than [`MANY`] customers, as a signal.
    pub fn is_large(&self) -> Memo<bool> {
        let customers = self.customers;
        Memo::new(move |_| customers.with(Table::len) > MANY)
    }

    /// Like [`Tables::read`], for event handlers. Does not subscribe.
    pub fn read_untracked<T: Tabled, U>(&self, id: Id<T>, of: impl FnOnce(&T) -> U) -> Option<U> {
        self.of::<T>().with_untracked(|table| table.get(id).map(of))
    }
}

/// Returns `true` for a field of a customer that can change what merges lead to. A customer made by hand, which others
/// may have been merged into on another device, comes with a name.
fn is_of_a_merge(field: &str) -> bool {
    field == Customer::MERGED_INTO.name() || field == Customer::NAME.name()
}

fn customer_of<T: Record + Send + Sync>(
    table: RwSignal<Table<T>>,
    id: Uuid,
) -> Option<Id<Customer>> {
    let customer = table.with(|table| table.get(Id::new(id))?.value("customer"));
    match customer? {
        Value::Id(customer) => Some(Id::new(customer)),
        _ => None,
    }
}

fn load_into<T: Record + Send + Sync>(table: RwSignal<Table<T>>, block: RecordBlock) {
    table.update_untracked(|table| table.take(block));
}

fn apply_to<'a, T: Record + Send + Sync>(
    table: RwSignal<Table<T>>,
    changes: impl IntoIterator<Item = (&'a str, Uuid, &'a [(String, Value)])>,
) {
    let mut of_this_kind =
        changes.into_iter().filter(|(kind, ..)| *kind == T::RECORD_KIND).peekable();
    if of_this_kind.peek().is_some() {
        table.update(|table| {
            for (_, id, fields) in of_this_kind {
                table.apply(id, fields.iter().map(|(name, value)| (name.as_str(), value)));
            }
        });
    }
}

/// Returns the records that match the predicate, as a signal that notifies only when one of them changes.
pub fn those<T: Record + Send + Sync>(
    table: RwSignal<Table<T>>,
    are_such: impl Fn(&T) -> bool + Send + Sync + 'static,
) -> Memo<Vec<T>> {
    Memo::new(move |_| {
        let table = table.read();
        let such = table.iter().filter(|record| are_such(record));
        such.cloned().collect()
    })
}

/// Returns the records about a customer that match the predicate, as a signal that notifies only when one of them
/// changes.
pub fn those_of<T: Record + Send + Sync>(
    table: RwSignal<Table<T>>,
    customer: Id<Customer>,
    are_such: impl Fn(&T) -> bool + Send + Sync + 'static,
) -> Memo<Vec<T>> {
    Memo::new(move |_| {
        let table = table.read();
        let such = table.of(customer).filter(|record| are_such(record));
        such.cloned().collect()
    })
}
