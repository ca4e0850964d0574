//! A realistic sample portfolio: the customers of a fictitious prefecture, with supply points, contacts, readings
//! and bills. The same seed gives the same portfolio on every machine. Every customer is marked as sample data;
//! nothing here is real data.
//!
//! - [`industry`]: load by month and hour.
//! - [`size`]: distribution of energy: a few customers have most of it.
//! - [`calendar`]: idle time of the Spring Festival.
//! - [`usage`]: monthly figures of one supply point.
//! - [`tariff`]: cost and payment dates.
//! - [`survey`]: responses to surveys.
//! - [`name`]: companies, places and people.
//! - [`field_work`]: past and pending work of the managers.

pub mod calendar;
pub mod field_work;
pub mod industry;
pub mod name;
pub mod period;
pub mod size;
pub mod survey;
pub mod tariff;
pub mod usage;

mod customer;

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    analysis::seeded::Seeded,
    domain::{
        Contact, Customer, Month, SupplyPoint,
        bills::{Bill, BillBlock},
        draft::{Block, Draft, RecordBlock},
        id::IdSequence,
        readings::{Quantity, QuantityColumn, ReadingBlock},
    },
};

/// Name of the action in the history.
pub const ACTION: &str = "sample";

/// Parameters of a portfolio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SampleParams {
    /// Number of customers.
    pub customers: usize,
    /// Seed; equal seeds give equal portfolios.
    pub seed: u64,
    /// Last month with readings.
    pub last_month: Month,
    /// Number of months of readings and bills.
    pub months: usize,
    /// Current day: payments after it have not been made yet.
    #[serde(with = "crate::domain::date::stored")]
    pub today: Date,
    /// Number of past days with visits and outages; 0 for no field work at all.
    pub field_work_days: usize,
    /// Number of past days with requests.
    pub request_days: usize,
}

impl SampleParams {
    /// Returns the parameters of the tour: sixty customers and three years, up to the month before `today`.
    pub fn tour(today: Date) -> Self {
        Self {
            customers: 60,
            seed: 2019,
            last_month: Month::of(today).plus(-1),
            months: 36,
            today,
            field_work_days: 400,
            request_days: 400,
        }
    }
}

/// Quantities of a supply point, in the order of a [`usage::MonthOfUse`].
const QUANTITIES: [Quantity; 7] = [
    Quantity::EnergyKwh,
    Quantity::SharpKwh,
    Quantity::PeakKwh,
    Quantity::FlatKwh,
    Quantity::ValleyKwh,
    Quantity::PeakDemandKw,
    Quantity::ReactiveKvarh,
];

/// Generates the portfolio, with the next of `ids`, as one draft.
pub fn portfolio(params: &SampleParams, ids: &mut IdSequence) -> Draft {
    let mut chance = Seeded::new(params.seed);
    let annual = size::annual_energies(params.customers, &mut chance);
    let mut customers: Vec<Customer> = Vec::with_capacity(params.customers);
    let mut points: Vec<SupplyPoint> = Vec::new();
    let mut contacts: Vec<Contact> = Vec::new();
    let mut metered = Metered::new(params);
    for (place, energy) in annual.into_iter().enumerate() {
        let made = customer::make(place, energy, ids, &mut chance);
        for point in &made.points {
            metered.add(&made, point, &mut chance);
        }
        customers.push(made.customer);
        points.extend(made.points.into_iter().map(|point| point.record));
        contacts.extend(made.contacts);
    }
    let responses = survey::responses(&customers, params.seed, params.today, ids);
    let field_work = field_work::blocks(params, &customers, &points, ids);
    let mut draft = Draft::new(ACTION);
    for blocks in [
        RecordBlock::pack(name::people()),
        RecordBlock::pack(customers),
        RecordBlock::pack(points),
        RecordBlock::pack(contacts),
        RecordBlock::pack(responses),
    ] {
        draft.blocks.extend(blocks.into_iter().map(Block::Records));
    }
    draft.blocks.extend(field_work);
    draft.blocks.extend(metered.blocks());
    draft
}

/// Readings and bills being generated, in blocks of ascending meters: ids are assigned in that order.
struct Metered<'a> {
    params: &'a SampleParams,
    /// Meters of each block, and their readings by quantity.
    readings: Vec<(Vec<Uuid>, [Vec<f64>; QUANTITIES.len()])>,
    bills: Vec<BillBlock>,
}

impl<'a> Metered<'a> {
    const fn new(params: &'a SampleParams) -> Self {
        Self { params, readings: Vec::new(), bills: Vec::new() }
    }

    fn add(&mut self, made: &customer::Made, point: &customer::Point, chance: &mut Seeded) {
        let is_full = |(meters, _): &(Vec<Uuid>, _)| meters.len() == ReadingBlock::METERS;
        if self.readings.last().is_none_or(is_full) {
            self.readings.push(Default::default());
            self.bills.push(BillBlock::default());
        }
        let (Some((meters, columns)), Some(bills)) =
            (self.readings.last_mut(), self.bills.last_mut())
        else {
            return;
        };
        let mut charged: Vec<Bill> = Vec::with_capacity(self.params.months);
        for back in (0..self.params.months as i32).rev() {
            let month = self.params.last_month.plus(-back);
            let used = usage::month(&made.habit, point.annual_energy_kwh, month, back, chance);
            for (column, value) in columns.iter_mut().zip(used.values()) {
                column.push(value);
            }
            charged.push(tariff::bill(
                month,
                &used,
                &point.record,
                made.payment,
                self.params.today,
                chance,
            ));
        }
        meters.push(point.record.id.uuid());
        bills.push(point.record.id.uuid(), charged);
    }

    fn blocks(self) -> impl Iterator<Item = Block> + use<'a> {
        let params = self.params;
        let readings = self.readings.into_iter().map(move |(meters, columns)| {
            let columns = QUANTITIES.iter().zip(columns);
            Block::Readings(ReadingBlock {
                meters,
                first_month: params.last_month.plus(1 - params.months as i32),
                months: params.months,
                columns: columns
                    .map(|(quantity, values)| QuantityColumn {
                        quantity: *quantity,
                        values: values.into(),
                    })
                    .collect(),
            })
        });
        readings.chain(self.bills.into_iter().map(Block::Bills))
    }
}
