//! Row of one matter, which links to the page that deals with it.

use busbar_core::domain::{Customer, Id, Month, date::days_between, request::Request};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::matters::{Level, Matter};
use crate::{
    state::{requests::use_requests, tables::Tables, workspace::use_workspace},
    ui::{
        components::{Row, Tag, Tone},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::{due, promise::PromiseRow, request_status},
    },
};

/// Row of a matter.
#[component]
pub fn MatterRow(id: Id<Customer>, matter: Matter) -> impl IntoView {
    match matter {
        Matter::Promise(promise, _) => {
            view! { <PromiseRow id=promise without_customer=true /> }.into_any()
        }
        Matter::Request(request, _) => view! { <RequestRow id=request /> }.into_any(),
        other => view! { <PlainRow id=id matter=other /> }.into_any(),
    }
}

/// Row of a request that is not closed.
#[component]
fn RequestRow(id: Id<Request>) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let status = requests.status(id);
    let subject = Memo::new(move |_| {
        let locale = i18n.get_locale();
        requests.table().with(|table| {
            let request = table.get(id)?;
            let kind = request.kind.map(|kind| labels::request_kind(locale, kind));
            let kind = kind.unwrap_or_default().to_owned();
            Some(match request.subject.as_str() {
                "" => (kind, String::new()),
                subject => (subject.to_owned(), kind),
            })
        })
    });
    let title = move || subject.get().map(|(title, _)| title);
    let note = move || {
        let locale = i18n.get_locale();
        let kind = subject.get().map(|(_, kind)| kind).unwrap_or_default();
        let pressing = status.with(|now| request_status::pressing(locale, now.as_ref()?));
        let words = [kind, pressing.unwrap_or_default()];
        let words = words.into_iter().filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" · ")
    };
    let lead = move || {
        let locale = i18n.get_locale();
        status.with(|now| now.as_ref().map(|now| request_status::status_tag(locale, now)))
    };
    view! {
        <Row
            lead=move || view! { {lead} }
            title=move || view! { {title} }
            note=move || view! { {note} }
            href=Page::Request(id).href()
        />
    }
}

/// Texts of a matter.
struct Told {
    lead: String,
    title: String,
    note: String,
}

/// Row of any other matter.
#[component]
fn PlainRow(id: Id<Customer>, matter: Matter) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let section = |name| untrack(|| navigation.route()).with("tab", name).href();
    let href = match &matter {
        Matter::Underway(visit) | Matter::Planned(visit, _) => Page::Visit(*visit).href(),
        Matter::PlanBehind(plan, _) => Page::Plan(*plan).href(),
        Matter::VisitDue(_) => section("visits"),
        Matter::Arrears(..) => section("bills"),
        Matter::Hazards(..) => section("supply"),
        Matter::LowAnswer(_) => section("satisfaction"),
        Matter::Falling(_) => section("use"),
        Matter::PlanMissing(_) => section("plan"),
        Matter::Request(..) | Matter::Promise(..) => Page::Customer(id).href(),
    };
    let told = Memo::new(move |_| {
        let today = workspace.facts.today();
        let told =
            told(i18n.get_locale(), &matter, workspace.tables, today, workspace.facts.last_month());
        (told.lead, told.title, told.note, tone(&matter, today))
    });
    view! {
        <Row
            lead=move || view! { <Tag
                text=move || told.get().0
                tone=Signal::derive(move || told.get().3)
            /> }
            title=move || view! { {move || told.get().1} }
            note=move || view! { {move || told.get().2} }
            href=href
        />
    }
}

fn tone(matter: &Matter, today: jiff::civil::Date) -> Tone {
    match (matter, matter.level()) {
        (Matter::Underway(_), _) => Tone::Accent,
        (Matter::VisitDue(visit), _) => due::tone(visit, today),
        (_, Level::Now) => Tone::Bad,
        (_, Level::Soon) => Tone::Warn,
        (_, Level::Known) => Tone::Plain,
    }
}

fn told(
    locale: Locale,
    matter: &Matter,
    tables: Tables,
    today: jiff::civil::Date,
    last_month: Option<Month>,
) -> Told {
    let told =
        |lead: &str, title: String, note: String| Told { lead: lead.to_owned(), title, note };
    match matter {
        Matter::Underway(_) => told(
            td_string!(locale, customer.now_underway),
            td_string!(locale, customer.visit_go_on).to_owned(),
            String::new(),
        ),
        Matter::Planned(visit, day) => {
            let purpose = tables.read(*visit, |visit| visit.purpose.clone()).unwrap_or_default();
            let when = match days_between(today, *day) {
                0 => td_string!(locale, customer.now_today).to_owned(),
                _ => due::day(locale, *day, today),
            };
            told(&when, td_string!(locale, customer.now_planned).to_owned(), purpose)
        }
        Matter::VisitDue(visit) => told(
            &due::when(locale, visit, today),
            td_string!(locale, customer.now_visit_due).to_owned(),
            // The reason from which the due date is counted, as on Today.
            visit
                .cause(today)
                .map(|reason| due::reason(locale, reason, tables, today))
                .unwrap_or_default(),
        ),
        Matter::Arrears(cny, bills) => told(
            td_string!(locale, customer.arrears),
            format::money(locale, *cny).to_string(),
            say!(locale, customer.now_bills, count = *bills),
        ),
        Matter::Hazards(open, late) => {
            let count = format::count(locale, *open);
            let note = match late {
                0 => String::new(),
                late => say!(locale, customer.now_hazards_late, count = *late),
            };
            told(
                td_string!(locale, customer.now_hazard),
                td_string!(locale, customer.now_hazards, count = count),
                note,
            )
        }
        Matter::LowAnswer(day) => told(
            td_string!(locale, customer.low_answer),
            td_string!(locale, customer.now_low).to_owned(),
            day.map(|day| format::date(locale, day)).unwrap_or_default(),
        ),
        Matter::Falling(growth) => told(
            td_string!(locale, customer.tab_use),
            td_string!(locale, customer.now_falls, change = format::change(locale, *growth)),
            last_month.map_or_else(String::new, |last| {
                let month = format::month(locale, last);
                td_string!(locale, customers.over_period, month = month)
            }),
        ),
        Matter::PlanBehind(_, 0) => told(
            td_string!(locale, customer.tab_plan),
            td_string!(locale, customer.now_review_due).to_owned(),
            String::new(),
        ),
        Matter::PlanBehind(_, lines) => told(
            td_string!(locale, customer.tab_plan),
            say!(locale, customer.now_plan_behind, count = *lines),
            String::new(),
        ),
        Matter::PlanMissing(year) => told(
            td_string!(locale, customer.tab_plan),
            td_string!(locale, customer.now_plan_missing, year = *year),
            String::new(),
        ),
        // These matters have rows of their own.
        Matter::Request(..) | Matter::Promise(..) => told("", String::new(), String::new()),
    }
}
