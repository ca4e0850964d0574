//! From what cargo compiled to what a browser loads: the page split into parts, bound to JavaScript,
//! made small; the worker bound and made quick.
//!
//! The page is split where `src/ui/parts.rs` says. Splitting needs the linker's notes on what refers to
//! what, and comes before binding, which knows the main part alone.

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

/// What is asked of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In parts and optimised.
    Release,
    /// In one piece, as it was compiled.
    Development,
}

/// Writes the page's code to a folder of the site that is named after what is in it, and answers its
/// name. The files in it name each other, so none of them carries the hash itself.
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

/// Binds what was compiled for a page to JavaScript: `NAME.js`, which loads `NAME_bg.wasm` from beside it.
pub fn bind(wasm: &Path, folder: &Path, name: &str) -> Result<(), Failure> {
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(false).out_name(name);
    bindgen.omit_default_module_path(false);
    // Parts come to stand in the table and the memory of the main one.
    bindgen.keep_lld_exports(true);
    Ok(bindgen.input_path(wasm).generate(folder)?)
}

/// Writes the worker's code into the site: `worker_loader.js`, which the page starts, and what it loads.
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

/// Writes the parts and the script that fetches them into `folder`; answers where the main part is.
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

/// The script that fetches the parts.
const PARTS: &str = "./parts.js";

/// The script that fetches the parts, also from a host that does not know what wasm is, as old ones do
/// not; one that has no such file is named.
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

/// Whether the file holds a part that is fetched when one of its pages is first opened.
pub fn is_later_part(file: &str) -> bool {
    file.split_once('/')
        .is_some_and(|(_, name)| name.starts_with("split_") || name.starts_with("chunk_"))
}

/// What Rust's code for the browser is made of. Named one by one: with all that wasm-opt knows it
/// writes what no browser reads yet.
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

/// What is always left out, and that nothing of Rust's lies in the first kilobyte of memory.
const ALWAYS: [&str; 3] = ["--strip-debug", "--strip-producers", "--low-memory-unused"];

/// What makes code small: the loops are found anew in flat code. Together a tenth smaller than `-Oz`
/// alone.
const SMALL: [&str; 5] = ["--flatten", "--rereloop", "-Oz", "-Oz", "--reorder-functions"];

/// What tidies code that the compiler has made quick already. `-O3` takes minutes more, and what it saves is
/// gone once the file is compressed.
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

/// Optimises the wasm of a folder, as many files at once as there are cores.
fn optimise(folder: &Path, passes: &[&str]) -> Result<(), Failure> {
    let mut files: Vec<(u64, PathBuf)> = finish::files(folder)?
        .into_iter()
        .filter(|file| file.ends_with(".wasm"))
        .map(|file| {
            let path = folder.join(file);
            Ok((fs::metadata(&path)?.len(), path))
        })
        .collect::<Result<_, Failure>>()?;
    // The largest is taken first.
    files.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    on_every_core(files, |(_, file)| optimise_file(&file, passes))
}

/// Optimises a file in place. What was optimised before is taken from `target/optimised`.
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
