//! Lazily loaded pages: one that cannot be loaded reports an error, and loads on retry.

use std::fs;

use e2e::{Failure, settings, site::copy, visit::visit};

use crate::portfolio::load_sample;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_cannot_be_fetched_can_be_tried_again() -> Result<(), Failure> {
    visit("parts", async |visit| {
        // While a file is missing, nothing is stored on the device: each part comes over the network.
        let site = visit.profile().folder().join("site-in-parts");
        copy(&settings::site(), &site)?;
        fs::remove_file(site.join("icons/icon-512.png"))?;
        visit.server.serve(&site);
        visit.open().await?;
        load_sample(&visit.page).await?;

        visit.server.stop().await;
        visit.page.go("#/data").await?;
        let missing = visit.page.words.text("shell.missing_title");
        visit.page.sees(&missing).await?;
        visit.page.press_button("shell.try_again").await?;
        visit.page.sees(&missing).await?;
        visit.page.follow("shell.today").await?;
        let today = visit.page.words.text("today.sample_note");
        visit.page.sees(&today).await?;

        visit.page.go("#/settings").await?;
        visit.page.sees(&missing).await?;
        visit.server.start_again().await?;
        visit.page.press_button("shell.try_again").await?;
        let settings = visit.page.words.text("settings.title");
        visit.page.sees(&settings).await?;
        visit.page.sees_no(&missing).await
    })
    .await
}
