//! The words of choices that the domain knows by stable names, of what a person did, and of what the
//! store answers. Errors of a feature are worded in its own namespace, where it is known what to do.

use leptos_i18n::td_string;

use super::i18n::*;
use crate::{
    domain::{
        Importance, SourceKind,
        readings::Quantity,
        segment::AbcClass,
        survey::{Dimension, Measure, Wording},
    },
    storage::{LedgerError, StorageError},
};

/// 重要用户等级.
pub fn importance(locale: Locale, importance: Importance) -> &'static str {
    match importance {
        Importance::Special => td_string!(locale, labels.importance_special),
        Importance::First => td_string!(locale, labels.importance_first),
        Importance::Second => td_string!(locale, labels.importance_second),
        Importance::Temporary => td_string!(locale, labels.importance_temporary),
        Importance::None => td_string!(locale, labels.importance_none),
    }
}

/// 电源.
pub fn source_kind(locale: Locale, kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Single => td_string!(locale, labels.source_single),
        SourceKind::SingleSourceDualCircuit => {
            td_string!(locale, labels.source_single_source_dual_circuit)
        }
        SourceKind::DualCircuitSameStation => {
            td_string!(locale, labels.source_dual_circuit_same_station)
        }
        SourceKind::DualSource => td_string!(locale, labels.source_dual_source),
    }
}

/// What is measured.
pub fn quantity(locale: Locale, quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::EnergyKwh => td_string!(locale, labels.quantity_energy),
        Quantity::SharpKwh => td_string!(locale, labels.quantity_sharp),
        Quantity::PeakKwh => td_string!(locale, labels.quantity_peak),
        Quantity::FlatKwh => td_string!(locale, labels.quantity_flat),
        Quantity::ValleyKwh => td_string!(locale, labels.quantity_valley),
        Quantity::PeakDemandKw => td_string!(locale, labels.quantity_peak_demand),
        Quantity::ReactiveKvarh => td_string!(locale, labels.quantity_reactive),
    }
}

/// ABC 类.
pub fn abc_class(locale: Locale, class: AbcClass) -> &'static str {
    match class {
        AbcClass::A => td_string!(locale, labels.class_a),
        AbcClass::B => td_string!(locale, labels.class_b),
        AbcClass::C => td_string!(locale, labels.class_c),
    }
}

/// A text that people wrote in both languages, or in one.
pub fn wording(locale: Locale, wording: &Wording) -> String {
    match locale {
        Locale::zh => Wording::either(&wording.zh, &wording.en),
        Locale::en => Wording::either(&wording.en, &wording.zh),
    }
    .to_owned()
}

/// 满意度的维度.
pub fn dimension(locale: Locale, dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Quality => td_string!(locale, labels.dimension_quality),
        Dimension::Price => td_string!(locale, labels.dimension_price),
        Dimension::Billing => td_string!(locale, labels.dimension_billing),
        Dimension::Communication => td_string!(locale, labels.dimension_communication),
        Dimension::Service => td_string!(locale, labels.dimension_service),
        Dimension::Processing => td_string!(locale, labels.dimension_processing),
        Dimension::Citizenship => td_string!(locale, labels.dimension_citizenship),
    }
}

/// What an answer counts towards.
pub fn measure(locale: Locale, measure: Measure) -> String {
    match measure {
        Measure::Csat => td_string!(locale, labels.measure_csat).to_owned(),
        Measure::Nps => td_string!(locale, labels.measure_nps).to_owned(),
        Measure::Ces => td_string!(locale, labels.measure_ces).to_owned(),
        Measure::AcsiOverall => td_string!(locale, labels.measure_acsi_overall).to_owned(),
        Measure::AcsiExpectation => td_string!(locale, labels.measure_acsi_expectation).to_owned(),
        Measure::AcsiIdeal => td_string!(locale, labels.measure_acsi_ideal).to_owned(),
        Measure::Performance(of) => td_string!(
            locale,
            labels.measure_performance,
            dimension = dimension(locale, of)
        ),
        Measure::Importance(of) => td_string!(
            locale,
            labels.measure_importance,
            dimension = dimension(locale, of)
        ),
    }
}

/// What a person did, by the action's stable name, as it is told right after.
pub fn action(locale: Locale, action: &str) -> &'static str {
    match action {
        "customer.edit" => td_string!(locale, labels.action_customer_edit),
        "customer.add" => td_string!(locale, labels.action_customer_add),
        "customer.delete" => td_string!(locale, labels.action_customer_delete),
        "supply_point.edit" => td_string!(locale, labels.action_supply_point_edit),
        "supply_point.add" => td_string!(locale, labels.action_supply_point_add),
        "supply_point.delete" => td_string!(locale, labels.action_supply_point_delete),
        "contact.edit" => td_string!(locale, labels.action_contact_edit),
        "contact.add" => td_string!(locale, labels.action_contact_add),
        "contact.delete" => td_string!(locale, labels.action_contact_delete),
        "questionnaire.add" => td_string!(locale, labels.action_questionnaire_add),
        "questionnaire.edit" => td_string!(locale, labels.action_questionnaire_edit),
        "questionnaire.version" => td_string!(locale, labels.action_questionnaire_version),
        "questionnaire.delete" => td_string!(locale, labels.action_questionnaire_delete),
        "response.add" | "response.edit" => td_string!(locale, labels.action_response_keep),
        "response.delete" => td_string!(locale, labels.action_response_delete),
        "import" => td_string!(locale, labels.action_import),
        "sample" => td_string!(locale, labels.action_sample),
        "setting.edit" => td_string!(locale, labels.action_setting),
        "undo" => td_string!(locale, labels.action_undo),
        _ => td_string!(locale, labels.action_other),
    }
}

/// Why something was not written or read, and what to do.
pub fn ledger_error(locale: Locale, error: &LedgerError) -> String {
    match error {
        LedgerError::Storage(error) => storage_error(locale, error),
        LedgerError::Unreadable(_) => td_string!(locale, labels.error_unreadable).to_owned(),
        LedgerError::NoSuchChange => td_string!(locale, labels.error_no_such_change).to_owned(),
        LedgerError::Superseded => td_string!(locale, labels.error_superseded).to_owned(),
    }
}

fn storage_error(locale: Locale, error: &StorageError) -> String {
    match error {
        StorageError::Moved => td_string!(locale, labels.error_moved).to_owned(),
        StorageError::Full => td_string!(locale, labels.error_full).to_owned(),
        StorageError::Closed => td_string!(locale, labels.error_closed).to_owned(),
        StorageError::Blocked => td_string!(locale, labels.error_blocked).to_owned(),
        StorageError::Newer => td_string!(locale, labels.error_newer).to_owned(),
        StorageError::Unavailable => td_string!(locale, labels.error_unavailable).to_owned(),
        StorageError::Backend(words) => {
            td_string!(locale, labels.error_backend, words = words.as_str())
        }
    }
}
