//! Round trip: exported files are imported again without change.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    io::{Cursor, Read},
    ops::ControlFlow,
};

use calamine::{Data, Reader, Xlsx};

use busbar_core::{
    domain::{
        Contact, Customer, Id, Importance, Month, Record, SourceKind, WorkspaceSecret,
        bills::BillBlock, id::IdSequence, readings::Quantity,
    },
    exchange::{
        FileKind, FileOpening, ImportInput, Options, Plan, PortfolioRecords,
        export::Cell,
        field::CellShape,
        inspect,
        mapping::{Certainty, Target},
        opening::open,
        outgoing::{Language, Outgoing, OutgoingError},
        plan,
    },
    jobs::compute::compute,
    messages::{Job, Outcome, decode, encode, export::TableJob},
    sample::{SampleParams, portfolio},
};
use jiff::civil::date;
use uuid::Uuid;

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

fn made() -> PortfolioRecords {
    let params = SampleParams::tour(date(2026, 11, 23));
    let mut made = PortfolioRecords::default();
    let mut ids = IdSequence::after(Uuid::from_u128(7 << 64));
    made.apply(&portfolio(&params, &mut ids)).unwrap();
    let grades = Importance::ALL.iter().cycle();
    let kinds = SourceKind::ALL.iter().cycle();
    for ((customer, grade), kind) in made.customers.iter_mut().zip(grades).zip(kinds) {
        customer.importance = Some(*grade);
        customer.source_kind = Some(*kind);
    }
    let people = made.customers.iter().take(3).enumerate();
    made.contacts = people
        .map(|(place, customer)| Contact {
            customer: Some(customer.id),
            name: format!("示例{place}"),
            phone: format!("1380000000{place}"),
            ..Contact::empty(Id::new(Uuid::from_u128(place as u128 + 1)))
        })
        .collect();
    // Two bills of a month can be equal: they stay two.
    let meter = made.bills.meters().min().unwrap();
    let mut bills = made.bills.of(meter);
    bills.insert(1, bills[0]);
    let mut twice = BillBlock::default();
    twice.push(meter, bills);
    made.bills.push(twice);
    made.customers[0].note = "=1+1, \"引号\"".into();
    made
}

fn files(portfolio: &PortfolioRecords, language: Language) -> Vec<Vec<u8>> {
    let outgoing = Outgoing::new(portfolio, language);
    let file =
        |kind: &FileKind| outgoing.csv(*kind, &mut |_, _| ControlFlow::Continue(())).unwrap();
    FileKind::ALL.iter().map(file).collect()
}

fn planned(files: &[Vec<u8>], known: &PortfolioRecords) -> Plan {
    let opening = FileOpening::default();
    let read: Vec<_> = files
        .iter()
        .map(|bytes| {
            let seen = inspect(bytes, &opening, None, |_| Default::default()).unwrap();
            (open(bytes, &opening).unwrap(), seen.mapping)
        })
        .collect();
    let inputs: Vec<_> =
        read.iter().map(|(source, mapping)| ImportInput::opened(source, mapping)).collect();
    let secret = WorkspaceSecret::new([7; 32]);
    plan(&inputs, known, Options::default(), secret, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

#[test]
fn every_heading_is_surely_its_field() {
    for language in LANGUAGES {
        for (kind, bytes) in FileKind::ALL.iter().zip(files(&made(), language)) {
            let seen =
                inspect(&bytes, &FileOpening::default(), None, |_| Default::default()).unwrap();
            assert_eq!(seen.mapping.kind, *kind);
            let fields = kind.fields().iter().filter(|field| field.shape != CellShape::Year);
            for (column, field) in seen.mapping.columns.iter().zip(fields) {
                let target = Some(Target::Field(field.name.into()));
                assert_eq!(column.target, target, "{language:?} {}", column.heading);
                assert_eq!(column.certainty, Certainty::Certain, "{}", column.heading);
            }
        }
    }
}

#[test]
fn what_goes_out_changes_nothing_when_it_comes_back() {
    let made = made();
    for language in LANGUAGES {
        let again = planned(&files(&made, language), &made);
        assert!(again.problems.is_empty(), "{:?}", again.problems.list());
        for counts in &again.counts {
            assert!(counts.rows > 0);
            assert_eq!(counts.unchanged, counts.rows, "{language:?} {counts:?}");
        }
        assert!(again.draft.is_empty(), "{:?}", again.draft.edits);
    }
}

#[test]
fn what_goes_out_makes_the_same_portfolio_elsewhere() {
    let made = made();
    for language in LANGUAGES {
        let mut elsewhere = PortfolioRecords::default();
        let plan = planned(&files(&made, language), &elsewhere);
        assert!(plan.problems.is_empty(), "{:?}", plan.problems.list());
        elsewhere.apply(&plan.draft).unwrap();
        assert_eq!(elsewhere.customers.len(), made.customers.len());
        for customer in &made.customers {
            let other = elsewhere
                .customers
                .iter()
                .find(|other| other.account_number == customer.account_number)
                .unwrap();
            for field in FileKind::Customers.fields() {
                assert_eq!(other.value(field.name), customer.value(field.name), "{}", field.name);
            }
            assert_eq!(use_of(&elsewhere, other.id), use_of(&made, customer.id));
        }
        let people = |portfolio: &PortfolioRecords| {
            let people = portfolio.contacts.iter();
            people.map(|one| (one.name.clone(), one.phone.clone())).collect::<Vec<_>>()
        };
        assert_eq!(people(&elsewhere), people(&made));
    }
}

/// Returns every quantity of every month, and every bill.
fn use_of(
    portfolio: &PortfolioRecords,
    customer: Id<Customer>,
) -> impl PartialEq + std::fmt::Debug {
    let meters = portfolio.meters_of(customer);
    let mut known: Vec<(Quantity, Month, String)> = Vec::new();
    for quantity in Quantity::ALL {
        let total = portfolio.readings.total(meters.iter().copied(), *quantity);
        let values = total.iter().flat_map(|series| series.known());
        known.extend(values.map(|(month, value)| (*quantity, month, format!("{value:.6}"))));
    }
    let bills = meters.iter().flat_map(|meter| portfolio.bills.of(*meter));
    (known, bills.collect::<Vec<_>>())
}

#[test]
fn what_was_taken_out_stays() {
    let mut made = made();
    made.customers[3].is_deleted = true;
    let (gone, number) = (made.customers[3].id, made.customers[3].account_number.clone());
    let orphan = made.supply_points.iter().find(|point| point.customer == Some(gone)).unwrap();
    let orphan = orphan.account_number.clone();
    for file in files(&made, Language::Chinese) {
        let text = String::from_utf8(file).unwrap();
        let names =
            |wanted: &str| text.lines().any(|line| line.split(',').any(|cell| cell == wanted));
        assert!(!names(&number) && !names(&orphan));
    }
}

#[test]
fn an_archive_holds_what_there_is() {
    let mut made = made();
    made.bills = Default::default();
    let outgoing = Outgoing::new(&made, Language::English);
    let bytes = outgoing.archive(&mut |_, _| ControlFlow::Continue(())).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(archive.len(), 4);
    for kind in
        [FileKind::Customers, FileKind::SupplyPoints, FileKind::Readings, FileKind::Contacts]
    {
        let mut inside = Vec::new();
        let mut file = archive.by_name(&format!("{}.csv", kind.name())).unwrap();
        file.read_to_end(&mut inside).unwrap();
        let alone = outgoing.csv(kind, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert!(inside == alone, "{kind:?}");
    }
}

#[test]
fn it_can_be_stopped() {
    let made = made();
    let mut seen = Vec::new();
    let stopped =
        Outgoing::new(&made, Language::Chinese).csv(FileKind::Readings, &mut |done, of| {
            seen.push((done, of));
            ControlFlow::Break(())
        });
    assert!(matches!(stopped, Err(OutgoingError::Cancelled)), "{seen:?}");
    assert!(seen.len() == 1 && seen[0].0 < seen[0].1, "{seen:?}");
}

#[test]
fn a_worker_writes_a_table_as_a_spreadsheet() {
    let cells: Vec<Vec<Cell>> = (0..10_000)
        .map(|row| {
            let text = format!("=客户 {row}");
            vec![
                Cell::text(text),
                Cell::Number(f64::from(row) / 8.0),
                Cell::Date(date(2026, 11, 23)),
                Cell::Empty,
            ]
        })
        .collect();
    let job = Job::Table(TableJob {
        title: "客户".into(),
        headings: ["客户", "电量", "日期", "备注"].map(String::from).into(),
    });
    // In the form of a message: the head, and the rows in pieces.
    let job: Job = decode(&encode(&job).unwrap()).unwrap();
    let pieces: Vec<Vec<u8>> = cells.chunks(4_096).map(|rows| encode(&rows).unwrap()).collect();
    let (outcome, files) = compute(&job, &pieces, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(outcome, Outcome::Tabled);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&files[0][..])).unwrap();
    let read = workbook.worksheet_range("客户").unwrap();
    assert_eq!(read.get_size(), (10_001, 4));
    for (row, place) in read.rows().skip(1).zip(0..) {
        assert_eq!(row[0], Data::String(format!("=客户 {place}")));
        assert_eq!(row[1], Data::Float(f64::from(place) / 8.0));
        assert_eq!(row[2].to_string(), "46349", "days since 1899-12-30");
    }
}
