//! The app's own code for the comparison with other libraries: one call per figure, made by `figures.mjs`, which
//! also measures the time. Preparation is a call of its own, so that it is not measured.

use std::{cell::RefCell, collections::BTreeMap, error::Error, rc::Rc};

use busbar::{
    platform::{
        clock,
        idb::Idb,
        pool::{JobAttachment, Pool},
        random,
    },
    state::workspace::DATABASE,
};
use busbar_core::{
    analysis::k_means::KMeansParams,
    domain::{
        Customer, Record, Value,
        draft::{Block, Draft, RecordBlock},
        id::IdSequence,
    },
    exchange::{FileOpening, Options, inspect, opening::open, source::Source},
    messages::{Job, KMeansJob, Outcome, import::PlanJob},
    sample::{self, SampleParams},
    storage::{Ledger, seal::Plain},
    sync::Writer,
};
use js_sys::{Array, Float64Array, Function, Promise, Reflect, Uint8Array};
use serde_json::{Map, json};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::future_to_promise;

type Failure = Box<dyn Error>;

/// Database of the benchmark; the app has its own.
const BENCH: &str = "busbar-bench";

#[derive(Default)]
struct Prepared {
    draft: Draft,
    pool: Pool,
    /// Records read, kept as the page keeps them; the other library's are left to the browser.
    read: Vec<Vec<Customer>>,
}

thread_local! {
    static PREPARED: RefCell<Prepared> = RefCell::default();
}

fn main() {
    console_error_panic_hook::set_once();
    let call =
        Closure::<dyn Fn(String, JsValue) -> Promise>::new(|name: String, given: JsValue| {
            future_to_promise(async move {
                let answer = call(&name, given).await;
                answer.map_err(|failure| JsValue::from_str(&failure.to_string()))
            })
        });
    let global = js_sys::global();
    // The page waits for it; nothing else can be done if it cannot be set.
    let _ = Reflect::set(&global, &"busbar".into(), call.as_ref());
    call.forget();
    if let Some(ready) = Reflect::get(&global, &"busbarIsReady".into())
        .ok()
        .and_then(|ready| ready.dyn_into::<Function>().ok())
    {
        let _ = ready.call0(&global);
    }
}

async fn call(name: &str, given: JsValue) -> Result<JsValue, Failure> {
    match name {
        "cluster" => cluster(&given).await,
        "make_customers" => make_customers(number(&given)),
        "save_customers" => save_customers().await,
        "read_customers" => read_customers().await,
        "parse" => parse(&Uint8Array::new(&given).to_vec()),
        "import" => import(given).await,
        "fill" => fill(&given).await,
        _ => Err(format!("no such figure: {name}").into()),
    }
}

fn number(given: &JsValue) -> usize {
    given.as_f64().unwrap_or_default() as usize
}

/// Clusters in the app's worker; takes `[points, columns, k, iterations]` and returns the inertia.
async fn cluster(given: &JsValue) -> Result<JsValue, Failure> {
    let given = Array::from(given);
    let points = Float64Array::new(&given.get(0)).to_vec();
    let job = KMeansJob {
        columns: number(&given.get(1)) as u32,
        params: KMeansParams::new(number(&given.get(2)))
            .starts(1)
            .max_iterations(number(&given.get(3))),
        standardise: false,
        silhouette: false,
    };
    let pool = PREPARED.with_borrow(|prepared| prepared.pool.clone());
    let points = JobAttachment::Numbers(Rc::new(points));
    match pool.run(Job::KMeans(job), vec![points], |_| ()).await? {
        (Outcome::KMeans(clusters), _) => Ok(clusters.inertia.into()),
        _ => Err("another outcome".into()),
    }
}

/// Generates customers, ready to be saved; returns the same as JSON, for the other library.
fn make_customers(count: usize) -> Result<JsValue, Failure> {
    let params = SampleParams { customers: count, months: 1, ..SampleParams::tour(clock::today()) };
    let mut draft = portfolio(&params);
    draft.blocks.retain(
        |block| matches!(block, Block::Records(block) if block.kind == Customer::RECORD_KIND),
    );
    let blocks = draft.blocks.iter().filter_map(records);
    let customers: Vec<serde_json::Value> = customers(blocks.cloned()).iter().map(plain).collect();
    PREPARED.with_borrow_mut(|prepared| prepared.draft = draft);
    Ok(serde_json::to_string(&customers)?.into())
}

fn portfolio(params: &SampleParams) -> Draft {
    sample::portfolio(params, &mut IdSequence::after(random::uuid()))
}

const fn records(block: &Block) -> Option<&RecordBlock> {
    match block {
        Block::Records(block) => Some(block),
        _ => None,
    }
}

fn customers(blocks: impl Iterator<Item = RecordBlock>) -> Vec<Customer> {
    blocks
        .filter(|block| block.kind == Customer::RECORD_KIND)
        .flat_map(RecordBlock::unpack)
        .collect()
}

fn plain(customer: &Customer) -> serde_json::Value {
    let mut fields = Map::new();
    fields.insert("id".into(), json!(customer.id.uuid().to_string()));
    for (name, value) in Customer::FIELDS.iter().zip(customer.values()) {
        let value = match value {
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Bool(is) => json!(is),
            _ => continue,
        };
        fields.insert((*name).into(), value);
    }
    fields.into()
}

/// Writes the prepared customers as one change: state, history and outbox.
async fn save_customers() -> Result<JsValue, Failure> {
    Idb::delete(BENCH).await?;
    let draft = PREPARED.with_borrow(|prepared| prepared.draft.clone());
    write(BENCH, draft).await
}

async fn write(database: &str, draft: Draft) -> Result<JsValue, Failure> {
    let store = Idb::open(database, || (), || ()).await?;
    let ledger = Ledger::open(store.clone(), Plain, Writer(random::uuid())).await?;
    ledger.write(draft, "", clock::now_millis()).await?;
    store.close();
    Ok(JsValue::UNDEFINED)
}

/// Reads every customer, as the app does at start; returns their number.
async fn read_customers() -> Result<JsValue, Failure> {
    let store = Idb::open(BENCH, || (), || ()).await?;
    let ledger = Ledger::open(store.clone(), Plain, Writer(random::uuid())).await?;
    let snapshot = ledger.snapshot().await?;
    let read = customers(snapshot.blocks.into_iter());
    store.close();
    let count = read.len() as f64;
    PREPARED.with_borrow_mut(|prepared| prepared.read.push(read));
    Ok(count.into())
}

/// Splits a text into cells, on the page itself; returns `[rows, cells]`.
fn parse(bytes: &[u8]) -> Result<JsValue, Failure> {
    let source = open(bytes, &FileOpening::default()).map_err(|reason| reason.name())?;
    let Source::Text { .. } = source else {
        return Err("not a text".into());
    };
    let (mut count, mut cells) = (0_u32, 0_u32);
    let mut rows = source.rows();
    while let Some(Ok(row)) = rows.next_row() {
        count += 1;
        cells += row.cells().filter(|cell| !cell.is_empty()).count() as u32;
    }
    Ok(Array::of2(&count.into(), &cells.into()).into())
}

/// Runs the import of a file up to the user's confirmation, in the app's worker: splits it, checks every cell,
/// and drafts the changes. Returns the number of rows to be added.
async fn import(file: JsValue) -> Result<JsValue, Failure> {
    let file: web_sys::Blob = file.dyn_into().map_err(|_| "not a file")?;
    let pool = PREPARED.with_borrow(|prepared| prepared.pool.clone());
    let head = "customer_id,month,kwh,peak_kw\n1,2024-01,1,1\n";
    let seen = inspect(head.as_bytes(), &FileOpening::default(), None, |_| Default::default())
        .map_err(|reason| reason.name())?;
    let job = PlanJob {
        files: vec![(FileOpening::default(), seen.mapping)],
        options: Options { create_unknown: true, ..Options::default() },
        secret: random::secret(),
    };
    let files = vec![JobAttachment::File(file)];
    match pool.run(Job::Plan(job), files, |_| ()).await? {
        (Outcome::Planned(Ok(planned)), _) => {
            let added: u64 = planned.counts.iter().map(|counts| counts.added).sum();
            Ok((added as f64).into())
        }
        (outcome, _) => Err(format!("another outcome: {outcome:?}").into()),
    }
}

/// Fills the app's own database with a sample portfolio; takes `[customers, months, days of visits, days of
/// requests]` and returns the number of records of each kind.
async fn fill(given: &JsValue) -> Result<JsValue, Failure> {
    let given = Array::from(given);
    let [customers, months, field_work_days, request_days] =
        [0, 1, 2, 3].map(|place| number(&given.get(place)));
    let draft = portfolio(&SampleParams {
        customers,
        months,
        field_work_days,
        request_days,
        ..SampleParams::tour(clock::today())
    });
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for block in draft.blocks.iter().filter_map(records) {
        *counts.entry(&block.kind).or_default() += block.ids.len();
    }
    let counts = serde_json::to_string(&counts)?;
    Idb::delete(DATABASE).await?;
    write(DATABASE, draft).await?;
    Ok(counts.into())
}
