//! 服务标准: what each class of customers is served with, and how often it is visited. A setting, each
//! with the day from which it holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{dated::DatedSetting, record::choice, segment::AbcClass};

/// The name of the setting that holds the [`StandardHistory`].
pub const STANDARD: &str = "service.standard";

/// All standards there were.
pub type StandardHistory = DatedSetting<ServiceStandard>;

choice! {
    /// A class of customers that is served alike.
    pub enum ServiceClass {
        /// 重点客户, by the rules for key accounts.
        Key = "key",
        /// A 类, not key.
        A = "a",
        /// B 类, not key.
        B = "b",
        /// C 类 and everybody of whom nothing is known.
        C = "c",
    }
}

impl ServiceClass {
    /// The class of a customer.
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
    /// What a class is offered.
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
    /// Who takes part in serving a class.
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

/// How one class is served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceLevel {
    /// 走访周期: days from one visit to the next; not visited by rhythm where there is none.
    pub visit_every_days: Option<u32>,
    /// Working days to the first answer of a request; where there is none, the limits of requests hold.
    pub response_days: Option<u32>,
    /// What it is offered.
    pub offers: BTreeSet<Offer>,
    /// Who takes part.
    pub team: BTreeSet<Speciality>,
}

/// How every class is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceStandard {
    levels: BTreeMap<ServiceClass, ServiceLevel>,
}

impl ServiceStandard {
    /// How a class is served.
    pub fn level(&self, class: ServiceClass) -> ServiceLevel {
        self.levels.get(&class).cloned().unwrap_or_default()
    }

    /// 走访周期 of a class, days; none where it is not visited by rhythm.
    pub fn visit_every_days(&self, class: ServiceClass) -> Option<u32> {
        self.levels.get(&class)?.visit_every_days
    }

    /// The same with another level for one class.
    #[must_use]
    pub fn with(mut self, class: ServiceClass, level: ServiceLevel) -> Self {
        self.levels.insert(class, level);
        self
    }
}

impl Default for ServiceStandard {
    /// A beginning for the company to set its own: key accounts every month, class A every quarter, B
    /// twice a year, C once.
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
