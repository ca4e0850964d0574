//! Contents of the workspace by kind, with an export of each.

use busbar_core::{
    books::table::Table,
    domain::{Month, Record},
    exchange::FileKind,
};
use leptos::prelude::*;
use leptos_i18n::{I18nContext, td_string};

use crate::{
    state::{
        commands::export::{Exporter, use_exporter},
        task,
        workers::{JobError, WorkError},
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{
            Button, Card, Emphasis, Icon, Message, Progress, Row, Rows, Toasts, use_toasts,
        },
        format,
        i18n::*,
        labels,
        shared::reasons,
    },
};

/// Card of the contents.
#[component]
pub fn Contents() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let exporter = use_exporter();
    let toasts = use_toasts();
    let counts = Memo::new(move |_| Counts::of(workspace));
    let save = move |kind| take_out(i18n, workspace, exporter, toasts, kind);
    let is_busy = Signal::derive(move || exporter.under_way.read().is_some());
    let row = move |kind: FileKind| {
        let is_empty = Signal::derive(move || is_busy.get() || counts.read().of_kind(kind) == 0);
        view! {
            <Row
                title=move || view! { {move || word(i18n.get_locale(), kind)} }
                note=move || view! { {move || counts.read().text(i18n.get_locale(), kind)} }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, data.as_csv, kind = word(i18n.get_locale(), kind))
                            emphasis=Emphasis::Quiet
                            icon=Icon::Export
                            icon_only=true
                            disabled=is_empty
                            on_press=move |()| save(Some(kind))
                        />
                    }
                }
            />
        }
    };
    let nothing_to_take = Signal::derive(move || is_busy.get() || counts.read().is_empty());
    let done = Signal::derive(move || {
        let progress = exporter.under_way.get()?;
        (progress.of > 0).then(|| progress.done as f64 / progress.of as f64)
    });
    view! {
        <Card
            title=move || t_string!(i18n, data.contents)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, data.take_all)
                        icon=Icon::Export
                        disabled=nothing_to_take
                        on_press=move |()| save(None)
                    />
                }
            }
        >
            <Show when=move || is_busy.get()>
                <Progress
                    label=move || t_string!(i18n, data.taking)
                    done=done
                    on_cancel=move |()| exporter.stop()
                />
            </Show>
            <Rows>{FileKind::ALL.iter().copied().map(row).collect_view()}</Rows>
            <p class="quiet-text data-note">{t!(i18n, data.contents_note)}</p>
            <dl class="facts">
                <Fact
                    label=move || t_string!(i18n, data.questionnaires)
                    count=move || counts.read().questionnaires
                />
                <Fact label=move || t_string!(i18n, data.responses) count=move || counts.read().responses />
                <Fact label=move || t_string!(i18n, data.runs) count=move || counts.read().runs />
            </dl>
        </Card>
    }
}

#[component]
fn Fact(#[prop(into)] label: TextProp, #[prop(into)] count: Signal<usize>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div>
            <dt>{move || label.get()}</dt>
            <dd>{move || format::count(i18n.get_locale(), count.get())}</dd>
        </div>
    }
}

/// Number of entries of each kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Counts {
    customers: usize,
    supply_points: usize,
    meters: usize,
    months: Option<(Month, Month)>,
    bills: usize,
    contacts: usize,
    questionnaires: usize,
    responses: usize,
    runs: usize,
}

impl Counts {
    fn of(workspace: Workspace) -> Self {
        fn count<T: Record>(table: &Table<T>, is_gone: fn(&T) -> bool) -> usize {
            table.iter().filter(|record| !is_gone(record)).count()
        }
        let tables = workspace.tables;
        let readings = workspace.facts.readings.read();
        let bills = workspace.facts.bills.read();
        let blocks = readings.blocks();
        let first = blocks.iter().map(|block| block.first_month).min();
        Self {
            customers: count(&tables.customers.read(), |customer| !customer.is_here()),
            supply_points: count(&tables.supply_points.read(), |point| point.is_deleted),
            meters: readings.meters().count(),
            months: first.zip(readings.last_month()),
            bills: bills.meters().map(|meter| bills.of(meter).len()).sum(),
            contacts: count(&tables.contacts.read(), |contact| contact.is_deleted),
            questionnaires: count(&tables.questionnaires.read(), |sheet| sheet.is_deleted),
            responses: count(&tables.responses.read(), |response| response.is_deleted),
            runs: count(&tables.segment_runs.read(), |run| run.is_deleted),
        }
    }

    const fn of_kind(&self, kind: FileKind) -> usize {
        match kind {
            FileKind::Customers => self.customers,
            FileKind::SupplyPoints => self.supply_points,
            FileKind::Readings => self.meters,
            FileKind::Bills => self.bills,
            FileKind::Contacts => self.contacts,
        }
    }

    fn is_empty(&self) -> bool {
        FileKind::ALL.iter().all(|kind| self.of_kind(*kind) == 0)
    }

    /// Returns the amount of a kind as text.
    fn text(&self, locale: Locale, kind: FileKind) -> String {
        let count = format::count(locale, self.of_kind(kind));
        match (kind, self.months) {
            (FileKind::Customers, _) => td_string!(locale, data.count_customers, count = count),
            (FileKind::SupplyPoints, _) => {
                td_string!(locale, data.count_supply_points, count = count)
            }
            (FileKind::Readings, Some((first, last))) => td_string!(
                locale,
                data.count_readings,
                count = count,
                first = format::month(locale, first),
                last = format::month(locale, last)
            ),
            (FileKind::Readings, None) => td_string!(locale, data.count_no_readings).to_owned(),
            (FileKind::Bills, _) => td_string!(locale, data.count_bills, count = count),
            (FileKind::Contacts, _) => td_string!(locale, data.count_contacts, count = count),
        }
    }
}

fn word(locale: Locale, kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => td_string!(locale, import.kind_customers),
        FileKind::SupplyPoints => td_string!(locale, import.kind_supply_points),
        FileKind::Readings => td_string!(locale, import.kind_readings),
        FileKind::Bills => td_string!(locale, import.kind_bills),
        FileKind::Contacts => td_string!(locale, import.kind_contacts),
    }
}

/// Exports one kind as CSV, or all kinds as a ZIP file, and reports the result in a toast.
fn take_out(
    i18n: I18nContext<Locale>,
    workspace: Workspace,
    exporter: Exporter,
    toasts: Toasts,
    kind: Option<FileKind>,
) {
    let locale = i18n.get_locale_untracked();
    let language = format::language(locale);
    let date = workspace.facts.today_untracked().to_string();
    let name = match kind {
        Some(kind) => format!("Busbar {} {date}.csv", word(locale, kind)),
        None => format!("Busbar {date}.zip"),
    };
    task::detach(async move {
        match exporter.save(kind, language, &name).await {
            Ok(()) => toasts.done(Message::of(move |locale| {
                td_string!(locale, data.taken, name = name.clone())
            })),
            Err(WorkError::Job(JobError::Cancelled)) => {
                toasts.done(Message::of(|locale| td_string!(locale, data.stopped)));
            }
            Err(WorkError::Ledger(error)) => {
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)))
            }
            Err(WorkError::Job(error)) => toasts.failed(Message::of(move |locale| {
                let reason = reasons::job_error(locale, &error);
                td_string!(locale, labels.not_exported, reason = reason)
            })),
        }
    });
}
