//! People: the app asks for the current user at the first start and then shows that person's work first; two records
//! of one person are merged and separated again.

use e2e::{
    Failure, expect,
    form::{choose, fill, pick},
    page::Page,
    table::Table,
    visit::visit,
};

use crate::portfolio::load_sample;

/// An account manager of the sample.
const MANAGER: &str = "沈思远";

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_asks_who_works_here_and_their_work_comes_first() -> Result<(), Failure> {
    visit("people", async |visit| {
        let (page, url) = (&visit.page, visit.server.url());
        page.script("localStorage.clear()", vec![]).await?;
        page.client().goto(&url).await?;
        it_can_be_skipped_once(page).await?;
        somebody_is_added(page).await?;
        load_sample(page).await?;
        somebody_is_chosen(page).await?;
        mine_comes_first(page).await?;
        two_records_of_one_person_are_merged(page).await
    })
    .await
}

async fn asked(page: &Page) -> Result<(), Failure> {
    page.sees(&page.words.text("people.who_text")).await
}

async fn it_can_be_skipped_once(page: &Page) -> Result<(), Failure> {
    asked(page).await?;
    page.sees(&page.words.text("people.skip_text")).await?;
    page.press_button("people.skip").await?;
    page.stands().await?;
    page.sees(&page.words.text("people.nobody_chosen")).await?;
    // The next start asks again, and has to be answered.
    page.script("location.reload()", vec![]).await?;
    asked(page).await?;
    page.sees_no(&page.words.text("people.skip")).await
}

async fn somebody_is_added(page: &Page) -> Result<(), Failure> {
    page.press_button("people.work_as").await?;
    page.sees(&page.words.text("people.name_missing")).await?;
    fill(page, &page.words.text("people.f_name"), "周敏").await?;
    fill(page, &page.words.text("people.f_number"), "0101").await?;
    page.press_button("people.work_as").await?;
    page.stands().await?;
    page.find(".works-here", "周敏").await?;
    // The device stores the choice.
    page.reload().await?;
    page.find(".works-here", "周敏").await.map(drop)
}

/// Another person becomes the current user.
async fn somebody_is_chosen(page: &Page) -> Result<(), Failure> {
    page.press(".works-here", "").await?;
    page.press(".pick", MANAGER).await?;
    page.find(".works-here", MANAGER).await.map(drop)
}

async fn mine_comes_first(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let all = words.fill("customers.shown_all", &[("all", "60")]);
    page.follow("shell.customers").await?;
    let is_mine = |table: &Table| table.rows.len() > 1 && table.count != all;
    Table::until(page, "the manager's own customers", is_mine).await?;
    let whose = words.text("labels.whose");
    choose(page, &whose, &words.text("labels.everybodys")).await?;
    let is_all = |table: &Table| table.count == all;
    Table::until(page, "everybody's customers", is_all).await?;
    // The choice is stored, and applies to other pages.
    page.reload().await?;
    Table::until(page, "everybody's customers after a new start", is_all).await?;
    choose(page, &whose, &words.text("labels.mine")).await?;
    Table::until(page, "the manager's own customers again", is_mine).await?;
    page.go("#/actions").await?;
    choose(page, &whose, &words.text("labels.mine")).await
}

async fn two_records_of_one_person_are_merged(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.go("#/settings?part=people").await?;
    fill(page, &words.text("people.f_name"), "沈远").await?;
    page.press("button", &words.text("people.add")).await?;
    page.press_beside("沈远", "button", &words.text("people.edit")).await?;
    let other = format!("{MANAGER}（0001）");
    pick(page, &words.text("people.merge_with"), &other).await?;
    page.press("dialog .add-line button", &words.text("people.merge")).await?;
    let merged = words.fill("people.merged_into", &[("name", MANAGER)]);
    page.sees(&merged).await?;
    // Undo brings the person back.
    page.press_button("labels.undo").await?;
    page.sees_no(&merged).await?;
    page.press_beside("沈远", "button", &words.text("people.edit")).await?;
    let gone = page.text().await?.contains(&merged);
    expect(!gone, || "the merge was not taken back".into())
}
