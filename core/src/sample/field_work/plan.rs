//! Sample service plans of large customers, and company notices.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::{super::name, Making, Weight, pack};
use crate::domain::{
    Customer, Link, Record, Year,
    draft::Block,
    notice::{Audience, Notice},
    person::split,
    plan::{
        PlanItem, PlanItemKind, PlanLink, PlanReview, PlanTemplate, PlanTemplates, PlanTopic,
        ServicePlan,
    },
    record::Whole,
    standard::ServiceClass,
};

const SITUATIONS: [&str; 3] = [
    "用电稳定增长，有扩产计划；无功补偿不足，力率电费偏高。",
    "负荷接近容量上限，夏季高峰需错避峰；关注供电可靠性。",
    "订单波动，用电下降；希望优化基本电费计收方式。",
];
const AGREED: [&str; 4] = [
    "月度用电分析改为每月五日前送达；电容器组年内更换。",
    "扩产项目按节点推进，供电方案提前介入。",
    "错避峰安排提前一周告知，检修与停电结合。",
    "力率继续提高，评估增设无功补偿。",
];
const SPENT: [(&str, f64); 2] = [("客户联谊与走访", 6_000.0), ("检测与试验支持", 9_000.0)];
const NOTICES: [(&str, &str, i64); 3] = [
    ("分时电价时段调整", "自下月起午间增设谷段，尖峰时段后移，请合理安排生产。", 40),
    ("迎峰度冬有序用电说明", "气温骤降时可能启动错避峰，请核对贵司保安负荷。", 12),
    ("线上办电新功能", "增容、减容、暂停可在线上办理，一次性告知资料清单。", 75),
];

/// All records of the plans.
#[derive(Default)]
struct Made {
    plans: Vec<ServicePlan>,
    items: Vec<PlanItem>,
    links: Vec<PlanLink>,
    reviews: Vec<PlanReview>,
}

/// Generates this year's plans, some of last year's, and the notices.
pub fn make(customers: &[Customer], making: &mut Making<'_>) -> Vec<Block> {
    let mut made = Made::default();
    let year = making.today.year();
    let keys = customers.iter().filter(|customer| Weight::of(customer) == Weight::Key);
    for (place, customer) in keys.enumerate() {
        if place % 4 == 3 {
            continue;
        }
        if place % 3 == 0 {
            past(customer, year - 1, making, &mut made);
        }
        let course = PlanCourse {
            is_agreed: place % 7 != 4,
            are_reviews_late: place % 5 == 1,
            is_behind: place % 3 == 2,
        };
        current(customer, year, course, making, &mut made);
    }
    let notices = NOTICES
        .iter()
        .map(|(title, text, ago)| Notice {
            title: (*title).into(),
            text: (*text).into(),
            published_on: Some(making.ago(*ago)),
            until: Some(making.ago(ago - 180)),
            audience: Whole(Audience::default()),
            is_sample: true,
            ..Notice::empty(making.ids.next_id())
        })
        .collect();
    [
        pack(made.plans),
        pack(made.items),
        pack(made.links),
        pack(made.reviews),
        pack::<Notice>(notices),
    ]
    .concat()
}

fn template() -> PlanTemplate {
    PlanTemplates::default().of(ServiceClass::Key)
}

fn plan(customer: &Customer, year: i16, making: &mut Making<'_>) -> ServicePlan {
    ServicePlan {
        customer: Some(customer.id),
        year: Year::new(year),
        class: Some(ServiceClass::Key),
        situation: making.pick(&SITUATIONS).into(),
        responsible: customer.account_manager.clone(),
        budget_cny: Some(1_000.0 * (12 + making.chance.below(20)) as f64),
        is_sample: true,
        ..ServicePlan::empty(making.ids.next_id())
    }
}

/// Returns the date on which the plan of a year is agreed.
fn agreed(year: i16, making: &mut Making<'_>) -> Date {
    let day = 12 + making.chance.below(12) as i8;
    making.working(date(year, 1, day))
}

/// Adherence to a plan.
#[derive(Clone, Copy)]
struct PlanCourse {
    is_agreed: bool,
    are_reviews_late: bool,
    is_behind: bool,
}

/// Creates a plan in force, or still being drafted.
fn current(
    customer: &Customer,
    year: i16,
    course: PlanCourse,
    making: &mut Making<'_>,
    made: &mut Made,
) {
    let mut plan = plan(customer, year, making);
    let agreed = agreed(year, making);
    if agreed <= making.today && course.is_agreed {
        plan.approved_on = Some(agreed);
        plan.approved_by = name::LEADER.into();
        plan.agreed_on = Some(agreed);
        plan.agreed_with = "动力部主任".into();
        plan.next_review_on = reviewed(&plan, agreed, course, making, made);
    }
    let items = lines(&plan, course.is_behind, making);
    if plan.agreed_on.is_some() {
        link(&plan, &items, making, made);
    }
    made.items.extend(items);
    made.plans.push(plan);
}

/// Creates a plan that was closed at the end of its year.
fn past(customer: &Customer, year: i16, making: &mut Making<'_>, made: &mut Made) {
    let mut plan = plan(customer, year, making);
    let agreed = agreed(year, making);
    plan.approved_on = Some(agreed);
    plan.agreed_on = Some(agreed);
    plan.agreed_with = "动力部主任".into();
    plan.closed_on = Some(making.working(date(year, 12, 28)));
    plan.outcome = "主要目标完成，功率因数转入下年度继续跟踪。".into();
    let mut items = lines(&plan, false, making);
    for item in &mut items {
        if item.kind == Some(PlanItemKind::Service) {
            item.reached = item.times;
        }
    }
    made.items.extend(items);
    made.plans.push(plan);
}

/// Creates the past reviews, and sets the date of the next; some managers are late.
fn reviewed(
    plan: &ServicePlan,
    agreed: Date,
    course: PlanCourse,
    making: &mut Making<'_>,
    made: &mut Made,
) -> Option<Date> {
    let template = template();
    let mut next = template.review_after(agreed);
    let patience = if course.are_reviews_late { 100 } else { 0 };
    while let Some(day) = next.filter(|day| *day < making.ago(patience)) {
        let on = making.working(day);
        made.reviews.push(PlanReview {
            plan: Some(plan.id),
            customer: plan.customer,
            on: Some(on),
            theirs: "动力部主任、设备主管".into(),
            ours: format!("{}、用电检查员", split(plan.responsible.written()).0),
            agreed: making.pick(&AGREED).into(),
            is_sample: true,
            ..PlanReview::empty(making.ids.next_id())
        });
        next = template.review_after(day);
    }
    next
}

fn lines(plan: &ServicePlan, is_behind: bool, making: &mut Making<'_>) -> Vec<PlanItem> {
    let ids = &mut *making.ids;
    let mut items = template().items(plan, || ids.next_id());
    let share = plan.span().map_or(0.0, |(first, last)| {
        let days = |to| f64::from(crate::domain::date::days_between(first, to));
        (days(making.today) / days(last)).clamp(0.0, 1.0)
    });
    for item in &mut items {
        match (item.kind, item.topic) {
            (Some(PlanItemKind::Goal), Some(PlanTopic::Growth)) if making.is(60) => {
                item.is_deleted = true;
            }
            (Some(PlanItemKind::Goal), Some(PlanTopic::PowerFactor)) => {
                item.reached = Some(0.88 + making.chance.below(9) as f64 / 100.0);
            }
            (Some(PlanItemKind::Service), _) => {
                let due = (item.wanted_times() * share).floor();
                let missed = if is_behind && making.is(50) { 1.0 } else { 0.0 };
                item.reached = Some((due - missed).max(0.0));
            }
            _ => {}
        }
    }
    items.retain(|item| !item.is_deleted);
    let place = items.len();
    for (number, (text, budget)) in SPENT.iter().enumerate() {
        items.push(PlanItem {
            plan: Some(plan.id),
            kind: Some(PlanItemKind::Budget),
            text: (*text).into(),
            budget_cny: Some(*budget),
            spent_cny: Some(
                (budget * share * (0.7 + 0.5 * making.chance.unit()) / 100.0).round() * 100.0,
            ),
            position: Some((place + number) as f64),
            ..PlanItem::empty(making.ids.next_id())
        });
    }
    items
}

/// Links the year's promises to the goal of keeping promises.
fn link(plan: &ServicePlan, items: &[PlanItem], making: &mut Making<'_>, made: &mut Made) {
    let since = making.today.saturating_sub(200.days());
    let goal = items.iter().find(|item| item.topic == Some(PlanTopic::Promises));
    let Some(goal) = goal else { return };
    let own = making.actions.iter().filter(|action| {
        action.customer == plan.customer && action.opened_on.is_some_and(|day| day >= since)
    });
    for action in own.take(6) {
        let of = Link::to(action.id);
        made.links.push(PlanLink::between(goal.id, of, plan.customer));
    }
}
