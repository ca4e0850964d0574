//! Scores of the columns of a survey.

use std::collections::BTreeMap;

use busbar_core::analysis::{
    ces::ces,
    confidence::is_indicative,
    cronbach_alpha::cronbach_alpha,
    csat::{TOP_BOXES, csat},
    importance_performance::{Attribute, importance_performance},
    mean::{Mean, row_means},
    nps::nps,
};
use serde_json::{Map, Value, json};

use super::columns::{Column, ColumnScore, items, rated};

/// Returns all scores as JSON.
pub fn of(columns: &[Column]) -> Value {
    let scores = |kind: ColumnScore, score: fn(&Column) -> Value| -> Map<String, Value> {
        columns
            .iter()
            .filter(|column| column.spec.kind == kind)
            .map(|column| (column.name.clone(), score(column)))
            .collect()
    };
    let means: Map<String, Value> =
        columns.iter().map(|column| (column.name.clone(), mean_score(column))).collect();
    json!({
        "csat": scores(ColumnScore::Csat, csat_score),
        "nps": scores(ColumnScore::Nps, nps_score),
        "ces": scores(ColumnScore::Ces, ces_score),
        "alpha": alpha_scores(columns),
        "means": means,
        "ipa": ipa(columns),
    })
}

fn csat_score(column: &Column) -> Value {
    let csat = csat(&column.answers, column.scale, TOP_BOXES);
    json!({
        "n": csat.map_or(0, |csat| csat.n),
        "top2": csat.map(|csat| csat.share),
        "wilson95": csat.map(|csat| csat.wilson95),
        "indicative": is_indicative(csat.map_or(0, |csat| csat.n)),
    })
}

fn nps_score(column: &Column) -> Value {
    let nps = nps(&column.answers);
    json!({
        "n": nps.map_or(0, |nps| nps.n()),
        "promoters": nps.map(|nps| nps.promoters.share),
        "passives": nps.map(|nps| nps.passives.share),
        "detractors": nps.map(|nps| nps.detractors.share),
        "nps": nps.map(|nps| nps.nps),
        "ci95": nps.map(|nps| nps.ci95),
        "indicative": is_indicative(nps.map_or(0, |nps| nps.n())),
    })
}

fn ces_score(column: &Column) -> Value {
    let ces = ces(&column.answers, column.scale);
    json!({
        "n": ces.map_or(0, |ces| ces.n),
        "mean": ces.map(|ces| ces.mean),
        "ci95": ces.and_then(|ces| ces.ci95),
        "indicative": is_indicative(ces.map_or(0, |ces| ces.n)),
    })
}

fn mean_score(column: &Column) -> Value {
    let mean = Mean::of(column.answers.iter().flatten().copied());
    json!({
        "n": mean.map_or(0, |mean| mean.n),
        "mean": mean.map(|mean| mean.mean),
        "sd": mean.and_then(|mean| mean.sd),
    })
}

fn alpha_scores(columns: &[Column]) -> Map<String, Value> {
    let mut groups = BTreeMap::<&str, Vec<&Column>>::new();
    for item in items(columns) {
        if let Some(group) = &item.spec.group {
            groups.entry(group).or_default().push(item);
        }
    }
    groups
        .into_iter()
        .map(|(group, items)| {
            let alpha = cronbach_alpha(&items);
            let score = json!({
                "k": alpha.k,
                "n": alpha.n,
                "raw": alpha.raw,
                "standardised": alpha.standardised,
            });
            (group.to_owned(), score)
        })
        .collect()
}

/// Returns importance and performance, or null if the columns do not have both.
fn ipa(columns: &[Column]) -> Value {
    let stated = stated_attributes(columns);
    let (importance, (names, attributes)) = if stated.0.is_empty() {
        ("derived", derived_attributes(columns))
    } else {
        ("stated", stated)
    };
    let Some(found) = importance_performance(&attributes) else {
        return Value::Null;
    };
    let attributes: Map<String, Value> = names
        .into_iter()
        .zip(attributes.iter().zip(&found.quadrants))
        .map(|(name, (attribute, quadrant))| {
            let attribute = json!({
                "n": attribute.n,
                "performance": attribute.performance,
                "importance": attribute.importance,
                "quadrant": quadrant.name(),
            });
            (name, attribute)
        })
        .collect();
    json!({
        "importance": importance,
        "cross_performance": found.cross_performance,
        "cross_importance": found.cross_importance,
        "performance_alike": found.is_performance_alike,
        "importance_alike": found.is_importance_alike,
        "attributes": attributes,
    })
}

/// Returns the items whose importance is asked, one by one or by group.
fn stated_attributes(columns: &[Column]) -> (Vec<String>, Vec<Attribute>) {
    columns
        .iter()
        .filter(|column| column.spec.kind == ColumnScore::Importance)
        .filter_map(|importance| {
            let (name, items) = rated(columns, importance)?;
            let attribute = Attribute::stated(&row_means(&items), &importance.answers)?;
            Some((name.to_owned(), attribute))
        })
        .unzip()
}

/// Returns the items, with importance derived from their correlation with the overall ratings.
fn derived_attributes(columns: &[Column]) -> (Vec<String>, Vec<Attribute>) {
    let of = |kind: ColumnScore| -> Vec<&Column> {
        let is_overall = |column: &&Column| {
            column.spec.kind == kind && column.spec.of.is_none() && column.spec.group.is_none()
        };
        columns.iter().filter(is_overall).collect()
    };
    let named = of(ColumnScore::Importance);
    let overall = row_means(&if named.is_empty() { of(ColumnScore::Csat) } else { named });
    items(columns)
        .filter_map(|item| Some((item.name.clone(), Attribute::derived(&item.answers, &overall)?)))
        .unzip()
}
