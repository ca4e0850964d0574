//! Words of the import: kinds, fields, formats and columns.

use busbar_core::{
    domain::{Customer, Value},
    exchange::{
        FileKind, Mapping, Reason,
        heading::ROW_BREAK,
        mapping::Target,
        plan::Difference,
        problem::Problem,
        sheet::{SheetFormat, SheetName},
        text::TextEncoding,
    },
};
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*, shared::forms::Form};

pub use crate::ui::shared::reasons::{job_error, reason, short_reason, unit};

/// Returns the name of a kind of file.
pub fn kind(locale: Locale, kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => td_string!(locale, import.kind_customers),
        FileKind::SupplyPoints => td_string!(locale, import.kind_supply_points),
        FileKind::Readings => td_string!(locale, import.kind_readings),
        FileKind::Bills => td_string!(locale, import.kind_bills),
        FileKind::Contacts => td_string!(locale, import.kind_contacts),
    }
}

/// Returns a description of the contents of a kind of file.
pub fn kind_text(locale: Locale, kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => td_string!(locale, import.kind_customers_text),
        FileKind::SupplyPoints => td_string!(locale, import.kind_supply_points_text),
        FileKind::Readings => td_string!(locale, import.kind_readings_text),
        FileKind::Bills => td_string!(locale, import.kind_bills_text),
        FileKind::Contacts => td_string!(locale, import.kind_contacts_text),
    }
}

/// Returns the name of a field with its unit, by its stable name; empty for an unknown field.
pub fn field(locale: Locale, kind: FileKind, name: &str) -> &'static str {
    match name {
        "account_number" if kind == FileKind::Customers => {
            td_string!(locale, import.field_account_number_customer)
        }
        "account_number" => td_string!(locale, import.field_account_number_point),
        "name" if kind == FileKind::Contacts => td_string!(locale, import.field_contact_name),
        "name" => td_string!(locale, import.field_name),
        "role" => td_string!(locale, import.field_role),
        "phone" => td_string!(locale, import.field_phone),
        "email" => td_string!(locale, import.field_email),
        "year" => td_string!(locale, import.field_year),
        "industry" => td_string!(locale, import.field_industry),
        "region" => td_string!(locale, import.field_region),
        "address" => td_string!(locale, import.field_address),
        "latitude" => td_string!(locale, import.field_latitude),
        "longitude" => td_string!(locale, import.field_longitude),
        "voltage_level_kv" => td_string!(locale, import.field_voltage_level_kv),
        "contracted_capacity_kva" => td_string!(locale, import.field_contracted_capacity_kva),
        "running_capacity_kva" => td_string!(locale, import.field_running_capacity_kva),
        "importance" => td_string!(locale, import.field_importance),
        "source_kind" => td_string!(locale, import.field_source_kind),
        "security_load_kw" => td_string!(locale, import.field_security_load_kw),
        "backup_kw" => td_string!(locale, import.field_backup_kw),
        "strategic_importance" => td_string!(locale, import.field_strategic_importance),
        "account_manager" => td_string!(locale, import.field_account_manager),
        "account_manager_number" => td_string!(locale, import.field_account_manager_number),
        "note" => td_string!(locale, import.field_note),
        "customer" => td_string!(locale, import.field_customer),
        "supply_point" => td_string!(locale, import.field_supply_point),
        "month" => td_string!(locale, import.field_month),
        "energy_kwh" => td_string!(locale, import.field_energy_kwh),
        "sharp_kwh" => td_string!(locale, import.field_sharp_kwh),
        "peak_kwh" => td_string!(locale, import.field_peak_kwh),
        "flat_kwh" => td_string!(locale, import.field_flat_kwh),
        "valley_kwh" => td_string!(locale, import.field_valley_kwh),
        "peak_demand_kw" => td_string!(locale, import.field_peak_demand_kw),
        "reactive_kvarh" => td_string!(locale, import.field_reactive_kvarh),
        "billed_on" => td_string!(locale, import.field_billed_on),
        "bill_number" => td_string!(locale, import.field_bill_number),
        "amount_cny" => td_string!(locale, import.field_amount_cny),
        "due_on" => td_string!(locale, import.field_due_on),
        "paid_on" => td_string!(locale, import.field_paid_on),
        "is_deleted" => td_string!(locale, labels.field_removed),
        _ => "",
    }
}

/// Returns the owner of a changed value: the customer's name, then the record's number or name if it is different.
pub fn whose(difference: &Difference) -> [String; 2] {
    let (customer, record) = (&difference.customer, &difference.record);
    match (customer.is_empty(), record == customer) {
        (true, _) => [record.clone(), String::new()],
        (_, true) => [customer.clone(), String::new()],
        _ => [customer.clone(), record.clone()],
    }
}

/// Returns a value before or after an import; a dash for an empty one.
pub fn value(locale: Locale, field: &str, value: &Value) -> String {
    match value {
        Value::Empty => td_string!(locale, labels.nothing).to_owned(),
        value => Customer::value_of(locale, field, value),
    }
}

/// Returns the name of the field assigned to a column.
pub fn target(locale: Locale, kind: FileKind, target: &Target) -> String {
    match target {
        Target::Field(name) => field(locale, kind, name).to_owned(),
        Target::EnergyOf(month) => {
            td_string!(locale, import.energy_of, month = format::month(locale, *month))
        }
    }
}

/// Returns a message that names the required fields without a column, and an amount column in another currency; `None`
/// if there are neither.
pub fn missing(locale: Locale, mapping: &Mapping) -> Option<String> {
    let or = td_string!(locale, import.columns_or);
    let foreign = mapping.foreign_amount();
    let lists: Vec<String> = mapping
        .missing()
        .iter()
        .filter(|fields| foreign.is_none() || !fields.contains(&"amount_cny"))
        .map(|fields| {
            let word = |name| field(locale, mapping.kind, name);
            match fields {
                // Any of several quantities is sufficient; one of them is named as an example.
                [first, _, _, ..] => {
                    td_string!(locale, import.columns_any, field = word(first))
                }
                few => few.iter().copied().map(word).collect::<Vec<_>>().join(or),
            }
        })
        .collect();
    let fields = lists.join(td_string!(locale, import.columns_and));
    let lacks =
        (!fields.is_empty()).then(|| td_string!(locale, import.columns_missing, fields = fields));
    let foreign = foreign.map(|(heading, currency)| {
        let heading = heading.replace(ROW_BREAK, " / ");
        td_string!(locale, import.columns_foreign, heading = heading, currency = currency)
    });
    let parts: Vec<String> = foreign.into_iter().chain(lacks).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Returns the name of a text encoding.
pub fn encoding(locale: Locale, encoding: TextEncoding) -> &'static str {
    match encoding {
        TextEncoding::Utf8 => td_string!(locale, import.encoding_utf8),
        TextEncoding::Gb18030 => td_string!(locale, import.encoding_gb18030),
        TextEncoding::Utf16 => td_string!(locale, import.encoding_utf16),
        TextEncoding::Big5 => td_string!(locale, import.encoding_big5),
    }
}

/// Returns the name of a spreadsheet format.
pub fn sheet_format(locale: Locale, format: SheetFormat) -> &'static str {
    match format {
        SheetFormat::Xlsx => td_string!(locale, import.file_format_xlsx),
        SheetFormat::Xlsb => td_string!(locale, import.file_format_xlsb),
        SheetFormat::Xls => td_string!(locale, import.file_format_xls),
        SheetFormat::Ods => td_string!(locale, import.file_format_ods),
        SheetFormat::WebPage => td_string!(locale, import.file_format_web_page),
        SheetFormat::Xml => td_string!(locale, import.file_format_xml),
    }
}

/// Returns the name of a sheet, marked if it is hidden.
pub fn sheet(locale: Locale, sheet: &SheetName) -> String {
    if sheet.is_hidden {
        td_string!(locale, import.file_sheet_hidden, name = sheet.name.as_str())
    } else {
        sheet.name.clone()
    }
}

/// Delimiters offered to the user, with their names.
pub fn delimiters(locale: Locale) -> [(char, &'static str); 7] {
    [
        (',', td_string!(locale, import.delimiter_comma)),
        (';', td_string!(locale, import.delimiter_semicolon)),
        ('\t', td_string!(locale, import.delimiter_tab)),
        ('|', td_string!(locale, import.delimiter_bar)),
        ('，', td_string!(locale, import.delimiter_wide_comma)),
        ('；', td_string!(locale, import.delimiter_wide_semicolon)),
        ('｜', td_string!(locale, import.delimiter_wide_bar)),
    ]
}

/// Returns the column of a problem: its heading, or the name of the field if its column is missing.
pub fn column(locale: Locale, kind: FileKind, problem: &Problem) -> String {
    match problem.reason {
        Reason::MissingColumn => field(locale, kind, &problem.column).to_owned(),
        _ => problem.column.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use busbar_core::exchange::mapping::Remembered;

    #[test]
    fn every_field_of_a_file_has_a_word() {
        for locale in [Locale::zh, Locale::en] {
            for kind in FileKind::ALL {
                for name in kind.fields().iter().map(|field| field.name).chain(["is_deleted"]) {
                    assert_ne!(field(locale, *kind, name), "", "{kind:?} {name}");
                }
            }
        }
    }

    #[test]
    fn a_column_in_another_currency_is_not_called_missing() {
        let missing_of = |locale, headings: &str| {
            let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
            missing(locale, &Mapping::recognise(1, &headings, |_| Remembered::new()))
        };
        for locale in [Locale::zh, Locale::en] {
            let amount = field(locale, FileKind::Bills, "amount_cny");
            let found = missing_of(locale, "account,bill_date,kwh,total_due_usd").unwrap();
            assert!(found.contains("total_due_usd") && found.contains("USD"), "{found}");
            assert!(!found.contains(amount), "{found}");
            let lacking = missing_of(locale, "account,bill_date,kwh,due_date").unwrap();
            assert!(lacking.contains(amount), "{lacking}");
            assert_eq!(missing_of(locale, "account,bill_date,kwh,total_due"), None);
        }
    }

    #[test]
    fn values_before_and_after_are_written_in_the_language_of_the_person() {
        let text = |text: &str| Value::Text(text.into());
        for (name, written, zh, en) in [
            ("name", text("甲"), "甲", "甲"),
            ("importance", text("first"), "一级", "First grade"),
            ("energy_kwh", Value::Number(12500.5), "12\u{202f}500.5", "12,500.5"),
            ("due_on", Value::Date(date(2026, 2, 20)), "2026年2月20日", "20 Feb 2026"),
            ("is_deleted", Value::Bool(true), "是", "Yes"),
            ("due_on", Value::Empty, "—", "—"),
        ] {
            assert_eq!(value(Locale::zh, name, &written), zh);
            assert_eq!(value(Locale::en, name, &written), en);
        }
    }
}
