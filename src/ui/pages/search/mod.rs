//! 搜索: hits in all texts of the workspace, grouped by kind of record.

use busbar_core::{
    books::search::{SearchHit, SearchHits, SearchKind},
    domain::Id,
};
use leptos::prelude::*;

use crate::{
    state::{search::use_search, workspace::use_workspace},
    ui::{
        components::{Card, EmptyState, Icon, Row, Rows, SearchBox, Tag},
        format,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::sheet::joined,
    },
};

/// Name of the search in the address.
const SEARCH: &str = "q";
/// Maximum number of hits shown per kind.
const SHOWN: usize = 8;

/// Search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let search = use_search();
    search.prepare();
    let wanted = navigation.filter(SEARCH);
    let found = Memo::new(move |_| {
        let wanted = wanted.get().unwrap_or_default();
        search.find(&wanted, SHOWN)
    });
    let is_blank = move || wanted.with(|wanted| wanted.as_deref().is_none_or(str::is_empty));
    let nothing = move || {
        let (title, text) = if is_blank() {
            (t_string!(i18n, search.blank), t_string!(i18n, search.blank_text))
        } else {
            (t_string!(i18n, search.none), t_string!(i18n, search.none_text))
        };
        view! { <EmptyState icon=Icon::Search title=title text=text /> }
    };
    view! {
        <div class="page search-page">
            <h1 class="visually-hidden">{t!(i18n, search.title)}</h1>
            <SearchBox
                label=move || t_string!(i18n, search.label)
                value=Signal::derive(move || wanted.get().unwrap_or_default())
                on_search=move |text| navigation.search(SEARCH, text)
                takes_keyboard=true
            />
            <Show when=move || !found.with(Vec::is_empty) fallback=nothing>
                {move || {
                    found.get().into_iter().map(|found| view! { <OfKind found=found /> }).collect_view()
                }}
            </Show>
        </div>
    }
}

/// Card with the hits of one kind.
#[component]
fn OfKind(found: SearchHits) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let kind = found.kind;
    let title = move || match kind {
        SearchKind::Customers => t_string!(i18n, search.customers),
        SearchKind::Contacts => t_string!(i18n, search.contacts),
        SearchKind::Visits => t_string!(i18n, search.visits),
        SearchKind::Findings => t_string!(i18n, search.findings),
        SearchKind::Needs => t_string!(i18n, search.needs),
        SearchKind::Requests => t_string!(i18n, search.requests),
        SearchKind::Promises => t_string!(i18n, search.promises),
        SearchKind::Plans => t_string!(i18n, search.plans),
        SearchKind::PlanLines => t_string!(i18n, search.plan_lines),
        SearchKind::Notices => t_string!(i18n, search.notices),
    };
    let has_more = found.has_more;
    let note = move || match has_more {
        true => t_string!(i18n, search.more),
        false => "",
    };
    let row = move |hit: SearchHit| {
        let about = hit.customer.filter(|_| kind != SearchKind::Customers);
        let name = tables.customer_name(about);
        let (title, on, about) = (hit.title.clone(), hit.on, hit.about.clone());
        let note = move || {
            let day = on.map(|day| format::date(i18n.get_locale(), day));
            joined([name.clone(), Some(about.clone()), day])
        };
        let word = move || one_of(i18n.get_locale(), kind);
        view! {
            <Row
                lead=move || view! { <Tag text=word /> }
                title=move || title
                note=move || view! { {note} }
                href=address(kind, &hit)
            />
        }
    };
    view! {
        <Card title=title note=note>
            <Rows>{found.hits.into_iter().map(row).collect_view()}</Rows>
        </Card>
    }
}

/// Returns the name of one hit's kind.
fn one_of(locale: Locale, kind: SearchKind) -> &'static str {
    match kind {
        SearchKind::Customers => td_string!(locale, search.customer),
        SearchKind::Contacts => td_string!(locale, search.contact),
        SearchKind::Visits => td_string!(locale, search.visit),
        SearchKind::Findings => td_string!(locale, search.finding),
        SearchKind::Needs => td_string!(locale, search.need),
        SearchKind::Requests => td_string!(locale, search.request),
        SearchKind::Promises => td_string!(locale, search.promise),
        SearchKind::Plans => td_string!(locale, search.plan),
        SearchKind::PlanLines => td_string!(locale, search.plan_line),
        SearchKind::Notices => td_string!(locale, search.notice),
    }
}

/// Returns the link to a hit.
fn address(kind: SearchKind, hit: &SearchHit) -> String {
    let of_customer = |tab: &str| {
        let page = hit.customer.map_or(Page::Customers, Page::Customer);
        page.route().with("tab", tab).href()
    };
    match kind {
        SearchKind::Customers => Page::Customer(Id::new(hit.id)).href(),
        SearchKind::Contacts => of_customer("contacts"),
        SearchKind::Visits => Page::Visit(Id::new(hit.id)).href(),
        SearchKind::Findings => of_customer("supply"),
        SearchKind::Needs => of_customer("timeline"),
        SearchKind::Requests => Page::Request(Id::new(hit.id)).href(),
        SearchKind::Promises => Page::Actions.route().with("q", hit.title.as_str()).href(),
        SearchKind::Plans | SearchKind::PlanLines => Page::Plan(Id::new(hit.id)).href(),
        SearchKind::Notices => Page::Requests.route().with("tab", "notices").href(),
    }
}
