//! From compiled code to what a browser loads: the page split into parts, bound to JavaScript and optimised for
//! size; the worker bound and optimised for speed.
//!
//! The page is split where `src/ui/parts.rs` says. Splitting needs the linker's relocations, and happens before
//! binding, which knows only the main part.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    Failure, finish,
    step::{on_every_core, run},
    target, tools,
};

/// Kind of build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Split and optimised.
    Release,
    /// In one piece, as compiled.
    Development,
}

/// Writes the page's code to a folder of the site named by its content hash, and returns the name. The files in
/// it refer to each other, so none of them carries the hash itself.
pub fn page(wasm: &Path, dist: &Path, kind: Kind) -> Result<String, Failure> {
    let unnamed = dist.join("app");
    fs::create_dir_all(&unnamed)?;
    match kind {
        Kind::Release => bind(&split(wasm, &unnamed)?, &unnamed, "app")?,
        Kind::Development => bind(wasm, &unnamed, "app")?,
    }
    if kind == Kind::Release {
        optimise(&unnamed, &SMALL)?;
    }
    let mut hash = blake3::Hasher::new();
    for file in finish::files(&unnamed)? {
        hash.update(file.as_bytes()).update(&fs::read(unnamed.join(&file))?);
    }
    let name = format!("app-{}", &hash.finalize().to_hex()[..16]);
    fs::rename(unnamed, dist.join(&name))?;
    Ok(name)
}

/// Binds the wasm of a page to JavaScript: `NAME.js`, which loads `NAME_bg.wasm` from beside it.
pub fn bind(wasm: &Path, folder: &Path, name: &str) -> Result<(), Failure> {
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(false).out_name(name);
    bindgen.omit_default_module_path(false);
    // Parts are placed in the table and memory of the main part.
    bindgen.keep_lld_exports(true);
    Ok(bindgen.input_path(wasm).generate(folder)?)
}

/// Writes the worker's code into the site: `worker_loader.js`, which the page starts, and the files it loads.
pub fn worker(wasm: &Path, dist: &Path, kind: Kind) -> Result<(), Failure> {
    let unnamed = dist.join("worker");
    let mut bindgen = Bindgen::new();
    bindgen.no_modules(true)?.out_name("worker").typescript(false);
    bindgen.input_path(wasm).generate(&unnamed)?;
    if kind == Kind::Release {
        optimise(&unnamed, &QUICK)?;
    }
    for file in finish::files(&unnamed)? {
        fs::rename(unnamed.join(&file), dist.join(&file))?;
    }
    fs::remove_dir(unnamed)?;
    let loader = "importScripts(\"./worker.js\");\nwasm_bindgen(\"./worker_bg.wasm\");\n";
    Ok(fs::write(dist.join("worker_loader.js"), loader)?)
}

/// Writes the parts and the script that loads them into `folder`; returns the path of the main part.
fn split(wasm: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let whole = fs::read(wasm)?;
    let main = target().join("main-part.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    options.link_name = PARTS;
    wasm_split_cli_support::transform(options)?;
    let script = folder.join(PARTS);
    let fetching = fetch_from_any_host(&fs::read_to_string(&script)?)?;
    fs::write(script, fetching)?;
    Ok(main)
}

/// Script that loads the parts.
const PARTS: &str = "./parts.js";

/// Returns the script that loads the parts, adapted to hosts that do not know the media type of wasm, as old ones
/// do not; a missing file is named in the error.
fn fetch_from_any_host(script: &str) -> Result<String, Failure> {
    const STRICT: &str = "WebAssembly.instantiateStreaming(src, imports)";
    if !script.contains(STRICT) {
        return Err("the script of the parts loads them in another way than before".into());
    }
    let script = script.replace(STRICT, "instantiate(await src, imports)");
    Ok(format!(
        "async function instantiate(response, imports) {{
  if (!response.ok) throw new Error(`${{response.url}}: ${{response.status}}`);
  if (response.headers.get(\"content-type\") === \"application/wasm\") {{
    return WebAssembly.instantiateStreaming(response, imports);
  }}
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}}
{script}"
    ))
}

/// Returns `true` if the file is a part that is loaded when one of its pages is first opened.
pub fn is_later_part(file: &str) -> bool {
    file.split_once('/')
        .is_some_and(|(_, name)| name.starts_with("split_") || name.starts_with("chunk_"))
}

/// Wasm features used by Rust's code for the browser. Listed explicitly: with all features enabled, wasm-opt
/// writes what browsers cannot read yet.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Options for all builds: strip debug information, and rely on nothing of Rust's being in the first kilobyte of
/// memory.
const ALWAYS: [&str; 3] = ["--strip-debug", "--strip-producers", "--low-memory-unused"];

/// Passes that minimise size: loops are reconstructed from flat code. Together a tenth smaller than `-Oz` alone.
const SMALL: [&str; 5] = ["--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions"];

/// Passes for code that the compiler has already optimised for speed. `-O3` takes minutes more, and its savings
/// disappear with compression.
const QUICK: [&str; 9] = [
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
    "--optimize-instructions",
    "--vacuum",
    "--merge-blocks",
    "--coalesce-locals",
    "--reorder-locals",
    "--vacuum",
    "--duplicate-function-elimination",
];

/// Optimises the wasm files of a folder, as many at once as there are cores.
fn optimise(folder: &Path, passes: &[&str]) -> Result<(), Failure> {
    let mut files: Vec<(u64, PathBuf)> = finish::files(folder)?
        .into_iter()
        .filter(|file| file.ends_with(".wasm"))
        .map(|file| {
            let path = folder.join(file);
            Ok((fs::metadata(&path)?.len(), path))
        })
        .collect::<Result<_, Failure>>()?;
    // The largest is processed first.
    files.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    on_every_core(files, |(_, file)| optimise_file(&file, passes)).map(drop)
}

/// Optimises a file in place. Cached results are taken from `target/optimised`.
fn optimise_file(wasm: &Path, passes: &[&str]) -> Result<(), Failure> {
    let options = [&ALWAYS, passes, &FEATURES].concat();
    let mut recipe = blake3::Hasher::new();
    recipe.update(options.join(" ").as_bytes());
    recipe.update(&fs::read(wasm)?);
    let kept = target().join("optimised");
    let done = kept.join(format!("{}.wasm", recipe.finalize().to_hex()));
    if !done.exists() {
        fs::create_dir_all(&kept)?;
        let unfinished = done.with_extension("unfinished");
        run(tools::command("wasm-opt")
            .args(options)
            .args(["--quiet", "-o"])
            .arg(&unfinished)
            .arg(wasm))?;
        fs::rename(unfinished, &done)?;
    }
    fs::copy(done, wasm)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_later_and_the_main_one_does_not() {
        for (file, is_later) in [
            ("app-1/split_visiting.wasm", true),
            ("app-1/chunk_3.wasm", true),
            ("app-1/app_bg.wasm", false),
            ("app-1/parts.js", false),
            ("split_visiting.wasm", false),
        ] {
            assert_eq!(is_later_part(file), is_later, "{file}");
        }
    }
}
