//! Browsers: available engines, starting each with its own profile, and killing one. User actions are in
//! [`crate::page`].

use std::{
    env,
    ffi::OsStr,
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, wd::TimeoutConfiguration};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    task::JoinHandle,
};

use crate::{Failure, settings};

/// Default window size: a tablet in landscape.
pub const WINDOW: (u32, u32) = (1180, 820);

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Blink, in Chromium.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in WebKitGTK's MiniBrowser, the closest thing to Safari here. It stores nothing permanently, like
    /// a private window.
    WebKit,
}

impl Engine {
    /// Returns the requested engine.
    ///
    /// # Errors
    /// If it is none of the three.
    pub fn wanted() -> Result<Self, Failure> {
        let name = env::var("BUSBAR_ENGINE").unwrap_or_else(|_| "chromium".into());
        match name.as_str() {
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::WebKit),
            _ => Err(format!("no such engine: {name}").into()),
        }
    }

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Returns `true` if a profile outlives the browser.
    pub const fn keeps_profile(self) -> bool {
        !matches!(self, Self::WebKit)
    }

    fn driver(self, port: u16) -> Command {
        match self {
            Self::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                command
            }
            Self::Firefox => {
                let mut command = Command::new("geckodriver");
                command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
                command
            }
            Self::WebKit => {
                let mut command = Command::new("xvfb-run");
                command.args([
                    "--auto-servernum",
                    "--server-args=-screen 0 1600x1200x24",
                    "WebKitWebDriver",
                    "--host=127.0.0.1",
                ]);
                command.arg(format!("--port={port}"));
                // A system whose language the app does not support, so that it starts in its default. With a
                // language that is not installed, this browser reports English.
                command.env("LANG", "C.UTF-8").env_remove("LANGUAGE");
                command
            }
        }
    }

    fn capabilities(self, profile: &Path) -> Result<Value, Failure> {
        let (width, height) = WINDOW;
        Ok(match self {
            Self::Chromium => json!({
                "goog:loggingPrefs": { "browser": "ALL" },
                "goog:chromeOptions": {
                    "args": [
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=zh-CN",
                        "--accept-lang=zh-CN",
                        format!("--window-size={width},{height}"),
                        format!("--user-data-dir={}", profile.display()),
                    ],
                    "prefs": { "download.default_directory": profile.join("downloads") },
                },
            }),
            Self::Firefox => json!({
                "moz:firefoxOptions": {
                    "binary": on_path("firefox-esr").or_else(|| on_path("firefox"))
                        .ok_or("Firefox is not there: install firefox-esr")?,
                    "args": [
                        "-headless",
                        "-profile", profile,
                    ],
                    "prefs": {
                        "intl.accept_languages": "zh-CN, zh",
                        "browser.aboutwelcome.enabled": false,
                        "datareporting.policy.dataSubmissionEnabled": false,
                        "browser.download.folderList": 2,
                        "browser.download.dir": profile.join("downloads"),
                        "devtools.console.stdout.content": true,
                    },
                },
            }),
            Self::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "binary": mini_browser()
                        .ok_or("WebKit's MiniBrowser is not there: install webkit2gtk-driver")?,
                    "args": ["--automation", "--enable-write-console-messages-to-stdout=true"],
                },
            }),
        })
    }
}

/// A browser profile in its own folder, removed on drop.
#[derive(Debug)]
pub struct Profile {
    folder: PathBuf,
}

impl Profile {
    /// Creates an empty profile.
    ///
    /// # Errors
    /// If its folder cannot be created.
    pub fn new(engine: Engine) -> Result<Self, Failure> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("busbar-{}-{}-{number}", engine.name(), std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(folder.join("downloads"))?;
        Ok(Self { folder })
    }

    /// Returns its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // If it stays, only space is lost.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Private memory of the page's process and its workers, MB, sampled twenty times a second until this is dropped.
#[derive(Debug)]
pub struct MemoryWatch {
    driver: u32,
    peak: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl MemoryWatch {
    /// Returns the current memory, MB.
    pub fn now(&self) -> u64 {
        page_memory(self.driver)
    }

    /// Returns the peak since the last call, MB.
    pub fn peak(&self) -> u64 {
        self.peak.swap(0, Ordering::Relaxed).max(self.now())
    }
}

impl Drop for MemoryWatch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Returns the private memory of the largest page process below this driver, MB.
fn page_memory(driver: u32) -> u64 {
    let memory = |process: &u32| {
        let folder = Path::new("/proc").join(process.to_string());
        let command = fs::read(folder.join("cmdline")).ok()?;
        let is_page = String::from_utf8_lossy(&command).contains("--type=renderer");
        let status = fs::read_to_string(folder.join("status"));
        let status = status.ok().filter(|_| is_page)?;
        let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
        let kilobytes: u64 = own.trim_end_matches("kB").trim().parse().ok()?;
        Some(kilobytes / 1000)
    };
    descendants(driver).iter().filter_map(memory).max().unwrap_or_default()
}

/// A browser with its driver.
#[derive(Debug)]
pub struct Browser {
    /// Engine.
    pub engine: Engine,
    /// Session.
    pub client: Client,
    driver: Child,
    log: PathBuf,
}

impl Browser {
    /// Starts a browser with a profile.
    ///
    /// # Errors
    /// If a program is missing or does not start.
    pub async fn open(engine: Engine, profile: &Profile) -> Result<Self, Failure> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = profile.folder.join("driver.log");
        let output = File::options().create(true).append(true).open(&log)?;
        let mut command = engine.driver(port);
        let program = command.as_std().get_program().to_string_lossy().into_owned();
        let mut driver = command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .map_err(|error| format!("{program} could not be started: {error}"))?;
        let client = match connect(engine, port, profile).await {
            Ok(client) => client,
            Err(failure) => {
                end(&mut driver).await;
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("{program}: {failure}\n{said}").into());
            }
        };
        Ok(Self { engine, client, driver, log })
    }

    /// Closes the browser normally.
    pub async fn close(mut self) {
        // A driver that no longer answers is terminated all the same.
        let closed = tokio::time::timeout(Duration::from_secs(10), self.client.clone().close());
        let _ = closed.await;
        end(&mut self.driver).await;
    }

    /// Kills every process of the browser at once, as a power cut would.
    pub async fn kill(mut self) {
        end(&mut self.driver).await;
    }

    /// Starts sampling the memory of the page. Chromium only.
    pub fn watch_memory(&self) -> MemoryWatch {
        let driver = self.driver.id().unwrap_or_default();
        let peak = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&peak);
        let task = tokio::spawn(async move {
            loop {
                seen.fetch_max(page_memory(driver), Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        MemoryWatch { driver, peak, task }
    }

    /// Returns the output of driver and browser.
    pub fn log(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // If a test ended early.
        if let Some(driver) = self.driver.id() {
            kill(&[descendants(driver), vec![driver]].concat());
        }
    }
}

async fn connect(engine: Engine, port: u16, profile: &Profile) -> Result<Client, Failure> {
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
        if Instant::now() > deadline {
            return Err("did not come up in 20 s".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let Value::Object(capabilities) = engine.capabilities(profile.folder())? else {
        return Err("capabilities are an object".into());
    };
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await?;
    let timeouts = TimeoutConfiguration::new(
        Some(Duration::from_secs(180)),
        Some(Duration::from_secs(60)),
        Some(Duration::ZERO),
    );
    client.update_timeouts(timeouts).await?;
    if engine != Engine::Chromium {
        client.set_window_size(WINDOW.0, WINDOW.1).await?;
    }
    Ok(client)
}

/// Terminates a driver and all its child processes.
async fn end(driver: &mut Child) {
    if let Some(id) = driver.id() {
        kill(&[descendants(id), vec![id]].concat());
    }
    // It was killed, so its status does not matter.
    let _ = driver.wait().await;
}

/// The shell's own `kill` needs no package. A process that has already ended is fine.
fn kill(processes: &[u32]) {
    let numbers: Vec<String> = processes.iter().map(u32::to_string).collect();
    let _ = std::process::Command::new("sh")
        .args(["-c", &format!("kill -9 {}", numbers.join(" "))])
        .stderr(Stdio::null())
        .status();
}

/// Returns all descendants of a process, as listed by the system.
fn descendants(of: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // `1234 (a name) S 1 …`: the name may contain anything, so the line is parsed from its end.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
            Some((process, parent.parse().ok()?))
        })
        .collect();
    let mut found = vec![of];
    let mut next = 0;
    while next < found.len() {
        let parent = found[next];
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        next += 1;
    }
    found.split_off(1)
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

fn mini_browser() -> Option<PathBuf> {
    let folders = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let machine = folders(Path::new("/usr/lib")).into_iter();
    machine
        .chain([PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib")])
        .flat_map(|folder| folders(&folder))
        .filter(|folder| {
            let name = folder.file_name().and_then(OsStr::to_str);
            name.is_some_and(|name| name.starts_with("webkit2gtk-"))
        })
        .map(|folder| folder.join("MiniBrowser"))
        .find(|candidate| candidate.is_file())
}

/// Returns the folder for traces of failures.
pub fn traces() -> PathBuf {
    settings::out().join("e2e")
}
