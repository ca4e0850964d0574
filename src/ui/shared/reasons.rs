//! Messages about problems of a file or one of its cells, errors of background jobs, and names of units.

use busbar_core::exchange::{Reason, problem::FileType};
use leptos_i18n::td_string;

use crate::{
    state::workers::JobError,
    ui::{format, i18n::*},
};

/// Returns the description of a problem, with the remedy if there is one.
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
            say!(locale, import.reason_duplicate, line = *first_line as usize)
        }
        Reason::LostZeros { known } => {
            td_string!(locale, import.reason_lost_zeros, known = known.as_str())
        }
        Reason::MixedUnits { column, cell } => td_string!(
            locale,
            import.reason_mixed_units,
            column = unit(locale, column),
            cell = unit(locale, cell)
        ),
        Reason::OtherCurrency { currency } => {
            td_string!(locale, import.reason_other_currency, currency = currency.as_str())
        }
        plain => plain_reason(locale, plain).to_owned(),
    }
}

/// Returns the usual notation of a unit, by its name in the core.
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
        Reason::NotCalculated => td_string!(locale, import.reason_not_calculated),
        Reason::ErrorCell => td_string!(locale, import.reason_error_cell),
        Reason::ShortenedNumber => td_string!(locale, import.reason_shortened_number),
        Reason::UnclearMonth => td_string!(locale, import.reason_unclear_month),
        Reason::OutOfRange => td_string!(locale, import.reason_out_of_range),
        Reason::ExchangedCoordinates => td_string!(locale, import.reason_exchanged_coordinates),
        Reason::TotalRow => td_string!(locale, import.reason_total_row),
        Reason::NoRecord => td_string!(locale, import.reason_no_record),
        Reason::MoreCells => td_string!(locale, import.reason_more_cells),
        Reason::BrokenText => td_string!(locale, import.reason_broken_text),
        Reason::SeveralNumbers => td_string!(locale, import.reason_several_numbers),
        Reason::MissingYear => td_string!(locale, import.reason_missing_year),
        Reason::UnclearDecimals => td_string!(locale, import.reason_unclear_decimals),
        Reason::RepeatedHeading => td_string!(locale, import.reason_repeated_heading),
        Reason::Doubtful => td_string!(locale, import.reason_doubtful),
        Reason::Nameless => td_string!(locale, import.reason_nameless),
        Reason::UnknownQuestionnaire => td_string!(locale, import.reason_unknown_questionnaire),
        Reason::FutureDate => td_string!(locale, import.reason_future_date),
        other => short_reason(locale, other.name()),
    }
}

fn wrong_type(locale: Locale, found: FileType) -> &'static str {
    match found {
        FileType::Encrypted => td_string!(locale, import.reason_wrong_encrypted),
        FileType::OldDocument => td_string!(locale, import.reason_wrong_old_document),
        FileType::Archive => td_string!(locale, import.reason_wrong_archive),
        FileType::Compressed => td_string!(locale, import.reason_wrong_compressed),
        FileType::Pdf => td_string!(locale, import.reason_wrong_pdf),
        FileType::Picture => td_string!(locale, import.reason_wrong_picture),
        FileType::WebPage => td_string!(locale, import.reason_wrong_web_page),
        FileType::Binary => td_string!(locale, import.reason_wrong_binary),
    }
}

/// Returns a problem in a word or two, by its stable name; empty for an unknown name.
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
        "not_calculated" => td_string!(locale, import.short_not_calculated),
        "error_cell" => td_string!(locale, import.short_error_cell),
        "shortened_number" => td_string!(locale, import.short_shortened_number),
        "unclear_month" => td_string!(locale, import.short_unclear_month),
        "out_of_range" => td_string!(locale, import.short_out_of_range),
        "total_row" => td_string!(locale, import.short_total_row),
        "no_record" => td_string!(locale, import.short_no_record),
        "more_cells" => td_string!(locale, import.short_more_cells),
        "broken_text" => td_string!(locale, import.short_broken_text),
        "lost_zeros" => td_string!(locale, import.short_lost_zeros),
        "several_numbers" => td_string!(locale, import.short_several_numbers),
        "missing_year" => td_string!(locale, import.short_missing_year),
        "other_currency" => td_string!(locale, import.short_other_currency),
        "unclear_decimals" => td_string!(locale, import.short_unclear_decimals),
        "repeated_heading" => td_string!(locale, import.short_repeated_heading),
        "doubtful" => td_string!(locale, import.short_doubtful),
        "nameless" => td_string!(locale, import.short_nameless),
        "unknown_questionnaire" => td_string!(locale, import.short_unknown_questionnaire),
        "future_date" => td_string!(locale, import.short_future_date),
        _ => "",
    }
}

/// Returns the reason why a background job failed, and the remedy.
pub fn job_error(locale: Locale, error: &JobError) -> String {
    match error {
        JobError::File(_) => td_string!(locale, import.error_file),
        JobError::OtherVersion(_) | JobError::Malformed => td_string!(locale, import.error_version),
        JobError::Write(_) => td_string!(locale, import.error_write),
        JobError::Matrix(_) | JobError::KMeans(_) => td_string!(locale, import.error_numbers),
        JobError::Cancelled => td_string!(locale, import.error_stopped),
        JobError::Lost(_) => td_string!(locale, import.error_memory),
    }
    .to_owned()
}
