//! Rows that are not records: repeated headings, totals, signatures, page numbers, instructions, and rows that
//! fell apart. Recognised before a row is read, so that none of them creates anything.

use super::super::{
    field::{CellShape, FileKind},
    heading::plain_heading,
    mapping::{Mapping, Target},
    problem::Reason,
    row::Row,
    source::Source,
    text::BROKEN,
    value,
};

/// Classification of a row that is not a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Aside {
    /// Repeated headings.
    Headings,
    /// A row left out, with column and reason.
    LeftOut(usize, Reason),
}

/// Recognises the rows of a file that are not records.
pub struct Asides {
    /// Columns of the identifiers of a row.
    keys: Vec<usize>,
    name: Option<usize>,
    used: Vec<usize>,
    /// Columns before the first identifier that hold no field: a serial number, or 合计.
    before: Vec<usize>,
    /// Normalised headings.
    headings: Vec<String>,
    /// Number of columns with headings, beyond which a cell must have been shifted; `None` for sheets, whose
    /// cells have fixed positions.
    width: Option<usize>,
    has_broken: bool,
}

/// Words for totals, normalised.
const TOTALS: [&str; 34] = [
    "合计",
    "小计",
    "总计",
    "累计",
    "共计",
    "总合计",
    "汇总",
    "总和",
    "总数",
    "总户数",
    "本页小计",
    "本页合计",
    "本月合计",
    "本月小计",
    "本期合计",
    "本年合计",
    "本年累计",
    "全年合计",
    "当前合计",
    "全部合计",
    "平均",
    "平均值",
    "均值",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "grandtotal",
    "pagetotal",
    "sum",
    "average",
    "mean",
    "overall",
    "totalamount",
];

/// Words that start or end the label of a total: 城东供电所小计, 合计3户.
const TOTAL_PARTS: [&str; 6] = ["合计", "小计", "总计", "累计", "共计", "汇总"];

/// Words that start the notes above or below a report.
const NOTES: [&str; 54] = [
    "制表",
    "填表",
    "制单",
    "制作",
    "审核",
    "审批",
    "复核",
    "批准",
    "编制",
    "打印",
    "导出",
    "生成",
    "统计时间",
    "统计日期",
    "统计人",
    "统计口径",
    "单位负责人",
    "部门负责人",
    "负责人",
    "经办",
    "填报",
    "报送",
    "上报",
    "注:",
    "注1",
    "注2",
    "备注:",
    "说明:",
    "说明1",
    "填写说明",
    "填表说明",
    "填报说明",
    "使用说明",
    "数据来源",
    "数据截至",
    "截至",
    "查询条件",
    "查询时间",
    "以上",
    "以下",
    "示例",
    "例如",
    "例:",
    "如:",
    "必填",
    "选填",
    "填写",
    "请填写",
    "格式",
    "联系人:",
    "签字",
    "签章",
    "盖章",
    "※",
];

/// The same in English, lowercase.
const ENGLISH_NOTES: [&str; 14] = [
    "page ",
    "printed",
    "prepared by",
    "checked by",
    "approved by",
    "reviewed by",
    "exported",
    "generated",
    "note:",
    "notes:",
    "source:",
    "as of ",
    "required",
    "example",
];

/// Maximum length of an identifier.
const LONGEST_KEY: usize = 40;

impl Asides {
    /// Builds the rules for a file with this mapping.
    pub fn new(source: &Source<'_>, mapping: &Mapping) -> Self {
        let shape = |target: &Option<Target>| match target {
            Some(Target::Field(name)) => {
                mapping.kind.field(name).map(|field| (field.name, field.shape))
            }
            _ => None,
        };
        let mut this = Self {
            keys: Vec::new(),
            name: None,
            used: Vec::new(),
            before: Vec::new(),
            headings: Vec::new(),
            width: None,
            has_broken: false,
        };
        for (place, column) in mapping.columns.iter().enumerate() {
            this.headings.push(plain_heading(&column.heading));
            if column.target.is_some() {
                this.used.push(place);
            } else if this.keys.is_empty() {
                this.before.push(place);
            }
            match shape(&column.target) {
                Some((_, CellShape::Key)) => this.keys.push(place),
                Some(("name", _)) => this.name = Some(place),
                _ => {}
            }
        }
        // If both are present, the row belongs to its supply point.
        let own = match mapping.kind {
            FileKind::SupplyPoints => "account_number",
            _ => "supply_point",
        };
        let is_own = |place: &usize| {
            let target = &mapping.columns[*place].target;
            matches!(target, Some(Target::Field(name)) if name == own)
        };
        this.keys.sort_by_key(|place| !is_own(place));
        if source.delimiter().is_some() {
            let last = this.headings.iter().rposition(|heading| !heading.is_empty());
            let last_used = this.used.last().copied();
            this.width = last.max(last_used).map(|last| last + 1);
        }
        // A sliced text has no broken bytes.
        this.has_broken = matches!(source, Source::Text { text, .. } if text.contains(BROKEN));
        this
    }

    /// Returns the classification of a row that is not a record, or `None` for a record.
    pub fn tell(&self, row: &Row<'_>) -> Option<Aside> {
        let cells = row.cells().len();
        if let Some(width) = self.width
            && cells > width
            && let Some(column) = (width..cells).find(|column| !row.cell(*column).trim().is_empty())
        {
            return Some(Aside::LeftOut(column, Reason::MoreCells));
        }
        if self.has_broken {
            let is_broken = |column: &&usize| row.cell(**column).contains(BROKEN);
            if let Some(column) = self.used.iter().find(is_broken) {
                return Some(Aside::LeftOut(*column, Reason::BrokenText));
            }
        }
        let is_filled = |column: &&usize| !row.cell(**column).trim().is_empty();
        let is_named = |column: &&usize| !row.cell_or_merged(**column).trim().is_empty();
        let key = self.keys.iter().find(is_named).copied();
        let text = key.map_or("", |key| row.cell_or_merged(key).trim());
        // Fast path for almost every row.
        if text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // A number with digits and no space is not a word either.
        let is_number = text.is_ascii()
            && text.contains(|c: char| c.is_ascii_digit())
            && !text.contains([' ', ':', ',', ';', '|', '\t']);
        let key_word = key.filter(|_| !is_number);
        let exact = self.before.iter().chain(&self.name).chain(&key_word);
        for column in exact {
            if is_total(row.cell(*column)) {
                return Some(Aside::LeftOut(*column, Reason::TotalRow));
            }
        }
        if is_number {
            return None;
        }
        let filled = || (0..cells).filter(|column| is_filled(&column));
        let is_heading = |column: usize| {
            let cell = plain_heading(row.cell(column));
            let heading = self.headings.get(column);
            !cell.is_empty() && heading.is_some_and(|heading| heading.contains(&cell))
        };
        let Some(key) = key else {
            let first = filled().next()?;
            if filled().all(is_heading) {
                return Some(Aside::Headings);
            }
            let text = row.cell(first).trim();
            let reason = if is_total_part(text) {
                Reason::TotalRow
            } else if is_note(text) {
                Reason::NoRecord
            } else {
                return None;
            };
            return Some(Aside::LeftOut(first, reason));
        };
        if is_heading(key) && filled().all(is_heading) {
            return Some(Aside::Headings);
        }
        if is_total_part(text) {
            return Some(Aside::LeftOut(key, Reason::TotalRow));
        }
        let is_alone = cells > 0 && filled().count() == 1 && self.headings.len() > 1;
        let is_no_number = is_alone
            && (!text.contains(|c: char| c.is_ascii_alphanumeric() || ('０'..='ｚ').contains(&c))
                || text.contains([',', '，', ';', '；', '\t', '|', '｜']));
        (is_note(text) || is_no_number).then_some(Aside::LeftOut(key, Reason::NoRecord))
    }
}

fn is_total(cell: &str) -> bool {
    // Few cells are candidates; the others are excluded early.
    if cell.is_empty() || cell.len() > 40 || cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let plain = plain_heading(cell);
    TOTALS.contains(&plain.trim_end_matches(|c: char| c.is_ascii_digit()))
}

fn is_total_part(cell: &str) -> bool {
    if cell.is_ascii() || cell.chars().count() > LONGEST_KEY {
        return is_total(cell);
    }
    let plain = plain_heading(cell);
    is_total(cell)
        || TOTAL_PARTS.iter().any(|word| plain.starts_with(word) || plain.ends_with(word))
}

fn is_note(cell: &str) -> bool {
    let text = value::plain(cell);
    if text.is_ascii() {
        let lower = text.to_ascii_lowercase();
        return ENGLISH_NOTES.iter().any(|word| lower.starts_with(word));
    }
    // 制 表 人 is also written with spaces.
    let tight: String = text.chars().filter(|c| *c != ' ').collect();
    let bare = tight.trim_start_matches(['*', '#', '(', '[', '【', '※', '<', '《']);
    let counts = bare.starts_with(['第', '共'])
        && bare.contains(['页', '户', '条', '行', '笔', '项'])
        && bare.contains(|c: char| c.is_ascii_digit());
    counts
        || tight.contains(':')
        || tight.chars().count() > LONGEST_KEY
        || ["必填", "选填", "请填写"].iter().any(|word| tight.contains(word))
        || NOTES.iter().any(|word| bare.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{opening::open_text, source::FileOpening};

    fn tell(headings: &str, row: &str) -> Option<Aside> {
        let text = format!("{headings}\n{row}\n");
        let source = open_text(text.as_bytes(), &FileOpening::default()).unwrap();
        let cells: Vec<String> = headings.split(',').map(str::to_owned).collect();
        let mapping = Mapping::recognise(1, &cells, |_| Default::default());
        let asides = Asides::new(&source, &mapping);
        let mut rows = source.rows();
        rows.next_row();
        asides.tell(&rows.next_row().unwrap().unwrap())
    }

    #[test]
    fn rows_that_are_no_records_are_told() {
        const READINGS: &str = "户号,年月,电量(kWh)";
        const CUSTOMERS: &str = "序号,客户编号,客户名称,合同容量(kVA)";
        for (headings, rows, expected) in [
            (
                READINGS,
                &[
                    "合计,2026-01,1",
                    "小计,,1",
                    "总 计,,1",
                    "合计：,,1",
                    "累计,2026-01,1",
                    "本页小计,,1",
                    "城东供电所小计,,1",
                    "合计（3户）,,1",
                    "Total,,1",
                    "Grand total:,,1",
                    "Subtotal,2026-01,1",
                    ",合计,1",
                ][..],
                Reason::TotalRow,
            ),
            (
                CUSTOMERS,
                &["合计,,2户,1", ",合计,1户,1", "1,合计,,1", "合计,2,,1", "9,A1,合计,1"],
                Reason::TotalRow,
            ),
            (
                READINGS,
                &[
                    "制表日期：2026年3月5日,,",
                    "制 表 人：张三,,",
                    "审核：,,",
                    "第1页 共3页,,",
                    "单位负责人,,",
                    "共 3 户,,",
                    "打印时间 2026-03-05 10:00,,",
                    "填写说明：月份按2026-01填写,,",
                    "必填，10位,如2026-01,单位kWh",
                    "注：含税,,",
                    "Printed 2026-03-05,,",
                    "Page 1 of 3,,",
                    "城东供电所,,",
                    "A1；2026-01；5,,",
                ],
                Reason::NoRecord,
            ),
            (READINGS, &["A1,2026-01,412,000", "A1,2026-01,1,,x"], Reason::MoreCells),
            (READINGS, &["A\u{fffd},2026-01,1"], Reason::BrokenText),
        ] {
            for row in rows {
                match tell(headings, row) {
                    Some(Aside::LeftOut(_, reason)) => assert_eq!(reason, expected, "{row}"),
                    other => panic!("{row}: {other:?}"),
                }
            }
        }
        for row in [READINGS, "户号,年月,电量", "户号,,"] {
            assert_eq!(tell(READINGS, row), Some(Aside::Headings), "{row}");
        }
        for row in [
            "A1,2026-01,1",
            "A1,2026-01,1,,,",
            "甲,2026-01,1",
            "001,2026-01,",
            ",2026-01,1",
            "TOTALFINA,2026-01,1",
        ] {
            assert_eq!(tell(READINGS, row), None, "{row}");
        }
        for row in ["1,A1,合计有限公司,1", "1,A1,汇总科技,1", "1,甲一,乙,1"] {
            assert_eq!(tell(CUSTOMERS, row), None, "{row}");
        }
    }
}
