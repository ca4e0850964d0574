//! Units in headings and cells, with their factors to the stored unit. The unit of each field is in `field`.

use serde::{Deserialize, Serialize};

use crate::domain::account_number::{half_width, is_unseen};

/// Dimension of a unit. Each is stored in one unit: kWh, kvarh, kW, kVA, kV, CNY.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitKind {
    /// 电量, stored in kWh.
    Energy,
    /// 无功电量, stored in kvarh.
    ReactiveEnergy,
    /// 功率, stored in kW.
    Power,
    /// 容量, stored in kVA.
    Capacity,
    /// 电压, stored in kV.
    Voltage,
    /// 金额, stored in CNY.
    Money,
}

/// A unit by its spelling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Its usual spelling, the first in [`UNITS`].
    pub name: &'static str,
    /// Dimension.
    pub dimension: UnitKind,
    /// Factor to the stored unit.
    pub factor: f64,
}

macro_rules! units {
    ($($dimension:ident { $($factor:literal: $first:literal $(| $other:literal)*,)+ })+) => {
        /// All spellings, lowercase and without spaces, with their units.
        const UNITS: &[(&str, Unit)] = &[$($(
            ($first, Unit { name: $first, dimension: UnitKind::$dimension, factor: $factor }),
            $(($other, Unit { name: $first, dimension: UnitKind::$dimension, factor: $factor }),)*
        )+)+];
    };
}

units! {
    Energy {
        1.0: "kwh" | "千瓦时" | "千瓦小时" | "千瓦·时" | "度" | "kw·h" | "kw.h" | "kw*h" | "kw-h",
        0.001: "wh" | "瓦时",
        1_000.0: "mwh" | "兆瓦时" | "兆瓦小时" | "兆瓦·时" | "千度" | "千kwh" | "千千瓦时" | "mw·h"
            | "mw.h" | "mw*h",
        1_000_000.0: "gwh" | "吉瓦时" | "百万千瓦时" | "百万kwh" | "gw·h",
        1_000_000_000.0: "twh" | "太瓦时",
        10_000.0: "万千瓦时" | "万kwh" | "万度" | "万kw·h" | "万kw.h" | "万kw*h" | "万千瓦小时"
            | "万千瓦·时" | "万",
        100_000_000.0: "亿千瓦时" | "亿kwh" | "亿度" | "亿kw·h" | "亿",
    }
    ReactiveEnergy {
        1.0: "kvarh" | "千乏时" | "kvar·h" | "kvar.h" | "kvar*h" | "千乏小时",
        1_000.0: "mvarh" | "兆乏时" | "mvar·h" | "mvar.h",
        10_000.0: "万千乏时" | "万kvarh" | "万kvar·h" | "万",
    }
    Power {
        1.0: "kw" | "千瓦",
        0.001: "w" | "瓦",
        1_000.0: "mw" | "兆瓦",
        10_000.0: "万千瓦" | "万kw",
    }
    Capacity {
        1.0: "kva" | "千伏安" | "kv·a" | "kv.a" | "kv*a",
        1_000.0: "mva" | "兆伏安" | "mv·a",
        10_000.0: "万千伏安" | "万kva" | "万kv·a",
    }
    Voltage {
        1.0: "kv" | "千伏",
        0.001: "v" | "伏" | "伏特",
    }
    Money {
        1.0: "cny" | "元" | "rmb" | "人民币" | "人民币元" | "元人民币" | "yuan" | "¥" | "￥",
        1_000.0: "千元",
        10_000.0: "万元" | "万" | "万元人民币",
        1_000_000.0: "百万元",
        100_000_000.0: "亿元" | "亿",
    }
}

/// Currencies other than the stored one, lowercase and without spaces.
const FOREIGN: &[&str] = &[
    "usd",
    "us$",
    "$",
    "美元",
    "美金",
    "eur",
    "€",
    "欧元",
    "gbp",
    "£",
    "英镑",
    "jpy",
    "日元",
    "日圆",
    "hkd",
    "hk$",
    "港元",
    "港币",
    "mop",
    "澳门元",
    "twd",
    "nt$",
    "新台币",
    "台币",
    "krw",
    "韩元",
    "sgd",
    "新加坡元",
    "aud",
    "澳元",
    "cad",
    "加元",
    "chf",
    "rub",
    "卢布",
    "vnd",
    "越南盾",
    "thb",
    "泰铢",
    "万美元",
];

/// Normalises a spelling: lowercase, half width, without spaces.
fn spelling(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_unseen(*c))
        .map(|c| match c {
            // Folding turns the yuan sign into a different character.
            '￥' => '￥',
            '•' | '∙' | '⋅' | '・' => '·',
            other => half_width(other),
        })
        .flat_map(char::to_lowercase)
        .collect()
}

impl Unit {
    /// Returns the unit of this dimension with this spelling; case and spaces do not matter.
    ///
    /// ```
    /// use busbar_core::exchange::unit::{UnitKind, Unit};
    /// assert_eq!(Unit::named(UnitKind::Energy, "万千瓦时").map(|unit| unit.factor), Some(10_000.0));
    /// assert_eq!(Unit::named(UnitKind::Energy, "kvarh"), None);
    /// ```
    pub fn named(dimension: UnitKind, text: &str) -> Option<Self> {
        let spelling = spelling(text);
        UNITS
            .iter()
            .find(|(name, unit)| unit.dimension == dimension && *name == spelling)
            .map(|(_, unit)| *unit)
    }

    /// Returns `true` if this is a spelling of any unit, or of a currency.
    pub fn is_known(text: &str) -> bool {
        let spelling = spelling(text);
        UNITS.iter().any(|(name, _)| *name == spelling) || FOREIGN.contains(&spelling.as_str())
    }

    /// Returns the currency named by the text, in capitals, if it is not the yuan.
    ///
    /// ```
    /// use busbar_core::exchange::unit::Unit;
    /// assert_eq!(Unit::foreign_currency("usd").as_deref(), Some("USD"));
    /// assert_eq!(Unit::foreign_currency("万元"), None);
    /// ```
    pub fn foreign_currency(text: &str) -> Option<String> {
        let spelling = spelling(text);
        let is_foreign = FOREIGN.contains(&spelling.as_str());
        is_foreign.then(|| spelling.to_uppercase())
    }

    /// Splits off the unit, of at least two characters, that ends this text without a separator: 电量kWh, 电量万千瓦时.
    pub fn at_end(text: &str) -> Option<(&str, &str)> {
        let mut cuts = text.char_indices().map(|(at, _)| at).skip(1);
        // The longest is the first that matches.
        let at = cuts.find(|at| {
            let (name, unit) = text.split_at(*at);
            let is_long = unit.chars().nth(1).is_some();
            let is_apart = !name.ends_with(|c: char| c.is_ascii_alphanumeric());
            is_long && is_apart && Self::is_known(unit)
        })?;
        Some(text.split_at(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_units() {
        let cases = [
            (UnitKind::Energy, "kWh", Some(1.0)),
            (UnitKind::Energy, " MWh ", Some(1_000.0)),
            (UnitKind::Energy, "万 kWh", Some(10_000.0)),
            (UnitKind::Power, "MW", Some(1_000.0)),
            (UnitKind::Capacity, "千伏安", Some(1.0)),
            (UnitKind::Voltage, "V", Some(0.001)),
            (UnitKind::Money, "万元", Some(10_000.0)),
            (UnitKind::Money, "千元", Some(1_000.0)),
            (UnitKind::Money, "￥", Some(1.0)),
            (UnitKind::Money, "USD", None),
            (UnitKind::Energy, "ＭＷ•ｈ", Some(1_000.0)),
            (UnitKind::Energy, "therm", None),
            (UnitKind::Power, "kWh", None),
        ];
        for (dimension, text, factor) in cases {
            assert_eq!(Unit::named(dimension, text).map(|unit| unit.factor), factor, "{text}");
        }
        assert_eq!(Unit::at_end("电量万千瓦时"), Some(("电量", "万千瓦时")));
        assert_eq!(Unit::at_end("最大需量kW"), Some(("最大需量", "kW")));
        assert_eq!(Unit::at_end("kWh"), None);
        assert_eq!(Unit::at_end("电量"), None);
    }
}
