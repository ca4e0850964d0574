//! Services: each with its frequency, its count done and planned, and its linked records.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{
    About,
    add::Adding,
    buttons::LineButtons,
    goals::{LineStatus, MONEY},
    line,
    lines::LinesCard,
    link::Linking,
    linked::LinkedRows,
};
use crate::{
    state::{commands::plan::serve, task, workspace::use_workspace},
    ui::{
        components::{Bar, Button, Emphasis, Icon},
        format,
        i18n::*,
        labels,
        shared::field::{Field, Fields},
    },
};

/// Card with the services.
#[component]
pub fn ServicesCard(about: About, linking: Linking, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |id: Id<PlanItem>| view! { <Service id about linking /> }.into_any();
    view! {
        <LinesCard
            about=about
            adding=adding
            kind=PlanItemKind::Service
            title=move || t_string!(i18n, plan.services)
            none=move || t_string!(i18n, plan.services_none)
            line=line
        />
    }
}

#[component]
fn Service(id: Id<PlanItem>, about: About, linking: Linking) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
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
            let last = item.done_on.map(|day| say!(locale, plan.last_on, day = day));
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
            // Errors are shown at the top of the page.
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
                        <Field id field=PlanItem::TIMES />
                        <Field
                            id
                            field=PlanItem::REACHED
                            label=move || t_string!(i18n, plan.f_done_by_hand)
                        />
                        <Fields id of=[PlanItem::OWNER, PlanItem::DUE_ON] />
                        <Field
                            id
                            field=PlanItem::TEXT
                            label=move || t_string!(i18n, plan.f_own_text)
                        />
                        <Fields id of=MONEY />
                    </dl>
                </div>
            </Show>
        </li>
    }
}
