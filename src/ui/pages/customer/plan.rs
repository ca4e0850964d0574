//! 一户一策 of a customer: this year's plan at a glance, or a button that creates it, and the plans of other years.

use busbar_core::{
    books::plans::{PlanLine, PlanSummary},
    domain::{
        Customer, Id,
        plan::{PlanItemKind, ServicePlan},
        standard::{Offer, ServiceClass},
    },
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::plan::begin, plans::use_plans, service::use_service, task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bar, Button, ButtonLink, Card, Emphasis, EmptyState, Icon, Row, Rows, Tag, Tone,
        },
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::plan_row::{self, PlanRow},
    },
};

/// Section with the service plans.
#[component]
pub fn PlanTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let plans = use_plans();
    let year = Memo::new(move |_| plans.year());
    let own = Memo::new(move |_| {
        let book = plans.get();
        book.to(id).cloned().collect::<Vec<PlanSummary>>()
    });
    let current = Memo::new(move |_| plans.get().for_year(id, year.get()).map(|plan| plan.id));
    let others = move || {
        let current = current.get();
        let others = own.get().into_iter();
        others.filter(|plan| Some(plan.id) != current).collect::<Vec<_>>()
    };
    let has_others = move || !others().is_empty();
    view! {
        <div class="stack">
            {move || match current.get() {
                Some(plan) => view! { <Current plan=plan /> }.into_any(),
                None => view! { <Missing customer=id year=year.get() /> }.into_any(),
            }}
            <Show when=has_others>
                <Card title=move || t_string!(i18n, plan.customer_past)>
                    <Rows>
                        {move || {
                            others()
                                .into_iter()
                                .map(|plan| view! { <PlanRow plan=plan of_customer=true /> })
                                .collect_view()
                        }}
                    </Rows>
                </Card>
            </Show>
        </div>
    }
}

/// Card of this year's plan: its goals and services with their progress.
#[component]
fn Current(plan: Id<ServicePlan>) -> impl IntoView {
    let i18n = use_i18n();
    let plans = use_plans();
    let about = plans.detail(plan);
    let summary = Memo::new(move |_| {
        let book = plans.get();
        book.plans().iter().find(|one| one.id == plan).cloned()
    });
    let lines = Memo::new(move |_| {
        about
            .with(|about| {
                let about = about.as_ref()?;
                let lines =
                    about.of_kind(PlanItemKind::Goal).chain(about.of_kind(PlanItemKind::Service));
                Some(lines.cloned().collect::<Vec<PlanLine>>())
            })
            .unwrap_or_default()
    });
    let title = move || {
        let year = summary.with(|plan| plan.as_ref().map(|plan| plan.year));
        t_string!(i18n, plans.of_year, year = year.unwrap_or_default())
    };
    let row = move |line: PlanLine| {
        let locale = i18n.get_locale();
        let name = labels::plan_item(locale, &line.item);
        let target = labels::plan_target(locale, &line.item);
        let measure = labels::plan_measure(locale, &line.item);
        let note = [Some(measure).filter(|text| !text.is_empty()), target];
        let note = note.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let share = line.progress.share;
        let behind = line.progress.behind.map(|why| labels::behind(locale, why));
        let (is_behind, label) = (behind.is_some(), name.clone());
        view! {
            <Row
                title=move || view! { {name} }
                note=move || {
                    view! {
                        {note}
                        " "
                        {behind.map(|text| view! { <Tag text=text tone=Tone::Bad /> })}
                    }
                }
                end=move || {
                    view! {
                        <Bar
                            label=label
                            share=Signal::stored(share)
                            text=plan_row::percent(locale, share)
                            is_behind=Signal::stored(is_behind)
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=title
            tools=move || {
                view! {
                    <ButtonLink
                        label=move || t_string!(i18n, plan.customer_open)
                        href=Page::Plan(plan).href()
                        icon=Icon::Forward
                        emphasis=Emphasis::Quiet
                    />
                }
            }
        >
            <Rows>
                {move || summary.get().map(|plan| view! { <PlanRow plan=plan of_customer=true /> })}
                {move || lines.get().into_iter().map(row).collect_view()}
            </Rows>
        </Card>
    }
}

/// Empty state of a customer without a plan for the year, with a button that creates it.
#[component]
fn Missing(customer: Id<Customer>, year: i16) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (plans, service, navigation) = (use_plans(), use_service(), use_navigation());
    let class = service.class(customer);
    let is_offered =
        move || service.is_offered(class.get(), Offer::ServicePlan, workspace.facts.today());
    let text = move || {
        if is_offered() {
            t_string!(i18n, plan.customer_none_offered)
        } else {
            t_string!(i18n, plan.customer_none_text)
        }
    };
    let make = move |()| {
        task::spawn(async move {
            service.wait_for_class(customer).await;
            // Without a known class, the plan starts from the template of class C.
            let class = untrack(|| service.known_class(customer)).unwrap_or(ServiceClass::C);
            let with = untrack(|| (plans.template(class), plans.known(customer)));
            // Errors are shown at the top of the page.
            let whose = (customer, year);
            let made = begin(workspace, whose, class, with, String::new()).await;
            if let Ok(id) = made {
                navigation.go(&Page::Plan(id).route());
            }
        });
    };
    view! {
        <EmptyState
            icon=Icon::Plans
            title=move || t_string!(i18n, plan.customer_none)
            text=text
        >
            <Button
                label=move || t_string!(i18n, plans.make_for_year, year = year)
                icon=Icon::Add
                emphasis=Emphasis::First
                on_press=make
            />
        </EmptyState>
    }
}
