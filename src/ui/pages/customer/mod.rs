//! 客户: one customer. Its head says who it is and how it stands, and what can be done with it; its parts are
//! five groups of sections, a file each.

mod bills;
mod energy;
mod facts;
mod gone;
mod head;
mod history;
mod overview;
mod part;
mod people;
mod plan;
mod plan_visit;
mod promises;
mod requests;
mod satisfied;
mod segment;
mod supply;
mod timeline;
mod to_do;
mod visits;

use busbar_core::domain::{Contact, Customer, Id, SupplyPoint};
use leptos::prelude::*;

use self::part::{Group, Section};
use crate::{
    state::{about::About, requests::use_requests, workspace::use_workspace},
    ui::{
        components::{Tab, Tabs},
        i18n::*,
        navigation::use_navigation,
    },
};

/// One customer.
#[component]
pub fn CustomerPage(
    /// Which.
    id: Id<Customer>,
) -> impl IntoView {
    let tables = use_workspace().tables;
    let navigation = use_navigation();
    let about = About::new(id);
    let is_here = Memo::new(move |_| {
        tables
            .customers
            .with(|customers| customers.get(id).is_some_and(|customer| !customer.is_deleted))
    });
    let section = Memo::new(move |_| {
        let query = navigation.query();
        query.get("tab").and_then(Section::named).unwrap_or_default()
    });
    let content = move || match section.get() {
        Section::Overview => view! { <overview::Overview id=id about=about /> }.into_any(),
        Section::Energy => view! { <energy::Energy id=id about=about /> }.into_any(),
        Section::Bills => view! { <bills::BillsTab about=about /> }.into_any(),
        Section::Facts => view! { <facts::Facts id=id /> }.into_any(),
        Section::SupplyPoints => view! { <people::SupplyPoints id=id /> }.into_any(),
        Section::Contacts => view! { <people::Contacts id=id /> }.into_any(),
        Section::Requests => view! { <requests::RequestsTab id=id /> }.into_any(),
        Section::Supply => view! { <supply::SupplyTab id=id /> }.into_any(),
        Section::Timeline => view! { <timeline::TimelineTab about=about /> }.into_any(),
        Section::Promises => view! { <promises::PromisesTab id=id /> }.into_any(),
        Section::Plan => view! { <plan::PlanTab id=id /> }.into_any(),
        Section::Segment => view! { <segment::SegmentTab id=id about=about /> }.into_any(),
        Section::Satisfaction => view! { <satisfied::SatisfactionTab id=id /> }.into_any(),
        Section::Visits => view! { <visits::VisitsTab id=id /> }.into_any(),
        Section::History => view! { <history::HistoryTab id=id /> }.into_any(),
    };
    view! {
        <Show
            when=move || is_here.get()
            fallback=move || view! { <gone::Gone id=id /> }
        >
            <article class="page customer">
                <head::Head id=id about=about />
                <Parts id=id section=section />
                <div class="customer-part">{content}</div>
            </article>
        </Show>
    }
}

/// The groups, and below them the sections of the one that is shown.
#[component]
fn Parts(id: Id<Customer>, section: Memo<Section>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let counts = Counts::of(id);
    let tab = move |text: String, to: Section, is_current: bool| Tab {
        text,
        href: navigation.route().with("tab", to.filter()).href(),
        is_current,
    };
    let group = Memo::new(move |_| section.get().group());
    let groups = Signal::derive(move || {
        let locale = i18n.get_locale();
        let group_tab = |shown: Group| {
            let word = group_word(locale, shown).to_owned();
            // The first section of a group; the one that is shown stays.
            let is_current = group.get() == shown;
            tab(word, shown.sections()[0], is_current)
        };
        Group::ALL.map(group_tab).to_vec()
    });
    let sections = Signal::derive(move || {
        let locale = i18n.get_locale();
        let section_tab = |shown: &Section| {
            let word = section_word(locale, *shown);
            let text = match counts.get(*shown) {
                0 => word.to_owned(),
                count => td_string!(locale, customer.counted, word = word, count = count),
            };
            tab(text, *shown, section.get() == *shown)
        };
        let of_group = group.get().sections().iter();
        of_group.map(section_tab).collect::<Vec<_>>()
    });
    let has_sections = Memo::new(move |_| group.get().sections().len() > 1);
    view! {
        <Tabs label=move || t_string!(i18n, customer.parts) tabs=groups />
        <Show when=move || has_sections.get()>
            <Tabs
                label=move || group_word(i18n.get_locale(), group.get())
                tabs=sections
                is_second=true
            />
        </Show>
    }
}

/// The number of records in the sections that list them.
#[derive(Clone, Copy)]
struct Counts {
    points: Memo<usize>,
    contacts: Memo<usize>,
    requests: Memo<usize>,
}

impl Counts {
    fn of(id: Id<Customer>) -> Self {
        let tables = use_workspace().tables;
        let points = Memo::new(move |_| {
            let is_here = |point: &&SupplyPoint| !point.is_deleted;
            tables.supply_points.with(|points| points.of(id).filter(is_here).count())
        });
        let contacts = Memo::new(move |_| {
            let is_here = |contact: &&Contact| !contact.is_deleted;
            tables.contacts.with(|contacts| contacts.of(id).filter(is_here).count())
        });
        let own = use_requests().of_customer(id);
        let requests = Memo::new(move |_| own.with(Vec::len));
        Self { points, contacts, requests }
    }

    fn get(self, section: Section) -> usize {
        match section {
            Section::SupplyPoints => self.points.get(),
            Section::Contacts => self.contacts.get(),
            Section::Requests => self.requests.get(),
            _ => 0,
        }
    }
}

fn group_word(locale: Locale, group: Group) -> &'static str {
    match group {
        Group::Overview => td_string!(locale, customer.group_overview),
        Group::Service => td_string!(locale, customer.group_service),
        Group::UseAndBills => td_string!(locale, customer.group_use),
        Group::Facts => td_string!(locale, customer.group_facts),
        Group::Opinion => td_string!(locale, customer.group_opinion),
    }
}

fn section_word(locale: Locale, section: Section) -> &'static str {
    match section {
        Section::Overview => td_string!(locale, customer.tab_now),
        Section::Energy => td_string!(locale, customer.tab_use),
        Section::Bills => td_string!(locale, customer.tab_bills),
        Section::Facts => td_string!(locale, customer.tab_facts),
        Section::SupplyPoints => td_string!(locale, customer.tab_points),
        Section::Contacts => td_string!(locale, customer.tab_contacts),
        Section::Requests => td_string!(locale, customer.tab_requests),
        Section::Supply => td_string!(locale, customer.tab_supply),
        Section::Timeline => td_string!(locale, customer.tab_timeline),
        Section::Promises => td_string!(locale, shell.actions),
        Section::Plan => td_string!(locale, customer.tab_plan),
        Section::Segment => td_string!(locale, customer.tab_standing),
        Section::Satisfaction => td_string!(locale, customer.tab_satisfaction),
        Section::Visits => td_string!(locale, customer.tab_visits),
        Section::History => td_string!(locale, customer.tab_history),
    }
}
