//! A whole portfolio from files of the import format: value classes, key accounts with their reasons,
//! tiers and clusters. Faulty rows are listed and left out, as in the app.

use std::collections::{BTreeMap, HashMap};

use busbar_core::{
    analysis::{
        cluster_name::Trait,
        features::{CustomerFacts, FeatureTable, Features, Sparse, features, table},
        key_account::{next_in_line, thresholds},
        pareto::Pareto,
        rules_reach::{Reach, rules_reach},
        segmentation::{Clustering, Found, Judged, Member, Segmentation, Subject, judge},
        summary::account_summary,
        tiers::TierScore,
    },
    domain::{
        Month, WorkspaceSecret,
        segment::{Feature, SegmentParams},
    },
    exchange::{PortfolioRecords, Problems},
};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    clusters::{ClusterArgs, Clustered},
    value,
};
use crate::input::{Failure, bytes_of, in_words};

/// Number of customers listed as next in line.
const NEXT: usize = 10;

/// Reads the files and returns the judged portfolio as JSON. Bills are judged on the last day of the last month with
/// data, so that the answer does not depend on the date.
pub fn portfolio(files: &[String], options: ClusterArgs) -> Result<Value, Failure> {
    let contents: Result<Vec<Vec<u8>>, _> = files.iter().map(|file| bytes_of(file)).collect();
    let contents = contents?;
    let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    // The output contains no ids.
    let secret = WorkspaceSecret::new([0; 32]);
    let (portfolio, problems) = PortfolioRecords::read(&contents, secret)
        .map_err(|wrong| format!("{}: {}", files[wrong.file], in_words(&wrong.reason)))?;
    if let Some(wrong) = problems.list().iter().find(|problem| problem.line == 0) {
        let (file, why) = (&files[wrong.file as usize], in_words(&wrong.reason));
        return Err(format!("{file}: {why} {}", wrong.column).trim_end().into());
    }
    let last_month = portfolio.readings.last_month();
    let last_month = last_month.max(portfolio.bills.last_month());
    let params = SegmentParams::default();
    let subjects = subjects(&portfolio, last_month)?;
    let judged = judge(&subjects, &params);
    let id = |place: usize| portfolio.customers[place].account_number.as_str();

    let figures: Vec<Features> = subjects.iter().map(|subject| subject.features).collect();
    // Without features, or if all customers are alike, there is nothing to cluster.
    let table = table(&figures, &params.features, Sparse::LeftOut)
        .ok()
        .filter(|table| table.table.distinct(2) > 1);
    let clustered = match &table {
        Some(table) => Some(Clustered::of(&table.table, options)?),
        None => None,
    };
    let found = table.as_ref().zip(clustered.as_ref());
    let run = Segmentation::assemble(
        &subjects,
        &judged,
        found.map(|(table, clustered)| (table, of_run(clustered))),
    );
    let clusters = found.zip(run.clustering.as_ref());
    let clusters = clusters.map(|((table, clustered), clustering)| {
        let mut answer = clustered.answer(table.rows.iter().map(|row| id(*row)));
        describe(&mut answer, table, clustering);
        let left_out = run.members.iter().enumerate();
        let left_out = left_out.filter(|(_, member)| member.cluster.is_none());
        answer["left_out"] = left_out.map(|(place, _)| id(place)).collect();
        answer
    });

    let ranked = judged.pareto.iter().flat_map(Pareto::everybody);
    let unranked = (0..subjects.len()).filter(|place| judged.classes[*place].is_none());
    let order = ranked.map(|ranked| ranked.index).chain(unranked);
    let customers = order.map(|place| {
        let account = judged.key_account(&subjects[place]);
        let mut told = judgement(&run.members[place], judged.tiers[place]);
        told["id"] = json!(id(place));
        told["name"] = json!(portfolio.customers[place].name);
        told["met"] = json!(account.met);
        told["lacks"] = json!(account.lacks);
        told["points"] = json!(account.points);
        told
    });
    let customers: Vec<Value> = customers.collect();
    let next = next_in_line(&judged.verdicts, NEXT).into_iter();
    let next = next.map(|(place, nearest)| {
        let mut told = json!(nearest);
        told["id"] = json!(id(place));
        told["score"] = json!(judged.verdicts[place].score);
        told
    });
    let next: Vec<Value> = next.collect();
    let value = judged.pareto.as_ref();
    Ok(json!({
        "last_month": last_month.map(|month| month.to_string()),
        "is_billed": judged.is_billed(),
        "value": value.map(|pareto| value::answer(pareto, id)),
        "customers": customers,
        "key_accounts": of_keys(&customers),
        "rules": of_rules(&judged, &params),
        "next_in_line": next,
        "clusters": clusters,
        "problems": listed(&problems, files),
        "problem_counts": problems.counts().collect::<BTreeMap<_, _>>(),
    }))
}

/// Returns for each rule in use how many customers meet it, how many are key accounts by it alone, and their share
/// of value.
fn of_rules(judged: &Judged, params: &SegmentParams) -> Value {
    let mut shares = vec![0.0; judged.verdicts.len()];
    for one in judged.pareto.iter().flat_map(Pareto::everybody) {
        shares[one.index] = one.share;
    }
    let told = |reach: Reach| json!({ "customers": reach.customers, "share": reach.share });
    let needs = thresholds(&params.rules);
    let reach = rules_reach(&judged.verdicts, &params.rules, &shares);
    let rules = reach.rules.into_iter().map(|(rule, met, alone)| {
        let needs = needs.iter().find(|(of, _)| *of == rule).and_then(|(_, needs)| *needs);
        json!({ "rule": rule, "needs": needs, "met": told(met), "alone": told(alone) })
    });
    rules.collect()
}

/// Returns the ids of the key accounts, by value.
fn of_keys(customers: &[Value]) -> Vec<&Value> {
    let keys = customers.iter().filter(|one| one["is_key"] == true);
    keys.map(|one| &one["id"]).collect()
}

/// Returns the judgement of a customer as JSON.
fn judgement(member: &Member, tier: Option<TierScore>) -> Value {
    let figures = Feature::ALL.iter().zip(&member.figures);
    let figures: Map<String, Value> = figures
        .map(|(feature, figure)| {
            let figure = figure.map(|figure| in_its_unit(*feature, figure));
            (feature.name().to_owned(), json!(figure))
        })
        .collect();
    json!({
        "value": member.value,
        "class": member.class,
        "is_key": member.is_key,
        "score": member.score,
        "tier": member.tier,
        "tier_scores": tier.map(|tier| json!({
            "energy": tier.energy,
            "spend": tier.spend,
            "payment": tier.payment,
            "mean": tier.score,
        })),
        "cluster": member.cluster,
        "features": figures,
    })
}

/// Converts clusters to those of a segmentation run.
fn of_run(clustered: &Clustered) -> Found {
    Found {
        k: clustered.clusters.sizes.len(),
        assignments: clustered.clusters.assignments.clone(),
        centroids: clustered.centroids.concat(),
        mean: clustered.scale.mean.clone(),
        sd: clustered.scale.sd.clone(),
        fits: clustered.fits.clone(),
    }
}

/// Adds the features, the medians that fill gaps, and the traits of each cluster.
fn describe(answer: &mut Value, table: &FeatureTable, clustering: &Clustering) {
    let columns = &table.features;
    let in_units = |numbers: &[f64]| -> Vec<f64> {
        let pairs = columns.iter().zip(numbers);
        pairs.map(|(of, number)| in_its_unit(*of, *number)).collect()
    };
    let clusters = clustering.clusters.iter().map(|cluster| {
        let (centre, all) = (in_units(&cluster.centre), in_units(&clustering.mean));
        let told = cluster.traits.iter().map(|of| {
            json!({
                "feature": columns[of.column],
                "deviation": of.deviation,
                "value": centre[of.column],
                "mean": all[of.column],
            })
        });
        json!({
            "name": name(columns, &cluster.traits),
            "size": cluster.size,
            "value_share": cluster.value_share,
            "centroid": centre,
            "traits": told.collect::<Vec<_>>(),
        })
    });
    let filled = table.filled.iter().map(|filled| {
        json!({
            "feature": filled.feature,
            "missing": filled.missing,
            "median": in_its_unit(filled.feature, filled.median),
        })
    });
    let centroids = clustering.clusters.iter();
    answer["centroids"] = centroids.map(|cluster| in_units(&cluster.centre)).collect();
    answer["features"] = json!(columns);
    answer["clusters"] = clusters.collect();
    answer["filled"] = filled.collect();
    answer["unknown"] = json!(table.unknown);
    let sparse = table.sparse.iter();
    let sparse = sparse.map(|(feature, missing)| json!({ "feature": feature, "missing": missing }));
    answer["sparse"] = sparse.collect();
}

/// Names a cluster by its traits.
fn name(columns: &[Feature], traits: &[Trait]) -> String {
    let words = traits.iter().map(|of| {
        let side = if of.is_high() { "high" } else { "low" };
        format!("{side} {}", columns[of.column].name().replace('_', " "))
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "average".into() } else { words.join(", ") }
}

/// Converts a figure to its unit: energy is compared by its logarithm.
fn in_its_unit(feature: Feature, figure: f64) -> f64 {
    match feature {
        Feature::Energy => 10_f64.powf(figure),
        _ => figure,
    }
}

/// Returns the problems of the files as JSON.
fn listed(problems: &Problems, files: &[String]) -> Value {
    let problems = problems.list().iter().map(|problem| {
        json!({
            "file": files[problem.file as usize],
            "line": problem.line,
            "column": problem.column,
            "value": problem.value,
            "reason": problem.reason.name(),
        })
    });
    problems.collect()
}

/// Returns the subjects of segmentation, in the order of the portfolio.
fn subjects(
    portfolio: &PortfolioRecords,
    last_month: Option<Month>,
) -> Result<Vec<Subject>, Failure> {
    let mut meters: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for customer in &portfolio.customers {
        // Readings may name the customer instead of a supply point.
        meters.insert(customer.id.uuid(), vec![customer.id.uuid()]);
    }
    for point in &portfolio.supply_points {
        if let Some(customer) = point.customer {
            let meters = meters.entry(customer.uuid()).or_default();
            meters.push(point.id.uuid());
        }
    }
    let Some(last_month) = last_month else {
        let unread = |customer| Subject::of(customer, Features::default(), &Default::default());
        return Ok(portfolio.customers.iter().map(unread).collect());
    };
    let (year, month) = (last_month.year() as i16, last_month.month() as i8);
    let today =
        Date::new(year, month, last_month.days() as i8).map_err(|error| error.to_string())?;
    let PortfolioRecords { readings, bills, .. } = portfolio;
    let subject = |customer: &busbar_core::domain::Customer| {
        let about = CustomerFacts {
            meters: meters.remove(&customer.id.uuid()).unwrap_or_default(),
            contracted_capacity_kva: customer.contracted_capacity_kva,
            satisfaction: None,
        };
        let summary = account_summary(readings, bills, &about.meters, last_month, today);
        let features = features(readings, bills, &about, last_month, today);
        Subject::of(customer, features, &summary)
    };
    Ok(portfolio.customers.iter().map(subject).collect())
}
