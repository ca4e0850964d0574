//! Sample equipment, and supply interruptions.

use super::{Making, Weight, moment, pack};
use crate::domain::{
    Customer, Record, SupplyPoint,
    draft::Block,
    equipment::{Equipment, EquipmentKind, Outage, OutageKind},
    request::RepairArea,
};

const PLANNED: [&str; 3] = ["线路计划检修", "变电站设备更换", "配合市政工程迁改"];
const UNPLANNED: [&str; 4] = ["雷击跳闸", "外力破坏电缆", "用户设备故障越级", "线路树障"];
const MODELS: [&str; 3] = ["SCB13", "S13-M", "SZ11"];

/// Generates the equipment and outages of all customers.
pub fn make(customers: &[Customer], points: &[SupplyPoint], making: &mut Making<'_>) -> Vec<Block> {
    let mut equipment = Vec::new();
    let mut outages = Vec::new();
    let mut points = points.iter().peekable();
    for customer in customers {
        let mut number = 0;
        // Supply points are in the order of their customers.
        while let Some(point) = points.next_if(|point| point.customer == Some(customer.id)) {
            number += 1;
            let mut add = |kind, name: String, rating, model: &str, making: &mut Making<'_>| {
                equipment.push(one(customer, Some(point), kind, name, rating, model, making));
            };
            let kva = point.contracted_capacity_kva;
            let model = making.pick(&MODELS);
            let name = format!("{number} 号变压器");
            add(EquipmentKind::Transformer, name, kva, model, making);
            if Weight::of(customer) != Weight::Small {
                let kv = point.voltage_level_kv;
                let name = format!("{number} 号进线");
                add(EquipmentKind::IncomingLine, name, kv, "", making);
                let kvar = kva.map(|kva| (kva * 0.3 / 30.0).round() * 30.0);
                let name = format!("{number} 号电容器组");
                add(EquipmentKind::Compensation, name, kvar, "", making);
            }
        }
        if let Some(kw) = customer.backup_kw {
            let name = "柴油发电机".to_owned();
            let kind = EquipmentKind::EmergencyGenerator;
            equipment.push(one(customer, None, kind, name, Some(kw), "", making));
        }
        for _ in 0..making.chance.below(4) {
            outages.push(outage(customer, making));
        }
    }
    [pack(equipment), pack(outages)].concat()
}

fn one(
    customer: &Customer,
    point: Option<&SupplyPoint>,
    kind: EquipmentKind,
    name: String,
    rating: Option<f64>,
    model: &str,
    making: &mut Making<'_>,
) -> Equipment {
    let years = 1 + making.chance.below(18) as i64;
    let inspected = 20 + making.chance.below(400) as i64;
    Equipment {
        customer: Some(customer.id),
        supply_point: point.map(|point| point.id),
        kind: Some(kind),
        name,
        rating,
        model: model.into(),
        installed_on: Some(making.ago(365 * years).first_of_month()),
        inspected_on: Some(making.ago(inspected)),
        inspect_every_months: Some(12.0),
        is_sample: true,
        ..Equipment::empty(making.ids.next_id())
    }
}

fn outage(customer: &Customer, making: &mut Making<'_>) -> Outage {
    let is_planned = making.is(60);
    let ago = 1 + making.chance.below(making.days) as i64;
    let (kind, cause, minutes) = if is_planned {
        let minutes = 120 + 30 * making.chance.below(12);
        (OutageKind::Planned, making.pick(&PLANNED), minutes)
    } else {
        let minutes = 4 + making.chance.below(150);
        (OutageKind::Unplanned, making.pick(&UNPLANNED), minutes)
    };
    // Most are notified in time; some late, and a few not at all.
    let ahead = 3 + making.chance.below(12) as i64;
    let told = (is_planned && making.is(95)).then(|| making.ago(ago + ahead));
    let begun = 6 * 60 + making.chance.below(14 * 60) as u32;
    Outage {
        customer: Some(customer.id),
        kind: Some(kind),
        notified_on: told,
        began_at: Some(moment(making.ago(ago), begun)),
        duration_min: Some(minutes as f64),
        area: (!is_planned).then_some(RepairArea::City),
        arrived_after_min: (!is_planned).then(|| (12 + making.chance.below(40)) as f64),
        cause: cause.into(),
        is_sample: true,
        ..Outage::empty(making.ids.next_id())
    }
}
