//! Screen sizes and screenshots.

use std::{fs, path::PathBuf};

use fantoccini::Client;
use serde_json::json;

use crate::{
    Failure,
    engine::{Browser, Engine},
    page::Page,
    settings,
    visit::vendor,
};

/// A device.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Name.
    pub name: &'static str,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
}

/// Supported screen sizes.
pub const SCREENS: [Screen; 4] = [
    Screen { name: "tablet", width: 1180, height: 820 },
    Screen { name: "tablet-upright", width: 820, height: 1180 },
    Screen { name: "phone", width: 390, height: 844 },
    Screen { name: "desk", width: 1440, height: 900 },
];

/// Returns the folder of screenshots.
pub fn folder() -> PathBuf {
    settings::out().join("screenshots")
}

/// Resizes the page to a screen. Chromium can have any size; for other browsers the window is resized so that the
/// page fits, if the window can be that small.
///
/// # Errors
/// If the browser does not resize.
pub async fn resize(browser: &Browser, screen: Screen) -> Result<(), Failure> {
    if browser.engine == Engine::Chromium {
        let size = json!({
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": {
                "width": screen.width,
                "height": screen.height,
                "deviceScaleFactor": 1,
                "mobile": false,
            },
        });
        vendor(browser, "goog/cdp/execute", size).await?;
        return Ok(());
    }
    let page = Page::new(browser.client.clone())?;
    let client: &Client = &browser.client;
    client.set_window_size(screen.width, screen.height).await?;
    let frame = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
    let frame = page.script(frame, vec![]).await?;
    let add = |side: usize| frame[side].as_u64().unwrap_or_default() as u32;
    client.set_window_size(screen.width + add(0), screen.height + add(1)).await?;
    Ok(())
}

/// Saves a screenshot; the name may contain folders.
///
/// # Errors
/// If it cannot be taken or saved.
pub async fn keep(browser: &Browser, name: &str) -> Result<(), Failure> {
    let picture = browser.client.screenshot().await?;
    let file = folder().join(format!("{name}.png"));
    fs::create_dir_all(file.parent().unwrap_or(&file))?;
    Ok(fs::write(file, picture)?)
}
