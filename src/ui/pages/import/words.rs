//! The words of an import: kinds, fields, what a file is, and what is wrong with it.

use leptos_i18n::td_string;

use crate::{
    exchange::{
        Kind, Mapping, Reason,
        mapping::Target,
        problem::{FileType, Problem},
        text::TextEncoding,
    },
    state::workers::JobError,
    ui::{format, i18n::*},
};

/// What a file holds.
pub fn kind(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => td_string!(locale, import.kind_customers),
        Kind::SupplyPoints => td_string!(locale, import.kind_supply_points),
        Kind::Readings => td_string!(locale, import.kind_readings),
        Kind::Bills => td_string!(locale, import.kind_bills),
    }
}

/// What a file of this kind brings.
pub fn kind_text(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => td_string!(locale, import.kind_customers_text),
        Kind::SupplyPoints => td_string!(locale, import.kind_supply_points_text),
        Kind::Readings => td_string!(locale, import.kind_readings_text),
        Kind::Bills => td_string!(locale, import.kind_bills_text),
    }
}

/// A field, by its stable name, with its unit.
pub fn field(locale: Locale, kind: Kind, name: &str) -> &'static str {
    match name {
        "account_number" if kind == Kind::Customers => {
            td_string!(locale, import.field_account_number_customer)
        }
        "account_number" => td_string!(locale, import.field_account_number_point),
        "name" => td_string!(locale, import.field_name),
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
        "amount_cny" => td_string!(locale, import.field_amount_cny),
        "due_on" => td_string!(locale, import.field_due_on),
        "paid_on" => td_string!(locale, import.field_paid_on),
        _ => "",
    }
}

/// What a column holds.
pub fn target(locale: Locale, kind: Kind, target: &Target) -> String {
    match target {
        Target::Field(name) => field(locale, kind, name).to_owned(),
        Target::EnergyOf(month) => td_string!(
            locale,
            import.energy_of,
            month = format::month(locale, *month)
        ),
    }
}

/// The fields that a file cannot do without and lacks.
pub fn missing(locale: Locale, mapping: &Mapping) -> Option<String> {
    let or = td_string!(locale, import.columns_or);
    let lists: Vec<String> = mapping
        .missing()
        .iter()
        .map(|fields| {
            let word = |name| field(locale, mapping.kind, name);
            match fields {
                // Any quantity will do; to name one of the many is enough.
                [first, _, _, ..] => {
                    td_string!(locale, import.columns_any, field = word(first))
                }
                few => few.iter().copied().map(word).collect::<Vec<_>>().join(or),
            }
        })
        .collect();
    let fields = lists.join(td_string!(locale, import.columns_and));
    (!fields.is_empty()).then(|| td_string!(locale, import.columns_missing, fields = fields))
}

/// An encoding.
pub fn encoding(locale: Locale, encoding: TextEncoding) -> &'static str {
    match encoding {
        TextEncoding::Utf8 => td_string!(locale, import.encoding_utf8),
        TextEncoding::Gb18030 => td_string!(locale, import.encoding_gb18030),
        TextEncoding::Utf16 => td_string!(locale, import.encoding_utf16),
    }
}

/// The separators that a person can choose, with their words.
pub fn delimiters(locale: Locale) -> [(u8, &'static str); 4] {
    [
        (b',', td_string!(locale, import.delimiter_comma)),
        (b';', td_string!(locale, import.delimiter_semicolon)),
        (b'\t', td_string!(locale, import.delimiter_tab)),
        (b'|', td_string!(locale, import.delimiter_bar)),
    ]
}

/// Where a problem is: the heading, or the word of a field that no column holds.
pub fn column(locale: Locale, kind: Kind, problem: &Problem) -> String {
    match problem.reason {
        Reason::MissingColumn => field(locale, kind, &problem.column).to_owned(),
        _ => problem.column.clone(),
    }
}

/// What is wrong, and where there is something to do, what.
pub fn reason(locale: Locale, reason: &Reason) -> String {
    match reason {
        Reason::TooLarge { bytes, limit } => td_string!(
            locale,
            import.reason_too_large,
            size = format::size(locale, *bytes).to_string(),
            limit = format::size(locale, *limit).to_string()
        ),
        Reason::ZipBomb { limit, .. } => {
            td_string!(
                locale,
                import.reason_zip_bomb,
                limit = format::size(locale, *limit).to_string()
            )
        }
        Reason::Duplicate { first_line: 0 } => {
            td_string!(locale, import.reason_duplicate_elsewhere).to_owned()
        }
        Reason::Duplicate { first_line } => {
            td_string!(
                locale,
                import.reason_duplicate,
                line = format::count(locale, *first_line as usize)
            )
        }
        Reason::MixedUnits { column, cell } => td_string!(
            locale,
            import.reason_mixed_units,
            column = unit(locale, column),
            cell = unit(locale, cell)
        ),
        plain => plain_reason(locale, plain).to_owned(),
    }
}

/// A unit as people write it, by the name that it has in the core.
pub fn unit(locale: Locale, name: &str) -> String {
    let written = match name {
        "" => td_string!(locale, import.unit_none),
        "wh" => "Wh",
        "kwh" => "kWh",
        "mwh" => "MWh",
        "gwh" => "GWh",
        "mvarh" => "Mvarh",
        "w" => "W",
        "kw" => "kW",
        "mw" => "MW",
        "kva" => "kVA",
        "mva" => "MVA",
        "v" => "V",
        "kv" => "kV",
        "cny" => "CNY",
        other => other,
    };
    written.to_owned()
}

fn plain_reason(locale: Locale, reason: &Reason) -> &'static str {
    match reason {
        Reason::EmptyFile => td_string!(locale, import.reason_empty_file),
        Reason::WrongType(found) => wrong_type(locale, *found),
        Reason::Unreadable => td_string!(locale, import.reason_unreadable),
        Reason::NoSuchSheet => td_string!(locale, import.reason_no_such_sheet),
        Reason::MissingColumn => td_string!(locale, import.reason_missing_column),
        Reason::BrokenQuoting => td_string!(locale, import.reason_broken_quoting),
        Reason::UnknownCustomer => td_string!(locale, import.reason_unknown_customer),
        Reason::MissingValue => td_string!(locale, import.reason_missing_value),
        Reason::NotANumber => td_string!(locale, import.reason_not_a_number),
        Reason::Negative => td_string!(locale, import.reason_negative),
        Reason::ImpossibleMonth => td_string!(locale, import.reason_impossible_month),
        Reason::ImpossibleDate => td_string!(locale, import.reason_impossible_date),
        Reason::UnknownChoice => td_string!(locale, import.reason_unknown_choice),
        Reason::OutOfRange => td_string!(locale, import.reason_out_of_range),
        other => short_reason(locale, other.name()),
    }
}

fn wrong_type(locale: Locale, found: FileType) -> &'static str {
    match found {
        FileType::OldSpreadsheet => td_string!(locale, import.reason_wrong_old_spreadsheet),
        FileType::Archive => td_string!(locale, import.reason_wrong_archive),
        FileType::Compressed => td_string!(locale, import.reason_wrong_compressed),
        FileType::Pdf => td_string!(locale, import.reason_wrong_pdf),
        FileType::Picture => td_string!(locale, import.reason_wrong_picture),
        FileType::WebPage => td_string!(locale, import.reason_wrong_web_page),
        FileType::Binary => td_string!(locale, import.reason_wrong_binary),
    }
}

/// A kind of problem in a word or two, by its stable name.
pub fn short_reason(locale: Locale, name: &str) -> &'static str {
    match name {
        "empty_file" => td_string!(locale, import.short_empty_file),
        "too_large" => td_string!(locale, import.short_too_large),
        "zip_bomb" => td_string!(locale, import.short_zip_bomb),
        "wrong_type" => td_string!(locale, import.short_wrong_type),
        "unreadable" => td_string!(locale, import.short_unreadable),
        "no_such_sheet" => td_string!(locale, import.short_no_such_sheet),
        "missing_column" => td_string!(locale, import.short_missing_column),
        "broken_quoting" => td_string!(locale, import.short_broken_quoting),
        "unknown_customer" => td_string!(locale, import.short_unknown_customer),
        "duplicate" => td_string!(locale, import.short_duplicate),
        "missing_value" => td_string!(locale, import.short_missing_value),
        "not_a_number" => td_string!(locale, import.short_not_a_number),
        "negative" => td_string!(locale, import.short_negative),
        "impossible_month" => td_string!(locale, import.short_impossible_month),
        "impossible_date" => td_string!(locale, import.short_impossible_date),
        "mixed_units" => td_string!(locale, import.short_mixed_units),
        "unknown_choice" => td_string!(locale, import.short_unknown_choice),
        "out_of_range" => td_string!(locale, import.short_out_of_range),
        _ => "",
    }
}

/// Why the worker brought nothing, and what to do.
pub fn job_error(locale: Locale, error: &JobError) -> String {
    match error {
        JobError::File(_) => td_string!(locale, import.error_file).to_owned(),
        JobError::OtherVersion(_) | JobError::Malformed => {
            td_string!(locale, import.error_version).to_owned()
        }
        _ => td_string!(locale, import.error_memory).to_owned(),
    }
}
