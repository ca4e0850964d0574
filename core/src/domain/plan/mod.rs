//! 一户一策: the yearly service plan of a customer, its lines, the records linked to them, and the reviews with the
//! customer. [`PlanProgress`] computes the progress, [`PlanTemplate`] is the starting point of a class, [`Carry`]
//! decides what continues next year.

mod carry;
mod known;
mod paper;
mod progress;
mod template;

use jiff::civil::{Date, date};
use uuid::Uuid;

pub use carry::{Carry, next_item, next_plan};
pub use known::Known;
pub use paper::CustomerPlan;
pub use progress::{Behind, Counted, ItemProgress, LinkedState, Pace, PlanProgress, mean_share};
pub use template::{PlanTemplate, PlanTemplates, TEMPLATES, TemplateHistory, TemplateLine};

use super::{
    Customer, Id, Link, Moment, Record, Who, Year,
    record::{choice, record},
    signed,
    standard::{Offer, ServiceClass, Speciality},
};

record! {
    /// 一户一策: a customer's service plan for a year.
    pub struct ServicePlan: "service_plan" {
        /// Customer that the plan is for.
        pub customer: Option<Id<Customer>>,
        /// Calendar year.
        pub year: Option<Year>,
        /// Service class whose template was used.
        pub class: Option<ServiceClass>,
        /// Current situation and needs of the customer.
        pub situation: String,
        /// The person responsible.
        pub responsible: Who,
        /// 预算, CNY: total budget.
        pub budget_cny: Option<f64>,
        /// Internal note, not shown to the customer.
        pub note: String,
        /// Date of approval by the company.
        pub approved_on: Option<Date>,
        /// The person who approved it.
        pub approved_by: Who,
        /// Date of agreement with the customer; the plan is in force from then on.
        pub agreed_on: Option<Date>,
        /// The person it was agreed with.
        pub agreed_with: String,
        /// Time of the customer's signature.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`CustomerPlan::digest`].
        pub signed_digest: String,
        /// Date by which the next joint review is due.
        pub next_review_on: Option<Date>,
        /// Date of closing.
        pub closed_on: Option<Date>,
        /// The outcome.
        pub outcome: String,
        /// Last year's plan that this one continues.
        pub copied_from: Option<Id<ServicePlan>>,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

choice! {
    /// Kind of plan line.
    pub enum PlanItemKind {
        /// 目标, with a measure
        Goal = "goal",
        /// 服务措施
        Service = "service",
        /// 职责
        Duty = "duty",
        /// 预算项
        Budget = "budget",
    }
}

choice! {
    /// Standard topics of goals, which have built-in texts.
    pub enum PlanTopic {
        /// 供电可靠
        Reliability = "reliability",
        /// 降低力率电费
        PowerFactor = "power_factor",
        /// 客户满意
        Satisfaction = "satisfaction",
        /// 扩产配套
        Growth = "growth",
        /// 定期走访
        Visits = "visits",
        /// 承诺兑现
        Promises = "promises",
        /// 用电安全
        Safety = "safety",
        /// 节能降费
        Saving = "saving",
    }
}

choice! {
    /// Source of a goal's figure.
    pub enum Gauge {
        /// A person enters it.
        Entered = "entered",
        /// Number of linked records that are done.
        Done = "done",
        /// Percentage of linked records that are done.
        DonePercent = "done_percent",
        /// Number of visits to the customer in the year.
        Visits = "visits",
        /// Number of unannounced supply interruptions in the year.
        Outages = "outages",
        /// The customer's satisfaction, 0 to 100, as shown on its page.
        Satisfaction = "satisfaction",
    }
}

record! {
    /// One line of a plan. Its own text takes precedence over the built-in text of its topic, offer or
    /// speciality.
    pub struct PlanItem: "plan_item" {
        /// The plan.
        pub plan: Option<Id<ServicePlan>>,
        /// Goal, service, duty or budget.
        pub kind: Option<PlanItemKind>,
        /// Topic of a goal.
        pub topic: Option<PlanTopic>,
        /// Offer that a service belongs to.
        pub offer: Option<Offer>,
        /// Speciality that a duty belongs to.
        pub speciality: Option<Speciality>,
        /// Text.
        pub text: String,
        /// 衡量: measure.
        pub measure: String,
        /// Source of the figure; entered by hand if unset.
        pub gauge: Option<Gauge>,
        /// Target value.
        pub target: Option<f64>,
        /// `true` if the target is an upper limit rather than a value to reach.
        pub is_at_most: bool,
        /// Current value; for a service, the number of times delivered.
        pub reached: Option<f64>,
        /// Unit of both values.
        pub unit: String,
        /// For a service, times per year; once if unset.
        pub times: Option<f64>,
        /// Person responsible.
        pub owner: Who,
        /// Due date.
        pub due_on: Option<Date>,
        /// Date of the last completion.
        pub done_on: Option<Date>,
        /// 预算, CNY.
        pub budget_cny: Option<f64>,
        /// 支出, CNY.
        pub spent_cny: Option<f64>,
        /// Position in the plan.
        pub position: Option<f64>,
        /// Unfinished line of last year's plan that this one continues.
        pub carried_from: Option<Id<PlanItem>>,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

record! {
    /// Link to a visit, action or request that contributes to a goal or delivers a service.
    pub struct PlanLink: "plan_link" {
        /// Plan line.
        pub item: Option<Id<PlanItem>>,
        /// Linked record.
        pub of: Option<Link>,
        /// Customer of both.
        pub customer: Option<Id<Customer>>,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

record! {
    /// 联合评审: review of the plan together with the customer.
    pub struct PlanReview: "plan_review" {
        /// The plan.
        pub plan: Option<Id<ServicePlan>>,
        /// The customer.
        pub customer: Option<Id<Customer>>,
        /// Date of the review.
        pub on: Option<Date>,
        /// Participants for the customer.
        pub theirs: String,
        /// Participants for the company.
        pub ours: String,
        /// The agreed points.
        pub agreed: String,
        /// The person who signed it for the customer.
        pub signed_by: String,
        /// Time of the signature.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`PlanReview::digest`].
        pub signed_digest: String,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// State of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanState {
    /// 拟订中
    Drafted,
    /// 已审批: awaiting the customer's agreement.
    Approved,
    /// 执行中: agreed with the customer.
    Running,
    /// 已关闭
    Closed,
}

impl PlanState {
    /// All states, in order.
    pub const ALL: [Self; 4] = [Self::Drafted, Self::Approved, Self::Running, Self::Closed];

    /// Returns the stable name, as used in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Approved => "approved",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }
}

/// The fields of the lines that a customer signs: neither progress nor internal data.
const OF_PLAN: &[&str] = &["year", "situation"];
const OF_ITEM: &[&str] = &[
    "kind",
    "topic",
    "offer",
    "speciality",
    "text",
    "measure",
    "target",
    "is_at_most",
    "unit",
    "times",
    "owner",
    "due_on",
];

impl ServicePlan {
    /// Returns `true` if the plan exists; nothing remains of a plan whose creation was undone.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.customer.is_some() && self.year.is_some()
    }

    /// Returns the calendar year; `None` if it is not a valid year.
    pub fn calendar_year(&self) -> Option<i16> {
        self.year.map(Year::get)
    }

    /// Returns the state.
    pub const fn state(&self) -> PlanState {
        match (self.closed_on, self.agreed_on, self.approved_on) {
            (Some(_), ..) => PlanState::Closed,
            (None, Some(_), _) => PlanState::Running,
            (None, None, Some(_)) => PlanState::Approved,
            (None, None, None) => PlanState::Drafted,
        }
    }

    /// Returns the period of the plan: from the date of agreement, or 1 January, to the end of its year.
    pub fn span(&self) -> Option<(Date, Date)> {
        let year = self.calendar_year()?;
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let begins = self.agreed_on.map_or(first, |day| day.clamp(first, last));
        Some((begins, last))
    }

    /// Returns the due date of the next review, once it has been reached.
    pub fn review_due(&self, today: Date) -> Option<Date> {
        let due = self.next_review_on?;
        (self.state() == PlanState::Running && due <= today).then_some(due)
    }

    /// Returns the first form of the digest, which did not cover the names of the parties.
    fn digest<'a>(&self, items: impl IntoIterator<Item = &'a PlanItem>) -> String {
        let mut hasher = blake3::Hasher::new();
        signed::add(&mut hasher, self, OF_PLAN);
        for item in items {
            if item.kind != Some(PlanItemKind::Budget) {
                signed::add(&mut hasher, item, OF_ITEM);
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

impl PlanItem {
    /// Returns `true` if the line exists.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.plan.is_some()
    }

    /// Returns how many times a service is to be delivered.
    pub fn wanted_times(&self) -> f64 {
        self.times.unwrap_or(1.0).max(1.0)
    }

    /// Returns `true` if a service is recurring.
    pub fn has_rhythm(&self) -> bool {
        self.wanted_times() > 1.0
    }
}

/// Namespace of links for name-based UUIDs.
const LINKS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0002);

impl PlanLink {
    /// Returns the id of the link between these two. It is the same on every tablet, so that two people who link
    /// the same records create one link.
    pub fn id_of(item: Id<PlanItem>, of: &Link) -> Id<Self> {
        let name = format!("{item} {}", of.stored());
        Id::new(Uuid::new_v5(&LINKS, name.as_bytes()))
    }

    /// Creates the link between these two records of a customer.
    pub fn between(item: Id<PlanItem>, of: Link, customer: Option<Id<Customer>>) -> Self {
        let id = Self::id_of(item, &of);
        Self { item: Some(item), of: Some(of), customer, ..Self::empty(id) }
    }

    /// Returns `true` if the link exists.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.item.is_some()
    }
}

impl PlanReview {
    /// Returns `true` if the review exists.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.plan.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, action::Action, visit::Visit};

    fn plan() -> ServicePlan {
        ServicePlan {
            customer: Some(Id::new(Uuid::from_u128(9))),
            year: Year::new(2026),
            ..ServicePlan::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    #[test]
    fn a_plan_is_drafted_approved_agreed_and_closed() {
        let day = Some(date(2026, 1, 20));
        for (approved_on, agreed_on, closed_on, state) in [
            (None, None, None, PlanState::Drafted),
            (day, None, None, PlanState::Approved),
            (day, day, None, PlanState::Running),
            // Agreed on site, before approval.
            (None, day, None, PlanState::Running),
            (day, day, day, PlanState::Closed),
            (None, None, day, PlanState::Closed),
        ] {
            let plan = ServicePlan { approved_on, agreed_on, closed_on, ..plan() };
            assert_eq!(plan.state(), state);
        }
    }

    #[test]
    fn what_was_taken_back_is_not_here() {
        assert!(plan().is_here());
        let mut gone = plan();
        gone.customer = None;
        assert!(!gone.is_here());
        let year = |number| {
            let mut plan = plan();
            plan.set("year", Value::Number(number)).unwrap();
            plan.calendar_year()
        };
        assert_eq!(year(2026.0), Some(2026));
        assert_eq!(year(1e9), None);
        assert_eq!(year(f64::NAN), None);
    }

    #[test]
    fn a_review_is_due_while_the_plan_runs() {
        let today = date(2026, 6, 30);
        let due = |agreed_on, next_review_on, closed_on| {
            ServicePlan { agreed_on, next_review_on, closed_on, ..plan() }.review_due(today)
        };
        let (agreed, before) = (Some(date(2026, 1, 20)), Some(date(2026, 6, 1)));
        assert_eq!(due(agreed, before, None), before);
        assert_eq!(due(agreed, Some(today), None), Some(today));
        assert_eq!(due(agreed, Some(date(2026, 7, 1)), None), None);
        assert_eq!(due(agreed, None, None), None);
        assert_eq!(due(None, before, None), None);
        assert_eq!(due(agreed, before, Some(today)), None);
    }

    #[test]
    fn what_is_linked_twice_is_one_link() {
        let item = Id::<PlanItem>::new(Uuid::from_u128(1));
        let id = Uuid::from_u128(2);
        let (action, visit) = (Link::to(Id::<Action>::new(id)), Link::to(Id::<Visit>::new(id)));
        assert_eq!(PlanLink::id_of(item, &action), PlanLink::id_of(item, &action));
        assert_ne!(PlanLink::id_of(item, &action), PlanLink::id_of(item, &visit));
    }

    #[test]
    fn another_goal_is_another_plan_and_how_far_it_is_is_none() {
        let item = PlanItem {
            plan: Some(plan().id),
            kind: Some(PlanItemKind::Goal),
            topic: Some(PlanTopic::PowerFactor),
            target: Some(0.95),
            ..PlanItem::empty(Id::new(Uuid::from_u128(2)))
        };
        let signed = plan().digest([&item]);
        let changed = |change: fn(&mut PlanItem)| {
            let mut item = item.clone();
            change(&mut item);
            plan().digest([&item])
        };
        assert_eq!(changed(|item| item.reached = Some(0.9)), signed);
        assert_eq!(changed(|item| item.spent_cny = Some(9.0)), signed);
        assert_ne!(changed(|item| item.target = Some(0.96)), signed);
        assert_ne!(changed(|item| item.owner = "李".into()), signed);
        let noted = ServicePlan { note: "内部".into(), ..plan() };
        assert_eq!(noted.digest([&item]), signed);
    }
}
