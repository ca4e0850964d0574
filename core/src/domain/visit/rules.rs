//! Rules of visit planning: reasons for visits besides the interval, and the layout of a day of visits. A
//! setting; the interval itself is part of the service standard.

use serde::{Deserialize, Serialize};

use crate::domain::setting::SettingContent;

/// Name of the setting that holds the [`VisitRules`].
pub const RULES: &str = "visit.rules";

/// Rules of visit planning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitRules {
    /// Change of use year over year, up or down, that calls for a visit, percent.
    pub use_change_percent: f64,
    /// Satisfaction below which a visit is called for, 0 to 100.
    pub low_score: f64,
    /// Start times of a day's visits, minutes after midnight, ascending; their number limits the visits per day.
    pub starts_min: Vec<u32>,
    /// Planned duration of a visit, minutes.
    pub duration_min: u32,
    /// Start and end point of a day of visits.
    pub office: Option<Office>,
    /// Distance between check-in and address above which it is pointed out, metres.
    pub far_m: f64,
    /// Working days within which a dissatisfied respondent is called back.
    pub call_back_days: u32,
}

/// The office from which managers set out, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Office {
    /// Latitude, degrees.
    pub latitude: f64,
    /// Longitude, degrees.
    pub longitude: f64,
}

impl SettingContent for VisitRules {}

impl Default for VisitRules {
    /// Starting values for the company to adjust: a change of use by a fifth, a score below 60, and two visits
    /// each in the morning and the afternoon, of an hour each.
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
