//! Routing of requests: the company's departments, and the first department for each kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::RequestKind;
use crate::domain::Who;

/// The company's departments, in display order. Empty until the workspace enters its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Departments(Vec<String>);

impl Departments {
    /// Returns their names.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Appends a department; empty and duplicate names are ignored.
    pub fn add(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && self.0.iter().all(|known| known != name) {
            self.0.push(name.into());
        }
    }

    /// Removes a department. Requests assigned to it are unchanged.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|known| known != name);
    }
}

/// First assignment of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestRoute {
    /// Department.
    pub department: String,
    /// Person responsible; the customer's account manager if empty.
    pub responsible: Who,
}

/// First assignment by kind of request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Routing(BTreeMap<RequestKind, RequestRoute>);

impl Routing {
    /// Returns the first assignment for this kind.
    pub fn of(&self, kind: RequestKind) -> RequestRoute {
        self.0.get(&kind).cloned().unwrap_or_default()
    }

    /// Returns the people in the assignments.
    pub fn people(&self) -> impl Iterator<Item = &Who> {
        self.0.values().map(|route| &route.responsible)
    }

    /// Sets the first assignment for this kind.
    pub fn set(&mut self, kind: RequestKind, route: RequestRoute) {
        if route == RequestRoute::default() {
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
        let route = RequestRoute { department: "运检部".into(), ..RequestRoute::default() };
        routing.set(RequestKind::Maintenance, route.clone());
        assert_eq!(routing.of(RequestKind::Maintenance), route);
        assert_eq!(routing.of(RequestKind::Complaint), RequestRoute::default());
        let json = serde_json::to_string(&routing).unwrap();
        assert!(json.starts_with(r#"{"maintenance":{"department":"#), "{json}");
        routing.set(RequestKind::Maintenance, RequestRoute::default());
        assert_eq!(routing, Routing::default());
    }
}
