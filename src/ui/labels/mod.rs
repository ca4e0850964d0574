//! Labels of enums of the domain, of completed actions, and of storage errors. Errors of a feature have their texts in
//! its own namespace, which knows the remedy.

mod field_work;
mod plan;
mod request;
mod rule;
mod worded;

use busbar_core::{
    analysis::{
        cluster_name::Trait,
        key_account::{Gap, KeyAccountRule, ScorePart},
    },
    domain::{
        Importance, SourceKind,
        readings::Quantity,
        segment::{AbcClass, Feature, Tier},
        survey::{Dimension, Measure, QuestionnaireFault, Wording},
    },
    storage::{LedgerError, StorageError},
};
use leptos_i18n::td_string;

pub use field_work::*;
pub use plan::*;
pub use request::*;
pub use rule::broken_rule;
pub(crate) use worded::worded;
pub use worded::{Worded, options};

use super::{format, i18n::*};

/// Returns the label of the importance of a customer (重要用户等级).
pub fn importance(locale: Locale, importance: Importance) -> &'static str {
    match importance {
        Importance::Special => td_string!(locale, labels.importance_special),
        Importance::First => td_string!(locale, labels.importance_first),
        Importance::Second => td_string!(locale, labels.importance_second),
        Importance::Temporary => td_string!(locale, labels.importance_temporary),
        Importance::None => td_string!(locale, labels.importance_none),
    }
}

/// Returns the label of a kind of power source (电源).
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

/// Returns the label of a measured quantity.
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

/// Returns the label of an ABC class.
pub fn abc_class(locale: Locale, class: AbcClass) -> &'static str {
    match class {
        AbcClass::A => td_string!(locale, labels.class_a),
        AbcClass::B => td_string!(locale, labels.class_b),
        AbcClass::C => td_string!(locale, labels.class_c),
    }
}

/// Returns a text that users wrote in one or both languages; falls back to the other language.
pub fn wording(locale: Locale, wording: &Wording) -> String {
    match locale {
        Locale::zh => Wording::either(&wording.zh, &wording.en),
        Locale::en => Wording::either(&wording.en, &wording.zh),
    }
    .to_owned()
}

/// Returns the label of a dimension of satisfaction.
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

/// Returns the label of the measure that an answer counts towards.
pub fn measure(locale: Locale, measure: Measure) -> String {
    match measure {
        Measure::Csat => td_string!(locale, labels.measure_csat).to_owned(),
        Measure::Nps => td_string!(locale, labels.measure_nps).to_owned(),
        Measure::Ces => td_string!(locale, labels.measure_ces).to_owned(),
        Measure::AcsiOverall => td_string!(locale, labels.measure_acsi_overall).to_owned(),
        Measure::AcsiExpectation => td_string!(locale, labels.measure_acsi_expectation).to_owned(),
        Measure::AcsiIdeal => td_string!(locale, labels.measure_acsi_ideal).to_owned(),
        Measure::Performance(of) => {
            td_string!(locale, labels.measure_performance, dimension = dimension(locale, of))
        }
        Measure::Importance(of) => {
            td_string!(locale, labels.measure_importance, dimension = dimension(locale, of))
        }
    }
}

/// Returns the label of a single answer to a measure. A score is computed from many answers, so one answer to NPS has a
/// label of its own.
pub fn rating(locale: Locale, of: Measure) -> String {
    match of {
        Measure::Nps => td_string!(locale, labels.rating_nps).to_owned(),
        of => measure(locale, of),
    }
}

/// Returns the reason why a questionnaire cannot be used.
pub fn questionnaire_fault(locale: Locale, fault: QuestionnaireFault) -> &'static str {
    match fault {
        QuestionnaireFault::NoTitle => td_string!(locale, survey.fault_title),
        QuestionnaireFault::NoConsent => td_string!(locale, survey.fault_consent),
        QuestionnaireFault::NoQuestions => td_string!(locale, survey.fault_questions),
        QuestionnaireFault::NoText(_) => td_string!(locale, survey.fault_text),
        QuestionnaireFault::BadKey(_) => td_string!(locale, survey.fault_key),
        QuestionnaireFault::BadScale(_) => td_string!(locale, survey.fault_scale),
        QuestionnaireFault::BadChoices(_) => td_string!(locale, survey.fault_choices),
        QuestionnaireFault::BadCondition(_) => td_string!(locale, survey.fault_condition),
    }
}

/// Returns the label of a figure by which customers are compared.
pub fn feature(locale: Locale, feature: Feature) -> &'static str {
    match feature {
        Feature::Energy => td_string!(locale, labels.feature_energy),
        Feature::PeakDemand => td_string!(locale, labels.feature_peak_demand),
        Feature::LoadFactor => td_string!(locale, labels.feature_load_factor),
        Feature::Growth => td_string!(locale, labels.feature_growth),
        Feature::Seasonality => td_string!(locale, labels.feature_seasonality),
        Feature::PeakShare => td_string!(locale, labels.feature_peak_share),
        Feature::ValleyShare => td_string!(locale, labels.feature_valley_share),
        Feature::PowerFactor => td_string!(locale, labels.feature_power_factor),
        Feature::PaymentDelay => td_string!(locale, labels.feature_payment_delay),
        Feature::CapacityUse => td_string!(locale, labels.feature_capacity_use),
        Feature::Satisfaction => td_string!(locale, labels.feature_satisfaction),
        Feature::Spend => td_string!(locale, labels.feature_spend),
    }
}

/// Returns the name of the mean of a figure over a cluster: energy is clustered by its logarithm, so its mean
/// is geometric; all others are arithmetic.
pub fn mean_feature(locale: Locale, feature: Feature) -> String {
    match feature {
        Feature::Energy => {
            td_string!(locale, labels.geometric_mean, name = self::feature(locale, feature))
        }
        _ => self::feature(locale, feature).to_owned(),
    }
}

/// Formats a figure of a customer in the unit of its feature. Energy is stored as its decimal logarithm.
pub fn figure(locale: Locale, feature: Feature, value: f64) -> String {
    match feature {
        Feature::Energy => format::energy(locale, 10_f64.powf(value)).to_string(),
        Feature::PeakDemand => format::with_unit(locale, value, "kW").to_string(),
        Feature::Spend => format::money(locale, value).to_string(),
        Feature::Growth => format::change(locale, value),
        Feature::LoadFactor | Feature::PowerFactor | Feature::Seasonality => {
            format::decimal(locale, value, 2)
        }
        Feature::PeakShare | Feature::ValleyShare | Feature::CapacityUse => {
            format::percent(locale, value, 0)
        }
        Feature::PaymentDelay => {
            td_string!(locale, labels.days, days = format::decimal(locale, value, 1))
        }
        Feature::Satisfaction => format::decimal(locale, value, 0),
    }
}

/// Returns the label of a key-account rule.
pub fn rule(locale: Locale, rule: KeyAccountRule) -> &'static str {
    match rule {
        KeyAccountRule::Voltage => td_string!(locale, labels.rule_voltage),
        KeyAccountRule::Capacity => td_string!(locale, labels.rule_capacity),
        KeyAccountRule::Energy => td_string!(locale, labels.rule_energy),
        KeyAccountRule::Spend => td_string!(locale, labels.rule_spend),
        KeyAccountRule::Importance => td_string!(locale, labels.rule_importance),
        KeyAccountRule::Score => td_string!(locale, labels.rule_score),
    }
}

/// Formats the value that a key-account rule compares, in its unit; empty for the importance.
pub fn rule_value(locale: Locale, rule: KeyAccountRule, value: f64) -> String {
    match rule {
        KeyAccountRule::Voltage => format::with_unit(locale, value, "kV").to_string(),
        KeyAccountRule::Capacity => format::with_unit(locale, value, "kVA").to_string(),
        KeyAccountRule::Energy => format::energy(locale, value).to_string(),
        KeyAccountRule::Spend => format::money(locale, value).to_string(),
        KeyAccountRule::Importance => String::new(),
        KeyAccountRule::Score => {
            td_string!(locale, labels.points, points = format::decimal(locale, value, 1))
        }
    }
}

/// Returns the customer's value and the rule's threshold in words that differ: if both round alike although
/// one falls short, with enough digits to tell them apart.
pub fn gap_values(locale: Locale, gap: &Gap) -> [String; 2] {
    if gap.rule == KeyAccountRule::Importance {
        // The rule requires a grade, not a number.
        let graded = td_string!(locale, labels.importance_graded);
        let has =
            if gap.is_met() { graded } else { td_string!(locale, labels.importance_not_graded) };
        return [has, graded].map(str::to_owned);
    }
    let both = [gap.has, gap.needs];
    let written = both.map(|value| rule_value(locale, gap.rule, value));
    if gap.is_met() || written[0] != written[1] {
        return written;
    }
    let exactly = |places: usize| {
        let [has, needs] = both.map(|value| format::decimal(locale, value, places));
        (has != needs).then_some([has, needs])
    };
    (0..=9).find_map(exactly).unwrap_or(written)
}

/// Returns the label of a part of the key-account score.
pub fn score_part(locale: Locale, part: ScorePart) -> &'static str {
    match part {
        ScorePart::Value => td_string!(locale, labels.part_value),
        ScorePart::Growth => td_string!(locale, labels.part_growth),
        ScorePart::LoadFactor => td_string!(locale, labels.part_load_factor),
        ScorePart::Payment => td_string!(locale, labels.part_payment),
        ScorePart::Strategic => td_string!(locale, labels.part_strategic),
        ScorePart::Rank => td_string!(locale, labels.part_rank),
    }
}

/// Formats the figure behind a part of the score, in its unit.
pub fn score_figure(locale: Locale, part: ScorePart, figure: f64) -> String {
    match part {
        ScorePart::Value => {
            td_string!(locale, labels.times_mean, times = format::decimal(locale, figure, 2))
        }
        ScorePart::Rank => {
            td_string!(locale, labels.above_others, share = format::percent(locale, figure, 0))
        }
        ScorePart::Growth => format::change(locale, figure),
        ScorePart::LoadFactor => format::decimal(locale, figure, 2),
        ScorePart::Payment => {
            td_string!(locale, labels.days_late, days = format::decimal(locale, figure, 1))
        }
        ScorePart::Strategic => format::decimal(locale, figure, 0),
    }
}

/// Returns the label of a tier (等级).
pub fn tier(locale: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::Platinum => td_string!(locale, labels.tier_platinum),
        Tier::Gold => td_string!(locale, labels.tier_gold),
        Tier::Silver => td_string!(locale, labels.tier_silver),
        Tier::Standard => td_string!(locale, labels.tier_standard),
    }
}

/// Formats a number of customers: `1 customer`, `2,621 customers`.
pub fn customers(locale: Locale, count: usize) -> String {
    let number = format::count(locale, count);
    if count == 1 {
        td_string!(locale, labels.customer_one, count = number)
    } else {
        td_string!(locale, labels.customer_many, count = number)
    }
}

/// Returns the name of a cluster, composed of its distinguishing traits.
pub fn cluster(locale: Locale, columns: &[Feature], traits: &[Trait]) -> String {
    let words: Vec<String> = traits
        .iter()
        .filter_map(|of| Some((*columns.get(of.column)?, of.is_high())))
        .map(|(column, is_high)| {
            let name = feature(locale, column);
            if is_high {
                td_string!(locale, labels.trait_high, name = name)
            } else {
                td_string!(locale, labels.trait_low, name = name)
            }
        })
        .collect();
    if words.is_empty() {
        td_string!(locale, labels.trait_none).to_owned()
    } else {
        words.join(td_string!(locale, labels.trait_and))
    }
}

/// Returns the text that confirms a completed action, by the action's stable name.
pub fn action(locale: Locale, action: &str) -> String {
    match action {
        "questionnaire.version" => td_string!(locale, labels.action_questionnaire_version),
        "questionnaire.import" => td_string!(locale, labels.action_questionnaire_import),
        "response.add" | "response.edit" => td_string!(locale, labels.action_response_keep),
        "response.import" => td_string!(locale, labels.action_response_import),
        "segment.run" => td_string!(locale, labels.action_segment_run),
        "visit.plan" => td_string!(locale, visits.action_plan),
        "visit.move" => td_string!(locale, visits.action_move),
        "visit.cancel" => td_string!(locale, visits.action_cancel),
        "visit.restore" => td_string!(locale, visits.action_restore),
        "visit.order" => td_string!(locale, visits.action_order),
        "visit.sign" => td_string!(locale, labels.action_visit_sign),
        "visit.arrive" => td_string!(locale, labels.action_visit_arrive),
        "visit.locate" => td_string!(locale, labels.action_visit_locate),
        "visit.leave" => td_string!(locale, labels.action_visit_leave),
        "visit.go_on" => td_string!(locale, labels.action_visit_go_on),
        "action.call_back" => td_string!(locale, actions.action_call_back),
        "visit.agenda" => td_string!(locale, labels.action_visit_agenda),
        "import" => td_string!(locale, labels.action_import),
        "setting.mapping" => td_string!(locale, labels.action_mapping),
        "sample" => td_string!(locale, labels.action_sample),
        "undo" => td_string!(locale, labels.action_undo),
        "person.found" => td_string!(locale, people.action_found),
        "customer.merge" => td_string!(locale, customer.action_merge),
        "customer.separate" => td_string!(locale, customer.action_separate),
        "person.merge" => td_string!(locale, people.action_merge),
        "person.separate" => td_string!(locale, people.action_separate),
        "person.check" => td_string!(locale, people.action_check),
        other => return action_on(locale, other),
    }
    .to_owned()
}

/// Returns the text that confirms an action on one record: `customer.edit`, ...
fn action_on(locale: Locale, action: &str) -> String {
    let (kind, verb) = action.rsplit_once('.').unwrap_or((action, ""));
    if let Some(taken) = step_taken(locale, verb).filter(|_| kind == "request") {
        return taken;
    }
    if let Some(done) = plan_action(locale, action) {
        return done.to_owned();
    }
    let what = record_kind(locale, kind);
    match (what, verb) {
        (Some(what), "add") => td_string!(locale, labels.action_add, what = what),
        (Some(what), "edit") => td_string!(locale, labels.action_edit, what = what),
        (Some(what), "delete") => td_string!(locale, labels.action_delete, what = what),
        // Actions of a newer version have no text yet.
        _ => td_string!(locale, labels.action_other).to_owned(),
    }
}

/// Returns the label of a kind of record by its stable name; `None` for an unknown kind.
pub fn record_kind(locale: Locale, kind: &str) -> Option<&'static str> {
    Some(match kind {
        "customer" => td_string!(locale, labels.kind_customer),
        "supply_point" => td_string!(locale, labels.kind_supply_point),
        "contact" => td_string!(locale, labels.kind_contact),
        "person" => td_string!(locale, people.kind),
        "questionnaire" => td_string!(locale, labels.kind_questionnaire),
        "response" => td_string!(locale, labels.kind_response),
        "segment_run" => td_string!(locale, labels.kind_segment_run),
        "setting" => td_string!(locale, labels.kind_setting),
        "visit" => td_string!(locale, labels.kind_visit),
        "finding" => td_string!(locale, labels.kind_finding),
        "development_need" => td_string!(locale, labels.kind_development_need),
        "action" => td_string!(locale, labels.kind_action),
        "request" => td_string!(locale, labels.kind_request),
        "request_step" => td_string!(locale, labels.kind_request_step),
        "equipment" => td_string!(locale, labels.kind_equipment),
        "outage" => td_string!(locale, labels.kind_outage),
        "service_plan" => td_string!(locale, labels.kind_service_plan),
        "plan_item" => td_string!(locale, labels.kind_plan_item),
        "plan_link" => td_string!(locale, labels.kind_plan_link),
        "plan_review" => td_string!(locale, labels.kind_plan_review),
        "notice" => td_string!(locale, labels.kind_notice),
        "notice_receipt" => td_string!(locale, labels.kind_notice_receipt),
        "attachment" => td_string!(locale, labels.kind_attachment),
        _ => return None,
    })
}

/// Returns the message that a write failed, with the reason, for display beside the control.
pub fn not_saved(locale: Locale, error: &LedgerError) -> String {
    let reason = ledger_error(locale, error);
    if matches!(error, LedgerError::Refused(_)) {
        return reason;
    }
    td_string!(locale, labels.not_saved, reason = reason)
}

/// Returns the reason why a read or write failed, and the remedy.
pub fn ledger_error(locale: Locale, error: &LedgerError) -> String {
    match error {
        LedgerError::Storage(error) => storage_error(locale, error),
        LedgerError::Unreadable(_) => td_string!(locale, labels.error_unreadable).to_owned(),
        LedgerError::NoSuchChange => td_string!(locale, labels.error_no_such_change).to_owned(),
        LedgerError::Superseded => td_string!(locale, labels.error_superseded).to_owned(),
        LedgerError::Gap(_) => td_string!(locale, labels.error_gap).to_owned(),
        LedgerError::Outdated => td_string!(locale, labels.error_outdated).to_owned(),
        LedgerError::Refused(broken) => broken_rule(locale, &broken.rule),
    }
}

/// Returns the reason why the storage failed, and the remedy.
pub fn storage_error(locale: Locale, error: &StorageError) -> String {
    match error {
        StorageError::Moved => td_string!(locale, labels.error_moved).to_owned(),
        StorageError::Full => td_string!(locale, labels.error_full).to_owned(),
        StorageError::Closed => td_string!(locale, labels.error_closed).to_owned(),
        StorageError::Newer => td_string!(locale, labels.error_newer).to_owned(),
        StorageError::Cleared => td_string!(locale, labels.error_cleared).to_owned(),
        StorageError::Unavailable => td_string!(locale, labels.error_unavailable).to_owned(),
        StorageError::Backend(words) => {
            td_string!(locale, labels.error_backend, words = words.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_shown() {
        let gap = |has, needs| Gap { rule: KeyAccountRule::Score, has, needs };
        let said = |gap: Gap| gap_values(Locale::en, &gap);
        let [has, needs] = said(gap(75.0, 75.0));
        assert_eq!(has, needs);
        assert!(said(gap(70.0, 75.0))[0].starts_with("70.0"));
        // Just below: with one decimal, both would be 75.0.
        assert_eq!(said(gap(74.98, 75.0)), ["74.98", "75.00"]);
        let spend = Gap { rule: KeyAccountRule::Spend, has: 999_999.7, needs: 1_000_000.0 };
        let [has, needs] = said(spend);
        assert_ne!(has, needs);
        let grade = |has| Gap { rule: KeyAccountRule::Importance, has, needs: 1.0 };
        let words = |has| gap_values(Locale::zh, &grade(has));
        assert_eq!(words(0.0), ["无或临时", "二级及以上"]);
        assert_eq!(words(1.0), ["二级及以上", "二级及以上"]);
    }

    #[test]
    fn a_geometric_mean_is_called_one() {
        let energy = mean_feature(Locale::en, Feature::Energy);
        assert!(energy.ends_with("(geometric mean)"), "{energy}");
        let spend = mean_feature(Locale::en, Feature::Spend);
        assert_eq!(spend, feature(Locale::en, Feature::Spend));
    }

    #[test]
    fn one_customer_is_not_several() {
        let said = [1, 2, 2621].map(|count| customers(Locale::en, count));
        assert_eq!(said, ["1 customer", "2 customers", "2,621 customers"]);
    }
}
