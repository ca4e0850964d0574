//! Labels of the enums of visits, requests, equipment and service standards.

use busbar_core::{
    analysis::service_kept::CommitmentKind,
    domain::{
        action::ActionState,
        attachment::AttachmentKind,
        equipment::{EquipmentKind, OutageKind},
        request::{ConnectionKind, Party, RepairArea, RequestKind, Stage, StepKind, Urgency},
        standard::{Offer, ServiceClass, Speciality},
        visit::{FindingKind, FindingState, Likelihood, Severity, Trend, VisitState},
    },
};
use leptos_i18n::td_string;

use crate::ui::i18n::*;

/// Returns the label of a business trend.
pub fn trend(locale: Locale, trend: Trend) -> &'static str {
    match trend {
        Trend::Rising => td_string!(locale, field_work.trend_rising),
        Trend::Steady => td_string!(locale, field_work.trend_steady),
        Trend::Falling => td_string!(locale, field_work.trend_falling),
        Trend::Stopped => td_string!(locale, field_work.trend_stopped),
    }
}

/// Returns the label of the state of a visit.
pub fn visit_state(locale: Locale, visit_state: VisitState) -> &'static str {
    match visit_state {
        VisitState::Underway => td_string!(locale, field_work.visit_state_underway),
        VisitState::Missed => td_string!(locale, field_work.visit_state_missed),
        VisitState::Planned => td_string!(locale, field_work.visit_state_planned),
        VisitState::Done => td_string!(locale, field_work.visit_state_done),
        VisitState::Cancelled => td_string!(locale, field_work.visit_state_cancelled),
    }
}

/// Returns the label of a kind of finding.
pub fn finding_kind(locale: Locale, finding_kind: FindingKind) -> &'static str {
    match finding_kind {
        FindingKind::Equipment => td_string!(locale, field_work.finding_kind_equipment),
        FindingKind::Safety => td_string!(locale, field_work.finding_kind_safety),
        FindingKind::SupplyQuality => td_string!(locale, field_work.finding_kind_supply_quality),
        FindingKind::Billing => td_string!(locale, field_work.finding_kind_billing),
        FindingKind::Service => td_string!(locale, field_work.finding_kind_service),
        FindingKind::Business => td_string!(locale, field_work.finding_kind_business),
    }
}

/// Returns the label of the severity of a finding.
pub fn severity(locale: Locale, severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => td_string!(locale, field_work.severity_minor),
        Severity::Major => td_string!(locale, field_work.severity_major),
        Severity::Critical => td_string!(locale, field_work.severity_critical),
    }
}

/// Returns the label of the state of a finding.
pub fn finding_state(locale: Locale, finding_state: FindingState) -> &'static str {
    match finding_state {
        FindingState::Overdue => td_string!(locale, field_work.finding_state_overdue),
        FindingState::Open => td_string!(locale, field_work.finding_state_open),
        FindingState::Recheck => td_string!(locale, field_work.finding_state_recheck),
        FindingState::Closed => td_string!(locale, field_work.finding_state_closed),
    }
}

/// Returns the label of the likelihood of a development need.
pub fn likelihood(locale: Locale, likelihood: Likelihood) -> &'static str {
    match likelihood {
        Likelihood::Possible => td_string!(locale, field_work.likelihood_possible),
        Likelihood::Likely => td_string!(locale, field_work.likelihood_likely),
        Likelihood::Certain => td_string!(locale, field_work.likelihood_certain),
    }
}

/// Returns the label of the state of an action.
pub fn action_state(locale: Locale, action_state: ActionState) -> &'static str {
    match action_state {
        ActionState::Overdue => td_string!(locale, field_work.action_state_overdue),
        ActionState::Open => td_string!(locale, field_work.action_state_open),
        ActionState::Unconfirmed => td_string!(locale, field_work.action_state_unconfirmed),
        ActionState::Closed => td_string!(locale, field_work.action_state_closed),
    }
}

/// Returns the label of a kind of request.
pub fn request_kind(locale: Locale, request_kind: RequestKind) -> &'static str {
    match request_kind {
        RequestKind::Consultation => td_string!(locale, field_work.request_kind_consultation),
        RequestKind::News => td_string!(locale, field_work.request_kind_news),
        RequestKind::Business => td_string!(locale, field_work.request_kind_business),
        RequestKind::Maintenance => td_string!(locale, field_work.request_kind_maintenance),
        RequestKind::Fault => td_string!(locale, field_work.request_kind_fault),
        RequestKind::MeterTest => td_string!(locale, field_work.request_kind_meter_test),
        RequestKind::Complaint => td_string!(locale, field_work.request_kind_complaint),
        RequestKind::Report => td_string!(locale, field_work.request_kind_report),
        RequestKind::Suggestion => td_string!(locale, field_work.request_kind_suggestion),
    }
}

/// Returns the label of a kind of connection.
pub fn connection_kind(locale: Locale, connection_kind: ConnectionKind) -> &'static str {
    match connection_kind {
        ConnectionKind::LowVoltage => td_string!(locale, field_work.connection_kind_low_voltage),
        ConnectionKind::HighVoltageSingle => {
            td_string!(locale, field_work.connection_kind_high_voltage_single)
        }
        ConnectionKind::HighVoltageDual => {
            td_string!(locale, field_work.connection_kind_high_voltage_dual)
        }
    }
}

/// Returns the label of a stage of a connection.
pub fn stage(locale: Locale, stage: Stage) -> &'static str {
    match stage {
        Stage::SupplyPlan => td_string!(locale, field_work.stage_supply_plan),
        Stage::DesignReview => td_string!(locale, field_work.stage_design_review),
        Stage::MidCheck => td_string!(locale, field_work.stage_mid_check),
        Stage::FinalCheck => td_string!(locale, field_work.stage_final_check),
        Stage::Connection => td_string!(locale, field_work.stage_connection),
    }
}

/// Returns the label of a kind of step taken on a request.
pub fn step_kind(locale: Locale, step_kind: StepKind) -> &'static str {
    match step_kind {
        StepKind::Responded => td_string!(locale, field_work.step_kind_responded),
        StepKind::Routed => td_string!(locale, field_work.step_kind_routed),
        StepKind::Paused => td_string!(locale, field_work.step_kind_paused),
        StepKind::Resumed => td_string!(locale, field_work.step_kind_resumed),
        StepKind::StageDone => td_string!(locale, field_work.step_kind_stage_done),
        StepKind::Resolved => td_string!(locale, field_work.step_kind_resolved),
        StepKind::Reopened => td_string!(locale, field_work.step_kind_reopened),
        StepKind::Confirmed => td_string!(locale, field_work.step_kind_confirmed),
    }
}

/// Returns the label of the party that a request waits for.
pub fn party(locale: Locale, party: Party) -> &'static str {
    match party {
        Party::Utility => td_string!(locale, field_work.party_utility),
        Party::Customer => td_string!(locale, field_work.party_customer),
    }
}

/// Returns the label of the urgency of a time limit.
pub fn urgency(locale: Locale, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Kept => td_string!(locale, field_work.urgency_kept),
        Urgency::WasLate => td_string!(locale, field_work.urgency_was_late),
        Urgency::InTime => td_string!(locale, field_work.urgency_in_time),
        Urgency::Soon => td_string!(locale, field_work.urgency_soon),
        Urgency::Late => td_string!(locale, field_work.urgency_late),
    }
}

/// Returns the label of a kind of equipment.
pub fn equipment_kind(locale: Locale, equipment_kind: EquipmentKind) -> &'static str {
    match equipment_kind {
        EquipmentKind::Transformer => td_string!(locale, field_work.equipment_kind_transformer),
        EquipmentKind::IncomingLine => td_string!(locale, field_work.equipment_kind_incoming_line),
        EquipmentKind::Protection => td_string!(locale, field_work.equipment_kind_protection),
        EquipmentKind::Compensation => td_string!(locale, field_work.equipment_kind_compensation),
        EquipmentKind::OwnGeneration => {
            td_string!(locale, field_work.equipment_kind_own_generation)
        }
        EquipmentKind::EmergencyGenerator => {
            td_string!(locale, field_work.equipment_kind_emergency_generator)
        }
    }
}

/// Returns the label of a kind of outage: planned or unplanned.
pub fn outage_kind(locale: Locale, outage_kind: OutageKind) -> &'static str {
    match outage_kind {
        OutageKind::Planned => td_string!(locale, field_work.outage_kind_planned),
        OutageKind::Unplanned => td_string!(locale, field_work.outage_kind_unplanned),
    }
}

/// Returns the label of the area that sets the repair time limit.
pub fn repair_area(locale: Locale, area: RepairArea) -> &'static str {
    match area {
        RepairArea::City => td_string!(locale, field_work.repair_area_city),
        RepairArea::Country => td_string!(locale, field_work.repair_area_country),
        RepairArea::Remote => td_string!(locale, field_work.repair_area_remote),
    }
}

/// Returns the label of a service class.
pub fn service_class(locale: Locale, service_class: ServiceClass) -> &'static str {
    match service_class {
        ServiceClass::Key => td_string!(locale, field_work.service_class_key),
        ServiceClass::A => td_string!(locale, field_work.service_class_a),
        ServiceClass::B => td_string!(locale, field_work.service_class_b),
        ServiceClass::C => td_string!(locale, field_work.service_class_c),
    }
}

/// Returns the short label of a service class, for a tag or a heading.
pub fn service_class_short(locale: Locale, service_class: ServiceClass) -> &'static str {
    match service_class {
        ServiceClass::Key => td_string!(locale, field_work.service_short_key),
        ServiceClass::A => td_string!(locale, field_work.service_short_a),
        ServiceClass::B => td_string!(locale, field_work.service_short_b),
        ServiceClass::C => td_string!(locale, field_work.service_short_c),
    }
}

/// Returns the label of a service that a class is entitled to.
pub fn offer(locale: Locale, offer: Offer) -> &'static str {
    match offer {
        Offer::OwnManager => td_string!(locale, field_work.offer_own_manager),
        Offer::GreenChannel => td_string!(locale, field_work.offer_green_channel),
        Offer::ServicePlan => td_string!(locale, field_work.offer_service_plan),
        Offer::UseReport => td_string!(locale, field_work.offer_use_report),
        Offer::BillAdvice => td_string!(locale, field_work.offer_bill_advice),
        Offer::EquipmentCheck => td_string!(locale, field_work.offer_equipment_check),
        Offer::SafetyCheck => td_string!(locale, field_work.offer_safety_check),
        Offer::OutageNotice => td_string!(locale, field_work.offer_outage_notice),
        Offer::SatisfactionCall => td_string!(locale, field_work.offer_satisfaction_call),
    }
}

/// Returns the label of a speciality.
pub fn speciality(locale: Locale, speciality: Speciality) -> &'static str {
    match speciality {
        Speciality::AccountManager => td_string!(locale, field_work.speciality_account_manager),
        Speciality::DepartmentHead => td_string!(locale, field_work.speciality_department_head),
        Speciality::Market => td_string!(locale, field_work.speciality_market),
        Speciality::Finance => td_string!(locale, field_work.speciality_finance),
        Speciality::Technical => td_string!(locale, field_work.speciality_technical),
        Speciality::Inspection => td_string!(locale, field_work.speciality_inspection),
    }
}

/// Returns the label of a kind of attachment.
pub fn attachment_kind(locale: Locale, attachment_kind: AttachmentKind) -> &'static str {
    match attachment_kind {
        AttachmentKind::Photo => td_string!(locale, field_work.attachment_kind_photo),
        AttachmentKind::Handwriting => td_string!(locale, field_work.attachment_kind_handwriting),
        AttachmentKind::Signature => td_string!(locale, field_work.attachment_kind_signature),
        AttachmentKind::File => td_string!(locale, field_work.attachment_kind_file),
    }
}

/// Returns the label of a kind of service commitment.
pub fn commitment_kind(locale: Locale, kind: CommitmentKind) -> &'static str {
    match kind {
        CommitmentKind::Visit => td_string!(locale, kept.kind_visit),
        CommitmentKind::Response => td_string!(locale, kept.kind_response),
        CommitmentKind::Stage => td_string!(locale, kept.kind_stage),
        CommitmentKind::Resolution => td_string!(locale, kept.kind_resolution),
        CommitmentKind::Action => td_string!(locale, kept.kind_action),
        CommitmentKind::Service => td_string!(locale, kept.kind_service),
    }
}
