//! 下次走访: the planned next visits, or a form to plan one on the day that the visit interval suggests.

use busbar_core::domain::{
    Link,
    calendar::{self, WorkingCalendar},
    visit::VisitState,
};
use jiff::{SignedDuration, civil::Date};
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            planning::{self, When, Words},
            record::fresh,
        },
        service::use_service,
        tables::those_of,
        task,
        visit::Captured,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, DateInput, Row, Rows, TextInput},
        i18n::*,
        routes::Page,
        shared::{due, plan_link::LinkToPlan},
    },
};

use super::super::head::planned;

/// Days to the next visit if the class has no visit interval.
const DAYS: u32 = 90;

/// Returns the first working day at least `every_days` after a visit, and not before tomorrow.
fn next_day(
    visited: Date,
    every_days: u32,
    today: Date,
    calendar: &WorkingCalendar,
) -> Option<Date> {
    let rhythm = SignedDuration::from_hours(24 * i64::from(every_days));
    let mut day = visited.checked_add(rhythm).ok()?.max(today.tomorrow().ok()?);
    while !calendar.is_working(day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// Returns the proposed texts, with the purpose replaced by the entered one.
fn with_purpose(words: Words, entered: Option<&str>) -> Words {
    let entered = entered.map(str::trim).filter(|text| !text.is_empty());
    Words { purpose: entered.map_or(words.purpose, str::to_owned), ..words }
}

/// Card of the next visit.
#[component]
pub fn Next(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (service, visits) = (use_service(), use_visits());
    let customer = captured.customer;
    let today = move || workspace.facts.today();
    let class = service.class(customer);
    let calendar: Memo<WorkingCalendar> = workspace.setting(calendar::SETTING);
    let coming = those_of(workspace.tables.visits, customer, move |visit| {
        let is_coming = visit.state(today()) == VisitState::Planned && visit.id != captured.id;
        !visit.is_deleted && is_coming
    });
    let suggested = Memo::new(move |_| {
        let arrived = captured.visit.read().arrived_at?;
        let visited = workspace.wall_clock(arrived.0).date();
        let level = service.level(class.get()?, visited);
        let rhythm = level.visit_every_days.unwrap_or(DAYS);
        next_day(visited, rhythm, today(), &calendar.read())
    });
    let chosen = RwSignal::new(None::<Date>);
    let day = Signal::derive(move || chosen.get().or_else(|| suggested.get()));
    // The same texts are proposed wherever a visit is planned.
    let proposed = Memo::new(move |_| {
        let all = visits.due();
        let due = all.iter().find(|due| due.customer == customer);
        due::words(i18n.get_locale(), due, workspace.tables)
    });
    let entered = RwSignal::new(None::<String>);
    let words = Signal::derive(move || with_purpose(proposed.get(), entered.get().as_deref()));
    let purpose = Signal::derive(move || words.get().purpose);
    let next = StoredValue::new(fresh());
    let plan = move |()| {
        if let Some(day) = day.get_untracked() {
            let which = (next.get_value(), customer);
            let words = words.get_untracked();
            task::spawn(async move {
                // Errors are shown at the top of the page.
                let planned = planning::plan(workspace, visits, which, When::On(day), words).await;
                if planned.is_ok() {
                    // A new id, so that another visit can be planned here if this one is undone.
                    next.try_set_value(fresh());
                }
            });
        }
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let coming = coming.get().into_iter();
        coming
            .map(|visit| {
                let title = planned(locale, &visit);
                let purpose = visit.purpose;
                view! {
                    <Row
                        title=move || view! { {title} }
                        note=move || view! { {purpose} }
                        href=Page::Visit(visit.id).href()
                    />
                }
            })
            .collect_view()
    };
    view! {
        <div class="no-print">
            <Card title=move || t_string!(i18n, visit.next)>
                <div class="stack">
                    <Show
                        when=move || coming.read().is_empty()
                        fallback=move || view! { <Rows>{rows}</Rows> }
                    >
                        <div class="line next">
                            <DateInput
                                label=move || t_string!(i18n, visit.next_day)
                                value=day
                                on_change=move |day| chosen.set(day)
                            />
                            <TextInput
                                label=move || t_string!(i18n, visit.purpose)
                                value=purpose
                                on_change=move |text| entered.set(Some(text))
                            />
                            <Button label=move || t_string!(i18n, visit.plan_next) on_press=plan />
                        </div>
                    </Show>
                    <LinkToPlan of=Link::to(captured.id) customer=customer />
                </div>
            </Card>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_next_visit_has_a_purpose() {
        let proposed = Words { purpose: "Regular visit".into(), ..Words::default() };
        for (entered, purpose) in [
            (None, "Regular visit"),
            (Some(" "), "Regular visit"),
            (Some(" Re-check of the transformer "), "Re-check of the transformer"),
        ] {
            let words = with_purpose(proposed.clone(), entered);
            assert_eq!(words.purpose, purpose, "{entered:?}");
        }
    }

    #[test]
    fn the_next_visit_is_on_a_working_day_to_come() {
        let calendar = WorkingCalendar::default();
        let today = date(2026, 9, 1);
        let cases = [
            // Thursday; 30 days later is a Saturday.
            (date(2026, 8, 13), 30, date(2026, 9, 14)),
            // The interval ends in the National Day holiday.
            (date(2026, 9, 1), 31, date(2026, 10, 8)),
            // The interval ended long ago.
            (date(2026, 1, 1), 30, date(2026, 9, 2)),
        ];
        for (visited, every_days, day) in cases {
            let next = next_day(visited, every_days, today, &calendar);
            assert_eq!(next, Some(day), "{visited} {every_days}");
        }
    }
}
