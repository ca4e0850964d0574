//! Import time of a large file.

use busbar_core::exchange::{PortfolioRecords, plan::Differences};

use crate::{CREATE, apply, look, plan_of};

/// Time to import a million rows; not a guarantee, so it runs only on request: `cargo test --release
/// --no-default-features --test import -- --ignored --nocapture`.
#[test]
#[ignore = "measures, and takes its time without --release"]
fn a_million_rows() {
    const METERS: usize = 27_778;
    const MONTHS: usize = 36;
    let mut text = String::from("户号,年月,电量,最大需量\n");
    for meter in 0..METERS {
        for month in 0..MONTHS {
            let (year, month) = (2023 + month / 12, month % 12 + 1);
            let energy = (meter * 31 + month * 7) % 100_000;
            text.push_str(&format!("34{meter:08},{year}-{month:02},{energy}.5,{}\n", energy / 300));
        }
    }
    let bytes = text.as_bytes();
    println!("{} rows, {} MB", METERS * MONTHS, bytes.len() >> 20);
    let mut portfolio = PortfolioRecords::default();
    let start = std::time::Instant::now();
    look(bytes).unwrap();
    println!("a first look: {:?}", start.elapsed());
    let start = std::time::Instant::now();
    let first = plan_of(&[bytes], &portfolio, CREATE);
    println!("the plan: {:?}", start.elapsed());
    assert_eq!(first.counts[0].added as usize, METERS * MONTHS);
    apply(&mut portfolio, &first);
    let start = std::time::Instant::now();
    let second = plan_of(&[bytes], &portfolio, CREATE);
    println!("the same again: {:?}", start.elapsed());
    assert!(second.draft.is_empty());
    let changed = text.replace(".5,", ".7,");
    let start = std::time::Instant::now();
    let third = plan_of(&[changed.as_bytes()], &portfolio, CREATE);
    println!("every row changed: {:?}", start.elapsed());
    assert_eq!(third.differences.total() as usize, METERS * MONTHS);
    assert_eq!(third.differences.list().count(), Differences::KEPT);
}
