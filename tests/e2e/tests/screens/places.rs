//! Screens reachable by an address, in a portfolio with one of everything that can be on a screen.

use e2e::{
    Failure,
    field_work::{Asked, address, plan_a_visit, step, take_in},
    form::{choose, fill},
    page::Page,
};

/// Screens that exist in every portfolio.
const PLACES: [(&str, &str); 32] = [
    ("today", "#/"),
    ("customers", "#/customers"),
    ("customers-none-found", "#/customers?q=zzzz"),
    ("visits", "#/visits"),
    ("visits-month", "#/visits?by=month"),
    ("plans", "#/plans"),
    ("kept", "#/kept"),
    ("requests", "#/requests"),
    ("requests-departments", "#/requests?view=departments"),
    ("requests-list", "#/requests?view=list"),
    ("requests-none-found", "#/requests?view=list&q=zzzz"),
    ("notices", "#/requests?tab=notices"),
    ("promises", "#/actions"),
    ("promises-late", "#/actions?state=late"),
    ("search-blank", "#/search"),
    ("search", "#/search?q=变压器"),
    ("segments", "#/segments"),
    ("segments-keys", "#/segments?tab=keys"),
    ("segments-clusters", "#/segments?tab=clusters"),
    ("segments-moves", "#/segments?tab=moves"),
    ("surveys", "#/surveys"),
    ("satisfaction", "#/satisfaction"),
    ("settings", "#/settings"),
    ("settings-visiting", "#/settings?part=visiting"),
    ("settings-limits", "#/settings?part=limits"),
    ("settings-calendar", "#/settings?part=calendar"),
    ("settings-routing", "#/settings?part=routing"),
    ("settings-people", "#/settings?part=people"),
    ("settings-green", "#/settings?part=green"),
    ("settings-plans", "#/settings?part=plans"),
    ("import", "#/import"),
    ("data", "#/data"),
];

/// Sections of a customer.
const PARTS: [&str; 15] = [
    "overview",
    "use",
    "bills",
    "timeline",
    "requests",
    "promises",
    "facts",
    "points",
    "contacts",
    "supply",
    "plan",
    "segment",
    "satisfaction",
    "visits",
    "history",
];

/// Views of a visit.
const FACES: [&str; 3] = ["briefing", "capture", "summary"];

/// Addresses of the created records.
pub struct Made {
    pub customer: String,
    /// A visit in progress, with one of everything.
    pub visit: String,
    /// Day of a planned visit.
    pub day: String,
    /// A connection waiting for its customer.
    pub connection: String,
    /// A resolved complaint waiting for the customer's confirmation.
    pub settled: String,
    /// A custom questionnaire, with an incomplete question.
    pub survey: String,
}

impl Made {
    /// Returns all screens, with names.
    pub fn places(&self) -> Vec<(String, String)> {
        let fixed = PLACES.map(|(name, address)| (name.to_owned(), address.to_owned()));
        let part = |part| {
            let address = format!("{}?tab={part}", self.customer);
            (format!("customer-{part}"), address)
        };
        let face = |face| {
            let address = format!("{}?view={face}", self.visit);
            (format!("visit-{face}"), address)
        };
        let one = |name: &str, address: &str| (name.to_owned(), address.to_owned());
        let made = [
            one("visits-day", &self.day),
            one("request", &self.connection),
            one("request-settled", &self.settled),
            one("survey-own", &self.survey),
            one("not-found", "#/nowhere"),
        ];
        let fixed = fixed.into_iter().chain(PARTS.map(part));
        fixed.chain(FACES.map(face)).chain(made).collect()
    }
}

/// Creates one of everything, in Chinese.
pub async fn make(page: &Page) -> Result<Made, Failure> {
    page.press_button("today.first_sample").await?;
    page.sees(&page.words.text("today.sample_note")).await?;
    page.is_saved().await?;
    segment_twice(page).await?;
    plan_a_visit(page).await?;
    page.client().back().await?;
    page.find("heading", &page.words.text("visits.due_card")).await?;
    let day = page.client().current_url().await?;
    let day = format!("#{}", day.fragment().unwrap_or_default());

    let customer = plan_a_visit(page).await?;
    let visit = address(page).await?;
    take_down(page).await?;

    let [connection, settled] = [
        Asked {
            kind: "business",
            connection: Some("high_voltage_single"),
            contact: None,
            subject: "申请增容 2000 千伏安",
        },
        Asked {
            kind: "complaint", connection: None, contact: None, subject: "停电没有提前通知"
        },
    ];
    let connection = take_in(page, &customer, connection).await?;
    let words = &page.words;
    let responded = words.text("request.do_responded");
    step(page, &responded, "request.what_answered", "已说明环节和资料").await?;
    let paused = words.text("request.do_paused");
    step(page, &paused, "request.why_paused", "等客户提供设备清单").await?;
    let settled = take_in(page, &customer, settled).await?;
    step(page, &responded, "request.what_answered", "已致歉").await?;
    let resolved = words.text("request.do_resolved");
    step(page, &resolved, "request.what_done", "已改为短信加电话通知").await?;

    let survey = survey_of_ones_own(page).await?;
    page.is_saved().await?;
    Ok(Made { customer: customer.address, visit, day, connection, settled, survey })
}

/// Runs segmentation twice, so that there is something to compare.
async fn segment_twice(page: &Page) -> Result<(), Failure> {
    for run in ["segments.run_first", "segments.run"] {
        page.go("#/segments").await?;
        page.press_button(run).await?;
        page.press("tab", &page.words.text("segments.tab_clusters")).await?;
        page.find("button", &page.words.text("segments.run")).await?;
        page.is_saved().await?;
    }
    Ok(())
}

/// Checks in to the open visit, and records one of everything.
async fn take_down(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.press_button("visit.arrive").await?;
    page.find("field", &words.text("visit.arrived_at")).await?;
    let kind = words.text("field_work.finding_kind_safety");
    page.press("#visit-findings .add-kinds button", &kind).await?;
    fill(page, &words.text("visit.found_what"), "绝缘手套超过试验周期").await?;
    let minor = words.text("field_work.severity_minor");
    choose(page, &words.text("visit.severity"), &minor).await?;
    page.is_saved().await?;
    let follow = words.text("visit.make_action");
    page.press("#visit-findings .taken button", &follow).await?;
    page.press_button("visit.add_need").await?;
    fill(page, &words.text("visit.need_what"), "新增一条热处理线").await?;
    fill(page, &words.text("visit.summary"), "谈定三月前完成增容方案").await?;
    page.is_saved().await
}

/// Creates a custom questionnaire, with a question without text.
async fn survey_of_ones_own(page: &Page) -> Result<String, Failure> {
    let words = &page.words;
    page.go("#/surveys").await?;
    page.press_button("surveys.make").await?;
    fill(page, &words.text("surveys.title_label"), "停电回访").await?;
    page.press(".dialog-foot .first", "").await?;
    page.sees(&words.text("survey.wording")).await?;
    page.press_button("survey.add_question").await?;
    page.sees(&words.text("survey.no_text")).await?;
    page.is_saved().await?;
    address(page).await
}
