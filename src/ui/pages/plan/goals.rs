//! Goals: each with its measure, current value, target, linked records, and the reason if it is behind.

use busbar_core::domain::{
    FieldOf, Id, Value,
    plan::{Gauge, PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{
    About, add::Adding, buttons::LineButtons, line, lines::LinesCard, link::Linking,
    linked::LinkedRows,
};
use crate::{
    state::{
        commands::{plan::reach, record::set_field},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Bar, Bounds, Button, Emphasis, Icon, Input, Switch, Tag, Tone},
        i18n::*,
        labels,
        shared::{
            field::{Field, Fields},
            plan_row,
        },
    },
};

/// Budget and spending of a line; internal.
pub const MONEY: &[FieldOf<PlanItem>] = &[PlanItem::BUDGET_CNY, PlanItem::SPENT_CNY];

/// Card with the goals.
#[component]
pub fn GoalsCard(about: About, linking: Linking, adding: Adding) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |id: Id<PlanItem>| view! { <Goal id about linking /> }.into_any();
    view! {
        <LinesCard
            about=about
            adding=adding
            kind=PlanItemKind::Goal
            title=move || t_string!(i18n, plan.goals)
            none=move || t_string!(i18n, plan.goals_none)
            line=line
        />
    }
}

#[component]
fn Goal(id: Id<PlanItem>, about: About, linking: Linking) -> impl IntoView {
    let i18n = use_i18n();
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
    // The unit of the topic follows the number; the line's own unit is in the label of the target instead.
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
                    <Field id field=PlanItem::REACHED input=number(|item| item.reached) />
                </Show>
                <Field
                    id
                    field=PlanItem::TARGET
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
                <Fields id of=[PlanItem::DUE_ON, PlanItem::OWNER] />
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

/// Tags of a line: the reason if it is behind, the date a goal was reached, and the mark of a line carried over.
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
                let text = say!(i18n, plan.reached_on, day = day);
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

/// Button that marks the goal as reached regardless of its figure, or removes the mark.
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
            // Errors are shown at the top of the page.
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

/// Wording and measure of the goal, and its budget and spending.
#[component]
fn Wording(id: Id<PlanItem>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let line = line(about, id);
    let is_at_most = Signal::derive(move || {
        line.with(|line| line.as_ref().is_some_and(|line| line.item.is_at_most))
    });
    let set_at_most = move |is_so: bool| {
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let _ = set_field(workspace, id, PlanItem::IS_AT_MOST, Value::Bool(is_so)).await;
        });
    };
    view! {
        <div class="taken">
            <dl class="facts">
                <Field id field=PlanItem::TEXT label=move || t_string!(i18n, plan.f_own_text) />
                <Field
                    id
                    field=PlanItem::MEASURE
                    label=move || t_string!(i18n, plan.f_own_measure)
                />
                <Fields id of=[PlanItem::UNIT, PlanItem::GAUGE] />
                <Fields id of=MONEY />
            </dl>
            <Switch
                label=move || t_string!(i18n, plan.f_at_most)
                value=is_at_most
                on_change=set_at_most
            />
        </div>
    }
}
