//! Labels of requests used on several pages: phases, time limits, errors of steps, and the documents of a connection.

use busbar_core::{
    books::requests::{Missing, Pressing},
    domain::request::{Document, Phase, RequestClock, StepError, StepKind},
};
use leptos_i18n::td_string;

use super::{stage, step_kind};
use crate::{
    state::commands::request::Refused,
    ui::{format, i18n::*},
};

/// Returns the label of the phase of a request.
pub fn phase(locale: Locale, phase: Phase) -> &'static str {
    match phase {
        Phase::Unanswered => td_string!(locale, request.phase_unanswered),
        Phase::InWork => td_string!(locale, request.phase_in_work),
        Phase::Stage(of) => stage(locale, of),
        Phase::Unconfirmed => td_string!(locale, request.phase_unconfirmed),
        Phase::Closed => td_string!(locale, request.phase_closed),
    }
}

/// Returns the label of a time limit of a request.
pub fn request_clock(locale: Locale, clock: RequestClock) -> &'static str {
    match clock {
        RequestClock::Response => td_string!(locale, request.promise_response),
        RequestClock::Stage(of) => stage(locale, of),
        RequestClock::Resolution => td_string!(locale, request.promise_resolution),
    }
}

/// Formats the working days until a time limit, or since it passed.
pub fn remaining(locale: Locale, days: i64, is_late: bool) -> String {
    let count = format::count(locale, usize::try_from(days.abs()).unwrap_or_default());
    match days {
        ..0 => td_string!(locale, request.days_over, count = count),
        0 if is_late => td_string!(locale, request.is_over).to_owned(),
        0 => td_string!(locale, request.due_today).to_owned(),
        _ => td_string!(locale, request.days_left, count = count),
    }
}

/// Returns the time limit that expires first, with the time remaining.
pub fn pressing(locale: Locale, pressing: Pressing, is_late: bool) -> String {
    td_string!(
        locale,
        request.pressing,
        promise = request_clock(locale, pressing.clock),
        remaining = remaining(locale, pressing.remaining, is_late)
    )
}

/// Returns the label of the button that takes a step.
pub fn next_step(locale: Locale, kind: StepKind) -> &'static str {
    match kind {
        StepKind::Responded => td_string!(locale, request.do_responded),
        StepKind::Routed => td_string!(locale, request.do_routed),
        StepKind::Paused => td_string!(locale, request.do_paused),
        StepKind::Resumed => td_string!(locale, request.do_resumed),
        StepKind::StageDone => td_string!(locale, request.do_stage_done),
        StepKind::Resolved => td_string!(locale, request.do_resolved),
        StepKind::Reopened => td_string!(locale, request.do_reopened),
        StepKind::Confirmed => td_string!(locale, request.do_confirmed),
    }
}

/// Returns the reason why a step was refused, and the remedy.
pub fn step_error(locale: Locale, error: StepError) -> String {
    match error {
        StepError::Incomplete => td_string!(locale, request.error_incomplete).to_owned(),
        StepError::BeforeLast(day) => {
            say!(locale, request.error_before_last, day = day)
        }
        StepError::Closed => td_string!(locale, request.error_closed).to_owned(),
        StepError::NotResponded => td_string!(locale, request.error_not_responded).to_owned(),
        StepError::Responded => td_string!(locale, request.error_responded).to_owned(),
        StepError::Paused => td_string!(locale, request.error_paused).to_owned(),
        StepError::NotPaused => td_string!(locale, request.error_not_paused).to_owned(),
        StepError::OtherStage(Some(next)) => {
            td_string!(locale, request.error_other_stage, stage = stage(locale, next))
        }
        StepError::OtherStage(None) => td_string!(locale, request.error_no_stage).to_owned(),
        StepError::Resolved => td_string!(locale, request.error_resolved).to_owned(),
        StepError::NotResolved => td_string!(locale, request.error_not_resolved).to_owned(),
        StepError::NoReason => td_string!(locale, request.error_no_reason).to_owned(),
        StepError::NoDepartment => td_string!(locale, request.error_no_department).to_owned(),
        StepError::BadScore => td_string!(locale, request.error_bad_score).to_owned(),
    }
}

/// Returns the reason why a step was not taken, whether refused or not saved.
pub fn refused(locale: Locale, refused: &Refused) -> String {
    match refused {
        Refused::Step(error) => step_error(locale, *error),
        Refused::Ledger(error) => super::ledger_error(locale, error),
    }
}

/// Returns the message about a missing field of a new request.
pub fn missing(locale: Locale, missing: Missing) -> &'static str {
    match missing {
        Missing::Customer => td_string!(locale, request.missing_customer),
        Missing::Kind => td_string!(locale, request.missing_kind),
        Missing::Subject => td_string!(locale, request.missing_subject),
    }
}

/// Returns the text that confirms a step, by the stable name of its kind: `responded`, ...; `None` for other names.
pub fn step_taken(locale: Locale, name: &str) -> Option<String> {
    let step = step_kind(locale, StepKind::named(name)?);
    Some(td_string!(locale, request.step_taken, step = step))
}

/// Returns the label of a document required for a connection.
pub fn document(locale: Locale, document: Document) -> &'static str {
    match document {
        Document::Application => td_string!(locale, request.document_application),
        Document::Identity => td_string!(locale, request.document_identity),
        Document::PowerOfAttorney => td_string!(locale, request.document_power_of_attorney),
        Document::Premises => td_string!(locale, request.document_premises),
        Document::ProjectApproval => td_string!(locale, request.document_project_approval),
        Document::LoadList => td_string!(locale, request.document_load_list),
        Document::SecurityLoad => td_string!(locale, request.document_security_load),
        Document::DesignerLicence => td_string!(locale, request.document_designer_licence),
        Document::DesignFiles => td_string!(locale, request.document_design_files),
        Document::WiringDiagrams => td_string!(locale, request.document_wiring_diagrams),
        Document::PowerQuality => td_string!(locale, request.document_power_quality),
        Document::OwnSource => td_string!(locale, request.document_own_source),
        Document::ContractorLicence => td_string!(locale, request.document_contractor_licence),
        Document::HiddenWorks => td_string!(locale, request.document_hidden_works),
        Document::CompletionReport => td_string!(locale, request.document_completion_report),
        Document::TestReports => td_string!(locale, request.document_test_reports),
        Document::SafetyTools => td_string!(locale, request.document_safety_tools),
        Document::OperatingRules => td_string!(locale, request.document_operating_rules),
        Document::Operators => td_string!(locale, request.document_operators),
        Document::SupplyContract => td_string!(locale, request.document_supply_contract),
        Document::DispatchAgreement => td_string!(locale, request.document_dispatch_agreement),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_and_what_is_over() {
        for (days, is_late, zh, en) in [
            (3, false, "剩 3 个工作日", "3 d left"),
            (0, false, "今天到期", "due today"),
            (0, true, "已过期限", "past due"),
            (-2, true, "超 2 个工作日", "2 d overdue"),
        ] {
            assert_eq!(remaining(Locale::zh, days, is_late), zh);
            assert_eq!(remaining(Locale::en, days, is_late), en);
        }
        let taken = step_taken(Locale::zh, "responded");
        assert_eq!(taken.as_deref(), Some("已登记：首次答复"));
        assert_eq!(step_taken(Locale::zh, "edit"), None);
    }
}
