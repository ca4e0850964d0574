//! A made-up portfolio that looks like a real one: the customers of a prefecture that does not exist,
//! with their supply points, people, readings and bills. From one seed it is the same on every
//! machine. Every customer in it is marked as made up; nothing here is anybody's data.
//!
//! - [`industry`]: who uses electricity when, by month and by hour.
//! - [`size`]: how the energy is spread: a few have most of it.
//! - [`calendar`]: when the Spring Festival empties the works.
//! - [`usage`]: the months of one supply point.
//! - [`tariff`]: what they cost, and when they are paid.
//! - [`survey`]: what the customers answer when asked.
//! - [`name`]: companies, places and people.
//! - [`field_work`]: what the managers have done and left to do.

pub mod calendar;
pub mod field_work;
pub mod industry;
pub mod name;
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

/// The name of the action in the history.
pub const ACTION: &str = "sample";

/// What portfolio to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SampleParams {
    /// How many customers.
    pub customers: usize,
    /// The seed; the same seed makes the same portfolio.
    pub seed: u64,
    /// The last month with readings.
    pub last_month: Month,
    /// How many months of readings and bills.
    pub months: usize,
    /// The day on which the portfolio is looked at: what would be paid later is not paid yet.
    #[serde(with = "crate::domain::date::stored")]
    pub today: Date,
    /// How many days back visits and outages go; 0 for no field work at all.
    pub field_work_days: usize,
    /// How many days back requests go.
    pub request_days: usize,
}

impl SampleParams {
    /// The portfolio of the tour: sixty customers and three years, up to the month before `today`.
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

/// What is measured of a supply point, in the order of a [`usage::MonthOfUse`].
const QUANTITIES: [Quantity; 7] = [
    Quantity::EnergyKwh,
    Quantity::SharpKwh,
    Quantity::PeakKwh,
    Quantity::FlatKwh,
    Quantity::ValleyKwh,
    Quantity::PeakDemandKw,
    Quantity::ReactiveKvarh,
];

/// Makes the portfolio, with the next of `ids`, as one draft.
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

/// The readings and bills while they are made, in blocks of ascending meters: ids are handed out in
/// that order.
struct Metered<'a> {
    params: &'a SampleParams,
    /// The meters of each block, and their readings by quantity.
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
