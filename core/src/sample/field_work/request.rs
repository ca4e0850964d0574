//! Sample requests: most resolved in time, some waiting, some late.

use jiff::civil::Date;

use super::{Making, Weight, pack};
use crate::domain::{
    Customer, Record,
    draft::Block,
    request::{ConnectionKind, Request, RequestKind, RequestStep, Stage, StepKind},
};

/// Subjects by kind, with the department responsible.
const SUBJECTS: [(RequestKind, &str, &str); 12] = [
    (RequestKind::Consultation, "分时电价怎样影响我们的电费", "营销部"),
    (RequestKind::Consultation, "按需量计费是否合算", "营销部"),
    (RequestKind::Consultation, "光伏并网需要哪些资料", "营销部"),
    (RequestKind::Maintenance, "请协助检查 1 号主变保护定值", "运检部"),
    (RequestKind::Fault, "电缆沟进水，需要抢修支援", "运检部"),
    (RequestKind::Fault, "厂区 10 kV 进线失压", "运检部"),
    (RequestKind::MeterTest, "电能表走字异常，请校验", "计量中心"),
    (RequestKind::Business, "变更户名与开票信息", "营销部"),
    (RequestKind::Business, "申请暂停一台变压器", "营销部"),
    (RequestKind::Complaint, "停电没有提前通知", "调控中心"),
    (RequestKind::Complaint, "上月电费与抄表不符", "营销部"),
    (RequestKind::Suggestion, "希望停电通知同时发给设备主管", "营销部"),
];
const CONNECTION: &str = "新线投产，申请增容";
const REASONS: [&str; 3] = ["等客户补充资料", "等客户确认停电时间", "等客户设计图纸"];

/// Generates requests of all customers, with their steps.
pub fn make(customers: &[Customer], making: &mut Making<'_>) -> Vec<Block> {
    let (mut requests, mut steps) = (Vec::new(), Vec::new());
    for customer in customers {
        let a_year = match Weight::of(customer) {
            Weight::Key => 4,
            Weight::Large => 2,
            Weight::Small => 1,
        };
        let days = making.request_days;
        for _ in 0..(a_year * days).div_ceil(365) {
            // Small customers make requests in some years only; every second one falls in the last quarter.
            if a_year == 1 && making.is(45) {
                continue;
            }
            let span = if making.is(25) { days.min(30) } else { days };
            let ago = making.chance.below(span) as i64;
            let received = making.working(making.ago(ago));
            if received <= making.today {
                one(customer, received, making, &mut requests, &mut steps);
            }
        }
    }
    [pack(requests), pack(steps)].concat()
}

fn one(
    customer: &Customer,
    received: Date,
    making: &mut Making<'_>,
    requests: &mut Vec<Request>,
    steps: &mut Vec<RequestStep>,
) {
    let weight = Weight::of(customer);
    let connection = (weight != Weight::Small && making.is(18)).then_some(match weight {
        Weight::Key => ConnectionKind::HighVoltageDual,
        _ => ConnectionKind::HighVoltageSingle,
    });
    let (kind, subject, department) = match connection {
        Some(_) => (RequestKind::Business, CONNECTION, "营销部"),
        None => making.pick(&SUBJECTS),
    };
    let request = Request {
        customer: Some(customer.id),
        kind: Some(kind),
        connection,
        subject: subject.into(),
        is_priority: weight == Weight::Key,
        received_on: Some(received),
        department: department.into(),
        responsible: customer.account_manager.clone(),
        is_sample: true,
        ..Request::empty(making.ids.next_id())
    };
    let mut way = Way { request: &request, day: received, making, steps };
    way.walk(connection);
    requests.push(request);
}

/// A request in progress, step by step, up to today.
struct Way<'a, 'b> {
    request: &'a Request,
    day: Date,
    making: &'a mut Making<'b>,
    steps: &'a mut Vec<RequestStep>,
}

impl Way<'_, '_> {
    fn walk(&mut self, connection: Option<ConnectionKind>) -> Option<()> {
        let answered = usize::from(self.making.is(25));
        self.step(StepKind::Responded, answered, |_| ())?;
        if self.making.is(30) {
            self.step(StepKind::Routed, 0, |step| {
                step.department = "运检部".into();
            })?;
        }
        if self.making.is(if connection.is_some() { 60 } else { 20 }) {
            let reason = self.making.pick(&REASONS);
            let (before, wait) = (self.making.chance.below(2), 2 + self.making.chance.below(6));
            self.step(StepKind::Paused, before, |step| step.reason = reason.into())?;
            self.step(StepKind::Resumed, wait, |_| ())?;
        }
        for stage in connection.map_or(&[][..], ConnectionKind::stages) {
            let takes = match stage {
                Stage::SupplyPlan => 6 + self.making.chance.below(8),
                _ => 2 + self.making.chance.below(4),
            };
            self.step(StepKind::StageDone, takes, |step| step.stage = Some(*stage))?;
        }
        let most = match self.request.kind {
            Some(RequestKind::Fault) => 1,
            _ if connection.is_some() => 2,
            _ => 6,
        };
        let takes = self.making.chance.below(most);
        self.step(StepKind::Resolved, takes, |step| step.reason = "已处理并告知客户".into())?;
        let takes = 1 + self.making.chance.below(3);
        let score = (3 + self.making.chance.below(3)) as f64;
        self.step(StepKind::Confirmed, takes, |step| step.score = Some(score))
    }

    /// Takes a step the given number of working days after the last, or stops if that is in the future.
    fn step(
        &mut self,
        kind: StepKind,
        working_days: usize,
        set: impl FnOnce(&mut RequestStep),
    ) -> Option<()> {
        let day = self.making.later(self.day, working_days);
        if day >= self.making.today {
            return None;
        }
        self.day = day;
        let mut step = RequestStep {
            request: Some(self.request.id),
            kind: Some(kind),
            on: Some(day),
            by: self.request.responsible.clone(),
            ..RequestStep::empty(self.making.ids.next_id())
        };
        set(&mut step);
        self.steps.push(step);
        Some(())
    }
}
