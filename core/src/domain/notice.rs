//! 企业宣传: company news for customers, and who has acknowledged it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Customer, Id,
    record::{Whole, record},
    standard::ServiceClass,
    visit::Visit,
};

/// Audience of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// Service classes addressed; everyone if empty.
    pub classes: Vec<ServiceClass>,
}

impl Audience {
    /// Returns `true` if customers of this class are addressed.
    pub fn includes(&self, class: ServiceClass) -> bool {
        self.classes.is_empty() || self.classes.contains(&class)
    }
}

record! {
    /// 通知: company news for customers.
    pub struct Notice: "notice" {
        /// 标题.
        pub title: String,
        /// Body text.
        pub text: String,
        /// Date of publication.
        pub published_on: Option<Date>,
        /// Last day on which it is relevant.
        pub until: Option<Date>,
        /// Audience.
        pub audience: Whole<Audience>,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl Notice {
    /// Returns `true` if the notice exists: not deleted, and with some text. Nothing remains of a notice whose
    /// creation was undone.
    pub fn is_here(&self) -> bool {
        !(self.is_deleted || self.title.is_empty() && self.text.is_empty())
    }

    /// Returns `true` if it is to be passed on to customers on a day.
    pub fn is_current(&self, day: Date) -> bool {
        self.published_on.is_some_and(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

record! {
    /// 已阅: acknowledgement of a notice by a customer.
    pub struct NoticeReceipt: "notice_receipt" {
        /// The notice.
        pub notice: Option<Id<Notice>>,
        /// Customer that acknowledged it.
        pub customer: Option<Id<Customer>>,
        /// Visit during which it was acknowledged.
        pub visit: Option<Id<Visit>>,
        /// Person who acknowledged it.
        pub read_by: String,
        /// Date of acknowledgement.
        pub read_on: Option<Date>,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}
