//! Routes: a page and its filters, as the fragment of the address after `#`. Only conversion from and to text; changes
//! of the address are followed by `state::address`.
//!
//! The route is a fragment, `#/customers/<id>?class=A`, because any static host serves it from any path without a
//! rewrite rule. An unknown address is kept unchanged ([`Page::Unknown`]), so that a link of a newer version is not
//! lost when an older version opens it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use busbar_core::domain::{Customer, Id, plan::ServicePlan, request::Request, visit::Visit};
use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};
use uuid::Uuid;

/// Page, with the record that it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// 今日.
    #[default]
    Today,
    /// 客户: list of customers.
    Customers,
    /// One customer; beside the list on a wide screen.
    Customer(Id<Customer>),
    /// 走访: visits due, calendar, and a day.
    Visits,
    /// One visit.
    Visit(Id<Visit>),
    /// 诉求: board, list, and notices for customers.
    Requests,
    /// One request; beside the list on a wide screen.
    Request(Id<Request>),
    /// 一户一策: every service plan, and customers that lack one.
    Plans,
    /// One service plan.
    Plan(Id<ServicePlan>),
    /// 分群: the latest run, or the one named by the query.
    Segments,
    /// 问卷: list of questionnaires.
    Surveys,
    /// One questionnaire.
    Survey(Uuid),
    /// 满意度.
    Satisfaction,
    /// 设置.
    Settings,
    /// 行动.
    Actions,
    /// 服务兑现.
    ServiceKept,
    /// 搜索.
    Search,
    /// 导入.
    Import,
    /// 数据与存储.
    Data,
    /// Address that this version does not know.
    Unknown(String),
}

/// Filters, order and selection of a page: text by name, sorted by name, so that the same view always has the same
/// address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(BTreeMap<String, String>);

/// Page with its query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// Page.
    pub page: Page,
    /// Filters of the page.
    pub query: Query,
}

impl Query {
    /// Returns the value of a name; `None` if it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Returns the value of a name, parsed as `T`; `None` if it is absent or cannot be parsed.
    pub fn parse<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    /// Returns the items of a comma-separated list.
    pub fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split(',').filter(|item| !item.is_empty())
    }

    /// Sets a value; empty text removes it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.into(), value);
        }
        self
    }

    /// Returns `true` if nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Page {
    /// Returns the route of this page without filters.
    pub fn route(self) -> Route {
        Route { page: self, query: Query::default() }
    }

    /// Returns the address of this page without filters, for a link.
    pub fn href(self) -> String {
        self.route().href()
    }

    fn path(&self) -> String {
        match self {
            Self::Today => "/".into(),
            Self::Customers => "/customers".into(),
            Self::Customer(id) => format!("/customers/{id}"),
            Self::Visits => "/visits".into(),
            Self::Visit(id) => format!("/visits/{id}"),
            Self::Requests => "/requests".into(),
            Self::Request(id) => format!("/requests/{id}"),
            Self::Plans => "/plans".into(),
            Self::Plan(id) => format!("/plans/{id}"),
            Self::Segments => "/segments".into(),
            Self::Surveys => "/surveys".into(),
            Self::Survey(id) => format!("/surveys/{id}"),
            Self::Satisfaction => "/satisfaction".into(),
            Self::Settings => "/settings".into(),
            Self::Actions => "/actions".into(),
            Self::ServiceKept => "/kept".into(),
            Self::Search => "/search".into(),
            Self::Import => "/import".into(),
            Self::Data => "/data".into(),
            Self::Unknown(path) => path.clone(),
        }
    }

    fn from_path(path: &str) -> Self {
        let known = match path.trim_matches('/').split('/').collect::<Vec<_>>()[..] {
            [""] => Some(Self::Today),
            ["customers"] => Some(Self::Customers),
            ["customers", id] => Uuid::from_str(id).ok().map(|id| Self::Customer(Id::new(id))),
            ["visits"] => Some(Self::Visits),
            ["visits", id] => Uuid::from_str(id).ok().map(|id| Self::Visit(Id::new(id))),
            ["requests"] => Some(Self::Requests),
            ["requests", id] => Uuid::from_str(id).ok().map(|id| Self::Request(Id::new(id))),
            ["plans"] => Some(Self::Plans),
            ["plans", id] => Uuid::from_str(id).ok().map(|id| Self::Plan(Id::new(id))),
            ["segments"] => Some(Self::Segments),
            ["surveys"] => Some(Self::Surveys),
            ["surveys", id] => Uuid::from_str(id).ok().map(Self::Survey),
            ["satisfaction"] => Some(Self::Satisfaction),
            ["settings"] => Some(Self::Settings),
            ["actions"] => Some(Self::Actions),
            ["kept"] => Some(Self::ServiceKept),
            ["search"] => Some(Self::Search),
            ["import"] => Some(Self::Import),
            ["data"] => Some(Self::Data),
            _ => None,
        };
        known.unwrap_or_else(|| Self::Unknown(path.into()))
    }
}

impl Route {
    /// Sets a filter; empty text removes it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query = self.query.with(name, value);
        self
    }

    /// Returns the address, for a link.
    pub fn href(&self) -> String {
        format!("#{self}")
    }
}

/// Formats the route as `/customers?class=A&q=%E7%BA%BA%E7%BB%87`.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.page.path())?;
        for (place, (name, value)) in self.query.0.iter().enumerate() {
            f.write_str(if place == 0 { "?" } else { "&" })?;
            write!(f, "{}={}", escaped(name), escaped(value))?;
        }
        Ok(())
    }
}

impl Route {
    /// Parses an address, with or without its leading `#`. Parts that cannot be parsed are ignored, because users type,
    /// cut and paste addresses.
    pub fn read(address: &str) -> Self {
        let address = address.strip_prefix('#').unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (unescaped(name), unescaped(value)))
            .filter(|(name, value)| !name.is_empty() && !value.is_empty())
            .collect();
        Self { page: Page::from_path(path), query: Query(query) }
    }
}

/// Bytes that are percent-encoded in an address: all but letters, digits and `-._~` (RFC 3986), and the comma, which
/// separates the items of a list.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',');

/// Returns the text percent-encoded for an address.
pub fn escaped(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, ESCAPED)
}

fn unescaped(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_read_as_the_pages_they_name() {
        let id = Uuid::from_u128(7);
        let cases = [
            ("", Page::Today),
            ("#/", Page::Today),
            ("#/customers", Page::Customers),
            ("#/customers/", Page::Customers),
            ("#/customers/00000000-0000-0000-0000-000000000007", Page::Customer(Id::new(id))),
            ("#/surveys/00000000-0000-0000-0000-000000000007", Page::Survey(id)),
            ("#/visits?by=month", Page::Visits),
            ("#/visits/00000000-0000-0000-0000-000000000007", Page::Visit(Id::new(id))),
            ("#/requests/00000000-0000-0000-0000-000000000007", Page::Request(Id::new(id))),
            ("#/requests?late=1", Page::Requests),
            ("#/settings", Page::Settings),
            ("#/kept?per=month", Page::ServiceKept),
            ("#/data", Page::Data),
            ("#/customers/seven", Page::Unknown("/customers/seven".into())),
            ("#/visits/00000000-0000-0000-0000-000000000007", Page::Visit(Id::new(id))),
            ("#/visits/7", Page::Unknown("/visits/7".into())),
            ("#/plans?year=2026", Page::Plans),
            ("#/plans/00000000-0000-0000-0000-000000000007", Page::Plan(Id::new(id))),
            ("#/contracts", Page::Unknown("/contracts".into())),
        ];
        for (address, page) in cases {
            assert_eq!(Route::read(address).page, page, "{address}");
        }
    }

    #[test]
    fn filters_travel_in_the_address() {
        let route =
            Page::Customers.route().with("q", "纺织 & 印染").with("class", "A,B").with("sort", "");
        assert_eq!(
            route.href(),
            "#/customers?class=A,B&q=%E7%BA%BA%E7%BB%87%20%26%20%E5%8D%B0%E6%9F%93"
        );
        assert_eq!(Route::read(&route.href()), route);
        assert_eq!(route.query.list("class").collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(Route::read("#/customers?q=a+b&&x&=1&y=").query.get("q"), Some("a b"));
        assert_eq!(Route::read("#/customers?q=100%").query.get("q"), Some("100%"));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            filters in prop::collection::btree_map("[a-z]{1,6}", "\\PC{1,12}", 0..4)
        ) {
            let mut route = Page::Segments.route();
            for (name, value) in filters {
                route = route.with(&name, value);
            }
            prop_assert_eq!(Route::read(&route.href()), route);
        }
    }
}
