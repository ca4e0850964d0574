//! 走访: customers due for a visit, with reasons; the calendar by week or month; and the visits of one day. A press on
//! a visit opens it. Visits and customers are moved to a day by drag and drop, or by *move* and a press on the day.

mod calendar;
mod carry;
mod day;
mod due;
mod export;
mod new;
mod route;
mod seen;

use busbar_core::{books::visits::calendar::week_of, domain::InOrder};
use jiff::civil::Date;
use leptos::prelude::*;

use self::{
    calendar::Calendar,
    carry::{Carry, Ghost},
    day::DayPanel,
    due::DueList,
    export::ExportMenu,
    new::NewVisit,
    seen::Seen,
};
use crate::{
    state::{
        pinyin::use_pinyin, portfolio::use_portfolio, visits::use_visits, workspace::use_workspace,
    },
    ui::{
        components::{
            Button, ButtonLink, Emphasis, EmptyState, Glyph, Icon, PageHead, Popover, Trigger,
        },
        format,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::mine::MineChoice,
    },
};

/// The page.
#[component]
pub fn VisitsPage() -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    let seen = Seen::provide();
    let carry = Carry::provide();
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Visits
                        title=move || t_string!(i18n, visits.empty)
                        text=move || t_string!(i18n, visits.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, visits.import)
                            href=Page::Import.href()
                            icon=Icon::Import
                            emphasis=Emphasis::First
                        />
                    </EmptyState>
                }
            }
        >
            <div class="page visits" on:keydown=move |event| carry.key(&event)>
                <Head seen=seen />
                <div class="columns wide-first">
                    <div class="stack">
                        <Calendar seen=seen carry=carry />
                        <DayPanel seen=seen carry=carry />
                    </div>
                    <DueList seen=seen carry=carry />
                </div>
                <Ghost carry=carry />
            </div>
        </Show>
    }
}

#[component]
fn Head(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let is_new_open = RwSignal::new(false);
    let counts = Memo::new(move |_| {
        let now = seen.due.with(|due| due.iter().filter(|due| due.is_now()).count());
        (now, seen.due.with(Vec::len) - now)
    });
    let over = move || {
        let locale = i18n.get_locale();
        let today = facts.today();
        let count = |days: &mut dyn Iterator<Item = Date>| {
            let planned = days.map(|day| seen.count_on(day)).sum();
            format::count(locale, planned)
        };
        t_string!(
            i18n,
            visits.over,
            date = format::day(locale, today),
            weekday = format::weekday(locale, today),
            today = count(&mut std::iter::once(today)),
            week = count(&mut week_of(today).into_iter())
        )
    };
    let title = move || {
        let count = |n: usize| format::count(i18n.get_locale(), n);
        match counts.get() {
            (0, 0) => t_string!(i18n, visits.head_none).to_owned(),
            (0, soon) => t_string!(i18n, visits.head_soon, soon = count(soon)),
            (now, 0) => t_string!(i18n, visits.head_due, count = count(now)),
            (now, soon) => {
                t_string!(i18n, visits.head_due_soon, count = count(now), soon = count(soon))
            }
        }
    };
    view! {
        <PageHead over=over title=title>
            <MineChoice instead_of=seen::MANAGER />
            <ManagerChoice seen=seen />
            <ExportMenu seen=seen />
            <ButtonLink
                label=move || t_string!(i18n, kept.title)
                icon=Icon::Check
                href=Page::ServiceKept.href()
            />
            <Button
                label=move || t_string!(i18n, visits.plan_visit)
                icon=Icon::Add
                emphasis=Emphasis::First
                on_press=move |()| is_new_open.set(true)
            />
        </PageHead>
        <NewVisit seen=seen open=is_new_open />
    }
}

/// Menu of the account managers whose visits are shown.
#[component]
fn ManagerChoice(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let managers = use_visits().managers;
    let choice = move |word: String, count: Option<usize>, to: String| {
        let chosen = to.clone();
        view! {
            <button
                type="button"
                class="menu-choice"
                aria-pressed=move || {
                    (seen.manager.get().unwrap_or_default() == chosen).to_string()
                }
                on:click=move |_| {
                    let to = if to.is_empty() { seen::EVERYBODY } else { to.as_str() };
                    navigation.set_filter(seen::MANAGER, to);
                }
            >
                <span class="clip">{word}</span>
                <small>{count.map(|count| format::count(i18n.get_locale_untracked(), count))}</small>
            </button>
        }
    };
    let pinyin = use_pinyin();
    pinyin.fetch();
    let named = move || {
        let mut all = managers.get();
        if let Some(pinyin) = pinyin.get() {
            all.order_by(|(a, _), (b, _)| pinyin.order(a, b));
        }
        all.into_iter().map(|(name, count)| choice(name.clone(), Some(count), name)).collect_view()
    };
    view! {
        <Show when=move || managers.with(|managers| managers.len() > 1)>
            <Popover
                label=move || t_string!(i18n, visits.manager)
                kind=Trigger::Button
                is_menu=true
                pressed=Signal::derive(move || seen.manager.with(Option::is_some))
                trigger=move || {
                    view! {
                        <Glyph icon=Icon::Person />
                        {move || {
                            seen.manager
                                .get()
                                .unwrap_or_else(|| t_string!(i18n, visits.everybody).to_owned())
                        }}
                        <Glyph icon=Icon::Down />
                    }
                }
            >
                <div class="menu">
                    {move || choice(t_string!(i18n, visits.everybody).to_owned(), None, String::new())}
                    {named}
                </div>
            </Popover>
        </Show>
    }
}
