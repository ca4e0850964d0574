//! The services: each with its rhythm, how many times it was done, and by what.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{
    About,
    add::Adding,
    goals::{LineStatus, Money},
    ids, line,
    link::Linking,
    linked::{LineButtons, LinkedRows},
};
use crate::{
    state::{commands::plan::serve, task, workspace::use_workspace},
    ui::{
        components::{Bar, Bounds, Button, Card, Emphasis, EmptyState, Icon, Input},
        field::Field,
        format,
        i18n::*,
        labels,
    },
};

/// A number of times in a year.
const TIMES: Bounds = Bounds { least: Some(1.0), most: Some(366.0) };

/// The card.
#[component]
pub fn ServicesCard(about: About, linking: Linking, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let services = ids(about, PlanItemKind::Service);
    view! {
        <Card
            title=move || t_string!(i18n, plan.services)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, plan.add_service)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| adding.ask(PlanItemKind::Service)
                    />
                }
            }
        >
            <Show
                when=move || !services.with(Vec::is_empty)
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, plan.services_none) /> }
                }
            >
                <ul class="plan-lines">
                    <For
                        each=move || services.get()
                        key=|id| *id
                        children=move |id| view! { <Service id=id about=about linking=linking /> }
                    />
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn Service(id: Id<PlanItem>, about: About, linking: Linking) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.plan_items;
    let line = line(about, id);
    let is_open = RwSignal::new(false);
    let name = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            Some(labels::plan_item(i18n.get_locale(), &line.item))
        })
        .unwrap_or_default()
    };
    let note = move || {
        let locale = i18n.get_locale();
        line.with(|line| {
            let item = &line.as_ref()?.item;
            let last = item.done_on.map(|day| {
                let day = format::date(locale, day);
                t_string!(i18n, plan.last_on, day = day)
            });
            let parts = [Some(labels::plan_rhythm(locale, item.wanted_times())), last];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        })
    };
    let share = Signal::derive(move || line.with(|line| line.as_ref()?.progress.share));
    let done_of = move || {
        let locale = i18n.get_locale();
        let both = line.with(|line| {
            let progress = line.as_ref()?.progress;
            progress.actual.zip(progress.target)
        });
        both.map(|(done, of)| {
            format!("{} / {}", format::plain(locale, done), format::plain(locale, of))
        })
        .unwrap_or_default()
    };
    let is_behind = Signal::derive(move || {
        line.with(|line| line.as_ref().is_some_and(|line| line.progress.behind.is_some()))
    });
    let once_more = move |()| {
        task::spawn(async move {
            // What went wrong is told at the top.
            let _ = serve(workspace, id, workspace.facts.today_untracked()).await;
        });
    };
    view! {
        <li class="plan-line">
            <div class="spread">
                <h3>{name}</h3>
                <Bar label=name share=share text=done_of is_behind=is_behind />
            </div>
            <p class="quiet-text">{note}</p>
            <LineStatus id=id about=about />
            <LinkedRows about=about id=id />
            <div class="line plan-tools">
                <Button
                    label=move || t_string!(i18n, plan.once_more)
                    icon=Icon::Check
                    emphasis=Emphasis::Quiet
                    on_press=once_more
                />
                <LineButtons id=id linking=linking is_open=is_open />
            </div>
            <Show when=move || is_open.get()>
                <div class="taken">
                    <dl class="facts">
                        <Field
                            table
                            id
                            field="times"
                            label=move || t_string!(i18n, plan.f_times)
                            input=Signal::stored(Input::Number("", TIMES))
                        />
                        <Field
                            table
                            id
                            field="reached"
                            label=move || t_string!(i18n, plan.f_done_by_hand)
                            input=Signal::stored(Input::Number("", Bounds::POSITIVE))
                        />
                        <Field table id field="owner" label=move || t_string!(i18n, plan.f_owner) />
                        <Field
                            table
                            id
                            field="due_on"
                            label=move || t_string!(i18n, plan.f_due_on)
                            input=Signal::stored(Input::Date)
                        />
                        <Field table id field="text" label=move || t_string!(i18n, plan.f_own_text) />
                        <Money id=id />
                    </dl>
                </div>
            </Show>
        </li>
    }
}
