//! 服务兑现: the commitments of the service standard in a month, quarter or year compared with what was done, by class
//! and by manager. Every count opens its commitments, and every commitment its visit, request, plan or customer.
//! [`busbar_core::analysis::service_kept`] defines the commitments.

mod case;
mod cases;
mod export;
mod figures;
mod filter;
mod groups;

use std::sync::Arc;

use leptos::prelude::*;

use self::{
    cases::Cases,
    figures::Totals,
    filter::{Filter, PeriodChoice},
    groups::{ByClass, ByManager},
};
use crate::{
    state::{
        files, portfolio::use_portfolio, service_kept::use_service_kept, workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Emphasis, EmptyState, Icon, PageHead},
        format,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::table_export::TableExport,
    },
};
use busbar_core::books::service_kept::ServiceKept;

/// State shared by the parts of the page.
#[derive(Clone, Copy)]
struct Shown {
    /// Commitments and their outcomes; `None` until the class history has loaded.
    report: Memo<Option<Arc<ServiceKept>>>,
    /// Chosen period and filters.
    filter: Memo<Filter>,
}

/// The page.
#[component]
pub fn ServiceKeptPage() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let facts = use_workspace().facts;
    let portfolio = use_portfolio();
    let is_empty = Memo::new(move |_| portfolio.get().customers == 0);
    let filter = Memo::new(move |_| Filter::read(&navigation.query(), facts.day.get()));
    let period = Memo::new(move |_| filter.read().period);
    let report = use_service_kept(period.into());
    let shown = Shown { report, filter };
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Check
                        title=move || t_string!(i18n, kept.empty)
                        text=move || t_string!(i18n, kept.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, kept.import)
                            href=Page::Import.href()
                            icon=Icon::Import
                            emphasis=Emphasis::First
                        />
                    </EmptyState>
                }
            }
        >
            <div class="page kept">
                <Head shown=shown />
                <PeriodChoice filter=filter />
                <Totals shown=shown />
                <ByClass shown=shown />
                <ByManager shown=shown />
                <Cases shown=shown />
            </div>
        </Show>
    }
}

#[component]
fn Head(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let over = move || {
        let locale = i18n.get_locale();
        let filter = shown.filter.read();
        let day = |day| format::date(locale, day);
        let (first, last) = (filter.period.first(), filter.period.last());
        if last < filter.today {
            t_string!(i18n, kept.over, from = day(first), to = day(last))
        } else {
            t_string!(
                i18n,
                kept.over_running,
                from = day(first),
                to = day(last),
                today = format::day(locale, filter.today)
            )
        }
    };
    let title = move || {
        let locale = i18n.get_locale();
        let count = |n| format::count(locale, n);
        let Some(report) = shown.report.get() else {
            return t_string!(i18n, kept.reading).to_owned();
        };
        let all = report.all().all();
        match (all.share(), all.missed()) {
            (None, _) if all.open == 0 => t_string!(i18n, kept.head_none).to_owned(),
            (None, _) => t_string!(i18n, kept.head_open, count = count(all.open)),
            (Some(_), 0) => t_string!(i18n, kept.head_all, count = count(all.judged())),
            (Some(share), missed) => t_string!(
                i18n,
                kept.head,
                count = count(all.judged()),
                share = format::percent(locale, share, 0),
                missed = count(missed)
            ),
        }
    };
    let workspace = use_workspace();
    let table = move |locale| {
        untrack(|| {
            let filter = shown.filter.get();
            let report = shown.report.get();
            let known = (workspace.tables, &*workspace.people.read());
            export::cases(locale, report.as_deref(), &filter, known)
        })
    };
    view! {
        <PageHead over=over title=title>
            <Button
                label=move || t_string!(i18n, labels.print)
                icon=Icon::Print
                on_press=|()| files::print()
            />
            <TableExport
                table=table
                disabled=Signal::derive(move || shown.report.with(Option::is_none))
            />
            <ButtonLink
                label=move || t_string!(i18n, kept.to_standard)
                icon=Icon::Settings
                href=Page::Settings.href()
            />
        </PageHead>
    }
}
