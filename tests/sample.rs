//! The sample portfolio: the same from the same seed, believable in what it must be believed for.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use busbar::{
    domain::{Month, id::IdSequence, readings::Quantity},
    exchange::Portfolio,
    sample::{SampleParams, portfolio},
};
use jiff::civil::date;
use uuid::Uuid;

fn params(customers: usize) -> SampleParams {
    SampleParams {
        customers,
        ..SampleParams::tour(date(2026, 11, 23))
    }
}

fn made(params: &SampleParams) -> Portfolio {
    let mut made = Portfolio::default();
    let draft = portfolio(params, &mut IdSequence::after(Uuid::from_u128(7 << 64)));
    made.apply(&draft).unwrap();
    made
}

#[test]
fn one_seed_is_one_portfolio() {
    let draft = |params| portfolio(&params, &mut IdSequence::after(Uuid::from_u128(7 << 64)));
    assert_eq!(draft(params(60)), draft(params(60)));
    let other = SampleParams {
        seed: 1,
        ..params(60)
    };
    assert_ne!(draft(params(60)), draft(other));
}

#[test]
fn every_customer_is_marked_and_complete() {
    let made = made(&params(60));
    assert_eq!(made.customers.len(), 60);
    for customer in &made.customers {
        assert!(customer.is_sample);
        assert!(!customer.name.is_empty() && !customer.industry.is_empty());
        assert!(
            made.meters_of(customer.id).len() >= 2,
            "itself and a supply point"
        );
    }
}

#[test]
fn the_first_hundredth_takes_about_half_of_the_energy() {
    let made = made(&SampleParams {
        months: 12,
        ..params(5_000)
    });
    let last = Month::new(2026, 10).unwrap();
    let mut energies: Vec<f64> = made
        .customers
        .iter()
        .map(|customer| {
            let energy = made
                .readings
                .total(made.meters_of(customer.id), Quantity::EnergyKwh);
            energy.unwrap().total(last, 12).0
        })
        .collect();
    energies.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = energies.iter().sum();
    let share = energies[..50].iter().sum::<f64>() / total;
    assert!((0.4..=0.6).contains(&share), "{share}");
}

#[test]
fn readings_hold_together() {
    let made = made(&params(200));
    for point in &made.supply_points {
        let series = |quantity| made.readings.series(point.id.uuid(), quantity).unwrap();
        let energy = series(Quantity::EnergyKwh);
        assert_eq!(energy.values().len(), 36);
        let demand = series(Quantity::PeakDemandKw);
        for (month, kwh) in energy.known() {
            let parts: f64 = [
                Quantity::SharpKwh,
                Quantity::PeakKwh,
                Quantity::FlatKwh,
                Quantity::ValleyKwh,
            ]
            .into_iter()
            .map(|period| series(period).at(month).unwrap())
            .sum();
            assert!((parts - kwh).abs() < 0.5);
            let hours = f64::from(month.days()) * 24.0;
            let capacity = point.contracted_capacity_kva.unwrap();
            let demand = demand.at(month).unwrap();
            assert!(
                demand * hours >= kwh,
                "no month is above its highest demand"
            );
            assert!(demand < capacity * 2.0);
        }
        assert_eq!(made.bills.of(point.id.uuid()).len(), 36);
    }
}

#[test]
fn the_spring_festival_shows_in_the_works() {
    let made = made(&params(400));
    // In 2026 the festival fell on 17 February; textile works stood still.
    let (mut february, mut april) = (0.0, 0.0);
    for customer in made
        .customers
        .iter()
        .filter(|c| c.industry.starts_with("C17"))
    {
        let energy = made
            .readings
            .total(made.meters_of(customer.id), Quantity::EnergyKwh)
            .unwrap();
        february += energy.at(Month::new(2026, 2).unwrap()).unwrap();
        april += energy.at(Month::new(2026, 4).unwrap()).unwrap();
    }
    assert!(april > 0.0);
    assert!(february < 0.65 * april);
}
