//! The sample portfolio: reproducible from its seed, and plausible where it matters.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use busbar_core::{
    domain::{
        Id, Month, Record,
        action::{Action, ActionState},
        draft::{Block, Draft, RecordBlock},
        equipment::{Equipment, Outage},
        id::IdSequence,
        plan::{PlanItem, PlanItemKind, PlanLink, PlanReview, PlanState, ServicePlan},
        readings::Quantity,
        request::{Request, RequestProgress, RequestStep},
        visit::{Finding, FindingState, Visit, VisitState},
    },
    exchange::PortfolioRecords,
    sample::{SampleParams, portfolio},
};
use jiff::civil::date;
use uuid::Uuid;

fn params(customers: usize) -> SampleParams {
    SampleParams { customers, ..SampleParams::tour(date(2026, 11, 23)) }
}

fn made(params: &SampleParams) -> PortfolioRecords {
    let mut made = PortfolioRecords::default();
    made.apply(&draft(params)).unwrap();
    made
}

#[test]
fn one_seed_is_one_portfolio() {
    assert_eq!(draft(&params(60)), draft(&params(60)));
    let other = SampleParams { seed: 1, ..params(60) };
    assert_ne!(draft(&params(60)), draft(&other));
}

#[test]
fn every_customer_is_marked_and_complete() {
    let made = made(&params(60));
    assert_eq!(made.customers.len(), 60);
    for customer in &made.customers {
        assert!(customer.is_sample);
        assert!(!customer.name.is_empty() && !customer.industry.is_empty());
        assert!(made.meters_of(customer.id).len() >= 2, "itself and a supply point");
    }
}

#[test]
fn the_first_hundredth_takes_about_half_of_the_energy() {
    let made = made(&SampleParams { months: 12, ..params(5_000) });
    let last = Month::new(2026, 10).unwrap();
    let mut energies: Vec<f64> = made
        .customers
        .iter()
        .map(|customer| {
            let energy = made.readings.total(made.meters_of(customer.id), Quantity::EnergyKwh);
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
            let parts: f64 =
                [Quantity::SharpKwh, Quantity::PeakKwh, Quantity::FlatKwh, Quantity::ValleyKwh]
                    .into_iter()
                    .map(|period| series(period).at(month).unwrap())
                    .sum();
            assert!((parts - kwh).abs() < 0.5);
            let hours = f64::from(month.days()) * 24.0;
            let capacity = point.contracted_capacity_kva.unwrap();
            let demand = demand.at(month).unwrap();
            assert!(demand * hours >= kwh, "no month is above its highest demand");
            assert!(demand < capacity * 2.0);
        }
        assert_eq!(made.bills.of(point.id.uuid()).len(), 36);
    }
}

#[test]
fn the_spring_festival_shows_in_the_works() {
    let made = made(&params(400));
    // In 2026 the festival was on 17 February; textile factories were idle.
    let (mut february, mut april) = (0.0, 0.0);
    for customer in made.customers.iter().filter(|c| c.industry.starts_with("C17")) {
        let energy = made.readings.total(made.meters_of(customer.id), Quantity::EnergyKwh).unwrap();
        february += energy.at(Month::new(2026, 2).unwrap()).unwrap();
        april += energy.at(Month::new(2026, 4).unwrap()).unwrap();
    }
    assert!(april > 0.0);
    assert!(february < 0.65 * april);
}

/// Returns the records of one kind in a draft.
fn of_kind<T: Record>(draft: &Draft) -> Vec<T> {
    let blocks = draft.blocks.iter().filter_map(|block| match block {
        Block::Records(block) if block.kind == T::KIND => Some(block),
        _ => None,
    });
    blocks.cloned().flat_map(RecordBlock::unpack).collect()
}

fn draft(params: &SampleParams) -> Draft {
    portfolio(params, &mut IdSequence::after(Uuid::from_u128(7 << 64)))
}

#[test]
fn every_request_went_a_way_that_it_may() {
    let made = draft(&params(300));
    let requests: Vec<Request> = of_kind(&made);
    let mut steps: HashMap<Id<Request>, Vec<RequestStep>> = HashMap::new();
    for step in of_kind::<RequestStep>(&made) {
        steps.entry(step.request.unwrap()).or_default().push(step);
    }
    let mut waits = BTreeMap::new();
    for request in &requests {
        let progress =
            RequestProgress::of(request, steps.get(&request.id).into_iter().flatten()).unwrap();
        assert_eq!(progress.misfits, []);
        *waits.entry(progress.waits_for()).or_insert(0) += 1;
    }
    // Some wait for the company, some for the customer, most are closed.
    assert_eq!(waits.len(), 3, "{waits:?}");
    assert!(waits[&None] * 2 > requests.len(), "{waits:?}");
}

#[test]
fn the_day_has_something_of_everything() {
    let today = date(2026, 11, 23);
    let made = draft(&params(60));
    let visits: BTreeSet<VisitState> =
        (of_kind::<Visit>(&made).iter()).map(|visit| visit.state(today)).collect();
    assert!(visits.contains(&VisitState::Done) && visits.contains(&VisitState::Planned));
    let actions: BTreeSet<ActionState> =
        (of_kind::<Action>(&made).iter()).map(|action| action.state(today)).collect();
    assert_eq!(actions.len(), 4, "{actions:?}");
    let findings: BTreeSet<FindingState> =
        (of_kind::<Finding>(&made).iter()).map(|finding| finding.state(today)).collect();
    assert!(findings.len() >= 3, "{findings:?}");
    assert!(!of_kind::<Equipment>(&made).is_empty());
    assert!(!of_kind::<Outage>(&made).is_empty());
    let without = draft(&SampleParams { field_work_days: 0, ..params(60) });
    assert_eq!(of_kind::<Visit>(&without), []);
}

#[test]
fn some_plans_run_with_reviews_and_promises_and_not_everybody_has_one() {
    let today = date(2026, 11, 23);
    let made = draft(&params(60));
    let plans: Vec<ServicePlan> = of_kind(&made);
    let states: BTreeSet<PlanState> = plans.iter().map(ServicePlan::state).collect();
    assert!(states.contains(&PlanState::Running), "{states:?}");
    let of_year = plans.iter().filter(|plan| plan.calendar_year() == Some(today.year()));
    let with_plan: BTreeSet<_> = of_year.map(|plan| plan.customer).collect();
    let customers = of_kind::<busbar_core::domain::Customer>(&made).len();
    assert!(!with_plan.is_empty() && with_plan.len() < customers);

    let items: Vec<PlanItem> = of_kind(&made);
    for plan in &plans {
        let own = || items.iter().filter(|item| item.plan == Some(plan.id));
        for kind in PlanItemKind::ALL {
            assert!(own().any(|item| item.kind == Some(*kind)), "{kind:?}");
        }
    }
    // Linked records exist and belong to the same customer.
    let actions: HashMap<_, _> =
        (of_kind::<Action>(&made).into_iter()).map(|action| (action.id, action.customer)).collect();
    let links: Vec<PlanLink> = of_kind(&made);
    assert!(!links.is_empty());
    for link in &links {
        let action = link.of.as_ref().and_then(|of| of.of::<Action>()).unwrap();
        assert_eq!(actions.get(&action), Some(&link.customer));
    }
    let reviews: Vec<PlanReview> = of_kind(&made);
    assert!(reviews.iter().all(|review| review.on.is_some_and(|day| day <= today)));
    assert!(!reviews.is_empty());
}
