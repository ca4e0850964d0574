//! Building the app: cargo compiles it, `code` turns the result into what a browser loads, `finish` into a site.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    Failure,
    code::{self, Kind},
    finish, root,
    size::{self, Size},
    step::{run, side_by_side, step},
    target, tools,
};

/// Option for [`Kind::Development`].
pub const DEVELOPMENT: &str = "--development";

/// Builds the release into `dist/`, and returns an error if it exceeds the size limits.
pub fn release() -> Result<Vec<Size>, Failure> {
    site(Kind::Release)?;
    let sizes = step("weighing the site", || size::of(&root().join("dist")))?;
    size::check(&sizes)?;
    Ok(sizes)
}

/// Builds the site into `dist/`.
pub fn site(kind: Kind) -> Result<(), Failure> {
    tools::ensure_wasm_target()?;
    if kind == Kind::Release {
        tools::ensure_wasm_opt()?;
    }
    let dist = root().join("dist");
    match fs::remove_dir_all(&dist) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => fs::create_dir_all(&dist)?,
    }
    // Each alone leaves a core idle while it links.
    let page = || {
        let wasm = step("compiling the page", || compile_page(kind))?;
        step("writing the page", || code::page(&wasm, &dist, kind))
    };
    let worker = || {
        let wasm = step("compiling the worker", || compile_worker(kind))?;
        step("writing the worker", || code::worker(&wasm, &dist, kind))
    };
    let (app, ()) = side_by_side(page, worker)?;
    step("finishing the site", || finish::site(&root(), &dist, &app))
}

/// Compiles the page and returns the path of its wasm. A release is compiled with what splitting needs: the
/// linker's relocations, and all names.
fn compile_page(kind: Kind) -> Result<PathBuf, Failure> {
    match kind {
        Kind::Release => cargo(&[
            "rustc",
            "--profile=page",
            "--features=split",
            "--bin=app",
            "--",
            "-Clink-args=--emit-relocs",
            "-Cstrip=none",
        ])?,
        Kind::Development => cargo(&["build", "--bin=app"])?,
    }
    Ok(compiled(kind, "page", "app"))
}

/// Compiles the worker and returns the path of its wasm.
fn compile_worker(kind: Kind) -> Result<PathBuf, Failure> {
    const WORKER: [&str; 3] = ["--bin=worker", "--no-default-features", "--features=worker"];
    match kind {
        Kind::Release => cargo(&[["build", "--release"].as_slice(), &WORKER].concat())?,
        Kind::Development => cargo(&[["build"].as_slice(), &WORKER].concat())?,
    }
    Ok(compiled(kind, "release", "worker"))
}

/// Runs cargo on the page's package for the browser target.
fn cargo(arguments: &[&str]) -> Result<(), Failure> {
    run(tools::command("cargo")
        .env_remove("RUSTFLAGS")
        // Nobody debugs the page step by step, and debug information is nine tenths of a development build.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .arg(arguments[0])
        .args(["--quiet", "--package=busbar", "--target=wasm32-unknown-unknown"])
        .args(&arguments[1..]))
}

fn compiled(kind: Kind, release: &str, name: &str) -> PathBuf {
    let profile = match kind {
        Kind::Release => release,
        Kind::Development => "debug",
    };
    target().join("wasm32-unknown-unknown").join(profile).join(name).with_extension("wasm")
}

/// Builds the page of the benchmark into a folder: the app's code, and the compared packages as one script.
pub fn figures(into: &Path) -> Result<(), Failure> {
    tools::npm("esbuild", "0.28.2")?;
    tools::npm("ml-kmeans", "7.0.1")?;
    tools::npm("dexie", "4.4.7")?;
    tools::npm("papaparse", "5.7.1")?;
    step("building the figures", || {
        let page = root().join("benches/browser");
        fs::create_dir_all(into)?;
        fs::copy(page.join("bench.html"), into.join("bench.html"))?;
        cargo(&[
            "build",
            "--profile=page",
            "--bin=bench",
            "--no-default-features",
            "--features=bench",
        ])?;
        code::bind(&compiled(Kind::Release, "page", "bench"), into, "bench")?;
        run(tools::command("esbuild")
            .arg(page.join("figures.mjs"))
            .args(["--bundle", "--format=esm", "--log-level=warning"])
            .args(["--external:./bench.js", "--out-extension:.js=.mjs"])
            .arg(format!("--outdir={}", into.display()))
            .env("NODE_PATH", tools::npm_modules()))
    })
}

/// `cargo xtask dist [--development]`.
pub fn dist(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [] => {
            let sizes = release()?;
            size::print(&sizes);
            Ok(())
        }
        [flag] if flag == DEVELOPMENT => site(Kind::Development),
        _ => Err(format!("cargo xtask dist [{DEVELOPMENT}]").into()),
    }
}
