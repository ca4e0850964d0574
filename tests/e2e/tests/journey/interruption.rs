//! The power goes while something is being written: what was done is there whole, or not at all.

use std::time::Duration;

use e2e::{
    Failure, expect,
    page::Page,
    visit::{Visit, visit},
};
use fantoccini::wd::WindowHandle;
use serde_json::json;

use crate::portfolio::load_sample;

/// How long after the tap the browser ends.
const AFTER: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(20),
    Duration::from_millis(60),
];

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
        // Now let it finish; what the app calls saved survives.
        let end = End::prepare(visit).await?;
        load_sample(&visit.page).await?;
        end.come(visit).await?;
        let is_there = is_whole_or_nothing(&visit.page).await?;
        expect(is_there, || {
            "the portfolio was said to be saved and is gone".into()
        })
    })
    .await
}

/// Taps for the sample without waiting for what comes of it, and ends the browser.
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

/// How it ends.
enum End {
    /// Every process of the browser at once, as in a power cut; it is opened again on the same profile.
    PowerCut,
    /// Where nothing outlives the browser: the tab alone, which leaves this other one.
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

/// Whether the whole sample is there; a failure when a part of it is.
async fn is_whole_or_nothing(page: &Page) -> Result<bool, Failure> {
    let [none, some] = [
        page.words.text("today.first_title"),
        page.words.text("today.sample_note"),
    ];
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
