//! Key accounts tab: the rules that each customer meets, the scores, and the customers closest to a rule. The form
//! for the rules is in `rules`.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        key_account::{Gap, KeyAccountRule, next_in_line, thresholds},
        rules_reach::rules_reach,
    },
    domain::{Customer, Id, segment::KeyAccountRules},
};
use leptos::prelude::*;

use super::{
    basis, customer_unit,
    listed::{key_accounts, value_shares},
    members::{Members, column},
    rules::Rules,
};
use crate::{
    state::segments::{Segments, use_segments},
    ui::{
        components::{Card, Explanation, Figure, Figures, OrEmpty, Row, Rows},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Maximum number of customers listed as closest to a rule.
const NEXT: usize = 8;

/// Key accounts tab.
#[component]
pub fn KeysTab() -> impl IntoView {
    let segments = use_segments();
    view! {
        <KeyFigures segments=segments />
        <div class="columns wide-first">
            <KeyAccounts segments=segments />
            <NextInLine segments=segments />
        </div>
        <div class="columns no-print">
            <Rules segments=segments />
        </div>
    }
}

#[component]
fn KeyFigures(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let reach = Memo::new(move |_| {
        let judgement = segments.judgement();
        let shares = value_shares(&judgement);
        rules_reach(&judgement.judged.verdicts, &segments.params.read().rules, &shares)
    });
    let met = move |rule: KeyAccountRule| {
        reach
            .with(|reach| {
                let rules = reach.rules.iter().copied();
                rules.clone().find(|(of, ..)| *of == rule).map(|(_, met, alone)| (met, alone))
            })
            .unwrap_or_default()
    };
    let explain = move |()| Explanation {
        formula: t_string!(i18n, segments.ex_keys).to_owned(),
        inputs: asked(&segments.params.read().rules)
            .into_iter()
            .map(|(rule, needs)| {
                let locale = i18n.get_locale();
                (labels::rule(locale, rule).to_owned(), labels::rule_value(locale, rule, needs))
            })
            .collect(),
        n: Some(format::count(i18n.get_locale(), segments.judgement().subjects.len())),
        source: t_string!(i18n, segments.source_rules).to_owned(),
        caution: None,
    };
    let explain_rule = move |rule: KeyAccountRule, needs: f64| {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        let judged = judgement.judged.verdicts.iter();
        let known = judged.filter(|account| account.asked.has(rule));
        let known = known.count();
        let threshold = labels::rule_value(locale, rule, needs);
        let threshold =
            (!threshold.is_empty()).then(|| (t_string!(i18n, segments.at_least), threshold));
        let (found, alone) = met(rule);
        let inputs = [
            (t_string!(i18n, segments.in_known), known),
            (t_string!(i18n, segments.in_met), found.customers),
            (t_string!(i18n, segments.in_alone), alone.customers),
        ]
        .map(|(name, count)| (name, format::count(locale, count)))
        .into_iter()
        .chain([(t_string!(i18n, segments.in_share), format::percent(locale, found.share, 1))]);
        let name = labels::rule(locale, rule);
        Explanation {
            formula: match rule {
                KeyAccountRule::Score => t_string!(i18n, segments.ex_rule_score, rule = name),
                _ => t_string!(i18n, segments.ex_rule, rule = name),
            },
            inputs: threshold
                .into_iter()
                .chain(inputs)
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            n: Some(format::count(locale, judgement.subjects.len())),
            source: t_string!(i18n, segments.source_rules).to_owned(),
            caution: None,
        }
    };
    let by_rule = move || {
        asked(&segments.params.read().rules)
            .into_iter()
            .map(|(rule, needs)| {
                view! {
                    <Figure
                        label=move || labels::rule(i18n.get_locale(), rule)
                        value=move || format::count(i18n.get_locale(), met(rule).0.customers)
                        unit=move || customer_unit(i18n.get_locale(), met(rule).0.customers)
                        context=move || {
                            let locale = i18n.get_locale();
                            let share = format::percent(locale, met(rule).0.share, 1);
                            let needs = labels::rule_value(locale, rule, needs);
                            if needs.is_empty() {
                                share
                            } else {
                                format!("≥ {needs} · {share}")
                            }
                        }
                        explain=Callback::new(move |()| explain_rule(rule, needs))
                    />
                }
            })
            .collect_view()
    };
    view! {
        <Figures>
            <Figure
                label=move || t_string!(i18n, segments.keys_title)
                value=move || format::count(i18n.get_locale(), reach.read().all.customers)
                unit=move || customer_unit(i18n.get_locale(), reach.read().all.customers)
                context=move || {
                    let locale = i18n.get_locale();
                    t_string!(
                        i18n,
                        segments.keys_context,
                        share = format::percent(locale, reach.read().all.share, 1),
                        basis = basis(locale, segments.judgement().judged.is_billed())
                    )
                }
                explain=Callback::new(explain)
            />
            {by_rule}
        </Figures>
    }
}

/// Returns the rules in use with their thresholds.
fn asked(rules: &KeyAccountRules) -> Vec<(KeyAccountRule, f64)> {
    thresholds(rules).into_iter().filter_map(|(rule, needs)| Some((rule, needs?))).collect()
}

/// Table of the key accounts, highest score first.
#[component]
fn KeyAccounts(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let customers = segments.customers();
    let places = Memo::new(move |_| {
        let judgement = segments.judgement();
        Arc::new(customers.with(|customers| key_accounts(&judgement, customers)))
    });
    let columns = Signal::derive(move || {
        vec![
            column("score", t_string!(i18n, segments.score), "5rem", true),
            column("tier", t_string!(i18n, segments.tier), "5rem", false),
            column("rules", t_string!(i18n, segments.rules_met), "minmax(12rem, 2.5fr)", false),
        ]
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        let judged = &judgement.judged;
        match key {
            "score" => format::decimal(locale, judged.verdicts[place].score, 1).into_any(),
            "tier" => judged.tiers[place].map(|tier| labels::tier(locale, tier.tier)).into_any(),
            _ => {
                let account = judged.key_account(&judgement.subjects[place]);
                let words: Vec<String> = account.met.iter().map(|gap| met(locale, gap)).collect();
                view! { <span class="clip">{words.join(" · ")}</span> }.into_any()
            }
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, segments.keys_title)
            note=move || format::count(i18n.get_locale(), places.read().len())
        >
            <Members
                label=move || t_string!(i18n, segments.keys_title)
                places=places
                columns=columns
                cell=cell
            />
        </Card>
    }
}

/// Returns a rule that is met, with the customer's value.
fn met(locale: Locale, gap: &Gap) -> String {
    let name = labels::rule(locale, gap.rule);
    let has = labels::rule_value(locale, gap.rule, gap.has);
    format!("{name} {has}").trim().to_owned()
}

/// Card of the customers closest to a rule.
#[component]
fn NextInLine(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let customers = segments.customers();
    let next = Memo::new(move |_| {
        let judgement = segments.judgement();
        next_in_line(&judgement.judged.verdicts, NEXT)
            .into_iter()
            .map(|(place, gap)| (judgement.subjects[place].customer, gap))
            .collect::<Vec<_>>()
    });
    let row = move |(id, gap): (Id<Customer>, Gap)| {
        let name = customers.with(|all| all.get(id).map(|one| one.name.clone()));
        view! {
            <Row
                title=move || view! { {name} }
                note=move || {
                    view! {
                        {move || {
                            let locale = i18n.get_locale();
                            let [has, needs] = labels::gap_values(locale, &gap);
                            t_string!(
                                i18n,
                                segments.next_gap,
                                rule = labels::rule(locale, gap.rule),
                                has = has,
                                needs = needs
                            )
                        }}
                    }
                }
                end=move || view! { {move || format::percent(i18n.get_locale(), (gap.nearness() * 100.0).floor() / 100.0, 0)} }
                href=Page::Customer(id).route().with("tab", "segment").href()
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, segments.next)
            note=move || t_string!(i18n, segments.next_note)
        >
            <OrEmpty
                when=move || !next.read().is_empty()
                title=move || t_string!(i18n, segments.next_none)
            >
                <Rows>{move || next.get().into_iter().map(row).collect_view()}</Rows>
            </OrEmpty>
        </Card>
    }
}
