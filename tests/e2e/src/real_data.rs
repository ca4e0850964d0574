//! Import files built from public data on real electricity use: customers and monthly readings, as published, in
//! the form exported by a Chinese office (GB 18030), and as workbooks.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use rust_xlsxwriter::Workbook;

use crate::{Failure, settings};

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Delimited text in UTF-8 with the original headings.
    Csv,
    /// Delimited text in GB 18030 with Chinese headings.
    Gb18030,
    /// A workbook with Chinese headings.
    Workbook,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Gb18030, Self::Workbook];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Gb18030 => "gb18030",
            Self::Workbook => "xlsx",
        }
    }
}

/// Public data, as the text of its two files.
#[derive(Clone, Debug)]
pub struct RealData {
    customers: String,
    readings: String,
}

/// Original headings and those of a Chinese office.
const HEADINGS: [(&str, &str); 15] = [
    ("customer_id", "客户编号"),
    ("source", "数据来源"),
    ("industry", "行业"),
    ("use_type", "用电类别"),
    ("floor_area_m2", "建筑面积"),
    ("region", "供电区域"),
    ("tariff_per_kwh", "单价"),
    ("currency", "币种"),
    ("first_month", "起始月"),
    ("last_month", "截止月"),
    ("n_months", "月数"),
    ("month", "月份"),
    ("kwh", "电量"),
    ("peak_kw", "最大需量"),
    ("coverage", "数据完整率"),
];

impl RealData {
    /// Reads the data; prints a line and returns `None` if it is not on this machine.
    ///
    /// # Errors
    /// If it exists but cannot be read.
    pub fn read() -> Result<Option<Self>, Failure> {
        let Some(data) = settings::data() else {
            println!("real data: not on this machine (BUSBAR_DATA); the sample stands in for it");
            return Ok(None);
        };
        let folder = data.join("electricity");
        let mut readings = String::new();
        GzDecoder::new(fs::File::open(folder.join("monthly.csv.gz"))?)
            .read_to_string(&mut readings)?;
        Ok(Some(Self { customers: fs::read_to_string(folder.join("customers.csv"))?, readings }))
    }

    /// Returns the number of customers.
    pub fn customers(&self) -> usize {
        self.customers.lines().skip(1).count()
    }

    /// Returns the account number of the first customer.
    pub fn first_customer(&self) -> &str {
        let row = self.customers.lines().nth(1).unwrap_or_default();
        row.split(',').next().unwrap_or_default()
    }

    /// Returns the number of readings.
    pub fn readings(&self) -> usize {
        self.readings.lines().skip(1).count()
    }

    /// Writes customers and readings as two files of this form.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&self, folder: &Path, form: Form) -> Result<[PathBuf; 2], Failure> {
        fs::create_dir_all(folder)?;
        let extension = if form == Form::Workbook { "xlsx" } else { "csv" };
        let file = |name: &str| folder.join(format!("{name}-{}.{extension}", form.name()));
        let files = [file("customers"), file("readings")];
        for (file, text) in files.iter().zip([&self.customers, &self.readings]) {
            match form {
                Form::Csv => fs::write(file, text)?,
                Form::Gb18030 => {
                    let text = in_chinese(text)?;
                    fs::write(file, encoding_rs::GB18030.encode(&text).0)?;
                }
                Form::Workbook => workbook(&in_chinese(text)?, file)?,
            }
        }
        Ok(files)
    }
}

/// Translates the headings of a table to Chinese. The data has no quoted cells, which is checked.
fn in_chinese(table: &str) -> Result<String, Failure> {
    if table.contains('"') {
        return Err("the real data has quoted cells, which this does not read".into());
    }
    let (headings, rows) = table.split_once('\n').ok_or("the real data has no rows")?;
    let headings: Vec<&str> = headings
        .trim()
        .split(',')
        .map(|heading| {
            let known = HEADINGS.iter().find(|(english, _)| *english == heading);
            known.map_or(heading, |(_, chinese)| chinese)
        })
        .collect();
    Ok(format!("{}\n{rows}", headings.join(",")))
}

fn workbook(table: &str, file: &Path) -> Result<(), Failure> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(table.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) if row > 0 => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
    }
    Ok(workbook.save(file)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_chinese_and_rows_stay() {
        let table = "customer_id,month,kwh\nEN-006,2012-01,334334.7\n";
        assert_eq!(in_chinese(table).unwrap(), "客户编号,月份,电量\nEN-006,2012-01,334334.7\n");
    }
}
