//! Cells that say that nothing is known.

use crate::domain::account_number::plain;

/// Returns `true` if a cell of numbers, days or choices has no value: empty, or a placeholder used by exports.
pub fn is_absent(cell: &str) -> bool {
    if cell.is_empty() {
        return true;
    }
    if cell.len() > 24 || cell.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let text = plain(cell);
    let is_line =
        |c: char| matches!(c, '-' | '—' | '－' | '–' | '─' | '/' | '\\' | '_' | '*' | '.' | ' ');
    text.chars().all(is_line)
        || matches!(
            text.to_ascii_lowercase().as_str(),
            "null" | "n/a" | "na" | "nan" | "nil" | "(null)" | "<null>" | "nat" | "空" | "空值"
        )
}

/// Returns `true` if a cell of numbers or days states that there is no value, including in words.
pub fn is_absent_number(cell: &str) -> bool {
    is_absent(cell)
        || matches!(
            &*plain(cell),
            "无" | "暂无" | "没有" | "未知" | "不详" | "无数据" | "未填" | "none" | "None"
        )
}
