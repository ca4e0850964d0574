//! Customers due for a visit, with the reasons. A visit can be planned at once on the next day with room, or on a day
//! chosen in the calendar.

use busbar_core::domain::{standard::ServiceClass, visit::Due};
use leptos::prelude::*;

use super::{
    carry::{Carried, Carry, Handle},
    seen::{self, Seen},
};
use crate::{
    state::{
        commands::{
            planning::{self, When},
            record::fresh,
        },
        task,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Chip, Chips, Emphasis, OrEmpty, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::due as words,
    },
};

/// Number of customers shown at first; below, the number added by each press on *more*.
const SHOWN: usize = 8;
const MORE: usize = 50;

/// Card of the customers due for a visit.
#[component]
pub fn DueList(seen: Seen, carry: Carry) -> impl IntoView {
    let i18n = use_i18n();
    let (facts, visits) = (use_workspace().facts, use_visits());
    let shown = RwSignal::new(SHOWN);
    let only_key = RwSignal::new(false);
    let is_listed = move |due: &&Due| !only_key.get() || due.class == ServiceClass::Key;
    let listed = Memo::new(move |_| {
        seen.due
            .with(|due| due.iter().filter(is_listed).take(shown.get()).cloned().collect::<Vec<_>>())
    });
    let left = Memo::new(move |_| {
        let all = seen.due.with(|due| due.iter().filter(is_listed).count());
        all.saturating_sub(shown.get())
    });
    let keys = move || {
        let is_key = |due: &&Due| due.class == ServiceClass::Key;
        let keys = seen.due.with(|due| due.iter().filter(is_key).count());
        format::count(i18n.get_locale(), keys)
    };
    view! {
        <Card
            title=move || t_string!(i18n, visits.due_card)
            note=move || t_string!(i18n, visits.due_note)
        >
            <Show when=move || !facts.loaded.get() || visits.is_asking()>
                <p class="quiet-text" role="status">{t!(i18n, visits.due_loading)}</p>
            </Show>
            <OrEmpty
                when=move || !seen.due.read().is_empty()
                title=move || t_string!(i18n, visits.due_none)
                text=move || t_string!(i18n, visits.due_none_text)
            >
                <Chips label=move || t_string!(i18n, visits.due_card)>
                    <Chip
                        text=move || t_string!(i18n, visits.only_key)
                        count=keys
                        pressed=only_key
                        on_press=move |()| only_key.update(|only| *only = !*only)
                    />
                </Chips>
                <div class="visit-due">
                    <Rows>
                        <For
                            each=move || listed.get()
                            key=|due| (due.customer, format!("{due:?}"))
                            children=move |due| view! { <DueRow carry=carry due=due /> }
                        />
                    </Rows>
                </div>
                <Show when=move || left.get() != 0>
                    <Button
                        label=move || say!(i18n, visits.due_more, count = left.get().min(MORE))
                        emphasis=Emphasis::Quiet
                        on_press=move |()| shown.update(|shown| *shown += MORE)
                    />
                </Show>
            </OrEmpty>
        </Card>
    }
}

/// Row of a customer due for a visit.
#[component]
fn DueRow(carry: Carry, due: Due) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let today = move || workspace.facts.today();
    let customer = due.customer;
    let name = Memo::new(move |_| workspace.tables.customer_name(customer).unwrap_or_default());
    let class = due.class;
    let lead = move || {
        let tone = if class == ServiceClass::Key { Tone::Accent } else { Tone::Plain };
        view! {
            <Tag text=move || labels::service_class_short(i18n.get_locale(), class) tone=tone />
        }
    };
    let toned = due.clone();
    let tone = Signal::derive(move || words::tone(&toned, today()));
    let (said, stands_in_the_way) = (due.clone(), due.visit);
    let stands = move || {
        let (day, _) = stands_in_the_way?;
        (day >= today()).then_some(day)
    };
    let note = move || {
        let owed = said.clone();
        let when = move || words::when(i18n.get_locale(), &owed, today());
        let reasons = move || {
            let locale = i18n.get_locale();
            let reason = |reason| {
                let text = words::reason(locale, reason, workspace.tables, today());
                view! { <li>{text}</li> }
            };
            said.reasons.iter().map(reason).collect_view()
        };
        let stands = move || {
            let day = words::day(i18n.get_locale(), stands()?, today());
            Some(view! { <li>{t_string!(i18n, visits.stands_late, day = day)}</li> })
        };
        view! {
            <ul class="visit-reasons">
                <li>{lead()} <Tag text=when tone=tone /></li>
                {reasons}
                {stands}
            </ul>
        }
    };
    let end = move || {
        let word = move || match (stands(), stands_in_the_way) {
            (Some(_), _) => t_string!(i18n, visits.bring_forward),
            (None, Some(_)) => t_string!(i18n, visits.plan_again),
            (None, None) => t_string!(i18n, visits.plan_next),
        };
        view! {
            <PlanNext due=due name=name word=Signal::derive(word) />
            <Handle
                carry=carry
                what=Carried::Customer(customer)
                enabled=true
                class="button quiet"
                label=move || t_string!(i18n, visits.choose_day_for, customer = name.get())
            >
                <span>{t!(i18n, visits.choose_day)}</span>
            </Handle>
        }
    };
    view! {
        <Row
            title=move || view! { {name} }
            href=Page::Customer(customer).href()
            note=note
            end=end
        />
    }
}

/// Button that plans a visit on the next day with room.
#[component]
fn PlanNext(due: Due, name: Memo<String>, word: Signal<&'static str>) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let navigation = use_navigation();
    let fresh = fresh();
    let plan = move |()| {
        let locale = i18n.get_locale_untracked();
        let words = untrack(|| words::words(locale, Some(&due), workspace.tables));
        let which = (fresh, due.customer);
        task::spawn(async move {
            // Errors are shown by the shell.
            let planned = planning::plan(workspace, visits, which, When::Next, words).await;
            let Ok(Some((_, day))) = planned else {
                return;
            };
            navigation.adjust(seen::DAY, day.to_string());
        });
    };
    view! {
        <span title=move || t_string!(i18n, visits.plan_next_for, customer = name.get())>
            <Button label=move || word.get() on_press=plan />
        </span>
    }
}
