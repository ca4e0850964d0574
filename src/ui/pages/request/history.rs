//! Steps of the request, latest first. Steps that conflict with those of another tablet are marked; they and the last
//! step can be removed.

use busbar_core::domain::request::{RequestStep, StepError, StepKind};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{commands::record::remove, workspace::use_workspace},
    ui::{
        components::{Button, Card, Emphasis, EmptyState, Icon, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        shared::sheet::joined,
    },
};

/// Card with the steps.
#[component]
pub fn History(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let steps = Memo::new(move |_| {
        about
            .with(|about| {
                let about = about.as_ref()?;
                let misfits = about.progress.as_ref().map(|progress| &progress.misfits);
                let error = |step: &RequestStep| {
                    let found = misfits?.iter().find(|(misfit, _)| *misfit == step.id);
                    found.map(|(_, error)| *error)
                };
                let last = about.steps.last().map(|step| step.id);
                let told = about.steps.iter().rev().map(|step| {
                    let (error, is_last) = (error(step), Some(step.id) == last);
                    (step.clone(), error, is_last)
                });
                Some(told.collect::<Vec<_>>())
            })
            .unwrap_or_default()
    });
    let received = move || {
        let locale = i18n.get_locale();
        let (day, department) = about.with(|about| {
            let request = &about.as_ref()?.request;
            Some((request.received_on?, request.department.clone()))
        })?;
        Some(view! {
            <Row
                title=move || view! { {move || t_string!(i18n, request.step_received)} }
                note=move || department
                lead=move || view! { <span class="quiet-text">{format::day(locale, day)}</span> }
            />
        })
    };
    view! {
        <Card title=move || t_string!(i18n, request.history)>
            <Rows>
                {move || {
                    steps
                        .get()
                        .into_iter()
                        .map(|(step, error, is_last)| {
                            view! { <Step step=step error=error is_last=is_last /> }
                        })
                        .collect_view()
                }}
                {received}
            </Rows>
            <Show when=move || steps.with(Vec::is_empty)>
                <EmptyState title=move || t_string!(i18n, request.history_empty) />
            </Show>
        </Card>
    }
}

#[component]
fn Step(step: RequestStep, error: Option<StepError>, is_last: bool) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = step.id;
    let day = step.on;
    let (kind, stage, score) = (step.kind, step.stage, step.score);
    let department = step.department.clone();
    let title = move || {
        let locale = i18n.get_locale();
        let word = kind.map(|kind| labels::step_kind(locale, kind))?;
        let more = match kind? {
            StepKind::StageDone => labels::stage(locale, stage?).to_owned(),
            StepKind::Routed => department.clone(),
            StepKind::Confirmed => {
                t_string!(i18n, request.scored, score = format::plain(locale, score?))
            }
            _ => return Some(word.to_owned()),
        };
        Some(format!("{word} · {more}"))
    };
    let note = joined([step.reason.clone(), workspace.name(&step.by)].map(Some));
    let wrong = move || {
        error.map(|error| {
            let words = labels::step_error(i18n.get_locale(), error);
            view! {
                <p>
                    <Tag text=t_string!(i18n, request.misfit) tone=Tone::Warn />
                    " "
                    {words}
                </p>
            }
        })
    };
    let can_go = is_last || error.is_some();
    view! {
        <Row
            lead=move || {
                view! {
                    <span class="quiet-text">
                        {move || day.map(|day| format::day(i18n.get_locale(), day))}
                    </span>
                }
            }
            title=move || view! { {title} }
            note=move || view! { {note} {wrong} }
            end=move || {
                can_go
                    .then(|| {
                        view! {
                            <Button
                                label=move || t_string!(i18n, request.take_step_out)
                                icon=Icon::Undo
                                icon_only=true
                                emphasis=Emphasis::Quiet
                                on_press=move |()| remove(workspace, id)
                            />
                        }
                    })
            }
        />
    }
}
