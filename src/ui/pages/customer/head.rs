//! Head of a customer's page: name, tags, actions and key figures.

use busbar_core::{
    books::portfolio::FALL,
    domain::{Customer, Id, Importance, segment::AbcClass},
};
use leptos::prelude::*;

use super::{merge::MergeDialog, numbers::Numbers, to_do::ToDo};
use crate::{
    state::{about::About, commands::record::remove, workspace::use_workspace},
    ui::{
        components::{Glyph, Icon, Popover, Tag, Tone, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::{Page, Route},
    },
};

/// Head of the page.
#[component]
pub fn Head(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let workspace = use_workspace();
    let of = move |text: fn(&Customer) -> &str| {
        Memo::new(move |_| {
            workspace.tables.read(id, |customer| text(customer).to_owned()).unwrap_or_default()
        })
    };
    let name = of(|customer| &customer.name);
    let number = of(|customer| &customer.account_number);
    let manager = Memo::new(move |_| {
        let manager =
            workspace.tables.read(id, |one: &Customer| workspace.name(&one.account_manager));
        manager.unwrap_or_default()
    });
    let over = move || {
        let said = |text: String| (!text.is_empty()).then_some(text);
        [
            said(number.get()).map(|number| t_string!(i18n, customer.account, number = number)),
            said(manager.get()).map(|name| t_string!(i18n, customer.managed_by, name = name)),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
    };
    let list = move || {
        let query = navigation.query().with("tab", "");
        Route { page: Page::Customers, query }
    };
    // The toast of the removal offers to undo it.
    let take_out = move |_| {
        remove(workspace, id);
        navigation.go(&untrack(list));
    };
    let is_merging = RwSignal::new(false);
    let back = move || list().href();
    view! {
        <header class="page-head">
            <div>
                <a class="back only-narrow" href=back>
                    <Glyph icon=Icon::Back />
                    {t!(i18n, customer.back)}
                </a>
                <p class="over">{over}</p>
                <h1>{name}</h1>
                <Tags id=id about=about />
            </div>
            <div class="line customer-more">
                <Popover
                    label=move || t_string!(i18n, customer.actions)
                    kind=Trigger::Icon
                    trigger=|| view! { <Glyph icon=Icon::More /> }
                    is_menu=true
                >
                    <div class="menu">
                        <button type="button" on:click=move |_| is_merging.set(true)>
                            <Glyph icon=Icon::Customers />
                            {t!(i18n, customer.merge)}
                        </button>
                        <button type="button" on:click=take_out>
                            <Glyph icon=Icon::Delete />
                            {t!(i18n, customer.remove_customer)}
                        </button>
                    </div>
                </Popover>
                <a
                    class="button quiet icon-only only-wide"
                    href=back
                    aria-label=move || t_string!(i18n, customer.back)
                >
                    <Glyph icon=Icon::Close />
                </a>
            </div>
            <ToDo id=id />
        </header>
        <MergeDialog id=id open=is_merging />
        <Numbers about=about />
    }
}

/// Tags: rank, industry, importance, sample data, arrears, late payments, decline in use.
#[component]
fn Tags(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let tags = move || {
        let locale = i18n.get_locale();
        let summary = about.summary();
        let mut tags: Vec<(String, Tone)> = Vec::new();
        if let Some(position) = about.position() {
            let text = say!(
                i18n,
                customer.rank,
                class = labels::abc_class(locale, position.class),
                rank = position.rank
            );
            let tone = if position.class == AbcClass::A { Tone::Accent } else { Tone::Plain };
            tags.push((text, tone));
        }
        customers.with(|customers| {
            let Some(customer) = customers.get(id) else {
                return;
            };
            if !customer.industry.is_empty() {
                tags.push((customer.industry.clone(), Tone::Plain));
            }
            if let Some(grade) = customer.importance.filter(|grade| *grade != Importance::None) {
                let grade = labels::importance(locale, grade);
                tags.push((t_string!(i18n, customer.important, grade = grade), Tone::Plain));
            }
            if customer.is_sample {
                tags.push((t_string!(i18n, customer.made_up).to_owned(), Tone::Plain));
            }
        });
        if summary.arrears_bills > 0 {
            let amount = format::money(locale, summary.arrears_cny).to_string();
            tags.push((t_string!(i18n, customer.in_arrears, amount = amount), Tone::Bad));
        }
        if summary.late_bills > 0 {
            // The months are named below the figures.
            let text = say!(i18n, customer.paid_late_tag, count = summary.late_bills);
            tags.push((text, Tone::Warn));
        }
        if summary.pays_on_time() == Some(true) {
            tags.push((t_string!(i18n, customer.pays_on_time).to_owned(), Tone::Good));
        }
        if let Some(growth) = summary.growth.filter(|growth| *growth <= FALL) {
            let change = format::change(locale, growth);
            tags.push((t_string!(i18n, customer.use_falls, change = change), Tone::Warn));
        }
        tags.into_iter().map(|(text, tone)| view! { <Tag text=text tone=tone /> }).collect_view()
    };
    view! { <p class="tags">{tags}</p> }
}
