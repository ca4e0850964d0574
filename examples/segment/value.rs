//! Who makes how much of the value.

use std::collections::BTreeMap;

use busbar::{
    analysis::pareto::{Pareto, pareto},
    domain::segment::{AbcClass, AbcCuts},
};
use serde_json::{Value, json};

use super::{command_line::Failure, table::Table};

/// `--cuts 80,95`
pub fn cuts(text: &str) -> Result<AbcCuts, Failure> {
    let wrong = || format!("--cuts: {text} should be two percentages, as in 80,95");
    let (a, b) = text.split_once(',').ok_or_else(wrong)?;
    let percent = |text: &str| text.trim().parse().map_err(|_| wrong());
    let cuts = AbcCuts::new(percent(a)?, percent(b)?);
    cuts.map_err(|what| format!("--cuts: {what}").into())
}

/// The classes of a list of values.
pub fn classes(table: &Table, cuts: AbcCuts) -> Result<Value, Failure> {
    Ok(answer(&pareto(&table.numbers, cuts)?, |place| {
        &table.ids[place]
    }))
}

/// A ranked list; `id` names the one at a place of it.
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
    let negative = pareto
        .negative
        .iter()
        .map(|one| json!({ "id": id(one.index), "value": one.value }));
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
