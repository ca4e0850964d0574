//! A questionnaire on the tablet, in front of a customer.

use e2e::{
    Failure,
    capture::{CONTENT, Mood, Screen, answer, answer_all, go_on, hand_back, hand_over, title},
    expect,
    page::Page,
    visit::visit,
};
use serde_json::json;

/// Somebody who is asked what to better.
const ANGRY: Mood = Mood { small: 0, large: 2 };

/// A reload leads back to this screen.
async fn goes_on_here(page: &Page, screen: &Screen) -> Result<(), Failure> {
    page.reload().await?;
    let again = Screen::now(page).await?;
    expect(again == *screen, || {
        format!("left at {screen:?}, went on at {again:?}")
    })
}

/// What was typed stands in the field.
async fn expect_typed(page: &Page) -> Result<(), Failure> {
    let typed = "return document.querySelector('.capture-answer textarea')?.value ?? null";
    let typed = page.script(typed, vec![]).await?;
    expect(typed == json!("7"), || format!("typed 7, found {typed}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_answers_in_private_and_goes_on_after_a_break() -> Result<(), Failure> {
    visit("survey", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        page.follow("shell.surveys").await?;
        let survey = title(page, "visit.json")?;
        page.sees(&page.words.text("surveys.none")).await?;
        hand_over(page, &survey, "").await?;

        // Nothing of the manager's is in reach, by no way.
        let rail = "return document.querySelectorAll('nav, header.top-line').length";
        let rail = page.script(rail, vec![]).await?;
        expect(rail == json!(0), || {
            "the manager's screen shows through".into()
        })?;
        page.go("#/customers").await?;
        page.sees(&page.words.text("capture.agree")).await?;

        let consent = Screen::now(page).await?;
        go_on(page, &consent).await?;
        let first = Screen::now(page).await?;
        // A question that is required is not passed over.
        page.press_button("capture.next").await?;
        page.sees(&page.words.text("capture.required")).await?;
        answer(page, &first, ANGRY).await?;
        go_on(page, &first).await?;

        // What need not be answered is passed over for good.
        let optional = Screen::now(page).await?;
        goes_on_here(page, &optional).await?;
        go_on(page, &optional).await?;
        let mut screen = Screen::now(page).await?;
        goes_on_here(page, &screen).await?;
        while screen.kind != "field" {
            answer(page, &screen, ANGRY).await?;
            go_on(page, &screen).await?;
            screen = Screen::now(page).await?;
        }

        // What is typed is there again, though nobody went on.
        answer(page, &screen, ANGRY).await?;
        goes_on_here(page, &screen).await?;
        expect_typed(page).await?;
        // The manager takes the tablet, and hands it over again.
        page.press_button("capture.stop").await?;
        page.press_button("capture.i_am_manager").await?;
        page.go("#/surveys").await?;
        page.press_button("surveys.resume").await?;
        expect_typed(page).await?;
        answer_all(page, CONTENT).await?;
        hand_back(page).await?;

        page.go("#/surveys").await?;
        let one = page.words.fill("surveys.head", &[("count", "1")]);
        page.sees(&one).await?;
        page.reload().await?;
        page.sees(&one).await
    })
    .await
}
