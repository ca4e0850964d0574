//! Checks that a pending write keeps the rules, given the data known when its turn comes. The rules themselves are
//! in `domain::rule`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::table::Table;
use crate::domain::{
    Customer, Id, Record, RecordKind, SupplyPoint, account_number,
    draft::{Draft, FieldEdit},
    notice::Notice,
    rule::{self, Broken, Rule, Ruled},
    visit::DevelopmentNeed,
};

/// Tables of the records that have rules of their own.
#[derive(Clone, Copy, Debug)]
pub struct RuledRecords<'a> {
    /// Customers.
    pub customers: &'a Table<Customer>,
    /// Supply points of the customers.
    pub supply_points: &'a Table<SupplyPoint>,
    /// Development needs of the customers.
    pub needs: &'a Table<DevelopmentNeed>,
    /// Notices.
    pub notices: &'a Table<Notice>,
}

/// Checks that the draft keeps every rule. Bulk data has been checked by its import.
///
/// # Errors
/// [`Broken`]: the first rule that is broken; for a doubtful value, only if the user has not confirmed it.
pub fn check(tables: RuledRecords<'_>, draft: &Draft, today: Date) -> Result<(), Broken> {
    if !draft.blocks.is_empty() {
        return Ok(());
    }
    let mut records: BTreeMap<(RecordKind, Uuid), Vec<&FieldEdit>> = BTreeMap::new();
    for edit in &draft.edits {
        rule::day(edit.kind, edit.field, &edit.value, today)?;
        records.entry((edit.kind, edit.record)).or_default().push(edit);
    }
    for ((kind, id), edits) in records {
        let checked = match kind {
            Customer::RECORD_KIND => check_in(tables.customers, id, &edits)
                .and_then(|()| check_number(tables.customers, id, &edits)),
            SupplyPoint::RECORD_KIND => check_in(tables.supply_points, id, &edits)
                .and_then(|()| check_number(tables.supply_points, id, &edits)),
            DevelopmentNeed::RECORD_KIND => check_in(tables.needs, id, &edits),
            Notice::RECORD_KIND => check_in(tables.notices, id, &edits),
            _ => Ok(()),
        };
        match checked {
            Err(broken) if !(draft.is_sure && broken.rule.is_doubt()) => return Err(broken),
            _ => {}
        }
    }
    Ok(())
}

/// Checks the record that results from the edits against its own rules; a new record against all of them.
fn check_in<T: Ruled>(table: &Table<T>, id: Uuid, edits: &[&FieldEdit]) -> Result<(), Broken> {
    let id = Id::new(id);
    let known = table.get(id).cloned();
    let is_new = known.is_none();
    let mut record = known.unwrap_or_else(|| T::empty(id));
    for edit in edits {
        // A value that does not fit its field is reported by the ledger.
        let _ = record.set(edit.field, edit.value.clone());
    }
    if is_new {
        return record.check(T::FIELDS);
    }
    let written: Vec<&str> = edits.iter().map(|edit| edit.field).collect();
    record.check(&written)
}

/// A portfolio record identified by an account number.
trait Numbered: Record {
    fn number(&self) -> &str;
    fn is_here(&self) -> bool;
}

impl Numbered for Customer {
    fn number(&self) -> &str {
        &self.account_number
    }

    fn is_here(&self) -> bool {
        Self::is_here(self)
    }
}

impl Numbered for SupplyPoint {
    fn number(&self) -> &str {
        &self.account_number
    }

    fn is_here(&self) -> bool {
        !self.is_deleted
    }
}

/// Checks that no other record of the kind has the written account number.
fn check_number<T: Numbered>(
    table: &Table<T>,
    id: Uuid,
    edits: &[&FieldEdit],
) -> Result<(), Broken> {
    let field = "account_number";
    let written = edits.iter().find(|edit| edit.field == field);
    let Some(crate::domain::Value::Text(number)) = written.map(|edit| &edit.value) else {
        return Ok(());
    };
    // Numbers that look alike count as the same number, as in an import.
    let plain = account_number::plain(number);
    let is_taken = table.iter().any(|one| {
        let is_other = one.id().uuid() != id && one.is_here();
        is_other && account_number::plain(one.number()) == plain
    });
    match is_taken {
        true => Err(Rule::NumberTaken(number.trim().to_owned()).at(field)),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Value, action::Action};

    fn customer(n: u128, number: &str) -> Customer {
        Customer {
            name: format!("Customer {n}"),
            account_number: number.into(),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }
    }

    fn tables() -> (Table<Customer>, Table<SupplyPoint>) {
        let (mut customers, mut points) = (Table::default(), Table::default());
        customers.extend([
            customer(1, "A1"),
            customer(4, "A4"),
            Customer { is_deleted: true, ..customer(2, "A2") },
            Customer { merged_into: Some(Id::new(Uuid::from_u128(1))), ..customer(3, "A3") },
        ]);
        let merges = std::sync::Arc::new(customers.merges());
        customers.follow(&merges);
        points.extend([SupplyPoint {
            account_number: "P1".into(),
            contracted_capacity_kva: Some(630.0),
            ..SupplyPoint::empty(Id::new(Uuid::from_u128(11)))
        }]);
        (customers, points)
    }

    #[test]
    fn what_is_written_keeps_the_rules_by_what_is_known() {
        let (customers, supply_points) = &tables();
        let known = RuledRecords {
            customers,
            supply_points,
            needs: &Table::default(),
            notices: &Table::default(),
        };
        let broken =
            |draft: &Draft| check(known, draft, date(2026, 7, 1)).err().map(|broken| broken.rule);
        let edit = |n: u128, field, value| {
            Draft::new("customer.edit").edit(Id::<Customer>::new(Uuid::from_u128(n)), field, value)
        };
        let point = |n: u128, field, value| {
            Draft::new("supply_point.edit").edit(
                Id::<SupplyPoint>::new(Uuid::from_u128(n)),
                field,
                value,
            )
        };
        let text = |text: &str| Value::Text(text.into());
        let taken = |number: &str| Some(Rule::NumberTaken(number.into()));
        let cases = [
            (Draft::new("customer.add").create(&customer(3, "A1")), taken("A1")),
            (Draft::new("customer.add").create(&customer(3, "A2")), None),
            // Written again under its existing id, it is the same customer.
            (Draft::new("customer.add").create(&customer(1, "A1")), None),
            (edit(1, Customer::ACCOUNT_NUMBER, text(" A1 ")), None),
            // A number of a removed or merged customer is free.
            (edit(4, Customer::ACCOUNT_NUMBER, text("A2")), None),
            (edit(4, Customer::ACCOUNT_NUMBER, text("A3")), None),
            (edit(4, Customer::ACCOUNT_NUMBER, text("A1 ")), taken("A1")),
            (edit(1, Customer::NAME, Value::Empty), Some(Rule::NameMissing)),
            (edit(1, Customer::REGION, Value::Empty), None),
            // A new customer needs a name, regardless of the fields written.
            (edit(5, Customer::REGION, text("宿州")), Some(Rule::NameMissing)),
            (point(12, SupplyPoint::ACCOUNT_NUMBER, text("P1")), taken("P1")),
            (
                point(11, SupplyPoint::RUNNING_CAPACITY_KVA, Value::Number(800.0)),
                Some(Rule::AboveContracted),
            ),
            (edit(1, Customer::VOLTAGE_LEVEL_KV, Value::Number(36.0)), Some(Rule::UnusualVoltage)),
            (edit(1, Customer::VOLTAGE_LEVEL_KV, Value::Number(36.0)).surely(), None),
            (
                edit(1, Customer::VOLTAGE_LEVEL_KV, Value::Number(10_000.0)).surely(),
                Some(Rule::NoVoltage),
            ),
            (
                Draft::new("action.edit").edit(
                    Id::<Action>::new(Uuid::from_u128(5)),
                    Action::DONE_ON,
                    Value::Date(date(2031, 1, 1)),
                ),
                Some(Rule::NotYet(date(2031, 1, 1))),
            ),
        ];
        for (draft, expected) in cases {
            assert_eq!(broken(&draft), expected, "{draft:?}");
        }
    }
}
