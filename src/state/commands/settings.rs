//! Changing the rules of the workspace: limits and standards from a day on, the calendar, departments and
//! where requests go.

use busbar_core::{
    domain::{
        calendar::{self, CalendarDay, WorkingCalendar},
        dated::{Dated, DatedSetting},
        request::{
            DEPARTMENTS, Departments, ESCALATION, Escalation, LIMITS, LimitHistory, ROUTING,
            RequestKind, RequestRoute, Routing, ServiceLimits,
        },
        standard::{Offer, STANDARD, ServiceClass, ServiceLevel, StandardHistory},
        visit::{RULES, VisitRules},
    },
    exchange::problem::Problems,
    messages::{Job, Outcome},
};
use jiff::civil::Date;

use crate::{
    platform::files::File,
    state::{
        workers::{JobAttachment, JobError, Workers},
        workspace::Workspace,
    },
};

/// What holds from this day on is what held on it, but for this change.
fn changed_from<T: Clone + Default>(
    history: DatedSetting<T>,
    from: Date,
    change: impl Fn(&mut T),
) -> DatedSetting<T> {
    let mut value = history.on(from).clone();
    change(&mut value);
    history.with(Dated { from, value })
}

/// Changes the limits of requests that are received from this day on.
pub fn change_limits(
    workspace: Workspace,
    from: Date,
    change: impl Fn(&mut ServiceLimits) + 'static,
) {
    workspace.change_setting(LIMITS, move |history: &mut LimitHistory| {
        *history = changed_from(history.clone(), from, &change);
    });
}

/// Forgets what was set to hold from this day on.
pub fn forget_limits(workspace: Workspace, from: Date) {
    workspace.change_setting(LIMITS, move |history: &mut LimitHistory| {
        *history = history.clone().without(from);
    });
}

/// Changes when a limit counts as near.
pub fn change_escalation(workspace: Workspace, change: impl Fn(&mut Escalation) + 'static) {
    workspace.change_setting(ESCALATION, change);
}

/// Changes how a class is served, from this day on.
pub fn change_level(
    workspace: Workspace,
    from: Date,
    class: ServiceClass,
    change: impl Fn(&mut ServiceLevel) + 'static,
) {
    workspace.change_setting(STANDARD, move |history: &mut StandardHistory| {
        *history = changed_from(history.clone(), from, |standard| {
            let mut level = standard.level(class);
            change(&mut level);
            *standard = standard.clone().with(class, level);
        });
    });
}

/// Forgets what was set to hold from this day on: what held before goes on.
pub fn forget_standard(workspace: Workspace, from: Date) {
    workspace.change_setting(STANDARD, move |history: &mut StandardHistory| {
        *history = history.clone().without(from);
    });
}

/// Offers a class the green channel from this day on, or no more.
pub fn offer_green_channel(
    workspace: Workspace,
    from: Date,
    class: ServiceClass,
    is_offered: bool,
) {
    change_level(workspace, from, class, move |level| {
        if is_offered {
            level.offers.insert(Offer::GreenChannel);
        } else {
            level.offers.remove(&Offer::GreenChannel);
        }
    });
}

/// Changes the rules of planning visits.
pub fn change_rules(workspace: Workspace, change: impl Fn(&mut VisitRules) + 'static) {
    workspace.change_setting(RULES, change);
}

/// Enters days into the calendar; what was entered before for the same days gives way.
pub fn enter_days(workspace: Workspace, days: Vec<CalendarDay>) {
    workspace.change_setting(calendar::SETTING, move |calendar: &mut WorkingCalendar| {
        let own: Vec<CalendarDay> = calendar.own().collect();
        *calendar = WorkingCalendar::new(own.into_iter().chain(days.iter().copied()));
    });
}

/// Takes out what was entered for the days from one to another.
pub fn take_days_out(workspace: Workspace, first: Date, last: Date) {
    workspace.change_setting(calendar::SETTING, move |calendar: &mut WorkingCalendar| {
        let is_kept = |day: &CalendarDay| !(first..=last).contains(&day.date);
        *calendar = WorkingCalendar::new(calendar.own().filter(is_kept));
    });
}

/// The days of a file, read by a worker; `Err` inside for everything that is wrong with it.
///
/// # Errors
/// [`JobError`] when the worker brought nothing.
pub async fn read_days(
    workers: Workers,
    file: File,
) -> Result<Result<Vec<CalendarDay>, Problems>, JobError> {
    let file = JobAttachment::File(file.into());
    match workers.run(Job::Holidays, vec![file], |_| ()).await? {
        (Outcome::Holidays(found), _) => Ok(found),
        _ => Err(JobError::Malformed),
    }
}

/// Changes which departments there are.
pub fn change_departments(workspace: Workspace, change: impl Fn(&mut Departments) + 'static) {
    workspace.change_setting(DEPARTMENTS, change);
}

/// Changes where requests of a kind go.
pub fn change_route(
    workspace: Workspace,
    kind: RequestKind,
    change: impl Fn(&mut RequestRoute) + 'static,
) {
    workspace.change_setting(ROUTING, move |routing: &mut Routing| {
        let mut route = routing.of(kind);
        change(&mut route);
        routing.set(kind, route);
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_change_holds_from_its_day_and_leaves_the_rest() {
        let history = LimitHistory::default();
        let history = changed_from(history, date(2027, 1, 1), |limits| {
            limits.repair_arrival.city_minutes = 40;
        });
        let history = changed_from(history, date(2027, 1, 1), |limits| {
            limits.outage_notice_days = 8;
        });
        let history = changed_from(history, date(2028, 1, 1), |limits| {
            limits.repair_arrival.city_minutes = 30;
        });
        for (day, city, outage) in
            [(date(2026, 12, 31), 45, 7), (date(2027, 6, 1), 40, 8), (date(2028, 1, 1), 30, 8)]
        {
            let limits = history.on(day);
            assert_eq!(
                (limits.repair_arrival.city_minutes, limits.outage_notice_days),
                (city, outage),
                "{day}"
            );
        }
        assert_eq!(history.changes().len(), 2);
    }
}
