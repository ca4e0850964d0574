//! 服务标准: the services and visit interval of each class of customers. A setting with an effective date.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{dated::DatedSetting, keyed, record::choice, segment::AbcClass};

/// Name of the setting that holds the [`StandardHistory`].
pub const STANDARD: &str = "service.standard";

/// All standards with their effective dates.
pub type StandardHistory = DatedSetting<ServiceStandard>;

choice! {
    /// A class of customers with the same service.
    pub enum ServiceClass {
        /// 重点客户, by the key-account rules.
        Key = "key",
        /// A 类, not a key account.
        A = "a",
        /// B 类, not a key account.
        B = "b",
        /// C 类, and customers without data.
        C = "c",
    }
}

impl ServiceClass {
    /// Returns the service class of a customer.
    pub const fn of(is_key_account: bool, class: Option<AbcClass>) -> Self {
        match (is_key_account, class) {
            (true, _) => Self::Key,
            (false, Some(AbcClass::A)) => Self::A,
            (false, Some(AbcClass::B)) => Self::B,
            (false, Some(AbcClass::C) | None) => Self::C,
        }
    }
}

choice! {
    /// Service offered to a class.
    pub enum Offer {
        /// 专属客户经理
        OwnManager = "own_manager",
        /// 绿色通道
        GreenChannel = "green_channel",
        /// 一户一策
        ServicePlan = "service_plan",
        /// 用电分析报告
        UseReport = "use_report",
        /// 电费优化建议
        BillAdvice = "bill_advice",
        /// 设备体检
        EquipmentCheck = "equipment_check",
        /// 安全检查
        SafetyCheck = "safety_check",
        /// 停电提前告知
        OutageNotice = "outage_notice",
        /// 满意度回访
        SatisfactionCall = "satisfaction_call",
    }
}

choice! {
    /// Speciality of a team member.
    pub enum Speciality {
        /// 客户经理
        AccountManager = "account_manager",
        /// 部门负责人
        DepartmentHead = "department_head",
        /// 市场
        Market = "market",
        /// 财务
        Finance = "finance",
        /// 设备技术
        Technical = "technical",
        /// 用电检查
        Inspection = "inspection",
    }
}

/// Service level of one class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceLevel {
    /// 走访周期: visit interval in days; `None` for no regular visits.
    pub visit_every_days: Option<u32>,
    /// Working days to the first answer of a request; `None` if the general limits apply.
    pub response_days: Option<u32>,
    /// Services offered.
    #[serde(with = "keyed::set")]
    pub offers: BTreeSet<Offer>,
    /// Team.
    #[serde(with = "keyed::set")]
    pub team: BTreeSet<Speciality>,
}

/// Service levels of all classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceStandard {
    levels: BTreeMap<ServiceClass, ServiceLevel>,
}

impl ServiceStandard {
    /// Returns the service level of a class.
    pub fn level(&self, class: ServiceClass) -> ServiceLevel {
        self.levels.get(&class).cloned().unwrap_or_default()
    }

    /// Returns the visit interval (走访周期) of a class, days; `None` for no regular visits.
    pub fn visit_every_days(&self, class: ServiceClass) -> Option<u32> {
        self.levels.get(&class)?.visit_every_days
    }

    /// Returns the standard with the level of one class replaced.
    #[must_use]
    pub fn with(mut self, class: ServiceClass, level: ServiceLevel) -> Self {
        self.levels.insert(class, level);
        self
    }
}

impl Default for ServiceStandard {
    /// Starting values for the company to adjust: key accounts every month, class A every quarter, B twice a
    /// year, C once.
    fn default() -> Self {
        use Offer::{
            BillAdvice, EquipmentCheck, OutageNotice, OwnManager, SafetyCheck, SatisfactionCall,
            UseReport,
        };
        use Speciality::{AccountManager, DepartmentHead, Finance, Inspection, Market, Technical};
        let level = |days, response, offers: &[Offer], team: &[Speciality]| ServiceLevel {
            visit_every_days: Some(days),
            response_days: response,
            offers: offers.iter().copied().collect(),
            team: team.iter().copied().collect(),
        };
        let all = Offer::ALL;
        let quarterly = [
            OwnManager,
            UseReport,
            BillAdvice,
            EquipmentCheck,
            SafetyCheck,
            OutageNotice,
            SatisfactionCall,
        ];
        let specialists = [AccountManager, DepartmentHead, Market, Finance, Technical];
        Self {
            levels: BTreeMap::from([
                (ServiceClass::Key, level(30, Some(1), all, &specialists)),
                (ServiceClass::A, level(90, Some(1), &quarterly, &[AccountManager, Technical])),
                (
                    ServiceClass::B,
                    level(
                        180,
                        None,
                        &[BillAdvice, SafetyCheck, OutageNotice],
                        &[AccountManager, Inspection],
                    ),
                ),
                (ServiceClass::C, level(365, None, &[SafetyCheck, OutageNotice], &[Inspection])),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_account_is_one_whatever_its_class() {
        assert_eq!(ServiceClass::of(true, Some(AbcClass::C)), ServiceClass::Key);
        assert_eq!(ServiceClass::of(false, Some(AbcClass::B)), ServiceClass::B);
        assert_eq!(ServiceClass::of(false, None), ServiceClass::C);
    }

    #[test]
    fn a_standard_is_stored_by_stable_names() {
        let level = ServiceLevel {
            visit_every_days: Some(7),
            offers: BTreeSet::from([Offer::GreenChannel]),
            ..ServiceLevel::default()
        };
        let standard = ServiceStandard::default().with(ServiceClass::Key, level.clone());
        let json = serde_json::to_string(&standard).unwrap();
        assert!(json.contains(r#""key":{"visit_every_days":7"#), "{json}");
        let read: ServiceStandard = serde_json::from_str(&json).unwrap();
        assert_eq!(read.level(ServiceClass::Key), level);
    }
}
