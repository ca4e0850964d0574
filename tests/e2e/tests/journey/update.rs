//! A newer version of the app on the host: it is invisible until the user agrees, and complete afterwards.

use std::{
    fs,
    path::{Path, PathBuf},
};

use e2e::{Failure, expect, page::Page, settings, site::copy, visit::visit};
use serde_json::json;

use crate::portfolio::load_sample;

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_waits_until_the_person_agrees() -> Result<(), Failure> {
    visit("update", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        visit.is_kept().await?;

        visit.server.serve(&newer_site(visit.profile().folder())?);
        page.reload().await?;
        page.sees(&page.words.text("shell.update_waiting")).await?;
        expect(version(page).await? == "old", || "the newer version came unasked".into())?;
        // Also after a reload while the newer version is waiting.
        page.reload().await?;
        page.sees(&page.words.text("shell.update_waiting")).await?;
        expect(version(page).await? == "old", || "the newer version came unasked".into())?;

        page.press_button("shell.update_now").await?;
        page.until("the newer version", async || Ok((version(page).await? == "new").then_some(())))
            .await?;
        page.stands().await?;
        page.sees(&page.words.text("today.sample_note")).await?;
        page.sees_no(&page.words.text("shell.update_waiting")).await?;

        // It is on the device: it loads offline, and the older version is gone.
        visit.server.stop().await;
        page.reload().await?;
        expect(version(page).await? == "new", || "the older version came back".into())?;
        let kept = "const done = arguments[arguments.length - 1]; caches.keys().then(done)";
        let kept = page.script_later(kept, vec![]).await?;
        expect(kept == json!(["busbar-newer"]), || format!("kept are {kept}"))?;
        visit.server.start_again().await
    })
    .await
}

async fn version(page: &Page) -> Result<String, Failure> {
    let version = "return document.querySelector('meta[name=newer]') ? 'new' : 'old'";
    let version = page.script(version, vec![]).await?;
    Ok(version.as_str().unwrap_or_default().into())
}

/// Copies the site with a changed page and a service worker that lists it.
fn newer_site(below: &Path) -> Result<PathBuf, Failure> {
    let site = below.join("newer-site");
    copy(&settings::site(), &site)?;
    let page = site.join("index.html");
    let html = fs::read_to_string(&page)?;
    fs::write(&page, html.replacen("<title>", "<meta name=\"newer\" /><title>", 1))?;

    let script = site.join("service-worker.js");
    let text = fs::read_to_string(&script)?;
    let version = between(&text, "version: \"", "\"")?;
    let hash = between(&text, "path: \"./index.html\", integrity: \"", "\"")?;
    let text = text
        .replacen(version, "newer", 1)
        // Without a hash nothing is verified.
        .replacen(hash, "", 1);
    fs::write(script, text)?;
    Ok(site)
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str, Failure> {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    let what = || format!("the service worker has no {before}");
    Ok(found.ok_or_else(what)?.0)
}
