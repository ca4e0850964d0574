//! What was found at a customer's, and for hazards its way from the photo to the re-check.

use jiff::civil::Date;

use super::Visit;
use crate::domain::{
    Customer, Id,
    record::{choice, record},
};

choice! {
    /// What a finding is about.
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
    /// How much a finding matters.
    pub enum Severity {
        /// 一般
        Minor = "minor",
        /// 较重
        Major = "major",
        /// 紧急
        Critical = "critical",
    }
}

record! {
    /// 发现问题: what was found. A finding with a day by which it is to be rectified is a hazard (隐患).
    pub struct Finding: "finding" {
        /// Where.
        pub customer: Option<Id<Customer>>,
        /// The visit on which it was found.
        pub visit: Option<Id<Visit>>,
        /// When.
        pub found_on: Option<Date>,
        /// What it is about.
        pub kind: Option<FindingKind>,
        /// How much it matters.
        pub severity: Option<Severity>,
        /// What was found.
        pub text: String,
        /// 整改期限: the day by which it is to be rectified.
        pub rectify_by: Option<Date>,
        /// 整改: the day it was rectified.
        pub rectified_on: Option<Date>,
        /// What was done.
        pub rectification: String,
        /// 复查: the day somebody looked again and found it right.
        pub rechecked_on: Option<Date>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// How far a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingState {
    /// To be rectified, and the day has passed.
    Overdue,
    /// To be rectified.
    Open,
    /// Rectified; somebody has to look again.
    Recheck,
    /// Looked at again, or only noted.
    Closed,
}

impl Finding {
    /// Returns `true` if nothing was entered beyond the kind and severity it starts with. Such a finding can
    /// be filled in, but is no part of what is read or signed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
            && self.rectification.trim().is_empty()
            && [self.rectify_by, self.rectified_on, self.rechecked_on] == [None; 3]
    }

    /// How far it is on a day.
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
