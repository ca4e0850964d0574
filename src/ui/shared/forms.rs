//! Forms: the label and kind of input of each field, one table per kind of record. Adding records, editing in place,
//! the history and the choice between conflicting values use them. Each page decides the selection and order of its
//! fields. A field of a newer version is in no table and is shown by its stable name.

use busbar_core::domain::{
    Contact, Customer, FieldOf, Named, Person, SupplyPoint, Value,
    action::Action,
    attachment::Attachment,
    equipment::{Equipment, Outage},
    notice::Notice,
    plan::{PlanItem, ServicePlan},
    request::Request,
    visit::{AgendaItem, DevelopmentNeed, Finding, Visit},
};
use leptos_i18n::td_string;

use crate::{
    state::commands::record::EditableRecord,
    ui::{
        components::{Bounds, Input},
        format,
        i18n::*,
        labels,
    },
};

/// Row of a form: a field with its label and kind of input.
pub struct FormRow<T: 'static> {
    field: FieldOf<T>,
    label: fn(Locale) -> &'static str,
    input: fn(Locale) -> Input,
}

/// Kind of record with a form.
pub trait Form: EditableRecord {
    /// Every field that is entered by users or shown in the history.
    const ROWS: &'static [FormRow<Self>];

    /// Returns the label of a field; its stable name if it has none.
    fn label(locale: Locale, field: FieldOf<Self>) -> &'static str {
        let own = row(field).map(|row| (row.label)(locale));
        own.or_else(|| common(locale, field.name())).unwrap_or(field.name())
    }

    /// Returns the kind of input of a field; a line of text by default.
    fn input(locale: Locale, field: FieldOf<Self>) -> Input {
        row(field).map_or_else(Input::default, |row| (row.input)(locale))
    }

    /// Returns the label of a field in the history, by its stable name.
    fn name_of(locale: Locale, field: &str) -> String {
        match FieldOf::named(field) {
            Some(field) => Self::label(locale, field).to_owned(),
            None => field.to_owned(),
        }
    }

    /// Formats the value of a field in the history. Moments must be converted to local time by the caller.
    fn value_of(locale: Locale, field: &str, value: &Value) -> String {
        match value {
            Value::Empty => td_string!(locale, labels.empty_field).to_owned(),
            Value::Text(name) => {
                let input = FieldOf::named(field).map(|field| Self::input(locale, field));
                input.and_then(|input| input.word(name)).unwrap_or_else(|| name.clone())
            }
            Value::Json(json) if field == Visit::AGENDA.name() => {
                agenda(json).unwrap_or_else(|| json.clone())
            }
            Value::Json(json) => json.clone(),
            Value::Number(minutes) if field == Visit::PLANNED_AT_MIN.name() => {
                format::clock_time(*minutes as u32)
            }
            Value::Number(number) => format::plain(locale, *number),
            Value::Date(date) => format::date(locale, *date),
            Value::Bool(true) => td_string!(locale, labels.yes).to_owned(),
            Value::Bool(false) => td_string!(locale, labels.no).to_owned(),
            Value::Id(id) => id.to_string(),
        }
    }
}

fn row<T: Form>(field: FieldOf<T>) -> Option<&'static FormRow<T>> {
    T::ROWS.iter().find(|row| row.field == field)
}

/// Returns the label of a field that several kinds of record share.
fn common(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "customer" => td_string!(locale, labels.kind_customer),
        "contact" => td_string!(locale, labels.kind_contact),
        "department" => td_string!(locale, actions.f_department),
        "latitude" => td_string!(locale, customer.f_latitude),
        "longitude" => td_string!(locale, customer.f_longitude),
        "is_sample" => td_string!(locale, customer.made_up),
        "is_deleted" => td_string!(locale, labels.field_removed),
        "signed_by" => td_string!(locale, visit.signer),
        "signed_at" => td_string!(locale, labels.field_signed_at),
        "signed_digest" => td_string!(locale, labels.field_signed_digest),
        _ => return None,
    })
}

fn agenda(json: &str) -> Option<String> {
    let items: Vec<AgendaItem> = serde_json::from_str(json).ok()?;
    let texts: Vec<String> = items.into_iter().map(|item| item.text).collect();
    Some(texts.join("、"))
}

/// Returns the input for an enum of the domain.
fn one_of<T: Named>(locale: Locale, word: fn(Locale, T) -> &'static str) -> Input {
    Input::Choice(labels::options(locale, word))
}

fn long(_: Locale) -> Input {
    Input::Long
}

fn date(_: Locale) -> Input {
    Input::Date
}

fn moment(_: Locale) -> Input {
    Input::Moment
}

fn kv(_: Locale) -> Input {
    Input::Number("kV", Bounds::POSITIVE)
}

fn kva(_: Locale) -> Input {
    Input::Number("kVA", Bounds::POSITIVE)
}

fn kw(_: Locale) -> Input {
    Input::Number("kW", Bounds::POSITIVE)
}

fn cny(locale: Locale) -> Input {
    Input::Number(td_string!(locale, labels.unit_cny), Bounds::POSITIVE)
}

/// Returns the input for a number without a unit.
fn plain(_: Locale) -> Input {
    Input::Number("", Bounds::POSITIVE)
}

/// `FIELD: namespace.key, input;` for each field of a kind of record; a line of text if no input is given.
macro_rules! form {
    ($record:ident { $($field:ident: $space:ident.$key:ident $(, $input:expr)?;)+ }) => {
        impl Form for $record {
            const ROWS: &'static [FormRow<Self>] = &[$(FormRow {
                field: $record::$field,
                label: |locale| td_string!(locale, $space.$key),
                input: form!(@input $($input)?),
            },)+];
        }
    };
    (@input) => { |_| Input::Text };
    (@input $input:expr) => { $input };
}

form! { Customer {
    NAME: customer.f_name;
    ACCOUNT_NUMBER: customer.f_account_number;
    INDUSTRY: customer.f_industry;
    REGION: customer.f_region;
    ADDRESS: customer.f_address;
    VOLTAGE_LEVEL_KV: customer.f_voltage_level_kv, kv;
    CONTRACTED_CAPACITY_KVA: customer.f_contracted_capacity_kva, kva;
    IMPORTANCE: customer.f_importance, |locale| one_of(locale, labels::importance);
    SOURCE_KIND: customer.f_source_kind, |locale| one_of(locale, labels::source_kind);
    SECURITY_LOAD_KW: customer.f_security_load_kw, kw;
    BACKUP_KW: customer.f_backup_kw, kw;
    STRATEGIC_IMPORTANCE: customer.f_strategic_importance, |_| Input::Number("", Bounds::HUNDRED);
    ACCOUNT_MANAGER: customer.f_account_manager;
    NOTE: customer.f_note, long;
    IS_DELETED: customer.remove_customer;
    ADDED_ON: customer.f_added_on, date;
    MERGED_INTO: customer.f_merged_into;
} }

form! { SupplyPoint {
    ACCOUNT_NUMBER: customer.f_point_number;
    VOLTAGE_LEVEL_KV: customer.f_voltage_level_kv, kv;
    CONTRACTED_CAPACITY_KVA: customer.f_contracted_capacity_kva, kva;
    RUNNING_CAPACITY_KVA: customer.f_running_capacity_kva, kva;
    ADDRESS: customer.f_address;
    NOTE: customer.f_note;
} }

form! { Contact {
    NAME: customer.f_person;
    ROLE: customer.f_role;
    PHONE: customer.f_phone;
    EMAIL: customer.f_email;
    NOTE: customer.f_note;
} }

// The unit of a rating depends on the kind of equipment, so the page sets it.
form! { Equipment {
    NAME: supply.f_name;
    KIND: supply.f_kind, |locale| one_of(locale, labels::equipment_kind);
    RATING: supply.f_rating, plain;
    MODEL: supply.f_model;
    INSPECTED_ON: supply.f_inspected_on, date;
    INSPECT_EVERY_MONTHS: supply.f_every, plain;
} }

form! { Outage {
    KIND: supply.f_kind, |locale| one_of(locale, labels::outage_kind);
    BEGAN_AT: supply.f_began, moment;
    DURATION_MIN: supply.f_minutes, plain;
    NOTIFIED_ON: supply.f_told_on, date;
    AREA: supply.f_area, |locale| one_of(locale, labels::repair_area);
    ARRIVED_AFTER_MIN: supply.f_arrived, plain;
    CAUSE: supply.f_cause;
} }

form! { Visit {
    ACCOUNT_MANAGER: customer.f_account_manager;
    PURPOSE: visit.purpose;
    PLANNED_ON: visit.planned_on, date;
    PLANNED_AT_MIN: visits.at;
    DURATION_MIN: visit.lasted;
    CONTACT: visit.met;
    ATTENDEES: visit.attendees;
    AGENDA: visit.agenda;
    ARRIVED_AT: visit.arrived_at, moment;
    LEFT_AT: visit.left_at, moment;
    PRODUCTION: visit.production, |locale| one_of(locale, labels::trend);
    ORDERS: visit.orders, |locale| one_of(locale, labels::trend);
    // At most four shifts per day.
    SHIFTS: visit.shifts, |_| Input::Number("", Bounds { least: Some(0.0), most: Some(4.0) });
    OUTLOOK: visit.outlook, long;
    SUMMARY: visit.summary, long;
    IS_CANCELLED: visit.call_off;
    CANCEL_REASON: visit.cancel_reason;
} }

form! { Finding {
    KIND: visit.kind, |locale| one_of(locale, labels::finding_kind);
    TEXT: labels.field_text, long;
    SEVERITY: visit.severity, |locale| one_of(locale, labels::severity);
    RECTIFY_BY: visit.rectify_by, date;
} }

// A negative need is valid: a line that is shut down.
form! { DevelopmentNeed {
    TEXT: labels.field_text;
    CAPACITY_KVA: visit.need_capacity, |_| Input::Number("kVA", Bounds::default());
    LOAD_KW: visit.need_load, |_| Input::Number("kW", Bounds::default());
    FROM: visit.need_from, date;
    UNTIL: visit.need_until, date;
    LIKELIHOOD: visit.need_likelihood, |locale| one_of(locale, labels::likelihood);
} }

form! { Request {
    KIND: requests.col_kind, |locale| one_of(locale, labels::request_kind);
    CONNECTION: request.connection, |locale| one_of(locale, labels::connection_kind);
    SUBJECT: requests.col_subject;
    DESCRIPTION: requests.col_description, long;
    IS_PRIORITY: field_work.offer_green_channel;
    RECEIVED_ON: requests.col_received, date;
    DEPARTMENT: request.first_department;
    RESPONSIBLE: requests.col_responsible;
    CLASS: request.class, |locale| one_of(locale, labels::service_class);
    DOCUMENTS: request.papers;
} }

form! { Action {
    TEXT: actions.f_text, long;
    OWNER: actions.f_owner;
    DUE_ON: actions.f_due_on, date;
    RESULT: actions.f_result;
    DONE_ON: actions.f_done_on, date;
    CONFIRMED_ON: labels.field_confirmed_on, date;
    CONFIRMED_BY: actions.f_by;
} }

form! { ServicePlan {
    CLASS: request.class, |locale| one_of(locale, labels::service_class);
    SITUATION: plan.f_situation, long;
    RESPONSIBLE: plan.f_responsible;
    BUDGET_CNY: plan.f_budget_all, cny;
    NOTE: plan.f_note, long;
    APPROVED_ON: plan.f_approved_on, date;
    APPROVED_BY: plan.f_approved_by;
    AGREED_ON: plan.f_agreed_on, date;
    AGREED_WITH: plan.f_agreed_with;
    NEXT_REVIEW_ON: plan.f_next_review, date;
    CLOSED_ON: plan.f_closed_on, date;
    OUTCOME: plan.f_outcome, long;
} }

form! { PlanItem {
    TEXT: plan.f_text;
    MEASURE: plan.f_measure;
    GAUGE: plan.f_gauge, |locale| one_of(locale, labels::gauge);
    TARGET: plan.f_target_plain, plain;
    IS_AT_MOST: plan.f_at_most;
    REACHED: plan.f_reached, plain;
    UNIT: plan.f_unit;
    TIMES: plan.f_times, |_| Input::Number("", Bounds { least: Some(1.0), most: Some(366.0) });
    OWNER: plan.f_owner;
    DUE_ON: plan.f_due_on, date;
    DONE_ON: actions.f_done_on, date;
    BUDGET_CNY: plan.f_budget, cny;
    SPENT_CNY: plan.f_spent, cny;
} }

form! { Notice {
    TITLE: requests.notice_title;
    TEXT: requests.notice_text, long;
    PUBLISHED_ON: requests.notice_from, date;
    UNTIL: requests.notice_until, date;
} }

form! { Person {
    NAME: people.f_name;
    NUMBER: people.f_number;
    ROLE: people.f_role;
    CONTACT: people.f_contact;
    DEPUTY: people.f_deputy;
    FORMER_NAMES: people.f_former_names;
    IS_UNCHECKED: people.unchecked;
    MERGED_INTO: people.f_merged_into;
} }

form! { Attachment {
    CAPTION: visit.caption;
} }

#[cfg(test)]
mod tests {

    use super::*;

    /// Returns the fields of a kind of record that have no label.
    fn unnamed<T: Form>() -> Vec<&'static str> {
        let has_name = |name: &&str| T::name_of(Locale::zh, name) == **name;
        T::FIELDS.iter().copied().filter(has_name).collect()
    }

    #[test]
    fn every_field_that_a_person_enters_has_a_name() {
        /// Fields that users do not enter: links, positions, the origin of plan items, and the date of a promise.
        const UNNAMED: [&str; 14] = [
            "source",
            "accuracy_m",
            "visit",
            "is_closed",
            "opened_on",
            "year",
            "copied_from",
            "plan",
            "kind",
            "topic",
            "offer",
            "speciality",
            "position",
            "carried_from",
        ];
        let all = [
            unnamed::<Visit>(),
            unnamed::<Request>(),
            unnamed::<Action>(),
            unnamed::<ServicePlan>(),
            unnamed::<PlanItem>(),
        ];
        for name in all.concat() {
            assert!(UNNAMED.contains(&name), "{name}");
        }
        assert_ne!(Request::name_of(Locale::zh, "kind"), "kind");
        assert_ne!(Finding::name_of(Locale::en, "text"), "text");
        assert_ne!(DevelopmentNeed::name_of(Locale::en, "text"), "text");
        assert_eq!(Visit::name_of(Locale::zh, "of_a_newer_version"), "of_a_newer_version");
    }

    #[test]
    fn no_field_stands_twice_in_a_form() {
        fn twice<T: Form>() -> Vec<&'static str> {
            let names: Vec<&str> = T::ROWS.iter().map(|row| row.field.name()).collect();
            let is_again = |at: &usize| names[..*at].contains(&names[*at]);
            (0..names.len()).filter(is_again).map(|at| names[at]).collect()
        }
        let all = [twice::<Customer>(), twice::<Visit>(), twice::<Request>(), twice::<PlanItem>()];
        assert_eq!(all.concat(), [""; 0]);
    }

    #[test]
    fn values_read_as_people_write_them() {
        let text = |text: &str| Value::Text(text.into());
        let agenda = r#"[{"text":"欠费","is_done":true},{"text":"增容"}]"#;
        for (name, value, said) in [
            ("production", text("falling"), "下降"),
            ("planned_at_min", Value::Number(570.0), "09:30"),
            ("agenda", Value::Json(agenda.into()), "欠费、增容"),
            ("is_cancelled", Value::Bool(true), "是"),
            ("summary", text("falling"), "falling"),
        ] {
            assert_eq!(Visit::value_of(Locale::zh, name, &value), said);
        }
        assert_eq!(Request::value_of(Locale::zh, "kind", &text("complaint")), "投诉");
        assert_eq!(Request::value_of(Locale::zh, "kind", &text("newer")), "newer");
        assert_eq!(Action::value_of(Locale::zh, "owner", &Value::Empty), "未填写");
    }
}
