//! Today first, a visit a tap away, and customers found in every spelling of their names.

use std::fs;

use e2e::{
    Failure, expect, field_work::plan_a_visit, import, page::Page, table::Table, visit::visit,
};
use serde_json::json;

use crate::portfolio::load_sample;

/// Two customers with similar names, in full and half width, and one in traditional characters.
const CUSTOMERS: &str = "客户编号,客户名称,用电地址,客户经理\n\
    FE02001,ＴＥＳＴ精密（安徽）有限公司,汴河路１２号,曾国强\n\
    FE02002,Test 精密(安徽)有限公司,汴河路12号,曾国强\n\
    FE02003,重慶鋼鐵廠,江北路3号,李明\n";

/// Search text, and the number of customers found.
const SEARCHES: [(&str, usize); 12] = [
    ("(安徽)", 2),
    ("（安徽）", 2),
    ("test", 2),
    ("ＴＥＳＴ", 2),
    ("12号", 2),
    ("１２号", 2),
    ("jingmi", 2),
    ("jmah", 2),
    ("zengguoqiang", 2),
    ("钢铁", 1),
    ("chongqing", 1),
    ("FE02003", 1),
];

#[tokio::test(flavor = "multi_thread")]
async fn customers_are_found_however_their_names_are_typed() -> Result<(), Failure> {
    visit("finding", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let file = std::env::temp_dir().join(format!("finding-{}.csv", std::process::id()));
        fs::write(&file, CUSTOMERS)?;
        let totals = import::look_at(page, &[&file]).await?;
        expect(totals.added == 3, || format!("{totals:?}"))?;
        import::write(page).await?;
        fs::remove_file(&file)?;

        page.go("#/customers").await?;
        let search = page.words.text("customers.search");
        for (typed, count) in SEARCHES {
            page.write(&search, typed).await?;
            let is_found = |table: &Table| table.rows.len() == count;
            Table::until(page, &format!("{typed} in the list"), is_found).await?;
        }
        page.write(&search, "").await?;
        names_stand_by_pinyin(page).await?;

        page.go("#/search").await?;
        page.until("the keyboard in the search", async || {
            let has_it = "return document.activeElement?.matches('[data-search]') ?? false";
            Ok((page.script(has_it, vec![]).await? == json!(true)).then_some(()))
        })
        .await?;
        let search = page.words.text("search.label");
        let kind = page.words.text("search.customer");
        for (typed, count) in SEARCHES {
            page.write(&search, typed).await?;
            page.until(&format!("{typed} in the search"), async || {
                let found = "return Array.from(document.querySelectorAll('.row .tag'))
                    .filter((tag) => tag.innerText.trim() === arguments[0]).length";
                let found = page.script(found, vec![json!(kind)]).await?;
                Ok((found == json!(count)).then_some(()))
            })
            .await?;
        }
        Ok(())
    })
    .await
}

/// 精密 after Test, and 重慶 (chong) before both of 精密's neighbours by code point.
async fn names_stand_by_pinyin(page: &Page) -> Result<(), Failure> {
    page.go("#/customers?sort=name").await?;
    let column = page.words.text("customers.col_name");
    let in_order = |table: &Table| {
        let names = table.column(&column);
        let begins =
            |place: usize, with: &str| names.get(place).is_some_and(|name| name.starts_with(with));
        names.len() == 3 && begins(0, "Test ") && begins(1, "ＴＥＳＴ") && begins(2, "重慶")
    };
    Table::until(page, "names by pinyin", in_order).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_comes_first_and_a_visit_opens_by_a_tap() -> Result<(), Failure> {
    visit("day-first", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        let [day, figures] = ["today.visits_card", "today.figures"].map(|key| page.words.text(key));
        page.find("heading", &figures).await?;
        let first = "const place = (name) => Array.from(document.querySelectorAll('h2'))
                .findIndex((heading) => heading.innerText.trim() === name);
            const [day, figures] = Array.from(arguments, place);
            return day >= 0 && day < figures";
        let first = page.script(first, vec![json!(day), json!(figures)]).await?;
        expect(first == json!(true), || "figures come before the day".into())?;

        let customer = plan_a_visit(page).await?;
        page.client().back().await?;
        // One note at a time, in the line above the page.
        let notes = "return document.querySelectorAll('.toast').length";
        let notes = page.script(notes, vec![]).await?;
        expect(notes.as_u64() <= Some(1), || format!("{notes} notes at once"))?;
        page.press(".visit-chip", &customer.name).await?;
        page.find("heading", &customer.name).await?;
        let place = page.script("return location.hash", vec![]).await?;
        let is_visit = place.as_str().is_some_and(|place| place.starts_with("#/visits/"));
        expect(is_visit, || format!("the tap led to {place}"))
    })
    .await
}
