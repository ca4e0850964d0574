//! Value classes: each customer's share of the value.

use std::collections::BTreeMap;

use busbar_core::{
    analysis::pareto::{Pareto, pareto},
    domain::segment::{AbcClass, AbcCuts},
};
use serde_json::{Value, json};

use super::table::Table;
use crate::input::Failure;

/// Parses two percentages, as in `80,95`.
pub fn parse_cuts(text: &str) -> Result<AbcCuts, String> {
    let wrong = || "not two percentages; write them as 80,95".to_owned();
    let (a, b) = text.split_once(',').ok_or_else(wrong)?;
    let percent = |text: &str| text.trim().parse().map_err(|_| wrong());
    AbcCuts::new(percent(a)?, percent(b)?).map_err(|error| error.to_string())
}

/// Returns the classes of a list of values as JSON.
pub fn classes(table: &Table, cuts: AbcCuts) -> Result<Value, Failure> {
    Ok(answer(&pareto(&table.numbers, cuts)?, |place| &table.ids[place]))
}

/// Returns a ranked list as JSON; `id` gives the id of a row.
pub fn answer<'a>(pareto: &Pareto, id: impl Fn(usize) -> &'a str) -> Value {
    let class = |class: &AbcClass| {
        let held = pareto.class(*class);
        let told = json!({ "count": held.count, "share": held.share });
        (class.name(), told)
    };
    let classes: BTreeMap<&str, Value> = AbcClass::ALL.iter().map(class).collect();
    let items = pareto.everybody().map(|item| {
        json!({
            "id": id(item.index),
            "value": item.value,
            "share": item.share,
            "cumulative": item.cumulative,
            "class": item.class.name(),
        })
    });
    let negative =
        pareto.negative.iter().map(|one| json!({ "id": id(one.index), "value": one.value }));
    json!({
        "total": pareto.total,
        "gini": pareto.gini,
        "customers_at_80": pareto.customers_at(80.0),
        "classes": classes,
        "items": items.collect::<Vec<_>>(),
        "negative": {
            "count": pareto.negative.len(),
            "total": pareto.negative_total(),
            "items": negative.collect::<Vec<_>>(),
        },
    })
}
