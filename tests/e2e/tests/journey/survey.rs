//! A questionnaire on the tablet, in front of a customer.

use std::fs;

use e2e::{
    Failure,
    capture::{
        CONTENT, Mood, PIN, Screen, answer, answer_all, enter_pin, go_on, hand_back, hand_over,
        title,
    },
    expect,
    form::fill,
    page::Page,
    visit::visit,
};
use fantoccini::key::Key;
use serde_json::json;

/// A dissatisfied customer, who is asked what to improve.
const ANGRY: Mood = Mood { small: 0, large: 2 };

/// A reload returns to this screen.
async fn goes_on_here(page: &Page, screen: &Screen) -> Result<(), Failure> {
    page.reload().await?;
    let again = Screen::now(page).await?;
    expect(again == *screen, || format!("left at {screen:?}, went on at {again:?}"))
}

/// The typed text is in the field.
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

        // The manager's pages are not accessible in any way.
        let rail = "return document.querySelectorAll('nav, header.top-line').length";
        let rail = page.script(rail, vec![]).await?;
        expect(rail == json!(0), || "the manager's screen shows through".into())?;
        page.go("#/customers").await?;
        page.sees(&page.words.text("capture.agree")).await?;

        let consent = Screen::now(page).await?;
        go_on(page, &consent).await?;
        let first = Screen::now(page).await?;
        // A required question cannot be skipped.
        page.press_button("capture.next").await?;
        page.sees(&page.words.text("capture.required")).await?;
        answer(page, &first, ANGRY).await?;
        go_on(page, &first).await?;

        // An optional question can be skipped.
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

        // Typed text is restored, even without continuing.
        answer(page, &screen, ANGRY).await?;
        goes_on_here(page, &screen).await?;
        expect_typed(page).await?;
        // The manager takes the tablet, and hands it over again.
        page.press_button("capture.stop").await?;
        only_by_pin(page).await?;
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

/// A wrong PIN does not return to the app, nor does a reload, *back*, Escape or `/`; the right one does.
async fn only_by_pin(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    enter_pin(page, "1357").await?;
    page.sees(&words.fill("capture.pin_wrong", &[("count", "4")])).await?;
    page.key(Key::Escape).await?;
    page.reload().await?;
    page.script("history.back()", vec![]).await?;
    page.go("#/data").await?;
    page.key(Key::Escape).await?;
    page.script(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))",
        vec![],
    )
    .await?;
    page.find("main.capture", "").await?;
    let rail = "return document.querySelectorAll('nav, header.top-line, [data-search]').length";
    expect(page.script(rail, vec![]).await? == json!(0), || {
        "the manager's screen is in reach".into()
    })?;
    page.press_button("capture.stop").await?;
    // The wrong attempt is still counted.
    enter_pin(page, "1357").await?;
    page.sees(&words.fill("capture.pin_wrong", &[("count", "3")])).await?;
    enter_pin(page, PIN).await?;
    page.find("nav.rail", "").await?;
    Ok(())
}

/// Surveys a customer with the questionnaire of this title.
async fn ask(page: &Page, title: &str) -> Result<(), Failure> {
    page.go("#/surveys").await?;
    hand_over(page, title, "").await?;
    answer_all(page, CONTENT).await?;
    hand_back(page).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_questionnaire_that_was_answered_becomes_its_next_version() -> Result<(), Failure> {
    const REVISED: &str = "走访后问卷（修订）";
    visit("survey-version", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let words = &page.words;
        let first = title(page, "visit.json")?;
        ask(page, &first).await?;

        page.go("#/surveys").await?;
        page.press_beside(&first, "link", &words.text("surveys.open")).await?;
        page.sees(&words.fill("survey.over", &[("number", "1")])).await?;
        page.sees(&words.fill("survey.fixed_answered", &[("count", "1")])).await?;
        let name = words.text("survey.title");
        let name = words.fill("survey.in_chinese", &[("label", &name)]);
        fill(page, &name, REVISED).await?;
        page.sees(&words.fill("survey.over", &[("number", "2")])).await?;
        page.is_saved().await?;
        // The next edit goes to the version without responses.
        fill(page, &name, &format!("{REVISED}二")).await?;
        page.find("heading", &format!("{REVISED}二")).await?;
        page.sees(&words.fill("survey.over", &[("number", "2")])).await?;
        page.is_saved().await?;

        ask(page, &format!("{REVISED}二")).await?;
        page.reload().await?;
        page.go("#/surveys").await?;
        page.sees(&words.fill("surveys.head", &[("count", "2")])).await?;
        // Responses keep the wording of their questions.
        let given = "return Array.from(document.querySelectorAll('.row'), (row) => row.innerText)
            .filter((row) => row.includes(arguments[0]))";
        let given = page.script(given, vec![json!(words.text("surveys.answers"))]).await?;
        let is_told = |title: &str| {
            let mut rows = given.as_array().into_iter().flatten();
            rows.any(|row| row.as_str().is_some_and(|row| row.contains(title)))
        };
        expect(is_told(&format!("{first} ·")) && is_told(REVISED), || {
            format!("answered were {given}")
        })
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_leave_in_a_file_and_come_back_from_it() -> Result<(), Failure> {
    let mut text = String::new();
    visit("survey-export", async |visit| {
        visit.open().await?;
        let survey = title(&visit.page, "visit.json")?;
        ask(&visit.page, &survey).await?;
        ask(&visit.page, &survey).await?;
        visit.page.go("#/surveys").await?;
        text = exported(&visit.page).await?;
        expect(text.lines().count() == 3, || format!("two sets of answers were exported as {text}"))
    })
    .await?;
    // Import on another device, without responses.
    visit("survey-import", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let words = &page.words;
        let file = visit.profile().folder().join("responses.csv");
        fs::write(&file, &text)?;
        let told = |new: &str, known: &str| {
            let counts = [("new", new), ("known", known), ("wrong", "0")];
            words.fill("surveys.import_counts", &counts)
        };
        page.go("#/surveys").await?;
        choose(page, &file).await?;
        page.sees(&told("2", "0")).await?;
        page.press("dialog .dialog-foot .first", "").await?;
        page.sees(&words.fill("surveys.head", &[("count", "2")])).await?;
        page.is_saved().await?;
        page.reload().await?;
        choose(page, &file).await?;
        page.sees(&told("0", "2")).await?;
        page.press_button("labels.cancel").await?;
        let again = exported(page).await?;
        expect(again == text, || format!("exported was {text}, and from what came back {again}"))
    })
    .await
}

/// Passes a file of responses to the page.
async fn choose(page: &Page, file: &std::path::Path) -> Result<(), Failure> {
    let field = page.find("input[type=file][accept^='.csv']", "").await?;
    Ok(field.send_keys(&file.display().to_string()).await?)
}

/// Returns the file that the page saves when responses are exported: the blob passed to the browser.
async fn exported(page: &Page) -> Result<String, Failure> {
    const WATCH: &str = "window.saved = null;
        const url = URL.createObjectURL.bind(URL);
        URL.createObjectURL = (file) => {
            window.saved = file;
            return url(file);
        };";
    page.script(WATCH, vec![]).await?;
    page.press("button", &page.words.text("surveys.export")).await?;
    page.until("a file of answers", async || {
        let text = "const done = arguments[arguments.length - 1];
            if (window.saved) window.saved.text().then(done); else done(null);";
        let text = page.script_later(text, vec![]).await?;
        Ok(text.as_str().map(str::to_owned))
    })
    .await
}
