//! 供电安全: checks that an important customer has the sources its grade requires, and that its backup covers its
//! security load [GB/T 29328-2018].

use crate::domain::{Customer, Importance, SourceKind};

/// Minimum ratio of 自备应急电源 to 保安负荷 [GB/T 29328-2018, 7.1].
pub const BACKUP_SHARE: f64 = 1.2;

/// Sources required by the grade of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcesAsked {
    /// Three, of which two come from different stations.
    Three,
    /// Two from different stations.
    Two,
    /// Two circuits.
    TwoCircuits,
}

impl SourcesAsked {
    /// Returns the requirement of a grade; `None` without one [GB/T 29328-2018, 6.2].
    pub const fn of(grade: Importance) -> Option<Self> {
        match grade {
            Importance::Special => Some(Self::Three),
            Importance::First => Some(Self::Two),
            Importance::Second | Importance::Temporary => Some(Self::TwoCircuits),
            Importance::None => None,
        }
    }

    /// Returns `true` if this kind of source meets the requirement. A third source has no kind of its own, so a
    /// special customer's requirement is never known to be met.
    const fn are_met_by(self, kind: SourceKind) -> bool {
        match self {
            Self::Three => false,
            Self::Two => matches!(kind, SourceKind::DualSource),
            Self::TwoCircuits => !matches!(kind, SourceKind::Single),
        }
    }
}

/// Sources of a customer compared with the requirement of its grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Requirement of its grade.
    pub asked: SourcesAsked,
    /// Actual sources; `None` if not entered.
    pub has: Option<SourceKind>,
}

impl Sources {
    /// Compares the sources of this customer; `None` without a grade.
    pub fn of(customer: &Customer) -> Option<Self> {
        Some(Self { asked: SourcesAsked::of(customer.importance?)?, has: customer.source_kind })
    }

    /// Returns `true` if the sources meet the requirement; `None` if they are unknown.
    ///
    /// ```
    /// use busbar_core::analysis::supply_security::{Sources, SourcesAsked};
    /// use busbar_core::domain::SourceKind;
    /// let sources = |has| Sources { asked: SourcesAsked::Two, has };
    /// assert_eq!(sources(Some(SourceKind::DualSource)).are_enough(), Some(true));
    /// assert_eq!(sources(Some(SourceKind::DualCircuitSameStation)).are_enough(), Some(false));
    /// assert_eq!(sources(None).are_enough(), None);
    /// ```
    pub fn are_enough(self) -> Option<bool> {
        self.has.map(|kind| self.asked.are_met_by(kind))
    }
}

/// Returns 自备应急电源 ÷ 保安负荷, a share; `None` if either is unknown, or the security load is zero.
pub fn backup_share(customer: &Customer) -> Option<f64> {
    let load = customer.security_load_kw.filter(|load| *load > 0.0)?;
    Some(customer.backup_kw? / load)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Id, Record};

    #[test]
    fn sources_against_the_grade() {
        use Importance::{First, None as Ungraded, Second, Special, Temporary};
        use SourceKind::{DualCircuitSameStation, DualSource, Single, SingleSourceDualCircuit};
        for (grade, kind, expected) in [
            (Special, DualSource, Some(false)),
            (First, DualSource, Some(true)),
            (First, DualCircuitSameStation, Some(false)),
            (Second, SingleSourceDualCircuit, Some(true)),
            (Second, Single, Some(false)),
            (Temporary, DualCircuitSameStation, Some(true)),
            (Ungraded, Single, None),
        ] {
            let customer = Customer {
                importance: Some(grade),
                source_kind: Some(kind),
                ..Customer::empty(Id::new(Uuid::from_u128(1)))
            };
            let enough = Sources::of(&customer).and_then(Sources::are_enough);
            assert_eq!(enough, expected, "{grade:?} {kind:?}");
        }
    }

    #[test]
    fn backup_against_the_security_load() {
        let customer = |load, backup| Customer {
            security_load_kw: load,
            backup_kw: backup,
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        };
        assert_eq!(backup_share(&customer(Some(500.0), Some(600.0))), Some(1.2));
        assert_eq!(backup_share(&customer(Some(0.0), Some(600.0))), None);
        assert_eq!(backup_share(&customer(Some(500.0), None)), None);
    }
}
