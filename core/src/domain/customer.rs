//! The customer, its supply points and its contacts.

use super::{
    Id, Who,
    record::{choice, record},
};

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
