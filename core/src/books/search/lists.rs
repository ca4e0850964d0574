//! Searchable texts of the lists of requests, promises and plans. Each record is found by its own texts and by the
//! name and number of its customer.

use std::collections::HashSet;

use super::{
    SearchWords, of_action, of_plan, of_request,
    texts::{SearchTexts, SearchedParts},
};
use crate::{
    books::table::Table,
    domain::{
        Customer, Id, People, Record, action::Action, pinyin::Pinyin, plan::ServicePlan,
        request::Request,
    },
};

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
        about: impl Fn(&'a T, &'a People) -> Option<SearchedParts<'a>>,
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

/// A customer, and searches that match or miss it, for the tests of the lists.
#[cfg(test)]
pub mod samples {
    use super::*;
    use crate::jobs::pinyin::table;

    /// Searches that find the customer's records, one or more for each kind of match.
    pub const FIND: [&str; 17] = [
        // Plain text, in any case, and several words in any order.
        "恒泰",
        "test",
        "厂 恒泰",
        "3402-7718",
        // Pinyin: in full, initials, mixed with letters.
        "hengtai",
        "HengTai",
        "htgt",
        "htgttest",
        "xi'an",
        // Full-width forms.
        "ＴＥＳＴ",
        "(安徽)",
        "（安徽）",
        "12号",
        "１２号",
        // Traditional and simplified characters.
        "钢铁",
        "鋼鐵",
        "恆泰",
    ];

    /// Searches that do not find the customer's records.
    pub const MISS: [&str; 4] = ["恒泰医院", "htyy", "hengtai yiyuan", "13号"];

    /// Returns the pinyin table.
    pub fn pinyin() -> Pinyin {
        Pinyin::from(table())
    }

    /// Returns the customer that the searches match, and another one.
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
