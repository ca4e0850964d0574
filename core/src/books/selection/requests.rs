//! Filter, order and board of the list of requests.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use super::Sort;
use crate::{
    books::{
        requests::{RequestBook, RequestStatus, urgent_first},
        table::Table,
    },
    domain::{
        Customer, Id, InOrder, People, Person,
        request::{Phase, Request, RequestKind, Urgency},
    },
};

/// Conditions for a request to be listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Search text; the request's texts or its customer's name must contain all its words.
    pub search: String,
    /// Kind.
    pub kind: Option<RequestKind>,
    /// Department responsible.
    pub department: Option<String>,
    /// Customer.
    pub customer: Option<Id<Customer>>,
    /// Past a limit.
    pub is_late: bool,
    /// Near a limit.
    pub is_soon: bool,
    /// In the green channel.
    pub is_priority: bool,
    /// Assigned to the current user, or of one of their customers.
    pub is_mine: bool,
    /// `true` for closed requests, `false` for open ones.
    pub is_closed: bool,
}

impl Filter {
    fn admits(&self, request: &Request, status: &RequestStatus, who: &Around<'_>) -> bool {
        let is_urgent = match (self.is_late, self.is_soon) {
            (false, false) => true,
            (late, soon) => {
                late && status.urgency == Urgency::Late || soon && status.urgency == Urgency::Soon
            }
        };
        is_urgent
            && status.is_open() != self.is_closed
            && self.kind.is_none_or(|kind| request.kind == Some(kind))
            && self.department.as_deref().is_none_or(|department| status.department == department)
            && self.customer.is_none_or(|customer| request.customer == Some(customer))
            && (!self.is_priority || request.is_priority)
            && who.is_theirs(request)
    }
}

/// Customers and people related to requests.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Customers.
    pub customers: &'a Table<Customer>,
    /// People of the company.
    pub people: &'a People,
    /// Person whose requests alone are selected; `None` for everybody's.
    pub me: Option<Id<Person>>,
}

impl Around<'_> {
    fn customer(&self, request: &Request) -> Option<&Customer> {
        self.customers.get(request.customer?)
    }

    fn is_theirs(&self, request: &Request) -> bool {
        self.me.is_none_or(|me| {
            let customer = self.customer(request);
            self.people.is(&request.responsible, me)
                || customer.is_some_and(|one| self.people.is(&one.account_manager, me))
        })
    }
}

/// Returns the indices of the listed requests in the table, in order; missing values come last. `found` are the
/// indices that a search returned.
pub fn select(
    requests: &Table<Request>,
    book: &RequestBook,
    (found, who): (Option<&HashSet<Id<Request>>>, Around<'_>),
    filter: &Filter,
    sort: &Sort,
) -> Vec<u32> {
    let is_found = |request: &Request| found.is_none_or(|found| found.contains(&request.id));
    let mut shown: Vec<(u32, &Request, &RequestStatus)> = book
        .all()
        .filter_map(|(place, status)| Some((place, requests.rows().get(place as usize)?, status)))
        .filter(|(_, request, status)| is_found(request) && filter.admits(request, status, &who))
        .collect();
    let text = |of: for<'b> fn(&'b Request, &'b RequestStatus, &'b Around<'b>) -> &'b str| {
        let entries = shown.iter();
        let mut keyed: Vec<(u32, &str)> =
            entries.map(|(place, request, status)| (*place, of(request, status, &who))).collect();
        keyed.order_by(|(_, a), (_, b)| {
            let entered = a.is_empty().cmp(&b.is_empty());
            entered.then_with(|| turned(a.cmp(b), sort))
        });
        keyed.into_iter().map(|(place, _)| place).collect()
    };
    match sort.key.as_str() {
        "subject" => return text(|request, _, _| &request.subject),
        "department" => return text(|_, status, _| &status.department),
        "responsible" => return text(|request, _, who| who.people.name(&request.responsible)),
        "customer" => {
            return text(|request, _, who| {
                who.customer(request).map_or("", |customer| &customer.name)
            });
        }
        "kind" => shown.order_by(|a, b| turned(a.1.kind.cmp(&b.1.kind), sort)),
        "phase" => shown.order_by(|a, b| turned(a.2.phase.cmp(&b.2.phase), sort)),
        "received" => shown.order_by(|a, b| turned(a.1.received_on.cmp(&b.1.received_on), sort)),
        _ => {
            let mut keyed: Vec<_> = shown
                .iter()
                .map(|(place, request, status)| (urgent_first(request, status), *place))
                .collect();
            keyed.order_by(|(a, _), (b, _)| turned(a.cmp(b), sort));
            return keyed.into_iter().map(|(_, place)| place).collect();
        }
    }
    shown.into_iter().map(|(place, ..)| place).collect()
}

fn turned(order: Ordering, sort: &Sort) -> Ordering {
    if sort.is_descending { order.reverse() } else { order }
}

/// Grouping of a board into columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Division {
    /// By phase.
    #[default]
    Phase,
    /// By responsible department.
    Department,
}

/// Heading of a board column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Phase of the requests.
    Phase(Phase),
    /// Responsible department; empty if none is assigned.
    Department(String),
}

/// Column of a board.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardColumn {
    /// Heading.
    pub heading: Heading,
    /// Indices of its requests, in order.
    pub places: Vec<u32>,
    /// Number of requests past a limit.
    pub late: usize,
}

/// Groups the listed requests into columns and keeps their order. Columns that users expect are present even if
/// empty: the phases that every request passes, and the existing departments.
pub fn columns(
    places: &[u32],
    book: &RequestBook,
    division: Division,
    departments: &[String],
) -> Vec<BoardColumn> {
    let usual: Vec<Heading> = match division {
        Division::Phase => Phase::OPEN.map(Heading::Phase).into(),
        Division::Department => {
            let all = departments.iter().cloned();
            all.map(Heading::Department).collect()
        }
    };
    let is_lasting = |heading: &Heading| match heading {
        Heading::Phase(phase) => !matches!(phase, Phase::Stage(_)),
        Heading::Department(name) => !name.is_empty(),
    };
    let column = |heading| BoardColumn { heading, places: Vec::new(), late: 0 };
    let mut columns: Vec<BoardColumn> = usual.into_iter().map(column).collect();
    let mut known: HashMap<Heading, usize> =
        columns.iter().enumerate().map(|(at, column)| (column.heading.clone(), at)).collect();
    for place in places {
        let Some(status) = book.at(*place) else {
            continue;
        };
        let heading = match division {
            Division::Phase => Heading::Phase(status.phase),
            Division::Department => Heading::Department(status.department.clone()),
        };
        let at = *known.entry(heading).or_insert_with_key(|heading| {
            columns.push(column(heading.clone()));
            columns.len() - 1
        });
        columns[at].places.push(*place);
        columns[at].late += usize::from(status.urgency == Urgency::Late);
    }
    columns.retain(|column| !column.places.is_empty() || is_lasting(&column.heading));
    columns
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        books::{
            requests::Rules,
            search::{SearchTexts, SearchWords, lists::samples},
        },
        domain::{
            Record,
            calendar::WorkingCalendar,
            request::{ConnectionKind, Escalation, LimitHistory, RequestStep, Stage, StepKind},
            standard::StandardHistory,
        },
    };

    struct Made {
        requests: Table<Request>,
        customers: Table<Customer>,
        book: RequestBook,
    }

    /// Returns four requests as of 7 July 2026: a late complaint, a connection in its first stage, a consultation
    /// near its limit, and a closed one.
    fn made() -> Made {
        let mut customers = Table::default();
        customers.extend([(1, "皖北新型建材", "李娜"), (2, "汇源纺织", "王强")].map(
            |(n, name, manager)| Customer {
                name: name.into(),
                account_manager: manager.into(),
                ..Customer::empty(Id::new(Uuid::from_u128(n)))
            },
        ));
        let request = |n: u128, customer: u128, kind, day: i8| Request {
            customer: Some(Id::new(Uuid::from_u128(customer))),
            kind: Some(kind),
            received_on: Some(date(2026, 7, day)),
            ..Request::empty(Id::new(Uuid::from_u128(10 + n)))
        };
        let mut requests = Table::default();
        requests.extend([
            Request {
                subject: "电压波动".into(),
                department: "运检部".into(),
                ..request(0, 1, RequestKind::Complaint, 1)
            },
            Request {
                subject: "增容".into(),
                connection: Some(ConnectionKind::HighVoltageSingle),
                is_priority: true,
                department: "营销部".into(),
                ..request(1, 2, RequestKind::Business, 3)
            },
            Request {
                subject: "峰谷电价".into(),
                responsible: "李娜".into(),
                ..request(2, 2, RequestKind::Consultation, 2)
            },
            request(3, 1, RequestKind::Maintenance, 1),
        ]);
        let step = |n: u128, of: u128, kind, day| RequestStep {
            request: Some(Id::new(Uuid::from_u128(10 + of))),
            kind: Some(kind),
            on: Some(date(2026, 7, day)),
            ..RequestStep::empty(Id::new(Uuid::from_u128(100 + n)))
        };
        let mut steps = Table::default();
        steps.extend([
            step(1, 1, StepKind::Responded, 3),
            step(2, 2, StepKind::Responded, 2),
            step(3, 3, StepKind::Responded, 2),
            step(4, 3, StepKind::Resolved, 3),
            step(5, 3, StepKind::Confirmed, 3),
        ]);
        let rules = Arc::new(Rules {
            today: date(2026, 7, 7),
            limits: LimitHistory::default(),
            escalation: Escalation::default(),
            calendar: WorkingCalendar::default(),
            standards: StandardHistory::default(),
        });
        let book = RequestBook::default().follow(&requests, &steps, rules);
        Made { requests, customers, book }
    }

    #[test]
    fn filters_say_what_is_shown_and_the_sort_in_which_order() {
        let (made, people) = (made(), People::default());
        let texts = SearchTexts::of_requests(&made.requests, (&made.customers, &people), None);
        let any = Filter::default;
        let of_customer = Filter { customer: Some(Id::new(Uuid::from_u128(2))), ..any() };
        let search = |text: &str| Filter { search: text.into(), ..any() };
        let cases: [(Filter, &str, &[u32]); 14] = [
            (any(), "urgency", &[0, 2, 1]),
            (any(), "-urgency", &[1, 2, 0]),
            (Filter { is_late: true, ..any() }, "urgency", &[0]),
            (Filter { is_late: true, is_soon: true, ..any() }, "urgency", &[0, 2]),
            (Filter { is_priority: true, ..any() }, "urgency", &[1]),
            (Filter { kind: Some(RequestKind::Business), ..any() }, "urgency", &[1]),
            (Filter { department: Some("运检部".into()), ..any() }, "urgency", &[0]),
            (Filter { is_mine: true, ..any() }, "urgency", &[0, 2]),
            (Filter { is_closed: true, ..any() }, "urgency", &[3]),
            (search("纺织"), "urgency", &[2, 1]),
            (search("纺织 增"), "urgency", &[1]),
            // Requests without a department come last in either direction.
            (any(), "-department", &[0, 1, 2]),
            (any(), "received", &[0, 2, 1]),
            (of_customer, "urgency", &[2, 1]),
        ];
        for (filter, sort, expected) in cases {
            let me = filter.is_mine.then(|| Person::named("李娜").id);
            let who = Around { customers: &made.customers, people: &people, me };
            let found = texts.ids(&SearchWords::of(&filter.search, None), None);
            let (by, sort) = ((found.as_ref(), who), sort.parse().unwrap());
            let places = select(&made.requests, &made.book, by, &filter, &sort);
            assert_eq!(places, expected, "{filter:?} {sort}");
        }
    }

    #[test]
    fn a_search_finds_requests_as_it_finds_customers() {
        let made = made();
        let pinyin = samples::pinyin();
        let pinyin = Some(&pinyin);
        let customers = samples::customers([1, 2].map(|n| Id::new(Uuid::from_u128(n))));
        let people = People::default();
        let texts = SearchTexts::of_requests(&made.requests, (&customers, &people), pinyin);
        let who = Around { customers: &customers, people: &people, me: None };
        let places = |search: &str| {
            let found = texts.ids(&SearchWords::of(search, pinyin), pinyin);
            let (filter, sort) = (Filter::default(), Sort::ascending("urgency"));
            let by = (found.as_ref(), who);
            select(&made.requests, &made.book, by, &filter, &sort)
        };
        // The other request of the customer is closed.
        for search in samples::FIND {
            assert_eq!(places(search), [0], "{search}");
        }
        for search in samples::MISS {
            assert_eq!(places(search), [0; 0], "{search}");
        }
        // By its own text, and by the responsible person.
        assert_eq!(places("電價"), [2]);
        assert_eq!(places("lina"), [2]);
        assert_eq!(places(" "), [0, 2, 1]);
    }

    #[test]
    fn a_board_has_the_columns_that_are_looked_for() {
        let made = made();
        let told = |division, departments: &[String]| -> Vec<(Heading, Vec<u32>, usize)> {
            columns(&[0, 2, 1], &made.book, division, departments)
                .into_iter()
                .map(|column| (column.heading, column.places, column.late))
                .collect()
        };
        assert_eq!(
            told(Division::Phase, &[]),
            [
                (Heading::Phase(Phase::Unanswered), vec![0], 1),
                (Heading::Phase(Phase::InWork), vec![2], 0),
                (Heading::Phase(Phase::Stage(Stage::SupplyPlan)), vec![1], 0),
                (Heading::Phase(Phase::Unconfirmed), vec![], 0),
            ]
        );
        let department = |name: &str| Heading::Department(name.into());
        assert_eq!(
            told(Division::Department, &["计量中心".into(), "营销部".into()]),
            [
                (department("计量中心"), vec![], 0),
                (department("营销部"), vec![1], 0),
                (department("运检部"), vec![0], 1),
                (department(""), vec![2], 0),
            ]
        );
    }
}
