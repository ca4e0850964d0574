//! Filter and order of the list of customers.

use std::collections::HashSet;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{Sort, judged::JudgedColumns};
use crate::{
    books::{
        portfolio::{FALL, Portfolio},
        table::Table,
    },
    domain::{
        Customer, Id, Importance, People,
        pinyin::{Key, Pinyin},
        segment::AbcClass,
    },
};

/// Conditions for a customer to be listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Search text; the customer's name, numbers or people must contain all its words.
    pub search: String,
    /// Allowed classes; empty for any.
    pub classes: Vec<AbcClass>,
    /// Industry.
    pub industry: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Account manager.
    pub manager: Option<String>,
    /// Has a grade of importance other than none.
    pub is_important: bool,
    /// Has unpaid bills past due.
    pub in_arrears: bool,
    /// Uses less than the year before.
    pub is_falling: bool,
    /// Is a 重点客户 by the rules.
    pub is_key: bool,
    /// Cluster of the latest run; 1 is the largest.
    pub cluster: Option<u32>,
}

/// Customers that satisfy the segmentation filters; `None` if no such filter is set.
pub type Segment = Option<HashSet<Id<Customer>>>;

impl Filter {
    fn admits(&self, customer: &Customer, portfolio: &Portfolio, people: &People) -> bool {
        let is = |wanted: &Option<String>, has: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == has)
        };
        is(&self.industry, &customer.industry)
            && is(&self.region, &customer.region)
            && is(&self.manager, people.name(&customer.account_manager))
            && (!self.is_important
                || customer.importance.is_some_and(|grade| grade != Importance::None))
            && (self.classes.is_empty()
                || portfolio
                    .position(customer.id)
                    .is_some_and(|position| self.classes.contains(&position.class)))
            && (!(self.in_arrears || self.is_falling)
                || portfolio.summary(customer.id).is_some_and(|summary| {
                    (!self.in_arrears || summary.arrears_bills > 0)
                        && (!self.is_falling || summary.growth.is_some_and(|growth| growth <= FALL))
                }))
    }
}

/// Order of texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Collation<'a> {
    /// Pinyin table, once it has loaded; without it, texts are sorted by code point.
    pub pinyin: Option<&'a Pinyin>,
    /// Rank of each customer's name, if computed in advance by [`NameRanks`].
    pub names: Option<&'a [u32]>,
}

/// Computes the ranks of all customers' names in steps, before a sort by name needs them.
#[derive(Debug, Default)]
pub struct NameRanks {
    keyed: Vec<(Key, u32)>,
    asked: usize,
}

impl NameRanks {
    /// Number of customers in a step.
    const AT_ONCE: usize = 1_024;

    /// Reads the names of the next customers; returns `true` after the last ones.
    pub fn look(&mut self, customers: &Table<Customer>, pinyin: &Pinyin) -> bool {
        let rows = customers.rows();
        let to = rows.len().min(self.asked + Self::AT_ONCE);
        for (place, customer) in rows.iter().enumerate().take(to).skip(self.asked) {
            if !customer.name.is_empty() {
                self.keyed.push((pinyin.key(&customer.name), place as u32));
            }
        }
        self.asked = to;
        to == rows.len()
    }

    /// Returns the rank of each customer's name, from 1 and equal for equal names; 0 for an empty one.
    pub fn finish(mut self, customers: &Table<Customer>, pinyin: &Pinyin) -> Vec<u32> {
        let rows = customers.rows();
        let name = |place: u32| rows[place as usize].name.as_str();
        pinyin.sort_keyed(&mut self.keyed, name);
        ranked(self.keyed.into_iter().map(|(_, place)| place), rows.len(), name)
    }
}

/// Returns the ranks of `count` texts. `order` has the numbers of the non-empty ones, sorted by text.
fn ranked<'a>(
    order: impl Iterator<Item = u32>,
    count: usize,
    text_of: impl Fn(u32) -> &'a str,
) -> Vec<u32> {
    let mut ranks = vec![0; count];
    let (mut rank, mut before) = (0, "");
    for number in order {
        rank += u32::from(text_of(number) != before);
        before = text_of(number);
        ranks[number as usize] = rank;
    }
    ranks
}

/// Returns the indices of the listed customers in the table, in order. Customers without the figure sorted by come
/// last in either direction. `found` are the indices that a search returned.
pub fn select(
    customers: &Table<Customer>,
    found: Option<&[u32]>,
    (portfolio, judged, people): (&Portfolio, &JudgedColumns, &People),
    filter: &Filter,
    segment: &Segment,
    sort: &Sort,
    collation: Collation<'_>,
) -> Vec<u32> {
    let rows = customers.rows();
    let searched: Vec<u32> = match found {
        Some(found) => {
            let mut found = found.to_vec();
            found.sort_unstable();
            found
        }
        None => (0..rows.len() as u32).collect(),
    };
    let mut places: Vec<u32> = searched
        .into_iter()
        .filter(|place| {
            let customer = &rows[*place as usize];
            customer.is_here()
                && filter.admits(customer, portfolio, people)
                && segment.as_ref().is_none_or(|admitted| admitted.contains(&customer.id))
        })
        .collect();
    if let Some(text) = sorted_text(&sort.key) {
        let texts = places.iter().map(|place| text(&rows[*place as usize], people));
        let names = collation.names.filter(|names| sort.key == NAME && names.len() == rows.len());
        let ranks = match names {
            Some(names) => places.iter().map(|place| names[*place as usize]).collect(),
            None => ranks(texts, collation.pinyin),
        };
        let mut ranked: Vec<(u32, u32)> = ranks.into_iter().zip(places).collect();
        ranked.sort_unstable_by_key(|(rank, place)| match rank {
            // Missing values come last.
            0 => (u32::MAX, *place),
            rank if sort.is_descending => (u32::MAX - rank, *place),
            rank => (*rank, *place),
        });
        places = ranked.into_iter().map(|(_, place)| place).collect();
    } else {
        let number = |place: u32| {
            let customer = &rows[place as usize];
            sorted_number(&sort.key, customer, portfolio, judged)
        };
        let keyed = places.into_iter().map(|place| match number(place) {
            Some(number) if sort.is_descending => (!ordered(number), place),
            Some(number) => (ordered(number), place),
            None => (u64::MAX, place),
        });
        let mut keyed: Vec<(u64, u32)> = keyed.collect();
        keyed.sort_unstable();
        // Places of imported customers are in no order, so those without the figure stand by number.
        let known = keyed.partition_point(|(key, _)| *key < u64::MAX);
        let number = |place: u32| rows[place as usize].account_number.as_str();
        keyed[known..].sort_by_key(|(_, place)| number(*place));
        places = keyed.into_iter().map(|(_, place)| place).collect();
    }
    places
}

/// Returns the rank of each text among the distinct texts, from 1; 0 for an empty one.
fn ranks<'a>(texts: impl Iterator<Item = &'a str>, pinyin: Option<&Pinyin>) -> Vec<u32> {
    let texts: Vec<&str> = texts.collect();
    let told_apart = told_apart(&texts);
    let (different, numbers) = match &told_apart {
        Some((different, numbers)) => (different, Some(numbers)),
        None => (&texts, None),
    };
    let text_of = |number: u32| different[number as usize];
    let filled = (0..different.len() as u32).filter(|number| !text_of(*number).is_empty());
    let mut order: Vec<u32> = filled.collect();
    match pinyin {
        Some(pinyin) => pinyin.sort(&mut order, text_of),
        None => order.sort_unstable_by_key(|number| text_of(*number)),
    }
    let ranks = ranked(order.into_iter(), different.len(), text_of);
    match numbers {
        Some(numbers) => (numbers.iter()).map(|number| ranks[*number as usize]).collect(),
        None => ranks,
    }
}

/// Returns the distinct texts and the index of each row's text among them; `None` if most rows differ, because
/// then hashing takes longer than sorting all rows.
fn told_apart<'a>(texts: &[&'a str]) -> Option<(Vec<&'a str>, Vec<u32>)> {
    const LOOKED_AT: usize = 1_000;
    let first = &texts[..texts.len().min(LOOKED_AT)];
    if FxHashSet::from_iter(first).len() * 2 > first.len() {
        return None;
    }
    let mut known = FxHashMap::default();
    let mut different = Vec::new();
    let number = |text: &&'a str| {
        *known.entry(*text).or_insert_with(|| {
            different.push(*text);
            different.len() as u32 - 1
        })
    };
    let numbers = texts.iter().map(number).collect();
    Some((different, numbers))
}

/// Maps a number to an integer with the order of [`f64::total_cmp`]; integers sort in a third of the time.
const fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if number.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

/// Key of the order by name.
const NAME: &str = "name";

/// Returns `true` if the list is sorted by a text, and so depends on the pinyin table.
pub fn is_by_text(sort: &Sort) -> bool {
    sorted_text(&sort.key).is_some()
}

/// Reads a text of a customer.
pub type TextOf = for<'a> fn(&'a Customer, &'a People) -> &'a str;

fn sorted_text(key: &str) -> Option<TextOf> {
    Some(match key {
        NAME => |customer, _| &customer.name,
        "account" => |customer, _| &customer.account_number,
        "industry" => |customer, _| &customer.industry,
        "region" => |customer, _| &customer.region,
        "manager" => |customer, people| people.name(&customer.account_manager),
        _ => return None,
    })
}

fn sorted_number(
    key: &str,
    customer: &Customer,
    portfolio: &Portfolio,
    judged: &JudgedColumns,
) -> Option<f64> {
    let summary = || portfolio.summary(customer.id);
    match key {
        "voltage" => customer.voltage_level_kv,
        "capacity" => customer.contracted_capacity_kva,
        "growth" => summary()?.growth,
        "peak" => summary()?.peak_demand_kw,
        "arrears" => summary().map(|summary| summary.arrears_cny).filter(|arrears| *arrears > 0.0),
        "billed" => summary()?.billed_cny,
        // The first press of a heading puts the best first: class A, the highest grade and tier.
        "class" => portfolio.position(customer.id).map(|position| position.rank as f64),
        "importance" => {
            let grade = customer.importance?;
            let place = Importance::ALL.iter().position(|one| *one == grade)?;
            Some(place as f64)
        }
        "score" | "tier" | "cluster" | "load_factor" | "power_factor" => {
            judged.figure(key, customer.id)
        }
        _ => summary()?.energy_kwh,
    }
}

/// Returns the names shared by several customers, who are distinguished by their numbers.
pub fn namesakes(customers: &Table<Customer>) -> HashSet<String> {
    let mut seen = FxHashSet::with_capacity_and_hasher(customers.len(), FxBuildHasher);
    let mut twice = HashSet::new();
    for customer in customers.iter().filter(|customer| customer.is_here()) {
        let name = customer.name.as_str();
        if !name.is_empty() && !seen.insert(name) {
            twice.insert(name.to_owned());
        }
    }
    twice
}

/// Returns the most frequent values of a text of the customers with their counts, as options of a filter.
pub fn common(customers: &Table<Customer>, people: &People, text: TextOf) -> Vec<(String, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for customer in customers.iter().filter(|customer| customer.is_here()) {
        let text = text(customer, people);
        if !text.is_empty() {
            *counts.entry(text).or_default() += 1;
        }
    }
    let mut counts: Vec<(String, usize)> =
        counts.into_iter().map(|(text, count)| (text.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::{super::judged::made, *};
    use crate::{
        analysis::summary::AccountSummary,
        domain::{Record, segment::AbcCuts},
        jobs::pinyin::table,
    };

    fn portfolio() -> (Table<Customer>, Portfolio) {
        let id = |n: u128| Id::new(Uuid::from_u128(n));
        let customer = |n, name: &str, industry: &str, kv: Option<f64>| Customer {
            name: name.into(),
            industry: industry.into(),
            voltage_level_kv: kv,
            ..Customer::empty(id(n))
        };
        let mut customers = Table::default();
        customers.extend([
            customer(1, "皖北新型建材", "水泥", Some(35.0)),
            customer(2, "汇源纺织", "纺织", Some(10.0)),
            customer(3, "Huasheng Electronics", "电子", None),
            Customer { is_deleted: true, ..customer(4, "旧厂", "水泥", Some(10.0)) },
        ]);
        let summary = |energy: f64, growth: f64, bills: usize| AccountSummary {
            energy_kwh: Some(energy),
            growth: Some(growth),
            arrears_bills: bills,
            ..AccountSummary::default()
        };
        let summaries = FxHashMap::from_iter([
            (id(1), summary(900.0, 0.1, 0)),
            (id(2), summary(100.0, -0.3, 1)),
        ]);
        let portfolio = Portfolio::of(&customers, Arc::new(summaries), AbcCuts::default());
        (customers, portfolio)
    }

    #[test]
    fn filters_say_who_is_shown_and_the_sort_in_which_order() {
        let (customers, portfolio) = portfolio();
        let any = Filter::default;
        let of_classes = |classes: &[AbcClass]| Filter { classes: classes.into(), ..any() };
        let cases = [
            (any(), "-energy", vec![0, 1, 2]),
            (any(), "energy", vec![1, 0, 2]),
            (any(), "-voltage", vec![0, 1, 2]),
            (any(), "name", vec![2, 1, 0]),
            // One tap on the heading: class A first; customers without a class are last in either direction.
            (any(), "class", vec![0, 1, 2]),
            (any(), "-class", vec![1, 0, 2]),
            (of_classes(&[AbcClass::A]), "-energy", vec![0]),
            (of_classes(&[AbcClass::A, AbcClass::B]), "-energy", vec![0, 1]),
            (Filter { in_arrears: true, ..any() }, "-energy", vec![1]),
            (Filter { is_falling: true, ..any() }, "-energy", vec![1]),
            (Filter { industry: Some("水泥".into()), ..any() }, "-energy", vec![0]),
            (Filter { is_important: true, ..any() }, "-energy", vec![]),
        ];
        for (filter, sort, expected) in cases {
            let judged = JudgedColumns::default();
            let people = People::default();
            let (by, sort) = ((&portfolio, &judged, &people), sort.parse().unwrap());
            let collation = Collation::default();
            let places = select(&customers, None, by, &filter, &None, &sort, collation);
            assert_eq!(places, expected, "{filter:?} {sort}");
        }
        assert_eq!(
            common(&customers, &People::default(), |customer, _| &customer.industry).len(),
            3
        );
    }

    #[test]
    fn figures_of_segmentation_order_the_list() {
        let (customers, portfolio) = portfolio();
        let known = |n: usize, load_factor| (customers.rows()[n].clone(), load_factor);
        let judged = made::judged(&[known(0, 0.4), known(1, 0.7)]);
        for (sort, expected) in [
            ("-load_factor", [1, 0, 2]),
            ("load_factor", [0, 1, 2]),
            // No customer has one: the order is unchanged.
            ("-power_factor", [0, 1, 2]),
            ("cluster", [0, 1, 2]),
        ] {
            let sort = sort.parse().unwrap();
            let people = People::default();
            let (filter, by) = (Filter::default(), (&portfolio, &judged, &people));
            let collation = Collation::default();
            let places = select(&customers, None, by, &filter, &None, &sort, collation);
            assert_eq!(places, expected, "{sort}");
        }
        let score = |n: usize| judged.figure("score", customers.rows()[n].id);
        assert!(score(0).is_some() && score(2).is_none());
    }

    #[test]
    fn namesakes_are_told_apart() {
        let customer = |n, name: &str, is_deleted| Customer {
            name: name.into(),
            is_deleted,
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        };
        let mut customers = Table::default();
        customers.extend([
            customer(1, "华盛", false),
            customer(2, "汇源", false),
            customer(3, "华盛", false),
            customer(4, "汇源", true),
            customer(5, "", false),
            customer(6, "", false),
        ]);
        assert_eq!(namesakes(&customers), HashSet::from(["华盛".to_owned()]));
    }

    #[test]
    fn a_segment_narrows_the_list_down() {
        let (customers, portfolio) = portfolio();
        let admitted = |ids: &[u128]| {
            let ids = ids.iter().map(|id| Id::new(Uuid::from_u128(*id)));
            Some(ids.collect::<HashSet<_>>())
        };
        let filter = Filter::default();
        let cases = [
            (None, vec![0, 1, 2]),
            (admitted(&[2, 3]), vec![1, 2]),
            // A deleted customer is not listed, even if its segment matches.
            (admitted(&[4]), vec![]),
            (admitted(&[]), vec![]),
        ];
        for (segment, expected) in cases {
            let sort = Sort::descending("energy");
            let by = (&portfolio, &JudgedColumns::default(), &People::default());
            let collation = Collation::default();
            let places = select(&customers, None, by, &filter, &segment, &sort, collation);
            assert_eq!(places, expected, "{segment:?}");
        }
    }

    #[test]
    fn texts_have_the_same_ranks_whether_few_or_most_are_different() {
        let pinyin = Pinyin::from(table());
        for different in [3, 400, 1_400, 100_000] {
            let text = |n: usize| match n % 11 {
                0 => String::new(),
                _ => format!("客户{}", n * 7_919 % different),
            };
            let texts: Vec<String> = (0..1_500).map(text).collect();
            for pinyin in [None, Some(&pinyin)] {
                let mut sorted: Vec<&String> =
                    texts.iter().filter(|text| !text.is_empty()).collect();
                match pinyin {
                    Some(pinyin) => sorted.sort_by(|a, b| pinyin.order(a, b)),
                    None => sorted.sort(),
                }
                sorted.dedup();
                let rank = |text: &String| sorted.iter().position(|one| *one == text);
                let expected =
                    texts.iter().map(|text| rank(text).map_or(0, |place| place as u32 + 1));
                let ranks = ranks(texts.iter().map(String::as_str), pinyin);
                assert_eq!(ranks, expected.collect::<Vec<_>>(), "{different}");
            }
        }
    }

    #[test]
    fn names_have_the_same_ranks_whether_they_were_computed_ahead_or_not() {
        let pinyin = Pinyin::from(table());
        let name = |n: u128| match n % 13 {
            0 => String::new(),
            1..5 => format!("云川{}号有限公司", n % 40),
            _ => format!("客户电力设备{}", n * 7_919 % 1_000),
        };
        let mut customers = Table::default();
        customers.extend((0..3_000).map(|n| Customer {
            name: name(n),
            is_deleted: n.is_multiple_of(17),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }));
        let (mut ahead, mut steps) = (NameRanks::default(), 1);
        while !ahead.look(&customers, &pinyin) {
            steps += 1;
        }
        assert_eq!(steps, customers.len().div_ceil(NameRanks::AT_ONCE));
        let names = ahead.finish(&customers, &pinyin);
        for is_descending in [false, true] {
            let sort = Sort { key: NAME.into(), is_descending };
            let selected = |names| {
                let by = (&Portfolio::default(), &JudgedColumns::default(), &People::default());
                let collation = Collation { pinyin: Some(&pinyin), names };
                select(&customers, None, by, &Filter::default(), &None, &sort, collation)
            };
            assert_eq!(selected(Some(&names)), selected(None));
        }
        // Ranks for a table of another length are ignored.
        let sort = Sort { key: NAME.into(), is_descending: false };
        let by = (&Portfolio::default(), &JudgedColumns::default(), &People::default());
        let collation = Collation { pinyin: Some(&pinyin), names: Some(&names[1..]) };
        let places = select(&customers, None, by, &Filter::default(), &None, &sort, collation);
        assert_eq!(places.len(), 3_000 - 3_000_usize.div_ceil(17));
    }

    #[test]
    fn a_search_narrows_it_down_and_names_stand_by_pinyin() {
        let (customers, portfolio) = portfolio();
        let pinyin = Pinyin::from(table());
        let filter = Filter::default();
        let selected = |found: Option<&[u32]>, sort: Sort, pinyin: Option<&Pinyin>| {
            let by = (&portfolio, &JudgedColumns::default(), &People::default());
            let collation = Collation { pinyin, names: None };
            select(&customers, found, by, &filter, &None, &sort, collation)
        };
        // A search returns the newest first; the list keeps its own order and omits deleted customers.
        assert_eq!(selected(Some(&[3, 1, 0]), Sort::descending("energy"), None), [0, 1]);
        assert_eq!(selected(Some(&[]), Sort::descending("energy"), None), [0; 0]);
        let by = |key: &str, is_descending| Sort { key: key.into(), is_descending };
        assert_eq!(selected(None, by("name", false), Some(&pinyin)), [2, 1, 0]);
        // 电子 (dian), 纺织 (fang), 水泥 (shui); by code point 水泥 would precede 电子.
        assert_eq!(selected(None, by("industry", false), Some(&pinyin)), [2, 1, 0]);
        assert_eq!(selected(None, by("industry", false), None), [0, 2, 1]);
        assert_eq!(selected(None, by("name", true), Some(&pinyin)), [0, 1, 2]);
    }
}
