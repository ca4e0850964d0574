//! The customer, its supply points and its contacts.

use jiff::civil::Date;

use super::{
    Id, Record, Value, Who,
    draft::Draft,
    record::{choice, record},
    rule::{Broken, Ruled},
};

/// Name of the action that merges two customers.
pub const MERGE: &str = "customer.merge";

/// Name of the action that reverts a merge.
pub const SEPARATE: &str = "customer.separate";

choice! {
    /// Grade of an important customer [电监安全〔2008〕43号].
    pub enum Importance {
        /// 特级
        Special = "special",
        /// 一级
        First = "first",
        /// 二级
        Second = "second",
        /// 临时
        Temporary = "temporary",
        /// Assessed, without a grade.
        None = "none",
    }
}

choice! {
    /// Configuration of the supply (电源).
    pub enum SourceKind {
        /// 单电源
        Single = "single",
        /// 单电源双回路
        SingleSourceDualCircuit = "single_source_dual_circuit",
        /// 同一变电站双回路
        DualCircuitSameStation = "dual_circuit_same_station",
        /// 双电源
        DualSource = "dual_source",
    }
}

record! {
    /// 客户: the legal party that signed for the supply.
    pub struct Customer: "customer" {
        /// 客户编号, the account number used by the company's own systems; unique in the portfolio.
        pub account_number: String,
        /// 客户名称.
        pub name: String,
        /// 行业分类, GB/T 4754 code or free text.
        pub industry: String,
        /// 供电区域, the district or branch that supplies it.
        pub region: String,
        /// 用电地址.
        pub address: String,
        /// Latitude, WGS 84, degrees.
        pub latitude: Option<f64>,
        /// Longitude, WGS 84, degrees.
        pub longitude: Option<f64>,
        /// 电压等级, kV.
        pub voltage_level_kv: Option<f64>,
        /// 合同容量, kVA.
        pub contracted_capacity_kva: Option<f64>,
        /// 重要用户等级.
        pub importance: Option<Importance>,
        /// 电源.
        pub source_kind: Option<SourceKind>,
        /// 保安负荷, kW.
        pub security_load_kw: Option<f64>,
        /// 自备应急电源, kW.
        pub backup_kw: Option<f64>,
        /// 战略重要性, 0 (none) to 100, as judged by the department.
        pub strategic_importance: Option<f64>,
        /// 客户经理.
        pub account_manager: Who,
        /// 备注.
        pub note: String,
        /// Sample data made by the generator, not a real customer.
        pub is_sample: bool,
        /// Removed from the portfolio; the record is kept and can be restored.
        pub is_deleted: bool,
        /// 建档日期: date of the import that added it. Visits are due from then on. Customers added by hand have it in
        /// their id.
        pub added_on: Option<Date>,
        /// The customer that this one was merged into. In a [table](crate::books::table) it is the one that remains in
        /// the end.
        pub merged_into: Option<Id<Customer>>,
    }
}

impl Customer {
    /// Returns `true` if the customer is in the portfolio: neither removed nor merged into another one.
    pub const fn is_here(&self) -> bool {
        !self.is_deleted && self.merged_into.is_none()
    }

    /// Drafts the merge of `merged` into this customer, which takes over its values for fields that are empty here.
    /// References are not rewritten; whoever reads them follows [`Customer::merged_into`].
    pub fn merge(&self, merged: &Self) -> Draft {
        if self.id == merged.id {
            return Draft::default();
        }
        let draft = Draft::new(MERGE);
        let draft = draft.edit(merged.id, Self::MERGED_INTO, Value::Id(self.id.uuid()));
        // Known values were checked when they were entered.
        draft.change(self, &self.completed(merged)).surely()
    }

    /// Returns this customer with the values of another one for its empty fields, unless they break a rule.
    fn completed(&self, other: &Self) -> Self {
        let mut whole = self.clone();
        for (place, field) in Self::FIELDS.iter().enumerate() {
            let is_place = matches!(*field, "latitude" | "longitude");
            let is_own = *field == Self::MERGED_INTO.name() || *field == Self::ADDED_ON.name();
            // Two coordinates of different places would be a third place.
            let is_taken = is_place && (self.latitude.is_some() || self.longitude.is_some());
            if is_own || is_taken || self.value_at(place) != Value::Empty {
                continue;
            }
            // Both are customers, so the value fits.
            let _ = whole.set_at(place, other.value_at(place));
        }
        if let (Some(own), Some(others)) = (self.added_on, other.added_on) {
            whole.added_on = Some(own.min(others));
        }
        let breaks = |broken: Broken| !broken.rule.is_doubt();
        if whole.check(Self::FIELDS).is_err_and(breaks) { self.clone() } else { whole }
    }
}

record! {
    /// 户号: one metered supply of a customer, with its own account number.
    pub struct SupplyPoint: "supply_point" {
        /// Customer that it supplies.
        pub customer: Option<Id<Customer>>,
        /// 户号; unique in the portfolio.
        pub account_number: String,
        /// 用电地址.
        pub address: String,
        /// 电压等级, kV.
        pub voltage_level_kv: Option<f64>,
        /// 合同容量, kVA.
        pub contracted_capacity_kva: Option<f64>,
        /// 运行容量, kVA.
        pub running_capacity_kva: Option<f64>,
        /// 备注.
        pub note: String,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

record! {
    /// 联系人: a person at the customer.
    pub struct Contact: "contact" {
        /// Customer that the contact belongs to.
        pub customer: Option<Id<Customer>>,
        /// 姓名.
        pub name: String,
        /// 职务.
        pub role: String,
        /// 电话.
        pub phone: String,
        /// 电子邮箱.
        pub email: String,
        /// 备注.
        pub note: String,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn customer(n: u128, name: &str) -> Customer {
        Customer { name: name.into(), ..Customer::empty(Id::new(Uuid::from_u128(n))) }
    }

    fn edits(draft: &Draft) -> Vec<(u128, &str)> {
        draft.edits.iter().map(|edit| (edit.record.as_u128(), edit.field)).collect()
    }

    #[test]
    fn a_merge_is_one_field_and_fills_what_is_empty() {
        let remaining = Customer { region: "宿州".into(), ..customer(1, "甲") };
        let merged = Customer {
            region: "蚌埠".into(),
            industry: "纺织".into(),
            latitude: Some(33.6),
            longitude: Some(116.9),
            is_sample: true,
            ..customer(2, "甲公司")
        };
        let draft = remaining.merge(&merged);
        let expected = [(2, "merged_into"), (1, "industry"), (1, "latitude"), (1, "longitude")];
        assert_eq!(edits(&draft), expected);
        assert_eq!(draft.edits[0].value, Value::Id(remaining.id.uuid()));
        assert!(remaining.merge(&remaining).is_empty());
        // Coordinates come in pairs.
        let placed = Customer { latitude: Some(33.5), longitude: Some(117.0), ..remaining };
        assert_eq!(edits(&placed.merge(&merged)), [(2, "merged_into"), (1, "industry")]);
    }

    #[test]
    fn a_merge_takes_over_no_value_that_breaks_a_rule() {
        let remaining = customer(1, "甲");
        let with = |kv| Customer { voltage_level_kv: Some(kv), ..customer(2, "乙") };
        assert_eq!(edits(&remaining.merge(&with(10_000.0))), [(2, "merged_into")]);
        // A doubtful one was confirmed when it was entered.
        let draft = remaining.merge(&with(36.0));
        assert_eq!(edits(&draft), [(2, "merged_into"), (1, "voltage_level_kv")]);
        assert!(draft.is_sure);
    }

    #[test]
    fn the_earlier_date_of_two_imports_remains() {
        let on = |n, day| Customer { added_on: Some(date(2026, 1, day)), ..customer(n, "甲") };
        let draft = on(1, 20).merge(&on(2, 5));
        assert_eq!(draft.edits[1].value, Value::Date(date(2026, 1, 5)));
        assert_eq!(on(1, 5).merge(&on(2, 20)).edits.len(), 1);
        assert_eq!(customer(1, "甲").merge(&on(2, 20)).edits.len(), 1);
    }
}
