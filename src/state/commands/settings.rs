//! Commands that change the rules of the workspace: limits and standards from a given date, the calendar,
//! departments, and the routing of requests.

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

/// Returns the history with a changed copy of the value valid on this date, in force from this date.
fn changed_from<T: Clone + Default>(
    history: DatedSetting<T>,
    from: Date,
    change: impl Fn(&mut T),
) -> DatedSetting<T> {
    let mut value = history.on(from).clone();
    change(&mut value);
    history.with(Dated { from, value })
}

/// Changes the limits of requests received from this date on.
pub fn change_limits(
    workspace: Workspace,
    from: Date,
    change: impl Fn(&mut ServiceLimits) + 'static,
) {
    workspace.change_setting(LIMITS, move |history: &mut LimitHistory| {
        *history = changed_from(history.clone(), from, &change);
    });
}

/// Removes the limits set for this date; the previous ones remain in force.
pub fn forget_limits(workspace: Workspace, from: Date) {
    workspace.change_setting(LIMITS, move |history: &mut LimitHistory| {
        *history = history.clone().without(from);
    });
}

/// Changes the thresholds from which a limit counts as near.
pub fn change_escalation(workspace: Workspace, change: impl Fn(&mut Escalation) + 'static) {
    workspace.change_setting(ESCALATION, change);
}

/// Changes the service level of a class from this date on.
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

/// Removes the standard set for this date; the previous one remains in force.
pub fn forget_standard(workspace: Workspace, from: Date) {
    workspace.change_setting(STANDARD, move |history: &mut StandardHistory| {
        *history = history.clone().without(from);
    });
}

/// Offers a class the green channel from this date on, or withdraws it.
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

/// Changes the rules for planning visits.
pub fn change_rules(workspace: Workspace, change: impl Fn(&mut VisitRules) + 'static) {
    workspace.change_setting(RULES, change);
}

/// Adds days to the calendar, replacing earlier entries for the same days.
pub fn enter_days(workspace: Workspace, days: Vec<CalendarDay>) {
    workspace.change_setting(calendar::SETTING, move |calendar: &mut WorkingCalendar| {
        let own: Vec<CalendarDay> = calendar.own().collect();
        *calendar = WorkingCalendar::new(own.into_iter().chain(days.iter().copied()));
    });
}

/// Removes the entries for the days from `first` to `last`, inclusive.
pub fn take_days_out(workspace: Workspace, first: Date, last: Date) {
    workspace.change_setting(calendar::SETTING, move |calendar: &mut WorkingCalendar| {
        let is_kept = |day: &CalendarDay| !(first..=last).contains(&day.date);
        *calendar = WorkingCalendar::new(calendar.own().filter(is_kept));
    });
}

/// Returns the days of a file, read by a worker; the inner `Err` has all problems of the file.
///
/// # Errors
/// [`JobError`] if the worker failed.
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

/// Changes the departments.
pub fn change_departments(workspace: Workspace, change: impl Fn(&mut Departments) + 'static) {
    workspace.change_setting(DEPARTMENTS, change);
}

/// Changes the route of requests of a kind.
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
