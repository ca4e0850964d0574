//! Export of visits to a calendar program.

use busbar_core::{
    analysis::route::RoutePlace, books::visits::calendar::week_of, domain::visit::Visit,
    exchange::icalendar::Appointment,
};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::seen::Seen;
use crate::{
    state::{
        commands::planning,
        tables::Tables,
        task,
        visits::{Visits, use_visits},
        workers::{WorkError, use_workers},
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Glyph, Icon, Message, Popover, Trigger, use_toasts},
        i18n::*,
        labels,
        shared::reasons,
    },
};

/// Visits to export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Day,
    Week,
    All,
}

impl Which {
    /// Returns `true` if a visit planned `on` a day is among those around `day`.
    fn has(self, day: Date, on: Option<Date>) -> bool {
        on.is_some_and(|on| match self {
            Self::Day => on == day,
            Self::Week => week_of(day).contains(&on),
            Self::All => true,
        })
    }
}

/// Menu of the exports: a day, a week, or all upcoming visits.
#[component]
pub fn ExportMenu(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, visits) = (use_workspace(), use_visits());
    let workers = use_workers();
    let toasts = use_toasts();
    let save = move |which: Which| {
        let locale = i18n.get_locale_untracked();
        let (day, manager) = (seen.day.get_untracked(), seen.manager.get_untracked());
        let name = match which {
            Which::Day => {
                say!(locale, visits.export_name, what = day)
            }
            Which::Week => {
                let monday = week_of(day).first().copied();
                let what = monday.map(|day| day.to_string()).unwrap_or_default();
                td_string!(locale, visits.export_name, what = what)
            }
            Which::All => td_string!(locale, visits.export_all_name).to_owned(),
        };
        let mut chosen = untrack(|| standing(workspace, visits, which, day));
        task::detach(async move {
            match planning::removed(workspace).await {
                Ok(removed) => {
                    let is_within = |visit: &Visit| which.has(day, visit.planned_on);
                    chosen.extend(removed.into_iter().filter(is_within));
                }
                Err(error) => {
                    return toasts
                        .failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
                }
            }
            if let Some(manager) = manager {
                let people = workspace.people.read_untracked();
                chosen.retain(|visit| people.name(&visit.account_manager) == manager);
            }
            let appointment = |visit: &Visit| appointment(locale, visit, workspace.tables);
            let appointments: Vec<_> = untrack(|| chosen.iter().filter_map(appointment).collect());
            if appointments.is_empty() {
                return toasts.done(Message::of(|locale| td_string!(locale, visits.export_none)));
            }
            let count = appointments.len();
            let file = format!("{name}.ics");
            match planning::save_calendar(workspace, workers, appointments, name).await {
                Ok(()) => toasts.done(Message::of(move |locale| {
                    say!(locale, visits.exported, count = count, file = file.clone())
                })),
                Err(WorkError::Ledger(error)) => {
                    toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)))
                }
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

/// Returns the visits of the chosen days that belong in the calendar program, cancelled ones included and removed
/// ones excluded. Subscribes to changes.
fn standing(workspace: Workspace, visits: Visits, which: Which, day: Date) -> Vec<Visit> {
    let today = workspace.facts.today();
    let days: Vec<Date> = match which {
        Which::Day => vec![day],
        Which::Week => week_of(day),
        Which::All => visits.index().from(today).map(|(day, _)| day).collect(),
    };
    let all = days.into_iter().flat_map(|day| visits.on(day));
    all.filter(|visit| !visit.is_removed() && visit.is_told(today)).collect()
}

/// Returns a visit as an appointment, with texts in this language; `None` if it has no planned day. Subscribes
/// to changes.
fn appointment(locale: Locale, visit: &Visit, tables: Tables) -> Option<Appointment> {
    let customers = tables.customers.read();
    let contacts = tables.contacts.read();
    let customer = visit.customer.and_then(|id| customers.get(id));
    let contact = visit.contact.and_then(|id| contacts.get(id)).map(|contact| {
        let said = [&contact.name, &contact.role, &contact.phone];
        let said: Vec<&str> =
            said.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        td_string!(locale, visits.appointment_contact, contact = said.join(" "))
    });
    let items = visit.agenda.0.iter().enumerate();
    let agenda = items.map(|(place, item)| format!("{}. {}", place + 1, item.text));
    let lines = std::iter::once(visit.purpose.clone()).chain(agenda).chain(contact);
    let description: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    Some(Appointment {
        title: td_string!(
            locale,
            visits.appointment,
            customer = customer.map(|one| one.name.clone()).unwrap_or_default()
        ),
        location: customer.map(|one| one.address.clone()).unwrap_or_default(),
        place: customer.and_then(|one| {
            let at = one.latitude.zip(one.longitude)?;
            RoutePlace::new(at.0, at.1).map(|_| at)
        }),
        description: description.join("\n"),
        // The sequence number comes from the log when the file is written.
        ..Appointment::of(visit)?
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_removed_visit_is_of_the_day_or_week_that_is_asked_for() {
        let (tuesday, sunday) = (date(2026, 11, 24), date(2026, 11, 29));
        for (which, on, expected) in [
            (Which::Day, Some(tuesday), true),
            (Which::Day, Some(sunday), false),
            (Which::Week, Some(sunday), true),
            (Which::Week, Some(date(2026, 11, 30)), false),
            (Which::All, Some(date(2026, 12, 30)), true),
            (Which::All, None, false),
        ] {
            assert_eq!(which.has(tuesday, on), expected, "{which:?} {on:?}");
        }
    }
}
