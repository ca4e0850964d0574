//! Building the app: Trunk brings its parts together, `finish` makes them a site.

use std::{fs, io::Write, path::Path};

use crate::{
    Failure, finish, root,
    step::{run, step},
    target, tools,
};

/// Builds the release into `dist/`.
pub fn release() -> Result<(), Failure> {
    tools::ensure_wasm_target()?;
    tools::WASM_BINDGEN.ensure()?;
    tools::TRUNK.ensure()?;
    tools::ensure_wasm_opt()?;
    step("building the app", || {
        run(tools::command("trunk")
            .args(["build", "--release", "--quiet"])
            .env_remove("RUSTFLAGS")
            .env_remove("NO_COLOR"))
    })?;
    step("finishing the site", || {
        finish::site(&root().join("dist"), true)
    })
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
        run(tools::command("cargo")
            .args(["build", "--profile", "page", "--quiet", "--bin", "bench"])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--no-default-features", "--features", "bench"])
            .env_remove("RUSTFLAGS"))?;
        run(tools::command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(into)
            .arg(target().join("wasm32-unknown-unknown/page/bench.wasm")))?;
        run(tools::command("esbuild")
            .arg(page.join("figures.mjs"))
            .args(["--bundle", "--format=esm", "--log-level=warning"])
            .args(["--external:./bench.js", "--out-extension:.js=.mjs"])
            .arg(format!("--outdir={}", into.display()))
            .env("NODE_PATH", tools::npm_modules()))
    })
}

/// `cargo xtask dist`.
pub fn dist() -> Result<(), Failure> {
    release()?;
    sizes(&root().join("dist")).map(drop)
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
