//! Rows of a file of contacts, matched by customer and name.

use std::borrow::Cow;

use super::{
    super::{field::FileKind, flaw::is_error, mapping::Target, problem::Reason, row::Row, value},
    Cancelled, File, Options, Outcome,
    shelf::{Account, Shelf, allowed, make_customer},
};
use crate::domain::{Contact, Customer, Id, Record, SupplyPoint, Value, account_number::plain};

/// Separator between customer and name in the key of a contact.
const BETWEEN: char = '\n';

fn key_of(customer: Option<Id<Customer>>, name: &str) -> String {
    let customer = customer.map(|id| id.uuid().to_string()).unwrap_or_default();
    format!("{customer}{BETWEEN}{}", plain(name))
}

impl Account for Contact {
    const FILE: FileKind = FileKind::Contacts;

    fn key(&self) -> Cow<'_, str> {
        key_of(self.customer, &self.name).into()
    }

    fn numbered(id: Id<Self>, key: &str) -> Self {
        let customer = key.split_once(BETWEEN).map(|(customer, _)| customer);
        let customer = customer.and_then(|customer| customer.parse().ok());
        Self { customer: customer.map(Id::new), ..Self::empty(id) }
    }

    fn bring_back(&mut self) {
        self.is_deleted = false;
    }
}

/// Reads a file of contacts.
pub fn read_contacts(
    file: &mut File<'_>,
    contacts: &mut Shelf<'_, Contact>,
    customers: &mut Shelf<'_, Customer>,
    points: &Shelf<'_, SupplyPoint>,
    options: Options,
) -> Result<(), Cancelled> {
    let columns = &file.mapping.columns;
    let (mut customer_column, mut name_column, mut others) = (0, 0, Vec::new());
    for (place, column) in columns.iter().enumerate() {
        let Some(Target::Field(name)) = &column.target else {
            continue;
        };
        match (name.as_str(), Contact::field(name)) {
            ("customer", _) => customer_column = place,
            (name, Some(field)) => {
                if name == "name" {
                    name_column = place;
                }
                others.push((place, field, name == "phone"));
            }
            (_, None) => {}
        }
    }
    file.each_row(|file, row: &Row<'_>| {
        let number = value::key(row.cell_or_merged(customer_column));
        let mut wrong = |column: usize, reason| {
            file.wrong(row, column, reason);
            Some(Outcome::LeftOut)
        };
        if number.is_empty() {
            return wrong(customer_column, Reason::MissingValue);
        }
        // A contact list by supply point refers to the contacts of their customer.
        let of_point = || Some(points.get(points.find(&number)?).customer);
        let owner = match customers.find(&number) {
            Some(place) => Ok(Some(customers.get(place).id)),
            None => match of_point() {
                Some(Some(owner)) => Ok(Some(owner)),
                _ => allowed(customers, &number, options).map(|()| None),
            },
        };
        let owner = match owner {
            Ok(owner) => owner,
            Err(reason) => return wrong(customer_column, reason),
        };
        let mut fields = Vec::new();
        for (column, field, is_phone) in &others {
            let text = value::free_text(row.cell(*column));
            let is_shortened = *is_phone && value::check_key(&text).is_err();
            if is_error(&text) {
                return wrong(*column, Reason::ErrorCell);
            }
            if is_shortened {
                return wrong(*column, Reason::ShortenedNumber);
            }
            if !value::is_absent(&text) {
                fields.push((*field, Value::Text(text.into_owned())));
            }
        }
        let name = value::free_text(row.cell(name_column));
        if value::is_absent(&name) {
            return wrong(name_column, Reason::MissingValue);
        }
        let owner = owner.unwrap_or_else(|| {
            let place = make_customer(customers, &number);
            customers.get(place).id
        });
        let key = key_of(Some(owner), &name);
        match contacts.write(&key, &fields, (file.place, row.line)) {
            Ok(outcome) => Some(outcome),
            Err(reason) => {
                file.wrong(row, name_column, reason);
                Some(Outcome::LeftOut)
            }
        }
    })
}
