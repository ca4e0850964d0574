//! Power cut during a write: the change is there completely, or not at all.

use std::{fs, path::PathBuf, time::Duration};

use e2e::{
    Failure, expect,
    import::{look_at, write},
    page::Page,
    visit::{Visit, visit},
};
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use crate::portfolio::load_sample;

/// Delays between the tap and the kill.
const AFTER: [Duration; 3] = [Duration::ZERO, Duration::from_millis(20), Duration::from_millis(60)];

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_in_the_middle_of_a_write_leaves_all_of_it_or_nothing()
-> Result<(), Failure> {
    visit("kill-during-write", async |visit| {
        visit.open().await?;
        for after in AFTER {
            tap_and_end(visit, after).await?;
            if is_whole_or_nothing(&visit.page).await? {
                return Ok(());
            }
        }
        // Now it completes; what the app reports as saved survives.
        let end = End::prepare(visit).await?;
        load_sample(&visit.page).await?;
        end.come(visit).await?;
        let is_there = is_whole_or_nothing(&visit.page).await?;
        expect(is_there, || "the portfolio was said to be saved and is gone".into())
    })
    .await
}

/// Number of customers written at once, so that the kill happens during the write.
const CUSTOMERS: usize = 20_000;

/// A slow disk: a transaction with a write stays open, whatever the app does, and `writing` counts how often it
/// was seen open since.
const SLOW_DISK: &str = "
    const { put } = IDBObjectStore.prototype;
    const open = new WeakSet();
    window.writing = 0;
    IDBTransaction.prototype.commit = () => {};
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (!open.has(this.transaction)) {
            open.add(this.transaction);
            const stay = () => {
                window.writing += 1;
                this.get(0).onsuccess = stay;
            };
            stay();
        }
        return request;
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_killed_while_a_transaction_is_open_leaves_nothing_of_it() -> Result<(), Failure>
{
    visit("kill-in-transaction", async |visit| {
        visit.open().await?;
        let files = many(visit)?;
        let end = End::prepare(visit).await?;
        let page = &visit.page;
        look_at(page, &[&files]).await?;
        let before = rows(page).await?;
        page.script(SLOW_DISK, vec![]).await?;
        page.press("button.first", &page.words.start("import.import_count")).await?;
        let is_writing =
            "return window.writing > 2 && !!document.querySelector('.save-state.saving')";
        page.until("the write to be under way", async || {
            let is_writing = page.script(is_writing, vec![]).await?;
            Ok((is_writing == json!(true)).then_some(()))
        })
        .await?;
        end.come(visit).await?;
        let after = rows(&visit.page).await?;
        expect(after == before, || {
            format!("before the write {before}, and of what was killed {after}")
        })?;

        // A completed write that was reported as saved is there completely.
        let end = End::prepare(visit).await?;
        look_at(&visit.page, &[&files]).await?;
        write(&visit.page).await?;
        let written = rows(&visit.page).await?;
        end.come(visit).await?;
        let kept = rows(&visit.page).await?;
        expect(kept == written && kept != before, || {
            format!("written were {written}, and kept {kept}")
        })?;
        visit.page.follow("shell.customers").await?;
        let all = visit.page.words.fill("customers.shown_all", &[("all", "20 000")]);
        visit.page.sees(&all).await
    })
    .await
}

/// Writes a file of many customers.
fn many(visit: &Visit) -> Result<PathBuf, Failure> {
    let file = visit.profile().folder().join("many.csv");
    let row = |number: usize| format!("M{number},第{number}厂\n");
    let rows: String = (1..=CUSTOMERS).map(row).collect();
    fs::write(&file, format!("客户编号,客户名称\n{rows}"))?;
    Ok(file)
}

/// Returns the number of rows in each object store, as counted by the browser.
async fn rows(page: &Page) -> Result<Value, Failure> {
    const COUNT: &str = "
        const done = arguments[arguments.length - 1];
        const got = (request) => new Promise((then, not) => {
            request.onsuccess = () => then(request.result);
            request.onerror = () => not(request.error);
        });
        (async () => {
            const database = await got(indexedDB.open('busbar'));
            const names = Array.from(database.objectStoreNames);
            const stores = database.transaction(names);
            const counts = names.map((name) => got(stores.objectStore(name).count()));
            const all = await Promise.all(counts);
            database.close();
            return Object.fromEntries(names.map((name, place) => [name, all[place]]));
        })().then(done, (error) => done(String(error)));";
    page.script_later(COUNT, vec![]).await
}

/// Taps to load the sample without waiting for the result, and kills the browser.
async fn tap_and_end(visit: &mut Visit, after: Duration) -> Result<(), Failure> {
    let end = End::prepare(visit).await?;
    let page = &visit.page;
    let name = page.words.text("today.first_sample");
    page.find("button", &name).await?;
    let tap = "const button = Array.from(document.querySelectorAll('button'))
            .find((button) => button.innerText.trim() === arguments[0]);
        setTimeout(() => button.click(), 0);";
    page.script(tap, vec![json!(name)]).await?;
    tokio::time::sleep(after).await;
    end.come(visit).await
}

/// Kind of interruption.
enum End {
    /// Kills every process of the browser at once, as a power cut does; it is reopened with the same profile.
    PowerCut,
    /// For browsers without a persistent profile: only the tab is closed, and this other one remains.
    TabClosed(WindowHandle),
}

impl End {
    async fn prepare(visit: &Visit) -> Result<Self, Failure> {
        if visit.engine.keeps_profile() {
            return Ok(Self::PowerCut);
        }
        let spare = visit.page.client().new_window(true).await?;
        Ok(Self::TabClosed(spare.handle))
    }

    async fn come(self, visit: &mut Visit) -> Result<(), Failure> {
        match self {
            Self::PowerCut => {
                visit.kill_browser().await;
                visit.open_browser().await?;
            }
            Self::TabClosed(spare) => {
                visit.page.client().close_window().await?;
                visit.page.client().switch_to_window(spare).await?;
            }
        }
        visit.open().await
    }
}

/// Returns `true` if the whole sample is there; an error if only part of it is.
async fn is_whole_or_nothing(page: &Page) -> Result<bool, Failure> {
    let [none, some] = [page.words.text("today.first_title"), page.words.text("today.sample_note")];
    let is_there = page
        .until("an empty or a full portfolio", async || {
            let text = page.text().await?;
            Ok((text.contains(&none) || text.contains(&some)).then(|| text.contains(&some)))
        })
        .await?;
    if is_there {
        page.sees(&page.words.text("today.data_complete")).await?;
        page.follow("shell.customers").await?;
        let all = page.words.fill("customers.shown_all", &[("all", "60")]);
        page.sees(&all).await?;
    }
    Ok(is_there)
}
