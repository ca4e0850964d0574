//! Visits on their way into a calendar program.

use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::seen::{Seen, week_of};
use crate::{
    analysis::route::Place,
    domain::visit::{DURATION_MIN, Visit, VisitState},
    exchange::icalendar::Appointment,
    state::{
        commands::planning,
        tables::Tables,
        task,
        visits::use_visits,
        workers::{WorkError, use_workers},
        workspace::use_workspace,
    },
    ui::{
        components::{Glyph, Icon, Message, Popover, Trigger, use_toasts},
        format,
        i18n::*,
        labels, reasons,
    },
};

/// Which visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Day,
    Week,
    All,
}

/// The ways out.
#[component]
pub fn ExportMenu(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let workers = use_workers();
    let toasts = use_toasts();
    let chosen = move |which: Which| -> Vec<Visit> {
        let (today, day) = (workspace.facts.today(), seen.day.get());
        let days: Vec<Date> = match which {
            Which::Day => vec![day],
            Which::Week => week_of(day),
            Which::All => visits.index().from(today).map(|(day, _)| day).collect(),
        };
        let is_theirs = |visit: &Visit| {
            let manager = seen.manager.read();
            manager
                .as_ref()
                .is_none_or(|name| visit.account_manager == *name)
        };
        let all = days.into_iter().flat_map(|day| visits.on(day));
        all.filter(|visit| is_exported(visit, today) && is_theirs(visit))
            .collect()
    };
    let save = move |which: Which| {
        let locale = i18n.get_locale_untracked();
        let (name, appointments) = untrack(|| {
            let day = format::date(locale, seen.day.get());
            let name = match which {
                Which::Day => td_string!(locale, visits.export_name, what = day),
                Which::Week => {
                    let monday = week_of(seen.day.get()).first().copied();
                    let what = monday.map(|day| day.to_string()).unwrap_or_default();
                    td_string!(locale, visits.export_name, what = what)
                }
                Which::All => td_string!(locale, visits.export_all_name).to_owned(),
            };
            let appointment = |visit: Visit| appointment(locale, &visit, workspace.tables);
            let appointments: Vec<_> = chosen(which).into_iter().filter_map(appointment).collect();
            (name, appointments)
        });
        if appointments.is_empty() {
            return toasts.done(Message::of(|locale| td_string!(locale, visits.export_none)));
        }
        let count = appointments.len();
        task::detach(async move {
            let file = format!("{name}.ics");
            match planning::save_calendar(workspace, workers, appointments, name).await {
                Ok(()) => toasts.done(Message::of(move |locale| {
                    let count = format::count(locale, count);
                    td_string!(locale, visits.exported, count = count, file = file.clone())
                })),
                Err(WorkError::Ledger(error)) => toasts.failed(Message::of(move |locale| {
                    labels::ledger_error(locale, &error)
                })),
                Err(WorkError::Job(error)) => toasts.failed(Message::of(move |locale| {
                    let reason = reasons::job_error(locale, &error);
                    td_string!(locale, visits.export_failed, reason = reason)
                })),
            }
        });
    };
    let choice = move |which: Which| {
        let word = move || match which {
            Which::Day => t_string!(i18n, visits.export_day),
            Which::Week => t_string!(i18n, visits.export_week),
            Which::All => t_string!(i18n, visits.export_all),
        };
        view! {
            <button type="button" class="menu-choice" on:click=move |_| save(which)>
                {word}
            </button>
        }
    };
    view! {
        <Popover
            label=move || t_string!(i18n, visits.export)
            kind=Trigger::Button
            is_menu=true
            trigger=move || {
                view! {
                    <Glyph icon=Icon::Export />
                    {t!(i18n, visits.export)}
                }
            }
        >
            <div class="menu">{[Which::Day, Which::Week, Which::All].map(choice).collect_view()}</div>
        </Popover>
    }
}

/// Returns `true` if a visit is exported to a calendar program: it is to come, or was to come and is
/// cancelled, which a calendar that already has it must learn.
fn is_exported(visit: &Visit, today: Date) -> bool {
    match visit.state(today) {
        VisitState::Planned | VisitState::Underway => true,
        VisitState::Cancelled => visit.planned_on.is_some_and(|day| day >= today),
        VisitState::Missed | VisitState::Done => false,
    }
}

/// A visit as an appointment, in the words of this language. Reads signals.
fn appointment(locale: Locale, visit: &Visit, tables: Tables) -> Option<Appointment> {
    let customers = tables.customers.read();
    let contacts = tables.contacts.read();
    let customer = visit.customer.and_then(|id| customers.get(id));
    let contact = visit
        .contact
        .and_then(|id| contacts.get(id))
        .map(|contact| {
            let said = [&contact.name, &contact.role, &contact.phone];
            let said: Vec<&str> = said
                .into_iter()
                .map(String::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            td_string!(locale, visits.appointment_contact, contact = said.join(" "))
        });
    let items = visit.agenda.0.iter().enumerate();
    let agenda = items.map(|(place, item)| format!("{}. {}", place + 1, item.text));
    let lines = std::iter::once(visit.purpose.clone())
        .chain(agenda)
        .chain(contact);
    let description: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let span = visit.span_min();
    Some(Appointment {
        id: visit.id.uuid(),
        day: visit.planned_on?,
        start_min: span.map(|(start, _)| start),
        duration_min: span.map_or(DURATION_MIN, |(start, end)| end - start),
        title: td_string!(
            locale,
            visits.appointment,
            customer = customer.map(|one| one.name.clone()).unwrap_or_default()
        ),
        location: customer.map(|one| one.address.clone()).unwrap_or_default(),
        place: customer.and_then(|one| {
            let at = one.latitude.zip(one.longitude)?;
            Place::new(at.0, at.1).map(|_| at)
        }),
        description: description.join("\n"),
        is_cancelled: visit.is_cancelled,
        // Told by the log when the file is written.
        sequence: 0,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Id, Moment, Record};

    #[test]
    fn a_cancelled_visit_is_told_while_its_day_is_to_come() {
        let today = date(2026, 11, 24);
        let visit = |day, is_cancelled, arrived: Option<u64>, left: Option<u64>| Visit {
            planned_on: Some(date(2026, 11, day)),
            is_cancelled,
            arrived_at: arrived.map(Moment),
            left_at: left.map(Moment),
            ..Visit::empty(Id::new(Uuid::from_u128(1)))
        };
        for (visit, is) in [
            (visit(24, false, None, None), true),
            (visit(24, true, None, None), true),
            (visit(25, true, None, None), true),
            (visit(23, true, None, None), false),
            (visit(23, false, None, None), false),
            (visit(23, false, Some(1), None), true),
            (visit(24, false, Some(1), Some(2)), false),
        ] {
            assert_eq!(is_exported(&visit, today), is, "{visit:?}");
        }
    }
}
