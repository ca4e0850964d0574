//! Customer requests and the green channel: kinds, steps and service limits. Deciding on steps is up to people;
//! counting days is in `clock`.
//!
//! Steps are records of their own, so that steps entered on two tablets merge; [`RequestProgress`] computes the state of
//! a request from them.

mod clocks;
mod documents;
mod limits;
mod progress;
mod routing;

pub use clocks::{Escalation, RequestClock, RequestClockReading, Terms, Urgency};
pub use documents::{Checklist, Document, DocumentReceived, Needed, documents};
pub use limits::{ConnectionLimits, LimitHistory, RepairArea, RepairArrival, ServiceLimits};
pub use progress::{Phase, RequestProgress, StepError};
pub use routing::{Departments, RequestRoute, Routing};

use super::{
    Contact, Customer, Id, Link, Who,
    record::{Whole, choice, record},
    standard::ServiceClass,
};

/// Name of the setting that holds the [`LimitHistory`].
pub const LIMITS: &str = "request.limits";
/// Name of the setting that holds the [`Escalation`].
pub const ESCALATION: &str = "request.escalation";
/// Name of the setting that holds the [`Departments`].
pub const DEPARTMENTS: &str = "request.departments";
/// Name of the setting that holds the [`Routing`].
pub const ROUTING: &str = "request.routing";

choice! {
    /// Kind of request.
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
    /// 业扩报装: a new connection or capacity increase, by supply configuration.
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
    /// Returns its stages, in order.
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
    /// Party whose turn it is.
    pub enum Party {
        /// The power supply company.
        Utility = "utility",
        /// The customer.
        Customer = "customer",
    }
}

choice! {
    /// Kind of step.
    pub enum StepKind {
        /// First answer to the customer.
        Responded = "responded",
        /// Assigned to a department.
        Routed = "routed",
        /// Waiting for the customer from the next day on.
        Paused = "paused",
        /// The customer replied; the day itself still counts as the customer's.
        Resumed = "resumed",
        /// A stage of a connection was completed.
        StageDone = "stage_done",
        /// Resolved, from the company's point of view.
        Resolved = "resolved",
        /// The customer does not consider it resolved.
        Reopened = "reopened",
        /// The customer confirmed the resolution; closed.
        Confirmed = "confirmed",
    }
}

record! {
    /// 服务诉求: a request from a customer.
    pub struct Request: "request" {
        /// Customer that made the request.
        pub customer: Option<Id<Customer>>,
        /// Contact who made the request.
        pub contact: Option<Id<Contact>>,
        /// Kind of request.
        pub kind: Option<RequestKind>,
        /// Kind of connection, if it is one.
        pub connection: Option<ConnectionKind>,
        /// Subject line.
        pub subject: String,
        /// Full description.
        pub description: String,
        /// 绿色通道: priority handling.
        pub is_priority: bool,
        /// Date of receipt, on which its clocks start.
        pub received_on: Option<jiff::civil::Date>,
        /// First department to handle it.
        pub department: String,
        /// Person responsible.
        pub responsible: Who,
        /// Service class of the customer on receipt, which determines the response limit.
        pub class: Option<ServiceClass>,
        /// Visit that it came from.
        pub source: Option<Link>,
        /// Documents received, for a connection.
        pub documents: Whole<Checklist>,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

record! {
    /// One step in the handling of a request.
    pub struct RequestStep: "request_step" {
        /// The request.
        pub request: Option<Id<Request>>,
        /// Kind of step.
        pub kind: Option<StepKind>,
        /// Date of the step.
        pub on: Option<jiff::civil::Date>,
        /// Stage completed.
        pub stage: Option<Stage>,
        /// Department that it was assigned to.
        pub department: String,
        /// Reason, or answer given.
        pub reason: String,
        /// Satisfaction given by the customer on confirmation, 1 to 5.
        pub score: Option<f64>,
        /// Person who took the step.
        pub by: Who,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl Request {
    /// Returns `true` if the request exists: not deleted, and with a subject or description. Nothing remains of a
    /// request whose creation was undone.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && (self.kind.is_some() || !self.subject.is_empty())
    }
}

/// Test fixtures for requests.
#[cfg(test)]
mod made {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    /// Parses steps of request 1 in July 2026, with dates as `MM-DD` or `DD`, for example `02 responded, 08 stage
    /// supply_plan`; `because` leaves the reason out.
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
