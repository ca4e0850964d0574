//! The words of choices that the domain knows by stable names. Errors are worded where they are
//! shown, in the namespace of the feature that can say what to do.

use leptos_i18n::td_string;

use super::i18n::*;
use crate::domain::{Importance, SourceKind, readings::Quantity};

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
