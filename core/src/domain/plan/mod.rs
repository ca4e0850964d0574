//! 一户一策: the service plan of one customer for a year, its lines, what is linked to them, and the
//! reviews with the customer. How far a plan is, is worked out in [`PlanProgress`]; what a class begins
//! from is [`PlanTemplate`]; what goes on next year is [`Carry`].

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
    Customer, Id, Link, Moment, Record, Who,
    record::{choice, record},
    signed,
    standard::{Offer, ServiceClass, Speciality},
};

record! {
    /// 一户一策: what is planned with a customer for a year.
    pub struct ServicePlan: "service_plan" {
        /// The customer it is for.
        pub customer: Option<Id<Customer>>,
        /// The year.
        pub year: Option<f64>,
        /// The class whose template it began from.
        pub class: Option<ServiceClass>,
        /// Where the customer stands, and what it needs.
        pub situation: String,
        /// The person responsible.
        pub responsible: Who,
        /// 预算, CNY: what may be spent in all.
        pub budget_cny: Option<f64>,
        /// Internal note, for the company alone.
        pub note: String,
        /// When the company approved it.
        pub approved_on: Option<Date>,
        /// The person who approved it.
        pub approved_by: Who,
        /// When it was agreed with the customer; from then on it runs.
        pub agreed_on: Option<Date>,
        /// The person it was agreed with.
        pub agreed_with: String,
        /// When the customer signed it.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`CustomerPlan::digest`].
        pub signed_digest: String,
        /// The day by which it is reviewed together next.
        pub next_review_on: Option<Date>,
        /// When it was closed.
        pub closed_on: Option<Date>,
        /// The outcome.
        pub outcome: String,
        /// The plan of the year before that it goes on from.
        pub copied_from: Option<Id<ServicePlan>>,
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
        /// 职责
        Duty = "duty",
        /// 预算项
        Budget = "budget",
    }
}

choice! {
    /// What a goal is about, where it is one of those that every company has: its words are known then.
    pub enum Topic {
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
    /// Where the figure of a goal comes from.
    pub enum Gauge {
        /// A person enters it.
        Entered = "entered",
        /// Number of linked records that are done.
        Done = "done",
        /// Percentage of linked records that are done.
        DonePercent = "done_percent",
        /// Number of visits to the customer in the year.
        Visits = "visits",
        /// Number of supply interruptions in the year without notice.
        Outages = "outages",
        /// The customer's satisfaction, 0 to 100, as on its own page.
        Satisfaction = "satisfaction",
    }
}

record! {
    /// One line of a plan. Where it has words of its own they count, otherwise those of its topic, offer
    /// or speciality.
    pub struct PlanItem: "plan_item" {
        /// The plan.
        pub plan: Option<Id<ServicePlan>>,
        /// Goal, service, duty or budget.
        pub kind: Option<PlanItemKind>,
        /// For a goal, what it is about.
        pub topic: Option<Topic>,
        /// For a service, which of those that are offered.
        pub offer: Option<Offer>,
        /// For a duty, whose.
        pub speciality: Option<Speciality>,
        /// What.
        pub text: String,
        /// 衡量: what it is measured by.
        pub measure: String,
        /// Where the figure comes from; entered, where nothing is said.
        pub gauge: Option<Gauge>,
        /// Where it is to be.
        pub target: Option<f64>,
        /// The target is not to be passed, rather than to be reached.
        pub is_at_most: bool,
        /// Where it is; for a service, how many times it was done.
        pub reached: Option<f64>,
        /// The unit of both.
        pub unit: String,
        /// For a service, how many times in the year; once, where nothing is said.
        pub times: Option<f64>,
        /// Who does it.
        pub owner: Who,
        /// By when.
        pub due_on: Option<Date>,
        /// When it was done, the last time.
        pub done_on: Option<Date>,
        /// 预算, CNY.
        pub budget_cny: Option<f64>,
        /// 支出, CNY.
        pub spent_cny: Option<f64>,
        /// Its place in the plan.
        pub position: Option<f64>,
        /// The line of the year before that was not finished, and goes on in this one.
        pub carried_from: Option<Id<PlanItem>>,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

record! {
    /// A visit, an action or a request that leads to a goal, or by which a service is done.
    pub struct PlanLink: "plan_link" {
        /// The line.
        pub item: Option<Id<PlanItem>>,
        /// What is linked.
        pub of: Option<Link>,
        /// Whose both are.
        pub customer: Option<Id<Customer>>,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

record! {
    /// 联合评审: the plan was looked at together with the customer.
    pub struct PlanReview: "plan_review" {
        /// The plan.
        pub plan: Option<Id<ServicePlan>>,
        /// The customer.
        pub customer: Option<Id<Customer>>,
        /// The day.
        pub on: Option<Date>,
        /// Participants for the customer.
        pub theirs: String,
        /// Participants for the company.
        pub ours: String,
        /// The agreed points.
        pub agreed: String,
        /// The person who signed it for the customer.
        pub signed_by: String,
        /// When it was signed.
        pub signed_at: Option<Moment>,
        /// Digest of the signed words, from [`PlanReview::digest`].
        pub signed_digest: String,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// How far a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanState {
    /// 拟订中
    Drafted,
    /// 已审批: to be agreed with the customer.
    Approved,
    /// 执行中: agreed with the customer.
    Running,
    /// 已关闭
    Closed,
}

impl PlanState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [Self::Drafted, Self::Approved, Self::Running, Self::Closed];

    /// The stable name, as in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Approved => "approved",
            Self::Running => "running",
            Self::Closed => "closed",
        }
    }
}

/// The words of the lines that a customer signs: not how far they are, and nothing of the company's own.
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
    /// Whether there is one: of one whose making was taken back, nothing is left.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.customer.is_some() && self.year.is_some()
    }

    /// The calendar year it is for; `None` where that is none.
    pub fn calendar_year(&self) -> Option<i16> {
        let year = self.year?;
        (1.0..=9998.0).contains(&year).then_some(year as i16)
    }

    /// How far it is.
    pub const fn state(&self) -> PlanState {
        match (self.closed_on, self.agreed_on, self.approved_on) {
            (Some(_), ..) => PlanState::Closed,
            (None, Some(_), _) => PlanState::Running,
            (None, None, Some(_)) => PlanState::Approved,
            (None, None, None) => PlanState::Drafted,
        }
    }

    /// The days it runs: from the day it was agreed, or from the first of January, to the end of its
    /// year.
    pub fn span(&self) -> Option<(Date, Date)> {
        let year = self.calendar_year()?;
        let (first, last) = (date(year, 1, 1), date(year, 12, 31));
        let begins = self.agreed_on.map_or(first, |day| day.clamp(first, last));
        Some((begins, last))
    }

    /// Since when a review with the customer is overdue.
    pub fn review_due(&self, today: Date) -> Option<Date> {
        let due = self.next_review_on?;
        (self.state() == PlanState::Running && due <= today).then_some(due)
    }

    /// Names what a customer signed in the first form, before the names of the parties were a part of it.
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
    /// Whether there is one.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.plan.is_some()
    }

    /// How many times a service is to be done.
    pub fn wanted_times(&self) -> f64 {
        self.times.unwrap_or(1.0).max(1.0)
    }

    /// Whether a service is done again and again, rather than once.
    pub fn has_rhythm(&self) -> bool {
        self.wanted_times() > 1.0
    }
}

/// The name space of links among name-based UUIDs.
const LINKS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0002);

impl PlanLink {
    /// The id of the link between these two: the same on every tablet, so that what two people link is
    /// linked once.
    pub fn id_of(item: Id<PlanItem>, of: &Link) -> Id<Self> {
        let name = format!("{item} {}", of.stored());
        Id::new(Uuid::new_v5(&LINKS, name.as_bytes()))
    }

    /// The link between these two, of this customer.
    pub fn between(item: Id<PlanItem>, of: Link, customer: Option<Id<Customer>>) -> Self {
        let id = Self::id_of(item, &of);
        Self { item: Some(item), of: Some(of), customer, ..Self::empty(id) }
    }

    /// Whether there is one.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.item.is_some()
    }
}

impl PlanReview {
    /// Whether there is one.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.plan.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{action::Action, visit::Visit};

    fn plan() -> ServicePlan {
        ServicePlan {
            customer: Some(Id::new(Uuid::from_u128(9))),
            year: Some(2026.0),
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
            // Agreed on site, before anybody approved it.
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
        let year = |year| ServicePlan { year, ..plan() }.calendar_year();
        assert_eq!(year(Some(2026.0)), Some(2026));
        assert_eq!(year(Some(1e9)), None);
        assert_eq!(year(Some(f64::NAN)), None);
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
            topic: Some(Topic::PowerFactor),
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
