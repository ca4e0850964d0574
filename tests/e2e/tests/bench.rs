//! Benchmark against other libraries in the same browser: every figure into `bench/*.json`, and all of them as a
//! table.

use std::{fs, path::Path};

use e2e::{
    Failure,
    engine::{Browser, Engine, Profile},
    figures::{self, middle, pretty, time},
    page::Page,
    server::Server,
    settings,
};
use serde_json::{Value, json};

/// Number of runs, of which the median counts.
const RUNS: usize = 5;

#[tokio::test(flavor = "multi_thread")]
async fn figures() -> Result<(), Failure> {
    let out = settings::out().join("bench");
    let engine = Engine::wanted()?;
    let profile = Profile::new(engine)?;
    let server = Server::start(&figures::site(&profile, &out)?).await?;
    let mut table = Table::default();

    let browser = Browser::open(engine, &profile).await?;
    let page = figures::open(&browser, &server).await?;

    let ask = json!({ "rows": 100_000, "columns": 8, "k": 8, "iterations": 50, "runs": RUNS });
    let k_means = figure(&page, &out, "k_means", ask).await?;
    table.add("k-means, 100 000 × 8, k = 8, 50 iterations", &k_means);

    let ask = json!({ "customers": 100_000, "runs": 3 });
    let store = figure(&page, &out, "store", ask).await?;
    table.add("saving 100 000 customers", &store["saving"]);
    table.add("reading 100 000 customers", &store["reading"]);

    let ask = json!({ "rows": 1_000_000, "runs": 3 });
    let parse = figure(&page, &out, "parse", ask).await?;
    table.add("taking 1 000 000 reading rows apart", &parse["parsed"]);
    table.add(
        "importing them: taken apart, checked, drafted (the other: taken apart alone)",
        &parse["imported"],
    );

    browser.close().await;
    figures::fill(engine, &profile, &server, figures::LARGE).await?;
    let starts = cold_starts(engine, &profile, &server).await?;
    fs::write(out.join("cold_start.json"), pretty(&starts))?;
    table.add_alone("cold start to the list of 10 000 customers", &starts["list"]);
    table.add_alone(
        "cold start to all their figures, 3 years of readings and bills",
        &starts["figures"],
    );

    table.add_sizes(&out.join("sizes.json"))?;
    println!("\n{}", table.markdown());
    fs::write(out.join("figures.md"), table.markdown())?;
    Ok(())
}

async fn figure(page: &Page, out: &Path, name: &str, ask: Value) -> Result<Value, Failure> {
    println!("· {name} …");
    let measured = figures::call(page, name, ask).await?;
    fs::write(out.join(format!("{name}.json")), pretty(&measured))?;
    Ok(measured)
}

/// Restarts the browser and opens the app, several times: measures when the list is usable, and when all figures
/// are there.
async fn cold_starts(engine: Engine, profile: &Profile, server: &Server) -> Result<Value, Failure> {
    const SEEN: &str = "const [seen, done] = arguments;
        const look = () => document.querySelector(seen)
            ? done(performance.now()) : requestAnimationFrame(look);
        look();";
    let mut times = json!({ "list": [], "figures": [] });
    // The first run installs the app on the device, as the first visit does, and does not count.
    for run in 0..=RUNS {
        for (name, address, seen) in
            [("list", "#/customers", ".list-row [role=gridcell]"), ("figures", "#/", ".today .row")]
        {
            let browser = Browser::open(engine, profile).await?;
            browser.client.goto(&format!("{}{address}", server.url())).await?;
            let page = Page::new(browser.client.clone())?;
            let time = page.script_later(SEEN, vec![json!(seen)]).await?;
            if run > 0
                && let Some(times) = times[name].as_array_mut()
            {
                times.push(time);
            }
            browser.close().await;
        }
    }
    Ok(times)
}

/// Selects the files that count.
type Choice = fn(&Value) -> bool;

#[derive(Default)]
struct Table(Vec<[String; 4]>);

impl Table {
    fn add(&mut self, what: &str, measured: &Value) {
        let [ours, other] = [0, 1].map(|place| middle(&measured[place]["times"]));
        let name = measured[1]["name"].as_str().unwrap_or_default();
        self.0.push([
            what.into(),
            time(ours),
            format!("{} ({name})", time(other)),
            format!("{:.1}", other / ours),
        ]);
    }

    fn add_alone(&mut self, what: &str, times: &Value) {
        let row = [what.into(), time(middle(times)), String::new(), String::new()];
        self.0.push(row);
    }

    fn add_sizes(&mut self, file: &Path) -> Result<(), Failure> {
        let sizes: Value = serde_json::from_slice(&fs::read(file)?)?;
        let sum = |is: Choice, of: &str| {
            let files = sizes.as_array().into_iter().flatten();
            let bytes: u64 =
                files.filter(|file| is(file)).filter_map(|file| file[of].as_u64()).sum();
            format!("{} kB", bytes.div_ceil(1000))
        };
        let rows: [(&str, Choice); 3] = [
            ("first load in all (page, style, app)", |file| file["is_first_load"] == true),
            ("wasm of the app", |file| {
                let name = file["file"].as_str().unwrap_or_default();
                name.ends_with(".wasm") && name.starts_with("app")
            }),
            ("wasm of the worker, with the first heavy work", |file| {
                let name = file["file"].as_str().unwrap_or_default();
                name.ends_with(".wasm") && name.starts_with("worker")
            }),
        ];
        for (what, is) in rows {
            let weight = format!("{} brotli, {} raw", sum(is, "brotli"), sum(is, "raw"));
            self.0.push([what.into(), weight, String::new(), String::new()]);
        }
        Ok(())
    }

    fn markdown(&self) -> String {
        let line = |cells: &[String; 4]| format!("| {} |", cells.join(" | "));
        let head = ["", "Busbar", "beside it", "times quicker"].map(str::to_owned);
        let rule = "| --- | --- | --- | --- |".to_owned();
        let lines: Vec<String> =
            [line(&head), rule].into_iter().chain(self.0.iter().map(line)).collect();
        lines.join("\n") + "\n"
    }
}
