//! A customer and the lists leading to it: tasks are at the top, everything is two taps away, *back* removes a
//! filter, and an added customer becomes a record once something was entered.

use e2e::{
    Failure, expect,
    field_work::{Asked, Customer, section, take_in},
    form::fill,
    page::Page,
    table::Table,
    visit::visit,
};
use serde_json::{Value, json};

use crate::portfolio::load_sample;

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_found_served_and_added_to() -> Result<(), Failure> {
    visit("customer", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        best_first(page).await?;
        back_takes_off_the_last_filter(page).await?;
        menus_close(page).await?;

        page.follow("shell.customers").await?;
        Table::until(page, "the customers", |table| table.rows.len() > 3).await?;
        page.press(".list-row", "").await?;
        let customer = open_customer(page).await?;
        everything_is_two_taps_away(page).await?;
        what_is_to_be_done_is_at_the_top(page).await?;
        an_empty_contact_is_no_record(page).await?;
        old_addresses_land(page, &customer).await?;
        a_removed_request_leads_to_the_list(page, &customer).await?;
        a_customer_that_stands_twice_is_merged(page, &customer).await
    })
    .await
}

/// One tap on the class sorts A first.
async fn best_first(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.follow("shell.customers").await?;
    let column = words.text("customers.col_class");
    page.press("columnheader", &column).await?;
    let first = words.text("labels.class_a");
    let is_first = |table: &Table| table.column(&column).first() == Some(&first.as_str());
    Table::until(page, "class A first", is_first).await.map(drop)
}

async fn back_takes_off_the_last_filter(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let [first, second] = ["labels.class_a", "labels.class_b"].map(|key| words.text(key));
    let pressed = async || {
        let on = "return Array.from(document.querySelectorAll('.filters .chip[aria-pressed=true]'),
            (chip) => chip.innerText.trim())";
        page.script(on, vec![]).await
    };
    let until = async |what: &str, on: Value| {
        page.until(what, async || Ok((pressed().await? == on).then_some(()))).await
    };
    page.press("button", &first).await?;
    page.press("button", &second).await?;
    until("two classes", json!([first, second])).await?;
    page.client().back().await?;
    until("the first class alone", json!([first])).await?;
    page.client().back().await?;
    until("every class", json!([])).await?;
    // Typed text is removed in one step.
    page.write(&words.text("customers.search"), "公司").await?;
    page.until("a search in the address", async || {
        let address = page.client().current_url().await?;
        Ok(address.as_str().contains("q=").then_some(()))
    })
    .await?;
    page.client().back().await?;
    let all = words.fill("customers.shown_all", &[("all", "60")]);
    Table::until(page, "all customers again", |table| table.count == all).await.map(drop)
}

/// A menu of values closes once one was chosen.
async fn menus_close(page: &Page) -> Result<(), Failure> {
    page.follow("shell.visits").await?;
    page.press_button("visits.everybody").await?;
    page.press(".popover:popover-open .menu-choice:last-child", "").await?;
    page.until("the menu of managers to close", async || {
        let open = "return document.querySelectorAll('.popover:popover-open').length";
        Ok((page.script(open, vec![]).await? == json!(0)).then_some(()))
    })
    .await
}

/// Returns the open customer.
async fn open_customer(page: &Page) -> Result<Customer, Failure> {
    let name = page.find(".customer h1", "").await?.text().await?;
    let address = e2e::field_work::address(page).await?;
    Ok(Customer { name, address })
}

async fn everything_is_two_taps_away(page: &Page) -> Result<(), Failure> {
    const SECTIONS: [(&str, &[&str]); 3] = [
        ("service", &["visits", "requests", "plan", "timeline"]),
        ("use", &["use", "bills"]),
        ("facts", &["facts", "points", "contacts", "supply", "history"]),
    ];
    let tabs = "return document.querySelectorAll('.customer .tabs:not(.second) a').length";
    let tabs = page.script(tabs, vec![]).await?;
    expect(tabs == json!(5), || format!("{tabs} tabs"))?;
    for (group, sections) in SECTIONS {
        for name in sections {
            section(page, group, name).await?;
            let word = page.words.text(&format!("customer.tab_{name}"));
            page.find(".tabs.second a[aria-current]", &word).await?;
        }
    }
    Ok(())
}

/// A visit is planned and an action agreed from the top of the page; both are then listed as next steps.
async fn what_is_to_be_done_is_at_the_top(page: &Page) -> Result<(), Failure> {
    const PROMISED: &str = "送一份电价执行说明";
    let words = &page.words;
    page.press_button("customer.plan_visit").await?;
    page.press(".dialog-foot .first", &words.text("customer.plan_visit_save")).await?;
    page.is_saved().await?;
    page.press_button("customer.promise_add").await?;
    fill(page, &words.text("actions.f_text"), PROMISED).await?;
    page.press(".dialog-foot .first", &words.text("actions.make")).await?;
    page.is_saved().await?;
    page.press("tab", &words.text("customer.group_overview")).await?;
    page.sees(&words.text("customer.now_planned")).await?;
    section(page, "service", "visits").await?;
    page.press("tab", &words.text("shell.actions")).await?;
    page.sees(PROMISED).await
}

async fn an_empty_contact_is_no_record(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let cards = async || {
        let cards = "return document.querySelectorAll('.customer-part .card.entry').length";
        page.script(cards, vec![]).await
    };
    section(page, "facts", "contacts").await?;
    page.find(".card.entry", "").await?;
    let before = cards().await?;
    page.press_button("customer.contact_add").await?;
    page.until("the keyboard in the first field, in sight", async || {
        let focus = "const field = document.activeElement;
            const box = field.getBoundingClientRect();
            const first = document.querySelector('#new-record input');
            return field === first && box.top >= 0 && box.bottom <= innerHeight";
        Ok((page.script(focus, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    page.press("#new-record .button", &words.text("labels.cancel")).await?;
    page.until("the new contact to be put away", async || {
        let open = "return document.querySelectorAll('#new-record').length";
        Ok((page.script(open, vec![]).await? == json!(0)).then_some(()))
    })
    .await?;
    let after = cards().await?;
    expect(before == after, || format!("{before} contacts became {after}"))?;

    page.press_button("customer.contact_add").await?;
    fill(page, &words.text("customer.f_person"), "李敏").await?;
    fill(page, &words.text("customer.f_phone"), "139 0000 0000").await?;
    page.is_saved().await?;
    page.press("#new-record .button", &words.text("labels.done")).await?;
    page.until("one more contact", async || {
        let more = before.as_u64().map(|count| json!(count + 1));
        Ok((Some(cards().await?) == more).then_some(()))
    })
    .await?;
    page.sees("李敏").await
}

/// Old addresses, from when every section was a tab, still work.
async fn old_addresses_land(page: &Page, customer: &Customer) -> Result<(), Failure> {
    for (name, word) in [
        ("use", "customer.tab_use"),
        ("points", "customer.tab_points"),
        ("timeline", "customer.tab_timeline"),
        ("segment", "customer.tab_standing"),
    ] {
        page.go(&format!("{}?tab={name}", customer.address)).await?;
        let word = page.words.text(word);
        page.find(".tabs.second a[aria-current]", &word).await?;
    }
    Ok(())
}

async fn a_removed_request_leads_to_the_list(
    page: &Page,
    customer: &Customer,
) -> Result<(), Failure> {
    const SUBJECT: &str = "二号线路跳闸，请尽快到场";
    let words = &page.words;
    let fault = Asked { kind: "fault", connection: None, contact: None, subject: SUBJECT };
    take_in(page, customer, fault).await?;
    page.press_button("request.remove").await?;
    page.until("the list of requests", async || {
        let address = e2e::field_work::address(page).await?;
        Ok((address == "#/requests").then_some(()))
    })
    .await?;
    page.sees_no(&words.text("request.gone")).await
}

/// Records of a merged customer belong to the remaining one until the merge is undone.
async fn a_customer_that_stands_twice_is_merged(
    page: &Page,
    customer: &Customer,
) -> Result<(), Failure> {
    let words = &page.words;
    page.follow("shell.customers").await?;
    let is_full = |table: &Table| table.rows.len() > 3;
    let table = Table::until(page, "the customers", is_full).await?;
    // A cell shows the name, and tags after it.
    let names = table.column(&words.text("customers.col_name")).into_iter();
    let other = names.filter_map(|cell| cell.split_whitespace().next());
    let other = other.into_iter().find(|name| *name != customer.name);
    let other = other.ok_or("no other customer")?.to_owned();

    page.go(&customer.address).await?;
    page.press("button", &words.text("customer.actions")).await?;
    page.press_button("customer.merge").await?;
    page.write(&words.text("customer.merge_into"), &other).await?;
    page.press("dialog[open] .pick", &other).await?;
    page.press("dialog[open] .button", &words.text("customer.merge_save")).await?;
    page.until("the customer that remains", async || {
        let name = page.find(".customer h1", "").await?.text().await?;
        Ok((name == other).then_some(()))
    })
    .await?;
    section(page, "facts", "contacts").await?;
    page.sees("李敏").await?;

    page.go(&customer.address).await?;
    let both = [("name", customer.name.as_str()), ("other", other.as_str())];
    page.sees(&words.fill("customer.merged", &both)).await?;
    page.press_button("customer.separate").await?;
    page.until("the customer to be back", async || {
        let name = page.find(".customer h1", "").await?.text().await?;
        Ok((name == customer.name).then_some(()))
    })
    .await?;
    section(page, "facts", "contacts").await?;
    page.sees("李敏").await
}
