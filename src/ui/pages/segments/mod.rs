//! 分群: who matters and why. Value and key accounts follow the data as it stands; clusters and what
//! changed come from the runs that were kept. Each part is a tab, a file each.

mod clusters;
mod export;
mod found;
mod keys;
mod listed;
mod looked;
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
            Button, ButtonLink, Emphasis, EmptyState, Icon, Message, PageHead, Progress, Tab, Tabs,
            use_toasts,
        },
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        reasons,
        reporting_month::ReportingMonth,
        routes::Page,
        table_export::TableExport,
    },
};

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Value,
    Keys,
    Clusters,
    Moves,
}

impl Part {
    const ALL: &'static [Self] = &[Self::Value, Self::Keys, Self::Clusters, Self::Moves];

    const fn name(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Keys => "keys",
            Self::Clusters => "clusters",
            Self::Moves => "moves",
        }
    }

    /// What it is called.
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Value => td_string!(locale, segments.tab_value),
            Self::Keys => td_string!(locale, segments.tab_keys),
            Self::Clusters => td_string!(locale, segments.tab_clusters),
            Self::Moves => td_string!(locale, segments.tab_moves),
        }
    }

    /// The name of its file, without the ending.
    const fn file(self) -> &'static str {
        match self {
            Self::Value => "segments",
            Self::Keys => "key-accounts",
            Self::Clusters => "clusters",
            Self::Moves => "moves",
        }
    }

    fn named(name: &str) -> Self {
        let named = Self::ALL.iter().copied().find(|part| part.name() == name);
        named.unwrap_or_default()
    }
}

/// What value is, as a word in a sentence.
fn basis(locale: Locale, is_billed: bool) -> &'static str {
    if is_billed {
        td_string!(locale, segments.basis_spend)
    } else {
        td_string!(locale, segments.basis_energy)
    }
}

/// A value with its unit.
fn worth(locale: Locale, is_billed: bool, value: f64) -> String {
    if is_billed {
        format::money(locale, value).to_string()
    } else {
        format::energy(locale, value).to_string()
    }
}

/// The unit beside a number of customers.
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
    let part = Memo::new(move |_| Part::named(navigation.query().get("tab").unwrap_or_default()));
    let asked = navigation.filter(looked::RUN);
    let tabs = Signal::derive(move || {
        let run = asked.get().unwrap_or_default();
        let tab = |shown: &Part| Tab {
            text: shown.word(i18n.get_locale()).to_owned(),
            href: Page::Segments
                .route()
                .with("tab", shown.name())
                .with(looked::RUN, run.clone())
                .href(),
            is_current: part.get() == *shown,
        };
        Part::ALL.iter().map(tab).collect::<Vec<_>>()
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
        // Value and key accounts are as things stand now, whichever run is looked at.
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

/// Segments the portfolio anew.
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
                // What was made is what is looked at.
                if untrack(|| navigation.query()).get(looked::RUN).is_some() {
                    navigation.adjust(looked::RUN, "");
                }
                return;
            };
            match error {
                // Told at the top already.
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

/// The places of a class among the ranked.
fn in_class(pareto: &Pareto, class: AbcClass) -> usize {
    pareto.class(class).count
}

/// The word for a class, or a dash.
fn class_word(locale: Locale, class: Option<AbcClass>) -> String {
    class.map_or_else(
        || td_string!(locale, labels.nothing).to_owned(),
        |class| labels::abc_class(locale, class).to_owned(),
    )
}
