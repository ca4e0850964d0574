//! Head of a plan's page: customer, tags and actions.

use busbar_core::domain::{
    Id,
    plan::{PlanState, ServicePlan},
};
use leptos::prelude::*;

use super::{
    About,
    copy::CopyDialog,
    steps::{Agree, Approve, Close, Step, Steps},
};
use crate::{
    state::{
        commands::plan::{close, remove},
        files,
        plans::use_plans,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Glyph, Icon, Popover, Tag, Tone, Trigger},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::plan_row,
    },
};

/// Head of the page.
#[component]
pub fn Head(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let year = move || about.with(|about| about.as_ref()?.plan.calendar_year());
    let over = move || t_string!(i18n, plan.over, year = year().unwrap_or_default());
    let name = move || {
        let customer = about.with(|about| about.as_ref()?.plan.customer)?;
        let name = tables.customer_name(customer)?;
        let href = Page::Customer(customer).route().with("tab", "plan").href();
        Some(view! { <a href=href>{name}</a> })
    };
    view! {
        <header class="page-head no-print">
            <div>
                <a class="back" href=Page::Plans.href()>
                    <Glyph icon=Icon::Back />
                    {t!(i18n, plan.back)}
                </a>
                <p class="over">{over}</p>
                <h1>{name}</h1>
                <Tags about=about />
            </div>
            <Actions id=id about=about />
        </header>
    }
}

#[component]
fn Tags(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let facts = workspace.facts;
    let tags = move || {
        let locale = i18n.get_locale();
        about.with(|about| {
            let about = about.as_ref()?;
            let (plan, behind) = (&about.plan, about.progress.behind);
            let class = plan.class.map(|class| labels::service_class(locale, class));
            let behind =
                (behind > 0).then(|| say!(locale, plans.behind_count, count = behind));
            let is_due = plan.review_due(facts.today()).is_some();
            let state = labels::plan_state(locale, plan.state());
            let differs = about.differs_from_signed(&workspace.people.read()) == Some(true);
            Some(view! {
                <Tag text=state tone=plan_row::tone(plan.state()) />
                {behind.map(|text| view! { <Tag text=text tone=Tone::Bad /> })}
                {is_due.then(|| view! { <Tag text=t_string!(i18n, plans.review_due_short) tone=Tone::Warn /> })}
                {differs.then(|| view! { <Tag text=t_string!(i18n, plan.changed_since) tone=Tone::Warn /> })}
                {class.map(|text| view! { <Tag text=text /> })}
                {plan.is_sample.then(|| view! { <Tag text=t_string!(i18n, labels.made_up) /> })}
            })
        })
    };
    view! { <p class="tags">{tags}</p> }
}

/// Buttons of the next step and of the next year's plan, and a menu of other actions.
#[component]
fn Actions(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, navigation, plans) = (use_workspace(), use_navigation(), use_plans());
    let state = Memo::new(move |_| about.with(|about| Some(about.as_ref()?.plan.state())));
    let steps = Steps::default();
    let is_copying = RwSignal::new(false);
    let next = Memo::new(move |_| {
        let (customer, year) = about.with(|about| {
            let plan = &about.as_ref()?.plan;
            Some((plan.customer?, plan.calendar_year()? + 1))
        })?;
        let book = plans.get();
        Some((year, book.for_year(customer, year).map(|plan| plan.id)))
    });
    let first = move || match state.get() {
        Some(PlanState::Drafted) => Some((t_string!(i18n, plan.approve), Step::Approve)),
        Some(PlanState::Approved) => Some((t_string!(i18n, plan.agree), Step::Agree)),
        Some(PlanState::Running | PlanState::Closed) | None => None,
    };
    let go_on = move |()| match next.get_untracked() {
        Some((_, Some(id))) => navigation.go(&Page::Plan(id).route()),
        Some((_, None)) => is_copying.set(true),
        None => {}
    };
    // The toast of the removal offers to undo it.
    let take_out = move |_| {
        remove(workspace, id);
        navigation.go(&Page::Plans.route());
    };
    let reopen = move |_| {
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let _ = close(workspace, id, None, String::new()).await;
        });
    };
    let is_in = move |wanted: PlanState| state.get() == Some(wanted);
    view! {
        <div class="actions">
            {move || {
                first()
                    .map(|(label, what)| {
                        view! {
                            <Button
                                label=label
                                icon=Icon::Check
                                emphasis=Emphasis::First
                                on_press=move |()| steps.open(what)
                            />
                        }
                    })
            }}
            <Button
                label=move || {
                    match next.get() {
                        Some((year, Some(_))) => t_string!(i18n, plan.see_next, year = year),
                        Some((year, None)) => t_string!(i18n, plan.copy, year = year),
                        None => String::new(),
                    }
                }
                icon=Icon::Forward
                on_press=go_on
            />
            <Button
                label=move || t_string!(i18n, plan.print)
                icon=Icon::Print
                icon_only=true
                emphasis=Emphasis::Quiet
                on_press=|()| files::print()
            />
            <Popover
                label=move || t_string!(i18n, plan.more)
                kind=Trigger::Icon
                trigger=|| view! { <Glyph icon=Icon::More /> }
                is_menu=true
            >
                <div class="menu">
                    <Show when=move || is_in(PlanState::Drafted)>
                        <button type="button" on:click=move |_| steps.open(Step::Agree)>
                            <Glyph icon=Icon::Pen />
                            {t!(i18n, plan.agree)}
                        </button>
                    </Show>
                    <Show when=move || is_in(PlanState::Running)>
                        <button type="button" on:click=move |_| steps.open(Step::Agree)>
                            <Glyph icon=Icon::Pen />
                            {t!(i18n, plan.sign_again)}
                        </button>
                        <button type="button" on:click=move |_| steps.open(Step::Close)>
                            <Glyph icon=Icon::Stop />
                            {t!(i18n, plan.close)}
                        </button>
                    </Show>
                    <Show when=move || is_in(PlanState::Closed)>
                        <button type="button" on:click=reopen>
                            <Glyph icon=Icon::Undo />
                            {t!(i18n, plan.reopen)}
                        </button>
                    </Show>
                    <button type="button" on:click=take_out>
                        <Glyph icon=Icon::Delete />
                        {t!(i18n, plan.remove)}
                    </button>
                </div>
            </Popover>
        </div>
        <Approve id=id steps=steps />
        <Agree about=about steps=steps />
        <Close id=id steps=steps />
        <CopyDialog about=about open=is_copying />
    }
}
