//! Buttons that load and remove the sample portfolio. Each is disabled while its operation is running.

use leptos::prelude::*;

use crate::{
    state::{
        commands::sample,
        task,
        workers::{WorkError, use_workers},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Icon, Message, use_toasts},
        labels,
        shared::reasons,
    },
};

/// Button that loads the sample portfolio.
#[component]
pub fn LoadSample(
    /// Label of the button.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let workspace = use_workspace();
    let workers = use_workers();
    let toasts = use_toasts();
    let is_under_way = RwSignal::new(false);
    let load = move |()| {
        is_under_way.set(true);
        task::detach(async move {
            // The shell reports errors of writes.
            if let Err(WorkError::Job(error)) = sample::load(workspace, workers).await {
                toasts.failed(Message::of(move |locale| reasons::job_error(locale, &error)));
            }
            is_under_way.try_set(false);
        });
    };
    view! { <Button label=label icon=Icon::Plug disabled=is_under_way on_press=load /> }
}

/// Button that removes the sample portfolio.
#[component]
pub fn RemoveSample(
    /// Label of the button.
    #[prop(into)]
    label: TextProp,
    /// Visual weight.
    #[prop(optional)]
    emphasis: Emphasis,
) -> impl IntoView {
    let workspace = use_workspace();
    let toasts = use_toasts();
    let is_under_way = RwSignal::new(false);
    let remove = move |()| {
        is_under_way.set(true);
        task::detach(async move {
            if let Err(error) = sample::remove(workspace).await {
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
            is_under_way.try_set(false);
        });
    };
    view! { <Button label=label emphasis=emphasis disabled=is_under_way on_press=remove /> }
}
