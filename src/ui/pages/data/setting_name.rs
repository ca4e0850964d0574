//! Name of a setting and of its entries, for the latest changes and the checks.

use busbar_core::{
    books::{satisfaction::WEIGHTS, segments::PARAMS},
    domain::{
        calendar, date,
        plan::TEMPLATES,
        request::{ConnectionKind, DEPARTMENTS, ESCALATION, LIMITS, ROUTING, RequestKind, Stage},
        setting::{Setting, SettingEntry},
        standard::{Offer, STANDARD, ServiceClass, Speciality},
        visit::RULES,
    },
};
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*, labels};

/// Start of the names of the settings that hold the choices for imported files.
const MAPPING: &str = "import.mapping.";

/// Returns the name of a setting's record: the setting, and the words that lead to its entry.
pub fn setting_name(locale: Locale, record: &Setting) -> String {
    let Some(entry) = &record.entry else {
        return label(locale, &record.name).to_owned();
    };
    let own = label(locale, &entry.setting).to_owned();
    let keys = entry.keys().filter_map(|key| word(locale, entry, &key));
    [own].into_iter().chain(keys).collect::<Vec<_>>().join(" · ")
}

/// Returns the label of a setting; its stable name if it has none.
fn label(locale: Locale, name: &str) -> &str {
    match name {
        LIMITS => td_string!(locale, settings.limits),
        ESCALATION => td_string!(locale, settings.escalation),
        calendar::SETTING => td_string!(locale, settings.calendar),
        DEPARTMENTS => td_string!(locale, settings.departments),
        ROUTING => td_string!(locale, settings.routes),
        STANDARD => td_string!(locale, visits.set_standard),
        RULES => td_string!(locale, visits.set_visiting),
        TEMPLATES => td_string!(locale, plans.set_templates),
        PARAMS => td_string!(locale, shell.segments),
        WEIGHTS => td_string!(locale, satisfaction.weights),
        name if name.starts_with(MAPPING) => td_string!(locale, import.columns),
        name => name,
    }
}

/// Returns the word for a key on the way to an entry; `None` for the name of a field, which has none.
fn word(locale: Locale, entry: &SettingEntry, key: &str) -> Option<String> {
    if entry.setting == DEPARTMENTS || entry.setting.starts_with(MAPPING) {
        return Some(key.to_owned());
    }
    if let Some(day) = date::read(key) {
        return Some(format::date(locale, day));
    }
    let kind = RequestKind::named(key).map(|kind| labels::request_kind(locale, kind));
    let connection =
        || ConnectionKind::named(key).map(|connection| labels::connection_kind(locale, connection));
    let stage = || Stage::named(key).map(|stage| labels::stage(locale, stage));
    let class = || ServiceClass::named(key).map(|class| labels::service_class(locale, class));
    let offer = || Offer::named(key).map(|offer| labels::offer(locale, offer));
    let team = || Speciality::named(key).map(|one| labels::speciality(locale, one));
    let word = kind.or_else(connection).or_else(stage).or_else(class).or_else(offer).or_else(team);
    word.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use busbar_core::domain::Record;

    use super::*;

    #[test]
    fn an_entry_is_named_by_the_words_that_lead_to_it() {
        let name = |setting: &str, at: &str| {
            let entry = SettingEntry { setting: setting.into(), at: at.into(), value: None };
            let record = Setting::empty(Setting::entry_id(setting, at));
            setting_name(Locale::en, &Setting { entry: Some(entry), ..record })
        };
        for (setting, at, expected) in [
            (LIMITS, "/2027-01-01/outage_notice_days", "Time limits · 1 Jan 2027"),
            (LIMITS, "/2027-01-01/response/complaint", "Time limits · 1 Jan 2027 · Complaint"),
            (DEPARTMENTS, "/A~1B", "Departments · A/B"),
            ("of.a.newer.version", "/x", "of.a.newer.version"),
        ] {
            assert_eq!(name(setting, at), expected);
        }
        let whole = Setting { name: RULES.into(), ..Setting::empty(Setting::id_of(RULES)) };
        assert_eq!(setting_name(Locale::en, &whole), "Visit rules");
    }
}
