//! Requests of customers and the green channel: what is asked, the steps it passes, and the limits that
//! were promised. Who works on a step and when is the people's; counting days is `clock`'s.
//!
//! Steps are records of their own, so that those of two tablets lie beside each other; how a request
//! stands is worked out from them in [`Progress`].

mod clocks;
mod documents;
mod limits;
mod progress;
mod routing;

pub use clocks::{Escalation, Promise, PromiseReading, Terms, Urgency};
pub use documents::{Checklist, Document, DocumentReceived, Needed, documents};
pub use limits::{ConnectionLimits, LimitHistory, RepairArea, RepairArrival, ServiceLimits};
pub use progress::{Phase, Progress, StepError};
pub use routing::{Departments, Route, Routing};

use super::{
    Contact, Customer, Id, Link, Who,
    record::{Whole, choice, record},
    standard::ServiceClass,
};

/// The name of the setting that holds the [`LimitHistory`].
pub const LIMITS: &str = "request.limits";
/// The name of the setting that holds the [`Escalation`].
pub const ESCALATION: &str = "request.escalation";
/// The name of the setting that holds the [`Departments`].
pub const DEPARTMENTS: &str = "request.departments";
/// The name of the setting that holds the [`Routing`].
pub const ROUTING: &str = "request.routing";

choice! {
    /// What a request is about.
    pub enum RequestKind {
        /// 业务咨询
        Consultation = "consultation",
        /// 企业宣传
        News = "news",
        /// 业务办理
        Business = "business",
        /// 设备维护
        Maintenance = "maintenance",
        /// 故障报修
        Fault = "fault",
        /// 电能表校验
        MeterTest = "meter_test",
        /// 投诉
        Complaint = "complaint",
        /// 举报
        Report = "report",
        /// 意见建议
        Suggestion = "suggestion",
    }
}

choice! {
    /// 业扩报装: a new connection or more capacity, by how the customer is supplied.
    pub enum ConnectionKind {
        /// 低压非居民
        LowVoltage = "low_voltage",
        /// 高压单电源
        HighVoltageSingle = "high_voltage_single",
        /// 高压双电源
        HighVoltageDual = "high_voltage_dual",
    }
}

impl ConnectionKind {
    /// The stages it passes, in order.
    pub const fn stages(self) -> &'static [Stage] {
        match self {
            Self::LowVoltage => &[Stage::SupplyPlan, Stage::Connection],
            Self::HighVoltageSingle | Self::HighVoltageDual => Stage::ALL,
        }
    }
}

choice! {
    /// A stage of a connection.
    pub enum Stage {
        /// 供电方案答复
        SupplyPlan = "supply_plan",
        /// 设计审查
        DesignReview = "design_review",
        /// 中间检查
        MidCheck = "mid_check",
        /// 竣工检验
        FinalCheck = "final_check",
        /// 装表接电
        Connection = "connection",
    }
}

choice! {
    /// Who is waited for.
    pub enum Party {
        /// The power supply company.
        Utility = "utility",
        /// The customer.
        Customer = "customer",
    }
}

choice! {
    /// What was done with a request.
    pub enum StepKind {
        /// The customer was answered for the first time.
        Responded = "responded",
        /// It was given to a department.
        Routed = "routed",
        /// From the next day on it waits for the customer.
        Paused = "paused",
        /// What was waited for came; the day is still the customer's.
        Resumed = "resumed",
        /// A stage of a connection was finished.
        StageDone = "stage_done",
        /// It is settled, as the company sees it.
        Resolved = "resolved",
        /// The customer does not find it settled.
        Reopened = "reopened",
        /// The customer confirmed that it is settled: closed.
        Confirmed = "confirmed",
    }
}

record! {
    /// 服务诉求: what a customer wants of the company.
    pub struct Request: "request" {
        /// Whose it is.
        pub customer: Option<Id<Customer>>,
        /// The person who asked.
        pub contact: Option<Id<Contact>>,
        /// What it is about.
        pub kind: Option<RequestKind>,
        /// Where it is a connection: which.
        pub connection: Option<ConnectionKind>,
        /// What is wanted, in a line.
        pub subject: String,
        /// What is wanted.
        pub description: String,
        /// 绿色通道: it goes before others.
        pub is_priority: bool,
        /// The day it was received; its clocks start with it.
        pub received_on: Option<jiff::civil::Date>,
        /// The department that has it first.
        pub department: String,
        /// Who sees it through.
        pub responsible: Who,
        /// The class of its customer when it came in, which decides how soon an answer was promised.
        pub class: Option<ServiceClass>,
        /// What it follows from: a visit.
        pub source: Option<Link>,
        /// Where it is a connection: the documents that are here.
        pub documents: Whole<Checklist>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

record! {
    /// One thing that was done with a request.
    pub struct RequestStep: "request_step" {
        /// The request.
        pub request: Option<Id<Request>>,
        /// What was done.
        pub kind: Option<StepKind>,
        /// The day.
        pub on: Option<jiff::civil::Date>,
        /// The stage that was finished.
        pub stage: Option<Stage>,
        /// The department it was given to.
        pub department: String,
        /// Why, or what was answered.
        pub reason: String,
        /// How satisfied the customer was when confirming, 1 to 5.
        pub score: Option<f64>,
        /// Who took it.
        pub by: Who,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

impl Request {
    /// Whether there is one: it was not taken out, and says anything of what is wanted. Of one whose
    /// taking in was taken back, nothing is left.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && (self.kind.is_some() || !self.subject.is_empty())
    }
}

/// Requests for tests.
#[cfg(test)]
mod made {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    /// Steps of request 1 in July 2026, `MM-DD` or `DD`, told as `02 responded, 08 stage supply_plan`;
    /// `because` leaves the reason out.
    pub(super) fn steps(told: &str) -> Vec<RequestStep> {
        let step = |(place, text): (usize, &str)| {
            let mut words = text.split_whitespace();
            let (day, kind) = (words.next().unwrap(), words.next().unwrap());
            let day = if day.len() == 2 { format!("07-{day}") } else { day.into() };
            let mut step = RequestStep {
                request: Some(Id::new(Uuid::from_u128(1))),
                kind: StepKind::named(kind),
                on: crate::domain::date::read(&format!("2026-{day}")),
                reason: "资料未齐".into(),
                department: "运检部".into(),
                ..RequestStep::empty(Id::new(Uuid::from_u128(100 + place as u128)))
            };
            match (kind, words.next()) {
                ("stage", Some(stage)) => {
                    step.kind = Some(StepKind::StageDone);
                    step.stage = Stage::named(stage);
                }
                (_, Some("because")) => step.reason.clear(),
                (_, Some(score)) => step.score = score.parse().ok(),
                (_, None) => {}
            }
            step
        };
        let told = told.split(',').map(str::trim).filter(|text| !text.is_empty());
        told.enumerate().map(step).collect()
    }
}
