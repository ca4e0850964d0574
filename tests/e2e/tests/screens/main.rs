//! Every screen, on every device, in both languages and themes: a picture of each, for people to look
//! at, and what axe-core finds wrong with it, which has to be nothing.

use std::collections::BTreeMap;

use e2e::{
    Failure, axe,
    capture::{CONTENT, Screen as Step, answer, go_on, hand_back, hand_over, title},
    expect,
    page::{Page, Theme},
    pictures::{SCREENS, keep, resize},
    visit::{Visit, visit},
    words::Language,
};
use serde_json::json;

/// What is wrong, and on which pictures.
type Wrong = BTreeMap<String, Vec<String>>;

/// The pages that an address is enough for.
const PLACES: [(&str, &str); 16] = [
    ("today", "#/"),
    ("customers", "#/customers"),
    ("customers-none-found", "#/customers?q=zzzz"),
    ("visits", "#/visits"),
    ("visits-month", "#/visits?by=month"),
    ("segments", "#/segments"),
    ("segments-keys", "#/segments?tab=keys"),
    ("segments-clusters", "#/segments?tab=clusters"),
    ("segments-moves", "#/segments?tab=moves"),
    ("surveys", "#/surveys"),
    ("satisfaction", "#/satisfaction"),
    ("settings", "#/settings"),
    ("settings-visiting", "#/settings?part=visiting"),
    ("import", "#/import"),
    ("data", "#/data"),
    ("not-found", "#/nowhere"),
];

/// The parts of a customer.
const PARTS: [&str; 8] = [
    "use",
    "bills",
    "facts",
    "points",
    "contacts",
    "segment",
    "satisfaction",
    "history",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_in_order() -> Result<(), Failure> {
    visit("screens", async |visit| {
        let mut wrong = Wrong::new();
        visit.open().await?;
        for (language, theme) in looks() {
            dress(visit, language, theme).await?;
            show(visit, theme, "today-first", &mut wrong).await?;
        }
        visit.page.choose_language(Language::Chinese).await?;
        visit.page.press_button("today.first_sample").await?;
        visit
            .page
            .sees(&visit.page.words.text("today.sample_note"))
            .await?;
        visit.page.is_saved().await?;
        for run in ["segments.run_first", "segments.run"] {
            visit.page.go("#/segments").await?;
            visit.page.press_button(run).await?;
            visit
                .page
                .press("tab", &visit.page.words.text("segments.tab_clusters"))
                .await?;
            visit
                .page
                .find("button", &visit.page.words.text("segments.run"))
                .await?;
            visit.page.is_saved().await?;
        }
        let customer = first_customer(&visit.page).await?;
        for (language, theme) in looks() {
            dress(visit, language, theme).await?;
            for (name, address) in PLACES {
                visit.page.go(address).await?;
                show(visit, theme, name, &mut wrong).await?;
            }
            for part in PARTS {
                visit.page.go(&format!("{customer}?tab={part}")).await?;
                show(visit, theme, &format!("customer-{part}"), &mut wrong).await?;
            }
            survey(visit, theme, &mut wrong).await?;
        }
        expect(wrong.is_empty(), || told(&wrong))
    })
    .await
}

fn looks() -> impl Iterator<Item = (Language, Theme)> {
    let with = |language| Theme::ALL.map(|theme| (language, theme));
    Language::ALL.into_iter().flat_map(with)
}

async fn dress(visit: &mut Visit, language: Language, theme: Theme) -> Result<(), Failure> {
    resize(visit.browser()?, SCREENS[0]).await?;
    visit.page.go("#/").await?;
    visit.page.choose_language(language).await?;
    visit.page.choose_theme(theme).await
}

async fn first_customer(page: &Page) -> Result<String, Failure> {
    page.go("#/customers").await?;
    page.press(".list-row", "").await?;
    page.until("a customer to be open", async || {
        let address = page.client().current_url().await?;
        let fragment = address.fragment().unwrap_or_default();
        let path = fragment.split('?').next().unwrap_or_default();
        Ok((path.len() > "/customers/".len()).then(|| format!("#{path}")))
    })
    .await
}

/// The questionnaires: one in its editor, and one in a customer's hands.
async fn survey(visit: &Visit, theme: Theme, wrong: &mut Wrong) -> Result<(), Failure> {
    let page = &visit.page;
    let survey = title(page, "visit.json")?;
    page.go("#/surveys").await?;
    page.press_beside(&survey, "link", &page.words.text("surveys.open"))
        .await?;
    page.sees(&page.words.text("survey.wording")).await?;
    show(visit, theme, "survey", wrong).await?;

    page.go("#/surveys").await?;
    page.press_beside(&survey, "button", &page.words.text("surveys.begin"))
        .await?;
    page.sees(&page.words.text("surveys.private_note")).await?;
    show(visit, theme, "survey-begin", wrong).await?;
    page.press_button("labels.cancel").await?;

    hand_over(page, &survey, "").await?;
    let mut seen = Vec::new();
    loop {
        let step = Step::now(page).await?;
        if !seen.contains(&step.kind) {
            seen.push(step.kind.clone());
            show(visit, theme, &format!("capture-{}", step.kind), wrong).await?;
        }
        if step.kind == "thanks" {
            return hand_back(page).await;
        }
        answer(page, &step, CONTENT).await?;
        go_on(page, &step).await?;
    }
}

/// Shows what stands on every device.
async fn show(visit: &Visit, theme: Theme, name: &str, wrong: &mut Wrong) -> Result<(), Failure> {
    let browser = visit.browser()?;
    let language = visit.page.words.language().code();
    for screen in SCREENS {
        resize(browser, screen).await?;
        settles(&visit.page).await?;
        let picture = format!("{name}/{}-{language}-{}", screen.name, theme.name());
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

/// Waits until nothing moves and nothing is drawn any more.
async fn settles(page: &Page) -> Result<(), Failure> {
    let now = "
        const done = arguments[arguments.length - 1];
        const moves = document.getAnimations().some((one) => one.playState === 'running'
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

async fn overflows(page: &Page) -> Result<bool, Failure> {
    let wide = "return document.documentElement.scrollWidth > innerWidth";
    Ok(page.script(wide, vec![]).await? == json!(true))
}

/// Each thing with one example of each page.
fn told(wrong: &Wrong) -> String {
    let line = |(what, pictures): (&String, &Vec<String>)| {
        let mut pages = BTreeMap::new();
        for picture in pictures {
            let page = picture.split('/').next().unwrap_or_default();
            pages.entry(page).or_insert(picture.as_str());
        }
        let examples: Vec<&str> = pages.into_values().collect();
        let count = pictures.len();
        format!(
            "{what}, on {count} pictures:\n    {}",
            examples.join("\n    ")
        )
    };
    let lines: Vec<String> = wrong.iter().map(line).collect();
    format!("{} things are wrong:\n{}", wrong.len(), lines.join("\n"))
}
