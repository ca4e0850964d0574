//! The records of one kind in memory, in the order they were made, found by id. How they are kept
//! for good is the storage room's.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::{Id, Record, Value};

/// All records of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    rows: Vec<T>,
    places: HashMap<Uuid, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T: Record> Table<T> {
    /// The record with this id.
    pub fn get(&self, id: Id<T>) -> Option<&T> {
        self.places.get(&id.uuid()).map(|place| &self.rows[*place])
    }

    /// Every record, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Every record, oldest first.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts records in; one with a known id takes the place of the old.
    pub fn extend(&mut self, records: impl IntoIterator<Item = T>) {
        for record in records {
            match self.places.get(&record.id().uuid()) {
                Some(place) => self.rows[*place] = record,
                None => {
                    self.places.insert(record.id().uuid(), self.rows.len());
                    self.rows.push(record);
                }
            }
        }
    }

    /// Sets fields of one record, making it when it is new. A field of a newer version, or one
    /// whose value does not fit, stays as it is: the log keeps what was written.
    pub fn apply<'a>(&mut self, id: Uuid, fields: impl IntoIterator<Item = (&'a str, &'a Value)>) {
        let place = *self.places.entry(id).or_insert_with(|| {
            self.rows.push(T::empty(Id::new(id)));
            self.rows.len() - 1
        });
        for (field, value) in fields {
            let _ = self.rows[place].set(field, value);
        }
    }

    /// Takes records out: those of an import that was taken back.
    pub fn remove(&mut self, gone: impl Fn(Uuid) -> bool) {
        self.rows.retain(|record| !gone(record.id().uuid()));
        self.places = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (row.id().uuid(), place))
            .collect();
    }
}

impl<'a, T: Record> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Customer;

    fn customer(n: u128, name: &str) -> Customer {
        Customer {
            name: name.into(),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }
    }

    #[test]
    fn a_known_id_keeps_its_place() {
        let mut table = Table::default();
        table.extend([customer(1, "甲"), customer(2, "乙")]);
        table.extend([customer(1, "丙")]);
        table.apply(Uuid::from_u128(3), [("name", &Value::Text("丁".into()))]);
        table.apply(
            Uuid::from_u128(2),
            [("name", &Value::Number(1.0)), ("new_field", &Value::Empty)],
        );
        let names = |table: &Table<Customer>| {
            table
                .iter()
                .map(|customer| customer.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&table), ["丙", "乙", "丁"]);
        table.remove(|id| id == Uuid::from_u128(1));
        assert_eq!(names(&table), ["乙", "丁"]);
        assert_eq!(
            table
                .get(Id::new(Uuid::from_u128(3)))
                .map(|c| c.name.as_str()),
            Some("丁")
        );
    }
}
