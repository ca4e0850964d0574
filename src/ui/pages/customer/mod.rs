//! 客户: one customer. Its head says who it is and how it stands; its parts are tabs, a file each.

mod bills;
mod energy;
mod facts;
mod gone;
mod head;
mod history;
mod people;
mod plan;
mod promises;
mod requests;
mod satisfied;
mod standing;
mod supply;
mod timeline;
mod visits;

use leptos::prelude::*;

use crate::{
    domain::{Contact, Customer, Id, SupplyPoint},
    state::{about::About, requests::use_requests, workspace::use_workspace},
    ui::{
        components::{Tab, Tabs},
        i18n::*,
        navigation::use_navigation,
    },
};

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Energy,
    Bills,
    Facts,
    SupplyPoints,
    Contacts,
    Supply,
    Timeline,
    Requests,
    Promises,
    Plan,
    Standing,
    Satisfaction,
    Visits,
    History,
}

impl Part {
    const ALL: &'static [Self] = &[
        Self::Energy,
        Self::Bills,
        Self::Timeline,
        Self::Requests,
        Self::Promises,
        Self::Plan,
        Self::Facts,
        Self::SupplyPoints,
        Self::Contacts,
        Self::Supply,
        Self::Standing,
        Self::Satisfaction,
        Self::Visits,
        Self::History,
    ];

    /// The stable name, as in the address.
    const fn name(self) -> &'static str {
        match self {
            Self::Energy => "use",
            Self::Bills => "bills",
            Self::Facts => "facts",
            Self::SupplyPoints => "points",
            Self::Contacts => "contacts",
            Self::Supply => "supply",
            Self::Timeline => "timeline",
            Self::Requests => "requests",
            Self::Promises => "promises",
            Self::Plan => "plan",
            Self::Standing => "segment",
            Self::Satisfaction => "satisfaction",
            Self::Visits => "visits",
            Self::History => "history",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.name() == name)
    }
}

/// One customer.
#[component]
pub fn CustomerPage(
    /// Which.
    id: Id<Customer>,
) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let navigation = use_navigation();
    let about = About::new(id);
    let is_here = Memo::new(move |_| {
        tables.customers.with(|customers| {
            customers
                .get(id)
                .is_some_and(|customer| !customer.is_deleted)
        })
    });
    let part = Memo::new(move |_| {
        let query = navigation.query();
        query.get("tab").and_then(Part::named).unwrap_or_default()
    });
    let points = Memo::new(move |_| {
        let is_here = |point: &&SupplyPoint| !point.is_deleted;
        tables
            .supply_points
            .with(|points| points.of(id).filter(is_here).count())
    });
    let contacts = Memo::new(move |_| {
        let is_here = |contact: &&Contact| !contact.is_deleted;
        tables
            .contacts
            .with(|contacts| contacts.of(id).filter(is_here).count())
    });
    let requests = use_requests().of_customer(id);
    let tabs = Signal::derive(move || {
        let route = navigation.route();
        let counted = |word: &str, count: usize| match count {
            0 => word.to_owned(),
            count => t_string!(i18n, customer.counted, word = word, count = count),
        };
        let tab = |shown: &Part| Tab {
            text: match shown {
                Part::Energy => t_string!(i18n, customer.tab_use).to_owned(),
                Part::Bills => t_string!(i18n, customer.tab_bills).to_owned(),
                Part::Facts => t_string!(i18n, customer.tab_facts).to_owned(),
                Part::SupplyPoints => counted(t_string!(i18n, customer.tab_points), points.get()),
                Part::Contacts => counted(t_string!(i18n, customer.tab_contacts), contacts.get()),
                Part::Requests => counted(
                    t_string!(i18n, customer.tab_requests),
                    requests.with(Vec::len),
                ),
                Part::Supply => t_string!(i18n, customer.tab_supply).to_owned(),
                Part::Timeline => t_string!(i18n, customer.tab_timeline).to_owned(),
                Part::Promises => t_string!(i18n, shell.actions).to_owned(),
                Part::Plan => t_string!(i18n, customer.tab_plan).to_owned(),
                Part::Standing => t_string!(i18n, customer.tab_standing).to_owned(),
                Part::Satisfaction => t_string!(i18n, customer.tab_satisfaction).to_owned(),
                Part::Visits => t_string!(i18n, customer.tab_visits).to_owned(),
                Part::History => t_string!(i18n, customer.tab_history).to_owned(),
            },
            href: route
                .clone()
                .with(
                    "tab",
                    if *shown == Part::default() {
                        ""
                    } else {
                        shown.name()
                    },
                )
                .href(),
            is_current: part.get() == *shown,
        };
        Part::ALL.iter().map(tab).collect::<Vec<_>>()
    });
    let content = move || match part.get() {
        Part::Energy => view! { <energy::Energy id=id about=about /> }.into_any(),
        Part::Bills => view! { <bills::BillsTab about=about /> }.into_any(),
        Part::Facts => view! { <facts::Facts id=id /> }.into_any(),
        Part::SupplyPoints => view! { <people::SupplyPoints id=id /> }.into_any(),
        Part::Contacts => view! { <people::Contacts id=id /> }.into_any(),
        Part::Requests => view! { <requests::RequestsTab id=id /> }.into_any(),
        Part::Supply => view! { <supply::SupplyTab id=id /> }.into_any(),
        Part::Timeline => view! { <timeline::TimelineTab id=id about=about /> }.into_any(),
        Part::Promises => view! { <promises::PromisesTab id=id /> }.into_any(),
        Part::Plan => view! { <plan::PlanTab id=id /> }.into_any(),
        Part::Standing => view! { <standing::StandingTab id=id about=about /> }.into_any(),
        Part::Satisfaction => view! { <satisfied::SatisfactionTab id=id /> }.into_any(),
        Part::Visits => view! { <visits::VisitsTab id=id /> }.into_any(),
        Part::History => view! { <history::HistoryTab id=id /> }.into_any(),
    };
    view! {
        <Show
            when=move || is_here.get()
            fallback=move || view! { <gone::Gone id=id /> }
        >
            <article class="page customer">
                <head::Head id=id about=about />
                <Tabs label=move || t_string!(i18n, customer.parts) tabs=tabs />
                <div class="customer-part">{content}</div>
            </article>
        </Show>
    }
}
