//! Import as a whole: the real files, the same content in other encodings and formats, and what must
//! stay out. The parts have their own tests beside them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{io::Read, ops::ControlFlow, path::PathBuf};

use busbar::{
    domain::{
        Customer, Id, Month, Record,
        draft::{Block, RecordBlock},
        id::IdSequence,
        readings::Quantity,
    },
    exchange::{
        Input, Inspection, Kind, Opening, Options, Plan, Portfolio, Reason, Source, inspect, plan,
        problem::FileType, source::open,
    },
    worker::{
        compute::compute,
        import::{InspectJob, PlanJob, decode_block, encode_block},
        protocol::{Answer, Job, Outcome, Request, decode, encode},
    },
};
use proptest::prelude::*;
use uuid::Uuid;

/// A real file, unpacked; `None`, with a plain line, where the folder of real data is absent.
fn real(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var("BUSBAR_DATA").map_or_else(
        |_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    let Ok(bytes) = std::fs::read(folder.join("electricity").join(name)) else {
        println!("skipped: no {name} under {}", folder.display());
        return None;
    };
    if !name.ends_with(".gz") {
        return Some(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_end(&mut unpacked)
        .unwrap();
    Some(unpacked)
}

fn look(bytes: &[u8]) -> Result<Inspection, Reason> {
    inspect(bytes, &Opening::default(), None, |_| Default::default())
}

fn plan_of(files: &[&[u8]], portfolio: &Portfolio, options: Options) -> Plan {
    let opened: Vec<(Source<'_>, Inspection)> = files
        .iter()
        .map(|bytes| {
            let source = open(bytes, &Opening::default()).unwrap();
            (source, look(bytes).unwrap())
        })
        .collect();
    let inputs: Vec<Input<'_>> = opened
        .iter()
        .map(|(source, seen)| Input {
            source,
            mapping: &seen.mapping,
        })
        .collect();
    let mut ids = IdSequence::after(Uuid::from_u128(7 << 64));
    plan(&inputs, portfolio, options, &mut ids, &mut |_, _| {
        ControlFlow::Continue(())
    })
    .unwrap()
}

fn apply(portfolio: &mut Portfolio, plan: &Plan) {
    portfolio.apply(&plan.draft).unwrap();
}

const CREATE: Options = Options {
    create_unknown: true,
};

#[test]
fn real_customers_and_readings_go_in_once() {
    let (Some(customers), Some(readings)) = (real("customers.csv"), real("monthly.csv.gz")) else {
        return;
    };
    let mut portfolio = Portfolio::default();
    // In the wrong order: what builds on what is found out.
    let first = plan_of(&[&readings, &customers], &portfolio, Options::default());
    assert_eq!(first.problems.list(), []);
    assert_eq!(
        (first.counts[0].rows, first.counts[0].added),
        (15_933, 15_933)
    );
    assert_eq!((first.counts[1].rows, first.counts[1].added), (271, 271));
    apply(&mut portfolio, &first);
    assert_eq!(portfolio.customers.len(), 271);
    let one = portfolio
        .customers
        .iter()
        .find(|customer| customer.account_number == "EN-006")
        .unwrap();
    assert_eq!(one.industry, "Commercial Property");
    let series = portfolio
        .readings
        .total(portfolio.meters_of(one.id), Quantity::EnergyKwh)
        .unwrap();
    assert_eq!(series.at(Month::new(2012, 1).unwrap()), Some(334_334.7));
    let again = plan_of(&[&customers, &readings], &portfolio, Options::default());
    assert!(again.draft.is_empty(), "{:?}", again.counts);
    assert_eq!(again.counts[1].unchanged, 15_933);
}

#[test]
fn real_bills_with_repeats_go_in_once() {
    let Some(bills) = real("houston_bills_fy2012.csv.gz") else {
        return;
    };
    let mut portfolio = Portfolio::default();
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
    let (Some(customers), Some(readings)) = (real("customers.csv"), real("monthly.csv.gz")) else {
        return;
    };
    // Chinese headings, so that the encoding matters.
    let chinese = |bytes: &[u8], headings: &str| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (_, rows) = text.split_once('\n').unwrap();
        format!("{headings}\n{rows}")
    };
    let customers = chinese(
        &customers,
        "客户编号,来源,行业分类,用电性质,面积,供电区域,单价,币种,起,止,月数",
    );
    let readings = chinese(
        &readings,
        "客户编号,年月,总电量（kWh）,最大需量（kW）,完整率",
    );
    let plain = plan_of(
        &[customers.as_bytes(), readings.as_bytes()],
        &Portfolio::default(),
        Options::default(),
    );
    assert_eq!(plain.counts[1].added, 15_933);
    let gb18030 = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let semicolons = |text: &str| text.replace(',', ";").into_bytes();
    for (name, files) in [
        ("gb18030", [gb18030(&customers), gb18030(&readings)]),
        ("xlsx", [workbook(&customers), workbook(&readings)]),
        (
            "semicolons",
            [semicolons(&customers), semicolons(&readings)],
        ),
    ] {
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let other = plan_of(&files, &Portfolio::default(), Options::default());
        assert_eq!(other.counts, plain.counts, "{name}");
        assert_eq!(other.problems, plain.problems, "{name}");
        assert!(
            same_blocks(&other.draft.blocks, &plain.draft.blocks),
            "{name}"
        );
    }
}

/// A spreadsheet with the cells of a text; numbers as numbers and months as text.
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

/// Blocks are full of NaN, which equals nothing.
fn same_blocks(a: &[Block], b: &[Block]) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

#[test]
fn wrong_rows_are_named_and_the_rest_goes_in() {
    let customers = "客户编号,客户名称,电压等级,合同容量(kVA)\n\
        A1,皖北新型建材有限公司,10kV,630\n\
        A2,宿州纺织有限公司,交流35kV,\"8,000\"\n\
        A1,又一个,10kV,100\n\
        ,无号,10kV,100\n\
        A3,容量不对,10kV,很大\n\
        A4,\"引号不闭合,10kV,100\n\
        A5,末行,220V,80\n";
    let readings = "户号,年月,电量,最大需量\n\
        A1,2026-01,1000,10\n\
        A1,2026-01,1000,10\n\
        A9,2026-01,1000,10\n\
        A1,2026-13,1000,10\n\
        A1,2026-02,-5,10\n\
        A1,2026-03,1 MWh,10\n\
        A1,2026-04,一千,10\n\
        A2,2026年4月,2000,\n\
        A5,,2000,\n";
    let files: [&[u8]; 2] = [customers.as_bytes(), readings.as_bytes()];
    let mut portfolio = Portfolio::default();
    let plan = plan_of(&files, &portfolio, Options::default());
    let seen: Vec<(u32, u32, &str, &str, &str)> = plan
        .problems
        .list()
        .iter()
        .map(|problem| {
            (
                problem.file,
                problem.line,
                problem.column.as_str(),
                problem.value.as_str(),
                problem.reason.name(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (0, 4, "客户编号", "A1", "duplicate"),
            (0, 5, "客户编号", "", "missing_value"),
            (0, 6, "合同容量(kVA)", "很大", "not_a_number"),
            (0, 7, "", "A4,\"引号不闭合,10kV,100", "broken_quoting"),
            (1, 3, "年月", "2026-01", "duplicate"),
            (1, 4, "户号", "A9", "unknown_customer"),
            (1, 5, "年月", "2026-13", "impossible_month"),
            (1, 6, "电量", "-5", "negative"),
            (1, 7, "电量", "1 MWh", "mixed_units"),
            (1, 8, "电量", "一千", "not_a_number"),
            (1, 10, "年月", "", "missing_value"),
        ]
    );
    assert_eq!((plan.counts[0].added, plan.counts[0].left_out), (3, 4));
    assert_eq!((plan.counts[1].added, plan.counts[1].left_out), (2, 7));
    apply(&mut portfolio, &plan);
    let voltages: Vec<Option<f64>> = portfolio
        .customers
        .iter()
        .map(|customer| customer.voltage_level_kv)
        .collect();
    assert_eq!(voltages, [Some(10.0), Some(35.0), Some(0.4)]);
    assert_eq!(portfolio.customers[1].contracted_capacity_kva, Some(8000.0));
    assert!(
        plan_of(&files, &portfolio, Options::default())
            .draft
            .is_empty()
    );
}

#[test]
fn later_files_change_only_what_differs() {
    let mut portfolio = Portfolio::default();
    let first: [&[u8]; 2] = [
        "客户编号,客户名称,行业\nA1,甲,纺织\nA2,乙,化工\n".as_bytes(),
        "户号,年月,电量\nA1,2026-01,10\nA1,2026-02,20\nA2,2026-01,30\n".as_bytes(),
    ];
    let plan = plan_of(&first, &portfolio, Options::default());
    apply(&mut portfolio, &plan);
    let second: [&[u8]; 2] = [
        "客户编号,客户名称,行业\nA1,甲,\nA2,乙二,化工\n".as_bytes(),
        "户号,年月,电量,最大需量\nA1,2026-02,21,5\nA1,2026-03,30,6\nA2,2026-01,30,\n".as_bytes(),
    ];
    let plan = plan_of(&second, &portfolio, Options::default());
    assert_eq!((plan.counts[0].changed, plan.counts[0].unchanged), (1, 1));
    let readings = plan.counts[1];
    assert_eq!(
        (readings.added, readings.changed, readings.unchanged),
        (1, 1, 1)
    );
    let edits: Vec<&str> = plan.draft.edits.iter().map(|edit| edit.field).collect();
    assert_eq!(edits, ["name"]);
    apply(&mut portfolio, &plan);
    let energy = |number: &str| {
        let customer = portfolio
            .customers
            .iter()
            .find(|c| c.account_number == number);
        let series = portfolio
            .readings
            .series(customer.unwrap().id.uuid(), Quantity::EnergyKwh);
        series
            .unwrap()
            .known()
            .map(|(_, energy)| energy)
            .collect::<Vec<_>>()
    };
    assert_eq!(energy("A1"), [10.0, 21.0, 30.0]);
    assert_eq!(energy("A2"), [30.0]);
}

#[test]
fn a_table_with_a_column_a_month_and_units_in_its_heading() {
    let files: [&[u8]; 2] = [
        "客户编号,户号,用电地址\nA1,S1,一号\nA1,S2,二号\n".as_bytes(),
        "客户编号,户号,2026年1月,2026年2月\nA1,S1,1.5,2\nA1,S2,,3\nA1,S3,4,5\n".as_bytes(),
    ];
    let mut portfolio = Portfolio::default();
    let plan = plan_of(&files, &portfolio, CREATE);
    assert_eq!(plan.problems.list(), []);
    assert_eq!((plan.counts[0].added, plan.counts[1].added), (2, 3));
    apply(&mut portfolio, &plan);
    assert_eq!(
        (portfolio.customers.len(), portfolio.supply_points.len()),
        (1, 3)
    );
    let customer = Id::new(portfolio.customers[0].id.uuid());
    let total = portfolio
        .readings
        .total(portfolio.meters_of(customer), Quantity::EnergyKwh)
        .unwrap();
    assert_eq!(total.at(Month::new(2026, 2).unwrap()), Some(10.0));
}

#[test]
fn bills_of_a_month_supersede_together_and_payments_come_later() {
    let mut portfolio = Portfolio::default();
    let first = "户号,电费年月,应收电费,截止日期\nA1,202601,100.5,2026-02-20\nA1,202601,7,\n";
    let plan = plan_of(&[first.as_bytes()], &portfolio, CREATE);
    assert_eq!(plan.counts[0].added, 2);
    apply(&mut portfolio, &plan);
    let paid = "户号,电费年月,应收电费,缴费日期\nA1,202601,100.5,2026-02-18\nA1,202601,7,\n";
    let plan = plan_of(&[paid.as_bytes()], &portfolio, Options::default());
    assert_eq!((plan.counts[0].changed, plan.counts[0].unchanged), (1, 1));
    apply(&mut portfolio, &plan);
    let bills = portfolio.bills.of(portfolio.customers[0].id.uuid());
    assert_eq!(bills.len(), 2);
    assert_eq!(
        bills[0].due_on.map(|day| day.to_string()),
        Some("2026-02-20".into())
    );
    assert_eq!(
        bills[0].paid_on.map(|day| day.to_string()),
        Some("2026-02-18".into())
    );
    let plan = plan_of(&[paid.as_bytes()], &portfolio, Options::default());
    assert!(plan.draft.is_empty());
}

#[test]
fn a_missing_column_is_a_problem_of_the_file() {
    let plan = plan_of(
        &["户号,电量\nA1,10\n".as_bytes()],
        &Portfolio::default(),
        CREATE,
    );
    assert!(plan.draft.is_empty());
    let problem = &plan.problems.list()[0];
    assert_eq!(problem.reason, Reason::MissingColumn);
    assert_eq!(problem.column, "month");
}

#[test]
fn a_spreadsheet_that_unpacks_to_too_much_is_refused() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut zip, &vec![b' '; 20 << 20]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert!(matches!(look(&bytes), Err(Reason::ZipBomb { .. })));
}

#[test]
fn a_stopped_import_has_no_plan() {
    let text = "户号,年月,电量\nA1,2026-01,10\n";
    let source = open(text.as_bytes(), &Opening::default()).unwrap();
    let mapping = look(text.as_bytes()).unwrap().mapping;
    assert_eq!(mapping.kind, Kind::Readings);
    let inputs = [Input {
        source: &source,
        mapping: &mapping,
    }];
    let mut ids = IdSequence::after(Uuid::from_u128(7));
    let stopped = plan(
        &inputs,
        &Portfolio::default(),
        CREATE,
        &mut ids,
        &mut |_, _| ControlFlow::Break(()),
    );
    assert!(stopped.is_err());
}

proptest! {
    #[test]
    fn no_bytes_panic(
        head in prop::sample::select(vec![
            "", "户号,年月,电量\n", "客户编号;客户名称\n", "account\tbill_date\tamount\n", "PK\u{3}\u{4}",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut file = head.as_bytes().to_vec();
        file.extend(bytes);
        if look(&file).is_ok() {
            let _ = plan_of(&[&file], &Portfolio::default(), CREATE);
        }
    }

    #[test]
    fn whatever_goes_in_changes_nothing_the_second_time(
        rows in prop::collection::vec(("[AB][1-3]?", "202[56]-(0[1-9]|1[0-3])", "-?[0-9]{1,4}(\\.[0-9])?"), 1..40)
    ) {
        let lines: Vec<String> = rows.iter().map(|(a, m, e)| format!("{a},{m},{e}")).collect();
        for headings in ["户号,年月,电量", "户号,年月,电费"] {
            let file = format!("{headings}\n{}\n", lines.join("\n"));
            let mut portfolio = Portfolio::default();
            let first = plan_of(&[file.as_bytes()], &portfolio, CREATE);
            let counts = first.counts[0];
            prop_assert_eq!(
                counts.rows,
                counts.added + counts.changed + counts.unchanged + counts.left_out
            );
            apply(&mut portfolio, &first);
            let second = plan_of(&[file.as_bytes()], &portfolio, CREATE);
            prop_assert!(second.draft.is_empty());
            prop_assert_eq!(second.counts[0].left_out, counts.left_out);
        }
    }
}

/// What the page and its worker say to each other, without either.
fn through_a_worker(job: Job, attachments: &[Vec<u8>]) -> (Outcome, Vec<Vec<u8>>) {
    let head = encode(&Request { id: 1, job }).unwrap();
    let request: Request = decode(&head).unwrap();
    let (outcome, attached) = compute(
        &request.job,
        attachments,
        &mut |_| ControlFlow::Continue(()),
    )
    .unwrap();
    let head = encode(&Answer::Done {
        id: 1,
        result: Ok(outcome),
    });
    match decode(&head.unwrap()).unwrap() {
        Answer::Done {
            result: Ok(outcome),
            ..
        } => (outcome, attached),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_brings_the_same_draft() {
    let files = [
        "客户编号,客户名称\nA1,甲\nA2,乙\nA2,丙\n"
            .as_bytes()
            .to_vec(),
        "户号,2026年1月,2026年2月\nA1,10,\nA2,x,\n"
            .as_bytes()
            .to_vec(),
        "户号,年月,电费\nA3,2026-01,5.5\n".as_bytes().to_vec(),
    ];
    let mut job = PlanJob {
        files: Vec::new(),
        options: CREATE,
        first_id: Uuid::from_u128(7 << 64),
    };
    for file in &files {
        let look = Job::Inspect(InspectJob::default());
        let (outcome, _) = through_a_worker(look, std::slice::from_ref(file));
        let Outcome::Inspected(Ok(seen)) = outcome else {
            panic!("{outcome:?}");
        };
        job.files.push((Opening::default(), seen.mapping));
    }
    let known = Portfolio {
        customers: vec![Customer {
            account_number: "A1".into(),
            name: "旧名".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(3)))
        }],
        ..Portfolio::default()
    };
    let here = plan_of(&files.each_ref().map(Vec::as_slice), &known, CREATE);
    let blocks = RecordBlock::pack(known.customers.clone());
    let mut attachments = files.to_vec();
    attachments.extend(
        blocks
            .into_iter()
            .map(|block| encode_block(&Block::Records(block)).unwrap()),
    );
    let (outcome, blocks) = through_a_worker(Job::Plan(job.clone()), &attachments);
    let Outcome::Planned(Ok(planned)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(planned.counts, here.counts);
    assert_eq!(planned.problems, here.problems);
    assert_eq!(planned.problems.total(), 2);
    assert_eq!(planned.new_records, [("customer".to_owned(), 2)]);
    let mut draft = planned.draft().unwrap();
    assert_eq!(draft.edits.len(), 1);
    draft.blocks = blocks
        .iter()
        .map(|block| decode_block(block).unwrap())
        .collect();
    assert_eq!(draft.edits, here.draft.edits);
    assert!(same_blocks(&draft.blocks, &here.draft.blocks));
    // A file that was changed since it was looked at.
    attachments[1] = b"%PDF-1.7".to_vec();
    let (outcome, _) = through_a_worker(Job::Plan(job), &attachments);
    let Outcome::Planned(Err(refused)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(
        (refused.file, refused.reason),
        (1, Reason::WrongType(FileType::Pdf))
    );
}

#[test]
fn the_sample_files_of_the_app_go_in_as_they_are() {
    for language in ["zh", "en"] {
        let files = ["bills", "readings", "supply_points", "customers"].map(|name| {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/samples");
            std::fs::read(format!("{folder}/{language}/{name}.csv")).unwrap()
        });
        for (file, kind) in files
            .iter()
            .zip(["bills", "readings", "supply_points", "customers"])
        {
            let seen = look(file).unwrap();
            assert_eq!(seen.mapping.kind.name(), kind, "{language}");
            let used = seen.mapping.matches();
            assert_eq!(used, seen.mapping.columns.len(), "{:?}", seen.mapping);
        }
        let mut portfolio = Portfolio::default();
        let plan = plan_of(
            &files.each_ref().map(Vec::as_slice),
            &portfolio,
            Options::default(),
        );
        assert_eq!(plan.problems.list(), [], "{language}");
        apply(&mut portfolio, &plan);
        assert_eq!(
            (portfolio.customers.len(), portfolio.supply_points.len()),
            (3, 2)
        );
        let graded = portfolio
            .customers
            .iter()
            .filter(|customer| customer.importance.is_some() && customer.source_kind.is_some());
        assert_eq!(graded.count(), 3);
    }
}
