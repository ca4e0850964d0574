//! The names of fields of records and the words of their values, for the history and where two people
//! entered the same field. A field of a newer version has no word yet and keeps its stable name.

use busbar_core::domain::{
    Importance, SourceKind, Value,
    plan::Gauge,
    request::{ConnectionKind, RequestKind},
    standard::ServiceClass,
    visit::{AgendaItem, FindingKind, Likelihood, Severity, Trend},
};
use leptos_i18n::td_string;

use super::{
    connection_kind, finding_kind, gauge, importance, likelihood, request_kind, service_class,
    severity, source_kind, trend,
};
use crate::ui::{format, i18n::*};

/// The name of a field of a kind of record.
pub fn field(locale: Locale, kind: &str, field: &str) -> String {
    let name = match kind {
        "customer" => customer_field(locale, field),
        "visit" => visit_field(locale, field),
        "finding" | "development_need" => found_field(locale, field),
        "request" => request_field(locale, field),
        "action" => action_field(locale, field),
        "service_plan" => plan_field(locale, field),
        "plan_item" => plan_line_field(locale, field),
        "person" => person_field(locale, field),
        _ => None,
    };
    name.or_else(|| common_field(locale, field)).map_or_else(|| field.to_owned(), str::to_owned)
}

fn common_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "customer" => td_string!(locale, labels.kind_customer),
        "contact" => td_string!(locale, labels.kind_contact),
        "department" => td_string!(locale, actions.f_department),
        "latitude" => td_string!(locale, customer.f_latitude),
        "longitude" => td_string!(locale, customer.f_longitude),
        "is_sample" => td_string!(locale, customer.made_up),
        "is_deleted" => td_string!(locale, labels.field_removed),
        "caption" => td_string!(locale, visit.caption),
        "signed_by" => td_string!(locale, visit.signer),
        "signed_at" => td_string!(locale, labels.field_signed_at),
        "signed_digest" => td_string!(locale, labels.field_signed_digest),
        _ => return None,
    })
}

fn person_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => td_string!(locale, people.f_name),
        "number" => td_string!(locale, people.f_number),
        "role" => td_string!(locale, people.f_role),
        "contact" => td_string!(locale, people.f_contact),
        "deputy" => td_string!(locale, people.f_deputy),
        "former_names" => td_string!(locale, people.f_former_names),
        "is_unchecked" => td_string!(locale, people.unchecked),
        "merged_into" => td_string!(locale, people.f_merged_into),
        _ => return None,
    })
}

fn customer_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => td_string!(locale, customer.f_name),
        "account_number" => td_string!(locale, customer.f_account_number),
        "industry" => td_string!(locale, customer.f_industry),
        "region" => td_string!(locale, customer.f_region),
        "address" => td_string!(locale, customer.f_address),
        "voltage_level_kv" => td_string!(locale, customer.f_voltage_level_kv),
        "contracted_capacity_kva" => td_string!(locale, customer.f_contracted_capacity_kva),
        "importance" => td_string!(locale, customer.f_importance),
        "source_kind" => td_string!(locale, customer.f_source_kind),
        "security_load_kw" => td_string!(locale, customer.f_security_load_kw),
        "backup_kw" => td_string!(locale, customer.f_backup_kw),
        "strategic_importance" => td_string!(locale, customer.f_strategic_importance),
        "account_manager" => td_string!(locale, customer.f_account_manager),
        "note" => td_string!(locale, customer.f_note),
        "is_deleted" => td_string!(locale, customer.remove_customer),
        _ => return None,
    })
}

fn visit_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "account_manager" => td_string!(locale, customer.f_account_manager),
        "purpose" => td_string!(locale, visit.purpose),
        "planned_on" => td_string!(locale, visit.planned_on),
        "planned_at_min" => td_string!(locale, visits.at),
        "duration_min" => td_string!(locale, visit.lasted),
        "contact" => td_string!(locale, visit.met),
        "attendees" => td_string!(locale, visit.attendees),
        "agenda" => td_string!(locale, visit.agenda),
        "arrived_at" => td_string!(locale, visit.arrived_at),
        "left_at" => td_string!(locale, visit.left_at),
        "production" => td_string!(locale, visit.production),
        "orders" => td_string!(locale, visit.orders),
        "shifts" => td_string!(locale, visit.shifts),
        "outlook" => td_string!(locale, visit.outlook),
        "summary" => td_string!(locale, visit.summary),
        "signed_by" => td_string!(locale, visit.signer),
        "signed_at" => td_string!(locale, labels.field_signed_at),
        "signed_digest" => td_string!(locale, labels.field_signed_digest),
        "is_cancelled" => td_string!(locale, visit.call_off),
        "cancel_reason" => td_string!(locale, visit.cancel_reason),
        _ => return None,
    })
}

fn found_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "kind" => td_string!(locale, visit.kind),
        "text" => td_string!(locale, labels.field_text),
        "severity" => td_string!(locale, visit.severity),
        "rectify_by" => td_string!(locale, visit.rectify_by),
        "capacity_kva" => td_string!(locale, visit.need_capacity),
        "load_kw" => td_string!(locale, visit.need_load),
        "from" => td_string!(locale, visit.need_from),
        "until" => td_string!(locale, visit.need_until),
        "likelihood" => td_string!(locale, visit.need_likelihood),
        _ => return None,
    })
}

fn request_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "kind" => td_string!(locale, requests.col_kind),
        "connection" => td_string!(locale, request.connection),
        "subject" => td_string!(locale, requests.col_subject),
        "description" => td_string!(locale, requests.col_description),
        "is_priority" => td_string!(locale, field_work.offer_green_channel),
        "received_on" => td_string!(locale, requests.col_received),
        "department" => td_string!(locale, request.first_department),
        "responsible" => td_string!(locale, requests.col_responsible),
        "class" => td_string!(locale, request.class),
        "documents" => td_string!(locale, request.papers),
        _ => return None,
    })
}

fn action_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "text" => td_string!(locale, actions.f_text),
        "owner" => td_string!(locale, actions.f_owner),
        "due_on" => td_string!(locale, actions.f_due_on),
        "result" => td_string!(locale, actions.f_result),
        "done_on" => td_string!(locale, actions.f_done_on),
        "confirmed_on" => td_string!(locale, labels.field_confirmed_on),
        "confirmed_by" => td_string!(locale, actions.f_by),
        _ => return None,
    })
}

fn plan_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "class" => td_string!(locale, request.class),
        "situation" => td_string!(locale, plan.f_situation),
        "responsible" => td_string!(locale, plan.f_responsible),
        "budget_cny" => td_string!(locale, plan.f_budget_all),
        "note" => td_string!(locale, plan.f_note),
        "approved_on" => td_string!(locale, plan.f_approved_on),
        "approved_by" => td_string!(locale, plan.f_approved_by),
        "agreed_on" => td_string!(locale, plan.f_agreed_on),
        "agreed_with" => td_string!(locale, plan.f_agreed_with),
        "signed_at" => td_string!(locale, labels.field_signed_at),
        "signed_digest" => td_string!(locale, labels.field_signed_digest),
        "next_review_on" => td_string!(locale, plan.f_next_review),
        "closed_on" => td_string!(locale, plan.f_closed_on),
        "outcome" => td_string!(locale, plan.f_outcome),
        _ => return None,
    })
}

fn plan_line_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "text" => td_string!(locale, plan.f_text),
        "measure" => td_string!(locale, plan.f_measure),
        "gauge" => td_string!(locale, plan.f_gauge),
        "target" => td_string!(locale, plan.f_target_plain),
        "is_at_most" => td_string!(locale, plan.f_at_most),
        "reached" => td_string!(locale, plan.f_reached),
        "unit" => td_string!(locale, plan.f_unit),
        "times" => td_string!(locale, plan.f_times),
        "owner" => td_string!(locale, plan.f_owner),
        "due_on" => td_string!(locale, plan.f_due_on),
        "done_on" => td_string!(locale, actions.f_done_on),
        "budget_cny" => td_string!(locale, plan.f_budget),
        "spent_cny" => td_string!(locale, plan.f_spent),
        _ => return None,
    })
}

/// A value of a field, in words. Moments are the platform's to write.
pub fn field_value(locale: Locale, kind: &str, field: &str, value: &Value) -> String {
    match value {
        Value::Empty => td_string!(locale, labels.empty_field).to_owned(),
        Value::Text(name) => {
            choice(locale, kind, field, name).map_or_else(|| name.clone(), str::to_owned)
        }
        Value::Json(json) if field == "agenda" => agenda(json).unwrap_or_else(|| json.clone()),
        Value::Json(json) => json.clone(),
        Value::Number(minutes) if field == "planned_at_min" => {
            let minutes = *minutes as u32;
            format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
        }
        Value::Number(number) => format::plain(locale, *number),
        Value::Date(date) => format::date(locale, *date),
        Value::Bool(true) => td_string!(locale, labels.yes).to_owned(),
        Value::Bool(false) => td_string!(locale, labels.no).to_owned(),
        Value::Id(id) => id.to_string(),
    }
}

/// The word of a choice; `None` where the field is free text, or a newer version's choice.
fn choice(locale: Locale, kind: &str, field: &str, name: &str) -> Option<&'static str> {
    Some(match (kind, field) {
        (_, "importance") => importance(locale, Importance::named(name)?),
        (_, "source_kind") => source_kind(locale, SourceKind::named(name)?),
        (_, "production" | "orders") => trend(locale, Trend::named(name)?),
        (_, "severity") => severity(locale, Severity::named(name)?),
        (_, "likelihood") => likelihood(locale, Likelihood::named(name)?),
        (_, "class") => service_class(locale, ServiceClass::named(name)?),
        (_, "connection") => connection_kind(locale, ConnectionKind::named(name)?),
        (_, "gauge") => gauge(locale, Gauge::named(name)?),
        ("request", "kind") => request_kind(locale, RequestKind::named(name)?),
        ("finding", "kind") => finding_kind(locale, FindingKind::named(name)?),
        _ => return None,
    })
}

fn agenda(json: &str) -> Option<String> {
    let items: Vec<AgendaItem> = serde_json::from_str(json).ok()?;
    let texts: Vec<String> = items.into_iter().map(|item| item.text).collect();
    Some(texts.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::domain::{
        Record,
        action::Action,
        plan::{PlanItem, ServicePlan},
        request::Request,
        visit::{DevelopmentNeed, Finding, Visit},
    };

    #[test]
    fn every_field_that_a_person_enters_has_a_name() {
        /// What nobody enters: links and positions, and what a line of a plan is made as.
        const UNNAMED: [&str; 4] = ["source", "accuracy_m", "visit", "is_closed"];
        const MADE_AS: [&str; 9] = [
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
        let kinds = [
            (Visit::KIND, Visit::FIELDS),
            (Request::KIND, Request::FIELDS),
            (Action::KIND, Action::FIELDS),
            (ServicePlan::KIND, ServicePlan::FIELDS),
            (PlanItem::KIND, PlanItem::FIELDS),
        ];
        for (kind, fields) in kinds {
            let is_of_plan = [ServicePlan::KIND, PlanItem::KIND].contains(&kind);
            let named = fields
                .iter()
                .filter(|name| !UNNAMED.contains(name) && !(is_of_plan && MADE_AS.contains(name)));
            for name in named {
                // `opened_on` is the day it was promised; nobody changes it.
                if *name != "opened_on" {
                    assert_ne!(field(Locale::zh, kind, name), *name, "{kind}.{name}");
                }
            }
        }
        for kind in [Finding::KIND, DevelopmentNeed::KIND] {
            assert_ne!(field(Locale::en, kind, "text"), "text");
        }
        assert_eq!(field(Locale::zh, "visit", "of_a_newer_version"), "of_a_newer_version");
    }

    #[test]
    fn values_read_as_people_write_them() {
        let text = |text: &str| Value::Text(text.into());
        let agenda = r#"[{"text":"欠费","is_done":true},{"text":"增容"}]"#;
        for (kind, name, value, said) in [
            ("visit", "production", text("falling"), "下降"),
            ("visit", "planned_at_min", Value::Number(570.0), "09:30"),
            ("visit", "agenda", Value::Json(agenda.into()), "欠费、增容"),
            ("visit", "is_cancelled", Value::Bool(true), "是"),
            ("visit", "summary", text("falling"), "falling"),
            ("request", "kind", text("complaint"), "投诉"),
            ("request", "kind", text("newer"), "newer"),
            ("action", "owner", Value::Empty, "未填写"),
        ] {
            assert_eq!(field_value(Locale::zh, kind, name, &value), said);
        }
    }
}
