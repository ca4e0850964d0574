//! Time from a tap until its result is on the screen, with a large portfolio and with the small one of the tour,
//! in the same run: every screen and its main taps. Results in `bench/taps.json`, and as a table in
//! `bench/taps.md`.

use std::{fs, time::Duration};

use e2e::{
    Failure,
    engine::{Browser, Engine, Profile},
    expect,
    figures::{self, Size, middle, pretty, time},
    page::Page,
    server::Server,
    settings,
};
use serde_json::{Value, json};

/// Placeholder for the next working day in an address.
const WORKDAY: &str = "{workday}";

/// Number of repetitions of each tap; the first one finds nothing cached.
const ROUNDS: usize = 5;

/// A tap.
struct Tap {
    name: &'static str,
    /// Start: an address, and a selector that is present once it is ready; `None` to continue where the last tap
    /// ended.
    from: Option<(&'static str, &'static str)>,
    press: &'static str,
    /// Text to type instead of a tap.
    write: &'static str,
    /// Selector of the result.
    shows: &'static str,
}

const fn tap(name: &'static str, press: &'static str, shows: &'static str) -> Tap {
    Tap { name, from: None, press, write: "", shows }
}

impl Tap {
    const fn from(self, address: &'static str, stands: &'static str) -> Self {
        Self { from: Some((address, stands)), ..self }
    }

    const fn write(self, text: &'static str) -> Self {
        Self { write: text, ..self }
    }
}

const FOUND: &str = ".list-line small[role=status]";
const PART: &str = ".customer-part";

const TAPS: &[Tap] = &[
    tap("today", ".rail a[href='#/']:not(.rail-mark)", ".today .row")
        .from("#/settings", ".settings .card"),
    tap("customers", ".rail a[href='#/customers']", ".list-row [role=gridcell]"),
    tap("customers by name", "[role=columnheader]:first-child button", ".list-row"),
    tap("customers of class A", ".filters .chip", FOUND),
    tap("customers found", ".list-find input", FOUND)
        .from("#/customers", "[role=gridcell]")
        .write("有限"),
    tap("customers found, another word", ".list-find input", FOUND).write("纺织"),
    tap("a customer", ".list-row:nth-child(3)", ".customer h1")
        .from("#/customers", "[role=gridcell]"),
    tap("another beside the list", ".split-list .list-row:nth-child(6)", ".customer h1"),
    tap("its use", ".tabs a[href*='tab=use']", PART),
    tap("its bills", ".tabs a[href*='tab=bills']", PART),
    tap("its visits", ".tabs a[href*='tab=visits']", PART),
    tap("its timeline", ".tabs a[href*='tab=timeline']", PART),
    tap("its timeline, one strand", ".customer-part .chip", PART),
    tap("its requests", ".tabs a[href*='tab=requests']", PART),
    tap("its promises", ".tabs a[href*='tab=promises']", PART),
    tap("its facts", ".tabs a[href*='tab=facts']", PART),
    tap("its supply points", ".tabs a[href*='tab=points']", PART),
    tap("its people", ".tabs a[href*='tab=contacts']", PART),
    tap("its supply", ".tabs a[href*='tab=supply']", PART),
    tap("its history", ".tabs a[href*='tab=history']", PART),
    tap("its satisfaction", ".tabs a[href*='tab=satisfaction']", PART),
    tap("what matters now", ".customer .tabs a:first-child", PART),
    tap("its segment", ".tabs a[href*='tab=segment']", PART),
    tap("visits", ".rail a[href='#/visits']", ".visit-due .row").from("#/", ".today .row"),
    tap("the week before", ".visit-calendar .tools button:nth-of-type(1)", ".visit-calendar h2"),
    tap(
        "visits by month",
        ".visit-calendar .choice label:last-of-type input",
        ".visit-days.by-month",
    ),
    tap("another day", ".visit-day:not(.chosen) .visit-date", ".visit-day.chosen"),
    tap("more that are due", ".visit-due ~ .button, .visit-due ~ * .button", ".visit-due"),
    tap("a visit", ".visit-rows .row-text a", ".page.visit h1")
        .from("#/visits?day={workday}", ".visit-rows .row-text a"),
    tap("requests", ".rail a[href='#/requests']", ".board-card").from("#/", ".today .row"),
    tap("requests by department", ".requests-head .choice label:nth-of-type(2) input", ".board"),
    tap(
        "requests as a list",
        ".requests-head .choice label:nth-of-type(3) input",
        "[role=gridcell]",
    ),
    tap("requests by customer", "[role=columnheader]:nth-child(2) button", ".list-row"),
    tap("late requests", ".filters .chip", FOUND).from("#/requests?view=list", "[role=gridcell]"),
    tap("closed requests", ".filters > .chip:last-of-type", FOUND)
        .from("#/requests?view=list", "[role=gridcell]"),
    tap("requests found", ".requests-tools input", FOUND)
        .from("#/requests?view=list", "[role=gridcell]")
        .write("增容"),
    tap("a request", ".board .list-row", ".page.request h1").from("#/requests", ".board-card"),
    tap("another request", ".split-list .list-row:nth-child(4)", ".page.request h1"),
    tap("promises", ".today a[href='#/actions']", "main .rows .row")
        .from("#/", ".today a[href='#/actions']"),
    tap("promises to be confirmed", ".filters .chip:last-of-type", "main .rows"),
    tap("promises found", ".list-tools input", "main .rows")
        .from("#/actions", "main .rows .row")
        .write("停电"),
    tap("search", ".search-page input", ".search-page .card")
        .from("#/search", ".search-page input")
        .write("恒"),
    tap("search, what many have", ".search-page input", ".search-page .rows").write("云川"),
    tap("search, another word", ".search-page input", ".search-page .rows").write("增容"),
    tap("segments", ".rail a[href='#/segments']", ".page.segments h1").from("#/", ".today .row"),
    tap("value classes", ".segments .tabs a:nth-child(2)", ".segments .tabs ~ *"),
    tap("questionnaires", ".rail a[href='#/surveys']", "main .page h1"),
    tap("satisfaction", ".rail a[href='#/satisfaction']", ".page.satisfaction h1"),
    tap("settings", ".rail a[href='#/settings']", ".page.settings h1"),
    tap("calendar of work", ".settings .tabs a[href*='calendar']", ".settings .tabs ~ *"),
    tap("import", ".rail a[href='#/import']", ".page.import h1"),
    tap("data", ".rail a[href='#/data']", ".page.data h1"),
    tap("a promise opened", "main .rows .row .row-end button", "dialog[open] h2")
        .from("#/actions", "main .rows .row"),
    tap("a promise kept", "dialog[open] .form .button.first", "main .rows"),
    tap("today, after a write", ".rail a[href='#/']:not(.rail-mark)", ".today .row"),
    tap("a request nobody answered", ".board .list-row", ".page.request h1")
        .from("#/requests", ".board-card"),
    tap("what was answered, asked", ".page.request .line > .button.first", "dialog[open] h2"),
    tap("a request answered", "dialog[open] .dialog-foot .button.first", ".page.request .line"),
    tap("a visit planned", ".visit-due .row-end .button", ".visit-due")
        .from("#/visits", ".visit-due .row"),
    tap("requests, after a write", ".rail a[href='#/requests']", ".board-card"),
    tap("visits, after a write", ".rail a[href='#/visits']", ".visit-due .row"),
    tap("customers, after a write", ".rail a[href='#/customers']", ".list-row [role=gridcell]"),
];

/// Returns `true` if a tap applies to a portfolio of some size.
type Made = fn(&Tap) -> bool;

#[tokio::test(flavor = "multi_thread")]
async fn taps() -> Result<(), Failure> {
    let out = settings::out().join("bench");
    let engine = Engine::wanted()?;
    let (mut measured, mut failures) = (Vec::new(), Vec::new());
    let everything: Made = |_| true;
    let searches: Made = |tap| tap.name.starts_with("search");
    let sizes: [(&str, Size, Made); 3] = [
        ("large", figures::LARGE, everything),
        ("small", figures::TOUR, everything),
        ("huge", figures::HUGE, searches),
    ];
    for (name, size, is_made) in sizes {
        println!("· taps, {name} …");
        // Each in its own browser, because the app stored in the other would answer for the benchmark page.
        let profile = Profile::new(engine)?;
        let server = Server::start(&figures::site(&profile, &out)?).await?;
        let counts = figures::fill(engine, &profile, &server, size).await?;
        let (taken, failed) = rounds(engine, &profile, &server, is_made).await?;
        failures.extend(failed);
        measured.push(json!({ "size": name, "records": counts, "taps": taken }));
        fs::write(out.join("taps.json"), pretty(&json!(measured)))?;
    }
    let [large, small, huge] = [0, 1, 2].map(|place: usize| &measured[place]["taps"]);
    let table = table(large, small) + &searched(huge);
    println!("\n{table}");
    fs::write(out.join("taps.md"), table)?;
    expect(failures.is_empty(), || failures.join("\n"))
}

/// Makes these taps several times; returns their times by name, the first run first, and the results that did not
/// appear.
async fn rounds(
    engine: Engine,
    profile: &Profile,
    server: &Server,
    is_made: Made,
) -> Result<(Value, Vec<String>), Failure> {
    let (mut times, mut failures) = (json!({}), Vec::new());
    let browser = Browser::open(engine, profile).await?;
    let page = Page::new(browser.client.clone())?;
    page.work_here(&server.url()).await?;
    page.open(&format!("{}#/", server.url())).await?;
    // All figures are there, with everything derived from them.
    stands(&page, ".today a[href*='arrears=1']").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    for _ in 0..ROUNDS {
        for tap in TAPS.iter().filter(|tap| is_made(tap)) {
            let taken = match from_its_place(&page, tap).await {
                Ok(taken) => taken,
                Err(failure) => {
                    failures.push((tap.name, failure.to_string()));
                    None
                }
            };
            if times[tap.name].is_null() {
                times[tap.name] = json!([]);
            }
            if let (Some(taken), Some(of)) = (taken, times[tap.name].as_array_mut()) {
                of.push(json!(taken));
            }
            settles().await;
        }
    }
    browser.close().await;
    // The taps themselves leave nothing due in a small portfolio, so that in the end there is nothing to press; a
    // tap that was never made is an error.
    let was_never_made = |name: &str| times[name].as_array().is_none_or(Vec::is_empty);
    failures.retain(|(name, _)| was_never_made(name));
    let failures = failures.into_iter().map(|(_, failure)| failure).collect();
    Ok((times, failures))
}

/// Returns the next day from Monday to Friday, on which visits are planned.
async fn next_workday(page: &Page) -> Result<String, Failure> {
    const NEXT: &str = "const day = new Date();
        do day.setDate(day.getDate() + 1); while ([0, 6].includes(day.getDay()));
        return day.toLocaleDateString('sv');";
    let day = page.script(NEXT, vec![]).await?;
    Ok(day.as_str().unwrap_or_default().to_owned())
}

/// Navigates to the start of a tap and makes it; `None` if there is nothing to press.
async fn from_its_place(page: &Page, tap: &Tap) -> Result<Option<f64>, Failure> {
    if let Some((address, stands_there)) = tap.from {
        let address = match address.contains(WORKDAY) {
            true => address.replace(WORKDAY, &next_workday(page).await?),
            false => address.to_owned(),
        };
        page.go(&address).await?;
        stands(&page.patient(5), stands_there).await?;
        settles().await;
    }
    make(page, tap).await
}

async fn make(page: &Page, tap: &Tap) -> Result<Option<f64>, Failure> {
    let asked = vec![json!(tap.press), json!(tap.write), json!(tap.shows)];
    let answer = page.script_later(include_str!("../src/tap.js"), asked).await?;
    match answer["failed"].as_str() {
        Some(failed) => Err(format!("{}: {failed}", tap.name).into()),
        None => Ok(answer["taken"].as_f64()),
    }
}

async fn stands(page: &Page, what: &str) -> Result<(), Failure> {
    const THERE: &str = "return !!document.querySelector(arguments[0])";
    page.until(what, async || {
        let is_there = page.script(THERE, vec![json!(what)]).await?;
        Ok((is_there == json!(true)).then_some(()))
    })
    .await
}

/// Waits, so that a tap does not affect the next one.
async fn settles() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

fn table(large: &Value, small: &Value) -> String {
    let mut lines = vec![
        "| tap | middle | worst | of the tour | times longer |".to_owned(),
        "| --- | --- | --- | --- | --- |".to_owned(),
    ];
    for Tap { name, .. } in TAPS {
        let (middle_large, middle_small) = (middle(&large[name]), middle(&small[name]));
        lines.push(format!(
            "| {name} | {} | {} | {} | {:.1} |",
            time(middle_large),
            time(figures::worst(&large[name])),
            time(middle_small),
            middle_large / middle_small,
        ));
    }
    lines.join("\n") + "\n"
}

/// Formats the search times in a hundred thousand customers and fifty thousand visits.
fn searched(huge: &Value) -> String {
    let searches = TAPS.iter().filter(|tap| !huge[tap.name].is_null());
    let line = |tap: &Tap| {
        let (middle, worst) = (middle(&huge[tap.name]), figures::worst(&huge[tap.name]));
        format!("| {}, in 100 000 customers | {} | {} | | |\n", tap.name, time(middle), time(worst))
    };
    searches.map(line).collect()
}
