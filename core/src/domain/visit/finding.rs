//! Findings at a customer's site and, for hazards, their way from photo to re-check.

use jiff::civil::Date;

use super::Visit;
use crate::domain::{
    Customer, Id,
    record::{choice, record},
};

choice! {
    /// Subject of a finding.
    pub enum FindingKind {
        /// 设备
        Equipment = "equipment",
        /// 安全
        Safety = "safety",
        /// 供电质量
        SupplyQuality = "supply_quality",
        /// 电费
        Billing = "billing",
        /// 服务
        Service = "service",
        /// 经营情况
        Business = "business",
    }
}

choice! {
    /// Severity of a finding.
    pub enum Severity {
        /// 一般
        Minor = "minor",
        /// 严重
        Major = "major",
        /// 危急
        Critical = "critical",
    }
}

record! {
    /// 发现问题: a finding. A finding with a rectification date is a hazard (隐患).
    pub struct Finding: "finding" {
        /// Customer.
        pub customer: Option<Id<Customer>>,
        /// Visit during which it was found.
        pub visit: Option<Id<Visit>>,
        /// Date.
        pub found_on: Option<Date>,
        /// Subject.
        pub kind: Option<FindingKind>,
        /// Severity.
        pub severity: Option<Severity>,
        /// Description.
        pub text: String,
        /// 整改期限: date by which it is to be rectified.
        pub rectify_by: Option<Date>,
        /// 整改: date of rectification.
        pub rectified_on: Option<Date>,
        /// Rectification work done.
        pub rectification: String,
        /// 复查: date of a successful re-check.
        pub rechecked_on: Option<Date>,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// State of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingState {
    /// To be rectified, past its date.
    Overdue,
    /// To be rectified.
    Open,
    /// Rectified, awaiting a re-check.
    Recheck,
    /// Re-checked, or only noted.
    Closed,
}

impl Finding {
    /// Returns `true` if nothing was entered beyond the initial kind and severity. A blank finding can be filled
    /// in, but is not printed or signed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
            && self.rectification.trim().is_empty()
            && [self.rectify_by, self.rectified_on, self.rechecked_on] == [None; 3]
    }

    /// Returns the state on a day.
    pub fn state(&self, today: Date) -> FindingState {
        match (self.rectify_by, self.rectified_on, self.rechecked_on) {
            (_, _, Some(_)) | (None, None, None) => FindingState::Closed,
            (_, Some(_), None) => FindingState::Recheck,
            (Some(by), None, None) if by < today => FindingState::Overdue,
            (Some(_), None, None) => FindingState::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn a_finding_is_blank_until_something_is_entered() {
        let started = Finding {
            kind: Some(FindingKind::Equipment),
            severity: Some(Severity::Minor),
            text: " ".into(),
            ..Finding::empty(Id::new(Uuid::from_u128(1)))
        };
        assert!(started.is_blank());
        let entered: [fn(&mut Finding); 3] = [
            |finding| finding.text = "油位偏低".into(),
            |finding| finding.rectify_by = Some(date(2026, 12, 1)),
            |finding| finding.rectification = "已补油".into(),
        ];
        for (place, enter) in entered.iter().enumerate() {
            let mut finding = started.clone();
            enter(&mut finding);
            assert!(!finding.is_blank(), "{place}");
        }
    }

    #[test]
    fn a_hazard_is_closed_by_a_second_look() {
        let today = date(2026, 11, 24);
        let mut finding = Finding::empty(Id::new(Uuid::from_u128(1)));
        assert_eq!(finding.state(today), FindingState::Closed);
        finding.rectify_by = Some(today);
        assert_eq!(finding.state(today), FindingState::Open);
        assert_eq!(finding.state(date(2026, 11, 25)), FindingState::Overdue);
        finding.rectified_on = Some(date(2026, 11, 26));
        assert_eq!(finding.state(date(2026, 12, 1)), FindingState::Recheck);
        finding.rechecked_on = Some(date(2026, 12, 1));
        assert_eq!(finding.state(date(2026, 12, 1)), FindingState::Closed);
    }
}
