//! What a month of use costs and when it is paid: a time-of-use price by voltage, the basic charge of
//! the two-part tariff, and the habits of payers. The prices have the order of size of a Chinese
//! province's published ones and are no province's; bill advice has its own, dated tables.

use jiff::{ToSpan, civil::Date};

use super::usage::MonthOfUse;
use crate::{
    analysis::seeded::Seeded,
    domain::{Month, SupplyPoint, bills::Bill},
};

/// Prices of sharp, peak, flat and valley energy at 10 kV, CNY/kWh.
const PRICES: [f64; 4] = [1.24, 1.03, 0.64, 0.28];
/// The basic charge of the two-part tariff by capacity, CNY/kVA a month, from this capacity on.
const BASIC_CNY_PER_KVA: f64 = 23.2;
const TWO_PART_FROM_KVA: f64 = 315.0;

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Days before the due day.
    Early,
    /// On the due day, or the day before.
    Punctual,
    /// Some days late, more so lately.
    Late,
    /// The last bills are open.
    InArrears,
}

impl Payment {
    /// How a customer pays, by chance: most in time.
    pub fn by_chance(chance: &mut Seeded) -> Self {
        match chance.unit() {
            share if share < 0.55 => Self::Early,
            share if share < 0.84 => Self::Punctual,
            share if share < 0.95 => Self::Late,
            _ => Self::InArrears,
        }
    }
}

/// The bill of a month: due on the 20th of the next, open where it would be paid after `today`.
pub fn bill(
    month: Month,
    used: &MonthOfUse,
    point: &SupplyPoint,
    payment: Payment,
    today: Date,
    chance: &mut Seeded,
) -> Bill {
    let voltage = point.voltage_level_kv.unwrap_or(10.0);
    // What is supplied at a higher voltage costs less to bring there.
    let discount = if voltage >= 110.0 {
        0.93
    } else if voltage >= 35.0 {
        0.96
    } else if voltage < 1.0 {
        1.03
    } else {
        1.0
    };
    let energy: f64 =
        used.periods_kwh.iter().zip(PRICES).map(|(kwh, price)| kwh * price * discount).sum();
    let basic = point
        .contracted_capacity_kva
        .filter(|capacity| *capacity >= TWO_PART_FROM_KVA)
        .map_or(0.0, |capacity| capacity * BASIC_CNY_PER_KVA);
    let next = month.plus(1);
    let due_on = Date::new(next.year() as i16, next.month() as i8, 20).ok();
    let days = match payment {
        Payment::Early => -(2 + chance.below(10) as i64),
        Payment::Punctual => -(chance.below(2) as i64),
        Payment::Late => 1 + chance.below(18) as i64,
        Payment::InArrears => 5 + chance.below(90) as i64,
    };
    Bill {
        month,
        amount_cny: ((energy + basic) * 100.0).round() / 100.0,
        due_on,
        paid_on: due_on
            .and_then(|due| due.checked_add(days.days()).ok())
            .filter(|paid| *paid <= today),
    }
}
