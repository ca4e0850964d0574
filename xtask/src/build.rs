//! Building the app: cargo compiles it, `code` makes of that what a browser loads, `finish` a site.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use crate::{
    Failure,
    code::{self, Kind},
    finish, root,
    step::{run, side_by_side, step},
    target, tools,
};

/// Asks for [`Kind::Development`].
pub const DEVELOPMENT: &str = "--development";

/// Builds the release into `dist/`.
pub fn release() -> Result<(), Failure> {
    site(Kind::Release)
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
    // Either leaves a core idle while it links.
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

/// Compiles the page and answers where its wasm is. A release is compiled with what splitting needs: the
/// linker's notes, and every name.
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

/// Compiles the worker and answers where its wasm is.
fn compile_worker(kind: Kind) -> Result<PathBuf, Failure> {
    const WORKER: [&str; 3] = ["--bin=worker", "--no-default-features", "--features=worker"];
    match kind {
        Kind::Release => cargo(&[["build", "--release"].as_slice(), &WORKER].concat())?,
        Kind::Development => cargo(&[["build"].as_slice(), &WORKER].concat())?,
    }
    Ok(compiled(kind, "release", "worker"))
}

/// Lets cargo work on the page's package for the browser.
fn cargo(arguments: &[&str]) -> Result<(), Failure> {
    run(tools::command("cargo")
        .env_remove("RUSTFLAGS")
        // Nobody steps through the page, and what a debugger needs is nine tenths of a development build.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .arg(arguments[0])
        .args([
            "--quiet",
            "--package=busbar",
            "--target=wasm32-unknown-unknown",
        ])
        .args(&arguments[1..]))
}

fn compiled(kind: Kind, release: &str, name: &str) -> PathBuf {
    let profile = match kind {
        Kind::Release => release,
        Kind::Development => "debug",
    };
    target()
        .join("wasm32-unknown-unknown")
        .join(profile)
        .join(name)
        .with_extension("wasm")
}

/// Builds the page of the figures into a folder: the app's code, and the packages it is compared with
/// as one script.
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
            release()?;
            sizes(&root().join("dist")).map(drop)
        }
        [flag] if flag == DEVELOPMENT => site(Kind::Development),
        _ => Err(format!("cargo xtask dist [{DEVELOPMENT}]").into()),
    }
}

/// What a file weighs.
#[derive(Debug, Clone)]
pub struct Size {
    pub file: String,
    pub raw: usize,
    pub brotli: usize,
    pub is_first_load: bool,
}

/// Weighs each file of the site and all that comes first, and prints it.
pub fn sizes(dist: &Path) -> Result<Vec<Size>, Failure> {
    println!("\n{:<44} {:>10} {:>10}", "part", "raw", "brotli");
    let print =
        |name: &str, raw: usize, brotli: usize| println!("{name:<44} {raw:>10} {brotli:>10}");
    let mut sizes = Vec::new();
    for file in finish::files(dist)? {
        let bytes = fs::read(dist.join(&file))?;
        let size = Size {
            raw: bytes.len(),
            brotli: packed(&bytes)?,
            is_first_load: finish::is_first_load(&file),
            file,
        };
        print(&size.file, size.raw, size.brotli);
        sizes.push(size);
    }
    let first = sizes.iter().filter(|size| size.is_first_load);
    let (raw, brotli) = first.fold((0, 0), |(raw, brotli), size| {
        (raw + size.raw, brotli + size.brotli)
    });
    print("first load (page, style, app)", raw, brotli);
    Ok(sizes)
}

fn packed(bytes: &[u8]) -> Result<usize, Failure> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}
