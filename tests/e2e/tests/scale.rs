//! Cost of importing 100 000 customers on the page: memory of its process, and time during which it does not
//! respond. Results in `bench/scale.json`, and as a table in `bench/scale.md`.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use e2e::{
    Failure,
    engine::{Browser, Engine, MemoryWatch, Profile},
    expect,
    figures::{pretty, time},
    import::{look_at, write},
    page::Page,
    server::Server,
    settings,
};
use serde_json::{Value, json};

const CUSTOMERS: usize = 100_000;
const MONTHS: usize = 12;

/// Time limit of a step, seconds.
const PATIENCE: u64 = 400;

/// Sort columns, by the index of their heading.
const COLUMNS: [(usize, &str); 3] =
    [(1, "sorting by name"), (2, "sorting by class"), (3, "sorting by industry")];

/// Returns the measurements of one step.
fn step(memory: &MemoryWatch, name: &str, stood_still: &Value) -> Value {
    let (peak, now) = (memory.peak(), memory.now());
    let longest = stood_still["longest"].as_f64().unwrap_or_default();
    println!(
        "· {name}: peak {peak} MB, now {now} MB, longest task {}, {} above 100 ms",
        time(longest),
        stood_still["above_100_ms"],
    );
    json!({
        "step": name,
        "peak_mb": peak,
        "now_mb": now,
        "longest_ms": longest,
        "above_100_ms": stood_still["above_100_ms"],
    })
}

/// Watches for tasks that block the page.
async fn watch(page: &Page) -> Result<(), Failure> {
    const WATCH: &str = "window.stoodStill = [];
        new PerformanceObserver((list) => window.stoodStill.push(...list.getEntries().map((e) => e.duration)))
            .observe({ type: 'longtask' });";
    page.script(WATCH, vec![]).await.map(drop)
}

/// Returns the blocking tasks since the last call.
async fn stood_still(page: &Page) -> Result<Value, Failure> {
    const TAKE: &str = "const done = arguments[0];
        setTimeout(() => {
            const all = window.stoodStill.splice(0);
            done({ longest: Math.max(0, ...all), above_100_ms: all.filter((ms) => ms > 100).length });
        }, 200);";
    page.script_later(TAKE, vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_customers_come_in() -> Result<(), Failure> {
    let out = settings::out().join("bench");
    fs::create_dir_all(&out)?;
    let engine = Engine::wanted()?;
    let profile = Profile::new(engine)?;
    let server = Server::start(&settings::site()).await?;
    let files = files(profile.folder())?;
    let browser = Browser::open(engine, &profile).await?;
    let memory = browser.watch_memory();
    let page = Page::new(browser.client.clone())?.patient(PATIENCE);
    page.work_here(&server.url()).await?;
    page.open(&format!("{}#/import", server.url())).await?;
    watch(&page).await?;
    let mut steps = vec![step(&memory, "before", &json!({}))];

    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let totals = look_at(&page, &files).await?;
    let rows = CUSTOMERS * (1 + 2 * MONTHS);
    expect(totals.added == rows, || format!("{totals:?} of {rows}"))?;
    steps.push(step(&memory, "looked through", &stood_still(&page).await?));

    write(&page).await?;
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    steps.push(step(&memory, "written", &stood_still(&page).await?));

    page.go("#/customers").await?;
    page.until("the list", async || {
        let is_there =
            page.script("return !!document.querySelector('.list-row [role=gridcell]')", vec![]);
        Ok((is_there.await? == json!(true)).then_some(()))
    })
    .await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    steps.push(step(&memory, "the list", &stood_still(&page).await?));
    for (column, name) in COLUMNS {
        let press = format!("[role=columnheader]:nth-child({column}) button");
        let asked = vec![json!(press), json!(""), json!(".list-row")];
        let taken = page.script_later(include_str!("../src/tap.js"), asked).await?;
        expect(taken["taken"].is_number(), || format!("{name}: {taken}"))?;
        let mut measured = step(&memory, name, &stood_still(&page).await?);
        measured["tap_ms"] = taken["taken"].clone();
        steps.push(measured);
    }
    browser.close().await;

    let browser = Browser::open(engine, &profile).await?;
    let memory = browser.watch_memory();
    let page = Page::new(browser.client.clone())?.patient(PATIENCE);
    page.client().goto(&format!("{}#/", server.url())).await?;
    watch(&page).await?;
    page.stands().await?;
    tokio::time::sleep(std::time::Duration::from_secs(8)).await;
    steps.push(step(&memory, "opened again", &stood_still(&page).await?));
    browser.close().await;

    let table = table(&steps);
    println!("\n{table}");
    fs::write(out.join("scale.md"), table)?;
    fs::write(out.join("scale.json"), pretty(&json!(steps)))?;
    Ok(())
}

fn table(steps: &[Value]) -> String {
    let mut table =
        "| 100 000 customers | peak of memory | memory | longest task | above 100 ms | tap |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
            .to_owned();
    for step in steps {
        let number = |name: &str| step[name].as_f64().unwrap_or_default();
        let tap = step["tap_ms"].as_f64().map(time).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} MB | {} MB | {} | {} | {tap} |",
            step["step"].as_str().unwrap_or_default(),
            number("peak_mb"),
            number("now_mb"),
            time(number("longest_ms")),
            number("above_100_ms"),
        );
    }
    table
}

/// Writes the files of a billing system: customers, and a year of their readings and bills.
fn files(folder: &Path) -> Result<[PathBuf; 3], Failure> {
    let paths = ["customers.csv", "readings.csv", "bills.csv"].map(|name| folder.join(name));
    let mut texts = [
        "客户编号,客户名称,行业,电压等级,合同容量,区域\n",
        "客户编号,月份,电量,尖电量,峰电量,平电量,谷电量,最大需量,无功电量\n",
        "客户编号,月份,应收电费,截止日,缴费日\n",
    ]
    .map(str::to_owned);
    let [customers, readings, bills] = &mut texts;
    for customer in 0..CUSTOMERS {
        let key = 3_400_000_000_u64 + customer as u64;
        let size = 1_000.0 + (customer * 7_919 % 100_003) as f64;
        let industry = ["纺织业", "化学原料", "水泥制造", "医院", "商业"][customer % 5];
        let region = ["埇桥", "灵璧", "泗县", "砀山"][customer % 4];
        writeln!(
            customers,
            "{key},云川{customer}号有限公司,{industry},10kV,{},{region}",
            size.round()
        )?;
        for month in 1..=MONTHS {
            let energy = size * (90.0 + month as f64);
            writeln!(
                readings,
                "{key},2025-{month:02},{energy:.1},{:.1},{:.1},{:.1},{:.1},{:.1},{:.1}",
                energy * 0.125,
                energy * 0.25,
                energy * 0.375,
                energy * 0.25,
                size * 0.5,
                energy * 0.25,
            )?;
            writeln!(
                bills,
                "{key},2025-{month:02},{:.2},2025-{month:02}-25,2025-{month:02}-20",
                energy * 0.62
            )?;
        }
    }
    for (path, text) in paths.iter().zip(texts) {
        fs::write(path, text)?;
    }
    Ok(paths)
}
