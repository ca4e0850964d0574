//! One table as written by many programs, built by hand, because no program writes all of these formats.

use std::io::{Cursor, Write as _};

/// A cell.
#[derive(Clone, Copy)]
pub enum Value {
    Blank,
    Text(&'static str),
    Number(f64),
    /// A number with a format of ten zeros.
    Zeros(f64),
    /// A number with two decimals.
    Decimals(f64),
    /// A serial day number with the format `yyyy"年"m"月"`.
    Day(f64),
    /// `#REF!`.
    Fault,
    /// A formula whose value was never stored.
    Formula,
}

use Value::{Blank, Day, Decimals, Fault, Formula, Number, Text, Zeros};

type Rows = [Vec<Value>];

/// The hidden sheet of text that comes first.
fn words() -> Vec<Vec<Value>> {
    vec![vec![Text("编号"), Text("名称")], vec![Number(10.0), Text("工业")]]
}

fn zip_of(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

fn relations(of: &[(&str, &str, &str)]) -> Vec<u8> {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id='{id}' Type='{RELATIONS}/{kind}' Target='{target}'/>")
    };
    let all: String = of.iter().map(one).collect();
    format!("<Relationships>{all}</Relationships>").into_bytes()
}

/// Strict form, with a prefix on every tag, and shared strings with formatting and phonetics.
pub fn xlsx(rows: &Rows) -> Vec<u8> {
    let mut strings = String::new();
    let mut count = 0;
    let mut sheet = |rows: &Rows| {
        let mut xml = String::from(
            "<?xml version='1.0'?><x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData>",
        );
        for row in rows {
            xml.push_str("<x:row>");
            for cell in row {
                xml.push_str(&match cell {
                    Blank => "<x:c s='0'/>".to_owned(),
                    Text(text) => {
                        let half = text.char_indices().nth(1).map_or(text.len(), |(at, _)| at);
                        let (first, rest) = text.split_at(half);
                        strings.push_str(&format!(
                            "<x:si><x:r><x:rPr><x:b/></x:rPr><x:t>{first}</x:t></x:r><x:r><x:t>{rest}</x:t></x:r>\
                             <x:rPh sb='0' eb='1'><x:t>pin</x:t></x:rPh></x:si>"
                        ));
                        count += 1;
                        format!("<x:c t='s'><x:v>{}</x:v></x:c>", count - 1)
                    }
                    Number(value) => format!("<x:c><x:v>{value}</x:v></x:c>"),
                    Zeros(value) => format!("<x:c s='1'><x:v>{value}</x:v></x:c>"),
                    Decimals(value) => format!("<x:c s='2'><x:v>{value}</x:v></x:c>"),
                    Day(value) => format!("<x:c s='3'><x:v>{value}</x:v></x:c>"),
                    Fault => "<x:c t='e'><x:f>A0</x:f><x:v>#REF!</x:v></x:c>".to_owned(),
                    Formula => "<x:c><x:f>D2*2</x:f></x:c>".to_owned(),
                });
            }
            xml.push_str("</x:row>");
        }
        xml.push_str(
            "</x:sheetData><x:mergeCells><x:mergeCell ref='A1:C1'/></x:mergeCells></x:worksheet>",
        );
        xml.into_bytes()
    };
    let (first, second) = (sheet(&words()), sheet(rows));
    let workbook = "<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'><x:sheets>\
        <x:sheet name='字典' sheetId='7' state='veryHidden' r:id='a'/><x:sheet name='图' sheetId='8' r:id='d'/><x:sheet name='明细' sheetId='9' r:id='b'/></x:sheets></x:workbook>";
    let styles = "<x:styleSheet><x:numFmts><x:numFmt numFmtId='176' formatCode='0000000000'/><x:numFmt numFmtId='177' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/></x:numFmts>\
        <x:cellStyleXfs><x:xf numFmtId='14'/></x:cellStyleXfs><x:cellXfs><x:xf/><x:xf numFmtId='176'/><x:xf numFmtId='2'/><x:xf numFmtId='177'/></x:cellXfs></x:styleSheet>";
    zip_of(&[
        ("_rels/.rels", relations(&[("r", "officeDocument", "/Book/main.xml")])),
        (
            "Book/_rels/main.xml.rels",
            relations(&[
                ("a", "worksheet", "../data/one.xml"),
                ("b", "worksheet", "/data/two.xml"),
                ("d", "dialogsheet", "../data/dialog.xml"),
                ("s", "sharedStrings", "strings.xml"),
                ("t", "styles", "looks.xml"),
            ]),
        ),
        ("Book/main.xml", workbook.into()),
        ("Book/strings.xml", format!("<x:sst>{strings}</x:sst>").into_bytes()),
        ("Book/looks.xml", styles.into()),
        ("data/dialog.xml", b"<dialogsheet/>".to_vec()),
        ("data/one.xml", first),
        ("data/two.xml", second),
    ])
}

fn units(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A record of XLSB.
fn brt(into: &mut Vec<u8>, kind: u16, data: &[u8]) {
    if kind < 0x80 {
        into.push(kind as u8);
    } else {
        into.extend([(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length >= 0x80 {
        into.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    into.push(length as u8);
    into.extend(data);
}

fn wide(text: &str) -> Vec<u8> {
    let mut bytes = (text.encode_utf16().count() as u32).to_le_bytes().to_vec();
    bytes.extend(units(text));
    bytes
}

/// Without uncalculated formulas, which the format does not have.
pub fn xlsb(rows: &Rows) -> Vec<u8> {
    let mut strings = Vec::new();
    let mut count = 0_u32;
    let mut sheet = |rows: &Rows| {
        let mut all = Vec::new();
        brt(&mut all, 129, &[]);
        brt(&mut all, 145, &[]);
        for (line, row) in rows.iter().enumerate() {
            let mut head = (line as u32).to_le_bytes().to_vec();
            head.extend([0; 13]);
            brt(&mut all, 0, &head);
            for (column, cell) in row.iter().enumerate() {
                let mut data = (column as u32).to_le_bytes().to_vec();
                let style = match cell {
                    Zeros(_) => 1_u32,
                    Decimals(_) => 2,
                    Day(_) => 3,
                    _ => 0,
                };
                data.extend(style.to_le_bytes());
                match cell {
                    Blank => brt(&mut all, 1, &data),
                    Text(text) => {
                        let mut item = vec![0];
                        item.extend(wide(text));
                        brt(&mut strings, 19, &item);
                        data.extend(count.to_le_bytes());
                        count += 1;
                        brt(&mut all, 7, &data);
                    }
                    Number(value) | Zeros(value) | Decimals(value) | Day(value) => {
                        data.extend(value.to_le_bytes());
                        brt(&mut all, 5, &data);
                    }
                    // Written as the error value of a formula.
                    Fault => {
                        data.extend([0x17, 0, 0, 0, 0, 0]);
                        brt(&mut all, 11, &data);
                    }
                    Formula => {
                        data.extend(wide("=D2*2"));
                        brt(&mut all, 6, &data);
                    }
                }
            }
        }
        brt(&mut all, 146, &[]);
        brt(&mut all, 176, &[0; 16]);
        brt(&mut all, 130, &[]);
        all
    };
    let (first, second) = (sheet(&words()), sheet(rows));
    let mut workbook = Vec::new();
    brt(&mut workbook, 131, &[]);
    brt(&mut workbook, 153, &[0; 8]);
    for (hidden, id, name) in [(2_u32, "a", "字典"), (0, "c", "图"), (0, "b", "明细")] {
        let mut data = hidden.to_le_bytes().to_vec();
        data.extend(9_u32.to_le_bytes());
        data.extend(wide(id));
        data.extend(wide(name));
        brt(&mut workbook, 156, &data);
    }
    let mut styles = Vec::new();
    for (id, code) in [(176_u16, "0000000000"), (177, "yyyy\"年\"m\"月\"")] {
        let mut data = id.to_le_bytes().to_vec();
        data.extend(wide(code));
        brt(&mut styles, 44, &data);
    }
    brt(&mut styles, 626, &[]);
    brt(&mut styles, 47, &[0, 0, 14, 0]);
    brt(&mut styles, 627, &[]);
    brt(&mut styles, 617, &[]);
    for id in [0_u16, 176, 2, 177] {
        let mut data = vec![0, 0];
        data.extend(id.to_le_bytes());
        brt(&mut styles, 47, &data);
    }
    brt(&mut styles, 618, &[]);
    zip_of(&[
        ("_rels/.rels", relations(&[("r", "officeDocument", "xl/workbook.bin")])),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("a", "worksheet", "worksheets/sheet1.bin"),
                ("b", "worksheet", "worksheets/sheet2.bin"),
                ("c", "chartsheet", "worksheets/sheet3.bin"),
                ("s", "sharedStrings", "sharedStrings.bin"),
                ("t", "styles", "styles.bin"),
            ]),
        ),
        ("xl/workbook.bin", workbook),
        ("xl/worksheets/sheet1.bin", first),
        ("xl/worksheets/sheet2.bin", second),
        ("xl/worksheets/sheet3.bin", vec![]),
        ("xl/sharedStrings.bin", strings),
        ("xl/styles.bin", styles),
    ])
}

/// A record of XLS.
fn record(into: &mut Vec<u8>, kind: u16, data: &[u8]) {
    into.extend(kind.to_le_bytes());
    into.extend((data.len() as u16).to_le_bytes());
    into.extend(data);
}

fn place(line: usize, column: usize, style: u16) -> Vec<u8> {
    [line as u16, column as u16, style].iter().flat_map(|number| number.to_le_bytes()).collect()
}

pub fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Builds the workbook stream of sheets: hidden, kind, name, rows. `text` writes a text cell.
fn workbook_stream(
    version: u16,
    head: &[u8],
    name: fn(&str) -> Vec<u8>,
    sheets: &[(u8, u8, &str, Vec<u8>)],
) -> Vec<u8> {
    let begin = |kind: u16| {
        let mut all = Vec::new();
        let mut data = version.to_le_bytes().to_vec();
        data.extend(kind.to_le_bytes());
        data.extend([0; 12]);
        record(&mut all, 0x809, &data[..if version == 0x600 { 16 } else { 8 }]);
        all
    };
    let names: Vec<Vec<u8>> = sheets.iter().map(|(_, _, text, _)| name(text)).collect();
    let mut globals = begin(5);
    globals.extend(head);
    let length = globals.len() + names.iter().map(|name| 4 + 6 + name.len()).sum::<usize>() + 4;
    let mut at = length as u32;
    let mut bodies = Vec::new();
    for ((hidden, kind, _, rows), name) in sheets.iter().zip(&names) {
        let mut data = at.to_le_bytes().to_vec();
        data.extend([*hidden, *kind]);
        data.extend(name);
        record(&mut globals, 0x85, &data);
        let mut body = begin(0x10);
        body.extend(rows);
        record(&mut body, 0x0a, &[]);
        at += body.len() as u32;
        bodies.extend(body);
    }
    record(&mut globals, 0x0a, &[]);
    globals.extend(bodies);
    globals
}

fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

/// BIFF8 in a compound file, with shared strings continued across records.
pub fn xls(rows: &Rows) -> Vec<u8> {
    let mut strings: Vec<u8> = Vec::new();
    let mut count = 0_u32;
    let mut sheet = |rows: &Rows| {
        let mut all = Vec::new();
        for (line, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let style = match cell {
                    Zeros(_) => 1,
                    Decimals(_) => 2,
                    Day(_) => 3,
                    _ => 0,
                };
                let mut data = place(line, column, style);
                match cell {
                    Blank => record(&mut all, 0x201, &data),
                    Text(text) => {
                        strings.extend((text.encode_utf16().count() as u16).to_le_bytes());
                        strings.push(1);
                        strings.extend(units(text));
                        data.extend(count.to_le_bytes());
                        count += 1;
                        record(&mut all, 0xfd, &data);
                    }
                    Number(value) if value.fract() == 0.0 => {
                        data.extend(((*value as u32) << 2 | 2).to_le_bytes());
                        record(&mut all, 0x27e, &data);
                    }
                    Number(value) | Zeros(value) | Decimals(value) | Day(value) => {
                        data.extend(value.to_le_bytes());
                        record(&mut all, 0x203, &data);
                    }
                    Fault => {
                        data.extend([0x17, 1]);
                        record(&mut all, 0x205, &data);
                    }
                    // A formula as xlwt and POI write it: no value, calculated when the file is opened.
                    Formula => {
                        data.extend([0; 8]);
                        data.extend([2, 0, 0, 0, 0, 0, 0, 0]);
                        record(&mut all, 0x06, &data);
                    }
                }
            }
        }
        // A chart in the sheet, with a cell of its own.
        record(&mut all, 0x809, &[0, 6, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let mut data = place(0, 0, 0);
        data.extend(9.0_f64.to_le_bytes());
        record(&mut all, 0x203, &data);
        record(&mut all, 0x0a, &[]);
        record(&mut all, 0xe5, &[1, 0, 0, 0, 0, 0, 0, 0, 2, 0]);
        all
    };
    let (first, second) = (sheet(&words()), sheet(rows));
    let mut head = Vec::new();
    record(&mut head, 0x42, &[0xb0, 4]);
    record(&mut head, 0x22, &[0, 0]);
    for (id, code) in [(176_u16, "0000000000"), (177, "yyyy\"年\"m\"月\"")] {
        let mut data = id.to_le_bytes().to_vec();
        data.extend((code.encode_utf16().count() as u16).to_le_bytes());
        data.push(1);
        data.extend(units(code));
        record(&mut head, 0x41e, &data);
    }
    for id in [0_u16, 176, 2, 177] {
        let mut data = vec![0, 0];
        data.extend(id.to_le_bytes());
        data.extend([0; 16]);
        record(&mut head, 0xe0, &data);
    }
    let mut shared =
        [count, count].iter().flat_map(|count| count.to_le_bytes()).collect::<Vec<u8>>();
    // The first string breaks off inside; the continuation states its character width again.
    let (begin, rest) = strings.split_at(5);
    shared.extend(begin);
    record(&mut head, 0xfc, &shared);
    let mut rest = rest.to_vec();
    rest.insert(0, 1);
    record(&mut head, 0x3c, &rest);
    let name = |text: &str| {
        let mut data = vec![text.encode_utf16().count() as u8, 1];
        data.extend(units(text));
        data
    };
    let sheets = [(2, 0, "字典", first), (0, 2, "图", vec![]), (0, 0, "明细", second)];
    compound("/Workbook", &workbook_stream(0x600, &head, name, &sheets))
}

/// BIFF5 in a compound file, with text in the code page of Chinese Windows.
pub fn xls_5(rows: &Rows) -> Vec<u8> {
    let mut head = Vec::new();
    record(&mut head, 0x42, &936_u16.to_le_bytes());
    for id in [0_u16, 14] {
        let mut data = vec![0, 0];
        data.extend(id.to_le_bytes());
        data.extend([0; 12]);
        record(&mut head, 0xe0, &data);
    }
    let mut all = Vec::new();
    for (line, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let mut data = place(line, column, u16::from(matches!(cell, Day(_))));
            match cell {
                Text(text) => {
                    let text = gbk(text);
                    data.extend((text.len() as u16).to_le_bytes());
                    data.extend(text);
                    record(&mut all, 0x204, &data);
                }
                Number(value) | Day(value) => {
                    data.extend(value.to_le_bytes());
                    record(&mut all, 0x203, &data);
                }
                _ => {
                    data.extend([0x17, 1]);
                    record(&mut all, 0x205, &data);
                }
            }
        }
    }
    let name = |text: &str| {
        let text = gbk(text);
        let mut data = vec![text.len() as u8];
        data.extend(text);
        data
    };
    compound("/Book", &workbook_stream(0x500, &head, name, &[(0, 0, "明细", all)]))
}

/// BIFF2, a single sheet, as written by report generators.
pub fn xls_2(rows: &Rows) -> Vec<u8> {
    let mut all = Vec::new();
    record(&mut all, 0x09, &[2, 0, 0x10, 0]);
    record(&mut all, 0x42, &936_u16.to_le_bytes());
    for code in ["General", "yyyy-mm-dd"] {
        let mut data = vec![code.len() as u8];
        data.extend(code.as_bytes());
        record(&mut all, 0x1e, &data);
    }
    for (line, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let mut data = place(line, column, 0)[..4].to_vec();
            data.extend([0, u8::from(matches!(cell, Day(_))), 0]);
            match cell {
                Text(text) => {
                    let text = gbk(text);
                    data.push(text.len() as u8);
                    data.extend(text);
                    record(&mut all, 0x04, &data);
                }
                Number(value) | Day(value) => {
                    data.extend(value.to_le_bytes());
                    record(&mut all, 0x03, &data);
                }
                _ => {
                    data.extend([0x17, 1]);
                    record(&mut all, 0x05, &data);
                }
            }
        }
    }
    record(&mut all, 0x0a, &[]);
    all
}

/// Records without a container that state neither version nor code page, as written by a widely copied snippet of
/// Delphi or PHP.
pub fn xls_bare(rows: &Rows, text: fn(&str) -> Vec<u8>) -> Vec<u8> {
    let mut all = Vec::new();
    record(&mut all, 0x809, &[0, 0, 0x10, 0, 0, 0, 0, 0]);
    for (line, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let mut data = place(line, column, 0);
            match cell {
                Text(words) => {
                    let words = text(words);
                    data.extend((words.len() as u16).to_le_bytes());
                    data.extend(words);
                    record(&mut all, 0x204, &data);
                }
                Number(value) => {
                    data.extend(value.to_le_bytes());
                    record(&mut all, 0x203, &data);
                }
                _ => record(&mut all, 0x201, &data),
            }
        }
    }
    record(&mut all, 0x0a, &[]);
    all
}

/// A workbook with a password.
pub fn encrypted_xls() -> Vec<u8> {
    let mut head = Vec::new();
    record(&mut head, 0x2f, &[1, 0, 1, 0, 1, 0]);
    compound("/Workbook", &workbook_stream(0x600, &head, |_| vec![0, 0], &[]))
}

fn ods_content(rows: &Rows) -> String {
    let table = |name: &str, style: &str, rows: &Rows| {
        let mut xml = format!(
            "<table:table table:name='{name}' table:style-name='{style}'><table:table-column table:number-columns-repeated='3'/>"
        );
        for row in rows {
            xml.push_str("<table:table-row>");
            for cell in row {
                let paragraph = |kind: &str, shown: &str| {
                    format!("<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>")
                };
                let number = |value: f64, shown: &str| {
                    paragraph(&format!("office:value-type='float' office:value='{value}'"), shown)
                };
                xml.push_str(&match cell {
                    Blank => "<table:covered-table-cell/>".to_owned(),
                    Text(text) => format!(
                        "<table:table-cell office:value-type='string' calcext:value-type='string'><office:annotation><text:p>批注</text:p></office:annotation><text:p><text:span>{text}</text:span></text:p></table:table-cell>"
                    ),
                    Number(value) => number(*value, &format!("{value:.2}")),
                    Zeros(value) => number(*value, &format!("{value:010}")),
                    Decimals(value) => number(*value, &format!("{value:.2}")),
                    Day(value) if value.fract() > 0.0 => {
                        paragraph("office:value-type='date' office:date-value='2026-02-28T23:59:17'", "2026年2月")
                    }
                    Day(_) => paragraph("office:value-type='date' office:date-value='2026-10-01'", "2026年10月"),
                    Fault => paragraph("table:formula='of:=[.A0]' office:value-type='string' office:string-value=''", "#REF!"),
                    Formula => "<table:table-cell table:formula='of:=[.D2]*2'/>".to_owned(),
                });
            }
            xml.push_str(
                "<table:table-cell table:number-columns-repeated='16381'/></table:table-row>",
            );
        }
        xml.push_str("<table:table-row table:number-rows-repeated='1048568'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>");
        xml
    };
    let styles = "<office:automatic-styles><style:style style:name='ta1' style:family='table'><style:table-properties table:display='true'/></style:style>\
        <style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style></office:automatic-styles>";
    format!(
        "{styles}<office:body><office:spreadsheet>{}{}</office:spreadsheet></office:body>",
        table("字典", "ta2", &words()),
        table("明细", "ta1", rows)
    )
}

pub fn ods(rows: &Rows) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content>{}</office:document-content>",
        ods_content(rows)
    );
    zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>".to_vec()),
    ])
}

pub fn fods(rows: &Rows) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<office:document office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>{}</office:document>",
        ods_content(rows)
    )
}

/// Returns the cell as a page shows it.
fn shown(cell: &Value) -> String {
    match cell {
        Blank => String::new(),
        Text(text) => (*text).to_owned(),
        Number(value) => value.to_string(),
        Zeros(value) => format!("{value:010}"),
        Decimals(value) => format!("{value:.2}"),
        Day(value) if value.fract() > 0.0 => "2026年3月".to_owned(),
        Day(_) => "2026年10月".to_owned(),
        Fault => "#REF!".to_owned(),
        Formula => String::new(),
    }
}

fn html_text(rows: &Rows, head: &str) -> String {
    let mut page = format!(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head>{head}<style>td {{mso-number-format:\"\\@\"}} <table></style></head><body>\
         <table><tr><td>布局<table border=1>\n"
    );
    for (line, row) in rows.iter().enumerate() {
        page.push_str("<TR height=19>\n");
        if line == 0 {
            let cell = shown(&row[0]);
            page.push_str(&format!("<td colspan=3><b>{cell}</b></td></tr>\n"));
            continue;
        }
        for cell in row {
            let value = match cell {
                // Shortened for display.
                Number(value) if value.fract() != 0.0 => format!(" x:num=\"{value}\">{value:.1}"),
                Number(value) => format!(" x:num>&nbsp;{value} "),
                Formula => " x:fmla=\"=D2*2\">".to_owned(),
                cell => format!(">{}", shown(cell)),
            };
            page.push_str(&format!(" <td class=xl24{value}"));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table></td></tr></table></body></html>");
    page
}

/// In GBK, with a nested table and unclosed tags.
pub fn html(rows: &Rows) -> Vec<u8> {
    gbk(&html_text(rows, "<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">"))
}

pub fn mht(rows: &Rows) -> Vec<u8> {
    let page = html_text(rows, "");
    let mut packed = String::new();
    for byte in page.bytes() {
        match byte {
            b'=' | 0x80.. => packed.push_str(&format!("={byte:02X}")),
            byte => packed.push(char::from(byte)),
        }
        if packed.len() - packed.rfind('\n').unwrap_or_default() > 70 {
            packed.push_str("=\r\n");
        }
    }
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_Next\"\r\n\r\n------=_Next\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{packed}\r\n------=_Next--\r\n"
    )
    .into_bytes()
}

pub fn xml(rows: &Rows) -> String {
    let sheet = |name: &str, is_hidden: bool, rows: &Rows| {
        let mut xml = format!("<Worksheet ss:Name=\"{name}\"><Table>");
        for (line, row) in rows.iter().enumerate() {
            // Every row states its index, and cells skip those before them.
            xml.push_str(&format!("<Row ss:Index=\"{}\">", line + 1));
            for (column, cell) in row.iter().enumerate() {
                let (attributes, kind, data) = match cell {
                    Blank => continue,
                    Text(text) => (" ss:StyleID=\"t\"", "String", (*text).to_owned()),
                    Number(value) => ("", "Number", value.to_string()),
                    Zeros(value) => (" ss:StyleID=\"z\"", "Number", value.to_string()),
                    Decimals(value) => (" ss:StyleID=\"d\"", "Number", value.to_string()),
                    Day(value) if value.fract() > 0.0 => {
                        ("", "DateTime", "2026-02-28T23:59:17.000".to_owned())
                    }
                    Day(_) => ("", "DateTime", "2026-10-01T00:00:00.000".to_owned()),
                    Fault => (" ss:Formula=\"=A0\"", "Error", "#REF!".to_owned()),
                    Formula => {
                        xml.push_str(&format!(
                            "<Cell ss:Index=\"{}\" ss:Formula=\"=RC[1]*2\"/>",
                            column + 1
                        ));
                        continue;
                    }
                };
                let comment = if line == 1 {
                    "<Comment><ss:Data><B>批注</B></ss:Data></Comment>"
                } else {
                    ""
                };
                let index = column + 1;
                xml.push_str(&format!("<Cell ss:Index=\"{index}\"{attributes}><Data ss:Type=\"{kind}\">{data}</Data>{comment}</Cell>"));
            }
            xml.push_str("</Row>");
        }
        let visible = if is_hidden { "<Visible>SheetHidden</Visible>" } else { "" };
        xml.push_str(&format!("</Table><WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\">{visible}</WorksheetOptions></Worksheet>"));
        xml
    };
    format!(
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Styles><Style ss:ID=\"z\"><NumberFormat ss:Format=\"0000000000\"/></Style><Style ss:ID=\"d\"><NumberFormat ss:Format=\"Fixed\"/></Style><Style ss:ID=\"t\"/></Styles>{}{}</Workbook>",
        sheet("字典", true, &words()),
        sheet("明细", false, rows)
    )
}
