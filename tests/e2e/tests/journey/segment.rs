//! Segmentation: key accounts are determined on the device and stored.

use std::fs;

use e2e::{Failure, expect, form::fill, import, page::Page, visit::visit};

use crate::portfolio::load_sample;

/// Segments the current portfolio, and waits for the clusters.
pub async fn segment(page: &Page) -> Result<(), Failure> {
    page.follow("shell.segments").await?;
    page.press_button("segments.run_first").await?;
    has_run(page).await?;
    page.is_saved().await
}

/// Waits until a run is shown, and returns its number of clusters.
pub async fn has_run(page: &Page) -> Result<usize, Failure> {
    page.sees(&page.words.text("segments.run")).await?;
    page.press("tab", &page.words.text("segments.tab_clusters")).await?;
    page.until("the clusters of a run", async || {
        let rows = "return document.querySelectorAll('.figures-table tbody .cluster-mark').length";
        let rows = page.script(rows, vec![]).await?;
        Ok(rows.as_u64().filter(|rows| *rows > 1).map(|rows| rows as usize))
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

        // The same data again: no customer moved.
        page.press_button("segments.run").await?;
        page.sees(&page.words.text("segments.runs")).await?;
        page.press("tab", &page.words.text("segments.tab_moves")).await?;
        page.sees(&page.words.text("segments.moves_calm")).await
    })
    .await
}

/// Preview of a rule: its effect is shown, nothing is written until it is applied, and discarding it changes
/// nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_tried_before_it_is_taken() -> Result<(), Failure> {
    visit("rules", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        page.follow("shell.segments").await?;
        page.press("tab", &page.words.text("segments.tab_keys")).await?;
        let [spend, take, discard] =
            ["labels.rule_spend", "segments.rules_take", "segments.rules_discard"]
                .map(|key| page.words.text(key));
        page.sees_no(&take).await?;
        let effect = async || {
            let said = "return document.querySelector('.rules-effect > p')?.innerText ?? ''";
            let said = page.script(said, vec![]).await?;
            Ok::<_, Failure>(said.as_str().unwrap_or_default().to_owned())
        };
        let before = effect().await?;
        fill(page, &spend, "1000").await?;
        page.sees(&take).await?;
        let tried = effect().await?;
        expect(tried != before, || format!("a rule of 1 000 CNY changes nothing: {tried}"))?;
        page.press("button", &discard).await?;
        page.sees_no(&take).await?;
        expect(effect().await? == before, || "discarding did not bring the rules back".into())?;
        fill(page, &spend, "1000").await?;
        page.press("button", &take).await?;
        page.sees_no(&take).await?;
        page.is_saved().await?;
        page.reload().await?;
        page.until(
            "the rule that was taken",
            async || Ok((effect().await? != before).then_some(())),
        )
        .await
    })
    .await
}

/// A small customer turns out to use as much as all others: the next run shows what that changes, and why.
#[tokio::test(flavor = "multi_thread")]
async fn what_moves_after_the_data_changed_is_explained() -> Result<(), Failure> {
    const MOVED: &str = "第30厂";
    visit("moves", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let file = |name: &str| visit.profile().folder().join(name);
        let [customers, readings, corrected] =
            ["customers.csv", "readings.csv", "corrected.csv"].map(file);
        let named = |number: usize| format!("M{number},第{number}厂\n");
        let named: String = (1..=30).map(named).collect();
        fs::write(&customers, format!("客户编号,客户名称\n{named}"))?;
        fs::write(&readings, year(1..=30, |number| 900_000 / number))?;
        fs::write(&corrected, year(30..=30, |_| 5_000_000))?;
        import::look_at(page, &[&customers, &readings]).await?;
        import::write(page).await?;
        segment(page).await?;

        let totals = import::look_at(page, &[&corrected]).await?;
        expect(totals.changed == 12, || format!("twelve months were corrected, and {totals:?}"))?;
        import::write(page).await?;
        page.follow("shell.segments").await?;
        page.press_button("segments.run").await?;
        page.is_saved().await?;
        page.press("tab", &page.words.text("segments.tab_moves")).await?;
        let class = page.words.fill(
            "segments.moved",
            &[
                ("from", &page.words.text("labels.class_c")),
                ("to", &page.words.text("labels.class_a")),
            ],
        );
        page.until("the one that moved, with why", async || {
            let rows = "return Array.from(document.querySelectorAll('.row'), (row) =>
                [row.innerText, row.querySelector('.quiet-text')?.innerText ?? ''])";
            let rows = page.script(rows, vec![]).await?;
            let mut rows = rows.as_array().into_iter().flatten();
            let is_it = |row: &serde_json::Value| {
                let text = row[0].as_str().unwrap_or_default();
                let why = row[1].as_str().unwrap_or_default();
                text.contains(MOVED) && text.contains(&class) && why.contains('→')
            };
            Ok(rows.any(is_it).then_some(()))
        })
        .await
    })
    .await
}

/// Returns a year of readings of these customers, in kWh a month.
fn year(customers: std::ops::RangeInclusive<usize>, kwh: impl Fn(usize) -> usize) -> String {
    let months = |number: usize| (1..=12).map(move |month| (number, month));
    let row = |(number, month): (usize, u8)| {
        // No two months are equal, as in reality.
        let kwh = kwh(number) + usize::from(month) * 10;
        format!("M{number},2025-{month:02},{kwh}\n")
    };
    let rows: String = customers.flat_map(months).map(row).collect();
    format!("客户编号,月份,电量\n{rows}")
}
