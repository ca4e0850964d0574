//! 今日: the work of the day first (visits, customers due for a visit, requests, actions), then the figures of the
//! portfolio and the customers that need attention.

mod answers;
mod day;
mod figures;
mod first;
mod holidays;
mod notices;
mod plans;
mod segments;
mod watch;

use leptos::prelude::*;

use self::{
    answers::{LowScores, Unfinished},
    day::{Day, DueVisits, PromisesToday, RequestsToday, VisitsToday},
    figures::PortfolioFigures,
    first::FirstRun,
    notices::Notices,
    plans::PressingPlans,
    segments::LastSegmented,
    watch::{Arrears, DataState, Falling},
};
use crate::{
    state::{portfolio::use_portfolio, workspace::use_workspace},
    ui::{
        components::PageHead,
        format,
        i18n::*,
        shared::{clock_doubt::ClockNotice, mine::MineChoice},
    },
};

/// The page.
#[component]
pub fn Today() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let portfolio = use_portfolio();
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    let over = move || {
        let locale = i18n.get_locale();
        let today = facts.day.get();
        say!(i18n, today.over, date = today, weekday = format::weekday(locale, today))
    };
    let day = Day::today();
    let title = move || {
        let locale = i18n.get_locale();
        let portfolio = portfolio.get();
        let count = |n: usize| format::count(locale, n);
        match (day.visits.with(Vec::len), day.pressing()) {
            (0, 0) => {}
            (0, due) => return t_string!(i18n, today.head_due, due = count(due)),
            (visits, 0) => return t_string!(i18n, today.head_visits, visits = count(visits)),
            (visits, due) => {
                return t_string!(
                    i18n,
                    today.head_visits_due,
                    visits = count(visits),
                    due = count(due)
                );
            }
        }
        let [arrears, falling] = [portfolio.in_arrears.len(), portfolio.falling.len()];
        match (portfolio.measured(), arrears, falling) {
            (0, ..) if !facts.loaded.get() => t_string!(i18n, today.head_loading).to_owned(),
            (0, ..) => t_string!(i18n, today.head_no_facts, count = count(portfolio.customers)),
            (_, 0, 0) => match (portfolio.judged_bills > 0, portfolio.compared > 0) {
                (true, true) => t_string!(i18n, today.head_calm),
                (true, false) => t_string!(i18n, today.head_none_owed),
                (false, true) => t_string!(i18n, today.head_none_falling),
                (false, false) => t_string!(i18n, today.head_unknown),
            }
            .to_owned(),
            (_, _, 0) => t_string!(i18n, today.head_arrears, arrears = count(arrears)),
            (_, 0, _) => t_string!(i18n, today.head_falling, falling = count(falling)),
            _ => {
                t_string!(i18n, today.head_both, arrears = count(arrears), falling = count(falling))
            }
        }
    };
    view! {
        <Show when=move || !is_empty.get() fallback=|| view! { <FirstRun /> }>
            <div class="page today">
                <PageHead over=over title=title>
                    <MineChoice />
                </PageHead>
                <ClockNotice />
                <Notices />
                <div class="flow of-day">
                    <VisitsToday day=day />
                    <DueVisits day=day />
                    <RequestsToday day=day />
                    <PromisesToday day=day />
                    <Unfinished />
                    <PressingPlans />
                </div>
                <PortfolioFigures />
                <div class="flow">
                    <Arrears />
                    <Falling />
                    <LowScores />
                    <LastSegmented />
                    <DataState />
                </div>
            </div>
        </Show>
    }
}
