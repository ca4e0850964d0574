//! The texts behind the search boxes of the lists: requests, promises and plans, each found by what is
//! written in it and by the name and number of its customer.

use std::{collections::HashSet, sync::Arc};

use busbar_core::domain::{
    Customer, Id, People, Record, action::Action, pinyin::Pinyin, plan::ServicePlan,
    request::Request,
};
use leptos::prelude::*;

use super::{
    Search, SearchWords, of_action, of_plan, of_request,
    texts::{About, SearchTexts},
};
use crate::state::{pinyin::PinyinNow, table::Table, workspace::Workspace};

/// The texts of the lists, gathered when one of them is first searched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lists {
    requests: Memo<Arc<SearchTexts>>,
    promises: Memo<Arc<SearchTexts>>,
    plans: Memo<Arc<SearchTexts>>,
}

impl Lists {
    /// Follows the tables and the table of readings.
    pub(super) fn follow(workspace: Workspace, pinyin: PinyinNow) -> Self {
        let tables = workspace.tables;
        Self {
            requests: texts(tables.requests, workspace, pinyin, SearchTexts::of_requests),
            promises: texts(tables.actions, workspace, pinyin, SearchTexts::of_promises),
            plans: texts(tables.plans, workspace, pinyin, SearchTexts::of_plans),
        }
    }
}

/// Gathers the texts of one list.
type Gather<T> = fn(&Table<T>, (&Table<Customer>, &People), Option<&Pinyin>) -> SearchTexts;

fn texts<T: Record + Send + Sync>(
    table: RwSignal<Table<T>>,
    workspace: Workspace,
    pinyin: PinyinNow,
    gather: Gather<T>,
) -> Memo<Arc<SearchTexts>> {
    Memo::new(move |_| {
        let pinyin = pinyin.get();
        let (customers, people) = (workspace.tables.customers.read(), workspace.people.read());
        Arc::new(gather(&table.read(), (&customers, &people), pinyin.as_deref()))
    })
}

impl SearchTexts {
    /// Gathers the texts of the list of requests.
    pub fn of_requests(
        requests: &Table<Request>,
        known: (&Table<Customer>, &People),
        pinyin: Option<&Pinyin>,
    ) -> Self {
        Self::with_customer(requests, known, pinyin, of_request)
    }

    /// Gathers the texts of the list of promises.
    pub fn of_promises(
        actions: &Table<Action>,
        known: (&Table<Customer>, &People),
        pinyin: Option<&Pinyin>,
    ) -> Self {
        Self::with_customer(actions, known, pinyin, of_action)
    }

    /// Gathers the texts of the list of plans.
    pub fn of_plans(
        plans: &Table<ServicePlan>,
        known: (&Table<Customer>, &People),
        pinyin: Option<&Pinyin>,
    ) -> Self {
        Self::with_customer(plans, known, pinyin, of_plan)
    }

    fn with_customer<'a, T: Record>(
        table: &'a Table<T>,
        (customers, people): (&'a Table<Customer>, &'a People),
        pinyin: Option<&Pinyin>,
        about: impl Fn(&'a T, &'a People) -> Option<About<'a>>,
    ) -> Self {
        Self::gather(table, pinyin, |one| {
            let mut about = about(one, people)?;
            if let Some(customer) = about.customer.and_then(|id| customers.get(id)) {
                about.names.push(&customer.name);
                about.fields.push(&customer.account_number);
            }
            Some(about)
        })
    }

    /// Returns the records of a list that have all the words, or `None` if there are no words.
    pub fn ids<T>(&self, words: &SearchWords, pinyin: Option<&Pinyin>) -> Option<HashSet<Id<T>>> {
        let found = || self.find(words, usize::MAX, pinyin).into_iter();
        (!words.is_empty()).then(|| found().map(|at| Id::new(self.entries[at].id)).collect())
    }
}

impl Search {
    /// Returns the requests that a search leaves, or `None` if the search is empty. Subscribes to changes.
    pub fn requests(self, search: &str) -> Option<HashSet<Id<Request>>> {
        self.listed(self.lists.requests, search)
    }

    /// Returns the promises that a search leaves, or `None` if the search is empty. Subscribes to changes.
    pub fn promises(self, search: &str) -> Option<HashSet<Id<Action>>> {
        self.listed(self.lists.promises, search)
    }

    /// Returns the plans that a search leaves, or `None` if the search is empty. Subscribes to changes.
    pub fn plans(self, search: &str) -> Option<HashSet<Id<ServicePlan>>> {
        self.listed(self.lists.plans, search)
    }

    fn listed<T>(self, texts: Memo<Arc<SearchTexts>>, search: &str) -> Option<HashSet<Id<T>>> {
        // Nothing is gathered for an empty search.
        if search.trim().is_empty() {
            return None;
        }
        let pinyin = self.pinyin.get();
        let words = SearchWords::of(search, pinyin.as_deref());
        texts.read().ids(&words, pinyin.as_deref())
    }
}

/// One customer, and searches that find what is theirs, for the tests of the lists.
#[cfg(test)]
pub mod samples {
    use super::*;
    use busbar_core::worker::pinyin::table;

    /// Searches that find whatever is the customer's, by each kind of match.
    pub const FIND: [&str; 17] = [
        // By its own letters, in any case, and several words in any order.
        "恒泰",
        "test",
        "厂 恒泰",
        "3402-7718",
        // By pinyin: whole, initials, mixed with letters.
        "hengtai",
        "HengTai",
        "htgt",
        "htgttest",
        "xi'an",
        // By width.
        "ＴＥＳＴ",
        "(安徽)",
        "（安徽）",
        "12号",
        "１２号",
        // In both scripts.
        "钢铁",
        "鋼鐵",
        "恆泰",
    ];

    /// Searches that find nothing of the customer's.
    pub const MISS: [&str; 4] = ["恒泰医院", "htyy", "hengtai yiyuan", "13号"];

    /// The table of readings.
    pub fn pinyin() -> Pinyin {
        Pinyin::from(table())
    }

    /// The customer that the searches are about, and another one.
    pub fn customers(ids: [Id<Customer>; 2]) -> Table<Customer> {
        let mut customers = Table::default();
        customers.extend([
            Customer {
                name: "恒泰鋼鐵ＴＥＳＴ（安徽）１２号厂，西安".into(),
                account_number: "3402-7718".into(),
                ..Customer::empty(ids[0])
            },
            Customer { name: "安康".into(), ..Customer::empty(ids[1]) },
        ]);
        customers
    }
}
