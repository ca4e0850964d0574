//! 行动: all open actions, overdue ones first, until they are confirmed. One action is in [`crate::ui::shared::promise`].

use busbar_core::{books::selection::promises::select, domain::action::ActionState};
use leptos::prelude::*;

use crate::{
    state::{actions::use_actions, mine::use_mine, search::use_search, workspace::use_workspace},
    ui::{
        components::{
            Button, Card, Chip, Chips, Emphasis, Icon, OrEmpty, PageHead, Rows, SearchBox,
        },
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        shared::{
            follow_up_tabs::{FollowUpTab, FollowUpTabs},
            mine::MineChoice,
            promise::PromiseRow,
            promise_make::Make,
        },
    },
};

/// Maximum number of actions listed.
const LISTED: usize = 100;
/// Name of the filter by state in the address.
const STATE: &str = "state";
/// Name of the search text in the address.
const SEARCH: &str = "q";

/// Open states, with their names in the address.
const OPEN: [(ActionState, &str); 3] = [
    (ActionState::Overdue, "late"),
    (ActionState::Open, "open"),
    (ActionState::Unconfirmed, "unconfirmed"),
];

/// Page of actions.
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
        let promises = actions.get();
        match (promises.count(ActionState::Overdue), promises.open().len()) {
            (_, 0) => t_string!(i18n, actions.head_none).to_owned(),
            (0, open) => say!(i18n, actions.head_open, count = open),
            (late, open) => say!(i18n, actions.head_late, late = late, count = open),
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
            <OrEmpty
                when=move || !found.with(Vec::is_empty)
                icon=Icon::Check
                title=move || t_string!(i18n, actions.none)
                text=move || t_string!(i18n, actions.none_text)
            >
                <Card title=move || {
                    say!(i18n, actions.listed, count = found.with(Vec::len))
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
                                say!(i18n, actions.hidden, count = hidden())
                            }}
                        </p>
                    </Show>
                </Card>
            </OrEmpty>
        </div>
        <Make open=is_making />
    }
}
