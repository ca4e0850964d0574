//! 用电设备: the customer's electrical equipment, and interruptions of its supply.

use jiff::{ToSpan, civil::Date};

use super::{
    Customer, Id, Moment, Month, SupplyPoint,
    record::{choice, record},
    request::{RepairArea, RepairArrival},
};

choice! {
    /// Kind of equipment, with the unit of its rating.
    pub enum EquipmentKind {
        /// 变压器, kVA
        Transformer = "transformer",
        /// 进线, kV
        IncomingLine = "incoming_line",
        /// 继电保护, no rating
        Protection = "protection",
        /// 无功补偿, kvar
        Compensation = "compensation",
        /// 自备电源 operated in parallel with the grid, kW
        OwnGeneration = "own_generation",
        /// 应急发电机, kW
        EmergencyGenerator = "emergency_generator",
    }
}

impl EquipmentKind {
    /// Returns the unit of the rating.
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
    /// 设备: one piece of equipment.
    pub struct Equipment: "equipment" {
        /// Customer that owns it.
        pub customer: Option<Id<Customer>>,
        /// Supply point that it is connected to.
        pub supply_point: Option<Id<SupplyPoint>>,
        /// Kind of equipment.
        pub kind: Option<EquipmentKind>,
        /// Name in use at the site: 1 号主变, …
        pub name: String,
        /// Rating, in the unit of the kind.
        pub rating: Option<f64>,
        /// Manufacturer and model.
        pub model: String,
        /// Date of commissioning.
        pub installed_on: Option<Date>,
        /// Date of the last inspection or test.
        pub inspected_on: Option<Date>,
        /// Inspection interval, months.
        pub inspect_every_months: Option<f64>,
        /// 备注.
        pub note: String,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl Equipment {
    /// Returns the date by which the next inspection is due; `None` without an inspection interval or a date to
    /// count from.
    pub fn inspect_by(&self) -> Option<Date> {
        let last = self.inspected_on.or(self.installed_on)?;
        let months = self.inspect_every_months.filter(|months| *months >= 1.0)?;
        let month = Month::of(last).plus(months as i32);
        let day = i32::from(last.day()).min(month.days());
        Date::new(month.year() as i16, month.month() as i8, day as i8).ok()
    }
}

choice! {
    /// Cause class of a supply interruption.
    pub enum OutageKind {
        /// 计划停电
        Planned = "planned",
        /// 故障停电
        Unplanned = "unplanned",
    }
}

record! {
    /// 停电: one interruption of a customer's supply.
    pub struct Outage: "outage" {
        /// Customer affected.
        pub customer: Option<Id<Customer>>,
        /// Supply point affected; `None` if all were.
        pub supply_point: Option<Id<SupplyPoint>>,
        /// Planned or unplanned.
        pub kind: Option<OutageKind>,
        /// Date on which the customer was notified of a planned outage.
        pub notified_on: Option<Date>,
        /// Start.
        pub began_at: Option<Moment>,
        /// Duration, minutes.
        pub duration_min: Option<f64>,
        /// Area of the repair.
        pub area: Option<RepairArea>,
        /// 抢修到达: minutes from the report of a fault to arrival on site.
        pub arrived_after_min: Option<f64>,
        /// Cause.
        pub cause: String,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

impl Outage {
    /// Returns the last day on which a planned outage starting on this day can be notified in time, the given
    /// number of calendar days before ([`outage_notice_days`]); `None` for an unplanned outage.
    ///
    /// [`outage_notice_days`]: super::request::ServiceLimits::outage_notice_days
    pub fn notice_due(&self, began_on: Date, days: u32) -> Option<Date> {
        let is_planned = self.kind == Some(OutageKind::Planned);
        let due = began_on.checked_sub(i64::from(days).days());
        due.ok().filter(|_| is_planned && !self.is_deleted)
    }

    /// Returns the minutes until the repair team arrived and the limit for its area; `None` for a planned outage,
    /// or if either is unknown.
    pub fn arrival(&self, limits: RepairArrival) -> Option<(u32, u32)> {
        let is_fault = self.kind == Some(OutageKind::Unplanned) && !self.is_deleted;
        let (area, minutes) = self.area.zip(self.arrived_after_min)?;
        is_fault.then(|| (minutes.max(0.0).round() as u32, limits.minutes(area)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn what_an_outage_owes() {
        let outage = |kind| Outage {
            kind: Some(kind),
            area: Some(RepairArea::Country),
            arrived_after_min: Some(90.4),
            ..Outage::empty(Id::new(Uuid::from_u128(1)))
        };
        let (planned, fault) = (outage(OutageKind::Planned), outage(OutageKind::Unplanned));
        let limits = RepairArrival::default();
        let began_on = date(2026, 3, 4);
        assert_eq!(planned.notice_due(began_on, 7), Some(date(2026, 2, 25)));
        assert_eq!(planned.arrival(limits), None);
        assert_eq!(fault.notice_due(began_on, 7), None);
        assert_eq!(fault.arrival(limits), Some((90, 90)));
        let unknown = Outage { area: None, ..fault };
        assert_eq!(unknown.arrival(limits), None);
        let gone = Outage { is_deleted: true, ..planned };
        assert_eq!(gone.notice_due(began_on, 7), None);
    }

    #[test]
    fn when_it_is_to_be_inspected_again() {
        let cases = [
            (Some(date(2026, 8, 31)), Some(6.0), Some(date(2027, 2, 28))),
            (Some(date(2024, 2, 29)), Some(12.0), Some(date(2025, 2, 28))),
            (Some(date(2026, 8, 31)), Some(0.0), None),
            (Some(date(2026, 8, 31)), None, None),
            (None, Some(6.0), Some(date(2021, 1, 1))),
        ];
        for (inspected_on, inspect_every_months, due) in cases {
            let equipment = Equipment {
                installed_on: Some(date(2020, 7, 1)),
                inspected_on,
                inspect_every_months,
                ..Equipment::empty(Id::new(Uuid::from_u128(1)))
            };
            assert_eq!(equipment.inspect_by(), due, "{inspected_on:?}");
        }
    }
}
