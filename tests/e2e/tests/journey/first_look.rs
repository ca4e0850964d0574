//! First look: language, theme, and the app wherever its host has it.

use e2e::{
    Failure, expect,
    page::Theme,
    visit::{Visit, visit, visit_below},
    words::Language,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn the_app_starts_in_chinese_and_speaks_english_when_asked() -> Result<(), Failure> {
    visit("language-and-theme", async |visit| {
        visit.open().await?;
        let page = &mut visit.page;
        page.is_in(Language::Chinese).await?;
        page.sees(&page.words.text("shell.customers")).await?;
        page.choose_language(Language::English).await?;
        page.sees(&page.words.text("today.first_title")).await?;

        let ground = "return getComputedStyle(document.documentElement).backgroundColor";
        let mut grounds = Vec::new();
        for theme in [Theme::Dark, Theme::Light] {
            page.choose_theme(theme).await?;
            grounds.push(page.script(ground, vec![]).await?);
        }
        expect(grounds[0] != grounds[1], || {
            format!("light and dark have the same ground: {grounds:?}")
        })?;

        page.choose_theme(Theme::Dark).await?;
        page.reload().await?;
        page.is_in(Language::English).await?;
        let theme = "return document.documentElement.dataset.theme";
        let theme = page.script(theme, vec![]).await?;
        expect(theme == json!("dark"), || format!("after loading anew the theme is {theme}"))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_works_below_a_path_of_its_host() -> Result<(), Failure> {
    visit_below("below-a-path", "/tools/busbar/", async |visit| {
        // An unknown address leads to the app, through the host's 404 page …
        for wrong in WRONG {
            leads_to_the_app(visit, wrong).await?;
        }
        visit.open().await?;
        visit.is_kept().await?;
        // … and, once the app is stored, without the host.
        visit.server.stop().await;
        for wrong in WRONG {
            leads_to_the_app(visit, wrong).await?;
        }
        visit.server.start_again().await?;
        visit.open().await?;
        let page = &visit.page;
        page.follow("shell.customers").await?;
        page.sees(&page.words.text("customers.empty")).await?;
        // A deep link opened cold reaches its page.
        page.client().goto("about:blank").await?;
        page.open(&format!("{}#/customers", visit.server.url())).await?;
        page.sees(&page.words.text("customers.empty")).await
    })
    .await
}

/// Addresses below the app's that do not exist.
const WRONG: [&str; 3] = ["customers", "customers/", "customers/7/facts"];

async fn leads_to_the_app(visit: &Visit, wrong: &str) -> Result<(), Failure> {
    let page = &visit.page;
    // Another site in between, so that the address is opened cold.
    page.client().goto("about:blank").await?;
    let url = visit.server.url();
    page.client().goto(&format!("{url}{wrong}#/customers")).await?;
    page.sees(&page.words.text("customers.empty")).await?;
    let here = page.client().current_url().await?;
    expect(here.as_str() == format!("{url}#/customers"), || format!("{wrong} leads to {here}"))
}
