//! From what Trunk wrote to a site that any static host can serve: wasm optimised, the styles joined to
//! one file, the start script moved out of line (the page's policy allows no inline one), and the
//! service worker told what there is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use crate::{Failure, step::run, target, tools};

/// The line of the service worker that names what it keeps.
const MANIFEST: &str = "const MANIFEST = { version: \"development\", files: [] };";

/// `cargo xtask finish FOLDER`: finishes what a development build wrote.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [folder] => site(Path::new(folder), false),
        _ => Err("cargo xtask finish FOLDER".into()),
    }
}

/// Finishes the site in `dist`.
pub fn site(dist: &Path, optimise: bool) -> Result<(), Failure> {
    if optimise {
        for file in files(dist)?.iter().filter(|file| file.ends_with(".wasm")) {
            shrink(&dist.join(file))?;
        }
    }
    join_styles(dist)?;
    start_out_of_line(dist)?;
    tell_service_worker(dist)
}

/// The files of the site, by name.
pub fn files(dist: &Path) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(dist.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether the page needs the file to be usable for the first time: not the worker, which comes
/// with the first heavy work, nor icons, samples and what leads there from a wrong address.
pub fn is_first_load(file: &str) -> bool {
    let is_page = file == "index.html" || file.ends_with(".css");
    let is_code = file.ends_with(".js") || file.ends_with(".wasm");
    let is_later =
        file.starts_with("worker") || ["service-worker.js", "not-found.js"].contains(&file);
    is_page || is_code && !is_later
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

/// What wasm-opt does: the loops are found anew in flat code, and nothing of Rust's lies in the first
/// kilobyte of memory. Together a tenth smaller than `-Oz` alone.
const PASSES: [&str; 8] = [
    "--strip-debug",
    "--strip-producers",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions",
];

/// Optimises a file in place. What was optimised before is taken from `target/optimised`.
fn shrink(wasm: &Path) -> Result<(), Failure> {
    let options = [PASSES.as_slice(), FEATURES.as_slice()].concat();
    let mut recipe = blake3::Hasher::new();
    recipe.update(options.join(" ").as_bytes());
    recipe.update(&fs::read(wasm)?);
    let kept = target().join("optimised");
    let small = kept.join(format!("{}.wasm", recipe.finalize().to_hex()));
    if !small.exists() {
        fs::create_dir_all(&kept)?;
        let unfinished = small.with_extension("unfinished");
        run(tools::command("wasm-opt")
            .args(options)
            .arg("-o")
            .arg(&unfinished)
            .arg(wasm))?;
        fs::rename(unfinished, &small)?;
    }
    fs::copy(small, wasm)?;
    Ok(())
}

/// One style sheet in place of many: a slow network is asked once.
fn join_styles(dist: &Path) -> Result<(), Failure> {
    const OPEN: &str = "<link rel=\"stylesheet\" href=\"./";
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page)?;
    let mut parts = html.split(OPEN);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    let mut style = String::new();
    let mut rest = String::new();
    for part in parts {
        let (link, after) = part.split_once('>').ok_or("a link does not end")?;
        let (file, _) = link.split_once('"').ok_or("a link has no address")?;
        style.push_str(&without_comments(&fs::read_to_string(dist.join(file))?));
        fs::remove_file(dist.join(file))?;
        rest.push_str(after.trim_start());
    }
    if !style.is_empty() {
        let name = format!("style-{}.css", hash(style.as_bytes()));
        fs::write(dist.join(&name), style)?;
        joined.push_str(&format!("{OPEN}{name}\" />\n"));
    }
    Ok(fs::write(page, joined + &rest)?)
}

/// A style sheet without what only its authors read; no string of ours holds a comment's mark.
fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

/// The part of a file's name that changes with its content.
fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

fn start_out_of_line(dist: &Path) -> Result<(), Failure> {
    const OPEN: &str = "<script type=\"module\">";
    const CLOSE: &str = "</script>";
    let page = dist.join("index.html");
    let html = fs::read_to_string(&page)?;
    let (before, rest) = html
        .split_once(OPEN)
        .ok_or("index.html has no start script; was it built by Trunk?")?;
    let (script, after) = rest
        .split_once(CLOSE)
        .ok_or("the start script does not end")?;
    let name = format!("start-{}.js", hash(script.as_bytes()));
    fs::write(dist.join(&name), script.trim_start())?;
    let tag = format!("<script type=\"module\" src=\"./{name}\">{CLOSE}");
    fs::write(page, format!("{before}{tag}{after}"))?;
    Ok(())
}

fn tell_service_worker(dist: &Path) -> Result<(), Failure> {
    let path = dist.join("service-worker.js");
    let script = fs::read_to_string(&path)?;
    if !script.contains(MANIFEST) {
        return Err("service-worker.js has no line for its manifest".into());
    }
    let mut version = blake3::Hasher::new();
    let mut kept = Vec::new();
    for file in files(dist)?
        .into_iter()
        .filter(|file| file != "service-worker.js")
    {
        let bytes = fs::read(dist.join(&file))?;
        version.update(file.as_bytes()).update(&bytes);
        let hash = BASE64_STANDARD.encode(Sha256::digest(&bytes));
        kept.push(format!(
            "{{ path: \"./{file}\", integrity: \"sha256-{hash}\" }}"
        ));
    }
    version.update(script.as_bytes());
    let manifest = format!(
        "const MANIFEST = {{ version: \"{}\", files: [{}] }};",
        &version.finalize().to_hex()[..16],
        kept.join(", ")
    );
    fs::write(path, script.replace(MANIFEST, &manifest))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_no_inline_script_and_a_told_service_worker() -> Result<(), Failure> {
        let dist = std::env::temp_dir().join(format!("busbar-finish-{}", std::process::id()));
        fs::create_dir_all(dist.join("icons"))?;
        let page = "<head>\n<link rel=\"stylesheet\" href=\"./a.css\" integrity=\"x\"/>\n\
            <link rel=\"stylesheet\" href=\"./b.css\"/>\n\
            <script type=\"module\">\nimport init from './app.js';\n</script></head>";
        fs::write(dist.join("a.css"), "/* why */a{}\n")?;
        fs::write(dist.join("b.css"), "b{}\n")?;
        fs::write(dist.join("index.html"), page)?;
        fs::write(dist.join("icons/icon.svg"), "<svg/>")?;
        fs::write(
            dist.join("service-worker.js"),
            format!("{MANIFEST}\nrest();\n"),
        )?;
        site(&dist, false)?;
        let page = fs::read_to_string(dist.join("index.html"))?;
        let worker = fs::read_to_string(dist.join("service-worker.js"))?;
        assert!(!page.contains("import init"), "{page}");
        assert!(page.contains("src=\"./start-"), "{page}");
        let (_, style) = page.split_once("href=\"./style-").ok_or("no style")?;
        let (name, _) = style.split_once('"').ok_or("no name")?;
        let style = fs::read_to_string(dist.join(format!("style-{name}")))?;
        assert_eq!(style, "a{}\nb{}\n");
        assert!(!dist.join("a.css").exists());
        assert!(
            worker.contains(
                "{ path: \"./icons/icon.svg\", \
                 integrity: \"sha256-1NxWZpFDA08xqjCWNdQRPZrXagKxc52iLJZe0gSb6eY=\" }, \
                 { path: \"./index.html\", "
            ),
            "{worker}"
        );
        assert!(
            site(&dist, false).is_err(),
            "a finished site is not finished again"
        );
        fs::remove_dir_all(dist)?;
        Ok(())
    }

    #[test]
    fn the_worker_is_not_part_of_the_first_load() {
        let first = [
            "index.html",
            "app-1.js",
            "app-1_bg.wasm",
            "tokens-1.css",
            "start-1.js",
        ];
        let later = [
            "worker.js",
            "worker_bg.wasm",
            "service-worker.js",
            "icons/512.png",
            "404.html",
            "not-found.js",
        ];
        assert!(first.iter().all(|file| is_first_load(file)));
        assert!(!later.iter().any(|file| is_first_load(file)));
    }
}
