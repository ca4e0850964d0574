//! Rejection of wrong rows and files, each reported with location and reason.

use busbar_core::{
    domain::Month,
    exchange::{Options, PortfolioRecords, Reason},
};

use crate::{CREATE, apply, plan_of};

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
    let mut portfolio = PortfolioRecords::default();
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
    let voltages: Vec<Option<f64>> =
        portfolio.customers.iter().map(|customer| customer.voltage_level_kv).collect();
    assert_eq!(voltages, [Some(10.0), Some(35.0), Some(0.4)]);
    assert_eq!(portfolio.customers[1].contracted_capacity_kva, Some(8000.0));
    assert!(plan_of(&files, &portfolio, Options::default()).draft.is_empty());
}

/// Every kind of wrong cell, in a kind of file that can have it: headings, row, and reported problems.
#[test]
fn every_wrong_cell_is_named_with_its_column_and_value() {
    const CUSTOMERS: &str = "客户编号,客户名称,电压等级,合同容量(kVA),重要用户等级,电源,纬度";
    const POINTS: &str = "客户编号,户号,运行容量";
    const READINGS: &str = "户号,年月,总电量(kWh),峰电量,最大需量";
    const BILLS: &str = "户号,电费年月,应收电费,截止日期,缴费日期";
    const MONTHS: &str = "户号,2026年1月,2026年2月,2062年3月";
    const DAYS: &str = "户号,出账日期,应收电费";
    type Problems = [(&'static str, &'static str, &'static str)];
    let cases: &[(&str, &str, &Problems)] = &[
        (CUSTOMERS, ",甲,10kV,1,,,", &[("客户编号", "", "missing_value")]),
        (CUSTOMERS, "B,甲,很高,1,,,", &[("电压等级", "很高", "not_a_number")]),
        (CUSTOMERS, "B,甲,12345kV,1,,,", &[("电压等级", "12345kV", "out_of_range")]),
        (CUSTOMERS, "B,甲,10kV,-1,,,", &[("合同容量(kVA)", "-1", "negative")]),
        (CUSTOMERS, "B,甲,10kV,1 kWh,,,", &[("合同容量(kVA)", "1 kWh", "not_a_number")]),
        (CUSTOMERS, "B,甲,10kV,1 MVA,,,", &[("合同容量(kVA)", "1 MVA", "mixed_units")]),
        (CUSTOMERS, "B,甲,10kV,1,很重要,,", &[("重要用户等级", "很重要", "unknown_choice")]),
        (CUSTOMERS, "B,甲,10kV,1,,三电源,", &[("电源", "三电源", "unknown_choice")]),
        (CUSTOMERS, "B,甲,10kV,1,,,北纬", &[("纬度", "北纬", "not_a_number")]),
        (CUSTOMERS, "A,甲,10kV,1,,,", &[("客户编号", "A", "duplicate")]),
        // A row can be wrong in several places.
        (
            CUSTOMERS,
            "B,甲,x,y,,,",
            &[("电压等级", "x", "not_a_number"), ("合同容量(kVA)", "y", "not_a_number")],
        ),
        (POINTS, "Z,S1,1", &[("客户编号", "Z", "unknown_customer")]),
        (POINTS, ",S1,1", &[("客户编号", "", "missing_value")]),
        (POINTS, "A,,1", &[("户号", "", "missing_value")]),
        (READINGS, "Z,2026-01,1,,", &[("户号", "Z", "unknown_customer")]),
        (READINGS, ",2026-01,1,,", &[("户号", "", "missing_value")]),
        (READINGS, "A,,1,,", &[("年月", "", "missing_value")]),
        (READINGS, "A,2026-13,1,,", &[("年月", "2026-13", "impossible_month")]),
        (READINGS, "A,1026-01,1,,", &[("年月", "1026-01", "impossible_month")]),
        (READINGS, "A,2026-01,一百,,", &[("总电量(kWh)", "一百", "not_a_number")]),
        (READINGS, "A,2026-01,inf,,", &[("总电量(kWh)", "inf", "not_a_number")]),
        (READINGS, "A,2026-01,1,-2,", &[("峰电量", "-2", "negative")]),
        (READINGS, "A,2026-01,1,,-3", &[("最大需量", "-3", "negative")]),
        (READINGS, "A,2026-01,1万千瓦时,,", &[("总电量(kWh)", "1万千瓦时", "mixed_units")]),
        (BILLS, "Z,2026-01,1,,", &[("户号", "Z", "unknown_customer")]),
        (BILLS, "A,2026-01,,,", &[("应收电费", "", "missing_value")]),
        (BILLS, "A,2026-01,免,,", &[("应收电费", "免", "not_a_number")]),
        (BILLS, "A,2026-00,1,,", &[("电费年月", "2026-00", "impossible_month")]),
        (BILLS, "A,2026-01,1,2026-02-30,", &[("截止日期", "2026-02-30", "impossible_date")]),
        (BILLS, "A,2026-01,1,,03/04/2026", &[("缴费日期", "03/04/2026", "impossible_date")]),
        (MONTHS, "A,1,x,", &[("2026年2月", "x", "not_a_number")]),
        (MONTHS, "Z,1,2,", &[("户号", "Z", "unknown_customer")]),
        // After the current month, 2026-03: a mistyped year.
        (READINGS, "A,2062-01,1,,", &[("年月", "2062-01", "impossible_month")]),
        (READINGS, "A,2026年4月,1,,", &[("年月", "2026年4月", "impossible_month")]),
        (MONTHS, "A,1,2,3", &[("2062年3月", "3", "impossible_month")]),
        (BILLS, "A,2026-04,1,,", &[("电费年月", "2026-04", "impossible_month")]),
        (BILLS, "A,2026-01,1,,2062-02-20", &[("缴费日期", "2062-02-20", "impossible_date")]),
        (BILLS, "A,2026-01,1,2027-04-01,", &[("截止日期", "2027-04-01", "impossible_date")]),
        (DAYS, "A,2062-01-05,1", &[("出账日期", "2062-01-05", "impossible_date")]),
    ];
    let present =
        Options { latest_month: Some(Month::new(2026, 3).unwrap()), ..Options::default() };
    let known = "客户编号,客户名称\nA,甲\n";
    let mut portfolio = PortfolioRecords::default();
    let plan = plan_of(&[known.as_bytes()], &portfolio, Options::default());
    apply(&mut portfolio, &plan);
    for (headings, row, expected) in cases {
        // The wrong row is the third, below a correct one.
        let right = match *headings {
            CUSTOMERS => "A,甲,10kV,1,,,",
            POINTS => "A,S0,1",
            READINGS => "A,2026-03,1,,",
            BILLS => "A,2026-03,1,2027-03-31,2026-03-31",
            DAYS => "A,2026-03-31,1",
            _ => "A,1,2,",
        };
        let file = format!("{headings}\n{right}\n{row}\n");
        let plan = plan_of(&[file.as_bytes()], &portfolio, present);
        let said: Vec<(u32, &str, &str, &str)> = plan
            .problems
            .list()
            .iter()
            .map(|problem| {
                let reason = problem.reason.name();
                (problem.line, &*problem.column, &*problem.value, reason)
            })
            .collect();
        let expected: Vec<(u32, &str, &str, &str)> =
            expected.iter().map(|(column, value, reason)| (3, *column, *value, *reason)).collect();
        assert_eq!(said, expected, "{file}");
        let counts = plan.counts[0];
        assert_eq!((counts.rows, counts.left_out), (2, 1), "{file}");
    }
}

#[test]
fn a_quotation_mark_that_never_closes_takes_no_other_line_with_it() {
    let file = "户号,年月,电量\nA,2026-01,1\nA,\"2026-02,2\nA,2026-03,3\n";
    let plan = plan_of(&[file.as_bytes()], &PortfolioRecords::default(), CREATE);
    let problem = &plan.problems.list()[0];
    assert_eq!((problem.line, problem.reason.name()), (3, "broken_quoting"));
    assert_eq!((plan.counts[0].added, plan.counts[0].left_out), (2, 1));
}

#[test]
fn a_missing_column_is_a_problem_of_the_file() {
    let plan = plan_of(&["户号,电量\nA1,10\n".as_bytes()], &PortfolioRecords::default(), CREATE);
    assert!(plan.draft.is_empty());
    let problem = &plan.problems.list()[0];
    assert_eq!(problem.reason, Reason::MissingColumn);
    assert_eq!(problem.column, "month");
}

#[test]
fn amounts_in_another_currency_are_no_missing_column() {
    for (headings, column, currency) in [
        ("account,bill_date,kwh,total_due_usd", "total_due_usd", "USD"),
        ("户号,电费年月,计费电量,应收电费(美元)", "应收电费(美元)", "美元"),
    ] {
        let file = format!("{headings}\nA1,2026-01-15,10,5\n");
        let plan = plan_of(&[file.as_bytes()], &PortfolioRecords::default(), CREATE);
        assert!(plan.draft.is_empty());
        let [problem] = plan.problems.list() else {
            panic!("{:?}", plan.problems.list());
        };
        let reason = Reason::OtherCurrency { currency: currency.into() };
        assert_eq!((problem.line, problem.column.as_str(), &problem.reason), (1, column, &reason));
    }
}
