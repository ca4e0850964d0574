//! Sample visits: at an interval that is not always kept, with findings and promises.

use jiff::civil::Date;

use super::{Making, Weight, moment, pack};
use crate::domain::{
    Customer, Link, Record,
    action::Action,
    draft::Block,
    record::Whole,
    visit::{
        AgendaItem, DevelopmentNeed, Finding, FindingKind, Likelihood, Severity, Trend, Visit,
    },
};

const PURPOSES: [&str; 5] = ["例行走访", "迎峰度夏前走访", "用电检查", "电费回访", "新增负荷对接"];
const AGENDA: [&str; 6] = [
    "上次承诺事项的进展",
    "近期生产与订单情况",
    "用电量与电费变化",
    "设备运行与缺陷",
    "下一年用电计划",
    "对供电服务的意见",
];
const SUMMARIES: [&str; 5] = [
    "客户生产正常，对近期供电质量满意，希望提前告知计划检修。",
    "新线预计年内投产，已说明增容流程和资料清单。",
    "客户反映力率调整电费偏高，建议检查电容器投切。",
    "订单减少，部分班次停产，用电将有下降。",
    "走访配电室，发现问题已当面说明并约定整改时间。",
];
const OUTLOOKS: [&str; 3] = ["春节前赶订单，夜班增加", "年底检修停产十天", "明年上半年产量持平"];
const FINDINGS: [(FindingKind, &str); 10] = [
    (FindingKind::Equipment, "1 号变压器温升偏高，散热片积尘"),
    (FindingKind::Equipment, "电容器组两相熔断器断开，无功补偿不足"),
    (FindingKind::Safety, "配电室门口堆放杂物，应急通道受阻"),
    (FindingKind::Safety, "应急发电机超过一年未做带载试验"),
    (FindingKind::Safety, "绝缘工器具超过试验周期"),
    (FindingKind::SupplyQuality, "夜间电压偏高，变频器偶有跳闸"),
    (FindingKind::SupplyQuality, "雷雨季短时电压暂降，生产线停机两次"),
    (FindingKind::Billing, "力率调整电费连续三个月为加收"),
    (FindingKind::Service, "希望停电通知提前到十天"),
    (FindingKind::Business, "主要产品订单转移到外地工厂"),
];
const NEEDS: [(&str, f64, f64); 5] = [
    ("新增一条生产线", 2_000.0, 1_400.0),
    ("二期厂房投产", 5_000.0, 3_600.0),
    ("电锅炉替代燃气锅炉", 1_250.0, 1_000.0),
    ("屋顶光伏并网", 0.0, -800.0),
    ("老线停产搬迁", -1_600.0, -1_100.0),
];
const PROMISES: [(&str, &str); 6] = [
    ("安排红外测温并给出报告", "运检部"),
    ("提供近三个月力率分析和补偿建议", "营销部"),
    ("核实电压偏高原因并答复", "调控中心"),
    ("办理增容预约，送一次性告知书", "营销部"),
    ("把客户列入停电短信重点名单", "调控中心"),
    ("送达分时电价调整方案测算", "营销部"),
];

/// Generates the visits of all customers, with findings and needs; promises are added to the actions.
pub fn make(customers: &[Customer], making: &mut Making<'_>) -> Vec<Block> {
    let (mut visits, mut findings, mut needs) = (Vec::new(), Vec::new(), Vec::new());
    for customer in customers {
        let rhythm = match Weight::of(customer) {
            Weight::Key => 28,
            Weight::Large => 45,
            Weight::Small => 110,
        };
        let mut ago = (1 + making.chance.below(rhythm * 5 / 4)) as i64;
        while ago < making.days as i64 {
            let day = making.working(making.ago(ago));
            let visit = done(customer, day, making);
            if making.is(60) {
                findings.push(finding(&visit, day, making));
            }
            if making.is(14) {
                needs.push(need(&visit, day, making));
            }
            visits.push(visit);
            ago += (rhythm * 4 / 5 + making.chance.below(rhythm / 2)) as i64;
        }
        let is_planned = match Weight::of(customer) {
            Weight::Key => 70,
            Weight::Large => 30,
            Weight::Small => 8,
        };
        if making.is(is_planned) {
            let ahead = -(making.chance.below(10) as i64);
            let day = making.working(making.ago(ahead));
            visits.push(planned(customer, day, making));
        }
    }
    [pack(visits), pack(findings), pack(needs)].concat()
}

fn planned(customer: &Customer, day: Date, making: &mut Making<'_>) -> Visit {
    let first = making.chance.below(AGENDA.len() - 3);
    Visit {
        customer: Some(customer.id),
        account_manager: customer.account_manager.clone(),
        purpose: making.pick(&PURPOSES).into(),
        planned_on: Some(day),
        planned_at_min: Some(30.0 * (17 + making.chance.below(15)) as f64),
        duration_min: Some(60.0),
        agenda: Whole(
            AGENDA[first..first + 3]
                .iter()
                .map(|text| AgendaItem { text: (*text).into(), ..AgendaItem::default() })
                .collect(),
        ),
        is_sample: true,
        ..Visit::empty(making.ids.next_id())
    }
}

fn done(customer: &Customer, day: Date, making: &mut Making<'_>) -> Visit {
    let mut visit = planned(customer, day, making);
    let begun = visit.planned_at_min.unwrap_or_default() as u32 + making.chance.below(20) as u32;
    visit.arrived_at = Some(moment(day, begun));
    visit.left_at = Some(moment(day, begun + 35 + making.chance.below(50) as u32));
    visit.latitude = customer.latitude;
    visit.longitude = customer.longitude;
    visit.accuracy_m = visit.latitude.map(|_| 15.0);
    for item in &mut visit.agenda.0 {
        item.is_done = making.is(85);
    }
    let trends = [Trend::Rising, Trend::Steady, Trend::Steady, Trend::Steady, Trend::Falling];
    visit.production = Some(making.pick(&trends));
    visit.orders = Some(making.pick(&trends));
    visit.shifts = Some((1 + making.chance.below(3)) as f64);
    if making.is(40) {
        visit.outlook = making.pick(&OUTLOOKS).into();
    }
    visit.summary = making.pick(&SUMMARIES).into();
    visit
}

fn finding(visit: &Visit, day: Date, making: &mut Making<'_>) -> Finding {
    let (kind, text) = making.pick(&FINDINGS);
    let mut finding = Finding {
        customer: visit.customer,
        visit: Some(visit.id),
        found_on: Some(day),
        kind: Some(kind),
        severity: Some(making.pick(&[
            Severity::Minor,
            Severity::Minor,
            Severity::Major,
            Severity::Critical,
        ])),
        text: text.into(),
        is_sample: true,
        ..Finding::empty(making.ids.next_id())
    };
    if matches!(kind, FindingKind::Safety | FindingKind::Equipment) {
        let by = making.later(day, 10);
        finding.rectify_by = Some(by);
        let done = making.about(day, 4, 10);
        let is_done = making.is(80) || by < making.ago(30);
        if done < making.today && is_done {
            finding.rectified_on = Some(done);
            finding.rectification = "已按要求整改，照片存档".into();
            let again = making.later(done, 5);
            finding.rechecked_on = (again < making.today && making.is(90)).then_some(again);
        }
    }
    if making.is(60) {
        let action = action(visit, Some(Link::to(finding.id)), day, making);
        making.actions.push(action);
    }
    finding
}

fn need(visit: &Visit, day: Date, making: &mut Making<'_>) -> DevelopmentNeed {
    let (text, capacity_kva, load_kw) = making.pick(&NEEDS);
    let from = making.about(day, 60, 120);
    let need = DevelopmentNeed {
        customer: visit.customer,
        visit: Some(visit.id),
        learned_on: Some(day),
        text: text.into(),
        capacity_kva: (capacity_kva != 0.0).then_some(capacity_kva),
        load_kw: Some(load_kw),
        from: from.first_of_month().into(),
        likelihood: Some(making.pick(Likelihood::ALL)),
        is_closed: from < making.today,
        is_sample: true,
        ..DevelopmentNeed::empty(making.ids.next_id())
    };
    if making.is(50) {
        let action = action(visit, Some(Link::to(need.id)), day, making);
        making.actions.push(action);
    }
    need
}

/// Creates a promise: most are kept, and most of those in time.
fn action(visit: &Visit, source: Option<Link>, day: Date, making: &mut Making<'_>) -> Action {
    let (text, department) = making.pick(&PROMISES);
    let due = making.about(day, 8, 14);
    let mut action = Action {
        customer: visit.customer,
        source,
        text: text.into(),
        owner: visit.account_manager.clone(),
        department: department.into(),
        opened_on: Some(day),
        due_on: Some(due),
        is_sample: true,
        ..Action::empty(making.ids.next_id())
    };
    let late = if making.is(80) { 0 } else { 6 };
    let done = making.about(day, 3 + late, 14);
    // Old promises are done, however late.
    let is_done = making.is(85) || due < making.ago(30);
    if done < making.today && is_done {
        action.done_on = Some(done);
        action.result = "已完成，结果告知客户".into();
        let confirmed = making.later(done, 3);
        let is_confirmed = making.is(80) || done < making.ago(30);
        if confirmed < making.today && is_confirmed {
            action.confirmed_on = Some(confirmed);
            action.confirmed_by = "客户".into();
        }
    }
    action
}
