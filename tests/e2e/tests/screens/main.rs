//! Every screen, on every device, in both languages and themes: a screenshot of each for review, and axe-core's
//! findings, which must be empty.

mod places;
mod states;

use std::collections::BTreeMap;

use e2e::{
    Failure, axe,
    capture::{
        CONTENT, PIN, Screen as Step, answer, enter_pin, go_on, hand_back, hand_over, title,
    },
    expect,
    page::{Page, Theme},
    pictures::{SCREENS, Screen, keep, resize},
    visit::{Visit, visit},
    words::Language,
};
use serde_json::json;

/// Language affects widths, theme affects contrast, and neither affects the other: so each language and each
/// theme is seen on every screen, but not every combination.
const LOOKS: [(Language, Theme); 2] =
    [(Language::Chinese, Theme::Light), (Language::English, Theme::Dark)];

/// Faults, with the screenshots they occur on.
type Wrong = BTreeMap<String, Vec<String>>;

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_in_order() -> Result<(), Failure> {
    visit("screens", async |visit| {
        let mut wrong = Wrong::new();
        visit.open().await?;
        for (language, theme) in LOOKS {
            dress(visit, language, theme).await?;
            show(visit, &SCREENS, "today-first", &mut wrong).await?;
            first_start(visit, &mut wrong).await?;
        }
        visit.page.choose_language(Language::Chinese).await?;
        let made = places::make(&visit.page).await?;
        for (language, theme) in LOOKS {
            dress(visit, language, theme).await?;
            for (name, address) in made.places() {
                visit.page.go(&address).await?;
                show(visit, &SCREENS, &name, &mut wrong).await?;
            }
            survey(visit, &mut wrong).await?;
            papers(visit, &made, &mut wrong).await?;
            states::show_all(visit, &made, &mut wrong).await?;
        }
        expect(wrong.is_empty(), || told(&wrong))
    })
    .await
}

/// The question that a device asks of a person who is new to it.
async fn first_start(visit: &Visit, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let forget = "localStorage.removeItem('busbar.author'); setTimeout(() => location.reload(), 0)";
    page.script(forget, vec![]).await?;
    page.sees(&page.words.text("people.who_text")).await?;
    show(visit, &SCREENS, "first-start", wrong).await?;
    page.work_here(&visit.server.url()).await?;
    visit.open().await
}

async fn dress(visit: &mut Visit, language: Language, theme: Theme) -> Result<(), Failure> {
    resize(visit.browser()?, SCREENS[0]).await?;
    visit.page.go("#/").await?;
    visit.page.choose_language(language).await?;
    visit.page.choose_theme(theme).await
}

/// Questionnaires: one in its editor, and one in customer mode.
async fn survey(visit: &Visit, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let survey = title(page, "visit.json")?;
    page.go("#/surveys").await?;
    page.press_beside(&survey, "link", &page.words.text("surveys.open")).await?;
    page.sees(&page.words.text("survey.wording")).await?;
    show(visit, &SCREENS, "survey", wrong).await?;

    page.go("#/surveys").await?;
    page.press_beside(&survey, "button", &page.words.text("surveys.begin")).await?;
    page.sees(&page.words.text("surveys.private_note")).await?;
    show(visit, &SCREENS, "survey-begin", wrong).await?;
    page.press_button("labels.cancel").await?;

    hand_over(page, &survey, "").await?;
    let mut seen = Vec::new();
    loop {
        let step = Step::now(page).await?;
        if !seen.contains(&step.kind) {
            seen.push(step.kind.clone());
            show(visit, &SCREENS, &format!("capture-{}", step.kind), wrong).await?;
        }
        if step.kind == "thanks" {
            return hand_back(page).await;
        }
        answer(page, &step, CONTENT).await?;
        go_on(page, &step).await?;
    }
}

/// Checks the other screens in customer mode: a report to sign, a request to confirm, and the return to the app.
async fn papers(visit: &Visit, made: &places::Made, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let words = &page.words;
    page.go(&made.visit).await?;
    page.press("tab", &words.text("visit.tab_summary")).await?;
    page.press_button("visit.ask_to_sign").await?;
    page.find(".to-sign", "").await?;
    show(visit, &SCREENS, "capture-sign", wrong).await?;
    page.press_button("capture.not_signed").await?;
    show(visit, &SCREENS, "capture-pin", wrong).await?;
    enter_pin(page, PIN).await?;
    page.find("nav.rail", "").await?;

    page.go(&made.settled).await?;
    page.press_button("request.do_confirmed").await?;
    page.sees(&words.text("request.confirm_question")).await?;
    show(visit, &SCREENS, "capture-confirm", wrong).await?;
    page.press_button("capture.not_now").await?;
    enter_pin(page, PIN).await?;
    page.find("nav.rail", "").await?;
    Ok(())
}

/// Captures the current screen on these devices.
async fn show(
    visit: &Visit,
    screens: &[Screen],
    name: &str,
    wrong: &mut Wrong,
) -> Result<(), Failure> {
    let browser = visit.browser()?;
    let language = visit.page.words.language();
    let theme = LOOKS.iter().find(|(of, _)| *of == language);
    let look = theme.map_or("", |(_, theme)| theme.name());
    for screen in screens {
        resize(browser, *screen).await?;
        settles(&visit.page).await?;
        let picture = format!("{name}/{}-{}-{look}", screen.name, language.code());
        keep(browser, &picture).await?;
        for broken in axe::violations(&visit.page).await? {
            let seen = wrong.entry(broken.rule).or_default();
            seen.push(format!("{picture}: {}", broken.example));
        }
        if overflows(&visit.page).await? {
            let line = "the page is wider than the screen".to_owned();
            wrong.entry(line).or_default().push(picture);
        }
    }
    Ok(())
}

/// Waits until animations and rendering have finished.
async fn settles(page: &Page) -> Result<(), Failure> {
    let now = "
        const done = arguments[arguments.length - 1];
        // Animations driven by scrolling do not move on their own.
        const moves = document.getAnimations().some((one) => one.playState === 'running'
            && one.timeline === document.timeline
            && one.effect?.getComputedTiming().iterations !== Infinity);
        const before = document.body.innerHTML.length;
        requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(() =>
            done(!moves && document.body.innerHTML.length === before))));";
    page.until("the page to come to rest", async || {
        let rests = page.script_later(now, vec![]).await?;
        Ok((rests == json!(true)).then_some(()))
    })
    .await
}

/// Returns `true` if the page, or its scrolling part, overflows horizontally.
async fn overflows(page: &Page) -> Result<bool, Failure> {
    let wide = "return document.documentElement.scrollWidth > innerWidth
        || Array.from(document.querySelectorAll('.main, .split-detail, .dialog-body'))
            .some((part) => part.scrollWidth > part.clientWidth + 1)";
    Ok(page.script(wide, vec![]).await? == json!(true))
}

/// Formats each fault with one example per page.
fn told(wrong: &Wrong) -> String {
    let line = |(what, pictures): (&String, &Vec<String>)| {
        let mut pages = BTreeMap::new();
        for picture in pictures {
            let page = picture.split('/').next().unwrap_or_default();
            pages.entry(page).or_insert(picture.as_str());
        }
        let examples: Vec<&str> = pages.into_values().collect();
        let count = pictures.len();
        format!("{what}, on {count} pictures:\n    {}", examples.join("\n    "))
    };
    let lines: Vec<String> = wrong.iter().map(line).collect();
    format!("{} things are wrong:\n{}", wrong.len(), lines.join("\n"))
}
