//! A manager's day offline: a visit to a due customer is planned and made, findings are recorded, signed and printed,
//! a request goes through its stages to the customer's confirmation, and an action is completed.

use std::{fs, path::PathBuf};

use e2e::{
    Failure, archive,
    capture::{Mood, answer_all, hand_back, set_pin, title},
    expect,
    field_work::{Asked, Customer, address, plan_a_visit, section, step, take_in},
    form::{choose, fill, sign},
    page::Page,
    paper,
    visit::{Visit, visit},
};
use serde_json::json;

use crate::portfolio::load_sample;

/// A dissatisfied customer, to be called back.
const ANGRY: Mood = Mood { small: 0, large: 2 };
const SPOKEN_OF: &str = "检修期间的用电安排";
const INTERNAL: &str = "内部：核对竞争对手报价";
const MET: &str = "陆建国";
const FOUND: &str = "二号主变油位低于下限";
const OUTLOOK: &str = "明年三月起增开夜班";
const TALK: &str = "谈定三月前完成增容方案";
const NEED: &str = "新增两条热处理线";
const ASKED: &str = "申请增容 2000 千伏安";
const ANSWERED: &str = "已说明增容的环节和资料";
const WAITED_FOR: &str = "等客户提供用电设备清单";
const SETTLED: &str = "新增变压器已送电";
const PROOF: &str = "已补油至标线并复测合格";

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_the_field_is_worked_through_without_a_network() -> Result<(), Failure> {
    visit("field-day", async |visit| {
        visit.server.vary();
        visit.open().await?;
        load_sample(&visit.page).await?;
        visit.is_kept().await?;
        visit.server.stop().await;
        visit.page.reload().await?;

        visit.page.sees(&visit.page.words.text("today.sample_note")).await?;
        let customer = plan_a_visit(&visit.page).await?;
        prepare(&visit.page).await?;
        take_down(visit).await?;
        hand_over_and_back(&visit.page).await?;
        sign_and_leave(&visit.page).await?;
        print(visit).await?;
        let visited = address(&visit.page).await?;

        let asked = Asked {
            kind: "business",
            connection: Some("high_voltage_single"),
            contact: Some(MET),
            subject: ASKED,
        };
        let request = take_in(&visit.page, &customer, asked).await?;
        go_through_the_stages(&visit.page).await?;
        confirm(&visit.page).await?;
        visit.page.is_saved().await?;

        all_is_there(visit, &visited, &request).await?;
        archive::there_and_back(&visit.page).await?;
        it_came_back(&visit.page, &visited).await?;
        keep_the_promise(&visit.page).await?;
        it_is_told(&visit.page, &customer).await?;
        it_is_found(&visit.page, &customer.name).await?;
        visit.server.start_again().await
    })
    .await
}

/// Accepts the suggested topics and adds one.
async fn prepare(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.sees(&words.text("visit.last_visits")).await?;
    let take_all = words.text("visit.take_all");
    if page.look("button", &take_all, true).await?.is_some() {
        page.press("button", &take_all).await?;
        page.sees_no(&words.text("visit.suggested")).await?;
    }
    fill(page, &words.text("visit.agenda_add"), SPOKEN_OF).await?;
    page.find(".agenda-item", SPOKEN_OF).await?;
    fill(page, &words.text("visit.agenda_add"), INTERNAL).await?;
    page.press_beside(INTERNAL, "button", &words.text("visit.agenda_seen")).await?;
    page.press_beside(INTERNAL, "button", &words.text("visit.agenda_internal")).await?;
    page.press_beside(INTERNAL, "button", &words.text("visit.agenda_seen")).await?;
    page.press_button("visit.arrive").await?;
    page.find("field", &words.text("visit.arrived_at")).await?;
    page.sees(&words.text("field_work.visit_state_underway")).await
}

/// Records everything at the customer's site.
async fn take_down(visit: &Visit) -> Result<(), Failure> {
    let (page, words) = (&visit.page, &visit.page.words);
    fill(page, &words.text("visit.met_new"), MET).await?;
    page.press("checkbox", SPOKEN_OF).await?;
    page.sees("1 /").await?;

    let kind = words.text("field_work.finding_kind_equipment");
    page.press("#visit-findings .add-kinds button", &kind).await?;
    fill(page, &words.text("visit.found_what"), FOUND).await?;
    let major = words.text("field_work.severity_major");
    choose(page, &words.text("visit.severity"), &major).await?;
    take_a_photo(visit).await?;
    page.is_saved().await?;
    page.press("#visit-findings .taken button", &words.text("visit.make_action")).await?;
    page.find("#visit-findings .follow", "").await?;

    page.press_button("visit.add_need").await?;
    fill(page, &words.text("visit.need_what"), NEED).await?;
    fill(page, &words.text("visit.need_capacity"), "2000").await?;
    let likely = words.text("field_work.likelihood_likely");
    choose(page, &words.text("visit.need_likelihood"), &likely).await?;

    for (of, trend) in [("production", "rising"), ("orders", "steady")] {
        let trend = words.text(&format!("field_work.trend_{trend}"));
        choose(page, &words.text(&format!("visit.{of}")), &trend).await?;
    }
    fill(page, &words.text("visit.shifts"), "3").await?;
    fill(page, &words.text("visit.outlook"), OUTLOOK).await?;
    fill(page, &words.text("visit.summary"), TALK).await?;
    page.is_saved().await
}

/// Adds a photo of a finding, using a screenshot.
async fn take_a_photo(visit: &Visit) -> Result<(), Failure> {
    let page = &visit.page;
    let file: PathBuf = visit.profile().folder().join("photo.png");
    fs::write(&file, page.client().screenshot().await?)?;
    let camera = page.find("#visit-findings .taken input[type=file]", "").await?;
    camera.send_keys(&file.display().to_string()).await?;
    is_drawn(page, "#visit-findings .thumb img").await
}

/// Waits until a picture is visible.
async fn is_drawn(page: &Page, picture: &str) -> Result<(), Failure> {
    page.until(&format!("{picture} to be drawn"), async || {
        let drawn = "return (document.querySelector(arguments[0])?.naturalWidth ?? 0) > 0";
        let drawn = page.script(drawn, vec![json!(picture)]).await?;
        Ok((drawn == json!(true)).then_some(()))
    })
    .await
}

/// The customer has the tablet for a questionnaire, and no access to anything else.
async fn hand_over_and_back(page: &Page) -> Result<(), Failure> {
    let survey = title(page, "visit.json")?;
    page.press("button", &survey).await?;
    set_pin(page).await?;
    page.sees(&page.words.text("capture.agree")).await?;
    let text = page.text().await?;
    expect(!text.contains(FOUND), || "the customer sees what was taken down".into())?;
    answer_all(page, ANGRY).await?;
    hand_back(page).await?;
    // A dissatisfied respondent is called back: one action is created, and reported with undo.
    page.sees(&page.words.text("actions.action_call_back")).await?;
    page.sees(&page.words.text("visit.answered")).await
}

/// The customer signs the report, and the visit ends.
async fn sign_and_leave(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.press("tab", &words.text("visit.tab_summary")).await?;
    for said in [SPOKEN_OF, FOUND, NEED, OUTLOOK, TALK, MET] {
        page.sees(said).await?;
    }
    page.press_button("visit.ask_to_sign").await?;
    let signer = page.find("field", &words.text("visit.signer")).await?;
    let signer = signer.prop("value").await?;
    expect(signer.as_deref() == Some(MET), || format!("{MET} was met, and {signer:?} is to sign"))?;
    // All of it is readable, and internal items are absent.
    for said in [SPOKEN_OF, FOUND, NEED, OUTLOOK, TALK] {
        page.find(".to-sign", said).await?;
    }
    let text = page.text().await?;
    expect(!text.contains(INTERNAL), || "the customer reads a line that is internal".into())?;
    sign(page).await?;
    page.press_button("visit.confirm_signature").await?;
    page.sees(&words.text("capture.hand_back_signed")).await?;
    // The tablet stays in customer mode after a reload.
    page.reload().await?;
    page.sees(&words.text("capture.hand_back_signed")).await?;
    hand_back(page).await?;
    is_drawn(page, ".signature img").await?;
    page.sees(&format!("{MET} ·")).await?;

    page.follow("visit.back_to_capture").await?;
    page.press_button("visit.leave").await?;
    page.sees(&words.text("visit.lasted")).await?;
    page.sees_no(&words.text("visit.changed_since")).await?;
    page.is_saved().await
}

/// The summary is printed, without the surrounding app.
async fn print(visit: &Visit) -> Result<(), Failure> {
    const SHOWN: &str =
        "return ['.sheet', '.signature img', '.thumb img', 'nav.rail', '.visit-bar', '.next']
        .map((part) => Array.from(document.querySelectorAll(part))
            .some((one) => one.getBoundingClientRect().width > 0))";
    let page = &visit.page;
    paper::watch(page).await?;
    page.press_button("labels.print").await?;
    paper::is_asked_for(page).await?;
    let browser = visit.browser()?;
    if let Some(sheets) = paper::sheets(browser, "visit-summary").await? {
        expect((1..=3).contains(&sheets), || format!("a visit fills {sheets} sheets"))?;
    }
    if let Some(shown) = paper::on_paper(browser, page, SHOWN).await? {
        expect(shown == json!([true, true, true, false, false, false]), || {
            format!(
                "on paper are, of the sheet, signature, photo, rail, bar and next visit: {shown}"
            )
        })?;
    }
    Ok(())
}

/// Answered, assigned, paused for the customer, resumed, and every stage of the connection completed.
async fn go_through_the_stages(page: &Page) -> Result<(), Failure> {
    const DEPARTMENT: &str = "营销部业扩班";
    const STAGES: [&str; 5] =
        ["supply_plan", "design_review", "mid_check", "final_check", "connection"];
    let words = &page.words;
    let responded = words.text("request.do_responded");
    step(page, &responded, "request.what_answered", ANSWERED).await?;
    let routed = words.text("request.do_routed");
    step(page, &routed, "request.to_department", DEPARTMENT).await?;
    page.sees(DEPARTMENT).await?;

    let paused = words.text("request.do_paused");
    // A reason is required.
    page.press("button", &paused).await?;
    page.press(".dialog-foot .first", "").await?;
    page.sees(&words.text("request.error_no_reason")).await?;
    page.press("dialog[open] button", &words.text("labels.cancel")).await?;
    step(page, &paused, "request.why_paused", WAITED_FOR).await?;
    page.sees(&words.fill("request.waits_because", &[("reason", WAITED_FOR)])).await?;
    tick(page, "load_list").await?;
    let resumed = words.text("request.do_resumed");
    step(page, &resumed, "request.remark", "").await?;
    page.sees_no(&words.start("request.waits_because")).await?;
    for document in ["application", "identity", "premises"] {
        tick(page, document).await?;
    }
    for stage in STAGES {
        let stage = words.text(&format!("field_work.stage_{stage}"));
        let done = words.fill("request.do_stage", &[("stage", &stage)]);
        step(page, &done, "request.remark", "").await?;
    }
    page.is_saved().await
}

/// Marks a document of the list as received.
async fn tick(page: &Page, document: &str) -> Result<(), Failure> {
    let paper = page.words.text(&format!("request.document_{document}"));
    page.press(".papers[open] input", &paper).await?;
    page.until(&format!("“{paper}” to be ticked"), async || {
        let ticked = "return Array.from(document.querySelectorAll('.papers input:checked'),
            (one) => one.labels[0].innerText)";
        let ticked = page.script(ticked, vec![]).await?;
        let mut ticked = ticked.as_array().into_iter().flatten();
        let is_it = |one: &serde_json::Value| one.as_str().is_some_and(|one| one.contains(&paper));
        Ok(ticked.any(is_it).then_some(()))
    })
    .await
}

/// The request is resolved, and the customer confirms it.
async fn confirm(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    let resolved = words.text("request.do_resolved");
    step(page, &resolved, "request.what_done", SETTLED).await?;
    page.press_button("request.do_confirmed").await?;
    page.sees(&words.text("request.confirm_question")).await?;
    page.sees(SETTLED).await?;
    page.press(".capture-scale input", "5").await?;
    page.press_button("request.settled").await?;
    hand_back(page).await?;
    page.sees(&words.text("request.phase_closed")).await?;
    page.sees_no(&words.text("request.next")).await?;
    page.sees(&words.fill("request.scored", &[("score", "5")])).await
}

/// After a reload and, if the browser stores its data, after a restart, everything is there.
async fn all_is_there(visit: &mut Visit, visited: &str, request: &str) -> Result<(), Failure> {
    if visit.engine.keeps_profile() {
        visit.close_browser().await;
        visit.open_browser().await?;
        visit.open().await?;
    }
    let page = &visit.page;
    page.go(request).await?;
    page.find("heading", ASKED).await?;
    page.reload().await?;
    page.sees(&page.words.text("request.phase_closed")).await?;
    for said in [ANSWERED, WAITED_FOR, SETTLED] {
        page.sees(said).await?;
    }
    page.go(visited).await?;
    for said in [SPOKEN_OF, FOUND, NEED, OUTLOOK, TALK] {
        page.sees(said).await?;
    }
    is_drawn(page, ".signature img").await?;
    is_drawn(page, ".thumb img").await
}

/// The visit is there again, with photo and signature.
async fn it_came_back(page: &Page, visited: &str) -> Result<(), Failure> {
    page.go(visited).await?;
    for said in [SPOKEN_OF, FOUND, NEED, OUTLOOK, TALK] {
        page.sees(said).await?;
    }
    is_drawn(page, ".signature img").await?;
    is_drawn(page, ".thumb img").await
}

/// The action for the finding is completed with evidence, and confirmed.
async fn keep_the_promise(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.go("#/actions").await?;
    fill(page, &words.text("actions.search"), FOUND).await?;
    page.sees(&words.fill("actions.listed", &[("count", "1")])).await?;
    page.press_beside(FOUND, "button", &words.text("actions.do_done")).await?;
    fill(page, &words.text("actions.f_result"), PROOF).await?;
    page.press("dialog .dialog-foot .first", &words.text("actions.do_done")).await?;
    let confirm = words.text("actions.do_confirm");
    page.press_beside(FOUND, "button", &confirm).await?;
    page.sees(PROOF).await?;
    page.press("dialog .dialog-foot .first", &confirm).await?;
    page.sees(&words.text("actions.by_missing")).await?;
    fill(page, &words.text("actions.f_by"), MET).await?;
    page.press("dialog .dialog-foot .first", &confirm).await?;
    page.sees(&words.text("actions.none")).await?;
    page.is_saved().await
}

/// The customer's timeline contains everything.
async fn it_is_told(page: &Page, customer: &Customer) -> Result<(), Failure> {
    let words = &page.words;
    page.go(&customer.address).await?;
    section(page, "service", "timeline").await?;
    let kept = words.text("timeline.kept");
    page.until("the promise to be told as kept", async || {
        let rows = "return Array.from(document.querySelectorAll('.row'), (row) => row.innerText)";
        let rows = page.script(rows, vec![]).await?;
        let mut rows = rows.as_array().into_iter().flatten();
        let is_kept = |row: &serde_json::Value| {
            row.as_str().is_some_and(|row| row.contains(&kept) && row.contains(FOUND))
        };
        Ok(rows.any(is_kept).then_some(()))
    })
    .await?;
    for said in [TALK, NEED, ASKED, WAITED_FOR, SETTLED] {
        page.sees(said).await?;
    }
    Ok(())
}

/// Search finds every part of the day.
async fn it_is_found(page: &Page, customer: &str) -> Result<(), Failure> {
    page.go("#/search").await?;
    let label = page.words.text("search.label");
    for (kind, wanted) in [
        ("visits", "增容方案"),
        ("findings", "油位低于"),
        ("needs", "热处理线"),
        ("requests", "2000 千伏安"),
        ("contacts", MET),
        ("promises", FOUND),
        ("customers", customer),
    ] {
        fill(page, &label, wanted).await?;
        let kind = page.words.text(&format!("search.{kind}"));
        page.find(".card h2", &kind).await?;
        page.find(".row-link", "").await?;
    }
    Ok(())
}
