//! A day offline: a real portfolio is imported and segmented, a customer is surveyed, the scores are read; then
//! the network is cut, and everything still works.

use e2e::{
    Failure,
    capture::{CONTENT, answer_all, hand_back, hand_over, title},
    expect, import,
    page::Page,
    real_data::{Form, RealData},
    table::number,
    visit::{Visit, visit},
};

use crate::{
    portfolio,
    segment::{has_run, segment},
};

/// Facts to find again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    clusters: usize,
    answers: usize,
    scores: Vec<String>,
}

/// The imported portfolio.
struct Portfolio {
    customers: usize,
    /// Customer to survey; empty for the sample, which has responses of its own.
    respondent: String,
    answers: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_and_works_when_the_plug_is_pulled() -> Result<(), Failure> {
    visit("offline", async |visit| {
        visit.server.vary();
        visit.open().await?;
        let portfolio = bring_in(visit).await?;
        segment(&visit.page).await?;
        ask_a_customer(&visit.page, &portfolio.respondent).await?;
        let before = look_around(&visit.page, &portfolio).await?;
        let answers = portfolio.answers + 1;
        expect(before.answers == answers, || format!("{before:?}, not {answers}"))?;
        visit.is_kept().await?;

        visit.server.stop().await;
        visit.page.reload().await?;
        let after = look_around(&visit.page, &portfolio).await?;
        expect(after == before, || format!("{before:?} became {after:?}"))?;

        // The browser is closed as well, and work done offline is kept.
        ask_a_customer(&visit.page, &portfolio.respondent).await?;
        if visit.engine.keeps_profile() {
            visit.close_browser().await;
            visit.open_browser().await?;
        }
        visit.open().await?;
        let last = look_around(&visit.page, &portfolio).await?;
        expect(last.answers == answers + 1, || format!("{after:?} became {last:?}"))?;
        visit.server.start_again().await
    })
    .await
}

/// Imports the real data if available, otherwise loads the sample.
async fn bring_in(visit: &Visit) -> Result<Portfolio, Failure> {
    let page = &visit.page;
    let Some(data) = RealData::read()? else {
        portfolio::load_sample(page).await?;
        return Ok(Portfolio {
            customers: 60,
            respondent: String::new(),
            answers: answers(page).await?,
        });
    };
    let files = data.write(&visit.profile().folder().join("files"), Form::Csv)?;
    import::look_at(page, &[&files[0], &files[1]]).await?;
    import::write(page).await?;
    Ok(Portfolio {
        customers: data.customers(),
        respondent: data.first_customer().into(),
        answers: 0,
    })
}

/// Returns the number of responses shown on the page of questionnaires.
async fn answers(page: &Page) -> Result<usize, Failure> {
    page.follow("shell.surveys").await?;
    let [none, some] = [page.words.text("surveys.head_none"), page.words.start("surveys.head")];
    page.until("how many answers there are", async || {
        let heading = "return document.querySelector('main h1')?.innerText ?? ''";
        let heading = page.script(heading, vec![]).await?;
        let heading = heading.as_str().unwrap_or_default();
        let count = number(heading).filter(|_| heading.starts_with(&some));
        Ok(match count {
            Some(count) => Some(count as usize),
            None => (heading == none).then_some(0),
        })
    })
    .await
}

async fn ask_a_customer(page: &Page, customer: &str) -> Result<(), Failure> {
    page.go("#/surveys").await?;
    let survey = title(page, "visit.json")?;
    hand_over(page, &survey, customer).await?;
    answer_all(page, CONTENT).await?;
    hand_back(page).await
}

async fn look_around(page: &Page, portfolio: &Portfolio) -> Result<Seen, Failure> {
    page.follow("shell.customers").await?;
    let all = portfolio.customers.to_string();
    page.sees(&page.words.fill("customers.shown_all", &[("all", &all)])).await?;
    page.follow("shell.segments").await?;
    let clusters = has_run(page).await?;
    let answers = answers(page).await?;
    page.follow("shell.satisfaction").await?;
    let csat = page.words.text("satisfaction.csat");
    page.sees(&csat).await?;
    let figures = "return Array.from(document.querySelectorAll('.figure'),
        (figure) => figure.innerText.replace(/\\s+/g, ' '))";
    let figures = page.script(figures, vec![]).await?;
    let scores: Vec<String> = figures
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|figure| Some(figure.as_str()?.to_owned()))
        .collect();
    // If only satisfied customers were surveyed, satisfaction is 100 %.
    let is_satisfied = |score: &String| {
        score.starts_with(&csat) && (portfolio.answers > 0 || score.contains("100"))
    };
    expect(scores.iter().any(is_satisfied), || format!("the scores are {scores:?}"))?;
    Ok(Seen { clusters, answers, scores })
}
