//! Export of a tab: its customers with all results of segmentation, or the changes since the run before.

use busbar_core::{
    analysis::{changes::Changes, compare::Move},
    books::{
        segments::{Judgement, StoredRun},
        table,
    },
    domain::{Customer, Id, segment::AbcClass},
    exchange::export::{Cell, Table},
};
use leptos::prelude::*;

use super::{Part, class_word, listed, looked::Looked, members::cluster_word, pair::Pair};
use crate::{
    state::segments::Segments,
    ui::{
        i18n::*,
        labels::{self, Worded},
        routes::Query,
    },
};

/// Returns the content of a tab as a table, filtered by the address. Does not subscribe.
pub fn table(
    locale: Locale,
    segments: Segments,
    looked: Looked,
    part: Part,
    query: &Query,
) -> Table {
    let judgement = untrack(|| segments.judgement());
    let run = looked.run.get_untracked();
    let customers = segments.customers();
    let places = match part {
        Part::Value => listed::by_value(&judgement, query.get("class").and_then(AbcClass::named)),
        Part::Keys => customers.with_untracked(|all| listed::key_accounts(&judgement, all)),
        Part::Clusters => run.as_ref().map_or_else(Vec::new, |kept| {
            let chosen = query.get("cluster").and_then(listed::InCluster::named);
            customers
                .with_untracked(|all| listed::in_cluster(&judgement, all, &kept.result, chosen))
        }),
        Part::Moves => return moves(locale, segments, looked),
    };
    Table {
        title: part.word(locale).to_owned(),
        headings: member_headings(locale).map(str::to_owned).into(),
        rows: customers.with_untracked(|customers| {
            member_rows(locale, customers, &judgement, run.as_deref(), &places)
        }),
    }
}

fn moves(locale: Locale, segments: Segments, looked: Looked) -> Table {
    let changes = looked.changes.get_untracked().unwrap_or_default();
    let pair = looked.before.get_untracked().zip(looked.run.get_untracked());
    let pair = pair.map(|(before, after)| Pair::new(before, after));
    let headings = [
        td_string!(locale, segments.account),
        td_string!(locale, segments.name),
        td_string!(locale, segments.change),
        td_string!(locale, segments.before),
        td_string!(locale, segments.now),
        td_string!(locale, segments.reasons),
    ];
    Table {
        title: Part::Moves.word(locale).to_owned(),
        headings: headings.map(str::to_owned).into(),
        rows: segments.customers().with_untracked(|customers| {
            pair.iter().flat_map(|pair| move_rows(locale, customers, pair, &changes)).collect()
        }),
    }
}

fn member_headings(locale: Locale) -> [&'static str; 12] {
    [
        td_string!(locale, segments.account),
        td_string!(locale, segments.name),
        td_string!(locale, segments.rank),
        td_string!(locale, segments.value),
        td_string!(locale, segments.share),
        td_string!(locale, segments.cumulative),
        td_string!(locale, segments.class),
        td_string!(locale, segments.key),
        td_string!(locale, segments.score),
        td_string!(locale, segments.rules_met),
        td_string!(locale, segments.tier),
        td_string!(locale, segments.cluster),
    ]
}

/// Returns a row for each of the places among the subjects.
fn member_rows(
    locale: Locale,
    customers: &table::Table<Customer>,
    judgement: &Judgement,
    run: Option<&StoredRun>,
    places: &[usize],
) -> Vec<Vec<Cell>> {
    let judged = &judgement.judged;
    let ranks = listed::ranks(judgement);
    let row = |place: &usize| {
        let place = *place;
        let account = judged.key_account(&judgement.subjects[place]);
        let customer = judgement.subjects[place].customer;
        let rank = ranks[place];
        let rules: Vec<&str> =
            account.met.iter().map(|gap| labels::rule(locale, gap.rule)).collect();
        let tier = judged.tiers[place].map(|tier| labels::tier(locale, tier.tier));
        let cluster = run.and_then(|run| cluster_word(locale, run.member(customer)?, run));
        let [number, name] = named(customers, customer);
        vec![
            number,
            name,
            Cell::number(rank.map(|(rank, _)| rank as f64)),
            Cell::number(rank.map(|(_, ranked)| ranked.value)),
            Cell::share(rank.map(|(_, ranked)| ranked.share)),
            Cell::share(rank.map(|(_, ranked)| ranked.cumulative)),
            Cell::text(class_word(locale, judged.classes[place])),
            Cell::text(yes_or_no(locale, account.is_key())),
            Cell::number(Some((account.score * 10.0).round() / 10.0)),
            Cell::text(rules.join("; ")),
            Cell::text(tier.unwrap_or_default()),
            Cell::text(cluster.unwrap_or_default()),
        ]
    };
    places.iter().map(row).collect()
}

/// Returns a row for each changed parameter and each move: subject, value before, value now, and reason.
fn move_rows(
    locale: Locale,
    customers: &table::Table<Customer>,
    pair: &Pair,
    changes: &Changes,
) -> Vec<Vec<Cell>> {
    let settings = pair.settings(locale).into_iter();
    let settings = settings.map(|[what, before, now]| {
        let [what, before, now] = [what, before, now].map(Cell::text);
        vec![Cell::Empty, Cell::Empty, what, before, now, Cell::Empty]
    });
    let row = |what: &str, customer: Id<Customer>, moved: [Option<String>; 2], why: Vec<String>| {
        let [number, name] = named(customers, customer);
        let [before, now] = moved.map(|word| Cell::text(word.unwrap_or_default()));
        let why = Cell::text(why.join("; "));
        vec![number, name, Cell::text(what), before, now, why]
    };
    fn rows<'a, G: Copy>(
        moves: &'a [Move<G>],
        name: impl Fn(G) -> String + 'a,
        row: impl Fn(Id<Customer>, [Option<String>; 2]) -> Vec<Cell> + 'a,
    ) -> impl Iterator<Item = Vec<Cell>> + 'a {
        moves.iter().map(move |moved| {
            row(moved.customer, [moved.before, moved.after].map(|group| group.map(&name)))
        })
    }
    let [class, key, cluster, rules] = [
        td_string!(locale, segments.class),
        td_string!(locale, segments.key),
        td_string!(locale, segments.cluster),
        td_string!(locale, segments.rules_met),
    ];
    let by_figures = |customer| pair.by_figures(locale, customer);
    let by_rules = |customer| pair.by_rules(locale, customer);
    let is_key = || Some(yes_or_no(locale, true).to_owned());
    settings
        .chain(rows(
            &changes.classes,
            |class| labels::abc_class(locale, class).to_owned(),
            |customer, moved| row(class, customer, moved, by_figures(customer)),
        ))
        .chain(rows(
            &changes.keys,
            |is_key| yes_or_no(locale, is_key).to_owned(),
            |customer, moved| row(key, customer, moved, by_rules(customer)),
        ))
        .chain(
            changes
                .rules
                .iter()
                .map(|customer| row(rules, *customer, [is_key(), is_key()], by_rules(*customer))),
        )
        .chain(rows(
            &changes.clusters,
            |number| pair.cluster(locale, number),
            |customer, moved| row(cluster, customer, moved, by_figures(customer)),
        ))
        .collect()
}

/// Returns the account number and the name of a customer; empty cells if it does not exist.
fn named(customers: &table::Table<Customer>, customer: Id<Customer>) -> [Cell; 2] {
    customers.get(customer).map_or_else(
        || [Cell::Empty, Cell::Empty],
        |one| [Cell::text(one.account_number.clone()), Cell::text(one.name.clone())],
    )
}

fn yes_or_no(locale: Locale, is_yes: bool) -> &'static str {
    if is_yes { td_string!(locale, segments.yes) } else { td_string!(locale, segments.no) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        analysis::{
            changes::changes,
            features::Features,
            key_account::AccountFigures,
            segmentation::{Segmentation, Subject},
        },
        domain::{
            Record,
            record::Whole,
            segment::{Feature, SegmentParams, SegmentRun},
        },
    };

    fn customers() -> table::Table<Customer> {
        let mut customers = table::Table::default();
        customers.extend((0..200).map(|n| Customer {
            name: format!("Customer {n}"),
            account_number: format!("A{n}"),
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        }));
        customers
    }

    fn judgement(spend: impl Fn(u128) -> f64) -> Judgement {
        let subject = |n: u128| {
            let mut features = Features::default();
            features.set(Feature::Spend, Some(spend(n)));
            Subject {
                customer: Id::new(Uuid::from_u128(n)),
                account: AccountFigures { spend_cny: Some(spend(n)), ..AccountFigures::default() },
                features,
            }
        };
        Judgement::of((0..200).map(subject).collect(), &SegmentParams::default())
    }

    #[test]
    fn every_move_is_in_the_file() {
        let kept = |judgement: &Judgement| {
            let result = Segmentation::assemble(&judgement.subjects, &judgement.judged, None);
            let run = SegmentRun::empty(Id::new(Uuid::nil()));
            Arc::new(StoredRun::new(run, result))
        };
        let before = kept(&judgement(|n| (n + 1) as f64));
        let after = kept(&judgement(|n| (200 - n) as f64));
        let changes = changes(&before.result, &after.result);
        assert!(changes.classes.len() > 60);
        let pair = Pair::new(before, after);
        let rows = move_rows(Locale::en, &customers(), &pair, &changes);
        assert_eq!(rows.len(), changes.classes.len() + changes.keys.len());
        assert_eq!(
            rows[0][..5],
            ["A0", "Customer 0", "Class", "Class C", "Class A"].map(Cell::text)
        );
        assert!(matches!(&rows[0][5], Cell::Text(why) if why.contains("200")));
    }

    #[test]
    fn other_rules_and_what_was_set_differently_are_in_the_file() {
        let kept = |params: SegmentParams| {
            let mut judgement = judgement(|n| (n + 1) as f64);
            let account = &mut judgement.subjects[199].account;
            account.spend_cny = Some(1e6);
            account.voltage_level_kv = Some(35.0);
            account.strategic_importance = Some(100.0);
            let judgement = Judgement::of(judgement.subjects, &params);
            let result = Segmentation::assemble(&judgement.subjects, &judgement.judged, None);
            let run =
                SegmentRun { params: Whole(params), ..SegmentRun::empty(Id::new(Uuid::nil())) };
            Arc::new(StoredRun::new(run, result))
        };
        let before = SegmentParams::default();
        let mut after = before.clone();
        (after.rules.voltage_level_kv, after.k) = (Some(110.0), Some(4));
        let (before, after) = (kept(before), kept(after));
        let changes = changes(&before.result, &after.result);
        let pair = Pair::new(before, after);
        let rows = move_rows(Locale::en, &customers(), &pair, &changes);
        let expected = [
            ["", "", "Voltage", "35\u{a0}kV", "110\u{a0}kV", ""],
            ["", "", "Clusters", "Automatic (highest silhouette)", "4", ""],
            [
                "A199",
                "Customer 199",
                "Rules met",
                "Yes",
                "Yes",
                "Voltage no longer met: 35\u{a0}kV, threshold 35\u{a0}kV → 110\u{a0}kV",
            ],
        ];
        let text = |text: &str| match text {
            "" => Cell::Empty,
            text => Cell::text(text),
        };
        assert_eq!(rows, expected.map(|row| row.map(text).to_vec()));
    }

    #[test]
    fn the_file_has_the_customers_that_are_listed_and_no_others() {
        let judgement = judgement(|n| if n == 7 { 1e6 } else { 1.0 });
        let places = listed::by_value(&judgement, Some(AbcClass::A));
        let rows = member_rows(Locale::en, &customers(), &judgement, None, &places);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][..3], [Cell::text("A7"), Cell::text("Customer 7"), Cell::Number(1.0)]);
        assert_eq!(rows[0].len(), member_headings(Locale::en).len());
    }
}
