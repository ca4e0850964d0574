//! Search over everything written by users: customers, contacts, visits and their findings, requests, promises,
//! plans, notices. All texts of a kind are one string, which each search scans from start to end: a hundred thousand
//! customers take a few milliseconds, and Chinese needs no word segmentation. The texts are gathered at the first
//! search, and again for a kind after a write to it. Names are also found by pinyin and initials, once the pinyin
//! table has loaded. The search boxes of lists work the same way, with their own texts (`lists`).

pub mod lists;
mod texts;

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use self::texts::Entry;
pub use self::texts::{SearchTexts, SearchWords, SearchedParts};
use super::table::Table;
use crate::domain::{
    Contact, Customer, Id, People, Record, SupplyPoint, Who,
    action::Action,
    notice::Notice,
    pinyin::Pinyin,
    plan::{PlanItem, ServicePlan},
    record::named,
    request::Request,
    visit::{DevelopmentNeed, Finding, Visit},
};

named! {
    /// Kinds of record searched, in the order of the results.
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
        /// Lines of plans; the hit is the plan.
        PlanLines = "plan_lines",
        /// 通知.
        Notices = "notices",
    }
}

/// A record found by a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Id of the record.
    pub id: Uuid,
    /// Customer of the record.
    pub customer: Option<Id<Customer>>,
    /// Title.
    pub title: String,
    /// Date of a visit, request or promise, because several may have the same title.
    pub on: Option<Date>,
    /// Detail that distinguishes it from others with the same title: a number, a role.
    pub about: String,
}

/// Hits of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHits {
    /// Kind.
    pub kind: SearchKind,
    /// First hits.
    pub hits: Vec<SearchHit>,
    /// `true` if there are more.
    pub has_more: bool,
}

/// Tables in which hits are looked up.
#[derive(Clone, Copy, Debug)]
pub struct SearchSources<'a> {
    /// 客户.
    pub customers: &'a Table<Customer>,
    /// 联系人.
    pub contacts: &'a Table<Contact>,
    /// 走访.
    pub visits: &'a Table<Visit>,
    /// 发现问题.
    pub findings: &'a Table<Finding>,
    /// 发展需求.
    pub needs: &'a Table<DevelopmentNeed>,
    /// 诉求.
    pub requests: &'a Table<Request>,
    /// 承诺.
    pub actions: &'a Table<Action>,
    /// 一户一策.
    pub plans: &'a Table<ServicePlan>,
    /// Lines of the plans.
    pub plan_items: &'a Table<PlanItem>,
    /// 通知.
    pub notices: &'a Table<Notice>,
    /// The company's people.
    pub people: &'a People,
}

impl SearchSources<'_> {
    /// Returns the hits of a kind in its texts, at most `most`, newest first; `None` if there are none.
    pub fn find(
        self,
        (kind, texts): (SearchKind, &SearchTexts),
        words: &SearchWords,
        most: usize,
        pinyin: Option<&Pinyin>,
    ) -> Option<SearchHits> {
        let mut places = texts.find(words, most + 1, pinyin);
        let has_more = places.len() > most;
        places.truncate(most);
        let hit = |place: &usize| self.hit(kind, texts.entries[*place]);
        let hits: Vec<SearchHit> = places.iter().filter_map(hit).collect();
        (!hits.is_empty()).then_some(SearchHits { kind, hits, has_more })
    }

    fn hit(self, kind: SearchKind, entry: Entry) -> Option<SearchHit> {
        let tables = self;
        let Entry { id, customer, .. } = entry;
        fn look<T: Record, R>(table: &Table<T>, id: Uuid, of: impl Fn(&T) -> R) -> Option<R> {
            table.get(Id::new(id)).map(of)
        }
        let people = self.people;
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
            SearchKind::PlanLines => return self.plan_of(Id::new(id)),
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

    /// Returns the plan of a line, with the text of the line as the title.
    fn plan_of(self, id: Id<PlanItem>) -> Option<SearchHit> {
        let item = self.plan_items.get(id)?;
        let title = first(&[&item.text, &item.measure, self.people.name(&item.owner)]);
        let plan = self.plans.get(item.plan?).filter(|plan| plan.is_here())?;
        Some(SearchHit {
            id: plan.id.uuid(),
            customer: Some(plan.customer?),
            title,
            on: None,
            about: String::new(),
        })
    }
}

/// Returns the first non-empty text.
fn first(texts: &[&str]) -> String {
    let mut texts = texts.iter().filter(|text| !text.is_empty());
    texts.next().copied().unwrap_or_default().to_owned()
}

/// Joins the non-empty texts into one line.
fn joined(texts: &[&str]) -> String {
    let texts = texts.iter().filter(|text| !text.is_empty());
    texts.copied().collect::<Vec<_>>().join(" · ")
}

impl SearchTexts {
    /// Gathers the texts of customers, including the numbers and people that belong to each.
    pub fn of_customers(
        (customers, people): (&Table<Customer>, &People),
        points: &Table<SupplyPoint>,
        contacts: &Table<Contact>,
        pinyin: Option<&Pinyin>,
    ) -> Self {
        let own = Belongings::of(points, contacts);
        Self::gather(customers, pinyin, |one| of_customer(one, &own, people))
    }
}

/// Searchable parts of a customer's supply points and contacts.
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

fn of_customer<'a>(
    one: &'a Customer,
    own: &Belongings<'a>,
    people: &'a People,
) -> Option<SearchedParts<'a>> {
    let mut names = vec![one.name.as_str(), people.name(&one.account_manager)];
    let mut fields =
        vec![one.account_number.as_str(), &one.industry, &one.region, &one.address, &one.note];
    fields.extend(own.numbers.get(&one.id).into_iter().flatten());
    for contact in own.people.get(&one.id).into_iter().flatten() {
        names.push(&contact.name);
        fields.push(&contact.phone);
    }
    one.is_here().then_some(SearchedParts { customer: Some(one.id), on: None, names, fields })
}

/// Returns the searchable parts of a contact.
pub fn of_contact<'a>(one: &'a Contact, _: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
        customer: one.customer,
        on: None,
        names: vec![&one.name],
        fields: vec![&one.role, &one.phone, &one.email, &one.note],
    })
}

/// Returns the searchable parts of a visit.
pub fn of_visit<'a>(one: &'a Visit, people: &'a People) -> Option<SearchedParts<'a>> {
    let mut fields = vec![one.purpose.as_str(), &one.summary, &one.outlook];
    fields.extend(one.agenda.0.iter().map(|item| item.text.as_str()));
    (!one.is_deleted).then_some(SearchedParts {
        customer: one.customer,
        on: one.planned_on,
        names: vec![people.name(&one.account_manager)],
        fields,
    })
}

/// Returns the searchable parts of a finding.
pub fn of_finding<'a>(one: &'a Finding, _: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
        customer: one.customer,
        on: None,
        names: Vec::new(),
        fields: vec![&one.text, &one.rectification],
    })
}

/// Returns the searchable parts of a development need.
pub fn of_need<'a>(one: &'a DevelopmentNeed, _: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
        customer: one.customer,
        on: one.learned_on,
        names: Vec::new(),
        fields: vec![&one.text],
    })
}

/// Returns the searchable parts of a request.
pub fn of_request<'a>(one: &'a Request, people: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
        customer: one.customer,
        on: one.received_on,
        names: vec![people.name(&one.responsible)],
        fields: vec![&one.subject, &one.description],
    })
}

/// Returns the searchable parts of an action.
pub fn of_action<'a>(one: &'a Action, people: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
        customer: one.customer,
        on: one.due_on,
        names: vec![people.name(&one.owner)],
        fields: vec![&one.text, &one.result, &one.department],
    })
}

/// Returns the searchable parts of a plan.
pub fn of_plan<'a>(one: &'a ServicePlan, people: &'a People) -> Option<SearchedParts<'a>> {
    one.is_here().then(|| SearchedParts {
        customer: one.customer,
        on: None,
        names: vec![people.name(&one.responsible), people.name(&one.approved_by), &one.agreed_with],
        fields: vec![&one.situation, &one.outcome, &one.note],
    })
}

/// Returns the searchable parts of a plan line, without a customer: hits take that of the plan.
pub fn of_plan_line<'a>(one: &'a PlanItem, people: &'a People) -> Option<SearchedParts<'a>> {
    one.is_here().then(|| SearchedParts {
        customer: None,
        on: None,
        names: vec![people.name(&one.owner)],
        fields: vec![&one.text, &one.measure],
    })
}

/// Returns the searchable parts of a notice.
pub fn of_notice<'a>(one: &'a Notice, _: &'a People) -> Option<SearchedParts<'a>> {
    (!one.is_deleted).then(|| SearchedParts {
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
    use crate::jobs::pinyin::table;

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
        let known = (&customers, &People::default());
        SearchTexts::of_customers(known, &points, &contacts, pinyin)
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
            // Not across two fields or two records.
            ("医院云川", vec![]),
            ("没有", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(found(&texts, search, None), expected, "{search}");
        }
        assert_eq!(texts.find(&SearchWords::of("云川", None), 2, None).len(), 2);
        // Newest first, as indices in the table.
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
            // A word that is not a name matches only as written.
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
