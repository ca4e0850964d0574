//! What the managers of the made-up prefecture have done and left to do: visits with what was found,
//! requests on their way, the customers' equipment and outages, plans and news.
//!
//! - [`visit`]: visits, findings, needs, and the promises that came of them.
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

/// How large a customer is, as far as its managers care.
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

/// What is made while the managers' time goes by.
struct Making<'a> {
    today: Date,
    /// How far back it goes, days.
    days: usize,
    /// How far back requests go, days.
    request_days: usize,
    calendar: WorkingCalendar,
    ids: &'a mut IdSequence,
    chance: Seeded,
    actions: Vec<Action>,
}

impl Making<'_> {
    /// The day that is so many days ago; negative for days to come.
    fn ago(&self, days: i64) -> Date {
        self.today.checked_sub(days.days()).unwrap_or(self.today)
    }

    /// The first working day from this one on.
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

    /// The working day that is so many of them later.
    fn later(&self, day: Date, working_days: usize) -> Date {
        let days = u32::try_from(working_days).unwrap_or(u32::MAX);
        self.calendar.nth_working_day(day, days).unwrap_or(day)
    }

    /// A working day at least so many of them later, and fewer than `spread` later than that.
    fn about(&mut self, day: Date, least: usize, spread: usize) -> Date {
        let days = least + self.chance.below(spread);
        self.later(day, days)
    }

    /// Whether something that happens in so many of a hundred cases does.
    fn is(&mut self, percent: usize) -> bool {
        self.chance.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.chance.below(from.len())]
    }
}

/// A moment of a day in China, which has one clock, eight hours ahead of UTC.
fn moment(day: Date, minutes: u32) -> Moment {
    const CHINA_MIN: i64 = 8 * 60;
    let days = i64::from(days_between(jiff::civil::date(1970, 1, 1), day));
    let minutes = days * 24 * 60 + i64::from(minutes) - CHINA_MIN;
    Moment(u64::try_from(minutes).unwrap_or_default() * 60_000)
}

/// Makes it for these customers.
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
