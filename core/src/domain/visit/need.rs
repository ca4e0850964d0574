//! What a customer will need: more, less or other electricity, from when, and how likely. What follows
//! for the coming use is the forecast's.

use jiff::civil::Date;

use super::Visit;
use crate::domain::{
    Customer, Id,
    record::{choice, record},
};

choice! {
    /// How likely a need is to come, as the manager judges it.
    pub enum Likelihood {
        /// 有意向
        Possible = "possible",
        /// 较可能
        Likely = "likely",
        /// 已确定
        Certain = "certain",
    }
}

record! {
    /// 发展需求: what the customer plans that changes its use of electricity.
    pub struct DevelopmentNeed: "development_need" {
        /// Whose.
        pub customer: Option<Id<Customer>>,
        /// The visit on which it was learned.
        pub visit: Option<Id<Visit>>,
        /// When it was learned.
        pub learned_on: Option<Date>,
        /// What is planned: a new line, a shutdown, ...
        pub text: String,
        /// The change of capacity, kVA; negative for less.
        pub capacity_kva: Option<f64>,
        /// The change of load, kW; negative for less.
        pub load_kw: Option<f64>,
        /// The day from which.
        pub from: Option<Date>,
        /// The last day, where it ends.
        pub until: Option<Date>,
        /// How likely.
        pub likelihood: Option<Likelihood>,
        /// It came, or will not come: it is looked after no more.
        pub is_closed: bool,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

impl DevelopmentNeed {
    /// Returns `true` if nothing says yet what is needed, however likely it is. Such a need can be filled in,
    /// but is no part of what is read or signed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
            && [self.capacity_kva, self.load_kw] == [None; 2]
            && [self.from, self.until] == [None; 2]
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn a_need_is_blank_until_something_is_entered() {
        let blank = DevelopmentNeed {
            likelihood: Some(Likelihood::Likely),
            ..DevelopmentNeed::empty(Id::new(Uuid::from_u128(1)))
        };
        assert!(blank.is_blank());
        let entered: [fn(&mut DevelopmentNeed); 3] = [
            |need| need.text = "新增一条生产线".into(),
            |need| need.load_kw = Some(-200.0),
            |need| need.from = Some(date(2027, 5, 1)),
        ];
        for (place, enter) in entered.iter().enumerate() {
            let mut need = blank.clone();
            enter(&mut need);
            assert!(!need.is_blank(), "{place}");
        }
    }
}
