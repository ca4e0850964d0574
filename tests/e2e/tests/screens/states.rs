//! States without an address: open dialogs, popovers and menus, import previews, pairwise comparison of weights.
//! On a tablet and a phone.

use std::fs;

use e2e::{
    Failure,
    form::choose,
    page::Page,
    pictures::{SCREENS, Screen, resize},
    visit::Visit,
};
use fantoccini::key::Key;

use super::{Wrong, places::Made, show};

/// Devices on which states are captured.
const DEVICES: [Screen; 2] = [SCREENS[0], SCREENS[2]];

/// A state that is reached by a few presses.
struct State<'a> {
    name: &'static str,
    /// Start address.
    at: &'a str,
    /// Presses: role and text key; no key if there is only one element.
    presses: &'static [(&'static str, &'static str)],
}

/// Returns all states.
fn states(made: &Made) -> Vec<State<'_>> {
    let state = |name, at, presses| State { name, at, presses };
    vec![
        state("menu-appearance", "#/", &[("button", "shell.appearance")]),
        state("dialog-customer-add", "#/customers", &[("button", "customers.add")]),
        state("menu-customers-export", "#/customers", &[("button", "labels.export")]),
        state("popover-figure", "#/", &[(".figure.opens", "")]),
        state("popover-number", &made.customer, &[(".number-opens", "")]),
        state("menu-customer", &made.customer, &[("button", "customer.actions")]),
        state("dialog-visit-plan", "#/visits", &[("button", "visits.plan_visit")]),
        state("popover-visit-change", &made.day, &[(".visit-rows button[popovertarget]", "")]),
        state("dialog-handwriting", &made.visit, &[("button", "visit.write")]),
        state("dialog-request-new", "#/requests", &[("button", "requests.new")]),
        state("dialog-request-step", &made.connection, &[("button", "request.do_resumed")]),
        state("popover-request-clock", &made.connection, &[(".clocks .number-opens", "")]),
        state("dialog-promise", "#/actions", &[("button", "actions.do_done")]),
        state("dialog-promise-make", "#/actions", &[("button", "actions.make")]),
        state("dialog-survey-make", "#/surveys", &[("button", "surveys.make")]),
        state("dialog-answers", "#/surveys", &[("button", "surveys.answers")]),
        state("dialog-exchange-save", "#/data", &[("button", "data.exchange_save")]),
        state("popover-score", "#/satisfaction", &[(".opens, .number-opens", "")]),
    ]
}

/// Captures every state.
pub async fn show_all(visit: &Visit, made: &Made, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page.patient(8);
    for state in states(made) {
        for device in DEVICES {
            resize(visit.browser()?, device).await?;
            page.go(state.at).await?;
            if let Err(failure) = open(page, &state).await {
                let line = format!("{} does not open", state.name);
                let place = format!("{}: {failure}", device.name);
                wrong.entry(line).or_default().push(place);
                continue;
            }
            show(visit, &[device], state.name, wrong).await?;
            page.key(Key::Escape).await?;
        }
    }
    weights(visit, wrong).await?;
    exchange(visit, wrong).await?;
    files(visit, wrong).await
}

/// Presses the way to a state.
async fn open(page: &Page, state: &State<'_>) -> Result<(), Failure> {
    for (role, key) in state.presses {
        let name = if key.is_empty() { String::new() } else { page.words.text(key) };
        page.press(role, &name).await?;
    }
    Ok(())
}

/// Pairwise comparison of weights.
async fn weights(visit: &Visit, wrong: &mut Wrong) -> Result<(), Failure> {
    let (page, words) = (&visit.page, &visit.page.words);
    let method = words.text("satisfaction.method");
    page.go("#/satisfaction").await?;
    choose(page, &method, &words.text("satisfaction.ahp")).await?;
    for device in DEVICES {
        resize(visit.browser()?, device).await?;
        let pairs = format!("[role=radiogroup][aria-label=\"{method}\"]");
        let pairs = serde_json::to_value(page.find(&pairs, "").await?)?;
        page.script("arguments[0].scrollIntoView()", vec![pairs]).await?;
        show(visit, &[device], "weights-in-pairs", wrong).await?;
    }
    choose(page, &method, &words.text("satisfaction.given")).await
}

/// The question for the passphrase of an exchange file.
async fn exchange(visit: &Visit, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let file = visit.profile().folder().join("handed-over.busbar");
    fs::write(&file, "not an exchange file")?;
    page.go("#/data").await?;
    let chooser = page.find(".exchange input[type=file]", "").await?;
    chooser.send_keys(&file.display().to_string()).await?;
    page.find("field", &page.words.text("data.exchange_passphrase")).await?;
    show(visit, &DEVICES, "dialog-exchange-receive", wrong).await?;
    page.key(Key::Escape).await
}

/// Import previews of files with problems.
async fn files(visit: &Visit, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let file = |name: &str| visit.profile().folder().join(name);
    let [customers, readings] = ["customers.csv", "readings.csv"].map(file);
    fs::write(&customers, "客户编号,客户名称,楼层\n1001,甲厂,3\n1002,,4\n")?;
    let rows = "客户编号,月份,电量\n1001,2026-01,1200\n1001,2026-02,很多\n1001,2026-13,1\n1009,2026-01,-5\n";
    fs::write(&readings, rows)?;
    page.go("#/import").await?;
    page.choose_files(&[&customers, &readings]).await?;
    page.find(".import-totals", "").await?;
    page.sees_no(&page.words.text("import.planning")).await?;
    show(visit, &DEVICES, "import-problems", wrong).await?;
    page.press_button("import.clear").await
}
