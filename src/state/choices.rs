//! Suggested values of a field: standard voltages, and for industries, regions, managers and departments the
//! values the workspace already contains. Any other value may still be typed.

use std::collections::BTreeSet;

use busbar_core::domain::rule::VOLTAGES_KV;
use leptos::prelude::*;

use super::workspace::Workspace;

/// Returns `true` if a field of a kind of record has suggested values.
pub fn is_chosen(kind: &str, field: &str) -> bool {
    source(kind, field).is_some()
}

/// Source of suggested values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Voltage,
    Industry,
    Region,
    Person,
    Department,
}

fn source(kind: &str, field: &str) -> Option<Source> {
    Some(match (kind, field) {
        ("customer" | "supply_point", "voltage_level_kv") => Source::Voltage,
        ("customer", "industry") => Source::Industry,
        ("customer", "region") => Source::Region,
        (_, "account_manager" | "responsible" | "owner" | "approved_by") => Source::Person,
        (_, "department") => Source::Department,
        _ => return None,
    })
}

/// Returns the suggested values of a field, in order; empty for a field without suggestions.
pub fn values(workspace: Workspace, kind: &str, field: &str) -> Vec<String> {
    untrack(|| match source(kind, field) {
        Some(Source::Voltage) => VOLTAGES_KV.iter().map(f64::to_string).collect(),
        Some(Source::Industry) => of_customers(workspace, |customer| &customer.industry),
        Some(Source::Region) => of_customers(workspace, |customer| &customer.region),
        Some(Source::Person) => people(workspace),
        Some(Source::Department) => departments(workspace),
        None => Vec::new(),
    })
}

fn of_customers(
    workspace: Workspace,
    of: impl Fn(&busbar_core::domain::Customer) -> &String,
) -> Vec<String> {
    let customers = workspace.tables.customers.read();
    let here = customers.iter().filter(|customer| customer.is_here());
    distinct(here.map(of))
}

/// Returns the names of all people who can be chosen, in order; a number distinguishes people of the same name.
/// Subscribes to changes.
pub fn people(workspace: Workspace) -> Vec<String> {
    let people = workspace.people.read();
    let names = people.here().into_iter().filter_map(|person| people.name_of(person.id));
    names.map(str::to_owned).collect()
}

/// Returns the departments named in requests and actions.
fn departments(workspace: Workspace) -> Vec<String> {
    let requests = workspace.tables.requests.read();
    let actions = workspace.tables.actions.read();
    let of_requests = requests.iter().map(|request| &request.department);
    distinct(of_requests.chain(actions.iter().map(|action| &action.department)))
}

fn distinct<'a>(words: impl Iterator<Item = &'a String>) -> Vec<String> {
    let words: BTreeSet<&str> =
        words.map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    words.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_names_a_field_that_there_is() {
        use busbar_core::domain::{
            Customer, Record, SupplyPoint, action::Action, request::Request, visit::Visit,
        };
        fn check<T: Record>() -> usize {
            let chosen = T::FIELDS.iter().filter(|field| is_chosen(T::RECORD_KIND, field));
            chosen.count()
        }
        let counts = [
            check::<Customer>(),
            check::<SupplyPoint>(),
            check::<Action>(),
            check::<Request>(),
            check::<Visit>(),
        ];
        assert_eq!(counts, [4, 1, 2, 2, 1]);
    }

    #[test]
    fn words_stand_once_and_in_order() {
        let words = ["宿州", "", " 宿州", "蚌埠", "宿州"].map(String::from);
        assert_eq!(distinct(words.iter()), ["宿州", "蚌埠"]);
    }
}
