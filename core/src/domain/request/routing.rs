//! Where requests go: the departments there are, and which of them has which kind of request first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::RequestKind;
use crate::domain::Who;

/// The departments of the company, in the order in which they are shown. Empty until the workspace
/// names its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Departments(Vec<String>);

impl Departments {
    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Puts a department at the end; one of no name, or of a name that is there, is passed over.
    pub fn add(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && self.0.iter().all(|known| known != name) {
            self.0.push(name.into());
        }
    }

    /// Takes a department out. What it has stays with it.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|known| known != name);
    }
}

/// Who has a request first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Route {
    /// The department.
    pub department: String,
    /// Who sees it through; where nobody is named, the customer's account manager.
    pub responsible: Who,
}

/// Who has which kind of request first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Routing(BTreeMap<RequestKind, Route>);

impl Routing {
    /// Who has requests of this kind first.
    pub fn of(&self, kind: RequestKind) -> Route {
        self.0.get(&kind).cloned().unwrap_or_default()
    }

    /// The people whom it names.
    pub fn people(&self) -> impl Iterator<Item = &Who> {
        self.0.values().map(|route| &route.responsible)
    }

    /// Sends requests of this kind elsewhere.
    pub fn set(&mut self, kind: RequestKind, route: Route) {
        if route == Route::default() {
            self.0.remove(&kind);
        } else {
            self.0.insert(kind, route);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_are_named_once() {
        let mut departments = Departments::default();
        for name in ["营销部", " 营销部 ", "", "运检部"] {
            departments.add(name);
        }
        assert_eq!(departments.names(), ["营销部", "运检部"]);
        departments.remove("营销部");
        let json = serde_json::to_string(&departments).unwrap();
        assert_eq!(json, r#"["运检部"]"#);
        assert_eq!(serde_json::from_str::<Departments>(&json).unwrap(), departments);
    }

    #[test]
    fn a_kind_without_a_rule_goes_nowhere() {
        let mut routing = Routing::default();
        let route = Route { department: "运检部".into(), ..Route::default() };
        routing.set(RequestKind::Maintenance, route.clone());
        assert_eq!(routing.of(RequestKind::Maintenance), route);
        assert_eq!(routing.of(RequestKind::Complaint), Route::default());
        let json = serde_json::to_string(&routing).unwrap();
        assert!(json.starts_with(r#"{"maintenance":{"department":"#), "{json}");
        routing.set(RequestKind::Maintenance, Route::default());
        assert_eq!(routing, Routing::default());
    }
}
