//! Analysis of a heading: name, unit, month, and period. A heading over several rows is one heading with several
//! lines. Matching to fields is in `mapping`.

use super::{
    day::{DayStyle, month, month_as, month_of_year},
    field::{CellShape, Field},
    unit::{Unit, UnitKind},
};
use crate::domain::{
    Month,
    account_number::{half_width, is_unseen},
};

/// Separator between the rows of a heading.
pub const ROW_BREAK: char = '\n';

/// A parsed heading.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The whole heading, normalised.
    pub plain: String,
    /// Its rows without units, normalised.
    names: Vec<String>,
    /// The same as written, concatenated.
    spoken: String,
    /// The unit, as written.
    pub unit: Option<String>,
}

/// A month in the heading of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadedMonth {
    /// With year.
    Of(Month),
    /// Month of the year, without year.
    WithoutYear,
}

/// Words for the total of the upper heading.
const ALL: [&str; 12] =
    ["合计", "总", "总计", "小计", "计", "全部", "总量", "总值", "合计值", "total", "sum", "all"];

/// Words for a period other than the row's, or for something that is not a measured amount.
const OTHER_PERIOD: [&str; 38] = [
    "上月",
    "上期",
    "上年",
    "上季",
    "上半年",
    "下半年",
    "去年",
    "前年",
    "往年",
    "同期",
    "环比",
    "同比",
    "累计",
    "累积",
    "年累",
    "增长",
    "增减",
    "增幅",
    "降幅",
    "变化",
    "差额",
    "差异",
    "差值",
    "对比",
    "计划",
    "预测",
    "预计",
    "目标",
    "预算",
    "下月",
    "次月",
    "下期",
    "年度",
    "全年",
    "本年",
    "占比",
    "比例",
    "排名",
];

/// The same in English, as whole words.
const OTHER_PERIOD_WORDS: [&str; 20] = [
    "last",
    "previous",
    "prev",
    "prior",
    "yoy",
    "mom",
    "ytd",
    "cumulative",
    "accumulated",
    "growth",
    "change",
    "plan",
    "planned",
    "budget",
    "target",
    "forecast",
    "expected",
    "estimate",
    "estimated",
    "share",
];

/// Prefixes that denote the row's own month.
const THIS_PERIOD: [&str; 8] = ["本月份", "当月份", "本月", "本期", "当月", "当期", "月度", "本次"];

impl Heading {
    /// Parses a heading.
    pub fn read(text: &str) -> Self {
        let mut heading = Self { plain: plain_heading(text), ..Self::default() };
        for row in text.split(ROW_BREAK).map(str::trim) {
            if row.is_empty() {
                continue;
            }
            let (mut name, unit) = split_unit(row);
            if text.contains(ROW_BREAK) && Unit::is_known(name) {
                name = "";
            }
            heading.names.push(plain_heading(name));
            heading.spoken.push_str(name.trim());
            if let Some(unit) = unit {
                heading.unit = Some(unit.to_owned());
            }
        }
        heading
    }

    /// Returns the unit of a column with this heading that holds this field.
    pub fn unit_of(&self, field: &Field) -> Option<String> {
        let CellShape::Measure(dimension) = field.shape else {
            return None;
        };
        let unit = Unit::named(dimension, self.unit.as_deref()?)?;
        Some(unit.name.to_owned())
    }

    /// Returns `true` if there is no unit, or it can be a unit of this field.
    pub fn fits(&self, field: &Field) -> bool {
        match (&self.unit, field.shape) {
            (None, _) => true,
            (Some(unit), CellShape::Measure(dimension)) => {
                Unit::named(dimension, unit).is_some() || !Unit::is_known(unit)
            }
            (Some(_), _) => true,
        }
    }

    /// Returns the currency of its amounts if it is not the yuan.
    pub fn foreign_currency(&self) -> Option<String> {
        Unit::foreign_currency(self.unit.as_deref()?)
    }

    /// Returns the heading of the same column without its unit.
    pub fn without_unit(self) -> Self {
        Self { unit: None, ..self }
    }

    /// Returns `true` if it covers a period other than its row's, or a plan.
    pub fn is_other_period(&self) -> bool {
        let name = self.names.concat();
        OTHER_PERIOD.iter().any(|word| name.contains(word))
            || self.plain.is_ascii()
                && OTHER_PERIOD_WORDS
                    .iter()
                    .any(|word| self.plain.starts_with(word) && self.plain.len() > word.len() + 1)
    }

    /// Returns its possible names, the most certain first: the whole heading, without its unit, without words for
    /// the current month; for several rows, both in either order, or one if the other adds nothing.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![self.plain.clone()];
        let mut push = |name: String| {
            let short = THIS_PERIOD.iter().find_map(|word| name.strip_prefix(word));
            let short = short.map(str::to_owned);
            // 电量合计 is the total energy.
            let whole = short.as_deref().unwrap_or(&name);
            let of_all = ["合计", "总计"].iter().find_map(|word| whole.strip_suffix(word));
            let of_all = of_all.map(str::to_owned);
            for name in [Some(name), short, of_all].into_iter().flatten() {
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
        };
        push(self.names.concat());
        if let [upper @ .., last] = self.names.as_slice()
            && !upper.is_empty()
        {
            push(format!("{last}{}", upper.concat()));
            if ALL.contains(&last.as_str()) || last.is_empty() {
                push(upper.concat());
                if let Some(nearest) = upper.last() {
                    push(nearest.clone());
                }
            } else {
                push(last.clone());
            }
        }
        names
    }

    /// Returns the month of the energy in the column: `2026年1月`, `2026年1月电量`, 1月. A missing year is taken from
    /// `year`.
    pub fn month(&self, year: Option<i32>, energy: &Field) -> Option<HeadedMonth> {
        let text = self.spoken.as_str();
        let may_be = text.contains(|c: char| c.is_ascii_digit() || c == '月')
            || (3..=9).contains(&text.len()) && text.is_ascii();
        if !may_be || text.chars().count() > 40 || self.is_other_period() || !self.fits(energy) {
            return None;
        }
        let style = DayStyle { year, ..DayStyle::default() };
        let read = |text: &str| match (month_of_year(text), year) {
            (Some(_), None) => Some(HeadedMonth::WithoutYear),
            (Some(_), Some(_)) => month_as(text, style).ok().map(HeadedMonth::Of),
            (None, _) => month(text).ok().map(HeadedMonth::Of),
        };
        let is_energy = |rest: &str| {
            let rest = plain_heading(rest);
            let short = THIS_PERIOD.iter().find_map(|word| rest.strip_prefix(word));
            let rest = short.unwrap_or(&rest);
            rest.is_empty() || ALL.contains(&rest) || energy.headings.contains(&rest)
        };
        let mut cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        // The longest month, at the end or the beginning.
        let at_end = cuts.iter().find_map(|at| {
            let (rest, month) = text.split_at(*at);
            read(month).filter(|_| is_energy(rest))
        });
        cuts.push(text.len());
        at_end.or_else(|| {
            cuts.iter().rev().find_map(|at| {
                let (month, rest) = text.split_at(*at);
                read(month).filter(|_| is_energy(rest))
            })
        })
    }
}

/// Normalises a heading for matching: lowercase, half width, simplified, letters and digits only.
///
/// ```
/// use busbar_core::exchange::heading::plain_heading;
/// assert_eq!(plain_heading(" Account_Number "), "accountnumber");
/// assert_eq!(plain_heading("戶號"), "户号");
/// ```
pub fn plain_heading(text: &str) -> String {
    text.chars()
        .filter(|c| !is_unseen(*c))
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .map(simplified)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Traditional characters in headings, with their simplified forms below.
const TRADITIONAL: &str = "戶號編電稱費額總時實區壓級類業備註緯經單點計結繳發賬帳開無負載聯繫係話機郵職務責產應價齊稅賦間數據歷報裝變運營為與線質屬廠專記錄導員長積熱網絡縣鎮鄉樓棟層國達銷購補償舊讀";
const SIMPLIFIED: &str = "户号编电称费额总时实区压级类业备注纬经单点计结缴发账账开无负载联系系话机邮职务责产应价齐税赋间数据历报装变运营为与线质属厂专记录导员长积热网络县镇乡楼栋层国达销购补偿旧读";

fn simplified(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    TRADITIONAL
        .chars()
        .position(|traditional| traditional == c)
        .and_then(|place| SIMPLIFIED.chars().nth(place))
        .unwrap_or(c)
}

/// Splits the unit off a heading: 电量(万千瓦时), 电量/kWh, `energy_mwh`, 电量kWh; a heading that is only a unit has no
/// name.
fn split_unit(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let bare =
        text.trim_start_matches(['(', '（', '[', '【']).trim_end_matches([')', '）', ']', '】']);
    let bare = without_unit_word(bare);
    if Unit::is_known(bare) {
        // "kwh" is itself a heading.
        let name = if bare.len() == text.len() { text } else { "" };
        return (name, Some(bare));
    }
    if let Some(open) = text.rfind(['(', '（', '[', '【']) {
        let inner = text[open..].trim_start_matches(['(', '（', '[', '【']);
        let (inner, behind) = match inner.find([')', '）', ']', '】']) {
            Some(close) => inner.split_at(close),
            None => (inner, ""),
        };
        let inner = without_unit_word(inner.trim());
        // Words after the brackets belong to the name, as in 电量(kWh)合计.
        let is_end = behind.chars().skip(1).all(|c| !c.is_alphanumeric());
        if is_end {
            return (&text[..open], (!inner.is_empty()).then_some(inner));
        }
    }
    match text.rsplit_once(['/', '_', ' ', '-', '，', ',', '：', ':', '、']) {
        Some((name, unit)) if !name.is_empty() && Unit::is_known(unit) => (name, Some(unit)),
        _ => match Unit::at_end(text) {
            Some((name, unit)) => (name, Some(unit)),
            None => (text, None),
        },
    }
}

fn without_unit_word(text: &str) -> &str {
    text.trim_start_matches("计量单位")
        .trim_start_matches("金额单位")
        .trim_start_matches("单位")
        .trim_start_matches(['：', ':'])
        .trim()
}

/// The title above a table, which applies to all of it: the year, and the units of columns without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The year, if exactly one is named.
    pub year: Option<i32>,
    /// The units, as written.
    units: Vec<String>,
}

impl Title {
    /// Reads the rows above the headings and the name of the sheet.
    pub fn read<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut title = Self::default();
        let mut years = Vec::new();
        for text in texts {
            years.extend(years_in(text));
            let Some((_, units)) = text.split_once("单位").filter(|(_, units)| {
                units.starts_with(['：', ':', ' ']) || Unit::is_known(first_unit(units))
            }) else {
                continue;
            };
            let units = units
                .split(['：', ':', '、', '，', ',', '/', ' ', ';', '；', ')', '）', ']', '】']);
            let known = units.map(str::trim).filter(|unit| Unit::is_known(unit));
            title.units.extend(known.map(str::to_owned));
        }
        years.dedup();
        title.year = match years[..] {
            [year] => Some(year),
            _ => None,
        };
        title
    }

    /// Returns the unit of a field whose column names none.
    pub fn unit_of(&self, field: &Field) -> Option<String> {
        let CellShape::Measure(dimension) = field.shape else {
            return None;
        };
        // 千瓦 above a table of energy refers to its demand.
        let mut units = self.units.iter().filter_map(|unit| Unit::named(dimension, unit));
        let first = units.next()?;
        let is_sure = dimension != UnitKind::Money || first.name != "万" || self.units.len() == 1;
        is_sure.then(|| first.name.to_owned())
    }
}

fn first_unit(text: &str) -> &str {
    text.split([')', '）', ']', '】', ' ', '、', '，', ',']).next().unwrap_or_default()
}

/// Returns the years in a text: standalone numbers of four digits.
fn years_in(text: &str) -> Vec<i32> {
    let digits: Vec<String> = text
        .chars()
        .map(half_width)
        .map(|c| if c.is_ascii_digit() { c } else { ' ' })
        .collect::<String>()
        .split(' ')
        .map(str::to_owned)
        .collect();
    let years = digits.iter().filter(|digits| digits.len() == 4);
    let years = years.filter_map(|digits| digits.parse().ok());
    years.filter(|year| (1990..2100).contains(year)).collect()
}

/// Joins the heading rows of a table into one row: a heading followed by empty cells extends over them where the
/// row below has headings. If cells are merged (`spans` of the upper row, each by its first and last column), it
/// extends over those only.
pub fn join(upper: &[String], lower: &[String], spans: &[(usize, usize)]) -> Vec<String> {
    let mut joined = Vec::with_capacity(upper.len().max(lower.len()));
    let (mut span, mut last) = ("", usize::MAX);
    for column in 0..upper.len().max(lower.len()) {
        let above = upper.get(column).map_or("", |cell| cell.trim());
        let below = lower.get(column).map_or("", |cell| cell.trim());
        if !above.is_empty() {
            span = above;
            if !spans.is_empty() {
                let merged = spans.iter().find(|(first, _)| *first == column);
                last = merged.map_or(column, |(_, last)| *last);
            }
        } else if column > last {
            span = "";
        }
        joined.push(match (above, below) {
            ("", "") => String::new(),
            (above, "") => above.to_owned(),
            ("", below) if span.is_empty() => below.to_owned(),
            // A merged cell repeats its text in each of its rows.
            (above, below) if above == below => above.to_owned(),
            (_, below) => format!("{span}{ROW_BREAK}{below}"),
        });
    }
    joined
}

/// Returns `true` if a row continues the headings of the row above: only words, some of them below an empty cell
/// or giving the unit of the heading above.
pub fn continues(upper: &[String], lower: &[String]) -> bool {
    let filled = |row: &[String]| {
        row.iter()
            .enumerate()
            .filter(|(_, cell)| !cell.trim().is_empty())
            .map(|(column, _)| column)
            .collect::<Vec<_>>()
    };
    let (above, below) = (filled(upper), filled(lower));
    // A title stands alone at the start.
    if below.is_empty() || above.len() < 2 && above.first().is_none_or(|first| *first <= below[0]) {
        return false;
    }
    let is_unit = |cell: &str| {
        let (name, unit) = split_unit(cell);
        unit.is_some() && (name.is_empty() || Unit::is_known(name))
    };
    let is_word = |cell: &str| {
        let has_digits = cell.contains(|c: char| c.is_numeric());
        !has_digits && cell.contains(char::is_alphabetic)
            || month_of_year(cell).is_some()
            || is_unit(cell)
    };
    let cell =
        |row: &[String], column: usize| row.get(column).map_or("", |cell| cell.trim()).to_owned();
    let all_words = below.iter().all(|column| is_word(&cell(lower, *column)));
    let is_span = |column: &usize| cell(upper, *column).is_empty();
    let adds_units = below.iter().all(|column| is_unit(&cell(lower, *column)));
    all_words && (below.iter().any(is_span) || adds_units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::FileKind;

    fn cells(row: &str) -> Vec<String> {
        row.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn units_are_cut_off() {
        for (text, name, unit) in [
            ("电量(万千瓦时)", "电量", Some("万千瓦时")),
            ("电量（单位：万kWh）", "电量", Some("万kWh")),
            ("最大需量/MW", "最大需量", Some("MW")),
            ("energy_mwh", "energy", Some("mwh")),
            ("total_due_usd", "total_due", Some("usd")),
            ("电费(美元)", "电费", Some("美元")),
            ("电量kWh", "电量", Some("kWh")),
            ("电量万千瓦时", "电量", Some("万千瓦时")),
            ("电量：万千瓦时", "电量", Some("万千瓦时")),
            ("(万kWh)", "", Some("万kWh")),
            ("kwh", "kwh", Some("kwh")),
            ("户号", "户号", None),
            ("用电角度", "用电角度", None),
        ] {
            assert_eq!(split_unit(text), (name, unit), "{text}");
        }
    }

    #[test]
    fn months_head_columns() {
        let energy = FileKind::Readings.field("energy_kwh").unwrap();
        let of = |year, month| Some(HeadedMonth::Of(Month::new(year, month).unwrap()));
        for (text, year, expected) in [
            ("2026年1月", None, of(2026, 1)),
            ("2026年1月电量(万kWh)", None, of(2026, 1)),
            ("2026年11月用电量", None, of(2026, 11)),
            ("电量2026年11月", None, of(2026, 11)),
            ("2026年1月份", None, of(2026, 1)),
            ("202601", None, of(2026, 1)),
            ("2026-01(kWh)", None, of(2026, 1)),
            ("Jan-26", None, of(2026, 1)),
            ("2026年1月\n电量(kWh)", None, of(2026, 1)),
            ("2026年\n11月", None, of(2026, 11)),
            ("11月", None, Some(HeadedMonth::WithoutYear)),
            ("11月电量", Some(2026), of(2026, 11)),
            ("一月", Some(2026), of(2026, 1)),
            ("2026年1月电费", None, None),
            ("2026年1月峰电量", None, None),
            ("2026年1月电费(元)", None, None),
            ("去年1月电量", Some(2026), None),
            ("1-2月累计", Some(2026), None),
            ("合计", Some(2026), None),
            ("电量", Some(2026), None),
        ] {
            assert_eq!(Heading::read(text).month(year, energy), expected, "{text}");
        }
    }

    #[test]
    fn headings_of_several_rows_are_joined() {
        let upper = cells("户号,年月,电量(kWh),,,最大需量(kW)");
        let lower = cells(",,峰,谷,合计");
        assert!(continues(&upper, &lower));
        let joined = join(&upper, &lower, &[]);
        assert_eq!(joined[..2], ["户号", "年月"]);
        assert_eq!(joined[3], "电量(kWh)\n谷");
        assert_eq!(joined[5], "最大需量(kW)");
        assert!(Heading::read(&joined[4]).names().contains(&"电量".to_owned()));
        assert!(continues(&cells("户号,年月,电量,电费"), &cells(",,(万kWh),(元)")));
        assert!(continues(
            &cells(",,2026年1月,,2026年2月,"),
            &cells("户号,户名,电量,电费,电量,电费")
        ));
        for (upper, lower) in [
            ("户号,年月,电量(kWh),,", "A1,2026-01,1,2,3"),
            ("2026年大客户用电明细,,", "户号,年月,电量"),
            ("户号,年月,电量", "甲,一月,待补"),
            ("户号,年月,电量", ",,"),
        ] {
            assert!(!continues(&cells(upper), &cells(lower)), "{upper}");
        }
    }

    #[test]
    fn titles_say_the_year_and_the_units() {
        let title = |text| Title::read([text].into_iter());
        let energy = FileKind::Readings.field("energy_kwh").unwrap();
        let demand = FileKind::Readings.field("peak_demand_kw").unwrap();
        let read = title("2026年大客户月度电量（单位：万千瓦时、千瓦）");
        assert_eq!(read.year, Some(2026));
        assert_eq!(read.unit_of(energy).as_deref(), Some("万千瓦时"));
        assert_eq!(read.unit_of(demand).as_deref(), Some("kw"));
        assert_eq!(title("2025-2026年明细").year, None);
        assert_eq!(title("编号20260301").year, None);
        assert_eq!(title("填报单位：城东供电所").unit_of(energy), None);
    }

    #[test]
    fn the_characters_of_headings_stand_in_pairs() {
        assert_eq!(TRADITIONAL.chars().count(), SIMPLIFIED.chars().count());
        assert_eq!(plain_heading("客戶編號"), "客户编号");
        assert_eq!(plain_heading("應收電費"), "应收电费");
    }
}
