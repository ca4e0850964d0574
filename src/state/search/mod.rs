//! Search over everything that people wrote: customers, contacts, visits and what was found, requests,
//! promises, plans, notices. The texts of a kind lie in one piece, which is read from end to end for every
//! search: a hundred thousand customers are a few milliseconds, and Chinese needs no words to be cut.
//! They are gathered when somebody first searches, and again for a kind that was written to. Names are
//! also found by pinyin and initials, once the table of readings is here. The search boxes of lists search
//! the same way, with texts of their own (`lists`).

pub mod lists;
mod texts;

use std::{collections::HashMap, sync::Arc};

use busbar_core::domain::{
    Contact, Customer, Id, People, Record, SupplyPoint, Who,
    action::Action,
    notice::Notice,
    plan::{PlanItem, ServicePlan},
    record::named,
    request::Request,
    visit::{DevelopmentNeed, Finding, Visit},
};
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

pub use self::texts::{SearchTexts, SearchWords};
use self::{
    lists::Lists,
    texts::{About, Entry},
};
use super::{pinyin::PinyinNow, table::Table, workspace::Workspace};

named! {
    /// The kinds of record searched, in the order of the results.
    pub enum SearchKind {
        /// 客户.
        Customers = "customers",
        /// 联系人.
        Contacts = "contacts",
        /// 走访.
        Visits = "visits",
        /// 发现问题.
        Findings = "findings",
        /// 发展需求.
        Needs = "needs",
        /// 诉求.
        Requests = "requests",
        /// 承诺.
        Promises = "promises",
        /// 一户一策.
        Plans = "plans",
        /// Lines of plans; what is found is the plan.
        PlanLines = "plan_lines",
        /// 通知.
        Notices = "notices",
    }
}

/// One record that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Its id.
    pub id: Uuid,
    /// The customer it is about.
    pub customer: Option<Id<Customer>>,
    /// Its title.
    pub title: String,
    /// The day of a visit, a request or a promise: several may have the same title.
    pub on: Option<Date>,
    /// A detail that distinguishes it from others of the same title: a number, a role.
    pub about: String,
}

/// The hits of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHits {
    /// The kind.
    pub kind: SearchKind,
    /// The first of them.
    pub hits: Vec<SearchHit>,
    /// There are more.
    pub has_more: bool,
}

/// The searchable texts, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    workspace: Workspace,
    pinyin: PinyinNow,
    customers: Memo<Arc<SearchTexts>>,
    lists: Lists,
    texts: StoredValue<Vec<(SearchKind, Memo<Arc<SearchTexts>>)>>,
}

impl Search {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, pinyin: PinyinNow) -> Self {
        let tables = workspace.tables;
        let memo = Gathering { pinyin, people: workspace.people };
        let customers = Memo::new(move |_| {
            let (points, contacts) = (tables.supply_points.read(), tables.contacts.read());
            let people = workspace.people.read();
            let own = Belongings::of(&points, &contacts);
            let table = tables.customers.read();
            let pinyin = pinyin.get();
            Arc::new(SearchTexts::gather(&table, pinyin.as_deref(), |one| {
                of_customer(one, &own, &people)
            }))
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

    /// Asks for what names are found by besides their own letters, before the first is typed.
    pub fn prepare(self) {
        self.pinyin.fetch();
    }

    /// The customers that have all the words, by their places in the table, the newest first. Subscribes
    /// to changes.
    pub fn customers(self, search: &str) -> Vec<u32> {
        let pinyin = self.pinyin.get();
        let words = SearchWords::of(search, pinyin.as_deref());
        self.customers.read().places(&words, pinyin.as_deref())
    }

    /// Returns the hits, at most `most` of each kind, the newest first; kinds without hits are left out.
    /// Subscribes to changes.
    pub fn find(self, search: &str, most: usize) -> Vec<SearchHits> {
        let pinyin = self.pinyin.get();
        let words = SearchWords::of(search, pinyin.as_deref());
        if words.is_empty() {
            return Vec::new();
        }
        self.texts.with_value(|texts| {
            texts
                .iter()
                .filter_map(|(kind, texts)| {
                    let texts = texts.get();
                    let mut places = texts.find(&words, most + 1, pinyin.as_deref());
                    let has_more = places.len() > most;
                    places.truncate(most);
                    let hit = |place: &usize| self.hit(*kind, texts.entries[*place]);
                    let hits: Vec<SearchHit> = places.iter().filter_map(hit).collect();
                    (!hits.is_empty()).then_some(SearchHits { kind: *kind, hits, has_more })
                })
                .collect()
        })
    }

    fn hit(self, kind: SearchKind, entry: Entry) -> Option<SearchHit> {
        let tables = self.workspace.tables;
        let Entry { id, customer, .. } = entry;
        fn look<T: Record + Send + Sync, R>(
            table: RwSignal<Table<T>>,
            id: Uuid,
            of: impl Fn(&T) -> R,
        ) -> Option<R> {
            table.with(|table| table.get(Id::new(id)).map(of))
        }
        if kind == SearchKind::PlanLines {
            return self.plan_of(Id::new(id));
        }
        let people = self.workspace.people.read();
        let name = |who: &Who| people.name(who).to_owned();
        let title = match kind {
            SearchKind::Customers => look(tables.customers, id, |one| one.name.clone()),
            SearchKind::Contacts => look(tables.contacts, id, |one| one.name.clone()),
            SearchKind::Visits => look(tables.visits, id, |one| {
                let said = [&one.summary, &one.purpose];
                let first = said.into_iter().find(|text| !text.is_empty());
                first.cloned().unwrap_or_default()
            }),
            SearchKind::Findings => look(tables.findings, id, |one| one.text.clone()),
            SearchKind::Needs => look(tables.needs, id, |one| one.text.clone()),
            SearchKind::Requests => look(tables.requests, id, |one| one.subject.clone()),
            SearchKind::Promises => look(tables.actions, id, |one| one.text.clone()),
            SearchKind::Plans => look(tables.plans, id, |one| {
                let who = people.name(&one.responsible);
                let said = [one.situation.as_str(), &one.outcome, who, &one.note];
                first(&said)
            }),
            SearchKind::Notices => look(tables.notices, id, |one| one.title.clone()),
            SearchKind::PlanLines => None,
        }?;
        let on = match kind {
            SearchKind::Visits => look(tables.visits, id, |one| one.planned_on),
            SearchKind::Requests => look(tables.requests, id, |one| one.received_on),
            SearchKind::Promises => look(tables.actions, id, |one| one.due_on),
            _ => None,
        };
        let about = match kind {
            SearchKind::Customers => look(tables.customers, id, |one| {
                joined(&[&one.account_number, &one.industry, people.name(&one.account_manager)])
            }),
            SearchKind::Contacts => {
                look(tables.contacts, id, |one| joined(&[&one.role, &one.phone]))
            }
            SearchKind::Visits => look(tables.visits, id, |one| name(&one.account_manager)),
            SearchKind::Requests => look(tables.requests, id, |one| name(&one.responsible)),
            SearchKind::Promises => look(tables.actions, id, |one| name(&one.owner)),
            _ => None,
        };
        Some(SearchHit { id, customer, title, on: on.flatten(), about: about.unwrap_or_default() })
    }

    /// The plan of a line, under what the line says.
    fn plan_of(self, id: Id<PlanItem>) -> Option<SearchHit> {
        let tables = self.workspace.tables;
        let (plan, title) = tables.plan_items.with(|items| {
            let item = items.get(id)?;
            let people = self.workspace.people.read();
            let said = [item.text.as_str(), &item.measure, people.name(&item.owner)];
            Some((item.plan?, first(&said)))
        })?;
        let customer = tables.plans.with(|plans| {
            let plan = plans.get(plan).filter(|plan| plan.is_here());
            plan.and_then(|plan| plan.customer)
        })?;
        Some(SearchHit {
            id: plan.uuid(),
            customer: Some(customer),
            title,
            on: None,
            about: String::new(),
        })
    }
}

/// The first text that there is.
fn first(texts: &[&str]) -> String {
    let mut said = texts.iter().filter(|text| !text.is_empty());
    said.next().copied().unwrap_or_default().to_owned()
}

/// The texts that there are, in a line.
fn joined(texts: &[&str]) -> String {
    let texts = texts.iter().filter(|text| !text.is_empty());
    texts.copied().collect::<Vec<_>>().join(" · ")
}

/// Gathers the texts of a kind, again where it was written to or the table of readings came.
#[derive(Clone, Copy)]
struct Gathering {
    pinyin: PinyinNow,
    people: Memo<People>,
}

impl Gathering {
    fn of<T: Record + Send + Sync>(
        self,
        table: RwSignal<Table<T>>,
        about: for<'a> fn(&'a T, &'a People) -> Option<About<'a>>,
    ) -> Memo<Arc<SearchTexts>> {
        Memo::new(move |_| {
            let pinyin = self.pinyin.get();
            let people = self.people.read();
            Arc::new(SearchTexts::gather(&table.read(), pinyin.as_deref(), |one| {
                about(one, &people)
            }))
        })
    }
}

/// The parts of a customer's supply points and contacts that find the customer.
struct Belongings<'a> {
    numbers: HashMap<Id<Customer>, Vec<&'a str>>,
    people: HashMap<Id<Customer>, Vec<&'a Contact>>,
}

impl<'a> Belongings<'a> {
    fn of(points: &'a Table<SupplyPoint>, contacts: &'a Table<Contact>) -> Self {
        let mut this = Self { numbers: HashMap::new(), people: HashMap::new() };
        for point in points.iter().filter(|point| !point.is_deleted) {
            if let Some(customer) = point.customer {
                let own = this.numbers.entry(customer).or_default();
                own.extend([point.account_number.as_str(), &point.address]);
            }
        }
        for contact in contacts.iter().filter(|contact| !contact.is_deleted) {
            if let Some(customer) = contact.customer {
                this.people.entry(customer).or_default().push(contact);
            }
        }
        this
    }
}

/// Search.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_search() -> Search {
    expect_context()
}

fn of_customer<'a>(
    one: &'a Customer,
    own: &Belongings<'a>,
    people: &'a People,
) -> Option<About<'a>> {
    let mut names = vec![one.name.as_str(), people.name(&one.account_manager)];
    let mut fields =
        vec![one.account_number.as_str(), &one.industry, &one.region, &one.address, &one.note];
    fields.extend(own.numbers.get(&one.id).into_iter().flatten());
    for contact in own.people.get(&one.id).into_iter().flatten() {
        names.push(&contact.name);
        fields.push(&contact.phone);
    }
    (!one.is_deleted).then_some(About { customer: Some(one.id), on: None, names, fields })
}

fn of_contact<'a>(one: &'a Contact, _: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: None,
        names: vec![&one.name],
        fields: vec![&one.role, &one.phone, &one.email, &one.note],
    })
}

fn of_visit<'a>(one: &'a Visit, people: &'a People) -> Option<About<'a>> {
    let mut fields = vec![one.purpose.as_str(), &one.summary, &one.outlook];
    fields.extend(one.agenda.0.iter().map(|item| item.text.as_str()));
    (!one.is_deleted).then_some(About {
        customer: one.customer,
        on: one.planned_on,
        names: vec![people.name(&one.account_manager)],
        fields,
    })
}

fn of_finding<'a>(one: &'a Finding, _: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: None,
        names: Vec::new(),
        fields: vec![&one.text, &one.rectification],
    })
}

fn of_need<'a>(one: &'a DevelopmentNeed, _: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.learned_on,
        names: Vec::new(),
        fields: vec![&one.text],
    })
}

fn of_request<'a>(one: &'a Request, people: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.received_on,
        names: vec![people.name(&one.responsible)],
        fields: vec![&one.subject, &one.description],
    })
}

fn of_action<'a>(one: &'a Action, people: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.due_on,
        names: vec![people.name(&one.owner)],
        fields: vec![&one.text, &one.result, &one.department],
    })
}

fn of_plan<'a>(one: &'a ServicePlan, people: &'a People) -> Option<About<'a>> {
    one.is_here().then(|| About {
        customer: one.customer,
        on: None,
        names: vec![people.name(&one.responsible), people.name(&one.approved_by), &one.agreed_with],
        fields: vec![&one.situation, &one.outcome, &one.note],
    })
}

/// The customer is the plan's, which is asked for what is found.
fn of_plan_line<'a>(one: &'a PlanItem, people: &'a People) -> Option<About<'a>> {
    one.is_here().then(|| About {
        customer: None,
        on: None,
        names: vec![people.name(&one.owner)],
        fields: vec![&one.text, &one.measure],
    })
}

fn of_notice<'a>(one: &'a Notice, _: &'a People) -> Option<About<'a>> {
    (!one.is_deleted).then(|| About {
        customer: None,
        on: None,
        names: Vec::new(),
        fields: vec![&one.title, &one.text],
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use busbar_core::{domain::pinyin::Pinyin, worker::pinyin::table};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn texts(names: &[&str], pinyin: Option<&Pinyin>) -> SearchTexts {
        let mut customers = Table::default();
        customers.extend(names.iter().zip(1..).map(|(name, n)| Customer {
            name: (*name).into(),
            region: "云川".into(),
            account_manager: if n == 2 { "曾国强" } else { "李明" }.into(),
            ..Customer::empty(id(n))
        }));
        let (mut points, mut contacts) = (Table::default(), Table::default());
        points.extend([SupplyPoint {
            customer: Some(id(1)),
            account_number: "3402-7718".into(),
            ..SupplyPoint::empty(id(20))
        }]);
        contacts.extend([Contact {
            customer: Some(id(1)),
            name: "单雪梅".into(),
            phone: "13800001111".into(),
            ..Contact::empty(id(21))
        }]);
        let (own, people) = (Belongings::of(&points, &contacts), People::default());
        SearchTexts::gather(&customers, pinyin, |one| of_customer(one, &own, &people))
    }

    fn found(texts: &SearchTexts, search: &str, pinyin: Option<&Pinyin>) -> Vec<u128> {
        let places = texts.find(&SearchWords::of(search, pinyin), 10, pinyin);
        let ids = places.iter().map(|place| texts.entries[*place].id.as_u128());
        ids.collect()
    }

    #[test]
    fn what_has_all_the_words_is_found_once() {
        let texts =
            texts(&["恒泰纺织有限公司", "Hengtai Textile", "华达纸业恒泰恒泰", "安康医院"], None);
        for (search, expected) in [
            ("恒泰", vec![3, 1]),
            ("恒泰 纸业", vec![3]),
            ("hengTAI", vec![2]),
            ("云川", vec![4, 3, 2, 1]),
            ("3402-7718", vec![1]),
            ("雪梅 1380000", vec![1]),
            // Not across two fields, nor two records.
            ("医院云川", vec![]),
            ("没有", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(found(&texts, search, None), expected, "{search}");
        }
        assert_eq!(texts.find(&SearchWords::of("云川", None), 2, None).len(), 2);
        // Newest first; their places in the table.
        assert_eq!(texts.places(&SearchWords::of("恒泰", None), None), [2, 0]);
    }

    #[test]
    fn names_are_found_by_pinyin_by_width_and_in_both_scripts() {
        let pinyin = Pinyin::from(table());
        let pinyin = Some(&pinyin);
        let texts = texts(
            &[
                "恒泰纺织（安徽）有限公司",
                "重庆ＴＥＳＴ鋼鐵１２号厂",
                "Hengtai Textile",
                "西安医院",
            ],
            pinyin,
        );
        for (search, expected) in [
            ("htfz", vec![1]),
            ("hengtai", vec![3, 1]),
            ("ahyxgs", vec![1]),
            ("chongqing", vec![2]),
            ("cqtest", vec![2]),
            ("xi'anyy", vec![4]),
            // A manager and a contact, by syllables and by initials.
            ("zengguoqiang", vec![2]),
            ("zgq", vec![2]),
            ("shanxuemei", vec![1]),
            ("sxm", vec![1]),
            ("htfz 1380", vec![1]),
            ("(安徽)", vec![1]),
            ("（安徽）", vec![1]),
            ("test", vec![2]),
            ("ＴＥＳＴ", vec![2]),
            ("12号", vec![2]),
            ("１２号", vec![2]),
            ("钢铁", vec![2]),
            ("鋼鐵", vec![2]),
            ("恆泰紡織", vec![1]),
            // A word that is no name matches by its own letters only.
            ("yunchuan", vec![]),
        ] {
            assert_eq!(found(&texts, search, pinyin), expected, "{search}");
        }
    }

    #[test]
    fn what_has_a_day_stands_by_it() {
        let visit = |n: u128, day: Option<i8>| Visit {
            purpose: "定期走访".into(),
            planned_on: day.map(|day| date(2026, 11, day)),
            ..Visit::empty(id(n))
        };
        let mut visits = Table::default();
        visits.extend([visit(1, Some(20)), visit(2, Some(3)), visit(3, None), visit(4, Some(27))]);
        let people = People::default();
        let texts = SearchTexts::gather(&visits, None, |one| of_visit(one, &people));
        assert_eq!(found(&texts, "定期", None), [4, 1, 2, 3]);
    }
}
