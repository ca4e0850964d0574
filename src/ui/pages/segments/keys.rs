//! Key accounts: the rules and weights, who meets which, what everybody scores, and who is next in line.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    basis,
    listed::key_accounts,
    members::{Members, column},
};
use crate::{
    analysis::key_account::{Gap, Rule, ScorePart, next_in_line, thresholds},
    domain::{
        Customer, Id,
        segment::{KeyAccountRules, ScoreWeights},
    },
    state::{
        commands::segment::change_params,
        segments::{Segments, use_segments},
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bounds, Card, EmptyState, Explanation, Figure, Figures, NumberInput, Row, Rows, Switch,
        },
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// As many as are shown as next in line.
const NEXT: usize = 8;

/// The tab.
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
    let keys = move || {
        let standings = segments.standings();
        let judged = &standings.judged;
        let is_key = |place: usize| judged.accounts[place].is_key();
        let share: f64 = judged
            .pareto
            .iter()
            .flat_map(|pareto| &pareto.ranked)
            .filter(|ranked| is_key(ranked.index))
            .map(|ranked| ranked.share)
            .sum();
        let count = judged
            .accounts
            .iter()
            .filter(|account| account.is_key())
            .count();
        (count, share)
    };
    let met = move |rule: Rule| {
        let standings = segments.standings();
        standings
            .judged
            .accounts
            .iter()
            .filter(|account| account.met.iter().any(|gap| gap.rule == rule))
            .count()
    };
    let explain = move |()| Explanation {
        formula: t_string!(i18n, segments.ex_keys).to_owned(),
        inputs: asked(&segments.params.read().rules)
            .into_iter()
            .map(|(rule, needs)| {
                let locale = i18n.get_locale();
                (
                    labels::rule(locale, rule).to_owned(),
                    labels::rule_value(locale, rule, needs),
                )
            })
            .collect(),
        n: Some(format::count(
            i18n.get_locale(),
            segments.standings().subjects.len(),
        )),
        source: t_string!(i18n, segments.source_rules).to_owned(),
        caution: None,
    };
    let explain_rule = move |rule: Rule, needs: f64| {
        let locale = i18n.get_locale();
        let standings = segments.standings();
        let known = standings.judged.accounts.iter().filter(|account| {
            let asked = account.met.iter().chain(&account.lacks);
            asked.map(|gap| gap.rule).any(|other| other == rule)
        });
        let known = known.count();
        let threshold = labels::rule_value(locale, rule, needs);
        let threshold =
            (!threshold.is_empty()).then(|| (t_string!(i18n, segments.at_least), threshold));
        let inputs = [
            (t_string!(i18n, segments.in_known), known),
            (t_string!(i18n, segments.in_met), met(rule)),
        ]
        .map(|(name, count)| (name, format::count(locale, count)));
        let name = labels::rule(locale, rule);
        Explanation {
            formula: match rule {
                Rule::Score => t_string!(i18n, segments.ex_rule_score, rule = name),
                _ => t_string!(i18n, segments.ex_rule, rule = name),
            },
            inputs: threshold
                .into_iter()
                .chain(inputs)
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            n: Some(format::count(locale, standings.subjects.len())),
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
                        value=move || format::count(i18n.get_locale(), met(rule))
                        unit=move || t_string!(i18n, segments.unit_customers)
                        context=move || {
                            let locale = i18n.get_locale();
                            let needs = labels::rule_value(locale, rule, needs);
                            if needs.is_empty() {
                                String::new()
                            } else {
                                format!("≥ {needs}")
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
                value=move || format::count(i18n.get_locale(), keys().0)
                unit=move || t_string!(i18n, segments.unit_customers)
                context=move || {
                    let locale = i18n.get_locale();
                    t_string!(
                        i18n,
                        segments.keys_context,
                        share = format::percent(locale, keys().1, 1),
                        basis = basis(locale, segments.standings().judged.is_billed)
                    )
                }
                explain=Callback::new(explain)
            />
            {by_rule}
        </Figures>
    }
}

/// The rules that are asked, and what they ask.
fn asked(rules: &KeyAccountRules) -> Vec<(Rule, f64)> {
    thresholds(rules)
        .into_iter()
        .filter_map(|(rule, needs)| Some((rule, needs?)))
        .collect()
}

/// Who is a key account, the highest score first.
#[component]
fn KeyAccounts(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let places = Memo::new(move |_| Arc::new(key_accounts(&segments.standings())));
    let columns = Signal::derive(move || {
        vec![
            column("score", t_string!(i18n, segments.score), "5rem", true),
            column("tier", t_string!(i18n, segments.tier), "5rem", false),
            column(
                "rules",
                t_string!(i18n, segments.rules_met),
                "minmax(12rem, 2.5fr)",
                false,
            ),
        ]
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let locale = i18n.get_locale();
        let standings = segments.standings();
        let account = &standings.judged.accounts[place];
        match key {
            "score" => format::decimal(locale, account.score, 0).into_any(),
            "tier" => standings.judged.tiers[place]
                .map(|tier| labels::tier(locale, tier.tier))
                .into_any(),
            _ => {
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

/// A rule that is met, with what the customer has.
fn met(locale: Locale, gap: &Gap) -> String {
    let name = labels::rule(locale, gap.rule);
    let has = labels::rule_value(locale, gap.rule, gap.has);
    format!("{name} {has}").trim().to_owned()
}

/// Who is nearest to a rule.
#[component]
fn NextInLine(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let customers = segments.customers();
    let next = Memo::new(move |_| {
        let standings = segments.standings();
        next_in_line(&standings.judged.accounts, NEXT)
            .into_iter()
            .map(|(place, gap)| (Id::<Customer>::new(standings.subjects[place].customer), gap))
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
                            t_string!(
                                i18n,
                                segments.next_gap,
                                rule = labels::rule(locale, gap.rule),
                                has = labels::rule_value(locale, gap.rule, gap.has),
                                needs = labels::rule_value(locale, gap.rule, gap.needs)
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
            <Show
                when=move || !next.read().is_empty()
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, segments.next_none) /> }
                }
            >
                <Rows>{move || next.get().into_iter().map(row).collect_view()}</Rows>
            </Show>
        </Card>
    }
}

/// The rules and weights, to be changed.
#[component]
fn Rules(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let change = move |change: Box<dyn Fn(&mut KeyAccountRules)>| {
        change_params(workspace, move |params| change(&mut params.rules));
    };
    let threshold = move |rule: Rule| {
        let unit = move || match rule {
            Rule::Voltage => "kV",
            Rule::Capacity => "kVA",
            Rule::Energy => t_string!(i18n, labels.unit_kwh),
            Rule::Spend => t_string!(i18n, labels.unit_cny),
            Rule::Score | Rule::Importance => "",
        };
        let value =
            Signal::derive(move || *threshold_place(&mut segments.params.get().rules, rule)?);
        let set = move |number: Option<f64>| {
            change(Box::new(move |rules| {
                if let Some(threshold) = threshold_place(rules, rule) {
                    *threshold = number;
                }
            }));
        };
        view! {
            <NumberInput
                label=move || labels::rule(i18n.get_locale(), rule)
                unit=unit
                value=value
                bounds=Bounds::POSITIVE
                on_change=set
            />
        }
    };
    let weight = move |part: ScorePart| {
        let value = Signal::derive(move || {
            Some(*weight_of(&mut segments.params.get().rules.weights, part))
        });
        let set = move |number: Option<f64>| {
            change(Box::new(move |rules| {
                *weight_of(&mut rules.weights, part) = number.unwrap_or_default();
            }));
        };
        view! {
            <NumberInput
                label=move || labels::score_part(i18n.get_locale(), part)
                value=value
                bounds=Bounds::HUNDRED
                on_change=set
            />
        }
    };
    let importance = Signal::derive(move || segments.params.read().rules.importance);
    view! {
        <Card
            title=move || t_string!(i18n, segments.rules)
            note=move || t_string!(i18n, segments.rules_note)
        >
            <div class="form-pair narrow">
                {threshold(Rule::Voltage)} {threshold(Rule::Capacity)} {threshold(Rule::Energy)}
                {threshold(Rule::Spend)} {threshold(Rule::Score)}
            </div>
            <Switch
                label=move || t_string!(i18n, segments.importance_rule)
                value=importance
                on_change=move |is_on| change(Box::new(move |rules| rules.importance = is_on))
            />
        </Card>
        <Card
            title=move || t_string!(i18n, segments.weights)
            note=move || t_string!(i18n, segments.weights_note)
        >
            <div class="form-pair narrow">
                {weight(ScorePart::Value)} {weight(ScorePart::Growth)} {weight(ScorePart::LoadFactor)}
                {weight(ScorePart::Payment)} {weight(ScorePart::Strategic)}
            </div>
        </Card>
    }
}

/// Where a rule's threshold stands.
const fn threshold_place(rules: &mut KeyAccountRules, rule: Rule) -> Option<&mut Option<f64>> {
    match rule {
        Rule::Voltage => Some(&mut rules.voltage_level_kv),
        Rule::Capacity => Some(&mut rules.contracted_capacity_kva),
        Rule::Energy => Some(&mut rules.energy_kwh),
        Rule::Spend => Some(&mut rules.spend_cny),
        Rule::Score => Some(&mut rules.score),
        Rule::Importance => None,
    }
}

/// Where a part's weight stands.
const fn weight_of(weights: &mut ScoreWeights, part: ScorePart) -> &mut f64 {
    match part {
        ScorePart::Value => &mut weights.value,
        ScorePart::Growth => &mut weights.growth,
        ScorePart::LoadFactor => &mut weights.load_factor,
        ScorePart::Payment => &mut weights.payment,
        ScorePart::Strategic => &mut weights.strategic,
    }
}
