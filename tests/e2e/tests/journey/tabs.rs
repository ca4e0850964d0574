//! Two tabs of one browser share one portfolio.

use std::time::Duration;

use e2e::{
    Failure, expect,
    field_work::{address, plan_a_visit},
    visit::visit,
};
use fantoccini::key::Key;

use crate::{
    portfolio::{change_region, load_sample},
    press::reads,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_in_one_tab_shows_in_the_other() -> Result<(), Failure> {
    visit("two-tabs", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let client = page.client();
        let first = client.window().await?;
        let second = client.new_window(true).await?.handle;
        client.switch_to_window(second.clone()).await?;
        visit.open().await?;
        page.sees(&page.words.text("today.first_title")).await?;

        client.switch_to_window(first.clone()).await?;
        load_sample(page).await?;
        client.switch_to_window(second.clone()).await?;
        page.sees(&page.words.text("today.sample_note")).await?;

        // The same customer in both, edited in one and then in the other.
        page.follow("shell.customers").await?;
        page.press(".list-row", "").await?;
        page.follow("customer.group_facts").await?;
        let address = client.current_url().await?;
        change_region(page, "东湖").await?;
        client.switch_to_window(first).await?;
        page.go(&format!("#{}", address.fragment().unwrap_or_default())).await?;
        page.sees("东湖").await?;
        change_region(page, "西湖").await?;
        client.switch_to_window(second).await?;
        page.sees("西湖").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_in_two_tabs_shows_the_same_in_both() -> Result<(), Failure> {
    visit("two-tabs-typing", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let client = page.client();
        load_sample(page).await?;
        plan_a_visit(page).await?;
        let capture = format!("{}?view=capture", address(page).await?);
        page.go(&capture).await?;
        let first = client.window().await?;
        // A separate window, because a hidden tab leaves its field and saves the typed text.
        let second = client.new_window(false).await?.handle;
        client.switch_to_window(second.clone()).await?;
        visit.open().await?;
        page.go(&capture).await?;
        let notes = page.words.text("visit.summary");
        page.write(&notes, "乙").await?;

        client.switch_to_window(first.clone()).await?;
        // Replaces whatever value has arrived by then.
        let field = page.find("field", &notes).await?;
        let all = format!("{}a{}", char::from(Key::Control), char::from(Key::Null));
        field.send_keys(&format!("{all}甲")).await?;
        page.key(Key::Tab).await?;
        page.is_saved().await?;
        client.switch_to_window(second.clone()).await?;
        // A field out of view was left; whichever wrote last, both show the same, now and after a reload.
        page.key(Key::Tab).await?;
        page.is_saved().await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let field = page.find("field", &notes).await?;
        let shown = field.prop("value").await?.unwrap_or_default();
        expect(["甲", "乙"].contains(&shown.as_str()), || {
            format!("what was typed became “{shown}”")
        })?;
        client.switch_to_window(first).await?;
        reads(page, &notes, &shown).await?;
        page.reload().await?;
        reads(page, &notes, &shown).await
    })
    .await
}
