//! A questionnaire on the tablet, in front of a customer.

use e2e::{
    Failure,
    capture::{CONTENT, Screen, answer, answer_all, go_on, hand_back, hand_over, title},
    expect,
    visit::visit,
};
use serde_json::json;

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
        answer(page, &first, CONTENT).await?;
        go_on(page, &first).await?;

        let second = Screen::now(page).await?;
        page.reload().await?;
        let again = Screen::now(page).await?;
        expect(again == second, || {
            format!("left at {second:?}, went on at {again:?}")
        })?;
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
