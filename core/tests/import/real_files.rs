//! Real electricity data, and the same content in other encodings and formats; and the sample files offered by
//! the app.

use busbar_core::{
    domain::{Month, readings::Quantity},
    exchange::{FileKind, Options, PortfolioRecords, Reason},
};

use crate::{CREATE, apply, look, plan_of, real_data, same_blocks};

/// Returns a real data file.
fn real(name: &str) -> Option<Vec<u8>> {
    let folder = real_data::data()?;
    Some(real_data::text(&folder, &format!("electricity/{name}")).into_bytes())
}

/// The real bills are in dollars; relabelled as yuan they serve as well.
fn in_yuan(bills: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(bills).unwrap();
    text.replacen("total_due_usd", "total_due", 1).into_bytes()
}

#[test]
fn real_bills_in_dollars_are_not_taken_for_yuan() {
    let Some(bills) = real("houston_bills_fy2012.csv.gz") else {
        return;
    };
    let seen = look(&bills).unwrap();
    assert_eq!(seen.mapping.kind, FileKind::Bills);
    assert_eq!(seen.mapping.missing(), [&["amount_cny"]]);
}

#[test]
fn real_customers_and_readings_go_in_once() {
    let (Some(customers), Some(readings)) = (real("customers.csv"), real("monthly.csv.gz")) else {
        return;
    };
    let mut portfolio = PortfolioRecords::default();
    // In the wrong order: dependencies between files are resolved.
    let first = plan_of(&[&readings, &customers], &portfolio, Options::default());
    assert_eq!(first.problems.list(), []);
    assert_eq!((first.counts[0].rows, first.counts[0].added), (15_933, 15_933));
    assert_eq!((first.counts[1].rows, first.counts[1].added), (271, 271));
    apply(&mut portfolio, &first);
    assert_eq!(portfolio.customers.len(), 271);
    let one =
        portfolio.customers.iter().find(|customer| customer.account_number == "EN-006").unwrap();
    assert_eq!(one.industry, "Commercial Property");
    let series =
        portfolio.readings.total(portfolio.meters_of(one.id), Quantity::EnergyKwh).unwrap();
    assert_eq!(series.at(Month::new(2012, 1).unwrap()), Some(334_334.7));
    let again = plan_of(&[&customers, &readings], &portfolio, Options::default());
    assert!(again.draft.is_empty(), "{:?}", again.counts);
    assert_eq!(again.counts[1].unchanged, 15_933);
}

#[test]
fn real_bills_with_repeats_go_in_once() {
    let Some(bills) = real("houston_bills_fy2012.csv.gz").map(in_yuan) else {
        return;
    };
    let mut portfolio = PortfolioRecords::default();
    let unknown = plan_of(&[&bills], &portfolio, Options::default());
    assert_eq!(unknown.counts[0].left_out, 28_718);
    assert!(unknown.draft.is_empty());
    let first = plan_of(&[&bills], &portfolio, CREATE);
    let repeats = first
        .problems
        .list()
        .iter()
        .filter(|problem| matches!(problem.reason, Reason::Duplicate { .. }))
        .count();
    assert_eq!((first.problems.total(), repeats), (8, 8));
    assert_eq!(first.counts[0].added, 28_710);
    apply(&mut portfolio, &first);
    assert_eq!(portfolio.customers.len(), 2_621);
    let again = plan_of(&[&bills], &portfolio, Options::default());
    assert!(again.draft.is_empty(), "{:?}", again.counts);
    assert_eq!(again.counts[0].unchanged, 28_710);
}

#[test]
fn the_same_content_in_gb18030_and_xlsx_gives_the_same_plan() {
    let (Some(customers), Some(readings), Some(bills)) =
        (real("customers.csv"), real("monthly.csv.gz"), real("houston_bills_fy2012.csv.gz"))
    else {
        return;
    };
    // Chinese headings, so that the encoding matters.
    let chinese = |bytes: &[u8], headings: &str| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (_, rows) = text.split_once('\n').unwrap();
        format!("{headings}\n{rows}")
    };
    let customers =
        chinese(&customers, "客户编号,来源,行业分类,用电性质,面积,供电区域,单价,币种,起,止,月数");
    let readings = chinese(&readings, "客户编号,年月,总电量（kWh）,最大需量（kW）,完整率");
    let bills = chinese(&bills, "户号,供电单位,账单类别,出账日期,计费电量（kWh）,应收电费（元）");
    let files = [&customers, &readings, &bills].map(|text| text.as_bytes());
    let plain = plan_of(&files, &PortfolioRecords::default(), CREATE);
    assert_eq!(plain.counts[1].added, 15_933);
    assert_eq!((plain.counts[2].added, plain.problems.total()), (28_710, 8));
    let gb18030 = |text: &String| encoding_rs::GB18030.encode(text).0.into_owned();
    let semicolons = |text: &String| text.replace(',', ";").into_bytes();
    let tabs = |text: &String| text.replace(',', "\t").into_bytes();
    let all = [&customers, &readings, &bills];
    for (name, files) in [
        ("gb18030", all.map(gb18030)),
        ("xlsx", all.map(|text| workbook(text))),
        ("semicolons", all.map(semicolons)),
        ("tabs", all.map(tabs)),
    ] {
        let other =
            plan_of(&files.each_ref().map(Vec::as_slice), &PortfolioRecords::default(), CREATE);
        assert_eq!(other.counts, plain.counts, "{name}");
        assert_eq!(other.problems, plain.problems, "{name}");
        assert!(same_blocks(&other.draft.blocks, &plain.draft.blocks), "{name}");
    }
}

/// Builds a spreadsheet from the cells of a text; numbers as numbers and months as text.
fn workbook(text: &str) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn the_sample_files_of_the_app_go_in_as_they_are() {
    for language in ["zh", "en"] {
        let files = ["contacts", "bills", "readings", "supply_points", "customers"].map(|name| {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/samples");
            std::fs::read(format!("{folder}/{language}/{name}.csv")).unwrap()
        });
        for (file, kind) in
            files.iter().zip(["contacts", "bills", "readings", "supply_points", "customers"])
        {
            let seen = look(file).unwrap();
            assert_eq!(seen.mapping.kind.name(), kind, "{language}");
            let used = seen.mapping.matches();
            assert_eq!(used, seen.mapping.columns.len(), "{:?}", seen.mapping);
        }
        let mut portfolio = PortfolioRecords::default();
        let plan = plan_of(&files.each_ref().map(Vec::as_slice), &portfolio, Options::default());
        assert_eq!(plan.problems.list(), [], "{language}");
        apply(&mut portfolio, &plan);
        assert_eq!(
            (portfolio.customers.len(), portfolio.supply_points.len(), portfolio.contacts.len()),
            (3, 2, 3)
        );
        let graded = portfolio
            .customers
            .iter()
            .filter(|customer| customer.importance.is_some() && customer.source_kind.is_some());
        assert_eq!(graded.count(), 3);
    }
}

#[test]
fn the_formats_are_described_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/data-formats.md");
    let text = std::fs::read_to_string(path).unwrap();
    for kind in FileKind::ALL {
        for field in kind.fields() {
            let line = text
                .lines()
                .filter(|line| line.starts_with(&format!("| `{}` |", field.name)))
                .find(|line| {
                    let words: Vec<&str> = line.split(['|', ' ', ',', '、']).collect();
                    field.headings.iter().all(|heading| words.contains(heading))
                });
            assert!(line.is_some(), "{}: {}", kind.name(), field.name);
        }
    }
}
