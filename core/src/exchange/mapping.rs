//! Mapping of columns to fields: guessed from the headings, changed by the user, remembered for later files.
//! Fields are defined in `field`, headings parsed in `heading`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    day::{DayOrder, DayStyle},
    field::{CellShape, Field, FileKind},
    heading::{HeadedMonth, Heading, Title},
    style::Style,
    unit::UnitKind,
    value::Decimal,
};
use crate::domain::{Month, setting::SettingContent};

/// Certainty of a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// No match.
    #[default]
    None,
    /// The heading starts or ends with a known one.
    Likely,
    /// The heading is known.
    Certain,
    /// Chosen by the user, now or for an earlier file.
    Chosen,
}

/// Content of a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// The field with this stable name.
    Field(String),
    /// Energy of this month, in a table with one column per month.
    EnergyOf(Month),
}

/// A column of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Heading; one line per heading row.
    pub heading: String,
    /// Content; `None` if the column is not used.
    pub target: Option<Target>,
    /// Unit of its numbers if it is not the stored one, in a form that [`Unit::named`] reads.
    ///
    /// [`Unit::named`]: super::unit::Unit::named
    pub unit: Option<String>,
    /// Certainty of the match.
    pub certainty: Certainty,
    /// Style of its cells, as far as they show it.
    pub style: Style,
    /// Decimal separator, if chosen by the user.
    pub decimal: Option<Decimal>,
    /// Order of day and month, if chosen by the user.
    pub day_order: Option<DayOrder>,
}

impl MappedColumn {
    /// Returns the decimal separator.
    pub fn decimal(&self) -> Decimal {
        self.decimal.unwrap_or(self.style.decimal)
    }

    /// Returns the style of its days and months, in a table of this year.
    pub const fn days(&self, year: Option<i32>) -> DayStyle {
        self.style.days(self.day_order, year)
    }
}

/// Mapping of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// Kind of file.
    pub kind: FileKind,
    /// Line of the headings, the first if there are several.
    pub heading_line: u32,
    /// Last line of the headings.
    pub last_heading_line: u32,
    /// Columns, in order.
    pub columns: Vec<MappedColumn>,
    /// Year for months without one.
    pub year: Option<i32>,
    /// `true` if there are months without a year.
    pub asks_year: bool,
}

/// Question to the user about the style of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingQuestion {
    /// Decimal separator, with the proposed one.
    Decimal(Decimal),
    /// Order of day and month; without an answer its days are not imported.
    DayOrder,
}

/// Choices for earlier files: normalised heading and stable name of the field, empty for none. Stored in the
/// setting `import.mapping.<kind>`, by heading.
pub type Remembered = BTreeMap<String, String>;

impl SettingContent for Remembered {}

impl Mapping {
    /// Matches the headings to the fields of this kind.
    pub fn guess(
        kind: FileKind,
        heading_line: u32,
        headings: &[String],
        chosen: &Remembered,
    ) -> Self {
        Self::guess_below(kind, heading_line, headings, chosen, &Title::default())
    }

    /// The same for headings below a title.
    pub fn guess_below(
        kind: FileKind,
        heading_line: u32,
        headings: &[String],
        chosen: &Remembered,
        title: &Title,
    ) -> Self {
        let read: Vec<Heading> = headings.iter().map(|text| Heading::read(text)).collect();
        let mut columns: Vec<MappedColumn> = headings
            .iter()
            .map(|heading| MappedColumn {
                heading: heading.trim().into(),
                ..MappedColumn::default()
            })
            .collect();
        let mut mapping = Self {
            kind,
            heading_line,
            last_heading_line: heading_line,
            columns: Vec::new(),
            year: title.year,
            asks_year: false,
        };
        // Choices of the user come first, then certain matches, then likely ones, so that a likely match never
        // takes a field from a certain one.
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
                    _ => best(heading, kind, certainty, &mapping),
                };
                let Some(field) = field.filter(|field| !mapping.has(field.name)) else {
                    continue;
                };
                column.target = Some(Target::Field(field.name.into()));
                column.unit = heading.unit_of(field).or_else(|| title.unit_of(field));
                column.certainty = certainty;
                mapping.columns.push(column.clone());
            }
        }
        mapping.columns = columns;
        if kind == FileKind::Readings && !mapping.has("month") {
            mapping.take_months(&read, title);
        }
        mapping
    }

    /// Assigns the columns headed by a month.
    fn take_months(&mut self, headings: &[Heading], title: &Title) {
        let Some(energy) = self.kind.field("energy_kwh") else {
            return;
        };
        for (column, heading) in self.columns.iter_mut().zip(headings) {
            let is_free = column.target.is_none() && column.certainty == Certainty::None;
            let is_energy =
                matches!(&column.target, Some(Target::Field(name)) if name == energy.name);
            if !is_free && !is_energy {
                continue;
            }
            match heading.month(title.year, energy) {
                Some(HeadedMonth::Of(month)) => {
                    column.target = Some(Target::EnergyOf(month));
                    column.certainty = Certainty::Certain;
                    column.unit = heading.unit_of(energy).or_else(|| title.unit_of(energy));
                    self.asks_year |= title.year.is_some()
                        && heading.month(None, energy) == Some(HeadedMonth::WithoutYear);
                }
                Some(HeadedMonth::WithoutYear) => self.asks_year = true,
                None => {}
            }
        }
        // Beside monthly columns, a column of energy alone is their sum.
        if self.is_wide() {
            for column in &mut self.columns {
                if column.certainty < Certainty::Chosen
                    && matches!(&column.target, Some(Target::Field(name)) if name == energy.name)
                {
                    column.target = None;
                    column.unit = None;
                    column.certainty = Certainty::None;
                }
            }
        }
    }

    /// Recognises the kind of a file by its headings, and matches them. `chosen` holds the user's choices for
    /// earlier files of a kind.
    pub fn recognise(
        heading_line: u32,
        headings: &[String],
        chosen: impl Fn(FileKind) -> Remembered,
    ) -> Self {
        Self::recognise_below(heading_line, headings, chosen, &Title::default())
    }

    /// The same for headings below a title.
    pub fn recognise_below(
        heading_line: u32,
        headings: &[String],
        chosen: impl Fn(FileKind) -> Remembered,
        title: &Title,
    ) -> Self {
        let guess = |kind| Self::guess_below(kind, heading_line, headings, &chosen(kind), title);
        // From the kind with the most required fields to the one with the fewest.
        for kind in [FileKind::Bills, FileKind::Readings, FileKind::SupplyPoints] {
            let mapping = guess(kind);
            // Bills in another currency are still bills: as readings, their amounts would be silently lost.
            let is_foreign = mapping.foreign_amount().is_some();
            if mapping.missing().len() == usize::from(is_foreign) {
                return mapping;
            }
        }
        // A customer list may name a contact per customer; a contact list says more about them.
        let [people, customers] = [guess(FileKind::Contacts), guess(FileKind::Customers)];
        if people.missing().is_empty() && people.matches() > customers.matches() {
            return people;
        }
        // Customers require only a number, so a file that fits another kind better is of that kind, with a column
        // missing.
        [FileKind::Bills, FileKind::Readings, FileKind::SupplyPoints]
            .into_iter()
            .map(guess)
            .chain([customers])
            .max_by_key(|mapping| (mapping.asks_year, mapping.matches(), mapping.is_complete()))
            .unwrap_or_else(|| guess(FileKind::Customers))
    }

    fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// Returns `true` if it has one column per month.
    pub fn is_wide(&self) -> bool {
        let is_month = |column: &MappedColumn| matches!(column.target, Some(Target::EnergyOf(_)));
        self.columns.iter().any(is_month)
    }

    /// Returns the number of columns that hold a field.
    pub fn matches(&self) -> usize {
        self.columns.iter().filter(|column| column.target.is_some()).count()
    }

    /// Returns how much a row looks like headings: the number of fields it names. Months count only beside an
    /// identifier, because data rows can also begin with a month.
    pub fn likeness(&self) -> usize {
        let names = |column: &&MappedColumn| matches!(column.target, Some(Target::Field(_)));
        let named = self.columns.iter().filter(names).count();
        if self.has("supply_point") || self.has("customer") {
            self.matches() + usize::from(self.asks_year && !self.is_wide())
        } else {
            named
        }
    }

    /// Returns `true` if a column holds the field with this stable name.
    pub fn has(&self, field: &str) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(&column.target, Some(Target::Field(name)) if name == field))
    }

    /// Returns the required fields that no column holds; of each list, one is enough.
    pub fn missing(&self) -> Vec<&'static [&'static str]> {
        let is_wide = self.is_wide();
        self.kind
            .required()
            .iter()
            .copied()
            .filter(|fields| {
                let by_columns = is_wide && self.kind == FileKind::Readings && {
                    fields.contains(&"month") || fields.contains(&"energy_kwh")
                };
                !by_columns && !fields.iter().any(|field| self.has(field))
            })
            .collect()
    }

    /// Returns the heading and currency of the column that would hold the amount if it were in yuan; `None` if a
    /// column holds the amount, or there is no such column.
    pub fn foreign_amount(&self) -> Option<(&str, String)> {
        let amount = self.kind.field("amount_cny")?;
        if self.has(amount.name) {
            return None;
        }
        let free = Self::empty(self.kind);
        self.columns.iter().filter(|column| column.target.is_none()).find_map(|column| {
            let heading = Heading::read(&column.heading);
            let currency = heading.foreign_currency()?;
            let bare = heading.without_unit();
            let names_amount = |certainty| {
                best(&bare, self.kind, certainty, &free)
                    .is_some_and(|field| field.name == amount.name)
            };
            let is_amount = [Certainty::Certain, Certainty::Likely].into_iter().any(names_amount);
            is_amount.then_some((column.heading.as_str(), currency))
        })
    }

    /// Returns the question to ask the user about a column in use.
    pub fn question(&self, column: usize) -> Option<MappingQuestion> {
        let column = self.columns.get(column)?;
        let shape = match column.target.as_ref()? {
            Target::Field(name) => self.kind.field(name)?.shape,
            Target::EnergyOf(_) => CellShape::Measure(UnitKind::Energy),
        };
        match shape {
            CellShape::Measure(_) | CellShape::Number if column.style.is_decimal_open => {
                Some(MappingQuestion::Decimal(column.decimal()))
            }
            CellShape::Month | CellShape::Date if column.style.is_order_open => {
                Some(MappingQuestion::DayOrder)
            }
            _ => None,
        }
    }

    /// Returns the month whose energy a column can hold, from its heading.
    pub fn month_of(&self, column: usize) -> Option<Month> {
        let energy = FileKind::Readings.field("energy_kwh")?;
        let heading = &self.columns.get(column)?.heading;
        let month = Heading::read(heading).month(self.year, energy);
        match month.filter(|_| self.kind == FileKind::Readings)? {
            HeadedMonth::Of(month) => Some(month),
            HeadedMonth::WithoutYear => None,
        }
    }

    /// Returns `true` if an unused column has the same heading as one in use.
    pub fn is_repeated(&self, column: usize) -> bool {
        let Some(this) = self.columns.get(column) else {
            return false;
        };
        let plain = |column: &MappedColumn| Heading::read(&column.heading).plain;
        let heading = plain(this);
        let is_twin = |other: &MappedColumn| other.target.is_some() && plain(other) == heading;
        this.target.is_none()
            && this.certainty != Certainty::Chosen
            && !heading.is_empty()
            && self.columns.iter().any(is_twin)
    }

    /// Sets the content of a column as chosen by the user; another column with the same content loses it.
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
            let field = match &target {
                Some(Target::Field(name)) => kind.field(name),
                Some(Target::EnergyOf(_)) => kind.field("energy_kwh"),
                None => None,
            };
            column.unit = field.and_then(|field| Heading::read(&column.heading).unit_of(field));
            column.target = target;
            column.certainty = Certainty::Chosen;
        }
    }

    /// Updates the remembered choices with the choice for this column. The column that lost its field is not
    /// remembered as unused: alone in a later file, it holds the field again. It only gives up a remembered
    /// claim, or both would claim the field there.
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

/// Returns the number of these cells that are headings of some kind of file.
pub fn known_headings(cells: &[&str]) -> usize {
    let is_known = |cell: &&&str| {
        let heading = Heading::read(cell);
        let of_kind = |kind: &FileKind| {
            best(&heading, *kind, Certainty::Certain, &Mapping::empty(*kind)).is_some()
        };
        FileKind::ALL.iter().any(of_kind)
    };
    cells.iter().filter(is_known).count()
}

impl Mapping {
    const fn empty(kind: FileKind) -> Self {
        Self {
            kind,
            heading_line: 0,
            last_heading_line: 0,
            columns: Vec::new(),
            year: None,
            asks_year: false,
        }
    }
}

/// Words in a heading that make it a different measure than the one it ends with: 线损电量 is not consumption, 实收电费
/// is not the amount due.
const OTHER_MEASURE: &[(&str, &[&str])] = &[
    (
        "energy_kwh",
        &[
            "线损",
            "变损",
            "铁损",
            "铜损",
            "损耗",
            "发电",
            "上网",
            "购电",
            "退补",
            "追补",
            "无功",
            "峰",
            "谷",
            "尖",
            "平段",
            "平时",
            "日均",
            "月均",
            "平均",
            "人均",
            "年用",
            "年电量",
            "季度",
            "基数",
            "承诺",
            "合同",
            "交易",
        ],
    ),
    (
        "amount_cny",
        &[
            "基本", "力调", "调整", "电度", "实收", "已收", "已缴", "已交", "欠", "预付", "预存",
            "预收", "违约", "滞纳", "附加", "代征", "峰", "谷", "尖", "平段", "退", "平均", "季度",
            "陈欠",
        ],
    ),
    ("peak_demand_kw", &["核定", "合同", "平均", "最小", "保安"]),
    ("customer", &["旧", "原"]),
    ("supply_point", &["旧", "原"]),
    ("account_number", &["旧", "原"]),
];

/// Returns the unassigned field of a kind that a heading names with this certainty.
fn best(
    heading: &Heading,
    kind: FileKind,
    certainty: Certainty,
    taken: &Mapping,
) -> Option<&'static Field> {
    let free =
        || kind.fields().iter().filter(|field| !taken.has(field.name) && heading.fits(field));
    let names = heading.names();
    if certainty == Certainty::Certain {
        let is_other = heading.is_other_period();
        return names.iter().enumerate().find_map(|(place, name)| {
            // A name known as a whole may contain such a word; a partial match may not.
            let mut free = free().filter(|_| place == 0 || !is_other);
            free.find(|field| field.headings.contains(&name.as_str()))
        });
    }
    if heading.is_other_period() {
        return None;
    }
    // Chinese headings have the measure at their end (本月电量), sometimes at their start (行业分类代码). English headings
    // are matched whole: "floor area" is not an area.
    let closeness = |field: &Field| {
        let others = OTHER_MEASURE.iter().find(|(name, _)| *name == field.name);
        let is_other = |name: &str| {
            others.is_some_and(|(_, words)| words.iter().any(|word| name.contains(word)))
        };
        let is_measure = matches!(field.shape, CellShape::Measure(_));
        field
            .headings
            .iter()
            .filter(|heading| !heading.is_ascii() && heading.chars().count() > 1)
            .filter_map(|known| {
                let name = names.get(1).or(names.first())?;
                if is_other(name) {
                    None
                } else if name.ends_with(known) {
                    Some((2, known.len()))
                } else if name.starts_with(known) && !is_measure {
                    Some((1, known.len()))
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
                FileKind::Customers,
                "account_number,-,industry,-,-,region,-,-,-,-,-",
            ),
            (
                "customer_id,month,kwh,peak_kw,coverage",
                FileKind::Readings,
                "customer,month,energy_kwh,peak_demand_kw,-",
            ),
            (
                "account,business_area,bill_type,bill_date,kwh,total_due",
                FileKind::Bills,
                "supply_point,-,-,billed_on,energy_kwh,amount_cny",
            ),
            (
                "客户编号,客户名称,行业分类,电压等级(kV),合同容量（kVA）,重要用户等级,客户经理",
                FileKind::Customers,
                "account_number,name,industry,voltage_level_kv,contracted_capacity_kva,importance,account_manager",
            ),
            (
                "户号,户名,用电类别,供电单位,电压等级,合同容量",
                FileKind::Customers,
                "account_number,name,-,region,voltage_level_kv,contracted_capacity_kva",
            ),
            (
                "客户编号,户号,用电地址,合同容量,运行容量",
                FileKind::SupplyPoints,
                "customer,account_number,address,contracted_capacity_kva,running_capacity_kva",
            ),
            (
                "户号,户名,年月,总电量(万千瓦时),尖,峰,平,谷,最大需量,无功电量",
                FileKind::Readings,
                "supply_point,-,month,energy_kwh,sharp_kwh,peak_kwh,flat_kwh,valley_kwh,peak_demand_kw,reactive_kvarh",
            ),
            (
                "户号,电费年月,计费电量,应收电费(元),缴费截止日期,缴费日期",
                FileKind::Bills,
                "supply_point,month,energy_kwh,amount_cny,due_on,paid_on",
            ),
            (
                "户号,2025年1月,2025年2月,2025-03",
                FileKind::Readings,
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
        let units: Vec<Option<&str>> =
            mapping.columns.iter().map(|column| column.unit.as_deref()).collect();
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
            fields(&Mapping::guess(FileKind::Readings, 1, &headings, known))
        };
        let (held, known) = choose(2, "energy_kwh");
        assert_eq!(held, "supply_point,month,energy_kwh,-");
        assert_eq!(guess("户号,年月,电量,本期", &known), "supply_point,month,-,energy_kwh");
        // The column that lost its field has it again when it stands alone.
        assert_eq!(guess("户号,年月,电量", &known), "supply_point,month,energy_kwh");
        // The latest choice counts, including the choice to skip a column.
        let (_, known) = choose(3, "energy_kwh");
        assert_eq!(guess("户号,年月,本期,电量", &known), "supply_point,month,-,energy_kwh");
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

    #[test]
    fn other_periods_measures_and_currencies_are_not_this_months() {
        for (headings, expected) in [
            ("户号,年月,上月电量(kWh),本月电量(kWh)", "supply_point,month,-,energy_kwh"),
            ("户号,年月,去年同期电量,本期电量", "supply_point,month,-,energy_kwh"),
            ("户号,年月,累计电量,当月电量", "supply_point,month,-,energy_kwh"),
            ("户号,年月,环比电量,电量", "supply_point,month,-,energy_kwh"),
            ("户号,年月,年用电量,线损电量,结算电量", "supply_point,month,-,-,energy_kwh"),
            ("户号,年月,上月电量,峰电量", "supply_point,month,-,peak_kwh"),
            ("户号,年月,电费(美元),电费(元)", "supply_point,month,-,amount_cny"),
            ("户号,年月,基本电费,实收电费,应收电费", "supply_point,month,-,-,amount_cny"),
            (
                "户号,年月,电量\n峰,电量\n谷,电量\n合计",
                "supply_point,month,peak_kwh,valley_kwh,energy_kwh",
            ),
            ("户号,年月,上月\n电量,本月\n电量", "supply_point,month,-,energy_kwh"),
            ("户号,年份,月份,电量", "supply_point,year,month,energy_kwh"),
            ("户号,年月,电量合计", "supply_point,month,energy_kwh"),
            (
                "户号,2026年1月电量(万kWh),2026年2月电量(万kWh),合计电量",
                "supply_point,2026-01,2026-02,-",
            ),
        ] {
            assert_eq!(fields(&recognise(headings)), expected, "{headings}");
        }
        let mapping = recognise("account,bill_date,kwh,total_due_usd");
        assert_eq!((mapping.kind, mapping.columns[3].target.clone()), (FileKind::Bills, None));
        assert_eq!(mapping.missing(), [&["amount_cny"]]);
    }

    #[test]
    fn amounts_in_another_currency_are_found() {
        for (headings, expected) in [
            ("account,bill_date,kwh,total_due_usd", Some(("total_due_usd", "USD"))),
            // Otherwise indistinguishable from readings.
            ("account,month,total_due_usd", Some(("total_due_usd", "USD"))),
            ("户号,电费年月,电费(美元)", Some(("电费(美元)", "美元"))),
            ("户号,电费年月,计费电量,应收电费(美元)", Some(("应收电费(美元)", "美元"))),
            ("户号,电费年月,电费(美元),电费(元)", None),
            ("户号,电费年月,电费", None),
            // A price is not an amount.
            ("account,bill_date,due_date,unit_price_usd", None),
        ] {
            let mapping = recognise(headings);
            assert_eq!(mapping.kind, FileKind::Bills, "{headings}");
            let found = mapping.foreign_amount();
            let found = found.as_ref().map(|(heading, currency)| (*heading, currency.as_str()));
            assert_eq!(found, expected, "{headings}");
        }
    }

    #[test]
    fn months_without_a_year_ask_for_it() {
        let headings: Vec<String> =
            ["户号", "户名", "1月", "2月(万kWh)", "合计"].map(String::from).into();
        let mapping = |title: &str| {
            let title = Title::read([title].into_iter());
            Mapping::recognise_below(2, &headings, |_| Remembered::new(), &title)
        };
        let open = mapping("大客户月度电量");
        assert_eq!((open.kind, open.year, open.asks_year), (FileKind::Readings, None, true));
        assert_eq!(open.missing().len(), 2);
        let said = mapping("2026年大客户月度电量（单位：万千瓦时）");
        assert_eq!(fields(&said), "supply_point,-,2026-01,2026-02,-");
        assert_eq!((said.year, said.asks_year), (Some(2026), true));
        assert_eq!(said.columns[2].unit.as_deref(), Some("万千瓦时"));
    }

    #[test]
    fn a_heading_that_stands_twice_is_told() {
        let mapping = recognise("户号,年月,电量,电量,备注");
        let repeated: Vec<usize> = (0..5).filter(|column| mapping.is_repeated(*column)).collect();
        assert_eq!(repeated, [3]);
    }

    #[test]
    fn contacts_are_told_from_customers() {
        for (headings, kind) in [
            ("客户编号,姓名,职务,手机,邮箱", FileKind::Contacts),
            ("户号,联系人,联系电话", FileKind::Contacts),
            ("customer_id,contact_name,phone", FileKind::Contacts),
            ("客户编号,客户名称,行业,联系人,联系电话", FileKind::Customers),
        ] {
            assert_eq!(recognise(headings).kind, kind, "{headings}");
        }
    }
}
