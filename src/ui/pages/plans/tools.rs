//! Search and filters of the plans: text, year, state, need for attention, and responsible person.

use std::collections::BTreeMap;

use busbar_core::domain::plan::PlanState;
use leptos::prelude::*;

use super::{Seen, filter};
use crate::{
    state::plans::use_plans,
    ui::{
        components::{Chip, Chips, Glyph, Icon, Popover, SearchBox, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        shared::mine::MineChoice,
    },
};

/// Search box and filter chips.
#[component]
pub fn Tools(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let search = navigation.filter(filter::SEARCH);
    let state = navigation.filter(filter::STATE);
    let behind = navigation.filter(filter::BEHIND);
    let count = move |is_such: fn(&super::PlanSummary) -> bool| {
        let count = seen.of_year.with(|all| all.iter().filter(|plan| is_such(plan)).count());
        format::count(i18n.get_locale(), count)
    };
    let of_state = move |of: PlanState| {
        let is_on = Signal::derive(move || state.with(|state| state.as_deref() == Some(of.name())));
        let number = move || {
            let all = seen.of_year.with(|all| all.iter().filter(|plan| plan.state == of).count());
            format::count(i18n.get_locale(), all)
        };
        view! {
            <Chip
                text=move || labels::plan_state(i18n.get_locale(), of)
                count=number
                pressed=is_on
                on_press=move |()| {
                    navigation.set_filter(filter::STATE, if is_on.get_untracked() { "" } else { of.name() });
                }
            />
        }
    };
    let is_behind = Signal::derive(move || behind.with(Option::is_some));
    view! {
        <div class="plans-tools">
            <MineChoice instead_of=filter::MANAGER />
            <SearchBox
                label=move || t_string!(i18n, plans.search)
                value=Signal::derive(move || search.get().unwrap_or_default())
                on_search=move |text| navigation.search(filter::SEARCH, text)
            />
            <Chips label=move || t_string!(i18n, plans.filters)>
                <Years seen=seen />
                <Chip
                    text=move || t_string!(i18n, plans.pressing)
                    count=move || count(super::PlanSummary::is_pressing)
                    pressed=is_behind
                    on_press=move |()| {
                        navigation.set_filter(filter::BEHIND, if is_behind.get_untracked() { "" } else { "1" });
                    }
                />
                {PlanState::ALL.map(of_state).collect_view()}
                <Managers seen=seen />
            </Chips>
        </div>
    }
}

/// Returns a menu entry that sets a filter to one value.
fn choice(
    name: &'static str,
    word: String,
    value: String,
    count: Option<String>,
    is_on: impl Fn() -> bool + Send + 'static,
) -> impl IntoView {
    let navigation = use_navigation();
    view! {
        <button
            type="button"
            class="menu-choice"
            aria-pressed=move || is_on().to_string()
            on:click=move |_| navigation.set_filter(name, value.clone())
        >
            <span class="clip">{word}</span>
            <small>{count}</small>
        </button>
    }
}

/// Chip that chooses the year: a year with plans, this year, or the next.
#[component]
fn Years(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let plans = use_plans();
    let years = move || {
        let now = plans.year();
        let mut years = plans.get().years();
        years.extend([now, now + 1]);
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let one = move |year: i16| {
            let value = if year == now { String::new() } else { year.to_string() };
            let word = t_string!(i18n, plans.year, year = year);
            choice(filter::YEAR, word, value, None, move || seen.year.get() == year)
        };
        years.into_iter().map(one).collect_view()
    };
    view! {
        <Popover
            label=move || t_string!(i18n, plans.by_year)
            kind=Trigger::Chip
            is_menu=true
            trigger=move || {
                view! {
                    {move || t_string!(i18n, plans.year, year = seen.year.get())}
                    <Glyph icon=Icon::Down />
                }
            }
        >
            <div class="menu">{years}</div>
        </Popover>
    }
}

/// Chip that filters by responsible person; hidden if there are fewer than two.
#[component]
fn Managers(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let manager = navigation.filter(filter::MANAGER);
    let named = Memo::new(move |_| {
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        seen.of_year.with(|all| {
            for plan in all.iter().filter(|plan| !plan.responsible.is_empty()) {
                *named.entry(plan.responsible.clone()).or_default() += 1;
            }
        });
        named
    });
    let choices = move || {
        let everybody = t_string!(i18n, visits.everybody).to_owned();
        let all = choice(filter::MANAGER, everybody, String::new(), None, move || {
            manager.with(Option::is_none)
        });
        let one = |(name, count): (String, usize)| {
            let this = name.clone();
            let count = format::count(i18n.get_locale(), count);
            choice(filter::MANAGER, name.clone(), name, Some(count), move || {
                manager.with(|manager| manager.as_deref() == Some(this.as_str()))
            })
        };
        let named = named.get().into_iter().map(one).collect_view();
        view! { {all} {named} }
    };
    view! {
        <Show when=move || { named.with(BTreeMap::len) > 1 }>
            <Popover
                label=move || t_string!(i18n, plans.by_manager)
                kind=Trigger::Chip
                is_menu=true
                pressed=Signal::derive(move || manager.with(Option::is_some))
                trigger=move || {
                    view! {
                        <Glyph icon=Icon::Person />
                        {move || {
                            manager.get().unwrap_or_else(|| t_string!(i18n, visits.everybody).to_owned())
                        }}
                        <Glyph icon=Icon::Down />
                    }
                }
            >
                <div class="menu">{choices}</div>
            </Popover>
        </Show>
    }
}
