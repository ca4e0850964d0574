//! A small static server for this machine, no more capable than a real host: no rewrite rules and no special
//! headers, so that what works here works on any host.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crate::{Failure, build, code::Kind, root};

/// `cargo xtask serve`.
pub fn command(arguments: &[String]) -> Result<(), Failure> {
    let (mut port, mut kind) = (8080_u16, Kind::Release);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next().ok_or("--port needs a number")?.parse()?,
            build::DEVELOPMENT => kind = Kind::Development,
            other => return Err(format!("no such option: {other}").into()),
        }
    }
    // Before the long steps.
    let listener = TcpListener::bind(("127.0.0.1", port))
        .map_err(|error| format!("port {port}: {error}; --port takes another"))?;
    build::site(kind)?;
    println!("\nBusbar is on http://127.0.0.1:{port}/ (Ctrl-C ends it)");
    serve(&listener, &root().join("dist"));
    Ok(())
}

/// Serves a folder for as long as the listener lives.
pub fn serve(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().flatten() {
        let folder = folder.to_owned();
        thread::spawn(move || {
            // A client that disconnects midway is ignored.
            let _ = answer(stream, &folder);
        });
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let body = file(folder, target).and_then(|path| Some((fs::read(&path).ok()?, path)));
    let (status, kind, body) = match (method, body) {
        ("GET" | "HEAD", Some((body, path))) => ("200 OK", kind(&path), body),
        ("GET" | "HEAD", None) => {
            let page = folder.join("404.html");
            let body = fs::read(&page).unwrap_or_default();
            ("404 Not Found", kind(&page), body)
        }
        _ => ("405 Method Not Allowed", "text/plain", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// Returns the file named by an address, confined to the folder.
fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") || path.contains('\\') {
        return None;
    }
    let path = folder.join(path);
    Some(if path.is_dir() { path.join("index.html") } else { path })
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_inside_the_folder() {
        let folder = Path::new("site");
        assert_eq!(file(folder, "/app.js?x=1"), Some("site/app.js".into()));
        for target in ["/../secret", "/a/../../secret", "/..\\secret"] {
            assert_eq!(file(folder, target), None, "{target}");
        }
    }
}
