//! A whole portfolio from files of the import format: value classes, key accounts with their reasons,
//! tiers and clusters. Rows that are wrong are listed and stay out, as in the app.

use std::{collections::HashMap, fs};

use busbar::{
    analysis::{
        features::{CustomerFacts, Features, features, table},
        key_account::next_in_line,
        segmentation::{Subject, judge},
        summary::account_summary,
    },
    domain::{
        Month,
        segment::{AbcClass, SegmentParams},
    },
    exchange::Portfolio,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Clustering, Failure, Table, clusters};

/// As many customers are named as next in line.
const NEXT: usize = 10;

/// Reads the files and says all of it. Bills are judged on the last day of the last month of which
/// anything is known, so that the answer is the same on any day.
pub fn portfolio(files: &[String], how: Clustering) -> Result<Value, Failure> {
    let read = |file: &String| fs::read(file).map_err(|error| format!("{file}: {error}"));
    let contents = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let (portfolio, problems) = Portfolio::read(&contents, Uuid::from_u128(1))
        .map_err(|wrong| format!("{}: {}", files[wrong.file], wrong.reason.name()))?;
    let last_month = (portfolio.readings.last_month())
        .max(portfolio.bills.last_month())
        .ok_or("there are no readings and no bills")?;
    let params = SegmentParams::default();
    let subjects = subjects(&portfolio, last_month)?;
    let judged = judge(&subjects, &params);
    let number = |place: usize| portfolio.customers[place].account_number.as_str();
    let pareto = judged.pareto.as_ref().ok_or("no customer has a value")?;
    let classes: serde_json::Map<String, Value> = AbcClass::ALL
        .iter()
        .map(|class| {
            let held = pareto.class(*class);
            let told = json!({ "count": held.count, "share": held.share });
            (class.name().to_owned(), told)
        })
        .collect();
    let customers: Vec<Value> = pareto
        .ranked
        .iter()
        .map(|ranked| {
            let account = &judged.accounts[ranked.index];
            let met = account.met.iter();
            json!({
                "id": number(ranked.index),
                "value": ranked.value,
                "share": ranked.share,
                "cumulative": ranked.cumulative,
                "class": ranked.class.name(),
                "tier": judged.tiers[ranked.index].map(|tier| tier.tier),
                "is_key": account.is_key(),
                "score": account.score,
                "met": met.map(|gap| json!({ "rule": gap.rule, "has": gap.has, "needs": gap.needs }))
                    .collect::<Vec<_>>(),
            })
        })
        .collect();
    let next: Vec<Value> = next_in_line(&judged.accounts, NEXT)
        .into_iter()
        .map(|(place, gap)| {
            json!({ "id": number(place), "rule": gap.rule, "has": gap.has, "needs": gap.needs })
        })
        .collect();
    let figures: Vec<Features> = subjects.iter().map(|subject| subject.features).collect();
    let table = table(&figures, &params.features)?;
    let columns: Vec<&str> = table
        .features
        .iter()
        .map(|feature| feature.name())
        .collect();
    let points = Table {
        ids: table
            .rows
            .iter()
            .map(|row| number(*row).to_owned())
            .collect(),
        columns: columns.len(),
        numbers: table.table.values().to_vec(),
    };
    Ok(json!({
        "last_month": last_month.to_string(),
        "is_billed": judged.is_billed,
        "total": pareto.total,
        "gini": pareto.gini,
        "customers_at_80": pareto.customers_at(params.cuts.a()),
        "classes": classes,
        "customers": customers,
        "next_in_line": next,
        "features": columns,
        "clusters": clusters(&points, how)?,
        "problems": problems.total(),
    }))
}

/// Every customer as segmentation sees it, in the order of the portfolio.
fn subjects(portfolio: &Portfolio, last_month: Month) -> Result<Vec<Subject>, Failure> {
    let mut meters: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for customer in &portfolio.customers {
        // A file may name only the customer.
        meters.insert(customer.id.uuid(), vec![customer.id.uuid()]);
    }
    for point in &portfolio.supply_points {
        if let Some(customer) = point.customer {
            meters
                .entry(customer.uuid())
                .or_default()
                .push(point.id.uuid());
        }
    }
    let (year, month) = (last_month.year() as i16, last_month.month() as i8);
    let today =
        Date::new(year, month, last_month.days() as i8).map_err(|error| error.to_string())?;
    let Portfolio {
        readings, bills, ..
    } = portfolio;
    let subject = |customer: &busbar::domain::Customer| {
        let about = CustomerFacts {
            meters: meters.remove(&customer.id.uuid()).unwrap_or_default(),
            contracted_capacity_kva: customer.contracted_capacity_kva,
            satisfaction: None,
        };
        let summary = account_summary(readings, bills, &about.meters, last_month, today);
        Subject::of(
            customer,
            features(readings, bills, &about, last_month, today),
            &summary,
        )
    };
    Ok(portfolio.customers.iter().map(subject).collect())
}
