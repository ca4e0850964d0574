//! Customers that need attention: arrears and falling use; and the state of the data. Low scores are in `answers`.

use busbar_core::{
    books::portfolio::Portfolio,
    domain::{Customer, Id, People},
};
use leptos::prelude::*;

use crate::{
    state::{mine::use_mine, portfolio::use_portfolio, workspace::use_workspace},
    ui::{
        components::{ButtonLink, Card, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::sheet::joined,
    },
};

/// Maximum number of rows of a card.
pub const ROWS: usize = 5;

/// Row of a customer: name, industry, class and account manager, a tag, and a figure.
fn customer_row(
    i18n: leptos_i18n::I18nContext<Locale>,
    (portfolio, people): (&Portfolio, &People),
    customer: &Customer,
    tag: (String, Tone),
    figure: String,
) -> impl IntoView + use<> {
    let locale = i18n.get_locale();
    let class =
        portfolio.position(customer.id).map(|position| labels::abc_class(locale, position.class));
    let note = joined([
        Some(customer.industry.clone()),
        class.map(str::to_owned),
        Some(people.name(&customer.account_manager).to_owned()),
    ]);
    let name = customer.name.clone();
    view! {
        <Row
            title=move || name
            note=move || note
            lead=move || view! { <Tag text=tag.0 tone=tag.1 /> }
            end=move || view! { <strong class="number">{figure}</strong> }
            href=Page::Customer(customer.id).href()
        />
    }
}

/// Card of the customers in arrears, largest amount first.
#[component]
pub fn Arrears() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let (portfolio, mine) = (use_portfolio(), use_mine());
    let shown = Memo::new(move |_| {
        let (portfolio, is_shown) = (portfolio.get(), mine.customers());
        let ids = portfolio.in_arrears.iter().copied();
        ids.filter(|id| is_shown(*id)).collect::<Vec<_>>()
    });
    let note = move || {
        let (portfolio, shown) = (portfolio.get(), shown.read());
        let summaries = shown.iter().filter_map(|id| portfolio.summary(*id));
        let owed = summaries.map(|one| one.arrears_cny);
        let amount = format::money(i18n.get_locale(), owed.sum()).to_string();
        t_string!(i18n, today.arrears_note, amount = amount)
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let portfolio = portfolio.get();
        let (customers, people) = (customers.read(), workspace.people.read());
        let shown = shown.read();
        shown
            .iter()
            .take(ROWS)
            .filter_map(|id| {
                let customer = customers.get(*id)?;
                let summary = portfolio.summary(*id)?;
                let bills = format::count(locale, summary.arrears_bills);
                let tag = (t_string!(i18n, today.bills_owed, count = bills), Tone::Bad);
                let amount = format::money(locale, summary.arrears_cny).to_string();
                Some(customer_row(i18n, (&portfolio, &people), customer, tag, amount))
            })
            .collect_view()
    };
    let count = Memo::new(move |_| shown.read().len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <Card
                title=move || t_string!(i18n, today.arrears_card)
                note=note
                tools=move || view! { <AllCustomers count=count filter="arrears" sort="-arrears" /> }
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the customers that use clearly less than the year before, largest loss first.
#[component]
pub fn Falling() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let (portfolio, mine) = (use_portfolio(), use_mine());
    let shown = Memo::new(move |_| {
        let (portfolio, is_shown) = (portfolio.get(), mine.customers());
        let falling = portfolio.falling.iter().copied();
        falling.filter(|(id, _)| is_shown(*id)).collect::<Vec<_>>()
    });
    let rows = move || {
        let locale = i18n.get_locale();
        let portfolio = portfolio.get();
        let (customers, people) = (customers.read(), workspace.people.read());
        let shown = shown.read();
        shown
            .iter()
            .take(ROWS)
            .filter_map(|(id, lost): &(Id<Customer>, f64)| {
                let customer = customers.get(*id)?;
                let growth = portfolio.summary(*id)?.growth?;
                let tag = (format::change(locale, growth), Tone::Warn);
                let energy = format::energy(locale, *lost).to_string();
                let lost = t_string!(i18n, today.lost, energy = energy);
                Some(customer_row(i18n, (&portfolio, &people), customer, tag, lost))
            })
            .collect_view()
    };
    let count = Memo::new(move |_| shown.read().len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <Card
                title=move || t_string!(i18n, today.falling_card)
                note=move || t_string!(i18n, today.falling_note)
                tools=move || view! { <AllCustomers count=count filter="falling" sort="growth" /> }
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Link to all customers that match a filter, if a card shows only the first.
#[component]
fn AllCustomers(
    #[prop(into)] count: Signal<usize>,
    filter: &'static str,
    sort: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let mine = use_mine();
    let all = move || {
        let all = Page::Customers.route().with(filter, "1").with("sort", sort);
        all.with("manager", mine.name().unwrap_or_default()).href()
    };
    let text = move || {
        let count = format::count(i18n.get_locale(), count.get());
        t_string!(i18n, today.see_all, count = count)
    };
    view! { <SeeAll count=count text=text href=Signal::derive(all) /> }
}

/// Link to all entries, if a card shows only the first.
#[component]
pub fn SeeAll(
    /// Number of entries.
    #[prop(into)]
    count: Signal<usize>,
    /// Text of the link.
    #[prop(into)]
    text: TextProp,
    /// Address of the list.
    #[prop(into)]
    href: Signal<String>,
) -> impl IntoView {
    let link = move || {
        let text = text.clone();
        view! {
            <a class="button quiet" href=href>
                {move || text.get()}
            </a>
        }
    };
    view! { <Show when=move || { count.get() > ROWS }>{link.clone()}</Show> }
}

/// Card of the newest month with data, and the customers without data.
#[component]
pub fn DataState() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let portfolio = use_portfolio();
    let month = move || {
        facts.newest_month().map(|month| {
            t_string!(i18n, today.data_to, month = format::month(i18n.get_locale(), month))
        })
    };
    let missing = move || {
        let portfolio = portfolio.get();
        match portfolio.customers.saturating_sub(portfolio.measured()) {
            0 => t_string!(i18n, today.data_complete).to_owned(),
            count => {
                say!(i18n, today.data_missing, count = count)
            }
        }
    };
    view! {
        <Card title=move || t_string!(i18n, today.data_card)>
            <div class="stack">
                {move || month().map(|month| view! { <p>{month}</p> })}
                <p class="quiet-text">{missing}</p>
                <div>
                    <ButtonLink label=move || t_string!(i18n, today.import) href=Page::Import.href() />
                </div>
            </div>
        </Card>
    }
}
