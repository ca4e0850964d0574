//! Running the tests. A part whose browser is missing fails and says what to install; it is never skipped.

use std::process::Command;

use crate::{
    Failure, build, data, root,
    size::Size,
    step::{on_every_core, run, run_aside, step},
    target, tools,
};

const PARTS: [&str; 4] = ["core", "page", "web", "e2e"];
const CHROMIUM: [(&str, &str); 3] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
];
const FIREFOX: [(&str, &str); 1] = [("firefox-esr", "firefox-esr")];
const WEBKIT: [(&str, &str); 3] =
    [("WebKitWebDriver", "webkit2gtk-driver"), ("xvfb-run", "xvfb"), ("xauth", "xauth")];

/// Suite that visits every screen.
const SCREENS: (&str, &str) = ("chromium", "screens");
/// Accessibility checker used by that suite.
const AXE: (&str, &str) = ("axe-core", "4.14.1");

/// `cargo xtask test [part ...] [--engine E]`.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let mut arguments = arguments.iter();
    let (mut parts, mut engine) = (Vec::new(), None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--engine" => {
                engine = Some(arguments.next().ok_or("--engine needs a browser")?.as_str())
            }
            part if PARTS.contains(&part) => parts.push(part),
            other => return Err(format!("no such part: {other}; there are {PARTS:?}").into()),
        }
    }
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    if wanted("core") {
        step("testing the core", || {
            cargo(&["test", "--package=busbar-core", "--package=busbar-cli", "--package=xtask"])?;
            cargo(&["test", "--package=busbar", "--no-default-features", "--test=architecture"])
        })?;
    }
    if wanted("page") {
        step("testing the page's logic", || cargo(&["test", "--package=busbar", "--lib"]))?;
    }
    if wanted("web") {
        web()?;
    }
    if wanted("e2e") {
        step("testing what drives the browsers", || cargo(&["test", "--package", "e2e", "--lib"]))?;
        build::release()?;
        let suites = match engine {
            Some("chromium") => vec![("chromium", "journey"), SCREENS],
            Some(engine) => vec![(engine, "journey")],
            None => {
                vec![
                    ("chromium", "journey"),
                    ("firefox", "journey"),
                    ("webkit", "journey"),
                    SCREENS,
                ]
            }
        };
        for (engine, _) in &suites {
            prepare(engine)?;
        }
        if suites.contains(&SCREENS) {
            tools::npm(AXE.0, AXE.1)?;
        }
        // Compiled once, before two suites start.
        cargo(&["test", "--package", "e2e", "--no-run"])?;
        // A browser waits more than it computes.
        on_every_core(suites, |(engine, name)| suite(engine, name, run_aside))?;
    }
    if let Some(line) = data::missing(wanted)? {
        println!("{line}");
    }
    Ok(())
}

/// `cargo xtask screens`.
pub fn screens(_: &[String]) -> Result<(), Failure> {
    build::release()?;
    look()
}

/// Takes a screenshot of every screen and checks it with axe-core.
fn look() -> Result<(), Failure> {
    tools::npm(AXE.0, AXE.1)?;
    let (engine, name) = SCREENS;
    end_to_end(engine, name)
}

/// `cargo xtask bench`.
pub fn bench(_: &[String]) -> Result<(), Failure> {
    let sizes = build::release()?;
    let folder = target().join("bench");
    build::figures(&folder.join("page"))?;
    let sizes: Vec<String> = sizes
        .iter()
        .map(|size| {
            let Size { file, raw, brotli, is_first_load } = size;
            format!("{{\"file\":\"{file}\",\"raw\":{raw},\"brotli\":{brotli},\"is_first_load\":{is_first_load}}}")
        })
        .collect();
    std::fs::write(folder.join("sizes.json"), format!("[{}]\n", sizes.join(",\n")))?;
    end_to_end("chromium", "bench")?;
    end_to_end("chromium", "taps")?;
    end_to_end("chromium", "scale")
}

/// `cargo xtask simulate [--seeds N] [--from S]`.
pub fn simulate(arguments: &[String]) -> Result<(), Failure> {
    let (mut seeds, mut from) = (10_000_u64, 0_u64);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let number = match argument.as_str() {
            "--seeds" => &mut seeds,
            "--from" => &mut from,
            other => return Err(format!("unknown option {other}").into()),
        };
        *number = arguments.next().ok_or(format!("{argument} needs a number"))?.parse()?;
    }
    run(Command::new("cargo")
        .args(["test", "--quiet", "--release", "--package=busbar-core", "--test=fleet"])
        .args(["--", "--nocapture"])
        .current_dir(root())
        .env("BUSBAR_SEEDS", seeds.to_string())
        .env("BUSBAR_FROM_SEED", from.to_string()))
}

fn cargo(arguments: &[&str]) -> Result<(), Failure> {
    run(Command::new("cargo").args(arguments).current_dir(root()))
}

/// The tests that run inside a browser.
fn web() -> Result<(), Failure> {
    tools::ensure_wasm_target()?;
    tools::WASM_BINDGEN.ensure()?;
    tools::ensure_packages(&CHROMIUM)?;
    step("testing inside Chromium", || {
        run(Command::new("cargo")
            .args(["test", "--package=busbar", "--target=wasm32-unknown-unknown", "--test=web"])
            .current_dir(root())
            .env("PATH", tools::path())
            .env("CHROMEDRIVER", tools::command("chromedriver").get_program())
            // Seconds for all tests together; the runner's default limit is 20.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner"))
    })
}

/// Runs one suite of the end-to-end tests in one browser, on the built site.
fn end_to_end(engine: &str, name: &str) -> Result<(), Failure> {
    prepare(engine)?;
    suite(engine, name, run)
}

/// Ensures that a browser and its driver are installed.
fn prepare(engine: &str) -> Result<(), Failure> {
    match engine {
        "chromium" => tools::ensure_packages(&CHROMIUM),
        "firefox" => {
            tools::ensure_packages(&CHROMIUM[2..])?;
            tools::ensure_packages(&FIREFOX)?;
            tools::GECKODRIVER.ensure()
        }
        "webkit" => {
            tools::ensure_packages(&CHROMIUM[2..])?;
            tools::ensure_packages(&WEBKIT)
        }
        other => Err(format!("no such browser: {other}").into()),
    }
}

/// Runs a suite in an installed browser.
fn suite(
    engine: &str,
    name: &str,
    run: impl FnOnce(&mut Command) -> Result<(), Failure>,
) -> Result<(), Failure> {
    step(&format!("{name} in {engine}"), || {
        run(Command::new("cargo")
            .args([
                "test",
                "--package",
                "e2e",
                "--test",
                name,
                "--",
                "--nocapture",
                "--test-threads=1",
            ])
            .current_dir(root())
            .env("PATH", tools::path())
            .env("BUSBAR_ENGINE", engine)
            .env("BUSBAR_SITE", root().join("dist"))
            .env("BUSBAR_AXE", tools::npm_modules().join("axe-core/axe.min.js"))
            .env("BUSBAR_OUT", target()))
    })
}
