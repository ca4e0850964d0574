//! Made-up service plans of the large, and the news of the company.

use jiff::civil::date;

use super::{Making, Weight, pack};
use crate::domain::{
    Customer, Record,
    draft::Block,
    notice::{Audience, Notice},
    plan::{PlanItem, PlanItemKind, ServicePlan},
    record::Whole,
    standard::{Offer, ServiceClass},
};

const SITUATIONS: [&str; 3] = [
    "用电稳定增长，有扩产计划；无功补偿不足，力率电费偏高。",
    "负荷接近容量上限，夏季高峰需错避峰；关注供电可靠性。",
    "订单波动，用电下降；希望优化基本电费计收方式。",
];
const GOALS: [(&str, &str, f64, &str); 4] = [
    ("供电可靠", "全年故障停电次数", 1.0, "次"),
    ("降低力率电费", "月平均功率因数", 0.95, ""),
    ("客户满意", "年度满意度", 90.0, "分"),
    ("扩产配套", "增容按期送电", 100.0, "%"),
];
const NOTICES: [(&str, &str, i64); 3] = [
    (
        "分时电价时段调整",
        "自下月起午间增设谷段，尖峰时段后移，请合理安排生产。",
        40,
    ),
    (
        "迎峰度冬有序用电说明",
        "气温骤降时可能启动错避峰，请核对贵司保安负荷。",
        12,
    ),
    (
        "线上办电新功能",
        "增容、减容、暂停可在线上办理，一次性告知资料清单。",
        75,
    ),
];

/// Plans of this year and the news.
pub fn make(customers: &[Customer], making: &mut Making<'_>) -> Vec<Block> {
    let (mut plans, mut items) = (Vec::new(), Vec::new());
    for customer in customers {
        if Weight::of(customer) == Weight::Key && making.is(60) {
            let plan = plan(customer, making);
            items.extend(lines(&plan, making));
            plans.push(plan);
        }
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
    [pack(plans), pack(items), pack::<Notice>(notices)].concat()
}

fn plan(customer: &Customer, making: &mut Making<'_>) -> ServicePlan {
    let year = making.today.year();
    let day = 12 + making.chance.below(12) as i8;
    let agreed = making.working(date(year, 1, day));
    ServicePlan {
        customer: Some(customer.id),
        year: Some(f64::from(year)),
        class: Some(ServiceClass::Key),
        situation: making.pick(&SITUATIONS).into(),
        responsible: customer.account_manager.clone(),
        budget_cny: Some(1_000.0 * (5 + making.chance.below(40)) as f64),
        agreed_on: (agreed <= making.today).then_some(agreed),
        agreed_with: "动力部主任".into(),
        is_sample: true,
        ..ServicePlan::empty(making.ids.next_id())
    }
}

fn lines(plan: &ServicePlan, making: &mut Making<'_>) -> Vec<PlanItem> {
    let year = making.today.year();
    let mut lines: Vec<PlanItem> = Vec::new();
    for (text, measure, target, unit) in GOALS.into_iter().take(2 + making.chance.below(3)) {
        let reached = (target * (0.7 + 0.4 * making.chance.unit()) * 100.0).round() / 100.0;
        lines.push(PlanItem {
            plan: Some(plan.id),
            kind: Some(PlanItemKind::Goal),
            text: text.into(),
            measure: measure.into(),
            target: Some(target),
            reached: Some(reached),
            unit: unit.into(),
            due_on: Some(date(year, 12, 31)),
            ..PlanItem::empty(making.ids.next_id())
        });
    }
    for offer in [Offer::EquipmentCheck, Offer::BillAdvice, Offer::UseReport] {
        let month = 3 + 3 * making.chance.below(4) as i8;
        let due = making.working(date(year, month, 15));
        let done = making.about(due, 0, 6);
        lines.push(PlanItem {
            plan: Some(plan.id),
            kind: Some(PlanItemKind::Service),
            offer: Some(offer),
            owner: plan.responsible.clone(),
            due_on: Some(due),
            done_on: (done < making.today && making.is(85)).then_some(done),
            ..PlanItem::empty(making.ids.next_id())
        });
    }
    for (place, line) in lines.iter_mut().enumerate() {
        line.position = Some(place as f64);
    }
    lines
}
