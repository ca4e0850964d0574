//! One sample customer: identity, supply and behaviour.

use super::{
    industry::{INDUSTRIES, Industry, Stakes},
    name,
    tariff::Payment,
    usage::{Habit, UsageEvent, around},
};
use crate::{
    analysis::seeded::Seeded,
    domain::{Contact, Customer, Importance, Record, SourceKind, SupplyPoint, id::IdSequence},
};

/// A customer with its related records.
pub struct Made {
    pub customer: Customer,
    pub points: Vec<Point>,
    pub contacts: Vec<Contact>,
    pub habit: Habit,
    pub payment: Payment,
}

/// A supply point with its yearly consumption.
pub struct Point {
    pub record: SupplyPoint,
    pub annual_energy_kwh: f64,
}

/// Standard transformer sizes, kVA.
const TRANSFORMERS_KVA: [f64; 36] = [
    30.0, 50.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0,
    1250.0, 1600.0, 2000.0, 2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0, 10_000.0, 12_500.0,
    16_000.0, 20_000.0, 25_000.0, 31_500.0, 40_000.0, 50_000.0, 63_000.0, 90_000.0, 120_000.0,
    180_000.0, 240_000.0,
];

/// Creates the customer at this index with this yearly consumption.
pub fn make(place: usize, energy_kwh: f64, ids: &mut IdSequence, chance: &mut Seeded) -> Made {
    let industry = industry_of(energy_kwh, chance);
    let district = name::district(chance);
    let trade = industry.trades[chance.below(industry.trades.len())];
    let habit = habit(industry, chance);
    let payment = Payment::by_chance(chance);
    let importance = importance(industry, energy_kwh, chance);
    let is_important = matches!(importance, Some(Importance::First | Importance::Second));
    // Seeded separately, so that the location affects nothing else about a customer.
    let (latitude, longitude) = name::position(district, &mut Seeded::new(place as u64));
    let mut customer = Customer {
        account_number: format!("34{:08}", 10_000_000 + place),
        name: name::company(trade, district, chance),
        industry: industry.name.into(),
        region: district.into(),
        address: format!("{district}{}", name::street(chance)),
        latitude: Some(latitude),
        longitude: Some(longitude),
        importance,
        account_manager: name::account_manager(chance).into(),
        is_sample: true,
        ..Customer::empty(ids.next_id())
    };
    let shares = shares(energy_kwh, chance);
    let mut capacity = 0.0;
    let mut points = Vec::with_capacity(shares.len());
    for (count, share) in shares.into_iter().enumerate() {
        let annual_energy_kwh = energy_kwh * share;
        let demand_kw = annual_energy_kwh / 8766.0 / habit.load_factor;
        let kva = transformer(demand_kw / habit.power_factor / (0.6 + 0.3 * chance.unit()));
        capacity += kva;
        let voltage = voltage(kva);
        let highest = customer.voltage_level_kv.unwrap_or_default();
        customer.voltage_level_kv = Some(voltage.max(highest));
        points.push(Point {
            record: SupplyPoint {
                customer: Some(customer.id),
                account_number: format!("{}{:02}", customer.account_number, count + 1),
                address: customer.address.clone(),
                voltage_level_kv: Some(voltage),
                contracted_capacity_kva: Some(kva),
                running_capacity_kva: Some(kva),
                ..SupplyPoint::empty(ids.next_id())
            },
            annual_energy_kwh,
        });
    }
    customer.contracted_capacity_kva = Some(capacity);
    customer.source_kind = Some(match (is_important, chance.below(10)) {
        (true, 0..=6) => SourceKind::DualSource,
        (true, _) => SourceKind::DualCircuitSameStation,
        (false, 0) => SourceKind::SingleSourceDualCircuit,
        _ => SourceKind::Single,
    });
    if is_important {
        let security = (capacity * 0.12 * around(0.2, chance)).round().max(1.0);
        customer.security_load_kw = Some(security);
        // Some have less than the required 120 %, so that there is something to find.
        customer.backup_kw = Some((security * (0.9 + 0.6 * chance.unit())).round());
    }
    let contacts = (0..=chance.below(2))
        .map(|_| Contact {
            customer: Some(customer.id),
            name: name::person(chance),
            role: name::role(chance).into(),
            phone: name::phone(chance),
            ..Contact::empty(ids.next_id())
        })
        .collect();
    Made { customer, points, contacts, habit, payment }
}

/// Draws an industry, weighted by its frequency among customers of this size.
fn industry_of(energy_kwh: f64, chance: &mut Seeded) -> &'static Industry {
    let size = (energy_kwh / 1e6).max(1e-3).ln();
    let weight = |industry: &Industry| {
        let away = (size - industry.typical_gwh.ln()) / 1.2;
        // A customer far from every typical size still gets an industry.
        industry.frequency * ((-away * away / 2.0).exp() + 1e-4)
    };
    let total: f64 = INDUSTRIES.iter().map(weight).sum();
    let mut left = chance.unit() * total;
    for industry in INDUSTRIES {
        left -= weight(industry);
        if left < 0.0 {
            return industry;
        }
    }
    &INDUSTRIES[0]
}

fn habit(industry: &'static Industry, chance: &mut Seeded) -> Habit {
    let event = match chance.unit() {
        share if share < 0.05 => UsageEvent::Expansion {
            months_ago: 3 + chance.below(20) as i32,
            by: 0.2 + 0.5 * chance.unit(),
        },
        share if share < 0.12 => UsageEvent::Decline {
            months_ago: 4 + chance.below(14) as i32,
            by: 0.02 + 0.05 * chance.unit(),
        },
        _ => UsageEvent::None,
    };
    Habit {
        industry,
        growth: industry.growth + 0.06 * (around(1.0, chance) - 1.0),
        event,
        power_factor: (industry.power_factor * around(0.025, chance)).clamp(0.72, 0.99),
        load_factor: (industry.rhythm.load_factor() * around(0.08, chance)).clamp(0.2, 0.95),
    }
}

fn importance(industry: &Industry, energy_kwh: f64, chance: &mut Seeded) -> Option<Importance> {
    let is_graded = energy_kwh > 1e6 && chance.unit() < 0.6;
    Some(match industry.stakes {
        Stakes::Highest if is_graded => Importance::First,
        Stakes::High if is_graded => Importance::Second,
        _ => Importance::None,
    })
}

/// Splits the energy over supply points: large customers have several.
fn shares(energy_kwh: f64, chance: &mut Seeded) -> Vec<f64> {
    let most = match energy_kwh {
        energy if energy > 20e6 => 3,
        energy if energy > 2e6 => 2,
        _ => 1,
    };
    let parts: Vec<f64> = (0..=chance.below(most)).map(|_| 0.3 + chance.unit()).collect();
    let total: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / total).collect()
}

/// Returns the smallest transformer, or the smallest number of the largest, that carries this load.
fn transformer(kva: f64) -> f64 {
    let largest = TRANSFORMERS_KVA[TRANSFORMERS_KVA.len() - 1];
    TRANSFORMERS_KVA
        .into_iter()
        .find(|size| *size >= kva)
        .unwrap_or_else(|| (kva / largest).ceil() * largest)
}

/// Returns the supply voltage for a capacity.
fn voltage(kva: f64) -> f64 {
    match kva {
        kva if kva < 100.0 => 0.4,
        kva if kva < 8_000.0 => 10.0,
        kva if kva < 40_000.0 => 35.0,
        kva if kva < 150_000.0 => 110.0,
        _ => 220.0,
    }
}
