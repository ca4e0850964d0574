//! Table of customers, shared by the tabs. Each tab supplies the customers and the columns; opening a customer and
//! the filter in the address are the same for all.

use std::sync::Arc;

use busbar_core::{analysis::segmentation::Member, domain::segment::AbcClass};
use leptos::prelude::*;

use super::class_word;
use crate::{
    state::{segments::use_segments, workspace::use_workspace},
    ui::{
        components::{Chip, Chips, Column, DataTable, Tag, Tone},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Maximum number of customers printed, about three pages.
const PRINTED: usize = 100;

/// Table of customers.
#[component]
pub fn Members(
    /// Label of the table.
    #[prop(into)]
    label: TextProp,
    /// Places among the subjects, in order.
    #[prop(into)]
    places: Signal<Arc<Vec<usize>>>,
    /// Columns after the name.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Content of a cell, by place and column key.
    #[prop(into)]
    cell: Callback<(usize, &'static str), AnyView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let segments = use_segments();
    let customers = use_workspace().tables.customers;
    let id_at = move |row: usize| {
        let place = places.with(|places| places.get(row).copied())?;
        let judgement = segments.judgement();
        Some(judgement.subjects.get(place)?.customer)
    };
    let all_columns = Signal::derive(move || {
        let name = Column {
            key: "name",
            label: t_string!(i18n, segments.name).to_owned(),
            width: "minmax(11rem, 2fr)",
            is_number: false,
            is_sortable: false,
        };
        std::iter::once(name).chain(columns.get()).collect::<Vec<_>>()
    });
    let cell_of = move |(row, key): (usize, &'static str)| {
        if key == "name" {
            let name = id_at(row)
                .and_then(|id| customers.with(|all| all.get(id).map(|one| one.name.clone())));
            return view! { <strong class="clip">{name}</strong> }.into_any();
        }
        match places.with(|places| places.get(row).copied()) {
            Some(place) => cell.run((place, key)),
            None => ().into_any(),
        }
    };
    let open = move |row: usize| {
        if let Some(id) = untrack(|| id_at(row)) {
            let route = Page::Customer(id).route().with("tab", "segment");
            navigation.go(&route);
        }
    };
    let count = Signal::derive(move || places.with(|places| places.len()));
    view! {
        <div class="table-place">
            <DataTable
                label=label
                columns=all_columns
                count=count
                cell=cell_of
                sort=Signal::stored(None)
                on_sort=|_| ()
                on_open=open
                printed=PRINTED
            />
        </div>
    }
}

/// Returns a column that cannot be sorted.
pub fn column(key: &'static str, label: &str, width: &'static str, is_number: bool) -> Column {
    Column { key, label: label.to_owned(), width, is_number, is_sortable: false }
}

/// Chips of the classes; the chosen class is stored in the address.
#[component]
pub fn ClassChips(#[prop(into)] chosen: Signal<Option<AbcClass>>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let chip = move |class: AbcClass| {
        view! {
            <Chip
                text=move || labels::abc_class(i18n.get_locale(), class)
                pressed=Signal::derive(move || chosen.get() == Some(class))
                on_press=move |()| {
                    let is_on = chosen.get_untracked() == Some(class);
                    navigation.set_filter("class", if is_on { "" } else { class.name() });
                }
            />
        }
    };
    view! {
        <Chips label=move || t_string!(i18n, segments.class)>
            {AbcClass::ALL.iter().copied().map(chip).collect_view()}
        </Chips>
    }
}

/// Returns the class chosen in the address.
pub fn chosen_class() -> Memo<Option<AbcClass>> {
    let filter = use_navigation().filter("class");
    Memo::new(move |_| filter.get().as_deref().and_then(AbcClass::named))
}

/// Returns a class as a tag; class A is highlighted.
pub fn class_tag(locale: Locale, class: Option<AbcClass>) -> AnyView {
    let tone = if class == Some(AbcClass::A) { Tone::Accent } else { Tone::Plain };
    view! { <Tag text=class_word(locale, class) tone=tone /> }.into_any()
}

/// Returns the name of a member's cluster; `None` if the member is in no cluster.
pub fn cluster_word(
    locale: Locale,
    member: &Member,
    kept: &busbar_core::books::segments::StoredRun,
) -> Option<String> {
    let clustering = kept.result.clustering.as_ref()?;
    let cluster = clustering.clusters.get(member.cluster? as usize)?;
    Some(labels::cluster(locale, &clustering.columns, &cluster.traits))
}
