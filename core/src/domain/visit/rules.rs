//! The rules of visit planning: what calls for a visit beside the rhythm, and how a day of visits is laid
//! out. A setting; the rhythm itself is the service standard's.

use serde::{Deserialize, Serialize};

/// The name of the setting that holds the [`VisitRules`].
pub const RULES: &str = "visit.rules";

/// The rules that hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitRules {
    /// A change of use against last year that calls for a visit, up or down, percent.
    pub use_change_percent: f64,
    /// Satisfaction under it calls for a visit, 0 to 100.
    pub low_score: f64,
    /// When the visits of a day begin, minutes after midnight, ascending; as many fit into a day.
    pub starts_min: Vec<u32>,
    /// How long a visit is planned to last, minutes.
    pub duration_min: u32,
    /// Where a day of visits begins and ends.
    pub office: Option<Office>,
    /// A check-in farther from the customer's address than this is pointed out, metres.
    pub far_m: f64,
    /// Working days within which somebody who judged low is called back.
    pub call_back_days: u32,
}

/// The office that managers set out from, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Default for VisitRules {
    /// A beginning for the company to set its own: a fifth of last year's use, a score under 60, two
    /// visits in the morning and two in the afternoon of an hour each.
    fn default() -> Self {
        Self {
            use_change_percent: 20.0,
            low_score: 60.0,
            starts_min: vec![9 * 60, 10 * 60 + 30, 14 * 60, 15 * 60 + 30],
            duration_min: 60,
            office: None,
            far_m: 500.0,
            call_back_days: 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_less_have_the_rest_by_default() {
        let read: VisitRules = serde_json::from_str(r#"{"low_score":70}"#).unwrap();
        let expected = VisitRules { low_score: 70.0, ..VisitRules::default() };
        assert_eq!(read, expected);
    }
}
