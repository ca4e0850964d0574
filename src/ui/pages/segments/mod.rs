//! 分群: segmentation of the customers by value, key-account rules and clusters. The value and key-account tabs show
//! current data; the cluster and change tabs show stored runs. Each tab has a file. The analysis is in
//! `busbar_core::analysis`.

mod clusters;
mod export;
mod found;
mod keys;
mod listed;
mod looked;
mod mark;
mod members;
mod moves;
mod pair;
mod pictures;
mod refunds;
mod rules;
mod value;

use busbar_core::{analysis::pareto::Pareto, domain::segment::AbcClass};
use leptos::prelude::*;

use self::looked::Looked;
use crate::{
    state::{
        commands::segment::{self, RunError},
        files,
        segments::{Segments, use_segments},
        task,
        workers::use_workers,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, ButtonLink, Emphasis, EmptyState, Icon, Message, PageHead, Progress, Tabs,
            tabs_of, use_toasts,
        },
        format,
        i18n::*,
        labels::{self, worded},
        navigation::use_navigation,
        routes::Page,
        shared::{reasons, reporting_month::ReportingMonth, table_export::TableExport},
    },
};

worded! {
    /// A tab of the page.
    pub enum Part {
        Value = "" => segments.tab_value,
        Keys = "keys" => segments.tab_keys,
        Clusters = "clusters" => segments.tab_clusters,
        Moves = "moves" => segments.tab_moves,
    }
}

impl Part {
    /// Returns the name of the exported file, without extension.
    const fn file(self) -> &'static str {
        match self {
            Self::Value => "segments",
            Self::Keys => "key-accounts",
            Self::Clusters => "clusters",
            Self::Moves => "moves",
        }
    }
}

/// Returns the basis of value, spend or energy, as used within a sentence.
fn basis(locale: Locale, is_billed: bool) -> &'static str {
    if is_billed {
        td_string!(locale, segments.basis_spend)
    } else {
        td_string!(locale, segments.basis_energy)
    }
}

/// Returns a value with its unit.
fn worth(locale: Locale, is_billed: bool, value: f64) -> String {
    if is_billed {
        format::money(locale, value).to_string()
    } else {
        format::energy(locale, value).to_string()
    }
}

/// Returns the unit after a number of customers.
fn customer_unit(locale: Locale, count: usize) -> &'static str {
    if count == 1 {
        td_string!(locale, segments.unit_customer)
    } else {
        td_string!(locale, segments.unit_customers)
    }
}

/// The page.
#[component]
pub fn SegmentsPage() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let segments = use_segments();
    let is_empty = Memo::new(move |_| segments.judgement().subjects.is_empty());
    let looked = Looked::provide(segments);
    let part = navigation.part::<Part>("tab");
    let asked = navigation.filter(looked::RUN);
    let tabs = tabs_of(part, move |shown| {
        let run = asked.get().unwrap_or_default();
        Page::Segments.route().with("tab", shown.name()).with(looked::RUN, run).href()
    });
    let content = move || match part.get() {
        Part::Value => view! { <value::ValueTab /> }.into_any(),
        Part::Keys => view! { <keys::KeysTab /> }.into_any(),
        Part::Clusters => view! { <clusters::ClustersTab /> }.into_any(),
        Part::Moves => view! { <moves::MovesTab /> }.into_any(),
    };
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Segments
                        title=move || t_string!(i18n, segments.empty)
                        text=move || t_string!(i18n, segments.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, segments.import)
                            href=Page::Import.href()
                            icon=Icon::Import
                            emphasis=Emphasis::First
                        />
                    </EmptyState>
                }
            }
        >
            <div class="page segments">
                <Head segments=segments looked=looked part=part />
                <Tabs label=move || t_string!(i18n, segments.parts) tabs=tabs />
                <div class="stack loose">{content}</div>
                <Show when=move || segments.under_way.read().is_some()>
                    <Progress
                        floats=true
                        label=move || t_string!(i18n, segments.running)
                        done=segments.under_way
                        detail=move || t_string!(i18n, segments.running_detail)
                        on_cancel=move |()| segments.stop()
                    />
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn Head(segments: Segments, looked: Looked, part: Memo<Part>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let over = move || {
        let locale = i18n.get_locale();
        // Value and key accounts always show current data, whichever run is selected.
        let kept = match part.get() {
            Part::Value | Part::Keys => segments.latest.get(),
            Part::Clusters | Part::Moves => looked.run.get(),
        };
        match kept.map(|kept| kept.run.clone()) {
            None => t_string!(i18n, segments.over_none).to_owned(),
            Some(run) => t_string!(
                i18n,
                segments.over_run,
                date = run.ran_on.map(|day| format::date(locale, day)).unwrap_or_default(),
                customers = labels::customers(locale, run.customers.unwrap_or_default().0 as usize),
                seconds = format::rounded(locale, run.took_ms.unwrap_or_default() / 1000.0),
                seed = run.params.0.seed
            ),
        }
    };
    let title = move || {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        let judged = &judgement.judged;
        match judged.pareto.as_ref().map(|pareto| pareto.class(AbcClass::A)) {
            Some(class) => t_string!(
                i18n,
                segments.title,
                customers = labels::customers(locale, class.count),
                share = format::percent(locale, class.share, 0),
                basis = basis(locale, judged.is_billed())
            ),
            None => t_string!(i18n, segments.title_none).to_owned(),
        }
    };
    let table = move |locale| {
        let part = part.get_untracked();
        let query = untrack(|| navigation.query());
        let table = export::table(locale, segments, looked, part, &query);
        (part.file().to_owned(), table)
    };
    view! {
        <PageHead over=over title=title>
            <ReportingMonth />
            <Button
                label=move || t_string!(i18n, segments.print)
                icon=Icon::Print
                on_press=|()| files::print()
            />
            <TableExport table=table />
            <RunButton segments=segments />
        </PageHead>
    }
}

/// Button that runs segmentation.
#[component]
fn RunButton(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let workers = use_workers();
    let toasts = use_toasts();
    let navigation = use_navigation();
    let run = move |()| {
        task::detach(async move {
            let Err(error) = segment::run(workspace, workers, segments).await else {
                // Show the new run, even if the address names an older one.
                if untrack(|| navigation.query()).get(looked::RUN).is_some() {
                    navigation.adjust(looked::RUN, "");
                }
                return;
            };
            match error {
                // The banner at the top already reports it.
                RunError::Ledger(_) => {}
                RunError::Stopped => {
                    toasts.done(Message::of(|locale| td_string!(locale, segments.error_stopped)));
                }
                RunError::TooLittle => toasts
                    .failed(Message::of(|locale| td_string!(locale, segments.error_too_little))),
                RunError::Job(error) => toasts.failed(Message::of(move |locale| {
                    let reason = reasons::job_error(locale, &error);
                    td_string!(locale, segments.error_job, reason = reason)
                })),
            }
        });
    };
    view! {
        <Button
            label=move || {
                if segments.runs.read().is_empty() {
                    t_string!(i18n, segments.run_first)
                } else {
                    t_string!(i18n, segments.run)
                }
            }
            icon=Icon::Repeat
            emphasis=Emphasis::First
            disabled=Signal::derive(move || segments.under_way.read().is_some())
            on_press=run
        />
    }
}

/// Returns the number of ranked customers in a class.
fn in_class(pareto: &Pareto, class: AbcClass) -> usize {
    pareto.class(class).count
}

/// Returns the name of a class, or a dash without one.
fn class_word(locale: Locale, class: Option<AbcClass>) -> String {
    class.map_or_else(
        || td_string!(locale, labels.nothing).to_owned(),
        |class| labels::abc_class(locale, class).to_owned(),
    )
}
