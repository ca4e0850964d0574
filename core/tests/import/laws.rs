//! Properties that hold for every file.

use busbar_core::exchange::PortfolioRecords;
use proptest::prelude::*;

use crate::{CREATE, apply, look, plan_of};

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
            let _ = plan_of(&[&file], &PortfolioRecords::default(), CREATE);
        }
    }

    #[test]
    fn no_two_customers_look_the_same_and_none_is_unseen(
        rows in prop::collection::vec("[A1Ａ１\u{200b}\u{feff}\u{ad}\u{202a} '—-]{0,6}", 1..30)
    ) {
        for headings in ["客户编号,客户名称", "户号,年月,电量"] {
            let cells = if headings.contains('年') { "2026-01,1" } else { "甲" };
            let lines: Vec<String> = rows.iter().map(|key| format!("{key},{cells}")).collect();
            let file = format!("{headings}\n{}\n", lines.join("\n"));
            let mut portfolio = PortfolioRecords::default();
            let plan = plan_of(&[file.as_bytes()], &portfolio, CREATE);
            apply(&mut portfolio, &plan);
            let mut seen = std::collections::HashSet::new();
            for customer in &portfolio.customers {
                let number = &customer.account_number;
                prop_assert!(number.contains(|c: char| c.is_alphanumeric()), "{number:?}");
                let shown: String = number
                    .chars()
                    .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{202a}'))
                    .collect();
                prop_assert!(shown == *number && shown.trim() == shown, "{number:?}");
                prop_assert!(seen.insert(shown), "{number:?} is there twice");
            }
        }
    }

    #[test]
    fn a_row_that_is_left_out_makes_nobody(
        rows in prop::collection::vec(("[AB][1-9]", "2026-0[1-9]|x", "[1-9]{1,3}|-|-5|待补|合计"), 1..30)
    ) {
        let lines: Vec<String> = rows.iter().map(|(a, m, e)| format!("{a},{m},{e}")).collect();
        let file = format!("户号,年月,电量\n{}\n", lines.join("\n"));
        let mut portfolio = PortfolioRecords::default();
        let plan = plan_of(&[file.as_bytes()], &portfolio, CREATE);
        apply(&mut portfolio, &plan);
        for customer in &portfolio.customers {
            let energy = portfolio.readings.series(customer.id.uuid(), busbar_core::domain::readings::Quantity::EnergyKwh);
            prop_assert!(energy.is_some(), "{} has nothing", customer.account_number);
        }
    }

    #[test]
    fn whatever_goes_in_changes_nothing_the_second_time(
        rows in prop::collection::vec(("[AB][1-3]?", "202[56]-(0[1-9]|1[0-3])", "-?[0-9]{1,4}(\\.[0-9])?"), 1..40)
    ) {
        let lines: Vec<String> = rows.iter().map(|(a, m, e)| format!("{a},{m},{e}")).collect();
        for headings in ["户号,年月,电量", "户号,年月,电费"] {
            let file = format!("{headings}\n{}\n", lines.join("\n"));
            let mut portfolio = PortfolioRecords::default();
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
