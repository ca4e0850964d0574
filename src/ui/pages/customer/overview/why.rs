//! Key-account score of the customer, part by part.

use busbar_core::{
    analysis::key_account::{KeyAccount, ScorePoints},
    domain::{Customer, Id, InOrder},
};
use leptos::prelude::*;

use crate::{
    state::{segments::use_segments, workspace::use_workspace},
    ui::{
        components::{Bar, ButtonLink, Card, Emphasis, Row, Rows},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
    },
};

/// Maximum number of score parts shown.
const PARTS: usize = 5;

/// Card with the score; hidden until all figures have loaded.
#[component]
pub fn Why(id: Id<Customer>) -> impl IntoView {
    let segments = use_segments();
    let loaded = use_workspace().facts.loaded;
    let account = Memo::new(move |_| {
        let is_known = loaded.get();
        is_known.then(|| segments.judgement().key_account(id))?
    });
    move || account.get().map(|account| view! { <Account account=account /> })
}

#[component]
fn Account(account: KeyAccount) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let (is_key, score) = (account.is_key(), account.score);
    let mut parts = account.points;
    parts.order_by(|a, b| b.points.total_cmp(&a.points));
    parts.truncate(PARTS);
    let all = move || navigation.route().with("tab", "segment").href();
    let row = move |part: ScorePoints| {
        let name = move || labels::score_part(i18n.get_locale(), part.part);
        view! {
            <Row
                title=move || view! { {name} }
                note=move || {
                    view! {
                        {move || labels::score_figure(i18n.get_locale(), part.part, part.figure)}
                    }
                }
                end=move || {
                    view! {
                        <Bar
                            label=name
                            share=Signal::stored(Some(part.points / part.most))
                            text=move || {
                                let locale = i18n.get_locale();
                                t_string!(
                                    i18n,
                                    customer.points_of,
                                    points = format::decimal(locale, part.points, 1),
                                    most = format::decimal(locale, part.most, 1)
                                )
                            }
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || {
                if is_key {
                    t_string!(i18n, customer.is_key)
                } else {
                    t_string!(i18n, customer.is_no_key)
                }
            }
            note=move || {
                let points = format::decimal(i18n.get_locale(), score, 1);
                t_string!(i18n, customer.points_of, points = points, most = "100")
            }
            tools=move || {
                view! {
                    <ButtonLink
                        label=move || t_string!(i18n, customer.why_all)
                        href=Signal::derive(all)
                        emphasis=Emphasis::Quiet
                    />
                }
            }
        >
            <Rows>{parts.into_iter().map(row).collect_view()}</Rows>
        </Card>
    }
}
