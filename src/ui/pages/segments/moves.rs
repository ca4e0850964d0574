//! Changes tab: what differs between a run and the one before it. Lists changed parameters, and customers with
//! another class, key-account status, set of rules met or cluster, each with reasons. [`Pair`] words the reasons.

use std::sync::Arc;

use busbar_core::{
    analysis::{changes::Changes, compare::Move},
    books::segments::StoredRun,
    domain::{Customer, Id, segment::AbcClass},
};
use leptos::prelude::*;

use super::{
    looked::{RunChoice, run_word, use_looked},
    pair::Pair,
};
use crate::{
    state::segments::use_segments,
    ui::{
        components::{Card, EmptyState, Icon, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Maximum number of moves listed of each kind.
const LISTED: usize = 60;

/// Changes tab.
#[component]
pub fn MovesTab() -> impl IntoView {
    let i18n = use_i18n();
    let looked = use_looked();
    let content = move || match (looked.before.get(), looked.run.get(), looked.changes.get()) {
        (Some(before), Some(latest), Some(changes)) => {
            view! { <Compared before=before latest=latest changes=changes /> }.into_any()
        }
        _ => view! {
            <EmptyState
                icon=Icon::Segments
                title=move || t_string!(i18n, segments.moves_none)
                text=move || t_string!(i18n, segments.moves_none_text)
            />
        }
        .into_any(),
    };
    view! {
        <RunChoice />
        {content}
    }
}

/// Text of one move.
#[derive(Clone, PartialEq)]
struct Told {
    customer: Id<Customer>,
    what: String,
    tone: Tone,
    /// `true` if the reasons are rules, `false` if they are figures.
    is_by_rules: bool,
}

#[component]
fn Compared(
    before: Arc<StoredRun>,
    latest: Arc<StoredRun>,
    changes: Arc<Changes>,
) -> impl IntoView {
    let i18n = use_i18n();
    let runs = use_segments().runs;
    let over = {
        let [before, latest] = [before.run.clone(), latest.run.clone()];
        move || {
            let locale = i18n.get_locale();
            let word = |run| runs.with(|runs| run_word(locale, runs, run));
            t_string!(i18n, segments.moves_over, from = word(&before), to = word(&latest))
        }
    };
    let pair = StoredValue::new(Arc::new(Pair::new(before, latest)));
    let settings = move || {
        let settings = pair.with_value(|pair| pair.settings(i18n.get_locale()));
        (!settings.is_empty()).then(|| view! { <Settings settings=settings /> })
    };
    let list = move |told: Vec<Told>| {
        let left = told.len().saturating_sub(LISTED);
        let rows = told
            .into_iter()
            .take(LISTED)
            .map(|told| view! { <MoveRow pair=pair.get_value() told=told /> })
            .collect_view();
        view! {
            <Rows>{rows}</Rows>
            {(left > 0)
                .then(|| {
                    view! {
                        <p class="quiet-text">
                            {say!(i18n, segments.more_moves, count = left)}
                        </p>
                    }
                })}
        }
    };
    let calm = changes.is_empty();
    let content = move || {
        let locale = i18n.get_locale();
        let count = |count: usize| format::count(locale, count);
        let classes = changes.classes.iter().map(|moved| class_move(locale, moved));
        let keys = changes.keys.iter().map(|moved| key_move(locale, moved));
        let pair = pair.get_value();
        let clusters = changes.clusters.iter().map(|moved| cluster_move(locale, moved, &pair));
        [
            (
                td_string!(locale, segments.moves_class, count = count(changes.classes.len())),
                classes.collect::<Vec<_>>(),
            ),
            (
                td_string!(locale, segments.moves_keys, count = count(changes.keys.len())),
                keys.collect(),
            ),
            (
                td_string!(locale, segments.moves_rules, count = count(changes.rules.len())),
                changes.rules.iter().map(|customer| rules_move(locale, *customer)).collect(),
            ),
            (
                td_string!(locale, segments.moves_clusters, count = count(changes.clusters.len())),
                clusters.collect(),
            ),
        ]
        .into_iter()
        .filter(|(_, told)| !told.is_empty())
        .map(|(title, told)| view! { <Card title=title>{list(told)}</Card> })
        .collect_view()
    };
    view! {
        <p class="quiet-text">{over}</p>
        {settings}
        {calm
            .then(|| view! { <EmptyState title=move || t_string!(i18n, segments.moves_calm) /> })}
        {content}
    }
}

/// Card of the changed parameters: name, value before, value now.
#[component]
fn Settings(settings: Vec<[String; 3]>) -> impl IntoView {
    let i18n = use_i18n();
    let row = |[name, before, after]: [String; 3]| {
        let note = td_string!(i18n.get_locale(), segments.moved, from = before, to = after);
        view! { <Row title=move || view! { {name} } note=move || view! { {note} } /> }
    };
    let rows = settings.into_iter().map(row).collect_view();
    view! {
        <Card title=move || t_string!(i18n, segments.moves_settings)>
            <Rows>{rows}</Rows>
        </Card>
    }
}

#[component]
fn MoveRow(pair: Arc<Pair>, told: Told) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_segments().customers();
    let id = told.customer;
    let name = customers.with_untracked(|all| all.get(id).map(|one| one.name.clone()));
    let why = move || {
        let locale = i18n.get_locale();
        let why = if told.is_by_rules {
            pair.by_rules(locale, told.customer)
        } else {
            pair.by_figures(locale, told.customer)
        };
        why.join(" · ")
    };
    view! {
        <Row
            title=move || view! { {name} }
            note=move || view! { {why} }
            end=move || view! { <Tag text=told.what tone=told.tone /> }
            href=Page::Customer(id).route().with("tab", "segment").href()
        />
    }
}

fn class_move(locale: Locale, moved: &Move<AbcClass>) -> Told {
    let tone = match (moved.before, moved.after) {
        (Some(before), Some(after)) if after < before => Tone::Good,
        (Some(_), Some(_)) => Tone::Warn,
        _ => Tone::Plain,
    };
    Told {
        customer: moved.customer,
        what: from_to(locale, moved, |class| labels::abc_class(locale, class).to_owned()),
        tone,
        is_by_rules: false,
    }
}

fn key_move(locale: Locale, moved: &Move<bool>) -> Told {
    let (what, tone) = match (moved.before, moved.after) {
        (_, Some(true)) => (td_string!(locale, segments.became_key), Tone::Good),
        (_, None) => (td_string!(locale, segments.gone_customer), Tone::Plain),
        _ => (td_string!(locale, segments.no_key), Tone::Warn),
    };
    Told { customer: moved.customer, what: what.to_owned(), tone, is_by_rules: true }
}

fn rules_move(locale: Locale, customer: Id<Customer>) -> Told {
    Told {
        customer,
        what: td_string!(locale, segments.stays_key).to_owned(),
        tone: Tone::Plain,
        is_by_rules: true,
    }
}

fn cluster_move(locale: Locale, moved: &Move<u32>, pair: &Pair) -> Told {
    Told {
        customer: moved.customer,
        what: from_to(locale, moved, |cluster| pair.cluster(locale, cluster)),
        tone: Tone::Plain,
        is_by_rules: false,
    }
}

/// Returns a move as text: `B 类 → A 类`, or that the customer is new or was removed.
fn from_to<G: Copy>(locale: Locale, moved: &Move<G>, name: impl Fn(G) -> String) -> String {
    match (moved.before, moved.after) {
        (Some(before), Some(after)) => {
            td_string!(locale, segments.moved, from = name(before), to = name(after))
        }
        (None, _) => td_string!(locale, segments.new_customer).to_owned(),
        (_, None) => td_string!(locale, segments.gone_customer).to_owned(),
    }
}
