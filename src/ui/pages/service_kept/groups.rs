//! Tables with a row for each class or manager and a column for each kind. A cell shows the fulfilled share of the
//! commitments due and opens the list.

use busbar_core::{
    analysis::service_kept::{CommitmentKind, Tallies, Tally},
    books::service_kept::ServiceKept,
    domain::{InOrder, standard::ServiceClass},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    Shown, cases, export,
    filter::{self, CameTo},
};
use crate::ui::{
    components::{Card, FigureTable, Heading},
    format,
    i18n::*,
    labels,
    navigation::{Navigation, go_to_part, use_navigation},
    shared::table_export::TableExport,
};

/// Group of customers in one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// Customers of a class.
    Class(ServiceClass),
    /// Customers of a manager; of no manager if the name is empty.
    Manager(String),
}

impl Group {
    /// Returns the name of the group.
    pub fn word(&self, locale: Locale) -> String {
        match self {
            Self::Class(class) => labels::service_class(locale, *class).to_owned(),
            Self::Manager(name) if name.is_empty() => {
                td_string!(locale, kept.no_manager).to_owned()
            }
            Self::Manager(name) => name.clone(),
        }
    }

    /// Opens the list of a cell: missed commitments if there are any, otherwise fulfilled ones, otherwise open ones.
    fn open(&self, navigation: Navigation, kind: Option<CommitmentKind>, tally: Tally) {
        let (class, manager) = match self {
            Self::Class(class) => (Some(*class), None),
            Self::Manager(name) => (None, Some(name.as_str())),
        };
        let came_to = match tally {
            tally if tally.missed() > 0 => CameTo::Missed,
            Tally { kept: 0, .. } => CameTo::Open,
            _ => CameTo::Kept,
        };
        let route = untrack(|| navigation.route());
        navigation.go(&filter::of_cell(route, class, manager, kind, came_to));
        go_to_part(cases::PART);
    }
}

/// Grouping of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By class.
    Class,
    /// By manager.
    Manager,
}

impl By {
    /// Returns the title of the table.
    pub fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Class => td_string!(locale, kept.by_class),
            Self::Manager => td_string!(locale, kept.by_manager),
        }
    }

    /// Returns the rows: classes in their order, managers by the number of missed commitments, highest first.
    pub fn rows(self, report: &ServiceKept) -> Vec<(Group, Tallies)> {
        match self {
            Self::Class => {
                let classes = report.by_class.iter();
                classes.map(|(class, tallies)| (Group::Class(*class), *tallies)).collect()
            }
            Self::Manager => {
                let managers = report.by_manager.iter();
                let mut rows: Vec<(Group, Tallies)> = managers
                    .map(|(name, tallies)| (Group::Manager(name.clone()), *tallies))
                    .collect();
                rows.order_by_key(|(_, tallies)| std::cmp::Reverse(tallies.all().missed()));
                rows
            }
        }
    }
}

/// Returns the kinds that have any commitments, in order.
pub fn kinds(report: &ServiceKept) -> Vec<CommitmentKind> {
    let all = report.all();
    let is_promised = |kind: &CommitmentKind| all.of(*kind).promised() > 0;
    CommitmentKind::ALL.iter().copied().filter(is_promised).collect()
}

/// Table by class.
#[component]
pub fn ByClass(shown: Shown) -> impl IntoView {
    view! { <Groups shown=shown by=By::Class /> }
}

/// Table by manager.
#[component]
pub fn ByManager(shown: Shown) -> impl IntoView {
    view! { <Groups shown=shown by=By::Manager /> }
}

#[component]
fn Groups(shown: Shown, by: By) -> impl IntoView {
    let i18n = use_i18n();
    let is_promised = Memo::new(move |_| {
        let report = shown.report.read();
        report.as_ref().is_some_and(|report| !report.owed.is_empty())
    });
    let head = Signal::derive(move || {
        let locale = i18n.get_locale();
        let first = match by {
            By::Class => td_string!(locale, kept.class),
            By::Manager => td_string!(locale, kept.manager),
        };
        let report = shown.report.get();
        let kinds = report.map(|report| kinds(&report)).unwrap_or_default();
        let kinds = kinds.into_iter().map(|kind| labels::commitment_kind(locale, kind));
        std::iter::once(Heading::words(first))
            .chain([Heading::number(td_string!(locale, kept.all))])
            .chain(kinds.map(Heading::number))
            .collect::<Vec<_>>()
    });
    let rows = move || {
        let report = shown.report.get()?;
        let kinds = kinds(&report);
        let row = |(group, tallies): (Group, Tallies)| {
            let cell = |kind: Option<CommitmentKind>| {
                let tally = kind.map_or_else(|| tallies.all(), |kind| tallies.of(kind));
                view! { <Cell group=group.clone() kind=kind tally=tally /> }
            };
            let cells = [None].into_iter().chain(kinds.iter().copied().map(Some)).map(cell);
            view! {
                <tr>
                    <th scope="row">{group.word(i18n.get_locale())}</th>
                    {cells.collect_view()}
                </tr>
            }
        };
        Some(by.rows(&report).into_iter().map(row).collect_view())
    };
    let table = move |locale| untrack(|| export::groups(locale, shown.report.get().as_deref(), by));
    view! {
        <Show when=move || is_promised.get()>
            <Card
                title=move || by.word(i18n.get_locale())
                note=move || t_string!(i18n, kept.table_note)
                tools=move || view! { <TableExport table=table icon_only=true /> }
            >
                <FigureTable label=move || by.word(i18n.get_locale()) head=head rows=rows />
            </Card>
        </Show>
    }
}

/// Cell with the fulfilled share of the commitments due, as text and a bar. It opens the list.
#[component]
fn Cell(group: Group, kind: Option<CommitmentKind>, tally: Tally) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let locale = i18n.get_locale_untracked();
    if tally.promised() == 0 {
        return view! { <td class="number">{t!(i18n, labels.nothing)}</td> }.into_any();
    }
    let count = |n| format::count(locale, n);
    let what = kind
        .map_or_else(|| td_string!(locale, kept.all), |kind| labels::commitment_kind(locale, kind));
    // Screen readers get the numbers within a sentence.
    let before = td_string!(locale, kept.cell_of, group = group.word(locale), what = what);
    let after = td_string!(
        locale,
        kept.cell_rest,
        missed = count(tally.missed()),
        open = count(tally.open)
    );
    let content = match tally.share() {
        Some(share) => {
            let ratio = td_string!(
                locale,
                kept.ratio,
                kept = count(tally.kept),
                judged = count(tally.judged())
            );
            view! {
                <span class="kept-share">{format::percent(locale, share, 0)}</span>
                <small>{ratio}</small>
                <span class="kept-bar" style=("--share", format!("{share:.3}")) />
            }
            .into_any()
        }
        None => {
            let open = td_string!(locale, kept.only_open, count = count(tally.open));
            view! { <small>{open}</small> }.into_any()
        }
    };
    view! {
        <td class="number">
            <button
                type="button"
                class="kept-cell"
                class:missed=move || tally.missed() != 0
                on:click=move |_| group.open(navigation, kind, tally)
            >
                <span class="visually-hidden">{before}</span>
                {content}
                <span class="visually-hidden">{after}</span>
            </button>
        </td>
    }
    .into_any()
}
