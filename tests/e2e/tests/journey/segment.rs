//! Who the key accounts are, worked out on the device and kept.

use e2e::{Failure, expect, page::Page, visit::visit};

use crate::portfolio::load_sample;

/// Segments the portfolio that is there, and waits for the clusters.
pub async fn segment(page: &Page) -> Result<(), Failure> {
    page.follow("shell.segments").await?;
    page.press_button("segments.run_first").await?;
    has_run(page).await?;
    page.is_saved().await
}

/// Waits until a run is shown, and tells how many clusters it found.
pub async fn has_run(page: &Page) -> Result<usize, Failure> {
    page.sees(&page.words.text("segments.run")).await?;
    page.press("tab", &page.words.text("segments.tab_clusters"))
        .await?;
    page.until("the clusters of a run", async || {
        let rows = "return document.querySelectorAll('.figures-table tbody .cluster-mark').length";
        let rows = page.script(rows, vec![]).await?;
        Ok(rows
            .as_u64()
            .filter(|rows| *rows > 1)
            .map(|rows| rows as usize))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portfolio_is_segmented_and_the_run_is_kept() -> Result<(), Failure> {
    visit("segments", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        segment(page).await?;
        let clusters = has_run(page).await?;

        page.reload().await?;
        let again = has_run(page).await?;
        expect(again == clusters, || {
            format!("{clusters} clusters before loading anew, {again} after")
        })?;

        // The same data once more: nobody moved.
        page.press_button("segments.run").await?;
        page.sees(&page.words.text("segments.runs")).await?;
        page.press("tab", &page.words.text("segments.tab_moves"))
            .await?;
        page.sees(&page.words.text("segments.moves_calm")).await
    })
    .await
}
