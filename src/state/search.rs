//! Search as signals: the texts of a kind are gathered at the first search, and again after a write to that kind or
//! when the pinyin table has loaded. [`busbar_core::books::search`] searches them.

use std::{collections::HashSet, sync::Arc};

use busbar_core::{
    books::{
        search::{
            SearchHits, SearchKind, SearchSources, SearchTexts, SearchWords, SearchedParts,
            of_action, of_contact, of_finding, of_need, of_notice, of_plan, of_plan_line,
            of_request, of_visit,
        },
        table::Table,
    },
    domain::{
        Customer, Id, People, Record, action::Action, pinyin::Pinyin, plan::ServicePlan,
        request::Request,
    },
};
use leptos::prelude::*;

use super::{pinyin::PinyinNow, workspace::Workspace};

/// Searchable texts, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    workspace: Workspace,
    pinyin: PinyinNow,
    customers: Memo<Arc<SearchTexts>>,
    lists: Lists,
    texts: StoredValue<Vec<(SearchKind, Memo<Arc<SearchTexts>>)>>,
}

impl Search {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, pinyin: PinyinNow) -> Self {
        let tables = workspace.tables;
        let memo = Gathering { pinyin, people: workspace.people };
        let customers = Memo::new(move |_| {
            let (points, contacts) = (tables.supply_points.read(), tables.contacts.read());
            let (customers, people) = (tables.customers.read(), workspace.people.read());
            let (known, pinyin) = ((&*customers, &*people), pinyin.get());
            Arc::new(SearchTexts::of_customers(known, &points, &contacts, pinyin.as_deref()))
        });
        let texts = vec![
            (SearchKind::Customers, customers),
            (SearchKind::Contacts, memo.of(tables.contacts, of_contact)),
            (SearchKind::Visits, memo.of(tables.visits, of_visit)),
            (SearchKind::Findings, memo.of(tables.findings, of_finding)),
            (SearchKind::Needs, memo.of(tables.needs, of_need)),
            (SearchKind::Requests, memo.of(tables.requests, of_request)),
            (SearchKind::Promises, memo.of(tables.actions, of_action)),
            (SearchKind::Plans, memo.of(tables.plans, of_plan)),
            (SearchKind::PlanLines, memo.of(tables.plan_items, of_plan_line)),
            (SearchKind::Notices, memo.of(tables.notices, of_notice)),
        ];
        let this = Self {
            workspace,
            pinyin,
            customers,
            lists: Lists::follow(workspace, pinyin),
            texts: StoredValue::new(texts),
        };
        provide_context(this);
        this
    }

    /// Requests the pinyin table before the first letter is typed.
    pub fn prepare(self) {
        self.pinyin.fetch();
    }

    /// Returns the customers that contain all words, as indices in the table, newest first. Subscribes to changes.
    pub fn customers(self, search: &str) -> Vec<u32> {
        let pinyin = self.pinyin.get();
        let words = SearchWords::of(search, pinyin.as_deref());
        self.customers.read().places(&words, pinyin.as_deref())
    }

    /// Returns the hits, at most `most` of each kind, newest first; kinds without hits are left out. Subscribes to
    /// changes.
    pub fn find(self, search: &str, most: usize) -> Vec<SearchHits> {
        let pinyin = self.pinyin.get();
        let words = SearchWords::of(search, pinyin.as_deref());
        if words.is_empty() {
            return Vec::new();
        }
        let tables = self.workspace.tables;
        let sources = SearchSources {
            customers: &tables.customers.read(),
            contacts: &tables.contacts.read(),
            visits: &tables.visits.read(),
            findings: &tables.findings.read(),
            needs: &tables.needs.read(),
            requests: &tables.requests.read(),
            actions: &tables.actions.read(),
            plans: &tables.plans.read(),
            plan_items: &tables.plan_items.read(),
            notices: &tables.notices.read(),
            people: &self.workspace.people.read(),
        };
        let found = |(kind, texts): &(SearchKind, Memo<Arc<SearchTexts>>)| {
            sources.find((*kind, &texts.read()), &words, most, pinyin.as_deref())
        };
        self.texts.with_value(|texts| texts.iter().filter_map(found).collect())
    }
}

/// Gathers the texts of a kind, again after a write to it or when the pinyin table has loaded.
#[derive(Clone, Copy)]
struct Gathering {
    pinyin: PinyinNow,
    people: Memo<People>,
}

impl Gathering {
    fn of<T: Record + Send + Sync>(
        self,
        table: RwSignal<Table<T>>,
        about: for<'a> fn(&'a T, &'a People) -> Option<SearchedParts<'a>>,
    ) -> Memo<Arc<SearchTexts>> {
        Memo::new(move |_| {
            let pinyin = self.pinyin.get();
            let (table, people) = (table.read(), self.people.read());
            Arc::new(SearchTexts::gather(&table, pinyin.as_deref(), |one| about(one, &people)))
        })
    }
}

/// Texts of the lists, gathered when one of them is first searched.
#[derive(Clone, Copy, Debug)]
struct Lists {
    requests: Memo<Arc<SearchTexts>>,
    promises: Memo<Arc<SearchTexts>>,
    plans: Memo<Arc<SearchTexts>>,
}

impl Lists {
    /// Follows the tables and the pinyin table.
    fn follow(workspace: Workspace, pinyin: PinyinNow) -> Self {
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

impl Search {
    /// Returns the requests that match a search; `None` if the search is empty. Subscribes to changes.
    pub fn requests(self, search: &str) -> Option<HashSet<Id<Request>>> {
        self.listed(self.lists.requests, search)
    }

    /// Returns the promises that match a search; `None` if the search is empty. Subscribes to changes.
    pub fn promises(self, search: &str) -> Option<HashSet<Id<Action>>> {
        self.listed(self.lists.promises, search)
    }

    /// Returns the plans that match a search; `None` if the search is empty. Subscribes to changes.
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

/// Returns the search.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_search() -> Search {
    expect_context()
}
