//! Notices: their audience and readers, and the notices that a customer has not read.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use busbar_core::{
    books::notices::{NoticeReach, Readers, is_told, readers},
    domain::{Customer, Id, InOrder, notice::Notice, standard::ServiceClass},
};
use leptos::prelude::*;

use super::{service::Service, workspace::Workspace};

/// Notices, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Notices {
    workspace: Workspace,
    service: Service,
    readers: Memo<Arc<Readers>>,
    /// Number of customers by class.
    sizes: Memo<BTreeMap<ServiceClass, usize>>,
}

impl Notices {
    /// Follows the workspace and provides itself as context; called once, by the root.
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

    /// Returns all notices: unpublished first, then the latest published. Subscribes to changes.
    pub fn all(self) -> Vec<Id<Notice>> {
        self.workspace.tables.notices.with(|notices| {
            let here = notices.iter().rev().filter(|notice| notice.is_here());
            let mut here: Vec<&Notice> = here.collect();
            here.order_by_key(|notice| notice.published_on.map(Reverse));
            here.into_iter().map(|notice| notice.id).collect()
        })
    }

    /// Returns the number of notices that are current today. Subscribes to changes.
    pub fn current(self) -> usize {
        let today = self.workspace.facts.day.get();
        self.workspace.tables.notices.with(|notices| {
            let is_told = |notice: &&Notice| notice.is_here() && notice.is_current(today);
            notices.iter().filter(is_told).count()
        })
    }

    /// Returns the number of customers that a notice is meant for, and of those who have read it. Subscribes to
    /// changes.
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

    /// Returns the notices for a customer that are current today and unread, latest first.
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

/// Returns the notices.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_notices() -> Notices {
    expect_context()
}
