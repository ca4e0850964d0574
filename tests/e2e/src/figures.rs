//! Shared parts of `cargo xtask bench`: the benchmark page, portfolios of any size, and formatting of times.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{
    Failure,
    engine::{Browser, Engine, Profile},
    page::Page,
    server::Server,
    settings,
    site::copy,
    visit::console,
};

/// Size of a sample portfolio.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Customers.
    pub customers: usize,
    /// Months of readings and bills.
    pub months: usize,
    /// Days of visits.
    pub visit_days: usize,
    /// Days of requests.
    pub request_days: usize,
}

/// Portfolio of the tour.
pub const TOUR: Size = Size { customers: 60, months: 36, visit_days: 400, request_days: 400 };

/// 10 000 customers with 50 000 visits and 20 000 requests.
pub const LARGE: Size =
    Size { customers: 10_000, months: 36, visit_days: 570, request_days: 1_096 };

/// 100 000 customers with 50 000 visits.
pub const HUGE: Size = Size { customers: 100_000, months: 1, visit_days: 60, request_days: 60 };

/// Returns the built site with the benchmark page beside it.
///
/// # Errors
/// If that page is not built.
pub fn site(profile: &Profile, out: &Path) -> Result<PathBuf, Failure> {
    let site = profile.folder().join("site");
    copy(&settings::site(), &site)?;
    copy(&out.join("page"), &site).map_err(|error| {
        format!("the page of the figures is not built ({error}): `cargo xtask bench` does it")
    })?;
    Ok(site)
}

/// Opens the benchmark page.
///
/// # Errors
/// If it does not load, with the browser's messages.
pub async fn open(browser: &Browser, server: &Server) -> Result<Page, Failure> {
    let address = format!("{}bench.html", server.url());
    browser.client.goto(&address).await?;
    let page = Page::new(browser.client.clone())?;
    let ready = page
        .patient(30)
        .until("the page of the figures", async || {
            let ready = page.script("return !!window.figures", vec![]).await?;
            Ok((ready == json!(true)).then_some(()))
        })
        .await;
    if let Err(failure) = ready {
        let said = console(browser).await?.join("\n");
        return Err(format!("{failure}\n{said}").into());
    }
    Ok(page)
}

/// Runs a benchmark.
///
/// # Errors
/// The error of the page.
pub async fn call(page: &Page, name: &str, ask: Value) -> Result<Value, Failure> {
    const CALL: &str = "const [name, ask, done] = arguments;
        window.figures[name](ask).then(
            (measured) => done({ measured }),
            (error) => done({ failed: String(error?.stack ?? error) }))";
    let mut answer = page.script_later(CALL, vec![json!(name), ask]).await?;
    match answer["failed"].as_str() {
        Some(failed) => Err(format!("{name}: {failed}").into()),
        None => Ok(answer["measured"].take()),
    }
}

/// Fills the app's own database; returns the number of records of each kind.
///
/// # Errors
/// As [`call`].
pub async fn fill(
    engine: Engine,
    profile: &Profile,
    server: &Server,
    size: Size,
) -> Result<Value, Failure> {
    let browser = Browser::open(engine, profile).await?;
    let page = open(&browser, server).await?;
    let ask = json!({
        "customers": size.customers,
        "months": size.months,
        "visit_days": size.visit_days,
        "request_days": size.request_days,
    });
    let counts = call(&page, "fill", ask).await;
    browser.close().await;
    counts
}

fn sorted(times: &Value) -> Vec<f64> {
    let all = times.as_array().into_iter().flatten();
    let mut times: Vec<f64> = all.filter_map(Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Returns the median of some times, in milliseconds.
pub fn middle(times: &Value) -> f64 {
    let times = sorted(times);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Returns the longest of some times, in milliseconds.
pub fn worst(times: &Value) -> f64 {
    sorted(times).last().copied().unwrap_or(f64::NAN)
}

/// Formats a time for a table.
pub fn time(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{:.2} s", milliseconds / 1000.0)
    }
}

/// Formats a value for a file.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
