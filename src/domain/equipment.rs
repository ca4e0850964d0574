//! 用电设备: what the customer runs behind the meter, and what happened to its supply.

use jiff::civil::Date;

use super::{
    Customer, Id, Moment, SupplyPoint,
    record::{choice, record},
};

choice! {
    /// What a piece of equipment is. Its rating is in the unit that is named.
    pub enum EquipmentKind {
        /// 变压器, kVA
        Transformer = "transformer",
        /// 进线, kV
        IncomingLine = "incoming_line",
        /// 继电保护, no rating
        Protection = "protection",
        /// 无功补偿, kvar
        Compensation = "compensation",
        /// 自备电源 that runs with the grid, kW
        OwnGeneration = "own_generation",
        /// 应急发电机, kW
        EmergencyGenerator = "emergency_generator",
    }
}

impl EquipmentKind {
    /// The unit of its rating.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Transformer => Some("kVA"),
            Self::IncomingLine => Some("kV"),
            Self::Protection => None,
            Self::Compensation => Some("kvar"),
            Self::OwnGeneration | Self::EmergencyGenerator => Some("kW"),
        }
    }
}

record! {
    /// 设备: one piece.
    pub struct Equipment: "equipment" {
        /// Whose.
        pub customer: Option<Id<Customer>>,
        /// At which supply point.
        pub supply_point: Option<Id<SupplyPoint>>,
        /// What it is.
        pub kind: Option<EquipmentKind>,
        /// What people call it: 1 号主变, ...
        pub name: String,
        /// Its rating, in the unit of its kind.
        pub rating: Option<f64>,
        /// Maker and type.
        pub model: String,
        /// When it was put in service.
        pub installed_on: Option<Date>,
        /// The last inspection or test.
        pub inspected_on: Option<Date>,
        /// Months from one inspection to the next.
        pub inspect_every_months: Option<f64>,
        /// 备注.
        pub note: String,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

choice! {
    /// Why the supply was off.
    pub enum OutageKind {
        /// 计划停电
        Planned = "planned",
        /// 故障停电
        Unplanned = "unplanned",
    }
}

record! {
    /// 停电: one time that the supply of a customer was off.
    pub struct Outage: "outage" {
        /// Whose supply.
        pub customer: Option<Id<Customer>>,
        /// At which supply point; none where it was all of them.
        pub supply_point: Option<Id<SupplyPoint>>,
        /// Planned or not.
        pub kind: Option<OutageKind>,
        /// When it began.
        pub began_at: Option<Moment>,
        /// How long it lasted, minutes.
        pub duration_min: Option<f64>,
        /// Why.
        pub cause: String,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}
