//! Two tablets exchange their changes through a file: each sees what the other did, a field that both changed keeps
//! both values, and a wrong passphrase or a damaged file changes nothing.

use e2e::{
    Failure,
    exchange::{choose, cut, enter, is_closed, receive, save},
    expect,
    field_work::section,
    form::fill,
    page::Page,
    visit::visit,
};
use serde_json::json;

use crate::portfolio::change_region;

const PASSPHRASE: &str = "three blue pylons";
/// The user of the second tablet.
const COLLEAGUE: &str = "周敏";
/// Customers of the first tablet.
const STEEL: &str = "东湖钢铁";
const CEMENT: &str = "西山水泥";
/// Customer of the second tablet.
const PAPER: &str = "南湾造纸";
/// Contact at [`STEEL`].
const CONTACT: &str = "李敏";

#[tokio::test(flavor = "multi_thread")]
async fn two_tablets_exchange_their_changes_through_a_file() -> Result<(), Failure> {
    visit("exchange-first", async |first| {
        let first = &*first;
        visit("exchange-second", async |second| {
            first.open().await?;
            let (one, other) = (&first.page, &second.page);
            other.script(AUTHOR, vec![json!(COLLEAGUE)]).await?;
            second.open().await?;
            add(one, STEEL, "EX-1").await?;
            add_contact(one).await?;
            add(one, CEMENT, "EX-2").await?;
            add(other, PAPER, "EX-9").await?;

            let file = save(one, PASSPHRASE).await?;
            one.sees(&one.words.text("data.backup_since_none")).await?;
            nothing_else_is_received(other, &file).await?;
            it_is_received(other, &file).await?;

            // Both change one field.
            change(one, "北区").await?;
            change(other, "南区").await?;
            let file = save(other, PASSPHRASE).await?;
            both_values_are_kept(one, &file).await?;
            nothing_comes_twice(one, &file).await
        })
        .await
    })
    .await
}

const AUTHOR: &str = "localStorage.setItem('busbar.author', arguments[0])";

/// Adds a customer, whose page is then open.
async fn add(page: &Page, name: &str, number: &str) -> Result<(), Failure> {
    let words = &page.words;
    page.go("#/customers").await?;
    page.press_button("customers.add").await?;
    page.write(&words.text("customer.f_name"), name).await?;
    page.write(&words.text("customer.f_account_number"), number).await?;
    page.press(".dialog-foot .first", &words.text("customers.add")).await?;
    page.find("heading", name).await?;
    page.is_saved().await
}

/// Adds a contact of the open customer.
async fn add_contact(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    section(page, "facts", "contacts").await?;
    page.press_button("customer.contact_add").await?;
    fill(page, &words.text("customer.f_person"), CONTACT).await?;
    page.is_saved().await?;
    page.press("#new-record .button", &words.text("labels.done")).await?;
    page.sees(CONTACT).await
}

/// Changes the region of a customer that both tablets have.
async fn change(page: &Page, region: &str) -> Result<(), Failure> {
    open(page, STEEL).await?;
    section(page, "facts", "facts").await?;
    change_region(page, region).await?;
    page.is_saved().await
}

async fn open(page: &Page, customer: &str) -> Result<(), Failure> {
    page.go("#/customers").await?;
    page.press(".list-row", customer).await?;
    page.find("heading", customer).await.map(drop)
}

/// A file that is cut off, and a wrong passphrase, are refused.
async fn nothing_else_is_received(page: &Page, file: &str) -> Result<(), Failure> {
    let words = &page.words;
    let one = words.fill("data.title", &[("count", "1")]);
    choose(page, cut(file)).await?;
    enter(page, PASSPHRASE).await?;
    page.sees(&words.text("data.exchange_damaged")).await?;
    page.sees(&words.text("data.exchange_unchanged")).await?;
    page.press("dialog[open] .dialog-foot button", &words.text("labels.cancel")).await?;
    is_closed(page).await?;
    page.sees(&one).await?;

    choose(page, file).await?;
    enter(page, "three red pylons").await?;
    page.sees(&words.text("data.exchange_wrong")).await?;
    page.sees(&one).await
}

/// The passphrase is entered again, and what comes is shown without a reload.
async fn it_is_received(page: &Page, file: &str) -> Result<(), Failure> {
    let words = &page.words;
    page.script("window.isBefore = true", vec![]).await?;
    enter(page, PASSPHRASE).await?;
    is_closed(page).await?;
    page.sees(&words.text("data.exchange_received")).await?;
    page.sees(&words.fill("data.title", &[("count", "3")])).await?;
    page.go("#/customers").await?;
    for name in [STEEL, CEMENT, PAPER] {
        page.sees(name).await?;
    }
    open(page, STEEL).await?;
    section(page, "facts", "contacts").await?;
    page.sees(CONTACT).await?;
    let is_before = page.script("return !!window.isBefore", vec![]).await?;
    expect(is_before == json!(true), || "the page was loaded anew".into())?;
    // The same file again brings nothing.
    nothing_comes_twice(page, file).await
}

/// The first tablet sees what is new on the second, and both values of the field.
async fn both_values_are_kept(page: &Page, file: &str) -> Result<(), Failure> {
    let words = &page.words;
    receive(page, file, PASSPHRASE).await?;
    let from = words.start("data.exchange_from");
    page.sees(&format!("{from}{COLLEAGUE}")).await?;
    page.sees(&words.fill("data.exchange_conflicts", &[("count", "1")])).await?;
    page.press_button("data.exchange_see_conflicts").await?;
    page.press("#data-checks details[open] a", STEEL).await?;
    page.sees(&words.text("labels.contested")).await?;
    for region in ["北区", "南区"] {
        page.find(".claims button", region).await?;
    }
    page.go("#/customers").await?;
    page.sees(PAPER).await
}

async fn nothing_comes_twice(page: &Page, file: &str) -> Result<(), Failure> {
    receive(page, file, PASSPHRASE).await?;
    page.sees(&page.words.text("data.exchange_nothing_new")).await
}
