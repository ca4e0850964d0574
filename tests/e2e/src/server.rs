//! A minimal host: the files of a folder, no headers except the media type, no rewrite rules, and `404.html` for
//! anything else. It can stop and restart on the same port, to simulate a network failure; switch to another
//! folder, to simulate a new version; and mark its responses as varying with everything, which prevents browsers
//! from caching them as they are.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use crate::Failure;

/// The one file that does not vary: Firefox rejects a service worker whose script does.
const SERVICE_WORKER: &str = "/service-worker.js";

/// A site on its own port.
#[derive(Debug)]
pub struct Server {
    site: Arc<Mutex<Site>>,
    address: SocketAddr,
    running: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Site {
    folder: PathBuf,
    /// Path prefix of the site, with a slash at both ends.
    below: String,
    /// `true` if responses are marked as varying with everything.
    varies: bool,
}

impl Server {
    /// Serves the folder at the root of the host.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start(folder: &Path) -> Result<Self, Failure> {
        Self::start_below(folder, "/").await
    }

    /// Serves the folder at a path of the host, `/some/where/`.
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start_below(folder: &Path, below: &str) -> Result<Self, Failure> {
        if !folder.join("index.html").is_file() {
            let folder = folder.display();
            return Err(format!("no site in {folder}: `cargo xtask dist` builds it").into());
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let site = Arc::new(Mutex::new(Site {
            folder: folder.to_owned(),
            below: below.to_owned(),
            varies: false,
        }));
        Ok(Self {
            address: listener.local_addr()?,
            running: Some(tokio::spawn(accept(listener, site.clone()))),
            site,
        })
    }

    /// Returns the address of the site.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.site().below)
    }

    /// Stops the server: nothing answers any more, and open connections are cut.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
            // Only reports that it was aborted.
            let _ = running.await;
        }
    }

    /// Restarts the server.
    ///
    /// # Errors
    /// If another program has taken the port.
    pub async fn start_again(&mut self) -> Result<(), Failure> {
        self.stop().await;
        let listener = TcpListener::bind(self.address).await?;
        self.running = Some(tokio::spawn(accept(listener, self.site.clone())));
        Ok(())
    }

    /// Switches the site to another folder.
    pub fn serve(&self, folder: &Path) {
        self.site().folder = folder.to_owned();
    }

    /// Marks every response except the service worker's script as varying with everything.
    pub fn vary(&self) {
        self.site().varies = true;
    }

    fn site(&self) -> MutexGuard<'_, Site> {
        self.site.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }
}

async fn accept(listener: TcpListener, site: Arc<Mutex<Site>>) {
    // Dropped with this task, together with every connection.
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let site = site.clone();
        connections.spawn(async move {
            // A browser that disconnects in the middle of a response is ignored.
            let _ = answer(stream, &site).await;
        });
    }
}

async fn answer(mut stream: TcpStream, site: &Mutex<Site>) -> std::io::Result<()> {
    let mut reader = BufReader::new(&mut stream);
    let mut request = String::new();
    reader.read_line(&mut request).await?;
    let mut header = String::new();
    while reader.read_line(&mut header).await? > 2 {
        header.clear();
    }
    let target = request.split(' ').nth(1).unwrap_or("/");
    let (file, missing, vary) = {
        let site = site.lock().unwrap_or_else(PoisonError::into_inner);
        let varies = site.varies && !target.ends_with(SERVICE_WORKER);
        let vary = if varies { "Vary: *\r\n" } else { "" };
        let file = file(&site.folder, &site.below, target);
        (file, site.folder.join("404.html"), vary)
    };
    let found = match &file {
        Some(file) => tokio::fs::read(file).await.ok(),
        None => None,
    };
    let (status, kind, body) = match (file, found) {
        (Some(file), Some(body)) => ("200 OK", kind(&file), body),
        _ => {
            let body = tokio::fs::read(&missing).await.unwrap_or_default();
            ("404 Not Found", kind(&missing), body)
        }
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{vary}Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&body).await?;
    }
    stream.shutdown().await
}

fn file(folder: &Path, below: &str, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_prefix(below)?;
    if path.split('/').any(|part| part == "..") || path.contains('\\') {
        return None;
    }
    let path = folder.join(path);
    Some(if path.is_dir() { path.join("index.html") } else { path })
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("csv") => "text/csv",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_site_is_served_and_only_below_its_path() {
        let folder = Path::new("site");
        let cases = [
            ("/", "/app.js?v=1", Some("site/app.js")),
            ("/a/b/", "/a/b/app.js", Some("site/app.js")),
            ("/a/b/", "/app.js", None),
            ("/", "/../secret", None),
            ("/", "/..\\secret", None),
        ];
        for (below, target, expected) in cases {
            assert_eq!(file(folder, below, target), expected.map(PathBuf::from), "{target}");
        }
    }
}
