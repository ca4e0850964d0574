//! Form for the key-account rules and weights. Before they are applied, it shows how many customers each rule covers,
//! their share of value, and the customers that a change would add and remove.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        key_account::{AccountFigures, KeyAccountRule, ScorePart, Yardstick},
        rules_reach::{Reach, RulesChange, RulesReach, rules_change, rules_reach},
    },
    books::segments::Judgement,
    domain::segment::{KeyAccountRules, ScoreWeights},
};
use leptos::prelude::*;

use super::{basis, listed::value_shares};
use crate::{
    state::{commands::segment::change_params, segments::Segments, workspace::use_workspace},
    ui::{
        components::{Bounds, Button, Card, Emphasis, NumberInput, Switch},
        format,
        i18n::*,
        labels,
    },
};

/// Reach of the draft rules, and the changes they would cause.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tried {
    reach: RulesReach,
    change: RulesChange,
}

/// Judges all customers by the draft rules and compares the result with the rules in force.
fn tried(judgement: &Judgement, rules: &KeyAccountRules) -> Tried {
    let shares = value_shares(judgement);
    let figures: Vec<AccountFigures> =
        judgement.subjects.iter().map(|subject| subject.account).collect();
    let then = Yardstick::new(&figures, rules).verdicts(&figures);
    Tried {
        reach: rules_reach(&then, rules, &shares),
        change: rules_change(&judgement.judged.verdicts, &then, &shares),
    }
}

/// Form for the rules and weights, with a preview of their effect.
#[component]
pub fn Rules(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let draft = RwSignal::new(None::<KeyAccountRules>);
    let held = Memo::new(move |_| segments.params.read().rules.clone());
    let rules = Memo::new(move |_| draft.get().unwrap_or_else(|| held.get()));
    let tried = Memo::new(move |_| Arc::new(tried(&segments.judgement(), &rules.read())));
    let is_changed = Memo::new(move |_| draft.read().is_some());
    let change = move |change: Box<dyn Fn(&mut KeyAccountRules)>| {
        let mut next = rules.get_untracked();
        change(&mut next);
        let is_back = held.with_untracked(|held| *held == next);
        draft.set((!is_back).then_some(next));
    };
    let take = move |()| {
        let Some(rules) = draft.get_untracked() else {
            return;
        };
        change_params(workspace, move |params| params.rules = rules.clone());
        draft.set(None);
    };
    let said = move |reach: Reach| {
        let locale = i18n.get_locale();
        say!(
            i18n,
            segments.reach,
            count = reach.customers,
            share = format::percent(locale, reach.share, 1),
            basis = basis(locale, segments.judgement().judged.is_billed())
        )
    };
    let hint = move |rule: KeyAccountRule| {
        tried
            .with(|tried| {
                let rules = tried.reach.rules.iter();
                let (_, met, alone) = rules.copied().find(|(of, ..)| *of == rule)?;
                let locale = i18n.get_locale();
                Some(say!(
                    i18n,
                    segments.rule_reach,
                    met = met.customers,
                    share = format::percent(locale, met.share, 1),
                    alone = alone.customers,
                    alone_share = format::percent(locale, alone.share, 1)
                ))
            })
            .unwrap_or_else(|| t_string!(i18n, segments.rule_off).to_owned())
    };
    let threshold = move |rule: KeyAccountRule| {
        let unit = move || match rule {
            KeyAccountRule::Voltage => "kV",
            KeyAccountRule::Capacity => "kVA",
            KeyAccountRule::Energy => t_string!(i18n, labels.unit_kwh),
            KeyAccountRule::Spend => t_string!(i18n, labels.unit_cny),
            KeyAccountRule::Score | KeyAccountRule::Importance => "",
        };
        let value = Signal::derive(move || *threshold_place(&mut rules.get(), rule)?);
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
                hint=move || hint(rule)
                on_change=set
            />
        }
    };
    let weight = move |part: ScorePart| {
        let value = Signal::derive(move || Some(*weight_of(&mut rules.get().weights, part)));
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
    let importance = Signal::derive(move || rules.read().importance);
    let effect = move || {
        let change = tried.read().change;
        if is_changed.get() {
            say!(
                i18n,
                segments.rules_would,
                all = said(change.all),
                added = said(change.added),
                removed = change.removed.customers
            )
        } else {
            t_string!(i18n, segments.rules_now, all = said(change.all))
        }
    };
    view! {
        <div class="stack">
            <Card
                title=move || t_string!(i18n, segments.rules)
                note=move || t_string!(i18n, segments.rules_note)
            >
                <div class="form-pair narrow rules-fields">
                    {threshold(KeyAccountRule::Voltage)} {threshold(KeyAccountRule::Capacity)} {threshold(KeyAccountRule::Energy)}
                    {threshold(KeyAccountRule::Spend)} {threshold(KeyAccountRule::Score)}
                </div>
                <Switch
                    label=move || t_string!(i18n, segments.importance_rule)
                    value=importance
                    on_change=move |is_on| change(Box::new(move |rules| rules.importance = is_on))
                />
                <p class="quiet-text">{move || hint(KeyAccountRule::Importance)}</p>
            </Card>
            <Card
                title=move || t_string!(i18n, segments.weights)
                note=move || t_string!(i18n, segments.weights_note)
            >
                <div class="form-pair narrow">
                    {weight(ScorePart::Value)} {weight(ScorePart::Growth)}
                    {weight(ScorePart::LoadFactor)} {weight(ScorePart::Payment)}
                    {weight(ScorePart::Strategic)}
                </div>
            </Card>
            <div class="rules-effect" class:tried=move || is_changed.get()>
                <p role="status">{effect}</p>
                <Show when=move || is_changed.get()>
                    <div class="line">
                        <Button
                            label=move || t_string!(i18n, segments.rules_take)
                            emphasis=Emphasis::First
                            on_press=take
                        />
                        <Button
                            label=move || t_string!(i18n, segments.rules_discard)
                            on_press=move |()| draft.set(None)
                        />
                    </div>
                </Show>
            </div>
        </div>
    }
}

/// Returns the threshold of a rule; `None` for a rule without one.
const fn threshold_place(
    rules: &mut KeyAccountRules,
    rule: KeyAccountRule,
) -> Option<&mut Option<f64>> {
    match rule {
        KeyAccountRule::Voltage => Some(&mut rules.voltage_level_kv),
        KeyAccountRule::Capacity => Some(&mut rules.contracted_capacity_kva),
        KeyAccountRule::Energy => Some(&mut rules.energy_kwh),
        KeyAccountRule::Spend => Some(&mut rules.spend_cny),
        KeyAccountRule::Score => Some(&mut rules.score),
        KeyAccountRule::Importance => None,
    }
}

/// Returns the weight of a part of the score.
const fn weight_of(weights: &mut ScoreWeights, part: ScorePart) -> &mut f64 {
    match part {
        ScorePart::Value | ScorePart::Rank => &mut weights.value,
        ScorePart::Growth => &mut weights.growth,
        ScorePart::LoadFactor => &mut weights.load_factor,
        ScorePart::Payment => &mut weights.payment,
        ScorePart::Strategic => &mut weights.strategic,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        analysis::segmentation::Subject,
        domain::{Id, segment::SegmentParams},
    };

    #[test]
    fn rules_are_seen_before_they_are_taken() {
        // One of ten customers spends a hundred times as much; a refund has no share.
        let spends = [1000.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, -70.0];
        let subjects = spends.into_iter().zip(1..).map(|(spend, n)| Subject {
            account: AccountFigures {
                spend_cny: Some(spend),
                voltage_level_kv: Some(if n == 2 { 35.0 } else { 10.0 }),
                ..AccountFigures::default()
            },
            ..Subject::empty(Id::new(Uuid::from_u128(n)))
        });
        let params = SegmentParams::default();
        let judgement = Judgement::of(subjects.collect(), &params);
        let as_it_holds = tried(&judgement, &params.rules);
        let reach = |customers, share: f64| Reach { customers, share };
        let all = reach(2, 1000.0 / 1080.0 + 10.0 / 1080.0);
        assert_eq!((as_it_holds.reach.all, as_it_holds.change.all), (all, all));
        assert_eq!(as_it_holds.change.added, Reach::default());
        let wider = KeyAccountRules { spend_cny: Some(10.0), ..params.rules };
        let change = tried(&judgement, &wider).change;
        assert_eq!((change.all.customers, change.added.customers), (9, 7));
        assert!((change.added.share - 70.0 / 1080.0).abs() < 1e-12);
        assert_eq!(change.removed.customers, 0);
    }
}
