//! Setup of a test: its own site and browser, a user's actions, and on failure a trace of what the user saw.

use std::fs;

use fantoccini::{error::CmdError, wd::WebDriverCompatibleCommand};
use serde_json::{Value, json};

use crate::{
    Failure,
    engine::{Browser, Engine, Profile, traces},
    page::Page,
    server::Server,
    settings,
};

/// A user session with the app.
#[derive(Debug)]
pub struct Visit {
    /// Host of the site.
    pub server: Server,
    /// Page in front of the user.
    pub page: Page,
    /// Engine.
    pub engine: Engine,
    browser: Option<Browser>,
    profile: Profile,
}

/// Runs a user's actions on the built site, and saves a trace if they fail.
///
/// # Errors
/// The failure of `person`, or the errors logged by the browser.
pub async fn visit(
    name: &str,
    person: impl AsyncFnOnce(&mut Visit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    visit_below(name, "/", person).await
}

/// Like [`visit`], with the site below the root of its host.
///
/// # Errors
/// As [`visit`].
pub async fn visit_below(
    name: &str,
    below: &str,
    person: impl AsyncFnOnce(&mut Visit) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let engine = Engine::wanted()?;
    let server = Server::start_below(&settings::site(), below).await?;
    let profile = Profile::new(engine)?;
    let browser = opened(engine, &profile).await?;
    let mut visit = Visit {
        server,
        page: Page::new(browser.client.clone())?,
        engine,
        browser: Some(browser),
        profile,
    };
    visit.page.work_here(&visit.server.url()).await?;
    let mut result = person(&mut visit).await;
    if result.is_ok() {
        result = visit.no_complaints().await;
    }
    if let Err(failure) = &result {
        result = Err(
            format!("{name} in {}: {failure}{}", engine.name(), visit.trace(name).await).into()
        );
    }
    if let Some(browser) = visit.browser.take() {
        browser.close().await;
    }
    result
}

impl Visit {
    /// Returns the browser.
    ///
    /// # Errors
    /// While it is killed.
    pub fn browser(&self) -> Result<&Browser, Failure> {
        self.browser.as_ref().ok_or_else(|| "no browser is open".into())
    }

    /// Returns the profile of the browser, which is also a place for temporary files.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Opens the app by its address.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn open(&self) -> Result<(), Failure> {
        self.page.open(&self.server.url()).await
    }

    /// Kills the browser.
    pub async fn kill_browser(&mut self) {
        if let Some(browser) = self.browser.take() {
            browser.kill().await;
        }
    }

    /// Closes the browser normally.
    pub async fn close_browser(&mut self) {
        if let Some(browser) = self.browser.take() {
            browser.close().await;
        }
    }

    /// Waits until the whole app is stored on the device.
    ///
    /// # Errors
    /// If the browser does not store it.
    pub async fn is_kept(&self) -> Result<(), Failure> {
        const KEPT: &str = "const done = arguments[arguments.length - 1];
            navigator.serviceWorker.getRegistration()
                .then((one) => done(one?.active?.state === 'activated'));";
        self.page
            .until("the app to be kept on the device", async || {
                let kept = self.page.script_later(KEPT, vec![]).await?;
                Ok((kept == json!(true)).then_some(()))
            })
            .await
    }

    /// Opens the browser again, with the same profile.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn open_browser(&mut self) -> Result<(), Failure> {
        let browser = opened(self.engine, &self.profile).await?;
        let words = self.page.words.clone();
        self.page = Page::new(browser.client.clone())?;
        self.page.words = words;
        self.browser = Some(browser);
        // A killed browser may not have written what the page stored.
        self.page.work_here(&self.server.url()).await
    }

    /// Returns the errors logged by the browser so far, except for missing responses: stopping the server is part
    /// of the tests, and the position is not available everywhere.
    ///
    /// # Errors
    /// If the browser cannot be queried.
    pub async fn complaints(&self) -> Result<Vec<String>, Failure> {
        let browser = self.browser()?;
        let lines = match self.engine {
            Engine::Chromium => console(browser).await?,
            // The browser logs its own errors there too; those of the page have its address.
            Engine::Firefox => lines(&browser.log(), &["JavaScript error: http", "panicked at"]),
            Engine::WebKit => {
                lines(&browser.log(), &["CONSOLE JS ERROR", "CONSOLE SECURITY ERROR"])
            }
        };
        const NETWORK: [&str; 6] = [
            "net::ERR_",
            "Failed to fetch",
            "NetworkError",
            "Load failed",
            "Failed to load resource",
            "Network location provider",
        ];
        Ok(lines
            .into_iter()
            .filter(|line| !NETWORK.iter().any(|part| line.contains(part)))
            .collect())
    }

    async fn no_complaints(&self) -> Result<(), Failure> {
        if self.browser.is_none() {
            return Ok(());
        }
        let complaints = self.complaints().await?;
        crate::expect(complaints.is_empty(), || {
            format!("the browser complains: {}", complaints.join("\n"))
        })
    }

    /// Saves a trace, and returns its location.
    async fn trace(&self, name: &str) -> String {
        let Some(browser) = &self.browser else {
            return String::new();
        };
        let folder = traces();
        let file = format!("{}-{name}", self.engine.name());
        let text = self.page.text().await.unwrap_or_default();
        let picture = browser.client.screenshot().await.unwrap_or_default();
        let complaints = self.complaints().await.unwrap_or_default().join("\n");
        let kept = fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(format!("{file}.png")), picture))
            .and_then(|()| {
                let report =
                    format!("{text}\n\n--- console\n{complaints}\n\n--- driver\n{}", browser.log());
                fs::write(folder.join(format!("{file}.txt")), report)
            });
        match kept {
            Ok(()) => format!("\nwhat was to be seen: {}/{file}.png, .txt", folder.display()),
            Err(error) => format!("\nwhat was to be seen could not be kept: {error}"),
        }
    }
}

/// Opens a browser, slowed down if requested; only Chromium's driver can do that.
async fn opened(engine: Engine, profile: &Profile) -> Result<Browser, Failure> {
    let browser = Browser::open(engine, profile).await?;
    let rate = settings::slower();
    if rate > 1 && engine == Engine::Chromium {
        let slow = json!({ "cmd": "Emulation.setCPUThrottlingRate", "params": { "rate": rate } });
        vendor(&browser, "goog/cdp/execute", slow).await?;
    }
    Ok(browser)
}

fn lines(log: &str, marks: &[&str]) -> Vec<String> {
    log.lines()
        .filter(|line| marks.iter().any(|mark| line.contains(mark)))
        .map(str::to_owned)
        .collect()
}

/// Returns the console of Chromium, which its driver returns once.
///
/// # Errors
/// If the browser cannot be queried, or is a different one.
pub async fn console(browser: &Browser) -> Result<Vec<String>, Failure> {
    let log = vendor(browser, "se/log", json!({ "type": "browser" })).await?;
    Ok(log
        .as_array()
        .into_iter()
        .flatten()
        .filter(|entry| entry["level"] == "SEVERE")
        .filter_map(|entry| Some(entry["message"].as_str()?.to_owned()))
        .collect())
}

/// Sends a non-standard command to a driver.
///
/// # Errors
/// If the driver does not support it.
pub async fn vendor(browser: &Browser, path: &'static str, body: Value) -> Result<Value, CmdError> {
    browser.client.issue_cmd(Vendor { path, body }).await
}

#[derive(Debug)]
struct Vendor {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
