//! Which column of a file holds which field: guessed from the headings, changed by a person,
//! remembered for the next file. What the fields are is `field`'s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    field::{Field, Kind, Shape},
    unit::Unit,
    value,
};
use crate::domain::Month;

/// How sure a match of a heading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// Nothing matches.
    #[default]
    None,
    /// The heading ends or begins with a known one.
    Likely,
    /// The heading is a known one.
    Certain,
    /// A person chose it, now or for an earlier file.
    Chosen,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The field with this stable name.
    Field(String),
    /// The energy of this month, in a table with a column a month.
    EnergyOf(Month),
}

/// A column of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What it holds; `None` where it is passed over.
    pub target: Option<Target>,
    /// The unit of its numbers where it is not the one that Busbar keeps, as [`Unit::named`] reads it.
    pub unit: Option<String>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// What it holds.
    pub kind: Kind,
    /// The line of its headings.
    pub heading_line: u32,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// What people chose for earlier files: a plain heading and the field it means, empty for none. Kept
/// in the setting `import.mapping.<kind>`.
pub type Remembered = BTreeMap<String, String>;

impl Mapping {
    /// Matches the headings with the fields of this kind.
    pub fn guess(kind: Kind, heading_line: u32, headings: &[String], chosen: &Remembered) -> Self {
        let read: Vec<Heading> = headings.iter().map(|text| Heading::read(text)).collect();
        let mut columns: Vec<Column> = headings
            .iter()
            .map(|heading| Column {
                heading: heading.trim().into(),
                ..Column::default()
            })
            .collect();
        let mut mapping = Self {
            kind,
            heading_line,
            columns: Vec::new(),
        };
        // What a person chose comes first, then the sure matches, then the likely ones, so that a
        // likely match never takes a field from a sure one.
        for certainty in [Certainty::Chosen, Certainty::Certain, Certainty::Likely] {
            for (column, heading) in columns.iter_mut().zip(&read) {
                if column.certainty != Certainty::None {
                    continue;
                }
                let remembered = chosen.get(&heading.plain);
                let field = match (certainty, remembered) {
                    (Certainty::Chosen, Some(name)) if name.is_empty() => {
                        column.certainty = Certainty::Chosen;
                        continue;
                    }
                    (Certainty::Chosen, Some(name)) => kind.field(name),
                    (Certainty::Chosen, None) => None,
                    _ => heading.best(kind, certainty, &mapping),
                };
                let Some(field) = field.filter(|field| !mapping.has(field.name)) else {
                    continue;
                };
                column.target = Some(Target::Field(field.name.into()));
                column.unit = heading.unit_of(field);
                column.certainty = certainty;
                mapping.columns.push(column.clone());
            }
        }
        mapping.columns = columns;
        if kind == Kind::Readings && !mapping.has("month") {
            for column in &mut mapping.columns {
                let month = value::month(&column.heading).ok();
                if let (None, Some(month)) = (&column.target, month) {
                    column.target = Some(Target::EnergyOf(month));
                    column.certainty = Certainty::Certain;
                }
            }
        }
        mapping
    }

    /// Recognises what a file holds by its headings, and matches them. `chosen` is what people chose
    /// for earlier files of a kind.
    pub fn recognise(
        heading_line: u32,
        headings: &[String],
        chosen: impl Fn(Kind) -> Remembered,
    ) -> Self {
        let guess = |kind| Self::guess(kind, heading_line, headings, &chosen(kind));
        // From the kind that asks for the most to the one that asks for the least.
        for kind in [Kind::Bills, Kind::Readings, Kind::SupplyPoints] {
            let mapping = guess(kind);
            if mapping.missing().is_empty() {
                return mapping;
            }
        }
        // Customers ask for nothing but a number, so a file that fits another kind better is of that
        // kind, and a column is missing in it.
        Kind::ALL
            .iter()
            .rev()
            .map(|kind| guess(*kind))
            .max_by_key(Self::matches)
            .unwrap_or_else(|| guess(Kind::Customers))
    }

    /// How many columns hold a field.
    pub fn matches(&self) -> usize {
        self.columns
            .iter()
            .filter(|column| column.target.is_some())
            .count()
    }

    /// How much a row looks like headings: the fields that it names. Months count beside a number
    /// whose they are, as a row of cells can begin with a month too.
    pub fn likeness(&self) -> usize {
        let names = |column: &&Column| matches!(column.target, Some(Target::Field(_)));
        let named = self.columns.iter().filter(names).count();
        if self.has("supply_point") || self.has("customer") {
            self.matches()
        } else {
            named
        }
    }

    /// Whether a column holds the field with this stable name.
    pub fn has(&self, field: &str) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(&column.target, Some(Target::Field(name)) if name == field))
    }

    /// The fields that the file cannot do without and no column holds; of each list, one is enough.
    pub fn missing(&self) -> Vec<&'static [&'static str]> {
        let is_wide = self
            .columns
            .iter()
            .any(|column| matches!(column.target, Some(Target::EnergyOf(_))));
        self.kind
            .required()
            .iter()
            .copied()
            .filter(|fields| {
                let by_columns = is_wide && self.kind == Kind::Readings && {
                    fields.contains(&"month") || fields.contains(&"energy_kwh")
                };
                !by_columns && !fields.iter().any(|field| self.has(field))
            })
            .collect()
    }

    /// A person says what a column holds: another column that held the same no longer does.
    pub fn choose(&mut self, column: usize, target: Option<Target>) {
        if target.is_some() {
            for other in &mut self.columns {
                if other.target == target {
                    other.target = None;
                    other.certainty = Certainty::None;
                }
            }
        }
        let kind = self.kind;
        if let Some(column) = self.columns.get_mut(column) {
            column.unit = match &target {
                Some(Target::Field(name)) => kind
                    .field(name)
                    .and_then(|field| Heading::read(&column.heading).unit_of(field)),
                _ => None,
            };
            column.target = target;
            column.certainty = Certainty::Chosen;
        }
    }

    /// What is to be remembered of a choice for this column, beside what was known. That another
    /// column of this file held the same no longer is not: alone in the next file, it holds it again.
    /// It only gives up what was remembered of it, or both would claim the field there.
    pub fn remember(&self, column: usize, known: &mut Remembered) {
        let Some(chosen) = self.columns.get(column) else {
            return;
        };
        let field = match &chosen.target {
            Some(Target::Field(name)) => name.as_str(),
            Some(Target::EnergyOf(_)) => return,
            None => "",
        };
        for other in self.columns.iter().filter(|_| !field.is_empty()) {
            let heading = Heading::read(&other.heading).plain;
            if known.get(&heading).is_some_and(|held| held == field) {
                known.remove(&heading);
            }
        }
        known.insert(Heading::read(&chosen.heading).plain, field.to_owned());
    }
}

/// A heading, taken apart.
struct Heading {
    /// All of it, plain.
    plain: String,
    /// Without the unit at its end, plain.
    name: String,
    /// The unit at its end, as written.
    unit: Option<String>,
}

impl Heading {
    fn read(text: &str) -> Self {
        let text = text.trim();
        let (name, unit) = split_unit(text);
        Self {
            plain: plain_heading(text),
            name: plain_heading(name),
            unit: unit.map(str::to_owned),
        }
    }

    /// The unit of a column with this heading that holds this field.
    fn unit_of(&self, field: &Field) -> Option<String> {
        let Shape::Measure(dimension) = field.shape else {
            return None;
        };
        let unit = Unit::named(dimension, self.unit.as_deref()?)?;
        Some(unit.name.to_owned())
    }

    /// Whether the unit at the end, if there is one, can be one of this field.
    fn fits(&self, field: &Field) -> bool {
        match (&self.unit, field.shape) {
            (None, _) => true,
            (Some(unit), Shape::Measure(dimension)) => {
                Unit::named(dimension, unit).is_some() || !Unit::is_known(unit)
            }
            (Some(_), _) => true,
        }
    }

    fn best(&self, kind: Kind, certainty: Certainty, taken: &Mapping) -> Option<&'static Field> {
        let free = || {
            kind.fields()
                .iter()
                .filter(|field| !taken.has(field.name) && self.fits(field))
        };
        if certainty == Certainty::Certain {
            let is = |field: &&Field, text: &str| field.headings.contains(&text);
            return free()
                .find(|field| is(field, &self.plain))
                .or_else(|| free().find(|field| is(field, &self.name)));
        }
        // Chinese headings carry what they are at their end (上月电量), sometimes at their beginning
        // (行业分类代码). English ones are matched whole: "floor area" is no area.
        let closeness = |field: &Field| {
            field
                .headings
                .iter()
                .filter(|heading| !heading.is_ascii() && heading.chars().count() > 1)
                .filter_map(|heading| {
                    let length = heading.len();
                    if self.name.ends_with(heading) {
                        Some((2, length))
                    } else if self.name.starts_with(heading) {
                        Some((1, length))
                    } else {
                        None
                    }
                })
                .max()
        };
        free()
            .filter_map(|field| Some((closeness(field)?, field)))
            .max_by_key(|(closeness, _)| *closeness)
            .map(|(_, field)| field)
    }
}

/// A heading as matches compare it: lower case, half width, letters and digits only.
///
/// ```
/// use busbar::exchange::mapping::plain_heading;
/// assert_eq!(plain_heading(" Account_Number "), "accountnumber");
/// ```
pub fn plain_heading(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Cuts the unit off the end of a heading: 电量(万千瓦时), 电量/kWh, `energy_mwh`.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    if let Some(open) = text.rfind(['(', '（', '[', '【']) {
        let inner = text[open..]
            .trim_start_matches(['(', '（', '[', '【'])
            .trim_end_matches([')', '）', ']', '】'])
            .trim();
        let inner = inner
            .trim_start_matches("单位")
            .trim_start_matches(['：', ':']);
        return (&text[..open], (!inner.is_empty()).then_some(inner));
    }
    match text.rsplit_once(['/', '_', ' ', '-', '，', ',']) {
        Some((name, unit)) if !name.is_empty() && Unit::is_known(unit) => (name, Some(unit)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognise(headings: &str) -> Mapping {
        let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
        Mapping::recognise(1, &headings, |_| Remembered::new())
    }

    fn fields(mapping: &Mapping) -> String {
        let names: Vec<String> = mapping
            .columns
            .iter()
            .map(|column| match &column.target {
                Some(Target::Field(name)) => name.clone(),
                Some(Target::EnergyOf(month)) => month.to_string(),
                None => "-".into(),
            })
            .collect();
        names.join(",")
    }

    #[test]
    fn files_of_the_trade_map_by_themselves() {
        let cases = [
            (
                "customer_id,source,industry,use_type,floor_area_m2,region,tariff_per_kwh,currency,first_month,last_month,n_months",
                Kind::Customers,
                "account_number,-,industry,-,-,region,-,-,-,-,-",
            ),
            (
                "customer_id,month,kwh,peak_kw,coverage",
                Kind::Readings,
                "customer,month,energy_kwh,peak_demand_kw,-",
            ),
            (
                "account,business_area,bill_type,bill_date,kwh,total_due_usd",
                Kind::Bills,
                "supply_point,-,-,billed_on,energy_kwh,amount_cny",
            ),
            (
                "客户编号,客户名称,行业分类,电压等级(kV),合同容量（kVA）,重要用户等级,客户经理",
                Kind::Customers,
                "account_number,name,industry,voltage_level_kv,contracted_capacity_kva,importance,account_manager",
            ),
            (
                "户号,户名,用电类别,供电单位,电压等级,合同容量",
                Kind::Customers,
                "account_number,name,-,region,voltage_level_kv,contracted_capacity_kva",
            ),
            (
                "客户编号,户号,用电地址,合同容量,运行容量",
                Kind::SupplyPoints,
                "customer,account_number,address,contracted_capacity_kva,running_capacity_kva",
            ),
            (
                "户号,户名,年月,总电量(万千瓦时),尖,峰,平,谷,最大需量,无功电量",
                Kind::Readings,
                "supply_point,-,month,energy_kwh,sharp_kwh,peak_kwh,flat_kwh,valley_kwh,peak_demand_kw,reactive_kvarh",
            ),
            (
                "户号,电费年月,计费电量,应收电费(元),缴费截止日期,缴费日期",
                Kind::Bills,
                "supply_point,month,energy_kwh,amount_cny,due_on,paid_on",
            ),
            (
                "户号,2025年1月,2025年2月,2025-03",
                Kind::Readings,
                "supply_point,2025-01,2025-02,2025-03",
            ),
        ];
        for (headings, kind, expected) in cases {
            let mapping = recognise(headings);
            assert_eq!(mapping.kind, kind, "{headings}");
            assert_eq!(fields(&mapping), expected, "{headings}");
            assert!(mapping.missing().is_empty(), "{headings}");
        }
    }

    #[test]
    fn units_come_from_headings() {
        let mapping = recognise("户号,年月,电量(万千瓦时),最大需量/MW,energy_mwh");
        let units: Vec<Option<&str>> = mapping
            .columns
            .iter()
            .map(|column| column.unit.as_deref())
            .collect();
        assert_eq!(units, [None, None, Some("万千瓦时"), Some("mw"), None]);
        let mapping = recognise("customer_id,month,energy_mwh");
        assert_eq!(mapping.columns[2].unit.as_deref(), Some("mwh"));
    }

    #[test]
    fn what_was_chosen_is_remembered() {
        let mut mapping = recognise("户号,年月,本期,电量");
        assert_eq!(fields(&mapping), "supply_point,month,-,energy_kwh");
        let mut known = Remembered::new();
        let mut choose = |column, field: &str| {
            let target = (!field.is_empty()).then(|| Target::Field(field.into()));
            mapping.choose(column, target);
            mapping.remember(column, &mut known);
            (fields(&mapping), known.clone())
        };
        let guess = |headings: &str, known: &Remembered| {
            let headings: Vec<String> = headings.split(',').map(String::from).collect();
            fields(&Mapping::guess(Kind::Readings, 1, &headings, known))
        };
        let (held, known) = choose(2, "energy_kwh");
        assert_eq!(held, "supply_point,month,energy_kwh,-");
        assert_eq!(
            guess("户号,年月,电量,本期", &known),
            "supply_point,month,-,energy_kwh"
        );
        // The column whose place was taken has its own again where it stands alone.
        assert_eq!(
            guess("户号,年月,电量", &known),
            "supply_point,month,energy_kwh"
        );
        // The latest choice counts, and passing a column over is one.
        let (_, known) = choose(3, "energy_kwh");
        assert_eq!(
            guess("户号,年月,本期,电量", &known),
            "supply_point,month,-,energy_kwh"
        );
        let (_, known) = choose(3, "");
        assert_eq!(guess("户号,年月,电量", &known), "supply_point,month,-");
    }

    #[test]
    fn a_likely_match_takes_nothing_from_a_sure_one() {
        let mapping = recognise("户号,年月,上月电量,电量");
        assert_eq!(fields(&mapping), "supply_point,month,-,energy_kwh");
        let mapping = recognise("户号,年月,本月电量合计电量");
        assert_eq!(mapping.columns[2].certainty, Certainty::Likely);
    }
}
