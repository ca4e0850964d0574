//! Lookup of the meter of a row by its number, or its creation when the row is imported.

use uuid::Uuid;

use super::{
    super::{problem::Reason, value},
    Options,
    shelf::{Shelf, allowed, make_customer},
};
use crate::domain::{Customer, SupplyPoint};

/// The place of a meter: that among supply points or customers, and which of the two. Four
/// bytes, because there is one to each row of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeterPlace(u32);

/// Owner of the readings or bills of a row.
enum Metered {
    SupplyPoint(usize),
    Customer(usize),
}

impl MeterPlace {
    const fn of_point(place: usize) -> Self {
        Self((place as u32) << 1 | 1)
    }

    const fn of_customer(place: usize) -> Self {
        Self((place as u32) << 1)
    }

    const fn metered(self) -> Metered {
        let place = (self.0 >> 1) as usize;
        if self.0 & 1 == 1 { Metered::SupplyPoint(place) } else { Metered::Customer(place) }
    }

    /// Index of the meter among all meters of an import; some indices are unused.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Finds meters by their numbers.
pub struct MeterFinder<'b, 'a> {
    customers: &'b mut Shelf<'a, Customer>,
    points: &'b mut Shelf<'a, SupplyPoint>,
    pub options: Options,
    /// Last lookup: files list the months of a meter together.
    last: Option<(String, String, MeterPlace)>,
}

impl<'b, 'a> MeterFinder<'b, 'a> {
    pub fn new(
        customers: &'b mut Shelf<'a, Customer>,
        points: &'b mut Shelf<'a, SupplyPoint>,
        options: Options,
    ) -> Self {
        Self { customers, points, options, last: None }
    }

    /// Returns the meter with this number, or the customer's own if the file names no supply point; `None` if it
    /// is to be created when the row is imported.
    pub fn find(&mut self, point: &str, customer: &str) -> Result<Option<MeterPlace>, Reason> {
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

    fn keep(&mut self, point: &str, customer: &str, meter: MeterPlace) {
        let (mut last_point, mut last_customer, _) = self.last.take().unwrap_or_default();
        last_point.clear();
        last_point.push_str(point);
        last_customer.clear();
        last_customer.push_str(customer);
        self.last = Some((last_point, last_customer, meter));
    }

    fn look_up(&self, point: &str, customer: &str) -> Result<Option<MeterPlace>, Reason> {
        let number = if point.is_empty() { customer } else { point };
        if number.is_empty() {
            return Err(Reason::MissingValue);
        }
        if let Some(place) = self.points.find(number) {
            return Ok(Some(MeterPlace::of_point(place)));
        }
        // The meter of a merged customer stays its own, so that the same months coming again are known.
        if let Some(place) = self.customers.find_own(number) {
            return Ok(Some(MeterPlace::of_customer(place)));
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

    /// Creates the meter of an imported row, as permitted by [`MeterFinder::find`].
    pub fn make(&mut self, raw_point: &str, raw_customer: &str) -> MeterPlace {
        let (point, customer) = (value::key(raw_point), value::key(raw_customer));
        let owner = if customer.is_empty() { &point } else { &customer };
        let place = match self.customers.find(owner) {
            Some(place) => place,
            None => make_customer(self.customers, owner),
        };
        let meter = if point.is_empty() || customer.is_empty() {
            MeterPlace::of_customer(place)
        } else {
            // The file itself names the owner.
            let owner = self.customers.get(place).id;
            MeterPlace::of_point(self.points.make(&point, |point| point.customer = Some(owner)))
        };
        self.keep(raw_point, raw_customer, meter);
        meter
    }

    pub fn uuid(&self, meter: MeterPlace) -> Uuid {
        match meter.metered() {
            Metered::SupplyPoint(place) => self.points.get(place).id.uuid(),
            Metered::Customer(place) => self.customers.get(place).id.uuid(),
        }
    }
}
