//! 企业宣传: news of the company for customers, and who has read it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Customer, Id,
    record::{Whole, record},
    standard::ServiceClass,
    visit::Visit,
};

/// Whom a notice is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// These classes; everybody where none is named.
    pub classes: Vec<ServiceClass>,
}

impl Audience {
    /// Whether a customer of this class is meant.
    pub fn includes(&self, class: ServiceClass) -> bool {
        self.classes.is_empty() || self.classes.contains(&class)
    }
}

record! {
    /// 通知: news for customers.
    pub struct Notice: "notice" {
        /// 标题.
        pub title: String,
        /// What it says.
        pub text: String,
        /// From when it is to be told.
        pub published_on: Option<Date>,
        /// The last day on which it matters.
        pub until: Option<Date>,
        /// Whom it is for.
        pub audience: Whole<Audience>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

impl Notice {
    /// Whether there is one: it was not taken out, and says anything. Of one whose beginning was taken
    /// back, nothing is left.
    pub fn is_here(&self) -> bool {
        !(self.is_deleted || self.title.is_empty() && self.text.is_empty())
    }

    /// Whether it is to be told on a day.
    pub fn is_current(&self, day: Date) -> bool {
        self.published_on.is_some_and(|from| from <= day)
            && self.until.is_none_or(|until| day <= until)
    }
}

record! {
    /// 已阅: a customer has read a notice.
    pub struct NoticeReceipt: "notice_receipt" {
        /// The notice.
        pub notice: Option<Id<Notice>>,
        /// Who has read it.
        pub customer: Option<Id<Customer>>,
        /// The visit on which.
        pub visit: Option<Id<Visit>>,
        /// The person who has read it.
        pub read_by: String,
        /// When.
        pub read_on: Option<Date>,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}
