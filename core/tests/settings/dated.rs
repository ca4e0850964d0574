//! Laws of settings with effective dates, which are the deepest: any changes in any order are read as they were made,
//! and changes of different fields both stand, from whatever dates.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::*;

/// A value with a number, a choice that may be absent, and numbers by key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Rule {
    days: u8,
    limit: Option<u8>,
    by_kind: BTreeMap<String, u8>,
}

type Rules = DatedSetting<Rule>;

/// A field of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Days,
    Limit,
    Kind(&'static str),
}

const PARTS: [Part; 4] = [Part::Days, Part::Limit, Part::Kind("a"), Part::Kind("b/c")];

impl Part {
    fn read(self, rule: &Rule) -> Option<u8> {
        match self {
            Self::Days => Some(rule.days),
            Self::Limit => rule.limit,
            Self::Kind(kind) => rule.by_kind.get(kind).copied(),
        }
    }

    fn write(self, rule: &mut Rule, value: Option<u8>) {
        match (self, value) {
            (Self::Days, value) => rule.days = value.unwrap_or_default(),
            (Self::Limit, value) => rule.limit = value,
            (Self::Kind(kind), Some(value)) => {
                rule.by_kind.insert(kind.into(), value);
            }
            (Self::Kind(kind), None) => {
                rule.by_kind.remove(kind);
            }
        }
    }
}

/// A change by a person.
#[derive(Clone, Copy, Debug)]
enum Change {
    Set(i8, Part, Option<u8>),
    Forget(i8),
}

impl Change {
    fn make(self, rules: &mut Rules) {
        match self {
            Self::Set(day, part, value) => from(rules, on(day), |rule| part.write(rule, value)),
            Self::Forget(day) => *rules = rules.clone().without(on(day)),
        }
    }
}

/// Returns the first day of a year.
fn on(year: i8) -> Date {
    date(2026, 1, 1).checked_add(i64::from(year).years()).unwrap()
}

fn set() -> impl Strategy<Value = (i8, usize, Option<u8>)> {
    (0..4_i8, 0..PARTS.len(), prop::option::of(0..3_u8))
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let set = set().prop_map(|(day, part, value)| Change::Set(day, PARTS[part], value));
    let change = prop_oneof![4 => set, 1 => (0..4_i8).prop_map(Change::Forget)];
    prop::collection::vec(change, 0..8)
}

/// Returns the stored form of a history by versions before entries.
fn old(rules: &Rules) -> String {
    serde_json::to_string(&Vec::from(rules.clone())).unwrap()
}

/// Returns a tablet on which the first changes were made by an older version.
fn begun(before: &[Change], since: &[Change]) -> Tablet {
    let mut rules = Rules::default();
    before.iter().for_each(|change| change.make(&mut rules));
    let mut tablet = match before {
        [] => Tablet::default(),
        _ => Tablet::old("rules", &old(&rules)),
    };
    for change in since {
        tablet.change("rules", |rules: &mut Rules| change.make(rules));
    }
    tablet
}

proptest! {
    #[test]
    fn what_is_changed_is_read(before in changes(), since in changes()) {
        let mut rules = Rules::default();
        before.iter().chain(&since).for_each(|change| change.make(&mut rules));
        prop_assert_eq!(begun(&before, &since).read::<Rules>("rules"), rules);
    }

    #[test]
    fn changes_of_different_fields_both_stand(
        (before, since) in (changes(), changes()),
        (one, other) in (set(), set()),
    ) {
        prop_assume!(one.1 != other.1);
        let tablet = begun(&before, &since);
        let draft = |(day, part, value): (i8, usize, Option<u8>)| {
            let change = Change::Set(day, PARTS[part], value);
            tablet.draft("rules", |rules: &mut Rules| change.make(rules))
        };
        let drafts = [draft(one), draft(other)];
        let read = [[0, 1], [1, 0]].map(|order: [usize; 2]| {
            let mut tablet = tablet.clone();
            order.into_iter().for_each(|place| tablet.receive(&drafts[place]));
            tablet.read::<Rules>("rules")
        });
        prop_assert_eq!(&read[0], &read[1]);
        for (day, part, value) in [one, other] {
            let part = PARTS[part];
            let mut expected = Rule::default();
            part.write(&mut expected, value);
            prop_assert_eq!(part.read(read[0].on(on(day))), part.read(&expected));
        }
    }
}
