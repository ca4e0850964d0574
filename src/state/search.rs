//! Search over everything that people wrote: customers, contacts, visits and what was found, requests,
//! promises, plans, notices. The texts of a kind lie in one piece, which is read from end to end for every
//! search: a hundred thousand customers are a few milliseconds, and Chinese needs no words to be cut.
//! They are gathered when somebody first searches, and again for a kind that was written to.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use super::{table::Table, workspace::Workspace};
use crate::domain::{
    Contact, Customer, Id, Record,
    action::Action,
    notice::Notice,
    plan::{PlanItem, ServicePlan},
    record::choice,
    request::Request,
    visit::{DevelopmentNeed, Finding, Visit},
};

choice! {
    /// What is searched, in the order of the results.
    pub enum Kind {
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
pub struct Hit {
    /// Its id.
    pub id: Uuid,
    /// The customer it is about.
    pub customer: Option<Id<Customer>>,
    /// What it says first.
    pub title: String,
    /// The day of a visit, a request or a promise: several may say the same.
    pub on: Option<Date>,
}

/// What was found of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The kind.
    pub kind: Kind,
    /// The first of them.
    pub hits: Vec<Hit>,
    /// There are more.
    pub has_more: bool,
}

/// Between the fields of a record, so that no word is found across two of them.
const BETWEEN: char = '\u{1f}';

/// The texts of all records of one kind, in one piece.
#[derive(Clone, Debug, Default, PartialEq)]
struct Texts {
    text: String,
    /// Where each record begins; what comes last comes first.
    starts: Vec<usize>,
    ids: Vec<(Uuid, Option<Id<Customer>>)>,
}

impl Texts {
    fn gather<T: Record>(table: &Table<T>, about: impl Fn(&T) -> Option<About<'_>>) -> Self {
        let mut texts = Self::default();
        for record in table.iter().rev() {
            let Some(about) = about(record) else { continue };
            texts.starts.push(texts.text.len());
            texts.ids.push((record.id().uuid(), about.customer));
            for field in about.fields {
                push_small(&mut texts.text, field);
                texts.text.push(BETWEEN);
            }
        }
        texts
    }

    fn record(&self, place: usize) -> &str {
        let end = self.starts.get(place + 1).copied();
        &self.text[self.starts[place]..end.unwrap_or(self.text.len())]
    }

    /// The places of the records that have all the words, at most so many.
    fn find(&self, words: &[String], most: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let Some((first, others)) = words.split_first() else {
            return found;
        };
        let mut from = 0;
        while let Some(at) = self.text[from..].find(first.as_str()) {
            let place = self.starts.partition_point(|start| *start <= from + at) - 1;
            let record = self.record(place);
            if others.iter().all(|word| record.contains(word.as_str())) {
                found.push(place);
                if found.len() == most {
                    break;
                }
            }
            from = self.starts[place] + record.len();
        }
        found
    }
}

/// Adds a text in small letters. Most are Chinese, which has none: nothing is looked up for it.
fn push_small(to: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '\u{2e80}'..='\u{a4cf}' => to.push(letter),
            _ if letter.is_ascii() => to.push(letter.to_ascii_lowercase()),
            _ => to.extend(letter.to_lowercase()),
        }
    }
}

/// What of a record is searched.
struct About<'a> {
    customer: Option<Id<Customer>>,
    fields: Vec<&'a str>,
}

/// The words of a search: the longest first, which most records lack.
fn words(search: &str) -> Vec<String> {
    let mut words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The searchable texts, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    workspace: Workspace,
    texts: StoredValue<Vec<(Kind, Memo<Arc<Texts>>)>>,
}

impl Search {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace) -> Self {
        let tables = workspace.tables;
        fn memo<T: Record + Send + Sync>(
            table: RwSignal<Table<T>>,
            about: fn(&T) -> Option<About<'_>>,
        ) -> Memo<Arc<Texts>> {
            Memo::new(move |_| Arc::new(Texts::gather(&table.read(), about)))
        }
        let texts = vec![
            (Kind::Customers, memo(tables.customers, of_customer)),
            (Kind::Contacts, memo(tables.contacts, of_contact)),
            (Kind::Visits, memo(tables.visits, of_visit)),
            (Kind::Findings, memo(tables.findings, of_finding)),
            (Kind::Needs, memo(tables.needs, of_need)),
            (Kind::Requests, memo(tables.requests, of_request)),
            (Kind::Promises, memo(tables.actions, of_action)),
            (Kind::Plans, memo(tables.plans, of_plan)),
            (Kind::PlanLines, memo(tables.plan_items, of_plan_line)),
            (Kind::Notices, memo(tables.notices, of_notice)),
        ];
        let this = Self {
            workspace,
            texts: StoredValue::new(texts),
        };
        provide_context(this);
        this
    }

    /// What is found, at most so many of each kind; kinds of which there is nothing are left out. Hears
    /// of changes.
    pub fn find(self, search: &str, most: usize) -> Vec<Found> {
        let words = words(search);
        self.texts.with_value(|texts| {
            texts
                .iter()
                .filter_map(|(kind, texts)| {
                    let texts = texts.get();
                    let mut places = texts.find(&words, most + 1);
                    let has_more = places.len() > most;
                    places.truncate(most);
                    let hit = |place: &usize| self.hit(*kind, texts.ids[*place]);
                    let hits: Vec<Hit> = places.iter().filter_map(hit).collect();
                    (!hits.is_empty()).then_some(Found {
                        kind: *kind,
                        hits,
                        has_more,
                    })
                })
                .collect()
        })
    }

    fn hit(self, kind: Kind, (id, customer): (Uuid, Option<Id<Customer>>)) -> Option<Hit> {
        let tables = self.workspace.tables;
        fn look<T: Record + Send + Sync, R>(
            table: RwSignal<Table<T>>,
            id: Uuid,
            of: impl Fn(&T) -> R,
        ) -> Option<R> {
            table.with(|table| table.get(Id::new(id)).map(of))
        }
        if kind == Kind::PlanLines {
            return self.plan_of(Id::new(id));
        }
        let title = match kind {
            Kind::Customers => look(tables.customers, id, |one| one.name.clone()),
            Kind::Contacts => look(tables.contacts, id, |one| one.name.clone()),
            Kind::Visits => look(tables.visits, id, |one| {
                let said = [&one.summary, &one.purpose];
                let first = said.into_iter().find(|text| !text.is_empty());
                first.cloned().unwrap_or_default()
            }),
            Kind::Findings => look(tables.findings, id, |one| one.text.clone()),
            Kind::Needs => look(tables.needs, id, |one| one.text.clone()),
            Kind::Requests => look(tables.requests, id, |one| one.subject.clone()),
            Kind::Promises => look(tables.actions, id, |one| one.text.clone()),
            Kind::Plans => look(tables.plans, id, |one| {
                let said = [&one.situation, &one.outcome, &one.responsible, &one.note];
                let first = said.into_iter().find(|text| !text.is_empty());
                first.cloned().unwrap_or_default()
            }),
            Kind::Notices => look(tables.notices, id, |one| one.title.clone()),
            Kind::PlanLines => None,
        }?;
        let on = match kind {
            Kind::Visits => look(tables.visits, id, |one| one.planned_on),
            Kind::Requests => look(tables.requests, id, |one| one.received_on),
            Kind::Promises => look(tables.actions, id, |one| one.due_on),
            _ => None,
        };
        Some(Hit {
            id,
            customer,
            title,
            on: on.flatten(),
        })
    }

    /// The plan of a line, under what the line says.
    fn plan_of(self, id: Id<PlanItem>) -> Option<Hit> {
        let tables = self.workspace.tables;
        let (plan, title) = tables.plan_items.with(|items| {
            let item = items.get(id)?;
            let said = [&item.text, &item.measure, &item.owner];
            let first = said.into_iter().find(|text| !text.is_empty());
            Some((item.plan?, first.cloned().unwrap_or_default()))
        })?;
        let customer = tables.plans.with(|plans| {
            let plan = plans.get(plan).filter(|plan| plan.is_here());
            plan.and_then(|plan| plan.customer)
        })?;
        Some(Hit {
            id: plan.uuid(),
            customer: Some(customer),
            title,
            on: None,
        })
    }
}

/// Search.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_search() -> Search {
    expect_context()
}

fn about(is_deleted: bool, customer: Option<Id<Customer>>, fields: Vec<&str>) -> Option<About<'_>> {
    (!is_deleted).then_some(About { customer, fields })
}

fn of_customer(one: &Customer) -> Option<About<'_>> {
    let fields = vec![
        one.name.as_str(),
        &one.account_number,
        &one.industry,
        &one.region,
        &one.address,
        &one.note,
    ];
    about(one.is_deleted, Some(one.id), fields)
}

fn of_contact(one: &Contact) -> Option<About<'_>> {
    let fields = vec![
        one.name.as_str(),
        &one.role,
        &one.phone,
        &one.email,
        &one.note,
    ];
    about(one.is_deleted, one.customer, fields)
}

fn of_visit(one: &Visit) -> Option<About<'_>> {
    let mut fields = vec![
        one.purpose.as_str(),
        &one.summary,
        &one.outlook,
        &one.account_manager,
    ];
    fields.extend(one.agenda.0.iter().map(|item| item.text.as_str()));
    about(one.is_deleted, one.customer, fields)
}

fn of_finding(one: &Finding) -> Option<About<'_>> {
    about(
        one.is_deleted,
        one.customer,
        vec![&one.text, &one.rectification],
    )
}

fn of_need(one: &DevelopmentNeed) -> Option<About<'_>> {
    about(one.is_deleted, one.customer, vec![&one.text])
}

fn of_request(one: &Request) -> Option<About<'_>> {
    let fields = vec![one.subject.as_str(), &one.description, &one.responsible];
    about(one.is_deleted, one.customer, fields)
}

fn of_action(one: &Action) -> Option<About<'_>> {
    let fields = vec![one.text.as_str(), &one.result, &one.owner, &one.department];
    about(one.is_deleted, one.customer, fields)
}

fn of_plan(one: &ServicePlan) -> Option<About<'_>> {
    let fields = vec![
        one.situation.as_str(),
        &one.responsible,
        &one.approved_by,
        &one.agreed_with,
        &one.outcome,
        &one.note,
    ];
    about(!one.is_here(), one.customer, fields)
}

/// The customer is the plan's, which is asked for what is found.
fn of_plan_line(one: &PlanItem) -> Option<About<'_>> {
    let fields = vec![one.text.as_str(), &one.measure, &one.owner];
    about(!one.is_here(), None, fields)
}

fn of_notice(one: &Notice) -> Option<About<'_>> {
    about(one.is_deleted, None, vec![&one.title, &one.text])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(names: &[&str]) -> Texts {
        let mut table = Table::default();
        table.extend(names.iter().zip(1..).map(|(name, n)| Customer {
            name: (*name).into(),
            region: "云川".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }));
        Texts::gather(&table, of_customer)
    }

    #[test]
    fn what_has_all_the_words_is_found_once() {
        let texts = texts(&[
            "恒泰纺织有限公司",
            "Hengtai Textile",
            "华达纸业恒泰恒泰",
            "安康医院",
        ]);
        let found = |search: &str| -> Vec<u128> {
            let places = texts.find(&words(search), 10);
            places
                .iter()
                .map(|place| texts.ids[*place].0.as_u128())
                .collect()
        };
        for (search, expected) in [
            ("恒泰", vec![3, 1]),
            ("恒泰 纸业", vec![3]),
            ("hengTAI", vec![2]),
            ("云川", vec![4, 3, 2, 1]),
            // Not across two fields, nor two records.
            ("医院云川", vec![]),
            ("没有", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(found(search), expected, "{search}");
        }
        assert_eq!(texts.find(&words("云川"), 2).len(), 2);
    }
    #[test]
    fn letters_are_made_small_as_the_standard_library_does() {
        // A final sigma is found like any other.
        let text = "恒泰 HengTai ⺀꓏Ａβ İÄ 第１变电站，（ΑΣ）".replace('Σ', "σ");
        let mut small = String::new();
        push_small(&mut small, &text);
        assert_eq!(small, text.to_lowercase());
    }
}
