//! Notices for customers: the audience of each, and the customers that have read it.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::domain::{
    Customer, Id,
    notice::{Notice, NoticeReceipt},
    standard::ServiceClass,
};

/// Customers that have read each notice.
pub type Readers = HashMap<Id<Notice>, HashSet<Id<Customer>>>;

/// Reach of a notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoticeReach {
    /// Customers that it is addressed to.
    pub meant: usize,
    /// Customers among them that have read it.
    pub read: usize,
}

/// Returns the customers that have read each notice, according to the receipts.
pub fn readers<'a>(receipts: impl Iterator<Item = &'a NoticeReceipt>) -> Readers {
    let mut readers = Readers::new();
    for receipt in receipts.filter(|receipt| !receipt.is_deleted) {
        if let (Some(notice), Some(customer)) = (receipt.notice, receipt.customer) {
            readers.entry(notice).or_default().insert(customer);
        }
    }
    readers
}

/// Returns `true` if a notice is to be passed on to a class on a given day.
pub fn is_told(notice: &Notice, class: ServiceClass, day: Date) -> bool {
    notice.is_here() && notice.is_current(day) && notice.audience.0.includes(class)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Record, notice::Audience, record::Whole};

    #[test]
    fn whom_a_notice_is_told() {
        let notice = Notice {
            title: "迎峰度夏有序用电".into(),
            published_on: Some(date(2026, 7, 1)),
            until: Some(date(2026, 8, 31)),
            audience: Whole(Audience { classes: vec![ServiceClass::Key] }),
            ..Notice::empty(Id::new(Uuid::from_u128(1)))
        };
        let unpublished = Notice { published_on: None, ..notice.clone() };
        let endless = Notice { until: None, audience: Whole::default(), ..notice.clone() };
        let cases = [
            (&notice, ServiceClass::Key, date(2026, 6, 30), false),
            (&notice, ServiceClass::Key, date(2026, 7, 1), true),
            (&notice, ServiceClass::Key, date(2026, 8, 31), true),
            (&notice, ServiceClass::Key, date(2026, 9, 1), false),
            (&notice, ServiceClass::A, date(2026, 7, 1), false),
            (&unpublished, ServiceClass::Key, date(2026, 7, 1), false),
            (&endless, ServiceClass::C, date(2030, 1, 1), true),
        ];
        for (notice, class, day, expected) in cases {
            assert_eq!(is_told(notice, class, day), expected, "{class:?} {day}");
        }
    }

    #[test]
    fn a_customer_counts_once() {
        let receipt = |n: u128, customer: u128, is_deleted| NoticeReceipt {
            notice: Some(Id::new(Uuid::from_u128(1))),
            customer: Some(Id::new(Uuid::from_u128(customer))),
            is_deleted,
            ..NoticeReceipt::empty(Id::new(Uuid::from_u128(n)))
        };
        let all = [
            receipt(10, 5, false),
            receipt(11, 5, false),
            receipt(12, 6, true),
            NoticeReceipt::empty(Id::new(Uuid::from_u128(13))),
        ];
        let readers = readers(all.iter());
        assert_eq!(readers.len(), 1);
        assert_eq!(readers.values().map(HashSet::len).sum::<usize>(), 1);
    }
}
