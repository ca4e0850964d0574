//! Messages for entries that break a rule of the domain.

use busbar_core::domain::rule::Rule;
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*};

/// Returns the error in an entry, and the remedy.
pub fn broken_rule(locale: Locale, rule: &Rule) -> String {
    match rule {
        Rule::NameMissing => td_string!(locale, labels.rule_name_missing).to_owned(),
        Rule::NumberTaken(number) => {
            td_string!(locale, labels.rule_number_taken, number = number.as_str())
        }
        Rule::AboveContracted => td_string!(locale, labels.rule_above_contracted).to_owned(),
        Rule::EndsBeforeStart => td_string!(locale, labels.rule_ends_before_start).to_owned(),
        Rule::NotYet(day) => {
            let day = format::date(locale, *day);
            td_string!(locale, labels.rule_not_yet, day = day)
        }
        Rule::NoPlace => td_string!(locale, labels.rule_no_place).to_owned(),
        Rule::Exchanged => td_string!(locale, labels.rule_exchanged).to_owned(),
        Rule::NoVoltage => td_string!(locale, labels.rule_no_voltage).to_owned(),
        Rule::UnusualVoltage => td_string!(locale, labels.rule_unusual_voltage).to_owned(),
        Rule::NoticeEmpty => td_string!(locale, labels.rule_notice_empty).to_owned(),
        Rule::NoPapers => td_string!(locale, labels.rule_no_papers).to_owned(),
        Rule::HandedIn => td_string!(locale, labels.rule_handed_in).to_owned(),
    }
}
