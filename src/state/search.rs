//! Search over everything that people wrote: customers, contacts, visits and what was found, requests,
//! promises, plans, notices. The texts of a kind lie in one piece, which is read from end to end for every
//! search: a hundred thousand customers are a few milliseconds, and Chinese needs no words to be cut.
//! They are gathered when somebody first searches, and again for a kind that was written to. Names are
//! also found by pinyin and initials, once the table of readings is here.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use super::{pinyin::PinyinNow, table::Table, workspace::Workspace};
use crate::domain::{
    Contact, Customer, Id, InOrder, Record, SupplyPoint,
    action::Action,
    folding::{folded, push_letter},
    notice::Notice,
    pinyin::Pinyin,
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
    /// What tells it from others of its title: a number, a role.
    pub about: String,
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

/// The texts of all records of one kind, in one piece; the newest comes first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    text: String,
    /// Where each record begins.
    starts: Vec<usize>,
    /// The names in the records, which can be spelled by pinyin as well.
    names: Vec<u16>,
    /// Where the names of each record begin.
    name_starts: Vec<usize>,
    entries: Vec<Entry>,
}

/// One record of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    id: Uuid,
    customer: Option<Id<Customer>>,
    /// Its place in the table.
    place: u32,
}

/// Ends each field of a record, so that no word is found across two of them.
const BETWEEN: char = '\u{1f}';

impl Texts {
    fn gather<'a, T: Record>(
        table: &'a Table<T>,
        pinyin: Option<&Pinyin>,
        about: impl Fn(&'a T) -> Option<About<'a>>,
    ) -> Self {
        let rows = table.rows();
        let mut about: Vec<(u32, About<'_>)> = (0..rows.len())
            .rev()
            .filter_map(|place| Some((place as u32, about(&rows[place])?)))
            .collect();
        // What has a day stands by it; the rest by when it was made.
        about.order_by_key(|(_, about)| std::cmp::Reverse(about.on));
        let mut texts = Self::default();
        for (place, about) in about {
            texts.starts.push(texts.text.len());
            texts.name_starts.push(texts.names.len());
            texts.entries.push(Entry {
                id: rows[place as usize].id().uuid(),
                customer: about.customer,
                place,
            });
            for name in about.names {
                let start = texts.text.len();
                texts.push(name, pinyin);
                texts.names.extend(texts.text[start..].encode_utf16());
            }
            for field in about.fields {
                texts.push(field, pinyin);
            }
        }
        texts
    }

    fn push(&mut self, field: &str, pinyin: Option<&Pinyin>) {
        if field.is_empty() {
            return;
        }
        for letter in field.chars() {
            let letter = pinyin.map_or(letter, |pinyin| pinyin.simplified(letter));
            push_letter(&mut self.text, letter);
        }
        self.text.push(BETWEEN);
    }

    fn record(&self, at: usize) -> &str {
        let end = self.starts.get(at + 1).copied();
        &self.text[self.starts[at]..end.unwrap_or(self.text.len())]
    }

    fn names_of(&self, at: usize) -> &[u16] {
        let end = self.name_starts.get(at + 1).copied();
        &self.names[self.name_starts[at]..end.unwrap_or(self.names.len())]
    }

    /// The first record from a byte of the text on that has this word, and the byte that follows it.
    fn next(&self, word: &str, from: usize) -> Option<(usize, usize)> {
        let at = from + self.text.get(from..)?.find(word)?;
        let place = self.starts.partition_point(|start| *start <= at) - 1;
        let end = self.starts.get(place + 1).copied();
        Some((place, end.unwrap_or(self.text.len())))
    }

    /// The records that have all the words, at most so many, as places in the texts.
    fn find(&self, words: &Words, most: usize, pinyin: Option<&Pinyin>) -> Vec<usize> {
        let Some((first, others)) = words.0.split_first() else {
            return Vec::new();
        };
        if let Some(pinyin) = pinyin.filter(|_| words.0.iter().any(|word| can_be_spelled(word))) {
            return self.spelled(words, most, pinyin);
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((place, end)) = self.next(first, from) {
            let record = self.record(place);
            if others.iter().all(|word| record.contains(word.as_str())) {
                found.push(place);
                if found.len() == most {
                    break;
                }
            }
            from = end;
        }
        found
    }

    /// Like [`Texts::find`], where a word may be the pinyin of a name.
    fn spelled(&self, words: &Words, most: usize, pinyin: &Pinyin) -> Vec<usize> {
        let mut fits = vec![true; self.entries.len()];
        for word in &words.0 {
            let mut has = vec![false; self.entries.len()];
            let mut from = 0;
            while let Some((place, end)) = self.next(word, from) {
                has[place] = true;
                from = end;
            }
            if can_be_spelled(word) {
                let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphanumeric).collect();
                for (place, has) in has.iter_mut().enumerate() {
                    *has = *has || fits[place] && pinyin.spells(self.names_of(place), &letters);
                }
            }
            for (fits, has) in fits.iter_mut().zip(has) {
                *fits &= has;
            }
        }
        let found = fits.into_iter().enumerate().filter(|(_, fits)| *fits);
        found.map(|(place, _)| place).take(most).collect()
    }

    /// The records that have all the words, by their places in the table.
    pub fn places(&self, words: &Words, pinyin: Option<&Pinyin>) -> Vec<u32> {
        let found = self.find(words, usize::MAX, pinyin).into_iter();
        found.map(|at| self.entries[at].place).collect()
    }
}

/// What of a record is searched.
struct About<'a> {
    customer: Option<Id<Customer>>,
    /// The day by which it is new or old.
    on: Option<Date>,
    /// Names of customers and people, found by pinyin too.
    names: Vec<&'a str>,
    fields: Vec<&'a str>,
}

/// The words of a search, folded like the texts: the longest first, which most records lack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what was typed.
    pub fn of(search: &str, pinyin: Option<&Pinyin>) -> Self {
        let simple = |letter| pinyin.map_or(letter, |pinyin| pinyin.simplified(letter));
        let search: String = search.chars().map(simple).collect();
        let search = folded(&search);
        let mut words: Vec<String> = search.split_whitespace().map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// Whether nothing is searched for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a word may be pinyin: Latin letters, perhaps with digits and the apostrophe of *xi'an*.
fn can_be_spelled(word: &str) -> bool {
    let is_spelling = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'';
    word.bytes().all(is_spelling) && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The searchable texts, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    workspace: Workspace,
    pinyin: PinyinNow,
    customers: Memo<Arc<Texts>>,
    texts: StoredValue<Vec<(Kind, Memo<Arc<Texts>>)>>,
}

impl Search {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, pinyin: PinyinNow) -> Self {
        let tables = workspace.tables;
        let memo = Gathering { pinyin };
        let customers = Memo::new(move |_| {
            let (points, contacts) = (tables.supply_points.read(), tables.contacts.read());
            let own = Belongings::of(&points, &contacts);
            let table = tables.customers.read();
            let pinyin = pinyin.get();
            Arc::new(Texts::gather(&table, pinyin.as_deref(), |one| {
                of_customer(one, &own)
            }))
        });
        let texts = vec![
            (Kind::Customers, customers),
            (Kind::Contacts, memo.of(tables.contacts, of_contact)),
            (Kind::Visits, memo.of(tables.visits, of_visit)),
            (Kind::Findings, memo.of(tables.findings, of_finding)),
            (Kind::Needs, memo.of(tables.needs, of_need)),
            (Kind::Requests, memo.of(tables.requests, of_request)),
            (Kind::Promises, memo.of(tables.actions, of_action)),
            (Kind::Plans, memo.of(tables.plans, of_plan)),
            (Kind::PlanLines, memo.of(tables.plan_items, of_plan_line)),
            (Kind::Notices, memo.of(tables.notices, of_notice)),
        ];
        let this = Self {
            workspace,
            pinyin,
            customers,
            texts: StoredValue::new(texts),
        };
        provide_context(this);
        this
    }

    /// Asks for what names are found by besides their own letters, before the first is typed.
    pub fn prepare(self) {
        self.pinyin.fetch();
    }

    /// The words of a search.
    pub fn words(self, search: &str) -> Words {
        Words::of(search, self.pinyin.get().as_deref())
    }

    /// The customers that have all the words, by their places in the table, the newest first. Subscribes
    /// to changes.
    pub fn customers(self, search: &str) -> Vec<u32> {
        let pinyin = self.pinyin.get();
        let words = Words::of(search, pinyin.as_deref());
        self.customers.read().places(&words, pinyin.as_deref())
    }

    /// What is found, at most so many of each kind, the newest first; kinds of which there is nothing are
    /// left out. Subscribes to changes.
    pub fn find(self, search: &str, most: usize) -> Vec<Found> {
        let pinyin = self.pinyin.get();
        let words = Words::of(search, pinyin.as_deref());
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

    fn hit(self, kind: Kind, entry: Entry) -> Option<Hit> {
        let tables = self.workspace.tables;
        let Entry { id, customer, .. } = entry;
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
        let about = match kind {
            Kind::Customers => look(tables.customers, id, |one| {
                joined(&[&one.account_number, &one.industry, &one.account_manager])
            }),
            Kind::Contacts => look(tables.contacts, id, |one| joined(&[&one.role, &one.phone])),
            Kind::Visits => look(tables.visits, id, |one| one.account_manager.clone()),
            Kind::Requests => look(tables.requests, id, |one| one.responsible.clone()),
            Kind::Promises => look(tables.actions, id, |one| one.owner.clone()),
            _ => None,
        };
        Some(Hit {
            id,
            customer,
            title,
            on: on.flatten(),
            about: about.unwrap_or_default(),
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
            about: String::new(),
        })
    }
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
}

impl Gathering {
    fn of<T: Record + Send + Sync>(
        self,
        table: RwSignal<Table<T>>,
        about: fn(&T) -> Option<About<'_>>,
    ) -> Memo<Arc<Texts>> {
        Memo::new(move |_| {
            let pinyin = self.pinyin.get();
            Arc::new(Texts::gather(&table.read(), pinyin.as_deref(), about))
        })
    }
}

/// What of a customer's supply points and contacts finds the customer.
struct Belongings<'a> {
    numbers: HashMap<Id<Customer>, Vec<&'a str>>,
    people: HashMap<Id<Customer>, Vec<&'a Contact>>,
}

impl<'a> Belongings<'a> {
    fn of(points: &'a Table<SupplyPoint>, contacts: &'a Table<Contact>) -> Self {
        let mut this = Self {
            numbers: HashMap::new(),
            people: HashMap::new(),
        };
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

fn of_customer<'a>(one: &'a Customer, own: &Belongings<'a>) -> Option<About<'a>> {
    let mut names = vec![one.name.as_str(), &one.account_manager];
    let mut fields = vec![
        one.account_number.as_str(),
        &one.industry,
        &one.region,
        &one.address,
        &one.note,
    ];
    fields.extend(own.numbers.get(&one.id).into_iter().flatten());
    for contact in own.people.get(&one.id).into_iter().flatten() {
        names.push(&contact.name);
        fields.push(&contact.phone);
    }
    (!one.is_deleted).then_some(About {
        customer: Some(one.id),
        on: None,
        names,
        fields,
    })
}

fn of_contact(one: &Contact) -> Option<About<'_>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: None,
        names: vec![&one.name],
        fields: vec![&one.role, &one.phone, &one.email, &one.note],
    })
}

fn of_visit(one: &Visit) -> Option<About<'_>> {
    let mut fields = vec![one.purpose.as_str(), &one.summary, &one.outlook];
    fields.extend(one.agenda.0.iter().map(|item| item.text.as_str()));
    (!one.is_deleted).then_some(About {
        customer: one.customer,
        on: one.planned_on,
        names: vec![&one.account_manager],
        fields,
    })
}

fn of_finding(one: &Finding) -> Option<About<'_>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: None,
        names: Vec::new(),
        fields: vec![&one.text, &one.rectification],
    })
}

fn of_need(one: &DevelopmentNeed) -> Option<About<'_>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.learned_on,
        names: Vec::new(),
        fields: vec![&one.text],
    })
}

fn of_request(one: &Request) -> Option<About<'_>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.received_on,
        names: vec![&one.responsible],
        fields: vec![&one.subject, &one.description],
    })
}

fn of_action(one: &Action) -> Option<About<'_>> {
    (!one.is_deleted).then(|| About {
        customer: one.customer,
        on: one.due_on,
        names: vec![&one.owner],
        fields: vec![&one.text, &one.result, &one.department],
    })
}

fn of_plan(one: &ServicePlan) -> Option<About<'_>> {
    one.is_here().then(|| About {
        customer: one.customer,
        on: None,
        names: vec![&one.responsible, &one.approved_by, &one.agreed_with],
        fields: vec![&one.situation, &one.outcome, &one.note],
    })
}

/// The customer is the plan's, which is asked for what is found.
fn of_plan_line(one: &PlanItem) -> Option<About<'_>> {
    one.is_here().then(|| About {
        customer: None,
        on: None,
        names: vec![&one.owner],
        fields: vec![&one.text, &one.measure],
    })
}

fn of_notice(one: &Notice) -> Option<About<'_>> {
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
    use crate::worker::pinyin::table;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn texts(names: &[&str], pinyin: Option<&Pinyin>) -> Texts {
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
        let own = Belongings::of(&points, &contacts);
        Texts::gather(&customers, pinyin, |one| of_customer(one, &own))
    }

    fn found(texts: &Texts, search: &str, pinyin: Option<&Pinyin>) -> Vec<u128> {
        let places = texts.find(&Words::of(search, pinyin), 10, pinyin);
        let ids = places
            .iter()
            .map(|place| texts.entries[*place].id.as_u128());
        ids.collect()
    }

    #[test]
    fn what_has_all_the_words_is_found_once() {
        let texts = texts(
            &[
                "恒泰纺织有限公司",
                "Hengtai Textile",
                "华达纸业恒泰恒泰",
                "安康医院",
            ],
            None,
        );
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
        assert_eq!(texts.find(&Words::of("云川", None), 2, None).len(), 2);
        // Newest first; their places in the table.
        assert_eq!(texts.places(&Words::of("恒泰", None), None), [2, 0]);
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
            // What is no name is found by its own letters alone.
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
        visits.extend([
            visit(1, Some(20)),
            visit(2, Some(3)),
            visit(3, None),
            visit(4, Some(27)),
        ]);
        let texts = Texts::gather(&visits, None, of_visit);
        assert_eq!(found(&texts, "定期", None), [4, 1, 2, 3]);
    }
}
