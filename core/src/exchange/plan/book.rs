//! Lookup of the meter of a row by its number, or its creation when the row is imported.

use uuid::Uuid;

use super::{
    super::{problem::Reason, value},
    Options,
    shelf::{Account, Shelf, allowed, make_customer},
};
use crate::domain::{Customer, SupplyPoint, id::IdSequence};

/// A meter: its index among supply points or customers, and which of the two.
pub type Meter = u32;

/// Finds meters by their numbers.
pub struct Book<'b, 'a> {
    customers: &'b mut Shelf<'a, Customer>,
    points: &'b mut Shelf<'a, SupplyPoint>,
    pub options: Options,
    ids: &'b mut IdSequence,
    /// Last lookup: files list the months of a meter together.
    last: Option<(String, String, Meter)>,
}

impl<'b, 'a> Book<'b, 'a> {
    pub fn new(
        customers: &'b mut Shelf<'a, Customer>,
        points: &'b mut Shelf<'a, SupplyPoint>,
        options: Options,
        ids: &'b mut IdSequence,
    ) -> Self {
        Self { customers, points, options, ids, last: None }
    }

    /// Returns the meter with this number, or the customer's own if the file names no supply point; `None` if it
    /// is to be created when the row is imported.
    pub fn find(&mut self, point: &str, customer: &str) -> Result<Option<Meter>, Reason> {
        if let Some((last_point, last_customer, meter)) = &self.last
            && last_point == point
            && last_customer == customer
        {
            return Ok(Some(*meter));
        }
        let meter = self.look_up(&value::key(point), &value::key(customer))?;
        if let Some(meter) = meter {
            self.keep(point, customer, meter);
        }
        Ok(meter)
    }

    fn keep(&mut self, point: &str, customer: &str, meter: Meter) {
        let (mut last_point, mut last_customer, _) = self.last.take().unwrap_or_default();
        last_point.clear();
        last_point.push_str(point);
        last_customer.clear();
        last_customer.push_str(customer);
        self.last = Some((last_point, last_customer, meter));
    }

    fn look_up(&self, point: &str, customer: &str) -> Result<Option<Meter>, Reason> {
        let number = if point.is_empty() { customer } else { point };
        if number.is_empty() {
            return Err(Reason::MissingValue);
        }
        if let Some(place) = self.points.find(number) {
            return Ok(Some(of_point(place)));
        }
        if let Some(place) = self.customers.find(number) {
            return Ok(Some(of_customer(place)));
        }
        for number in [point, customer] {
            value::check_key(number)?;
            self.points.check_zeros(number)?;
        }
        let owner = if customer.is_empty() { number } else { customer };
        if self.customers.find(owner).is_none() {
            allowed(self.customers, owner, self.options)?;
        }
        Ok(None)
    }

    /// Creates the meter of an imported row, as permitted by [`Book::find`].
    pub fn make(&mut self, raw_point: &str, raw_customer: &str) -> Meter {
        let (point, customer) = (value::key(raw_point), value::key(raw_customer));
        let owner = if customer.is_empty() { &point } else { &customer };
        let place = match self.customers.find(owner) {
            Some(place) => place,
            None => make_customer(self.customers, owner, self.ids),
        };
        let meter = if point.is_empty() || customer.is_empty() {
            of_customer(place)
        } else {
            // The file itself names the owner.
            let point = SupplyPoint {
                customer: Some(self.customers.get(place).id),
                ..SupplyPoint::numbered(self.ids.next_id(), &point)
            };
            of_point(self.points.insert(point))
        };
        self.keep(raw_point, raw_customer, meter);
        meter
    }

    pub fn uuid(&self, meter: Meter) -> Uuid {
        let place = (meter >> 1) as usize;
        if meter & 1 == 1 {
            self.points.get(place).id.uuid()
        } else {
            self.customers.get(place).id.uuid()
        }
    }
}

const fn of_point(place: usize) -> Meter {
    (place as u32) << 1 | 1
}

const fn of_customer(place: usize) -> Meter {
    (place as u32) << 1
}
