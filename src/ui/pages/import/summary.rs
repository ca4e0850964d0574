//! Summary of all files: totals, the common option, progress, the button that writes the import, and the result.

use std::sync::Arc;

use busbar_core::{
    domain::{Customer, Record, SupplyPoint},
    exchange::Options,
};
use leptos::prelude::*;

use super::words;
use crate::{
    state::{
        commands::import::{ImportError, use_importer},
        device::{Persistence, use_device},
        import::{Planning, Preview},
        task,
    },
    ui::{
        components::{
            Button, ButtonLink, Card, Emphasis, Icon, Message, Notice, Progress, Switch, Tone,
            use_toasts,
        },
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Card beside the files.
#[component]
pub fn Summary(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let desk = importer.desk;
    let files = move || {
        let count = desk.files.with(Vec::len);
        say!(i18n, import.files_count, count = count)
    };
    view! {
        <div class="import-summary">
            <Card title=move || t_string!(i18n, import.summary) note=files>
                <div class="stack">
                    <Show when=move || desk.has_moved.get()>
                        <Notice
                            word=move || t_string!(i18n, import.moved_word)
                            text=move || t_string!(i18n, import.moved)
                            tone=Tone::Warn
                        />
                    </Show>
                    <Totals preview=preview />
                    <div>
                        <Switch
                            label=move || t_string!(i18n, import.create_unknown)
                            value=Signal::derive(move || desk.options.get().create_unknown)
                            on_change=move |create_unknown: bool| {
                                importer.set_options(Options { create_unknown, ..Options::default() });
                            }
                        />
                        <p class="quiet-text">{t!(i18n, import.create_unknown_hint)}</p>
                    </div>
                    <State />
                    <Buttons preview=preview />
                </div>
            </Card>
        </div>
    }
}

#[component]
fn Totals(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |word: &str, count: u64, tone: Tone, is_part: bool| {
        let count = format::count(i18n.get_locale(), count as usize);
        let word = word.to_owned();
        view! {
            <div class="spread" class:import-part=is_part>
                <dt>{word}</dt>
                <dd class=format!("number {}", tone.class())>{count}</dd>
            </div>
        }
    };
    let lines = move || {
        let preview = preview.get()?;
        let total = preview.total();
        let new = |kind: &str| {
            let mut new = preview.planned.new_records.iter();
            new.find(|(of, _)| of == kind).map_or(0, |(_, count)| *count)
        };
        let made = [
            (t_string!(i18n, import.new_customers), new(Customer::RECORD_KIND)),
            (t_string!(i18n, import.new_supply_points), new(SupplyPoint::RECORD_KIND)),
        ];
        let out = if total.left_out > 0 { Tone::Warn } else { Tone::Plain };
        Some(view! {
            {line(t_string!(i18n, import.added), total.added, Tone::Plain, false)}
            {made
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(word, count)| line(word, count, Tone::Plain, true))
                .collect_view()}
            {line(t_string!(i18n, import.changed), total.changed, Tone::Plain, false)}
            {line(t_string!(i18n, import.unchanged), total.unchanged, Tone::Plain, false)}
            {line(t_string!(i18n, import.left_out), total.left_out, out, false)}
        })
    };
    view! { <dl class="import-totals">{lines}</dl> }
}

/// Progress of the preview or of the import, or the error.
#[component]
fn State() -> impl IntoView {
    #[derive(Clone, PartialEq)]
    enum Shown {
        Nothing,
        Planning,
        Writing,
        Wrong(String),
    }
    let i18n = use_i18n();
    let importer = use_importer();
    let desk = importer.desk;
    let shown = Memo::new(move |_| {
        let locale = i18n.get_locale();
        if desk.is_writing.get() {
            return Shown::Writing;
        }
        desk.planning.with(|planning| match planning {
            Planning::Running(_) => Shown::Planning,
            Planning::Failed(error) => Shown::Wrong(words::job_error(locale, error)),
            Planning::Unread(error) => Shown::Wrong(labels::ledger_error(locale, error)),
            _ => Shown::Nothing,
        })
    });
    let done = Signal::derive(move || match desk.planning.get() {
        Planning::Running(progress) if progress.of > 0 => {
            Some(progress.done as f64 / progress.of as f64)
        }
        _ => None,
    });
    let detail = move || match done.get() {
        Some(done) => {
            let percent = format::percent(i18n.get_locale(), done, 0);
            t_string!(i18n, import.planning_detail, percent = percent)
        }
        None => t_string!(i18n, import.planning_unpacking).to_owned(),
    };
    move || match shown.get() {
        Shown::Nothing => ().into_any(),
        Shown::Planning => view! {
            <Progress
                label=move || t_string!(i18n, import.planning)
                done=done
                detail=detail
                on_cancel=move |()| importer.stop()
            />
        }
        .into_any(),
        Shown::Writing => view! {
            <Progress
                label=move || t_string!(i18n, import.writing)
                done=None
                detail=move || t_string!(i18n, import.writing_detail)
            />
        }
        .into_any(),
        Shown::Wrong(text) => view! {
            <p class="field-error" role="alert">
                {text}
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Buttons(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let desk = importer.desk;
    let toasts = use_toasts();
    let rows = move || {
        preview.with(|preview| {
            preview.as_ref().map_or(0, |preview| {
                let total = preview.total();
                total.added + total.changed
            })
        })
    };
    let can_write = Memo::new(move |_| {
        let has_something = desk.planning.with(|planning| match planning {
            Planning::Ready(preview) => !preview.planned.is_empty(),
            _ => false,
        });
        has_something && !desk.is_writing.get()
    });
    let can_plan_again = Memo::new(move |_| {
        desk.planning.with(|planning| {
            matches!(planning, Planning::Stopped | Planning::Failed(_) | Planning::Unread(_))
        })
    });
    let label = move || match rows() {
        0 => t_string!(i18n, import.import).to_owned(),
        rows => {
            let count = format::count(i18n.get_locale(), rows as usize);
            t_string!(i18n, import.import_count, count = count)
        }
    };
    let write = move |()| {
        // Runs to the end, even if the user leaves the page. The shell reports errors of the store.
        task::detach(async move {
            if let Err(ImportError::Job(error)) = importer.write().await {
                toasts.failed(Message::of(move |locale| words::job_error(locale, &error)));
            }
        });
    };
    // Reason for the disabled button, unless the state above already shows it.
    let idle = move || {
        let why = desk.planning.with(|planning| match planning {
            Planning::Ready(preview) if preview.planned.is_empty() => Some(preview.total()),
            _ => None,
        })?;
        Some(match why {
            total if total.rows == 0 => t_string!(i18n, import.nothing_read),
            total if total.unchanged == 0 => t_string!(i18n, import.nothing_fits),
            _ => t_string!(i18n, import.nothing_new),
        })
    };
    view! {
        {move || idle().map(|why| view! { <p class="quiet-text import-idle">{why}</p> })}
        <div class="line">
            <Show
                when=move || can_plan_again.get()
                fallback=move || {
                    view! {
                        <Button
                            label=label
                            emphasis=Emphasis::First
                            icon=Icon::Import
                            disabled=Signal::derive(move || !can_write.get())
                            on_press=write
                        />
                    }
                }
            >
                <Button
                    label=move || t_string!(i18n, import.plan_again)
                    emphasis=Emphasis::First
                    icon=Icon::Repeat
                    on_press=move |()| importer.plan()
                />
            </Show>
            <Button
                label=move || t_string!(i18n, import.clear)
                disabled=Signal::derive(move || desk.is_writing.get())
                on_press=move |()| importer.clear()
            />
        </div>
    }
}

/// Result of the last import completed on this page; hidden if there is none.
#[component]
pub fn Finished() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_importer().desk;
    let device = use_device();
    move || {
        let finished = desk.finished.get()?;
        let locale = i18n.get_locale();
        let count = |n: u64| format::count(locale, n as usize);
        let counts = finished.counts;
        let text = t_string!(
            i18n,
            import.finished_text,
            added = count(counts.added),
            changed = count(counts.changed),
            unchanged = count(counts.unchanged),
            left_out = count(counts.left_out)
        );
        let customers = finished
            .new_records
            .iter()
            .find(|(kind, _)| kind == Customer::RECORD_KIND)
            .map(|(_, new)| t_string!(i18n, import.finished_customers, count = count(*new)));
        let kept = match device.persistence.get() {
            Some(Persistence::Kept) => Some(t_string!(i18n, import.finished_kept)),
            Some(Persistence::MayBeEvicted) => Some(t_string!(i18n, import.finished_may_go)),
            Some(Persistence::Unknown) | None => None,
        };
        Some(view! {
            <section class="card stack">
                <p>{text} " " {customers}</p>
                {kept.map(|kept| view! { <p class="quiet-text">{kept}</p> })}
                <div>
                    <ButtonLink
                        label=move || t_string!(i18n, import.finished_see)
                        href=Page::Customers.href()
                        emphasis=Emphasis::First
                        icon=Icon::Customers
                    />
                </div>
            </section>
        })
    }
}
