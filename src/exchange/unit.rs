//! Units that headings and cells carry, and what they are in the unit that Busbar keeps. Which field
//! is measured in what is `field`'s business.

use serde::{Deserialize, Serialize};

/// What a unit measures. Busbar keeps each in one unit: kWh, kvarh, kW, kVA, kV, CNY.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// 电量, kept in kWh.
    Energy,
    /// 无功电量, kept in kvarh.
    ReactiveEnergy,
    /// 功率, kept in kW.
    Power,
    /// 容量, kept in kVA.
    Capacity,
    /// 电压, kept in kV.
    Voltage,
    /// 金额, kept in CNY.
    Money,
}

/// A unit by its spelling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// How people write it, as first met in [`UNITS`].
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// How many kept units it is worth.
    pub factor: f64,
}

macro_rules! units {
    ($($dimension:ident { $($factor:literal: $first:literal $(| $other:literal)*,)+ })+) => {
        /// Every spelling, in lower case and without spaces, with the unit it stands for.
        const UNITS: &[(&str, Unit)] = &[$($(
            ($first, Unit { name: $first, dimension: Dimension::$dimension, factor: $factor }),
            $(($other, Unit { name: $first, dimension: Dimension::$dimension, factor: $factor }),)*
        )+)+];
    };
}

units! {
    Energy {
        1.0: "kwh" | "千瓦时" | "千瓦小时" | "度" | "kw·h" | "kw.h" | "kw*h",
        0.001: "wh" | "瓦时",
        1_000.0: "mwh" | "兆瓦时" | "千度",
        1_000_000.0: "gwh" | "吉瓦时" | "百万千瓦时",
        10_000.0: "万千瓦时" | "万kwh" | "万度" | "万kw·h" | "万千瓦小时",
        100_000_000.0: "亿千瓦时" | "亿kwh" | "亿度",
    }
    ReactiveEnergy {
        1.0: "kvarh" | "千乏时" | "kvar·h" | "千乏小时",
        1_000.0: "mvarh" | "兆乏时",
        10_000.0: "万千乏时" | "万kvarh",
    }
    Power {
        1.0: "kw" | "千瓦",
        0.001: "w" | "瓦",
        1_000.0: "mw" | "兆瓦",
        10_000.0: "万千瓦" | "万kw",
    }
    Capacity {
        1.0: "kva" | "千伏安" | "kv·a",
        1_000.0: "mva" | "兆伏安",
        10_000.0: "万千伏安" | "万kva",
    }
    Voltage {
        1.0: "kv" | "千伏",
        0.001: "v" | "伏" | "伏特",
    }
    Money {
        1.0: "cny" | "元" | "rmb" | "人民币" | "人民币元" | "yuan" | "¥" | "￥" | "usd" | "$",
        10_000.0: "万元" | "万",
        100_000_000.0: "亿元" | "亿",
    }
}

impl Unit {
    /// The unit of this dimension that people write so; case and spaces do not count.
    ///
    /// ```
    /// use busbar::exchange::unit::{Dimension, Unit};
    /// assert_eq!(Unit::named(Dimension::Energy, "万千瓦时").map(|unit| unit.factor), Some(10_000.0));
    /// assert_eq!(Unit::named(Dimension::Energy, "kvarh"), None);
    /// ```
    pub fn named(dimension: Dimension, text: &str) -> Option<Self> {
        let spelling: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        UNITS
            .iter()
            .find(|(name, unit)| unit.dimension == dimension && *name == spelling)
            .map(|(_, unit)| *unit)
    }

    /// Whether this is a spelling of any unit at all.
    pub fn is_known(text: &str) -> bool {
        let spelling = text.to_lowercase();
        UNITS.iter().any(|(name, _)| *name == spelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_units() {
        let cases = [
            (Dimension::Energy, "kWh", Some(1.0)),
            (Dimension::Energy, " MWh ", Some(1_000.0)),
            (Dimension::Energy, "万 kWh", Some(10_000.0)),
            (Dimension::Power, "MW", Some(1_000.0)),
            (Dimension::Capacity, "千伏安", Some(1.0)),
            (Dimension::Voltage, "V", Some(0.001)),
            (Dimension::Money, "万元", Some(10_000.0)),
            (Dimension::Energy, "therm", None),
            (Dimension::Power, "kWh", None),
        ];
        for (dimension, text, factor) in cases {
            assert_eq!(
                Unit::named(dimension, text).map(|unit| unit.factor),
                factor,
                "{text}"
            );
        }
    }
}
