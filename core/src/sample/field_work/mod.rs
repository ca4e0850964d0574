//! Past and pending work of the sample prefecture's managers: visits and findings, requests in progress,
//! equipment and outages of customers, plans and notices.
//!
//! - [`visit`]: visits, findings, needs, and resulting promises.
//! - [`request`]: requests and their steps.
//! - [`supply`]: equipment and outages.
//! - [`plan`]: service plans and notices.

mod plan;
mod request;
mod supply;
mod visit;

use jiff::{ToSpan, civil::Date};

use super::SampleParams;
use crate::{
    analysis::seeded::Seeded,
    domain::{
        Customer, Moment, Record, SupplyPoint,
        action::Action,
        calendar::WorkingCalendar,
        date::days_between,
        draft::{Block, RecordBlock},
        id::IdSequence,
    },
};

/// Size class of a customer, as it matters to its managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Key,
    Large,
    Small,
}

impl Weight {
    fn of(customer: &Customer) -> Self {
        let capacity = customer.contracted_capacity_kva.unwrap_or_default();
        let voltage = customer.voltage_level_kv.unwrap_or_default();
        match () {
            () if voltage >= 35.0 || capacity >= 3_150.0 => Self::Key,
            () if capacity >= 800.0 => Self::Large,
            () => Self::Small,
        }
    }
}

/// State while the field work is generated.
struct Making<'a> {
    today: Date,
    /// Length of the period, days.
    days: usize,
    /// Length of the period of requests, days.
    request_days: usize,
    calendar: WorkingCalendar,
    ids: &'a mut IdSequence,
    chance: Seeded,
    actions: Vec<Action>,
}

impl Making<'_> {
    /// Returns the day `days` ago; in the future if negative.
    fn ago(&self, days: i64) -> Date {
        self.today.checked_sub(days.days()).unwrap_or(self.today)
    }

    /// Returns the first working day on or after this one.
    fn working(&self, day: Date) -> Date {
        let mut day = day;
        while !self.calendar.is_working(day) {
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        day
    }

    /// Returns the working day the given number of working days later.
    fn later(&self, day: Date, working_days: usize) -> Date {
        let days = u32::try_from(working_days).unwrap_or(u32::MAX);
        self.calendar.nth_working_day(day, days).unwrap_or(day)
    }

    /// Returns a random working day at least `least` and fewer than `least + spread` working days later.
    fn about(&mut self, day: Date, least: usize, spread: usize) -> Date {
        let days = least + self.chance.below(spread);
        self.later(day, days)
    }

    /// Returns `true` with this probability in percent.
    fn is(&mut self, percent: usize) -> bool {
        self.chance.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.chance.below(from.len())]
    }
}

/// Converts a time of day in China, which has a single time zone, UTC+8, to a moment.
fn moment(day: Date, minutes: u32) -> Moment {
    const CHINA_MIN: i64 = 8 * 60;
    let days = i64::from(days_between(jiff::civil::date(1970, 1, 1), day));
    let minutes = days * 24 * 60 + i64::from(minutes) - CHINA_MIN;
    Moment(u64::try_from(minutes).unwrap_or_default() * 60_000)
}

/// Generates the field work of these customers.
pub fn blocks(
    params: &SampleParams,
    customers: &[Customer],
    points: &[SupplyPoint],
    ids: &mut IdSequence,
) -> Vec<Block> {
    if params.field_work_days == 0 {
        return Vec::new();
    }
    let mut making = Making {
        today: params.today,
        days: params.field_work_days,
        request_days: params.request_days,
        calendar: WorkingCalendar::default(),
        ids,
        chance: Seeded::new(params.seed ^ 0x000f_1e1d_3079),
        actions: Vec::new(),
    };
    let visits = visit::make(customers, &mut making);
    let requests = request::make(customers, &mut making);
    let supply = supply::make(customers, points, &mut making);
    let plans = plan::make(customers, &mut making);
    let mut blocks = pack(making.actions);
    blocks.extend([visits, requests, supply, plans].into_iter().flatten());
    blocks
}

fn pack<T: Record>(records: Vec<T>) -> Vec<Block> {
    let blocks = RecordBlock::pack(records).into_iter();
    blocks.map(Block::Records).collect()
}
