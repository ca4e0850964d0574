//! Service limits in working days, by kind and stage, with effective dates [DOMAIN §5].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ConnectionKind, RequestKind, Stage};
use crate::domain::{dated::DatedSetting, record::choice};

/// Limits in force at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceLimits {
    /// Working days to the first answer, by kind; a kind without an entry has no limit.
    pub response: BTreeMap<RequestKind, u32>,
    /// Working days to resolution, by kind; connections have their own limits.
    pub resolution: BTreeMap<RequestKind, u32>,
    /// Limits of connections, working days.
    pub connections: BTreeMap<ConnectionKind, ConnectionLimits>,
    /// 计划停电: notice period for planned outages, calendar days.
    pub outage_notice_days: u32,
    /// 抢修到达: time to arrival after a fault report.
    pub repair_arrival: RepairArrival,
}

/// Limits of one kind of connection, in working days that wait for the utility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectionLimits {
    /// All stages together.
    pub total: u32,
    /// Single stages; a stage without an entry has no limit.
    pub stages: BTreeMap<Stage, u32>,
}

impl ConnectionLimits {
    /// Returns the working days allowed by all stages together, if more than the total. A total and its stages
    /// are separate limits [DOMAIN §5]: neither follows from the other.
    pub fn stages_beyond_total(&self) -> Option<u32> {
        let stages = self.stages.values().copied();
        let stages = stages.fold(0, u32::saturating_add);
        (stages > self.total).then_some(stages)
    }
}

choice! {
    /// Area of a repair.
    pub enum RepairArea {
        /// 城区
        City = "city",
        /// 农村
        Country = "country",
        /// 特殊边远地区
        Remote = "remote",
    }
}

/// Minutes from the report of a fault to arrival on site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairArrival {
    /// 城区
    pub city_minutes: u32,
    /// 农村
    pub country_minutes: u32,
    /// 特殊边远地区
    pub remote_minutes: u32,
}

impl RepairArrival {
    /// Returns the limit of an area, minutes.
    pub const fn minutes(self, area: RepairArea) -> u32 {
        match area {
            RepairArea::City => self.city_minutes,
            RepairArea::Country => self.country_minutes,
            RepairArea::Remote => self.remote_minutes,
        }
    }
}

impl Default for RepairArrival {
    fn default() -> Self {
        Self { city_minutes: 45, country_minutes: 90, remote_minutes: 120 }
    }
}

impl Default for ServiceLimits {
    /// Connections, outages, repairs, meter tests and complaints as promised by State Grid [国家电网公司供电服务“十项承诺”;
    /// DOMAIN §5]; the other kinds are starting values for the company to adjust. A fault counts as resolved once
    /// supply is restored, which is promised within hours; reports and suggestions have no limit until the
    /// company enters one.
    fn default() -> Self {
        let high_voltage = |total, supply_plan| ConnectionLimits {
            total,
            stages: BTreeMap::from([
                (Stage::SupplyPlan, supply_plan),
                (Stage::DesignReview, 10),
                (Stage::MidCheck, 5),
                (Stage::FinalCheck, 5),
                (Stage::Connection, 5),
            ]),
        };
        let low_voltage = ConnectionLimits { total: 6, stages: BTreeMap::new() };
        Self {
            response: BTreeMap::from([
                (RequestKind::Consultation, 1),
                (RequestKind::Business, 1),
                (RequestKind::Maintenance, 1),
                (RequestKind::Fault, 1),
                (RequestKind::MeterTest, 1),
                (RequestKind::Complaint, 1),
                (RequestKind::Report, 1),
                (RequestKind::Suggestion, 1),
            ]),
            resolution: BTreeMap::from([
                (RequestKind::Consultation, 5),
                (RequestKind::Business, 10),
                (RequestKind::Maintenance, 5),
                (RequestKind::Fault, 1),
                (RequestKind::MeterTest, 5),
                (RequestKind::Complaint, 7),
            ]),
            connections: BTreeMap::from([
                (ConnectionKind::LowVoltage, low_voltage),
                (ConnectionKind::HighVoltageSingle, high_voltage(22, 15)),
                (ConnectionKind::HighVoltageDual, high_voltage(32, 30)),
            ]),
            outage_notice_days: 7,
            repair_arrival: RepairArrival::default(),
        }
    }
}

/// All limits with their effective dates. A request keeps the limits of the day of receipt.
pub type LimitHistory = DatedSetting<ServiceLimits>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_that_a_customer_brings_is_answered_within_a_limit() {
        let limits = ServiceLimits::default();
        for kind in RequestKind::ALL {
            let is_brought = *kind != RequestKind::News;
            assert_eq!(limits.response.contains_key(kind), is_brought, "{kind:?}");
        }
        // Kinds used in the trade, by their stored names.
        for name in ["fault", "report", "suggestion"] {
            assert!(RequestKind::named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn stages_that_allow_more_than_the_total_are_told() {
        let mut limits = ServiceLimits::default().connections;
        let beyond = |limits: &BTreeMap<ConnectionKind, ConnectionLimits>| {
            ConnectionKind::ALL
                .iter()
                .map(|kind| limits[kind].stages_beyond_total())
                .collect::<Vec<_>>()
        };
        let kinds = [
            ConnectionKind::LowVoltage,
            ConnectionKind::HighVoltageSingle,
            ConnectionKind::HighVoltageDual,
        ];
        assert_eq!(ConnectionKind::ALL, kinds);
        assert_eq!(beyond(&limits), [None, Some(40), Some(55)]);
        let single = limits.get_mut(&ConnectionKind::HighVoltageSingle).unwrap();
        single.total = 40;
        assert_eq!(beyond(&limits), [None, None, Some(55)]);
    }

    #[test]
    fn a_setting_of_less_has_the_rest_by_default() {
        let read: ServiceLimits = serde_json::from_str(r#"{"outage_notice_days":3}"#).unwrap();
        assert_eq!(read.connections, ServiceLimits::default().connections);
        assert_eq!(read.outage_notice_days, 3);
    }
}
