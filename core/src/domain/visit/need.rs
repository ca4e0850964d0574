//! Development needs: future changes of a customer's use, with date and likelihood. The effect on consumption is
//! computed by the forecast.

use jiff::civil::Date;

use super::Visit;
use crate::domain::{
    Customer, Id,
    record::{choice, record},
};

choice! {
    /// Likelihood of a need, as judged by the manager.
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
    /// 发展需求: a customer's plan that changes its use of electricity.
    pub struct DevelopmentNeed: "development_need" {
        /// Customer.
        pub customer: Option<Id<Customer>>,
        /// Visit during which it was learned.
        pub visit: Option<Id<Visit>>,
        /// Date on which it was learned.
        pub learned_on: Option<Date>,
        /// Description: a new line, a shutdown, …
        pub text: String,
        /// Change of capacity, kVA; negative for a reduction.
        pub capacity_kva: Option<f64>,
        /// Change of load, kW; negative for a reduction.
        pub load_kw: Option<f64>,
        /// Start date.
        pub from: Option<Date>,
        /// End date, if temporary.
        pub until: Option<Date>,
        /// Likelihood.
        pub likelihood: Option<Likelihood>,
        /// Closed: it has come, or will not come.
        pub is_closed: bool,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl DevelopmentNeed {
    /// Returns `true` if only the likelihood is set. A blank need can be filled in, but is not printed or signed.
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
