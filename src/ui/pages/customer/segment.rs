//! Segment of the customer and the reasons: its ABC class, the key-account rules met or not met, the points of its
//! score, its tier and its cluster.

use busbar_core::{
    analysis::key_account::{Gap, KeyAccount, ScorePart, scale},
    books::portfolio::{Basis, PortfolioPosition},
    domain::{Customer, Id},
};
use leptos::prelude::*;

use crate::{
    state::{about::About, portfolio::use_portfolio, segments::use_segments},
    ui::{
        components::{ButtonLink, Card, Computed, EmptyState, Explanation, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Section with the segment.
#[component]
pub fn SegmentTab(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let segments = use_segments();
    let class = move || match about.position() {
        Some(position) => view! { <ClassCard position=position /> }.into_any(),
        None => view! { <EmptyState title=move || t_string!(i18n, customer.standing_none) /> }
            .into_any(),
    };
    let account = move || segments.judgement().key_account(id);
    let rules = move || account().map(|account| view! { <Rules account=account /> });
    let score = move || account().map(|account| view! { <Score account=account /> });
    view! {
        <div class="columns">
            <div class="stack">{class} <Alike id=id /> {rules}</div>
            <div class="stack">{score}</div>
        </div>
        <div>
            <ButtonLink
                label=move || t_string!(i18n, customer.see_segments)
                href=Page::Segments.href()
            />
        </div>
    }
}

/// Card with the ABC class and the share it is based on.
#[component]
fn ClassCard(position: PortfolioPosition) -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let basis = move || match portfolio.get().basis {
        Basis::Spend => t_string!(i18n, customer.basis_spend),
        Basis::Energy => t_string!(i18n, customer.basis_energy),
    };
    let title = move || {
        let locale = i18n.get_locale();
        t_string!(
            i18n,
            customer.standing_title,
            basis = basis(),
            share =
                format::percent(locale, position.share, if position.share < 0.01 { 2 } else { 1 }),
            rank = format::count(locale, position.rank)
        )
    };
    view! {
        <Card title=title>
            <p>
                {move || {
                    t_string!(
                        i18n,
                        customer.standing_class,
                        class = labels::abc_class(i18n.get_locale(), position.class),
                        basis = basis()
                    )
                }}
            </p>
        </Card>
    }
}

/// Card with the tier, and the cluster of the latest run.
#[component]
fn Alike(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let segments = use_segments();
    let tier = move || {
        let locale = i18n.get_locale();
        let tier = segments.judgement().get(id)?.tier?;
        let part =
            |score: Option<u8>| score.map_or_else(|| "–".to_owned(), |score| score.to_string());
        Some((
            labels::tier(locale, tier.tier),
            t_string!(
                i18n,
                customer.tier_scores,
                energy = part(tier.energy),
                spend = part(tier.spend),
                payment = part(tier.payment)
            ),
        ))
    };
    let cluster = move || {
        let locale = i18n.get_locale();
        let kept = segments.latest.get()?;
        let clustering = kept.result.clustering.as_ref()?;
        let place = kept.member(id)?.cluster? as usize;
        let cluster = clustering.clusters.get(place)?;
        Some((
            labels::cluster(locale, &clustering.columns, &cluster.traits),
            say!(i18n, customer.cluster_of, count = cluster.size, number = place + 1),
        ))
    };
    let row = move |(title, note): (String, String)| {
        view! { <Row title=move || view! { {title} } note=move || view! { {note} } /> }
    };
    view! {
        <Card title=move || t_string!(i18n, customer.alike)>
            <Rows>
                {move || tier().map(|(title, note)| row((title.to_owned(), note)))}
                {move || cluster().map(row)}
            </Rows>
        </Card>
    }
}

/// Card with the key-account rules, met and not met.
#[component]
fn Rules(account: KeyAccount) -> impl IntoView {
    let i18n = use_i18n();
    let is_key = account.is_key();
    let gap = move |gap: Gap, is_met: bool| {
        view! {
            <Row
                title=move || view! { {move || labels::rule(i18n.get_locale(), gap.rule)} }
                note=move || {
                    view! {
                        {move || {
                            let locale = i18n.get_locale();
                            let [has, needs] = labels::gap_values(locale, &gap);
                            if needs.is_empty() {
                                String::new()
                            } else {
                                t_string!(
                                    i18n,
                                    customer.rule_line,
                                    has = has,
                                    needs = needs
                                )
                            }
                        }}
                    }
                }
                end=move || {
                    view! {
                        <Tag
                            text=move || {
                                if is_met {
                                    t_string!(i18n, customer.rule_met)
                                } else {
                                    t_string!(i18n, customer.rule_lacks)
                                }
                            }
                            tone=if is_met { Tone::Good } else { Tone::Plain }
                        />
                    }
                }
            />
        }
    };
    let rules = account
        .met
        .iter()
        .map(|met| gap(*met, true))
        .chain(account.lacks.iter().map(|lacks| gap(*lacks, false)))
        .collect_view();
    view! {
        <Card title=move || {
            if is_key {
                t_string!(i18n, customer.is_key)
            } else {
                t_string!(i18n, customer.is_no_key)
            }
        }>
            <Rows>{rules}</Rows>
        </Card>
    }
}

/// Card with the points of the score.
#[component]
fn Score(account: KeyAccount) -> impl IntoView {
    let i18n = use_i18n();
    let score = account.score;
    let parts: Vec<ScorePart> = account.points.iter().map(|points| points.part).collect();
    let parts = StoredValue::new(parts);
    let explain = move |()| {
        let locale = i18n.get_locale();
        let line = |part: &ScorePart| {
            let (nothing, all) = scale(*part);
            let figure = |figure| labels::score_figure(locale, *part, figure);
            let reads = t_string!(
                i18n,
                customer.ex_score_scale,
                nothing = figure(nothing),
                all = figure(all)
            );
            (labels::score_part(locale, *part).to_owned(), reads)
        };
        Explanation {
            formula: t_string!(i18n, customer.ex_score).to_owned(),
            inputs: parts.with_value(|parts| parts.iter().map(line).collect()),
            n: None,
            source: t_string!(i18n, customer.source_score).to_owned(),
            caution: None,
        }
    };
    let points = account
        .points
        .iter()
        .map(|points| {
            let points = *points;
            view! {
                <Row
                    title=move || view! { {move || labels::score_part(i18n.get_locale(), points.part)} }
                    note=move || {
                        view! {
                            {move || labels::score_figure(i18n.get_locale(), points.part, points.figure)}
                        }
                    }
                    end=move || {
                        view! {
                            <span class="number">
                                {move || {
                                    let locale = i18n.get_locale();
                                    t_string!(
                                        i18n,
                                        customer.points_of,
                                        points = format::decimal(locale, points.points, 1),
                                        most = format::decimal(locale, points.most, 1)
                                    )
                                }}
                            </span>
                        }
                    }
                />
            }
        })
        .collect_view();
    view! {
        <Card
            title=move || {
                t_string!(
                    i18n,
                    customer.score_title,
                    score = format::decimal(i18n.get_locale(), score, 1)
                )
            }
            note=move || t_string!(i18n, customer.score_note)
            tools=move || {
                view! {
                    <Computed
                        label=move || t_string!(i18n, customer.why_all)
                        explain=explain
                    />
                }
            }
        >
            <Rows>{points}</Rows>
        </Card>
    }
}
