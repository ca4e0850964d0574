//! 一户一策: the service plan of one customer for a year, its goals and the services that lead to them.

use jiff::civil::Date;

use super::{
    Customer, Id, Moment,
    record::{choice, record},
    standard::{Offer, ServiceClass},
};

record! {
    /// 一户一策: what is planned with a customer for a year.
    pub struct ServicePlan: "service_plan" {
        /// For whom.
        pub customer: Option<Id<Customer>>,
        /// The year.
        pub year: Option<f64>,
        /// The class whose template it began from.
        pub class: Option<ServiceClass>,
        /// Where the customer stands, and what it needs.
        pub situation: String,
        /// Who sees it through.
        pub responsible: String,
        /// 预算, CNY.
        pub budget_cny: Option<f64>,
        /// When it was agreed with the customer.
        pub agreed_on: Option<Date>,
        /// With whom.
        pub agreed_with: String,
        /// When it was reviewed together.
        pub reviewed_on: Option<Date>,
        /// What the review came to.
        pub review: String,
        /// When the customer signed it.
        pub signed_at: Option<Moment>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

choice! {
    /// What a line of a plan is.
    pub enum PlanItemKind {
        /// 目标, with a measure
        Goal = "goal",
        /// 服务措施
        Service = "service",
    }
}

record! {
    /// One line of a plan.
    pub struct PlanItem: "plan_item" {
        /// The plan.
        pub plan: Option<Id<ServicePlan>>,
        /// Goal or service.
        pub kind: Option<PlanItemKind>,
        /// For a service, which of those that are offered.
        pub offer: Option<Offer>,
        /// What.
        pub text: String,
        /// 衡量: what it is measured by.
        pub measure: String,
        /// Where it is to be.
        pub target: Option<f64>,
        /// Where it is.
        pub reached: Option<f64>,
        /// The unit of both.
        pub unit: String,
        /// Who does it.
        pub owner: String,
        /// By when.
        pub due_on: Option<Date>,
        /// When it was done.
        pub done_on: Option<Date>,
        /// 预算, CNY.
        pub budget_cny: Option<f64>,
        /// Its place in the plan.
        pub position: Option<f64>,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}
