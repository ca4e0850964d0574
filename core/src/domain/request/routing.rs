//! Routing of requests: the company's departments, and the first department for each kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::RequestKind;
use crate::domain::{
    InOrder, Who,
    keyed::Keyed,
    setting::{Object, SettingContent},
};

/// The company's departments, in display order. Empty until the workspace enters its own. Stored by name, with the
/// position: two people who add a department each at the same position both find theirs in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Keyed<String, String, u32>", into = "BTreeMap<String, u32>")]
pub struct Departments {
    names: Vec<String>,
    positions: BTreeMap<String, u32>,
}

impl Departments {
    fn new(positions: BTreeMap<String, u32>) -> Self {
        let mut names: Vec<String> = positions.keys().cloned().collect();
        names.order_by_key(|name| positions[name]);
        Self { names, positions }
    }

    /// Returns their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Appends a department; empty and duplicate names are ignored.
    pub fn add(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() || self.positions.contains_key(name) {
            return;
        }
        let last = self.positions.values().max();
        let position = last.map_or(0, |last| last.saturating_add(1));
        self.positions.insert(name.into(), position);
        self.names.push(name.into());
    }

    /// Removes a department. Requests assigned to it are unchanged.
    pub fn remove(&mut self, name: &str) {
        self.positions.remove(name);
        self.names.retain(|known| known != name);
    }
}

impl From<Keyed<String, String, u32>> for Departments {
    fn from(stored: Keyed<String, String, u32>) -> Self {
        let position = |place| u32::try_from(place).unwrap_or(u32::MAX);
        Self::new(stored.into_map(|place, name| (name, position(place))))
    }
}

impl From<Departments> for BTreeMap<String, u32> {
    fn from(departments: Departments) -> Self {
        departments.positions
    }
}

impl SettingContent for Departments {}

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

impl SettingContent for Routing {
    /// Returns an empty route: two people who enter the department and the person of a kind both start from it.
    fn seed(_: &Object, _: &str) -> Option<Json> {
        serde_json::to_value(RequestRoute::default()).ok()
    }
}

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
        assert_eq!(json, r#"{"运检部":1}"#);
        assert_eq!(serde_json::from_str::<Departments>(&json).unwrap(), departments);
        let older: Departments = serde_json::from_str(r#"["营销部","安监部"]"#).unwrap();
        assert_eq!(older.names(), ["营销部", "安监部"]);
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
