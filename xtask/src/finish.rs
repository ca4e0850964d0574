//! From code, page and styles to a site for any static host: styles joined into one file, the script named in the
//! page (whose policy permits no inline script), and the list of files written into the service worker.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use crate::{Failure, code};

/// Line of the service worker that lists the files it keeps.
const MANIFEST: &str = "const MANIFEST = { version: \"development\", files: [] };";

/// Finishes the site in `dist`, which already contains the code, the page's in the folder `app`. The rest is
/// taken from the project.
pub fn site(project: &Path, dist: &Path, app: &str) -> Result<(), Failure> {
    let public = project.join("public");
    for file in files(&public)? {
        let to = dist.join(&file);
        fs::create_dir_all(to.parent().unwrap_or(dist))?;
        fs::copy(public.join(&file), to)?;
    }
    let page = fs::read_to_string(project.join("index.html"))?;
    let page = join_styles(project, dist, &page)?;
    let page = start(dist, &page, app)?;
    fs::write(dist.join("index.html"), page)?;
    tell_service_worker(dist)
}

/// Returns the files of the site, by name.
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

/// Returns `true` if the page needs the file for first use: not the parts of later pages, nor the worker, which
/// loads with the first heavy work, nor icons, samples and the redirect from wrong addresses.
pub fn is_first_load(file: &str) -> bool {
    let is_page = file == "index.html" || file.ends_with(".css");
    let is_code = file.ends_with(".js") || file.ends_with(".wasm");
    let is_later = code::is_later_part(file)
        || file.starts_with("worker")
        || ["service-worker.js", "not-found.js"].contains(&file);
    is_page || is_code && !is_later
}

/// Joins all style sheets into one: a slow network is asked once.
fn join_styles(project: &Path, dist: &Path, page: &str) -> Result<String, Failure> {
    const OPEN: &str = "<link rel=\"stylesheet\" href=\"./";
    let mut parts = page.split(OPEN);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    let mut style = String::new();
    let mut rest = String::new();
    for part in parts {
        let (link, after) = part.split_once('>').ok_or("a link does not end")?;
        let (file, _) = link.split_once('"').ok_or("a link has no address")?;
        style.push_str(&without_comments(&fs::read_to_string(project.join(file))?));
        rest.push_str(after.trim_start());
    }
    let name = format!("style-{}.css", hash(style.as_bytes()));
    fs::write(dist.join(&name), style)?;
    joined.push_str(&format!("{OPEN}{name}\" />\n"));
    Ok(joined + &rest)
}

/// Removes comments from a style sheet; no string in it contains a comment marker.
fn without_comments(style: &str) -> String {
    let mut parts = style.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

/// Returns the content hash used in a file name.
fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

/// Returns the page with the script that starts the app, and preloads of what that needs.
fn start(dist: &Path, page: &str, app: &str) -> Result<String, Failure> {
    let script = format!("import start from \"./{app}/app.js\";\nawait start();\n");
    let name = format!("start-{}.js", hash(script.as_bytes()));
    fs::write(dist.join(&name), script)?;
    let mut links = String::new();
    for file in files(&dist.join(app))? {
        let file = format!("{app}/{file}");
        if !is_first_load(&file) {
            continue;
        }
        links.push_str(&if file.ends_with(".wasm") {
            format!(
                "<link rel=\"preload\" href=\"./{file}\" as=\"fetch\" type=\"application/wasm\" crossorigin />\n"
            )
        } else {
            format!("<link rel=\"modulepreload\" href=\"./{file}\" />\n")
        });
    }
    let (head, body) = page.split_once("</head>").ok_or("index.html has no head")?;
    Ok(format!("{head}{links}<script type=\"module\" src=\"./{name}\"></script>\n</head>{body}"))
}

fn tell_service_worker(dist: &Path) -> Result<(), Failure> {
    let path = dist.join("service-worker.js");
    let script = fs::read_to_string(&path)?;
    if !script.contains(MANIFEST) {
        return Err("service-worker.js has no line for its manifest".into());
    }
    let mut version = blake3::Hasher::new();
    let mut kept = Vec::new();
    for file in files(dist)?.into_iter().filter(|file| file != "service-worker.js") {
        let bytes = fs::read(dist.join(&file))?;
        version.update(file.as_bytes()).update(&bytes);
        let hash = BASE64_STANDARD.encode(Sha256::digest(&bytes));
        kept.push(format!("{{ path: \"./{file}\", integrity: \"sha256-{hash}\" }}"));
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
        let below = std::env::temp_dir().join(format!("busbar-finish-{}", std::process::id()));
        let (project, dist) = (below.join("project"), below.join("dist"));
        fs::create_dir_all(project.join("public/icons"))?;
        fs::create_dir_all(dist.join("app-1"))?;
        fs::write(
            project.join("index.html"),
            "<head>\n<link rel=\"stylesheet\" href=\"./a.css\" />\n\
             <link rel=\"stylesheet\" href=\"./b.css\" />\n</head><body></body>",
        )?;
        fs::write(project.join("a.css"), "/* why */a{}\n")?;
        fs::write(project.join("b.css"), "b{}\n")?;
        fs::write(project.join("public/icons/icon.svg"), "<svg/>")?;
        fs::write(project.join("public/service-worker.js"), format!("{MANIFEST}\nrest();\n"))?;
        for file in ["app.js", "app_bg.wasm", "chunk_1.wasm"] {
            fs::write(dist.join("app-1").join(file), "")?;
        }
        site(&project, &dist, "app-1")?;
        let page = fs::read_to_string(dist.join("index.html"))?;
        let worker = fs::read_to_string(dist.join("service-worker.js"))?;
        assert!(!page.contains("import"), "{page}");
        assert!(page.contains("src=\"./start-"), "{page}");
        assert!(page.contains("href=\"./app-1/app_bg.wasm\""), "{page}");
        assert!(!page.contains("chunk_1"), "{page}");
        let (_, style) = page.split_once("href=\"./style-").ok_or("no style")?;
        let (name, _) = style.split_once('"').ok_or("no name")?;
        let style = fs::read_to_string(dist.join(format!("style-{name}")))?;
        assert_eq!(style, "a{}\nb{}\n");
        assert!(worker.contains("{ path: \"./app-1/chunk_1.wasm\", "), "{worker}");
        assert!(
            worker.contains(
                "{ path: \"./icons/icon.svg\", \
                 integrity: \"sha256-1NxWZpFDA08xqjCWNdQRPZrXagKxc52iLJZe0gSb6eY=\" }, \
                 { path: \"./index.html\", "
            ),
            "{worker}"
        );
        fs::remove_dir_all(below)?;
        Ok(())
    }

    #[test]
    fn what_comes_later_is_not_part_of_the_first_load() {
        let first = [
            "index.html",
            "app-1/app.js",
            "app-1/app_bg.wasm",
            "app-1/parts.js",
            "style-1.css",
            "start-1.js",
        ];
        let later = [
            "app-1/split_visiting.wasm",
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
