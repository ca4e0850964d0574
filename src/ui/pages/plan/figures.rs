//! Progress of the plan in four figures, each with its inputs on demand.

use busbar_core::{
    books::plans::{PlanDetail, PlanLine},
    domain::plan::{Pace, PlanItemKind},
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Explanation, Figure, Figures, Tone},
        format,
        i18n::*,
        labels,
        shared::plan_row,
    },
};

/// Figures of the plan.
#[component]
pub fn PlanFigures(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let read = move |of: fn(Locale, &PlanDetail) -> String| {
        let locale = i18n.get_locale();
        about
            .with(|about| about.as_ref().map(|about| of(locale, about)))
            .unwrap_or_else(|| t_string!(i18n, labels.nothing).to_owned())
    };
    let today = use_workspace().facts.day;
    let pace = Memo::new(move |_| {
        about.with(|about| {
            let about = about.as_ref()?;
            Some(about.progress.pace(&about.plan, today.get()))
        })
    });
    let behind_tone = Signal::derive(move || match pace.get() {
        Some(Pace::Behind(_)) => Tone::Bad,
        Some(Pace::OnTrack) => Tone::Good,
        Some(Pace::NotRunning | Pace::ToCome { .. }) | None => Tone::Plain,
    });
    let money_tone = Signal::derive(move || {
        let is_over = about.with(|about| {
            about.as_ref().is_some_and(|about| {
                let (planned, spent) = about.money();
                spent > about.plan.budget_cny.unwrap_or(planned)
            })
        });
        if is_over { Tone::Bad } else { Tone::Plain }
    });
    let explain =
        move |formula: &'static str, inputs: fn(Locale, &PlanDetail) -> Vec<(String, String)>| {
            let locale = i18n.get_locale();
            let inputs = about.with(|about| about.as_ref().map(|about| inputs(locale, about)));
            Explanation {
                formula: formula.to_owned(),
                inputs: inputs.unwrap_or_default(),
                source: t_string!(i18n, plan.source).to_owned(),
                ..Explanation::default()
            }
        };
    view! {
        <Figures>
            <Figure
                label=move || t_string!(i18n, plans.progress)
                value=move || read(|locale, about| plan_row::percent(locale, about.progress.share))
                context=move || pace.get().map(|pace| behind(i18n.get_locale(), pace)).unwrap_or_default()
                tone=behind_tone
                explain=Callback::new(move |()| explain(t_string!(i18n, plan.ex_progress), shares))
            />
            <Figure
                label=move || t_string!(i18n, plan.goals)
                value=move || read(|locale, about| done_of(locale, about, PlanItemKind::Goal))
                context=move || t_string!(i18n, plan.reached_of)
                explain=Callback::new(move |()| explain(t_string!(i18n, plan.ex_goals), goals))
            />
            <Figure
                label=move || t_string!(i18n, plan.services)
                value=move || read(times)
                unit=move || t_string!(i18n, plans.unit_times)
                context=move || t_string!(i18n, plan.times_of)
                explain=Callback::new(move |()| explain(t_string!(i18n, plan.ex_services), services))
            />
            <Figure
                label=move || t_string!(i18n, plan.spent)
                value=move || read(|locale, about| format::money(locale, about.money().1).number)
                unit=move || read(|locale, about| format::money(locale, about.money().1).unit.to_owned())
                context=move || read(planned)
                tone=money_tone
                explain=Callback::new(move |()| explain(t_string!(i18n, plan.ex_money), money))
            />
        </Figures>
    }
}

fn behind(locale: Locale, pace: Pace) -> String {
    match pace {
        Pace::OnTrack => td_string!(locale, plan.none_behind).to_owned(),
        Pace::NotRunning => td_string!(locale, plan.not_running).to_owned(),
        Pace::ToCome { services, days } => say!(
            locale,
            plan.to_come,
            count = format::plain(locale, services),
            days = days.unsigned_abs() as usize
        ),
        Pace::Behind(count) => {
            say!(locale, plans.behind_count, count = count)
        }
    }
}

fn done_of(locale: Locale, about: &PlanDetail, kind: PlanItemKind) -> String {
    let done = about.of_kind(kind).filter(|line| line.progress.is_done());
    let count = |n| format::count(locale, n);
    format!("{} / {}", count(done.count()), count(about.of_kind(kind).count()))
}

fn times(locale: Locale, about: &PlanDetail) -> String {
    let sum = |of: fn(&PlanLine) -> Option<f64>| -> f64 {
        about.of_kind(PlanItemKind::Service).filter_map(of).sum()
    };
    let (done, wanted) = (sum(|line| line.progress.actual), sum(|line| line.progress.target));
    format!("{} / {}", format::plain(locale, done), format::plain(locale, wanted))
}

fn planned(locale: Locale, about: &PlanDetail) -> String {
    let (planned, _) = about.money();
    let amount = format::money(locale, about.plan.budget_cny.unwrap_or(planned)).to_string();
    td_string!(locale, plan.of_budget, amount = amount)
}

fn shares(locale: Locale, about: &PlanDetail) -> Vec<(String, String)> {
    let kinds = [PlanItemKind::Goal, PlanItemKind::Service];
    let lines = kinds.into_iter().flat_map(|kind| about.of_kind(kind));
    lines
        .map(|line| {
            let share = plan_row::percent(locale, line.progress.share);
            (labels::plan_item(locale, &line.item), share)
        })
        .collect()
}

fn goals(locale: Locale, about: &PlanDetail) -> Vec<(String, String)> {
    let lines = about.of_kind(PlanItemKind::Goal);
    lines
        .map(|line| {
            let nothing = || td_string!(locale, labels.nothing).to_owned();
            let actual =
                line.progress.actual.map(|value| labels::plan_actual(locale, &line.item, value));
            let target = labels::plan_target(locale, &line.item);
            let both = [actual, target].map(|one| one.unwrap_or_else(nothing));
            (labels::plan_item(locale, &line.item), both.join(" / "))
        })
        .collect()
}

fn services(locale: Locale, about: &PlanDetail) -> Vec<(String, String)> {
    let lines = about.of_kind(PlanItemKind::Service);
    lines
        .map(|line| {
            let number = |value: Option<f64>| format::plain(locale, value.unwrap_or_default());
            let (done, wanted) = (number(line.progress.actual), number(line.progress.target));
            (labels::plan_item(locale, &line.item), format!("{done} / {wanted}"))
        })
        .collect()
}

fn money(locale: Locale, about: &PlanDetail) -> Vec<(String, String)> {
    let amount = |cny: f64| format::money(locale, cny).to_string();
    let lines = about.lines.iter().filter(|line| {
        let item = &line.item;
        item.budget_cny.is_some() || item.spent_cny.is_some()
    });
    lines
        .map(|line| {
            let [planned, spent] =
                [line.item.budget_cny, line.item.spent_cny].map(|cny| amount(cny.unwrap_or(0.0)));
            (labels::plan_item(locale, &line.item), format!("{spent} / {planned}"))
        })
        .collect()
}
