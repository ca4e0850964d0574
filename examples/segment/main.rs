//! Segmentation as a command-line program: CSV in, JSON on standard output; errors on standard error
//! with exit code 2. The numbers are the analysis room's; only reading and writing live here.
//!
//! ```text
//! segment --features FILE.csv [--k N|auto] [--seed S] [--starts 20]
//! segment --value FILE.csv [--cuts 80,95]
//! segment --portfolio --customers C.csv --readings R.csv [--bills B.csv] [--k N|auto] [--seed S] [--starts 20]
//! ```

#[path = "../command_line/mod.rs"]
mod command_line;
#[path = "../command_line/options.rs"]
mod options;
mod portfolio;

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    process::ExitCode,
};

use busbar::{
    analysis::{
        k_means::{Clusters, KMeansParams},
        matrix::Matrix,
        pareto::pareto,
        silhouette::{FitOfK, best_by_silhouette, silhouette},
        standardise::standardise,
    },
    domain::segment::{AbcClass, AbcCuts},
};
use command_line::{Failure, say};
use options::Options;
use serde_json::{Value, json};

fn main() -> ExitCode {
    say("segment", answer(std::env::args().skip(1)))
}

const USAGE: &str = "usage: segment --features FILE.csv [--k N|auto] [--seed S] [--starts 20]
       segment --value FILE.csv [--cuts 80,95]
       segment --portfolio --customers C.csv --readings R.csv [--bills B.csv] [--k N|auto] [--seed S] [--starts 20]";

/// The answer to these arguments.
pub fn answer(arguments: impl Iterator<Item = String>) -> Result<Value, Failure> {
    let (flags, arguments): (Vec<_>, Vec<_>) = arguments.partition(|word| word == "--portfolio");
    let mut options = Options::read(arguments.into_iter(), USAGE)?;
    let answer = if !flags.is_empty() {
        let how = Clustering::read(&mut options)?;
        let mut files = Vec::new();
        for name in ["--customers", "--readings"] {
            let file = options.take(name);
            files.push(file.ok_or_else(|| format!("{name} is missing\n{USAGE}"))?);
        }
        files.extend(options.take("--bills"));
        options.finish()?;
        portfolio::portfolio(&files, how)?
    } else if let Some(file) = options.take("--features") {
        let how = Clustering::read(&mut options)?;
        options.finish()?;
        clusters(&Table::read(&file, None)?, how)?
    } else if let Some(file) = options.take("--value") {
        let cuts = options
            .take("--cuts")
            .map_or(Ok(AbcCuts::default()), |text| cuts(&text))?;
        options.finish()?;
        classes(&Table::read(&file, Some(1))?, cuts)?
    } else {
        return Err(USAGE.into());
    };
    Ok(answer)
}

/// Ids and the numbers beside them.
struct Table {
    ids: Vec<String>,
    columns: usize,
    numbers: Vec<f64>,
}

impl Table {
    /// Reads a CSV file: an id, then numbers. A first line that has anything else than numbers after
    /// its id is taken as headings.
    fn read(file: &str, columns: Option<usize>) -> Result<Self, Failure> {
        let text = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text);
        let mut table = Self {
            ids: Vec::new(),
            columns: 0,
            numbers: Vec::new(),
        };
        let mut seen = HashSet::new();
        for (place, row) in reader.records().enumerate() {
            let row = row.map_err(|error| format!("{file}: {error}"))?;
            let line = row.position().map_or(0, csv::Position::line);
            let fail = |what: String| -> Failure { format!("{file}, line {line}: {what}").into() };
            if place == 0 {
                table.columns = row.len() - 1;
                if table.columns == 0 || columns.is_some_and(|columns| columns != table.columns) {
                    let wanted = columns.map_or("one or more".into(), |n| n.to_string());
                    let found = table.columns;
                    return Err(fail(format!(
                        "needs an id and {wanted} columns of numbers, has {found} beside the id"
                    )));
                }
                if row.iter().skip(1).any(|cell| cell.parse::<f64>().is_err()) {
                    continue;
                }
            }
            let id = row.get(0).unwrap_or_default();
            if id.is_empty() {
                return Err(fail("the id is missing".into()));
            }
            if !seen.insert(id.to_owned()) {
                return Err(fail(format!("the id {id} is there twice")));
            }
            for cell in row.iter().skip(1) {
                let number = cell.parse::<f64>().ok().filter(|number| number.is_finite());
                let number = number.ok_or_else(|| fail(format!("'{cell}' is not a number")))?;
                table.numbers.push(number);
            }
            table.ids.push(id.to_owned());
        }
        if table.ids.is_empty() {
            return Err(format!("{file}: there are no rows").into());
        }
        Ok(table)
    }
}

/// `--cuts 80,95`
fn cuts(text: &str) -> Result<AbcCuts, Failure> {
    let wrong = || format!("--cuts: {text} should be two percentages, as in 80,95");
    let (a, b) = text.split_once(',').ok_or_else(wrong)?;
    let (a, b) = (a.trim().parse(), b.trim().parse());
    Ok(AbcCuts::new(
        a.map_err(|_| wrong())?,
        b.map_err(|_| wrong())?,
    )?)
}

fn classes(table: &Table, cuts: AbcCuts) -> Result<Value, Failure> {
    let pareto = pareto(&table.numbers, cuts)?;
    let classes: BTreeMap<&str, Value> = AbcClass::ALL
        .iter()
        .map(|class| {
            let held = pareto.class(*class);
            (
                class.name(),
                json!({ "count": held.count, "share": held.share }),
            )
        })
        .collect();
    let items: Vec<Value> = pareto
        .ranked
        .iter()
        .map(|item| {
            json!({
                "id": table.ids[item.index],
                "value": item.value,
                "share": item.share,
                "cumulative": item.cumulative,
                "class": item.class.name(),
            })
        })
        .collect();
    let at_80 = pareto.customers_at(80.0);
    Ok(json!({
        "total": pareto.total,
        "gini": pareto.gini,
        "customers_at_80": at_80,
        "share_of_customers_at_80": at_80 as f64 / items.len() as f64,
        "classes": classes,
        "items": items,
    }))
}

/// How to cluster; without a k the silhouette chooses it.
#[derive(Clone, Copy)]
struct Clustering {
    k: Option<usize>,
    seed: u64,
    starts: usize,
}

impl Clustering {
    /// The k that are tried when none is given.
    const MOST: usize = 8;

    fn read(options: &mut Options) -> Result<Self, Failure> {
        let k = match options.take("--k").as_deref() {
            None | Some("auto") => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|_| format!("--k: {text} is neither auto nor a number"))?,
            ),
        };
        Ok(Self {
            k,
            seed: options.number("--seed")?.unwrap_or(0),
            starts: options.number("--starts")?.unwrap_or(20),
        })
    }
}

fn clusters(table: &Table, how: Clustering) -> Result<Value, Failure> {
    let (points, scale) = standardise(&Matrix::new(table.columns, table.numbers.clone())?)?;
    let tried = match how.k {
        Some(k) => k..=k,
        None => {
            let distinct = points.distinct(Clustering::MOST);
            distinct.min(2)..=distinct
        }
    };
    let mut fits = Vec::new();
    let mut found: Vec<Clusters> = Vec::new();
    for k in tried {
        let clusters = KMeansParams::new(k)
            .seed(how.seed)
            .starts(how.starts)
            .check()?
            .fit(&points)?;
        let silhouette = silhouette(&points, &clusters.assignments, how.seed);
        fits.push(FitOfK {
            k,
            inertia: clusters.inertia,
            silhouette,
        });
        found.push(clusters);
    }
    let k = best_by_silhouette(&fits);
    let chosen = fits
        .iter()
        .position(|fit| k.is_none_or(|k| fit.k == k))
        .unwrap_or_default();
    let (fit, clusters) = (fits[chosen], &found[chosen]);
    let assignments: BTreeMap<&str, u32> = table
        .ids
        .iter()
        .map(String::as_str)
        .zip(clusters.assignments.iter().copied())
        .collect();
    let centroids: Vec<Vec<f64>> = clusters
        .centroids
        .iter()
        .map(|centre| scale.restore(centre))
        .collect();
    Ok(json!({
        "k": fit.k,
        "seed": how.seed,
        "inertia": fit.inertia,
        "silhouette": fit.silhouette,
        "sizes": clusters.sizes,
        "centroids": centroids,
        "assignments": assignments,
        "by_k": fits,
    }))
}
