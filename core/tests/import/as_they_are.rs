//! Files in the forms that billing systems, spreadsheets and people write, imported through the app's own path.

use busbar_core::{
    domain::{Customer, Month, readings::Quantity},
    exchange::{
        FileOpening, Inspection, Options, PortfolioRecords, Reason, inspect, problem::Problem,
    },
};

use crate::{CREATE, SECRET, apply, look, plan_of};

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/files");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}

/// Outcome of importing files one after another.
struct Came {
    portfolio: PortfolioRecords,
    /// Problems of the last file.
    problems: Vec<(u32, String)>,
    added: u64,
    left_out: u64,
}

fn import(files: &[Vec<u8>]) -> Came {
    let mut came = Came {
        portfolio: PortfolioRecords::default(),
        problems: Vec::new(),
        added: 0,
        left_out: 0,
    };
    for bytes in files {
        let plan = plan_of(&[bytes], &came.portfolio, CREATE);
        apply(&mut came.portfolio, &plan);
        let said = |problem: &Problem| (problem.line, problem.reason.name().to_owned());
        came.problems = plan.problems.list().iter().map(said).collect();
        (came.added, came.left_out) = (plan.counts[0].added, plan.counts[0].left_out);
    }
    came
}

impl Came {
    fn customer(&self, number: &str) -> Option<&Customer> {
        let mut customers = self.portfolio.customers.iter();
        customers.find(|customer| customer.account_number == number)
    }

    fn numbers(&self) -> Vec<&str> {
        let customers = self.portfolio.customers.iter();
        let mut numbers: Vec<&str> = customers.map(|one| one.account_number.as_str()).collect();
        numbers.sort_unstable();
        numbers
    }

    fn reading(&self, number: &str, year: i32, month: i32, quantity: Quantity) -> Option<f64> {
        let meters = self.portfolio.meters_of(self.customer(number)?.id);
        let series = self.portfolio.readings.total(meters, quantity)?;
        series.at(Month::new(year, month).unwrap())
    }

    fn energy(&self, number: &str, year: i32, month: i32) -> Option<f64> {
        self.reading(number, year, month, Quantity::EnergyKwh)
    }
}

type Energy = (&'static str, i32, i32, f64);
type Wrong = (u32, &'static str);
type Named = (&'static str, &'static str);

#[test]
fn files_of_readings_give_what_stands_in_them() {
    let cases: &[(&[&str], &[Energy], &[Wrong])] = &[
        (&["two-heading-rows.csv"], &[("FA01002", 2026, 1, 238_960.0)], &[]),
        (&["two-heading-rows.xlsx"], &[("FA01001", 2026, 1, 238_960.0)], &[]),
        (&["semicolon-decimal-point.csv"], &[("FA02001", 2026, 1, 412_345.0)], &[]),
        (&["unquoted-thousands.csv"], &[], &[(2, "more_cells")]),
        (
            &["total-rows.csv"],
            &[("FA04001", 2026, 1, 412_000.0)],
            &[(3, "total_row"), (4, "total_row")],
        ),
        (
            &["left-out-rows-make-customers.csv"],
            &[("FA04003", 2026, 1, 412_000.0)],
            &[(3, "no_record"), (4, "not_a_number")],
        ),
        (&["utc-months.csv"], &[("FA07003", 2026, 3, 431_000.0)], &[]),
        (
            &["byte-order-mark-in-the-middle.csv"],
            &[("FA13501", 2026, 1, 412_000.0), ("FA13501", 2026, 2, 236_000.0)],
            &[],
        ),
        (&["nul-at-the-end.csv"], &[("FA13601", 2026, 1, 412_000.0)], &[]),
        (&["ctrl-z-at-the-end.csv"], &[("FA13701", 2026, 1, 412_000.0)], &[]),
        (&["last-month-before-this-month.csv"], &[("FA15001", 2026, 2, 236_000.0)], &[]),
        (&["same-month-of-last-year.csv"], &[("FA15002", 2026, 2, 236_000.0)], &[]),
        (&["full-width-commas.csv"], &[("FA17301", 2026, 1, 412_000.0)], &[]),
        (&["space-before-quotation-mark.csv"], &[("FA17401", 2026, 1, 412_000.0)], &[]),
        (
            &["months-with-words.csv"],
            &[("FA21002", 2026, 1, 412_000.0), ("FA21002", 2026, 2, 236_000.0)],
            &[],
        ),
        (
            &["months-without-year.xlsx"],
            &[("FA21001", 2026, 1, 412_000.0), ("FA21001", 2026, 2, 236_000.0)],
            &[],
        ),
    ];
    for (names, energies, problems) in cases {
        let came = import(&names.iter().map(|name| file(name)).collect::<Vec<_>>());
        for (number, year, month, kwh) in *energies {
            assert_eq!(came.energy(number, *year, *month), Some(*kwh), "{names:?}");
        }
        let problems: Vec<(u32, String)> =
            problems.iter().map(|(line, reason)| (*line, (*reason).to_owned())).collect();
        assert_eq!(came.problems, problems, "{names:?}");
        let mut known: Vec<&str> = energies.iter().map(|(number, ..)| *number).collect();
        known.dedup();
        assert_eq!(came.numbers(), known, "{names:?}");
        assert_eq!(came.left_out as usize, problems.len(), "{names:?}");
    }
}

#[test]
fn headings_in_two_rows_are_read_together() {
    for (name, number) in
        [("two-heading-rows.csv", "FA01002"), ("two-heading-rows.xlsx", "FA01001")]
    {
        let came = import(&[file(name)]);
        let of = |quantity| came.reading(number, 2026, 1, quantity);
        assert_eq!(of(Quantity::PeakKwh), Some(123_600.0), "{name}");
        assert_eq!(of(Quantity::ValleyKwh), Some(115_360.0), "{name}");
        if number == "FA01001" {
            assert_eq!(of(Quantity::PeakDemandKw), Some(1_010.0));
        }
    }
}

#[test]
fn bills_with_semicolons_and_points_are_of_their_size() {
    let came = import(&[file("semicolon-decimal-point-bills.csv")]);
    let bills = came.portfolio.bills.of(came.customer("FA02002").unwrap().id.uuid());
    assert_eq!(bills[0].amount_cny, 288_810.0);
}

#[test]
fn files_of_customers_give_customers_and_nothing_else() {
    let cases: &[(&str, &[Named], &[Wrong])] = &[
        ("total-row-customers.csv", &[("FA04002", "样例甲有限公司")], &[(3, "total_row")]),
        ("one-bad-byte-english-headings.csv", &[("FA131", "测试新型建材")], &[(3, "broken_text")]),
        ("one-bad-byte-utf8.csv", &[("FA1331", "样例有限公司第一分厂")], &[(3, "broken_text")]),
        ("one-bad-byte-gbk.csv", &[("FA1341", "样例新型建材有限公司")], &[(3, "broken_text")]),
        (
            "semicolons-in-addresses.csv",
            &[
                ("FA17001", "样例甲厂"),
                ("FA17002", "样例乙厂"),
                ("FA17003", "样例丙厂"),
                ("FA17004", "样例丁厂"),
            ],
            &[],
        ),
        (
            "mixed-line-ends-customers.csv",
            &[("FA17201", "样例甲"), ("FA17202", "样例乙"), ("FA17203", "样例丙")],
            &[],
        ),
        ("space-before-quotation-mark-customers.csv", &[("FA17402", "样例甲")], &[]),
        (
            "spaces-within-numbers.csv",
            &[],
            &[(2, "not_a_number"), (3, "not_a_number"), (4, "several_numbers")],
        ),
        ("voltage-codes.csv", &[], &[(2, "not_a_number")]),
    ];
    for (name, customers, problems) in cases {
        let came = import(&[file(name)]);
        let mut said: Vec<(&str, &str)> = came
            .portfolio
            .customers
            .iter()
            .map(|customer| (customer.account_number.as_str(), customer.name.as_str()))
            .collect();
        said.sort_unstable();
        assert_eq!(said, *customers, "{name}");
        let problems: Vec<(u32, String)> =
            problems.iter().map(|(line, reason)| (*line, (*reason).to_owned())).collect();
        assert_eq!(came.problems, problems, "{name}");
    }
    let came = import(&[file("semicolons-in-addresses.csv")]);
    assert_eq!(came.customer("FA17001").unwrap().address, "东路1号;二层;东侧;南门");
    let came = import(&[file("mixed-line-ends-customers.csv")]);
    assert_eq!(came.customer("FA17201").unwrap().note, "备注甲");
}

#[test]
fn numbers_that_look_alike_are_one_customer() {
    let came =
        import(&[file("customers-of-unseen-signs.csv"), file("unseen-signs-in-numbers.csv")]);
    assert_eq!(came.numbers(), ["SY91140001"]);
    let energies: Vec<Option<f64>> =
        (1..=5).map(|month| came.energy("SY91140001", 2025, month)).collect();
    assert_eq!(energies, [1001.0, 1002.0, 1003.0, 1004.0, 1005.0].map(Some));
    assert_eq!((came.added, came.left_out), (5, 0));
}

#[test]
fn numbers_that_a_spreadsheet_shortened_make_nobody() {
    let known = file("customers-with-long-numbers.csv");
    let before = import(std::slice::from_ref(&known));
    let came = import(&[known.clone(), file("scientific-number.csv")]);
    assert_eq!(came.numbers(), before.numbers());
    assert_eq!(came.problems, [(2, "shortened_number".into()), (3, "shortened_number".into())]);
    // Leading zeros of an account number are lost if a spreadsheet took it for a number.
    let lost = "户号,年月,电量\n91050001,2026-01,412000\n";
    let came = import(&[known, lost.into()]);
    assert_eq!(came.numbers(), before.numbers());
    assert_eq!(came.problems, [(2, "lost_zeros".into())]);
}

#[test]
fn coordinates_are_places_on_earth() {
    let came = import(&[file("impossible-coordinates.csv")]);
    assert_eq!(came.numbers(), ["FE06000", "FE06002"]);
    let place = |number| {
        let customer = came.customer(number).unwrap();
        (customer.latitude, customer.longitude)
    };
    assert_eq!(place("FE06000"), (Some(33.6339), Some(116.964)));
    assert_eq!(place("FE06002"), (None, None));
    let lines: Vec<u32> = came.problems.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 5, 5]);
    assert!(came.problems.iter().all(|(_, reason)| reason == "out_of_range"));
    let plan =
        plan_of(&[&file("impossible-coordinates.csv")], &PortfolioRecords::default(), CREATE);
    assert_eq!(plan.problems.list()[0].reason, Reason::ExchangedCoordinates);
    // In western China both orders are possible, and one of them is no plausible location of a customer.
    let exchanged = "客户编号,客户名称,纬度,经度\nA,甲,87.6,43.8\n";
    let plan = plan_of(&[exchanged.as_bytes()], &PortfolioRecords::default(), CREATE);
    assert_eq!(plan.problems.list()[0].reason, Reason::ExchangedCoordinates);
}

/// A file as text, its energy of A1 in January 2026, and its problems.
#[test]
fn exports_of_many_kinds_are_read() {
    let cases: &[(&str, Option<f64>, &[&str])] = &[
        // Lines above and below the table.
        (
            "2026年用电明细（单位：万千瓦时）,,\n填写说明：按月填写,,\n户号,年月,电量\nA1,2026-01,1.5\n制表人：张三,审核：李四,\n第1页 共1页,,\n",
            Some(15_000.0),
            &["no_record", "no_record"],
        ),
        (
            "序号,户号,户名,年月,电量(kWh)\n1,A1,甲,2026-01,5\n合计,,,,5\n",
            Some(5.0),
            &["total_row"],
        ),
        ("户号,年月,电量\nA1,2026-01,5\n户号,年月,电量\nA1,2026-02,6\n", Some(5.0), &[]),
        ("户号,年月,电量\n,,万kWh\nA1,2026-01,5\n", Some(50_000.0), &[]),
        ("户号,,用电量,,\n,年月,本月,上月,去年同期\nA1,2026-01,5,6,7\n", Some(5.0), &[]),
        // Choice of column.
        ("户号,年月,本月电量kWh,累计电量kWh\nA1,2026-01,5,60\n", Some(5.0), &[]),
        ("户号,年月,电量,电量\nA1,2026-01,5,6\n", Some(5.0), &["repeated_heading"]),
        ("户号,年份,月份,电量\nA1,2026,1,5\n", Some(5.0), &[]),
        ("用户编号;年月;售电量（兆瓦时）\nA1;2026年1月;0,005\n", Some(5.0), &[]),
        // Numbers.
        ("户号;年月;电量\nA1;2026-01;1.234,5\nA1;2026-02;412.345\n", Some(1_234.5), &[]),
        ("户号;年月;电量\nA1;2026-01;412,345\n", Some(412.345), &["unclear_decimals"]),
        ("户号\t年月\t电量\nA1\t2026-01\t1 234 567\n", Some(1_234_567.0), &[]),
        ("户号,年月,电量\nA1,2026-01,\"412,000 kWh\"\n", Some(412_000.0), &[]),
        ("户号,年月,电量\nA1,2026-01,#N/A\n", None, &["error_cell"]),
        ("户号,年月,电量,峰电量\nA1,2026-01,5,无\n", Some(5.0), &[]),
        // Months.
        ("户号,年月,电量\nA1,2026.01,5\nA1,2026.1,6\n", Some(5.0), &[]),
        (
            "户号,年月,电量\nA1,2026.1,5\nA1,2026.11,待补\n",
            None,
            &["unclear_month", "not_a_number"],
        ),
        ("户号,年月,电量\nA1,13/01/2026,5\n", Some(5.0), &[]),
        ("户号,年月,电量\nA1,03/04/2026,5\n", None, &["impossible_month"]),
        ("户号,年月,电量\nA1,Jan-26,5\n", Some(5.0), &[]),
        ("户号,年月,电量\nA1,46023,5\n", Some(5.0), &[]),
        ("2026年,,\n户号,月份,电量\nA1,1月,5\n", Some(5.0), &[]),
        ("户号,月份,电量\nA1,1月,5\n", None, &["missing_year"]),
        // Text.
        ("户号；年月；电量\nA1；2026-01；5\n", Some(5.0), &[]),
        ("sep=|\n户号|年月|电量\nA1|2026-01|5\n", Some(5.0), &[]),
        ("户号,年月,电量,,,\n=\"A1\",'2026-01,5,,,\n", Some(5.0), &[]),
        ("戶號,年月,電量\nA1,2026-01,5\n", Some(5.0), &[]),
    ];
    for (text, expected, reasons) in cases {
        let came = import(&[text.as_bytes().to_vec()]);
        assert_eq!(came.energy("A1", 2026, 1), *expected, "{text}");
        let said: Vec<&str> = came.problems.iter().map(|(_, reason)| reason.as_str()).collect();
        assert_eq!(said, *reasons, "{text}");
        assert_eq!(came.numbers().len(), usize::from(expected.is_some()), "{text}");
        // Windows line endings, UTF-16 without a byte order mark and GB 18030 make no difference.
        let utf16: Vec<u8> =
            text.replace('\n', "\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for other in [utf16, encoding_rs::GB18030.encode(text).0.into_owned()] {
            let again = import(&[other]);
            assert_eq!(again.energy("A1", 2026, 1), *expected, "{text}");
        }
    }
}

#[test]
fn what_a_file_leaves_open_is_asked_and_answered() {
    let text = "户号,1月,2月\nA1,5,6\n";
    let seen = look(text.as_bytes()).unwrap();
    assert!(seen.mapping.asks_year && !seen.mapping.missing().is_empty());
    let opening = FileOpening { year: Some(2026), ..FileOpening::default() };
    let seen = inspect(text.as_bytes(), &opening, None, |_| Default::default()).unwrap();
    assert_eq!((seen.mapping.year, seen.mapping.missing().len()), (Some(2026), 0));
    let text = "户号;年月;电量\nA1;03/04/2026;412,345\n";
    let mut seen = look(text.as_bytes()).unwrap();
    use busbar_core::exchange::{day::DayOrder, mapping::MappingQuestion, value::Decimal};
    assert_eq!(seen.mapping.question(1), Some(MappingQuestion::DayOrder));
    assert_eq!(seen.mapping.question(2), Some(MappingQuestion::Decimal(Decimal::Comma)));
    seen.mapping.columns[1].day_order = Some(DayOrder::DayFirst);
    seen.mapping.columns[2].decimal = Some(Decimal::Point);
    let came = planned(text, &seen);
    assert_eq!(came.energy("A1", 2026, 4), Some(412_345.0));
    assert!(came.problems.is_empty(), "{:?}", came.problems);
}

fn planned(text: &str, seen: &Inspection) -> Came {
    use busbar_core::exchange::{ImportInput, opening::open, plan};
    let source = open(text.as_bytes(), &FileOpening::default()).unwrap();
    let input = ImportInput::opened(&source, &seen.mapping);
    let mut portfolio = PortfolioRecords::default();
    let plan =
        plan(&[input], &portfolio, CREATE, SECRET, &mut |_, _| std::ops::ControlFlow::Continue(()))
            .unwrap();
    apply(&mut portfolio, &plan);
    let said = |problem: &Problem| (problem.line, problem.reason.name().to_owned());
    Came {
        portfolio,
        problems: plan.problems.list().iter().map(said).collect(),
        added: plan.counts[0].added,
        left_out: plan.counts[0].left_out,
    }
}

#[test]
fn doubtful_values_go_in_and_are_told() {
    let text = "客户编号,客户名称,电压等级\nA1,甲,36kV\nA2,,10kV\nA3,丙,35kV\n";
    let came = import(&[text.as_bytes().to_vec()]);
    assert_eq!(came.numbers(), ["A1", "A2", "A3"]);
    assert_eq!(came.problems, [(2, "doubtful".into()), (3, "nameless".into())]);
    assert_eq!((came.added, came.left_out), (3, 0));
    let points = "客户编号,户号,合同容量,运行容量\nA1,S1,100,200\nA1,S2,200,100\n";
    let came = import(&[text.as_bytes().to_vec(), points.as_bytes().to_vec()]);
    assert_eq!(came.problems, [(2, "doubtful".into())]);
    // An amount in dollars is not an amount in yuan.
    let bills = "户号,电费年月,应收电费\nA1,2026-01,$100\nA1,2026-02,¥100\n";
    let came = import(&[bills.as_bytes().to_vec()]);
    assert_eq!(came.problems, [(2, "other_currency".into())]);
}

#[test]
fn contacts_come_in_and_are_known_again() {
    let customers = "客户编号,客户名称\nA1,甲\n".as_bytes().to_vec();
    let contacts =
        "客户编号,姓名,职务,手机,邮箱,备注\nA1,张三,电气主管,13800000000,z@example.com,\n\
        A1,李四,,,,\nA1,张三,副总,,,\nA9,王五,,,,\n,赵六,,,,\nA1,,,,,\nA1,钱七,,1.38E+10,,\n"
            .as_bytes()
            .to_vec();
    let mut portfolio = PortfolioRecords::default();
    for (bytes, options) in [(&customers, CREATE), (&contacts, Options::default())] {
        let plan = plan_of(&[bytes], &portfolio, options);
        apply(&mut portfolio, &plan);
        if bytes == &contacts {
            let said: Vec<(u32, &str)> = plan
                .problems
                .list()
                .iter()
                .map(|problem| (problem.line, problem.reason.name()))
                .collect();
            let expected = [
                (4, "duplicate"),
                (5, "unknown_customer"),
                (6, "missing_value"),
                (7, "missing_value"),
                (8, "shortened_number"),
            ];
            assert_eq!(said, expected);
        }
    }
    let owner = portfolio.customers[0].id;
    assert_eq!(portfolio.contacts.len(), 2);
    let first = &portfolio.contacts[0];
    assert_eq!(
        (first.name.as_str(), first.role.as_str(), first.phone.as_str(), first.customer),
        ("张三", "电气主管", "13800000000", Some(owner))
    );
    let again = plan_of(&[&contacts], &portfolio, Options::default());
    assert!(again.draft.is_empty() && again.counts[0].unchanged == 2);
    let moved = "客户编号,姓名,职务\nA1,张三,总经理\n";
    let plan = plan_of(&[moved.as_bytes()], &portfolio, Options::default());
    apply(&mut portfolio, &plan);
    assert_eq!(portfolio.contacts[0].role, "总经理");
    assert_eq!(portfolio.contacts.len(), 2);
}
