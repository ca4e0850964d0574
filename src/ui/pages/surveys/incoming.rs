//! Import of responses from a file, with a preview of the additions and the problems.

use busbar_core::exchange::{Reason, problem::Problem, responses::ResponsePlan};
use leptos::prelude::*;

use crate::{
    state::{
        commands::survey, files, surveys::use_surveys, task, turns::Turns, workers::use_workers,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Dialog, DialogFoot, Emphasis, FileButton, Icon, Message, Row, Rows, use_toasts,
        },
        format,
        i18n::*,
        labels,
        shared::reasons,
    },
};

/// Maximum number of problems listed.
const LISTED: usize = 20;

/// Button to choose a file, and the dialog with its preview.
#[component]
pub fn Incoming() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let workers = use_workers();
    let toasts = use_toasts();
    let plan = RwSignal::new(None::<ResponsePlan>);
    let open = RwSignal::new(false);
    let turns = Turns::default();

    let choose = move |event| {
        let Some(file) = files::chosen(&event).into_iter().next() else {
            return;
        };
        toasts.forget_failures();
        let turn = turns.next();
        task::spawn(async move {
            // Another file may be chosen in the meantime.
            let looking = survey::look(workspace, surveys, workers, file);
            let Some(looked_at) = turn.run(looking).await else {
                return;
            };
            match looked_at {
                Ok(Ok(found)) => {
                    plan.set(Some(found));
                    open.set(true);
                }
                Ok(Err(Reason::MissingColumn)) => {
                    toasts.failed(Message::of(|locale| td_string!(locale, surveys.no_columns)));
                }
                Ok(Err(reason)) => {
                    toasts.failed(Message::of(move |locale| reasons::reason(locale, &reason)));
                }
                Err(error) => {
                    toasts.failed(Message::of(move |locale| reasons::job_error(locale, &error)));
                }
            }
        });
    };
    let put_in = move |()| {
        let draft = plan.with_untracked(|plan| plan.as_ref().map(ResponsePlan::draft));
        task::spawn(async move {
            // Errors are shown at the top of the page; the preview stays open.
            if let Some(draft) = draft
                && workspace.act(draft).await.is_ok()
            {
                open.set(false);
            }
        });
    };
    let count = move |of: fn(&ResponsePlan) -> usize| {
        let count = plan.with(|plan| plan.as_ref().map_or(0, of));
        format::count(i18n.get_locale(), count)
    };
    let answered = move || {
        let all = surveys.get();
        let locale = i18n.get_locale();
        let of = plan.with(|plan| plan.as_ref().map(|plan| plan.answered.clone()));
        of.unwrap_or_default()
            .into_iter()
            .filter_map(|(id, count)| {
                let questionnaire = all.get(id)?;
                let title = labels::wording(locale, &questionnaire.title.0);
                let version =
                    t_string!(i18n, surveys.version, number = questionnaire.number().to_string());
                let count = say!(i18n, surveys.sets, count = count);
                Some(view! {
                    <Row
                        title=move || view! { {title} }
                        note=move || view! { {version} }
                        end=move || view! { {count} }
                    />
                })
            })
            .collect_view()
    };
    let problems = move || {
        plan.with(|plan| {
            let plan = plan.as_ref()?;
            let rows = plan.problems.list().iter().take(LISTED).cloned();
            Some(rows.map(|problem| view! { <Wrong problem=problem /> }).collect_view())
        })
    };
    let nothing =
        Signal::derive(move || plan.with(|plan| plan.as_ref().is_none_or(|plan| plan.added == 0)));
    view! {
        <FileButton
            label=move || t_string!(i18n, surveys.import)
            accept=".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.xlsb,.et,.ods"
            emphasis=Emphasis::Quiet
            icon=Icon::Import
            on_choose=choose
        />
        <Dialog title=move || t_string!(i18n, surveys.import_answers) open=open wide=true>
            <p>
                {move || {
                    t_string!(
                        i18n,
                        surveys.import_counts,
                        new = count(|plan| plan.added),
                        known = count(|plan| plan.known),
                        wrong = count(|plan| plan.problems.total() as usize)
                    )
                }}
            </p>
            <Show when=move || {
                plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.unanswered > 0))
            }>
                <p class="quiet-text">
                    {move || {
                        let count = count(|plan| plan.unanswered);
                        t_string!(i18n, surveys.import_unanswered, count = count)
                    }}
                </p>
            </Show>
            <Rows>{answered}</Rows>
            <Rows>{problems}</Rows>
            <DialogFoot
                open=open
                label=move || {
                    t_string!(i18n, surveys.import_now, count = count(|plan| plan.added))
                }
                disabled=nothing
                on_press=put_in
            />
        </Dialog>
    }
}

/// Row for a problem in the file.
#[component]
fn Wrong(problem: Problem) -> impl IntoView {
    let i18n = use_i18n();
    let place = problem.clone();
    view! {
        <Row
            lead=move || view! { {problem.line} }
            title=move || view! { {move || reasons::reason(i18n.get_locale(), &problem.reason)} }
            note=move || view! { {format!("{} {}", place.column, place.value)} }
        />
    }
}
