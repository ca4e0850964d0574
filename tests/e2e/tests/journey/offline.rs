//! A day without a network: a real portfolio comes in, is segmented, a customer is asked, the scores
//! are read; then the plug is pulled, and everything is there and can be worked with.

use e2e::{
    Failure,
    capture::{CONTENT, answer_all, hand_back, hand_over, title},
    expect,
    page::Page,
    real_data::{Form, RealData},
    visit::{Visit, visit},
};

use crate::{
    import, portfolio,
    segment::{has_run, segment},
};

/// What there is to find again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    customers: String,
    clusters: usize,
    answers: String,
    scores: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_and_works_when_the_plug_is_pulled() -> Result<(), Failure> {
    visit("offline", async |visit| {
        visit.open().await?;
        let customers = bring_in(visit).await?;
        let page = &visit.page;
        segment(page).await?;
        ask_a_customer(page).await?;
        let before = look_around(page, &customers).await?;
        visit.is_kept().await?;

        visit.server.stop().await;
        visit.page.reload().await?;
        let after = look_around(&visit.page, &customers).await?;
        expect(after == before, || format!("{before:?} became {after:?}"))?;

        // The browser is closed as well, and what is done without a network is kept.
        ask_a_customer(&visit.page).await?;
        if visit.engine.keeps_profile() {
            visit.close_browser().await;
            visit.open_browser().await?;
        }
        visit.open().await?;
        visit.page.go("#/surveys").await?;
        let two = visit.page.words.fill("surveys.head", &[("count", "2")]);
        visit.page.sees(&two).await?;
        visit.server.start_again().await
    })
    .await
}

/// Imports the real data where it is, else loads the sample; tells how many customers came.
async fn bring_in(visit: &Visit) -> Result<String, Failure> {
    let page = &visit.page;
    let Some(data) = RealData::read()? else {
        portfolio::load_sample(page).await?;
        return Ok("60".into());
    };
    let files = data.write(&visit.profile().folder().join("files"), Form::Csv)?;
    import::look_at(page, &[&files[0], &files[1]]).await?;
    import::write(page).await?;
    Ok(data.customers().to_string())
}

async fn ask_a_customer(page: &Page) -> Result<(), Failure> {
    page.go("#/surveys").await?;
    let survey = title(page, "visit.json")?;
    hand_over(page, &survey, "").await?;
    answer_all(page, CONTENT).await?;
    hand_back(page).await
}

async fn look_around(page: &Page, customers: &str) -> Result<Seen, Failure> {
    page.follow("shell.customers").await?;
    let customers = page
        .words
        .fill("customers.shown_all", &[("all", customers)]);
    page.sees(&customers).await?;
    page.follow("shell.segments").await?;
    let clusters = has_run(page).await?;
    page.follow("shell.surveys").await?;
    let answers = page.words.fill("surveys.head", &[("count", "1")]);
    page.sees(&answers).await?;
    page.follow("shell.satisfaction").await?;
    page.sees(&page.words.text("satisfaction.csat")).await?;
    let figures = "return Array.from(document.querySelectorAll('.figure'),
        (figure) => figure.innerText.replace(/\\s+/g, ' '))";
    let figures = page.script(figures, vec![]).await?;
    let scores: Vec<String> = figures
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|figure| Some(figure.as_str()?.to_owned()))
        .collect();
    // One content customer: all of those who answered are satisfied.
    let csat = page.words.text("satisfaction.csat");
    let is_satisfied = |score: &String| score.starts_with(&csat) && score.contains("100");
    expect(scores.iter().any(is_satisfied), || {
        format!("the scores are {scores:?}")
    })?;
    Ok(Seen {
        customers,
        clusters,
        answers,
        scores,
    })
}
