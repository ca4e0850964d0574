//! 行动: every promise of everybody, what is late first, until it is confirmed. One of them is
//! [`crate::ui::promise`].

use std::collections::HashSet;

use busbar_core::domain::{
    Id,
    action::{Action, ActionState},
};
use leptos::prelude::*;

use crate::{
    state::{
        actions::{ActionBook, use_actions},
        mine::use_mine,
        search::use_search,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Chip, Chips, Emphasis, EmptyState, Icon, PageHead, Rows, SearchBox,
        },
        follow_up_tabs::{FollowUpTab, FollowUpTabs},
        format,
        i18n::*,
        labels,
        mine::MineChoice,
        navigation::use_navigation,
        promise::PromiseRow,
        promise_make::Make,
    },
};

/// As many are listed at once.
const LISTED: usize = 100;
/// The filter by state in the address.
const STATE: &str = "state";
/// The search in the address.
const SEARCH: &str = "q";

/// The states that are open, and their names in the address.
const OPEN: [(ActionState, &str); 3] = [
    (ActionState::Overdue, "late"),
    (ActionState::Open, "open"),
    (ActionState::Unconfirmed, "unconfirmed"),
];

/// The open promises to show, in their order: those in a state, of those that a search left.
fn select(
    promises: &ActionBook,
    wanted: Option<ActionState>,
    found: Option<&HashSet<Id<Action>>>,
) -> Vec<Id<Action>> {
    let open = promises.open().iter();
    open.filter(|(state, _)| wanted.is_none_or(|wanted| wanted == *state))
        .filter(|(_, id)| found.is_none_or(|found| found.contains(id)))
        .map(|(_, id)| *id)
        .collect()
}

/// The page.
#[component]
pub fn ActionsPage() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let (actions, mine) = (use_actions(), use_mine());
    let table = use_workspace().tables.actions;
    let searching = use_search();
    searching.prepare();
    let is_making = RwSignal::new(false);
    let state = navigation.filter(STATE);
    let search = navigation.filter(SEARCH);
    let searched = Memo::new(move |_| searching.promises(&search.get().unwrap_or_default()));
    let found = Memo::new(move |_| {
        let wanted = state.with(|state| {
            let named = |(_, name): &&(ActionState, &str)| Some(*name) == state.as_deref();
            OPEN.iter().find(named).map(|(state, _)| *state)
        });
        let mut found = select(&actions.get(), wanted, searched.read().as_ref());
        if mine.is_only() {
            let (table, admits) = (table.read(), mine.filter());
            found.retain(|id| table.get(*id).is_some_and(|one| admits(&one.owner, one.customer)));
        }
        found
    });
    let title = move || {
        let locale = i18n.get_locale();
        let promises = actions.get();
        match (promises.count(ActionState::Overdue), promises.open().len()) {
            (_, 0) => t_string!(i18n, actions.head_none).to_owned(),
            (0, open) => t_string!(i18n, actions.head_open, count = format::count(locale, open)),
            (late, open) => t_string!(
                i18n,
                actions.head_late,
                late = format::count(locale, late),
                count = format::count(locale, open)
            ),
        }
    };
    let chip = move |(of, name): (ActionState, &'static str)| {
        let is_on = Signal::derive(move || state.with(|state| state.as_deref() == Some(name)));
        view! {
            <Chip
                text=move || labels::action_state(i18n.get_locale(), of)
                count=move || format::count(i18n.get_locale(), actions.get().count(of))
                pressed=is_on
                on_press=move |()| {
                    navigation.set_filter(STATE, if is_on.get_untracked() { "" } else { name });
                }
            />
        }
    };
    let hidden = move || found.with(Vec::len).saturating_sub(LISTED);
    view! {
        <div class="page">
            <PageHead over=move || t_string!(i18n, shell.actions) title=title>
                <Button
                    label=move || t_string!(i18n, actions.make)
                    icon=Icon::Add
                    emphasis=Emphasis::First
                    on_press=move |()| is_making.set(true)
                />
            </PageHead>
            <FollowUpTabs shown=FollowUpTab::Promises />
            <div class="list-tools">
                <MineChoice />
                <SearchBox
                    label=move || t_string!(i18n, actions.search)
                    value=Signal::derive(move || search.get().unwrap_or_default())
                    on_search=move |text| navigation.search(SEARCH, text)
                />
                <Chips label=move || t_string!(i18n, actions.by_state)>
                    {OPEN.map(chip).collect_view()}
                </Chips>
            </div>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=move || {
                    view! {
                        <EmptyState
                            icon=Icon::Check
                            title=move || t_string!(i18n, actions.none)
                            text=move || t_string!(i18n, actions.none_text)
                        />
                    }
                }
            >
                <Card title=move || {
                    t_string!(i18n, actions.listed, count = format::count(i18n.get_locale(), found.with(Vec::len)))
                }>
                    <Rows>
                        <For
                            each=move || found.get().into_iter().take(LISTED)
                            key=|id| *id
                            children=|id| view! { <PromiseRow id=id /> }
                        />
                    </Rows>
                    <Show when=move || { hidden() > 0 }>
                        <p class="quiet-text">
                            {move || {
                                t_string!(i18n, actions.hidden, count = format::count(i18n.get_locale(), hidden()))
                            }}
                        </p>
                    </Show>
                </Card>
            </Show>
        </div>
        <Make open=is_making />
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::state::{
        search::{Texts, Words, lists::samples},
        table::Table,
    };
    use busbar_core::domain::{People, Record};

    #[test]
    fn promises_are_shown_by_state_and_by_search() {
        let today = date(2026, 11, 24);
        let action = |n: u128, customer, text: &str, owner: &str, due| Action {
            customer: Some(Id::new(Uuid::from_u128(customer))),
            text: text.into(),
            owner: owner.into(),
            due_on: Some(date(2026, 11, due)),
            ..Action::empty(Id::new(Uuid::from_u128(n)))
        };
        let mut actions = Table::default();
        actions.extend([
            action(11, 1, "無功補償", "曾国强", 30),
            action(12, 1, "", "", 20),
            action(13, 2, "改造报价", "单雪梅", 25),
        ]);
        let pinyin = samples::pinyin();
        let pinyin = Some(&pinyin);
        let customers = samples::customers([1, 2].map(|n| Id::new(Uuid::from_u128(n))));
        let texts = Texts::of_promises(&actions, (&customers, &People::default()), pinyin);
        let promises = ActionBook::of(actions.iter(), today);
        let shown = |state, search: &str| -> Vec<u128> {
            let found = texts.ids(&Words::of(search, pinyin), pinyin);
            let ids = select(&promises, state, found.as_ref()).into_iter();
            ids.map(|id| id.uuid().as_u128()).collect()
        };
        for search in samples::FIND {
            assert_eq!(shown(None, search), [12, 11], "{search}");
        }
        for search in samples::MISS {
            assert_eq!(shown(None, search), [0; 0], "{search}");
        }
        assert_eq!(shown(None, ""), [12, 13, 11]);
        assert_eq!(shown(Some(ActionState::Overdue), "恒泰"), [12]);
        // By its own text, and by its owner.
        assert_eq!(shown(None, "无功"), [11]);
        assert_eq!(shown(None, "zgq"), [11]);
        assert_eq!(shown(None, "shanxuemei"), [13]);
    }
}
