//! What the customer weighs in the portfolio, and why.

use leptos::prelude::*;

use super::about::About;
use crate::{
    state::portfolio::{Basis, use_portfolio},
    ui::{
        components::{ButtonLink, Card, EmptyState},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// The class and its reason.
#[component]
pub fn StandingTab(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let basis = move || match portfolio.get().basis {
        Basis::Spend => t_string!(i18n, customer.basis_spend),
        Basis::Energy => t_string!(i18n, customer.basis_energy),
    };
    view! {
        {move || match about.standing() {
            None => {
                view! { <EmptyState title=move || t_string!(i18n, customer.standing_none) /> }.into_any()
            }
            Some(standing) => {
                let title = move || {
                    let locale = i18n.get_locale();
                    t_string!(
                        i18n,
                        customer.standing_title,
                        basis = basis(),
                        share = format::percent(locale, standing.share, 2),
                        rank = format::count(locale, standing.rank)
                    )
                };
                view! {
                    <Card title=title>
                        <div class="stack">
                            <p>
                                {move || {
                                    t_string!(
                                        i18n,
                                        customer.standing_class,
                                        class = labels::abc_class(i18n.get_locale(), standing.class),
                                        basis = basis()
                                    )
                                }}
                            </p>
                            <div>
                                <ButtonLink
                                    label=move || t_string!(i18n, customer.see_segments)
                                    href=Page::Segments.href()
                                />
                            </div>
                        </div>
                    </Card>
                }
                    .into_any()
            }
        }}
    }
}
