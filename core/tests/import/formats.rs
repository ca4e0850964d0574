//! Workbooks as written by real programs: the same content in every format, unusual packages, and cells that
//! cannot be trusted.

use busbar_core::{
    domain::readings::Quantity,
    exchange::{
        FileOpening, PortfolioRecords, Reason, inspection::FileFormat, opening::open,
        problem::FileType, sheet::SheetFormat,
    },
};

use crate::{
    CREATE, apply, look, plan_of, real_data,
    written::{self, Value},
};

/// Reads a file written by a program.
fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/files");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

/// Outcome of importing files one after another: `number month energy`, the bills, and the problems.
struct Imported {
    energy: Vec<String>,
    bills: Vec<String>,
    customers: Vec<String>,
    problems: Vec<(u32, String)>,
}

fn imported(files: &[&[u8]]) -> Imported {
    let mut portfolio = PortfolioRecords::default();
    let mut problems = Vec::new();
    for file in files {
        let plan = plan_of(&[file], &portfolio, CREATE);
        let listed = plan.problems.list().iter().filter(|problem| problem.line > 0);
        problems.extend(listed.map(|problem| (problem.line, problem.reason.name().to_owned())));
        apply(&mut portfolio, &plan);
    }
    let (mut energy, mut bills, mut customers) = (Vec::new(), Vec::new(), Vec::new());
    for customer in &portfolio.customers {
        let number = &customer.account_number;
        customers.push(number.clone());
        let meter = customer.id.uuid();
        if let Some(series) = portfolio.readings.series(meter, Quantity::EnergyKwh) {
            let known = series.known();
            energy.extend(known.map(|(month, energy)| format!("{number} {month} {energy}")));
        }
        for bill in portfolio.bills.of(meter) {
            let due = bill.due_on.map(|day| day.to_string()).unwrap_or_default();
            bills.push(format!("{number} {} {} {due}", bill.month, bill.amount_cny));
        }
    }
    for list in [&mut energy, &mut bills, &mut customers] {
        list.sort();
    }
    Imported { energy, bills, customers, problems }
}

#[test]
fn files_of_other_programs_give_what_they_show() {
    type Case = (&'static [&'static str], &'static [&'static str], &'static [(u32, &'static str)]);
    const NOTHING: &[(u32, &str)] = &[];
    let cases: &[Case] = &[
        (
            &["customers-with-long-numbers.csv", "zeros-by-format.xlsx"],
            &["0091050001 2026-01 412000"],
            NOTHING,
        ),
        (
            &["customers-with-long-numbers.csv", "number-over-15-digits.xlsx"],
            &[],
            &[(2, "shortened_number")],
        ),
        (
            &["customers-with-long-numbers.csv", "scientific-number.csv"],
            &[],
            &[(2, "shortened_number"), (3, "shortened_number")],
        ),
        (&["month-as-number.xlsx"], &["FA06001 2026-09 102000", "FA06001 2026-10 103000"], NOTHING),
        (&["seconds-before-midnight.xlsx"], &["FA07001 2026-03 431000"], NOTHING),
        (&["other-part-name.xlsx"], &["FA09001 2026-01 412000", "FA09001 2026-02 236000"], NOTHING),
        (
            &["workbook-at-root.xlsx"],
            &["FA09002 2026-01 412000", "FA09002 2026-02 236000"],
            NOTHING,
        ),
        (&["backslashes.xlsx"], &["FA09003 2026-01 412000", "FA09003 2026-02 236000"], NOTHING),
        (&["capitals.xlsx"], &["FA09004 2026-01 412000", "FA09004 2026-02 236000"], NOTHING),
        (
            &["cells-out-of-order.xlsx"],
            &["FA10001 2026-01 412000", "FA10001 2026-02 236000"],
            NOTHING,
        ),
        (
            &["rows-out-of-order.xlsx"],
            &["FA10002 2026-01 412000", "FA10002 2026-02 236000"],
            NOTHING,
        ),
        (&["cell-twice.xlsx"], &["FA10003 2026-01 412000", "FA10003 2026-02 236000"], NOTHING),
        (
            &["hidden-sheet-first.xlsx"],
            &["FA11001 2026-01 412000", "FA11001 2026-02 236000"],
            NOTHING,
        ),
        (
            &["chart-sheet-first.xlsx"],
            &["FA11002 2026-01 412000", "FA11002 2026-02 236000"],
            NOTHING,
        ),
        (&["formula-not-calculated.xlsx"], &[], &[(2, "not_calculated"), (3, "not_calculated")]),
        (&["error-cell-as-number.xlsx"], &[], &[(2, "error_cell")]),
        (&["two-heading-rows.xlsx"], &["FA01001 2026-01 238960"], NOTHING),
        (
            &["months-without-year.xlsx"],
            &["FA21001 2026-01 412000", "FA21001 2026-02 236000"],
            NOTHING,
        ),
        (
            &["empty-formatted-rows.xlsx"],
            &["FA20001 2026-01 412000", "FA20001 2026-02 236000"],
            NOTHING,
        ),
    ];
    let known = ["0091050001", "3401000000017", "3401000000025"];
    for (names, energy, problems) in cases {
        let files: Vec<Vec<u8>> = names.iter().map(|name| file(name)).collect();
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let came = imported(&files);
        assert_eq!(came.energy, *energy, "{names:?}");
        let expected = problems.iter().map(|(line, reason)| (*line, (*reason).to_owned()));
        assert_eq!(came.problems, expected.collect::<Vec<_>>(), "{names:?}");
        // A row left out creates no customer.
        let of_readings = energy.iter().filter_map(|line| line.split(' ').next());
        let mut customers: Vec<&str> = of_readings.collect();
        if names.len() > 1 {
            customers.extend(known);
        }
        customers.sort();
        customers.dedup();
        assert_eq!(came.customers, customers, "{names:?}");
    }
    let bills = imported(&[&file("seconds-before-midnight-bills.xlsx")]);
    assert_eq!(bills.bills, ["FA07002 2026-03 302131.5 2026-03-20"]);
}

/// A report with a title, a hidden sheet of text before it, codes with zeros, months in every notation, an error,
/// and a formula that was never calculated.
fn report() -> Vec<Vec<Value>> {
    use Value::{Blank, Day, Decimals, Fault, Formula, Number, Text, Zeros};
    vec![
        vec![Text("2026年用电明细"), Blank, Blank],
        vec![Text("户号"), Text("年月"), Text("总电量(kWh)")],
        vec![Zeros(91_050_001.0), Day(46_296.0), Number(412_000.0)],
        vec![Text("FA001"), Decimals(2026.1), Number(236_000.5)],
        vec![Text("FA001"), Day(46_081.999_502_314_815), Number(1.0 / 3.0)],
        vec![Text("FA001"), Text("2026-04"), Fault],
        vec![Text("FA001"), Text("2026-05"), Formula],
        vec![Fault, Text("2026-06"), Number(1.0)],
    ]
}

const ENERGY: [&str; 3] =
    ["0091050001 2026-10 412000", "FA001 2026-03 0.3333333333333333", "FA001 2026-10 236000.5"];

#[test]
fn every_format_gives_the_same() {
    let rows = report();
    let all = [
        ("xlsx", SheetFormat::Xlsx, written::xlsx(&rows)),
        ("xlsb", SheetFormat::Xlsb, written::xlsb(&rows)),
        ("xls", SheetFormat::Xls, written::xls(&rows)),
        ("ods", SheetFormat::Ods, written::ods(&rows)),
        ("fods", SheetFormat::Ods, written::fods(&rows).into_bytes()),
        ("html", SheetFormat::WebPage, written::html(&rows)),
        ("mht", SheetFormat::WebPage, written::mht(&rows)),
        ("xml", SheetFormat::Xml, written::xml(&rows).into_bytes()),
    ];
    for (name, kind, bytes) in &all {
        let seen = look(bytes).unwrap();
        assert_eq!(seen.mapping.heading_line, 2, "{name}");
        let FileFormat::Sheet { kind: of, names, .. } = &seen.format else {
            panic!("{name}: {:?}", seen.format);
        };
        assert_eq!(of, kind, "{name}");
        if *kind != SheetFormat::WebPage {
            let names: Vec<(&str, bool)> =
                names.iter().map(|sheet| (&*sheet.name, sheet.is_hidden)).collect();
            assert_eq!(names, [("明细", false), ("字典", true)], "{name}");
        }
        let came = imported(&[bytes]);
        assert_eq!(came.energy, ENERGY, "{name}");
        // XLSB has no formula without a value: the cell is text.
        let formula = if *name == "xlsb" { "not_a_number" } else { "not_calculated" };
        let expected = [(6, "error_cell"), (7, formula), (8, "error_cell")];
        let expected = expected.map(|(line, reason)| (line, reason.to_owned()));
        assert_eq!(came.problems, expected, "{name}");
    }
    // The hidden sheet is read on request.
    let opening = FileOpening { sheet: Some("字典".into()), ..FileOpening::default() };
    for (name, kind, bytes) in &all {
        let opened = open(bytes, &opening);
        if *kind == SheetFormat::WebPage {
            assert_eq!(opened.err(), Some(Reason::NoSuchSheet), "{name}");
            continue;
        }
        let opened = opened.unwrap();
        let mut rows = opened.rows();
        let first = rows.next_row().unwrap().unwrap();
        assert_eq!(first.cell(1), "名称", "{name}");
    }
}

#[test]
fn older_forms_of_old_workbooks_are_read() {
    // Neither format has number formats for codes, so the zeros are lost, or formulas without a value.
    let rows = vec![
        vec![Value::Text("户号"), Value::Text("年月"), Value::Text("总电量(kWh)")],
        vec![Value::Text("皖001"), Value::Text("2026-01"), Value::Number(412_000.0)],
        vec![Value::Text("皖001"), Value::Day(46_054.0), Value::Number(236_000.5)],
        vec![Value::Text("皖001"), Value::Text("2026-03"), Value::Fault],
    ];
    for (name, bytes) in [("biff5", written::xls_5(&rows)), ("biff2", written::xls_2(&rows))] {
        let came = imported(&[&bytes]);
        assert_eq!(came.energy, ["皖001 2026-01 412000", "皖001 2026-02 236000.5"], "{name}");
        assert_eq!(came.problems, [(4, "error_cell".to_owned())], "{name}");
    }
}

#[test]
fn records_by_themselves_are_read_in_either_encoding() {
    let rows = vec![
        vec![Value::Text("户号"), Value::Text("年月"), Value::Text("总电量(kWh)")],
        vec![Value::Text("皖001"), Value::Text("2026-01"), Value::Number(412_000.0)],
        vec![Value::Text("皖002"), Value::Text("2026-02"), Value::Number(0.5)],
    ];
    let utf8 = |text: &str| text.as_bytes().to_vec();
    for bytes in [written::xls_bare(&rows, written::gbk), written::xls_bare(&rows, utf8)] {
        let came = imported(&[&bytes]);
        assert_eq!(came.energy, ["皖001 2026-01 412000", "皖002 2026-02 0.5"]);
        assert_eq!(came.problems, []);
    }
}

#[test]
fn a_merged_heading_goes_over_its_own_columns_alone() {
    let page = "<table>
        <tr><th rowspan=2>户号<th rowspan=2>年月<th colspan=2>电量(kWh)<th>
        <tr><th>峰<th>合计<th>最大需量(kW)
        <tr><td rowspan=2>FA001<td>2026-01<td>1<td>2<td>3
        <tr><td>2026-02<td>4<td>5<td>6
        </table>";
    let seen = look(page.as_bytes()).unwrap();
    let targets: Vec<String> =
        seen.mapping.columns.iter().map(|column| format!("{:?}", column.target)).collect();
    for (target, field) in
        targets.iter().zip(["supply_point", "month", "peak_kwh", "energy_kwh", "peak_demand_kw"])
    {
        assert!(target.contains(field), "{targets:?}");
    }
    // The number applies to each row it is merged over.
    let came = imported(&[page.as_bytes()]);
    assert_eq!(came.energy, ["FA001 2026-01 2", "FA001 2026-02 5"]);
    assert_eq!(came.problems, []);
}

#[test]
fn merged_headings_and_numbers_reach_over_their_cells() {
    let page = "<table border=1>
        <tr><th rowspan=2>户号<th rowspan=2>年月<th colspan=2>电量<br>(kWh)</tr>
        <tr><td>峰<td>谷
        <tr><td rowspan=2>&nbsp;FA&#48;01 <td>2026-01<td>1<td>2
        <tr><td>2026-02<td>3<td>4
        <tr><td>FA002<td><table><tr><td>2026-03</td></tr></table><td style='display:none'>5<td><b>6</b>
        </table>";
    let source = open(page.as_bytes(), &FileOpening::default()).unwrap();
    let mut rows = source.rows();
    let mut read = Vec::new();
    let mut spans = Vec::new();
    while let Some(Ok(row)) = rows.next_row() {
        spans.push(row.spans().collect::<Vec<_>>());
        let cells: Vec<String> = row.cells().map(str::to_owned).collect();
        read.push((row.cell_or_merged(0).to_owned(), cells.join("|")));
    }
    let expected = [
        ("户号", "户号|年月|电量\n(kWh)"),
        ("户号", "||峰|谷"),
        ("FA001", "FA001|2026-01|1|2"),
        ("FA001", "|2026-02|3|4"),
        ("FA002", "FA002||5|6"),
    ];
    let expected = expected.map(|(number, cells)| (number.to_owned(), cells.to_owned()));
    assert_eq!(read, expected);
    assert_eq!(spans, [vec![(2, 3)], vec![], vec![], vec![], vec![]]);
}

#[test]
fn what_cannot_be_read_says_what_it_is() {
    use std::io::Write as _;
    let zipped = |parts: &[(&str, &str)]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let compound = |stream: &str| {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(&[0; 600]).unwrap();
        file.into_inner().into_inner()
    };
    let cases: Vec<(Vec<u8>, Reason)> = vec![
        (zipped(&[("a.csv", "1")]), Reason::WrongType(FileType::Archive)),
        (
            zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<document/>")]),
            Reason::Unreadable,
        ),
        (compound("/EncryptedPackage"), Reason::WrongType(FileType::Encrypted)),
        (compound("/WordDocument"), Reason::WrongType(FileType::OldDocument)),
        (compound("/Workbook"), Reason::Unreadable),
        (
            zipped(&[
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                (
                    "META-INF/manifest.xml",
                    "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
                ),
                ("content.xml", "\u{1}\u{2}"),
            ]),
            Reason::WrongType(FileType::Encrypted),
        ),
        (written::encrypted_xls(), Reason::WrongType(FileType::Encrypted)),
        (b"<html><body>no table".to_vec(), Reason::WrongType(FileType::WebPage)),
        (b"<?xml version='1.0'?><data><a/></data>".to_vec(), Reason::WrongType(FileType::WebPage)),
    ];
    for (bytes, reason) in cases {
        assert_eq!(look(&bytes).err(), Some(reason));
    }
}

#[test]
fn formulas_that_were_left_for_later_are_not_taken_for_zeros() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in ["户号", "年月", "总电量(kWh)", "峰电量"].into_iter().enumerate()
    {
        sheet.write_string(0, column as u16, heading).unwrap();
    }
    for (row, month) in ["2026-01", "2026-02"].into_iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write_string(row, 0, "FA001").unwrap();
        sheet.write_string(row, 1, month).unwrap();
        sheet.write_number(row, 3, 206_000.0).unwrap();
    }
    sheet.write_formula(1, 2, "=D2*2").unwrap();
    let calculated = rust_xlsxwriter::Formula::new("=D3*2").set_result("412000");
    sheet.write_formula(2, 2, calculated).unwrap();
    let came = imported(&[&workbook.save_to_buffer().unwrap()]);
    assert_eq!(came.energy, ["FA001 2026-02 412000"]);
    assert_eq!(came.problems, [(2, "not_calculated".to_owned())]);
}

#[test]
fn real_old_workbooks_read_as_what_they_were_converted_to() {
    let Some(data) = real_data::data() else {
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(data.join("xlsform")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|is| is != "xls") {
            continue;
        }
        let old = std::fs::read(&path).unwrap();
        let new = std::fs::read(path.with_extension("xls.converted.xlsx")).ok();
        let Some(new) = new else { continue };
        let FileFormat::Sheet { names, .. } = look(&new).unwrap().format else {
            panic!("{path:?}");
        };
        for name in names {
            let opening = FileOpening { sheet: Some(name.name), ..FileOpening::default() };
            let cells = |bytes: &[u8]| {
                let source = open(bytes, &opening).unwrap();
                let mut rows = source.rows();
                let mut all = Vec::new();
                while let Some(Ok(row)) = rows.next_row() {
                    let cells: Vec<String> =
                        row.cells().map(|cell| cell.trim().to_owned()).collect();
                    if !row.is_blank() {
                        all.push((row.line, cells.join("|").trim_end_matches('|').to_owned()));
                    }
                }
                all
            };
            let (old, mut new) = (cells(&old), cells(&new));
            // The formats of the only dates were lost in the conversion.
            for (_, cells) in &mut new {
                *cells = cells.replace("45056.40956989839", "2023-05-10");
                *cells = cells.replace("45555.71498090278", "2024-09-20");
            }
            assert_eq!(old, new, "{path:?}");
        }
        count += 1;
    }
    assert_eq!(count, 5);
}
