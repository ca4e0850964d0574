//! Cost and payment of a month's consumption: time-of-use prices by voltage, the basic charge of the two-part
//! tariff, and payment habits. Prices have the magnitude of those published by Chinese provinces, but are not
//! those of any province; bill advice has its own dated tables.

use jiff::{ToSpan, civil::Date};

use super::usage::MonthOfUse;
use crate::{
    analysis::seeded::Seeded,
    domain::{Month, SupplyPoint, bills::Bill},
};

/// Prices of sharp, peak, flat and valley energy at 10 kV, CNY/kWh.
const PRICES: [f64; 4] = [1.24, 1.03, 0.64, 0.28];
/// Basic charge of the two-part tariff by capacity, CNY/kVA a month, and the capacity from which it applies.
const BASIC_CNY_PER_KVA: f64 = 23.2;
const TWO_PART_FROM_KVA: f64 = 315.0;

/// Payment habit of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Days before the due date.
    Early,
    /// On the due date, or the day before.
    Punctual,
    /// Some days late, increasingly so recently.
    Late,
    /// The latest bills are unpaid.
    InArrears,
}

impl Payment {
    /// Draws a payment habit: most pay in time.
    pub fn by_chance(chance: &mut Seeded) -> Self {
        match chance.unit() {
            share if share < 0.55 => Self::Early,
            share if share < 0.84 => Self::Punctual,
            share if share < 0.95 => Self::Late,
            _ => Self::InArrears,
        }
    }
}

/// Returns the bill of a month: due on the 20th of the following month, unpaid if it would be paid after `today`.
pub fn bill(
    month: Month,
    used: &MonthOfUse,
    point: &SupplyPoint,
    payment: Payment,
    today: Date,
    chance: &mut Seeded,
) -> Bill {
    let voltage = point.voltage_level_kv.unwrap_or(10.0);
    // Supply at higher voltage costs less.
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
