//! News for customers: whom each is for, who has read it, and what a customer has not read yet.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use busbar_core::domain::{
    Customer, Id, InOrder,
    notice::{Notice, NoticeReceipt},
    standard::ServiceClass,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{service::Service, workspace::Workspace};

/// Who has read what.
pub type Readers = HashMap<Id<Notice>, HashSet<Id<Customer>>>;

/// The notices, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Notices {
    workspace: Workspace,
    service: Service,
    readers: Memo<Arc<Readers>>,
    /// How many customers are of each class.
    sizes: Memo<BTreeMap<ServiceClass, usize>>,
}

/// How far a notice came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeReach {
    /// Customers that it is for.
    pub meant: usize,
    /// Of these, who has read it.
    pub read: usize,
}

impl Notices {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, service: Service) -> Self {
        let this = Self {
            workspace,
            service,
            readers: Memo::new(move |_| {
                let receipts = workspace.tables.receipts.read();
                Arc::new(readers(receipts.iter()))
            }),
            sizes: Memo::new(move |_| {
                let mut sizes = BTreeMap::new();
                for class in service.classes().values() {
                    *sizes.entry(*class).or_default() += 1;
                }
                sizes
            }),
        };
        provide_context(this);
        this
    }

    /// Every notice there is: those that are still written first, then the latest published.
    pub fn all(self) -> Vec<Id<Notice>> {
        self.workspace.tables.notices.with(|notices| {
            let here = notices.iter().rev().filter(|notice| notice.is_here());
            let mut here: Vec<&Notice> = here.collect();
            here.order_by_key(|notice| notice.published_on.map(Reverse));
            here.into_iter().map(|notice| notice.id).collect()
        })
    }

    /// How many are told today.
    pub fn current(self) -> usize {
        let today = self.workspace.facts.day.get();
        self.workspace.tables.notices.with(|notices| {
            let is_told = |notice: &&Notice| notice.is_here() && notice.is_current(today);
            notices.iter().filter(is_told).count()
        })
    }

    /// How far a notice came.
    pub fn reach(self, notice: &Notice) -> NoticeReach {
        let is_meant = |class: &ServiceClass| notice.audience.0.includes(*class);
        let classes = self.service.classes();
        let is_meant_reader =
            |customer: &&Id<Customer>| classes.get(*customer).is_some_and(is_meant);
        let meant = self.sizes.with(|sizes| {
            let meant = sizes.iter().filter(|(class, _)| is_meant(class));
            meant.map(|(_, size)| size).sum()
        });
        let read = self.readers.with(|readers| {
            let read = readers.get(&notice.id);
            read.map_or(0, |read| read.iter().filter(is_meant_reader).count())
        });
        NoticeReach { meant, read }
    }

    /// What a customer is to be told today and has not read; nothing until its class is known.
    pub fn unread(self, customer: Id<Customer>) -> Memo<Vec<Id<Notice>>> {
        let class = self.service.class(customer);
        Memo::new(move |_| {
            let Some(class) = class.get() else {
                return Vec::new();
            };
            let today = self.workspace.facts.day.get();
            let readers = self.readers.get();
            let notices = self.workspace.tables.notices.read();
            let is_unread = |notice: &&Notice| {
                is_told(notice, class, today)
                    && !readers.get(&notice.id).is_some_and(|read| read.contains(&customer))
            };
            let unread = notices.iter().rev().filter(is_unread);
            unread.map(|notice| notice.id).collect()
        })
    }
}

fn readers<'a>(receipts: impl Iterator<Item = &'a NoticeReceipt>) -> Readers {
    let mut readers = Readers::new();
    for receipt in receipts.filter(|receipt| !receipt.is_deleted) {
        if let (Some(notice), Some(customer)) = (receipt.notice, receipt.customer) {
            readers.entry(notice).or_default().insert(customer);
        }
    }
    readers
}

/// Whether a notice is to be told to a class on a day.
fn is_told(notice: &Notice, class: ServiceClass, day: Date) -> bool {
    notice.is_here() && notice.is_current(day) && notice.audience.0.includes(class)
}

/// The notices.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_notices() -> Notices {
    expect_context()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Record, notice::Audience, record::Whole};

    #[test]
    fn whom_a_notice_is_told() {
        let notice = Notice {
            title: "迎峰度夏有序用电".into(),
            published_on: Some(date(2026, 7, 1)),
            until: Some(date(2026, 8, 31)),
            audience: Whole(Audience { classes: vec![ServiceClass::Key] }),
            ..Notice::empty(Id::new(Uuid::from_u128(1)))
        };
        let unpublished = Notice { published_on: None, ..notice.clone() };
        let endless = Notice { until: None, audience: Whole::default(), ..notice.clone() };
        let cases = [
            (&notice, ServiceClass::Key, date(2026, 6, 30), false),
            (&notice, ServiceClass::Key, date(2026, 7, 1), true),
            (&notice, ServiceClass::Key, date(2026, 8, 31), true),
            (&notice, ServiceClass::Key, date(2026, 9, 1), false),
            (&notice, ServiceClass::A, date(2026, 7, 1), false),
            (&unpublished, ServiceClass::Key, date(2026, 7, 1), false),
            (&endless, ServiceClass::C, date(2030, 1, 1), true),
        ];
        for (notice, class, day, expected) in cases {
            assert_eq!(is_told(notice, class, day), expected, "{class:?} {day}");
        }
    }

    #[test]
    fn a_customer_counts_once() {
        let receipt = |n: u128, customer: u128, is_deleted| NoticeReceipt {
            notice: Some(Id::new(Uuid::from_u128(1))),
            customer: Some(Id::new(Uuid::from_u128(customer))),
            is_deleted,
            ..NoticeReceipt::empty(Id::new(Uuid::from_u128(n)))
        };
        let all = [
            receipt(10, 5, false),
            receipt(11, 5, false),
            receipt(12, 6, true),
            NoticeReceipt::empty(Id::new(Uuid::from_u128(13))),
        ];
        let readers = readers(all.iter());
        assert_eq!(readers.len(), 1);
        assert_eq!(readers.values().map(HashSet::len).sum::<usize>(), 1);
    }
}
