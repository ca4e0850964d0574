//! 客户: the page of one customer. The head shows its name, tags, figures and actions; below it are five groups of
//! sections, each section in its own file.

mod bills;
mod energy;
mod facts;
mod gone;
mod head;
mod history;
mod merge;
mod numbers;
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
        labels::Worded,
        navigation::use_navigation,
    },
};

/// Page of one customer.
#[component]
pub fn CustomerPage(
    /// Customer.
    id: Id<Customer>,
) -> impl IntoView {
    let tables = use_workspace().tables;
    let about = About::new(id);
    let is_here = Memo::new(move |_| tables.read(id, Customer::is_here).unwrap_or_default());
    let merged_into =
        Memo::new(move |_| tables.read(id, |one: &Customer| one.merged_into).flatten());
    let absent = move || match merged_into.get() {
        Some(into) => view! { <merge::Merged id=id into=into /> }.into_any(),
        None => view! { <gone::Gone id=id /> }.into_any(),
    };
    let section = use_navigation().part::<Section>("tab");
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
        <Show when=move || is_here.get() fallback=move || absent>
            <article class="page customer">
                <head::Head id=id about=about />
                <Parts id=id section=section />
                <div class="customer-part">{content}</div>
            </article>
        </Show>
    }
}

/// Tabs of the groups, and below them the sections of the current group.
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
        let group_tab = |shown: &Group| {
            let word = shown.word(locale).to_owned();
            // A group's tab leads to its first section, also while the group is current.
            let is_current = group.get() == *shown;
            tab(word, shown.sections()[0], is_current)
        };
        Group::ALL.iter().map(group_tab).collect::<Vec<_>>()
    });
    let sections = Signal::derive(move || {
        let locale = i18n.get_locale();
        let section_tab = |shown: &Section| {
            let word = shown.word(locale);
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
                label=move || group.get().word(i18n.get_locale())
                tabs=sections
                is_second=true
            />
        </Show>
    }
}

/// Numbers of records in the sections that list them.
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
