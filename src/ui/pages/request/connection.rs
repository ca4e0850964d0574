//! Connection request: its stages in a line, and the checklist of the documents of every stage.

use busbar_core::domain::{
    Id,
    request::{ConnectionKind, Document, Needed, Request, RequestClock, Stage, Urgency, documents},
};
use leptos::prelude::*;

use super::{About, next::of_progress};
use crate::{
    state::{commands::request::mark_document, task, workspace::use_workspace},
    ui::{
        components::{Card, Glyph, Icon, Printing, Tag, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// Cards with the stages and the documents.
#[component]
pub fn Connection(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let kind = Memo::new(move |_| about.with(|about| about.as_ref()?.request.connection));
    let current = Memo::new(move |_| of_progress(about, |progress| progress.stage()).flatten());
    let title = move || {
        let kind = kind.get();
        kind.map(|kind| labels::connection_kind(i18n.get_locale(), kind)).unwrap_or_default()
    };
    let missing = move || {
        let kind = kind.get()?;
        let to = current.get().unwrap_or(Stage::Connection);
        let missing =
            about.with(|about| Some(about.as_ref()?.request.documents.0.missing(kind, to)))?;
        Some(match missing {
            0 => t_string!(i18n, request.papers_complete).to_owned(),
            count => say!(i18n, request.papers_missing, count = count),
        })
    };
    view! {
        <Card title=move || t_string!(i18n, request.stages) note=title>
            <ol class="stage-line">
                {move || {
                    kind.get()
                        .map(|kind| {
                            kind.stages()
                                .iter()
                                .map(|stage| {
                                    view! { <StageMark about=about stage=*stage current=current /> }
                                })
                                .collect_view()
                        })
                }}
            </ol>
        </Card>
        <Card
            title=move || t_string!(i18n, request.papers)
            note=move || missing().unwrap_or_default()
        >
            {move || {
                kind.get()
                    .map(|kind| {
                        kind.stages()
                            .iter()
                            .map(|stage| {
                                view! { <Papers id=id about=about kind=kind stage=*stage current=current /> }
                            })
                            .collect_view()
                    })
            }}
        </Card>
    }
}

/// State of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Done,
    Current,
    ToCome,
}

/// Stage in the line.
#[component]
fn StageMark(about: About, stage: Stage, current: Memo<Option<Stage>>) -> impl IntoView {
    let i18n = use_i18n();
    let clock = Memo::new(move |_| {
        about.with(|about| {
            let clocks = &about.as_ref()?.clocks;
            let own = clocks.iter().find(|one| one.clock == RequestClock::Stage(stage));
            own.cloned()
        })
    });
    let done_on = Memo::new(move |_| {
        of_progress(about, |progress| {
            let done = progress.done.iter().find(|(done, _)| *done == stage);
            done.map(|(_, day)| *day)
        })
        .flatten()
    });
    let mark = move || match done_on.get() {
        Some(_) => Mark::Done,
        None if current.get() == Some(stage) => Mark::Current,
        None => Mark::ToCome,
    };
    let told = move || {
        let locale = i18n.get_locale();
        match (done_on.get(), clock.get()) {
            (Some(day), _) => t_string!(i18n, request.done_on, day = format::day(locale, day)),
            (None, Some(clock)) => {
                let is_late = clock.urgency == Urgency::Late;
                labels::remaining(locale, clock.reading.remaining, is_late)
            }
            (None, None) => String::new(),
        }
    };
    let days = move || {
        let clock = clock.get()?;
        Some(say!(
            i18n,
            request.stage_days,
            used = clock.reading.elapsed_utility as usize,
            limit = clock.limit as usize
        ))
    };
    let late = move || {
        let clock = clock.get()?;
        let tone = match clock.urgency {
            Urgency::Late => Tone::Bad,
            Urgency::Soon => Tone::Warn,
            _ => return None,
        };
        let text = labels::urgency(i18n.get_locale(), clock.urgency);
        Some(view! { <Tag text=text tone=tone /> })
    };
    view! {
        <li
            class="stage"
            class:done=move || mark() == Mark::Done
            class:current=move || mark() == Mark::Current
            aria-current=move || (mark() == Mark::Current).then_some("step")
        >
            <span class="stage-mark">
                {move || (mark() == Mark::Done).then(|| view! { <Glyph icon=Icon::Check /> })}
            </span>
            <strong>{move || labels::stage(i18n.get_locale(), stage)}</strong>
            <small>{told}</small>
            <small>{days}</small>
            {late}
        </li>
    }
}

/// Checklist of the documents of a stage; folded unless the stage is current.
#[component]
fn Papers(
    id: Id<Request>,
    about: About,
    kind: ConnectionKind,
    stage: Stage,
    current: Memo<Option<Stage>>,
) -> impl IntoView {
    let i18n = use_i18n();
    // In print, the documents of every stage are listed, even of those folded on the screen.
    let printing: Printing = expect_context();
    let asked: Vec<(Document, Needed)> = documents(kind, stage).collect();
    let of_all = asked.len();
    let all = asked.clone();
    let here = move || {
        about.with(|about| {
            let checklist = about.as_ref().map(|about| &about.request.documents.0);
            let is_here = |(document, _): &&(Document, Needed)| {
                checklist.is_some_and(|checklist| checklist.received(*document).is_some())
            };
            all.iter().filter(is_here).count()
        })
    };
    let count = move || say!(i18n, request.papers_here, here = here(), all = of_all);
    view! {
        <details class="papers" open=move || current.get() == Some(stage) || printing.is_on()>
            <summary>
                <strong>{move || labels::stage(i18n.get_locale(), stage)}</strong>
                <small>{count}</small>
                <Glyph icon=Icon::Down />
            </summary>
            <ul>
                {asked
                    .into_iter()
                    .map(|(document, needed)| {
                        view! { <Paper id=id about=about document=document needed=needed /> }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Paper(id: Id<Request>, about: About, document: Document, needed: Needed) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let received = Memo::new(move |_| {
        about.with(|about| about.as_ref()?.request.documents.0.received(document))
    });
    let tick = move |is_here: bool| {
        let day = is_here.then(|| workspace.facts.today_untracked());
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let _ = mark_document(workspace, id, document, day).await;
        });
    };
    view! {
        <li>
            <label class="switch">
                <input
                    type="checkbox"
                    prop:checked=move || received.with(Option::is_some)
                    on:change=move |event| tick(event_target_checked(&event))
                />
                <span class="grow">{move || labels::document(i18n.get_locale(), document)}</span>
                {(needed == Needed::WhereItApplies)
                    .then(|| view! { <Tag text=move || t_string!(i18n, request.paper_if_any) /> })}
                <small class="number">
                    {move || received.get().map(|day| format::day(i18n.get_locale(), day))}
                </small>
            </label>
        </li>
    }
}
