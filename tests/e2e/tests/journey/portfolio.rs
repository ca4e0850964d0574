//! A portfolio in its manager's hands: search, sort, edit, undo, persistence.

use e2e::{Failure, expect, page::Page, table::Table, visit::visit, words::Language};
use fantoccini::key::Key;

/// Loads the sample portfolio with one tap, and waits until it is saved.
pub async fn load_sample(page: &Page) -> Result<(), Failure> {
    page.press_button("today.first_sample").await?;
    page.sees(&page.words.text("today.sample_note")).await?;
    page.is_saved().await
}

/// Changes the region of the open customer.
pub async fn change_region(page: &Page, to: &str) -> Result<(), Failure> {
    let name = page.words.text("customer.f_region");
    let edit = page.words.fill("labels.edit_field", &[("field", &name)]);
    page.press("button", &edit).await?;
    page.write(&name, to).await?;
    page.key(Key::Enter).await?;
    page.find("button", &format!("{edit} {to}")).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_portfolio_is_loaded_looked_through_changed_and_kept() -> Result<(), Failure> {
    visit("portfolio", async |visit| {
        visit.open().await?;
        let page = &mut visit.page;
        load_sample(page).await?;
        page.choose_language(Language::English).await?;
        page.sees(&page.words.text("labels.made_up")).await?;
        page.sees(&page.words.text("today.data_card")).await?;
        columns_begin_together(page).await?;

        page.follow("shell.customers").await?;
        let words = &page.words;
        let all = words.fill("customers.shown_all", &[("all", "60")]);
        let is_all = |table: &Table| table.count == all && table.rows.len() > 5;
        let table = Table::until(page, "sixty customers", is_all).await?;

        look_for_one(page, &table).await?;
        put_in_order(page).await?;
        keep_only_the_largest(page).await?;
        change_take_back_and_change_again(page).await?;
        add_take_out_and_bring_back(page).await
    })
    .await
}

/// The card columns of a page start at the same height.
async fn columns_begin_together(page: &Page) -> Result<(), Failure> {
    const TOPS: &str = "return Array.from(document.querySelectorAll('.flow'), (flow) => {
        const tops = {};
        for (const card of flow.children) {
            const { left, top } = card.getBoundingClientRect();
            tops[Math.round(left)] = Math.min(tops[Math.round(left)] ?? Infinity, Math.round(top));
        }
        return Object.values(tops);
    })";
    let tops = page.script(TOPS, vec![]).await?;
    let tops: Vec<Vec<i64>> = serde_json::from_value(tops)?;
    let is_level = |tops: &Vec<i64>| tops.iter().all(|top| (top - tops[0]).abs() <= 1);
    expect(!tops.is_empty() && tops.iter().all(is_level), || format!("columns begin at {tops:?}"))
}

async fn look_for_one(page: &Page, table: &Table) -> Result<(), Failure> {
    let words = &page.words;
    let column = words.text("customers.col_name");
    let made_up = words.text("labels.made_up");
    let name = table
        .column(&column)
        .get(1)
        .map(|name| name.trim_end_matches(&made_up).trim().to_owned())
        .ok_or("no names")?;
    page.write(&words.text("customers.search"), &name).await?;
    let is_found = |table: &Table| {
        let names = table.column(&column);
        !names.is_empty() && names.iter().all(|one| one.starts_with(&name))
    };
    Table::until(page, &format!("{name} to be found"), is_found).await?;
    page.write(&words.text("customers.search"), "no such customer").await?;
    page.sees(&words.text("customers.nothing_found")).await?;
    page.write(&words.text("customers.search"), "").await?;
    let all = words.fill("customers.shown_all", &[("all", "60")]);
    Table::until(page, "all customers again", |table| table.count == all).await.map(drop)
}

async fn put_in_order(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let energy = words.start("customers.col_energy");
    let falls = |table: &Table| table.numbers(&energy).is_sorted_by(|a, b| a >= b);
    let rises = |table: &Table| table.numbers(&energy).is_sorted_by(|a, b| a <= b);
    Table::until(page, "the largest first", falls).await?;
    page.press("columnheader", &energy).await?;
    Table::until(page, "the smallest first", rises).await?;
    page.press("columnheader", &energy).await?;
    Table::until(page, "the largest first again", falls).await.map(drop)
}

async fn keep_only_the_largest(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let class = words.text("labels.class_a");
    page.press("button", &class).await?;
    let column = words.text("customers.col_class");
    let is_kept = |table: &Table| {
        let classes = table.column(&column);
        !classes.is_empty() && classes.iter().all(|one| *one == class)
    };
    Table::until(page, "class A alone", is_kept).await?;
    page.press("button", &class).await?;
    let all = words.fill("customers.shown_all", &[("all", "60")]);
    Table::until(page, "every class again", |table| table.count == all).await.map(drop)
}

async fn change_take_back_and_change_again(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let table = Table::read(page).await?;
    expect(!table.rows.is_empty(), || "no customers to open".into())?;
    page.press(".list-row", "").await?;
    page.follow("customer.group_facts").await?;
    let name = words.text("customer.f_region");
    let edit = words.fill("labels.edit_field", &[("field", &name)]);
    let field = page.find("button", &edit).await?;
    let before = field.text().await?.trim().to_owned();

    change_region(page, "East Lake").await?;
    page.is_saved().await?;
    let customer = words.text("labels.kind_customer");
    page.sees(&words.fill("labels.action_edit", &[("what", &customer)])).await?;
    // The latest note: an earlier one undoes an earlier change.
    let undo = words.text("labels.undo");
    page.press(".toast:last-child button", &undo).await?;
    page.find("button", &format!("{edit} {before}")).await?;

    change_region(page, "West Lake").await?;
    page.is_saved().await?;
    page.reload().await?;
    page.find("button", &format!("{edit} West Lake")).await.map(drop)
}

async fn add_take_out_and_bring_back(page: &Page) -> Result<(), Failure> {
    const NAME: &str = "East Lake Steel";
    const NUMBER: &str = "EL-1";
    let words = &page.words;
    let [name, number, add] = [
        words.text("customer.f_name"),
        words.text("customer.f_account_number"),
        words.text("customers.add"),
    ];
    page.follow("shell.customers").await?;
    page.press_button("customers.add").await?;
    page.press(".dialog-foot .first", &add).await?;
    page.sees(&words.text("customers.name_missing")).await?;
    page.write(&name, NAME).await?;
    page.write(&number, NUMBER).await?;
    page.press(".dialog-foot .first", &add).await?;
    page.find("heading", NAME).await?;

    page.press_button("customer.actions").await?;
    page.press_button("customer.remove_customer").await?;
    page.sees_no(NAME).await?;
    let customer = words.text("labels.kind_customer");
    page.sees(&words.fill("labels.action_delete", &[("what", &customer)])).await?;
    let undo = words.text("labels.undo");
    page.press(".toast:last-child button", &undo).await?;
    // Without figures it comes last, out of view.
    page.sees(&words.fill("customers.shown_all", &[("all", "61")])).await?;

    // The account number is in use already.
    page.press_button("customers.add").await?;
    page.write(&name, "Another").await?;
    page.write(&number, NUMBER).await?;
    page.press(".dialog-foot .first", &add).await?;
    page.sees(&words.fill("customers.number_taken", &[("name", NAME)])).await
}
