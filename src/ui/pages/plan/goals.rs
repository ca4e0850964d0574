//! The goals: each with what it is measured by, where it is and where it is to be, what leads to it, and what
//! keeps it behind.

use busbar_core::domain::{
    Id, Value,
    plan::{Gauge, PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{
    About,
    add::Adding,
    ids, line,
    link::Linking,
    linked::{LineButtons, LinkedRows},
};
use crate::{
    state::{
        commands::{plan::reach, record::set_field},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bar, Bounds, Button, Card, Emphasis, EmptyState, Icon, Input, Switch, Tag, Tone,
        },
        field::Field,
        format,
        i18n::*,
        labels, plan_row,
    },
};

/// The card.
#[component]
pub fn GoalsCard(about: About, linking: Linking, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let goals = ids(about, PlanItemKind::Goal);
    view! {
        <Card
            title=move || t_string!(i18n, plan.goals)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, plan.add_goal)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| adding.ask(PlanItemKind::Goal)
                    />
                }
            }
        >
            <Show
                when=move || !goals.with(Vec::is_empty)
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, plan.goals_none) /> }
                }
            >
                <ul class="plan-lines">
                    <For
                        each=move || goals.get()
                        key=|id| *id
                        children=move |id| view! { <Goal id=id about=about linking=linking /> }
                    />
                </ul>
            </Show>
        </Card>
    }
}

#[component]
fn Goal(id: Id<PlanItem>, about: About, linking: Linking) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_workspace().tables.plan_items;
    let line = line(about, id);
    let is_open = RwSignal::new(false);
    let read = move |of: fn(Locale, &PlanItem) -> String| {
        let locale = i18n.get_locale();
        line.with(|line| line.as_ref().map(|line| of(locale, &line.item))).unwrap_or_default()
    };
    let share = Signal::derive(move || line.with(|line| line.as_ref()?.progress.share));
    let behind = Memo::new(move |_| line.with(|line| line.as_ref()?.progress.behind));
    let is_entered = Memo::new(move |_| {
        let gauge = line.with(|line| line.as_ref()?.item.gauge);
        gauge.is_none_or(|gauge| gauge == Gauge::Entered)
    });
    let actual = move || {
        let locale = i18n.get_locale();
        line.with(|line| {
            let line = line.as_ref()?;
            let actual = line.progress.actual;
            Some(actual.map(|value| labels::plan_actual(locale, &line.item, value)))
        })
        .flatten()
        .unwrap_or_else(|| t_string!(i18n, labels.nothing).to_owned())
    };
    // The unit of the topic follows the number; the plan's own unit is part of the label.
    let number = move |of: fn(&PlanItem) -> Option<f64>| {
        Signal::derive(move || {
            let unit = line.with(|line| {
                let item = &line.as_ref()?.item;
                Some(labels::plan_topic_unit(i18n.get_locale(), item, of(item)))
            });
            Input::Number(unit.unwrap_or_default(), Bounds::default())
        })
    };
    let from = move || {
        let gauge = line.with(|line| line.as_ref()?.item.gauge);
        labels::gauge(i18n.get_locale(), gauge.unwrap_or(Gauge::Entered))
    };
    view! {
        <li class="plan-line">
            <div class="spread">
                <h3>{move || read(labels::plan_item)}</h3>
                <Bar
                    label=move || read(labels::plan_item)
                    share=share
                    text=move || plan_row::percent(i18n.get_locale(), share.get())
                    is_behind=Signal::derive(move || behind.get().is_some())
                />
            </div>
            <p class="quiet-text">{move || read(labels::plan_measure)}</p>
            <LineStatus id=id about=about />
            <dl class="facts plan-facts">
                <Show
                    when=move || is_entered.get()
                    fallback=move || {
                        view! {
                            <div>
                                <dt>{t!(i18n, plan.f_reached)}</dt>
                                <dd>
                                    {actual}
                                    <small>{from}</small>
                                </dd>
                            </div>
                        }
                    }
                >
                    <Field
                        table
                        id
                        field="reached"
                        label=move || t_string!(i18n, plan.f_reached)
                        input=number(|item| item.reached)
                    />
                </Show>
                <Field
                    table
                    id
                    field="target"
                    label=move || {
                        let is_at_most = line.with(|line| line.as_ref().is_some_and(|l| l.item.is_at_most));
                        let own = read(|_, item| item.unit.clone());
                        let sign = if is_at_most { "≤" } else { "≥" };
                        if own.is_empty() {
                            t_string!(i18n, plan.f_target, sign = sign)
                        } else {
                            t_string!(i18n, plan.f_target_in, sign = sign, unit = own)
                        }
                    }
                    input=number(|item| item.target)
                />
                <Field
                    table
                    id
                    field="due_on"
                    label=move || t_string!(i18n, plan.f_due_on)
                    input=Signal::stored(Input::Date)
                />
                <Field table id field="owner" label=move || t_string!(i18n, plan.f_owner) />
            </dl>
            <LinkedRows about=about id=id />
            <div class="line plan-tools">
                <Reached id=id about=about />
                <LineButtons id=id linking=linking is_open=is_open />
            </div>
            <Show when=move || is_open.get()>
                <Wording id=id about=about />
            </Show>
        </li>
    }
}

/// What keeps it behind, and where it comes from.
#[component]
pub fn LineStatus(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let line = line(about, id);
    let tags = move || {
        let locale = i18n.get_locale();
        line.with(|line| {
            let line = line.as_ref()?;
            let behind = line.progress.behind.map(|why| {
                view! { <Tag text=labels::behind(locale, why) tone=Tone::Bad /> }
            });
            let reached = line.item.done_on.filter(|_| line.item.kind == Some(PlanItemKind::Goal));
            let reached = reached.map(|day| {
                let text = t_string!(i18n, plan.reached_on, day = format::date(locale, day));
                view! { <Tag text=text tone=Tone::Good /> }
            });
            let carried = line.item.carried_from.map(|_| {
                view! { <Tag text=t_string!(i18n, plan.carried) tone=Tone::Accent /> }
            });
            Some(view! { {behind} {reached} {carried} })
        })
    };
    view! { <p class="tags plan-tags">{tags}</p> }
}

/// Marks the goal as reached whatever its figure says, or no more.
#[component]
fn Reached(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let line = line(about, id);
    let is_reached = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.item.done_on.is_some()))
    });
    let press = move |()| {
        let on = (!is_reached.get_untracked()).then(|| workspace.facts.today_untracked());
        task::spawn(async move {
            // What went wrong is told at the top.
            let _ = reach(workspace, id, on).await;
        });
    };
    view! {
        <Button
            label=move || {
                if is_reached.get() {
                    t_string!(i18n, plan.not_reached)
                } else {
                    t_string!(i18n, plan.mark_reached)
                }
            }
            icon=Icon::Check
            emphasis=Emphasis::Quiet
            on_press=press
        />
    }
}

/// How the goal is worded and measured, and what it may cost.
#[component]
fn Wording(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.plan_items;
    let line = line(about, id);
    let is_at_most = Signal::derive(move || {
        line.with(|line| line.as_ref().is_some_and(|line| line.item.is_at_most))
    });
    let set_at_most = move |is_so: bool| {
        task::spawn(async move {
            // What went wrong is told at the top.
            let _ = set_field(workspace, id, "is_at_most", Value::Bool(is_so)).await;
        });
    };
    let gauges = Signal::derive(move || {
        let locale = i18n.get_locale();
        let word = |gauge: &Gauge| {
            let word = labels::gauge(locale, *gauge);
            (gauge.name().to_owned(), word.to_owned())
        };
        Input::Choice(Gauge::ALL.iter().map(word).collect())
    });
    view! {
        <div class="taken">
            <dl class="facts">
                <Field table id field="text" label=move || t_string!(i18n, plan.f_own_text) />
                <Field table id field="measure" label=move || t_string!(i18n, plan.f_own_measure) />
                <Field table id field="unit" label=move || t_string!(i18n, plan.f_unit) />
                <Field
                    table
                    id
                    field="gauge"
                    label=move || t_string!(i18n, plan.f_gauge)
                    input=gauges
                />
                <Money id=id />
            </dl>
            <Switch
                label=move || t_string!(i18n, plan.f_at_most)
                value=is_at_most
                on_change=set_at_most
            />
        </div>
    }
}

/// What a line may cost and has cost; the company's alone.
#[component]
pub fn Money(id: Id<PlanItem>) -> impl IntoView {
    let i18n = use_i18n();
    let table = use_workspace().tables.plan_items;
    let cny = move || {
        Signal::derive(move || Input::Number(t_string!(i18n, labels.unit_cny), Bounds::POSITIVE))
    };
    view! {
        <Field
            table
            id
            field="budget_cny"
            label=move || t_string!(i18n, plan.f_budget)
            input=cny()
        />
        <Field
            table
            id
            field="spent_cny"
            label=move || t_string!(i18n, plan.f_spent)
            input=cny()
        />
    }
}
