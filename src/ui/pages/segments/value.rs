//! Value tab: the Pareto curve, measures of concentration, the class limits, and all customers by value.

use std::sync::Arc;

use busbar_core::domain::segment::{AbcClass, AbcCuts, CutsError};
use leptos::prelude::*;

use super::{
    basis, customer_unit, in_class,
    listed::{by_value, ranks},
    members::{ClassChips, Members, chosen_class, class_tag, column},
    refunds::Refunds,
    worth,
};
use crate::{
    chart,
    state::{
        commands::segment::change_params,
        segments::{Segments, use_segments},
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bounds, Card, ChartFrame, Explanation, Figure, Figures, Message, NumberInput,
            use_toasts,
        },
        format::{self, Scale},
        i18n::*,
        labels,
    },
};

/// Value tab.
#[component]
pub fn ValueTab() -> impl IntoView {
    let i18n = use_i18n();
    let segments = use_segments();
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let judgement = segments.judgement();
        let Some(pareto) = &judgement.judged.pareto else {
            return chart::Drawing::default();
        };
        let is_billed = judgement.judged.is_billed();
        let values: Vec<f64> = pareto.ranked.iter().map(|ranked| ranked.value).collect();
        let most = values.first().copied().unwrap_or_default();
        let scale =
            if is_billed { Scale::money(locale, most) } else { Scale::energy(locale, most) };
        let [a, b] = [AbcClass::A, AbcClass::B].map(|class| in_class(pareto, class));
        let cuts = segments.params.read().cuts;
        let cut = |rank: usize, percent: f64| chart::Cut {
            rank,
            word: say!(
                i18n,
                segments.pareto_cut,
                count = rank,
                share = format::percent(locale, percent / 100.0, 0)
            ),
        };
        let class = |class| labels::abc_class(locale, class).to_owned();
        chart::ParetoChart {
            values: &values,
            cuts: [cut(a, cuts.a()), cut(a + b, cuts.b())],
            key: [
                class(AbcClass::A),
                class(AbcClass::B),
                class(AbcClass::C),
                t_string!(i18n, segments.cumulative).to_owned(),
            ],
            order: t_string!(
                i18n,
                segments.pareto_order,
                basis = basis(locale, is_billed),
                unit = scale.unit
            ),
            mean: &|count| say!(locale, segments.pareto_mean, count = count),
            ranks: &|from, to| {
                if from == to {
                    td_string!(locale, segments.rank_one, from = from)
                } else {
                    td_string!(locale, segments.rank_many, from = from, to = to)
                }
            },
            rank: &|rank| format::count(locale, rank),
            percent: &|share| format::percent(locale, share, 0),
            write: &|value| scale.number(value),
            write_full: &|value| worth(locale, is_billed, value),
            head: [
                t_string!(i18n, segments.rank).to_owned(),
                t_string!(i18n, segments.value).to_owned(),
                t_string!(i18n, segments.cumulative).to_owned(),
            ],
        }
        .draw(width, 300.0)
    };
    let title = move || {
        let count = segments
            .judgement()
            .judged
            .pareto
            .as_ref()
            .map_or(0, |pareto| pareto.customers_at(80.0));
        t_string!(
            i18n,
            segments.pareto_title,
            customers = labels::customers(i18n.get_locale(), count)
        )
    };
    let note = move || {
        let is_billed = segments.judgement().judged.is_billed();
        t_string!(i18n, segments.pareto_note, basis = basis(i18n.get_locale(), is_billed))
    };
    view! {
        <ValueFigures segments=segments />
        <div class="columns wide-first">
            <ChartFrame title=title note=note draw=draw />
            <div class="stack">
                <Cuts segments=segments />
                <Refunds segments=segments />
            </div>
        </div>
        <Everybody segments=segments />
    }
}

/// Measures of concentration, each with an explanation.
#[component]
fn ValueFigures(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let explain = move |formula: String, inputs: Vec<(&'static str, String)>| {
        let judgement = segments.judgement();
        let total = judgement.judged.pareto.as_ref().map(|pareto| {
            let total = worth(i18n.get_locale(), judgement.judged.is_billed(), pareto.total);
            (t_string!(i18n, segments.in_total), total)
        });
        Explanation {
            formula,
            inputs: total
                .into_iter()
                .chain(inputs)
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            n: Some(format::count(
                i18n.get_locale(),
                judgement.judged.pareto.as_ref().map_or(0, |pareto| pareto.ranked.len()),
            )),
            source: t_string!(i18n, segments.source_pareto).to_owned(),
            ..Explanation::default()
        }
    };
    let class = move |class: AbcClass| {
        let judgement = segments.judgement();
        judgement.judged.pareto.as_ref().map(|pareto| pareto.class(class)).unwrap_or_default()
    };
    let context = move |of: AbcClass| {
        let locale = i18n.get_locale();
        t_string!(
            i18n,
            segments.class_context,
            share = format::percent(locale, class(of).share, 1),
            basis = basis(locale, segments.judgement().judged.is_billed())
        )
    };
    let class_explanation = move |of: AbcClass| {
        let locale = i18n.get_locale();
        let cuts = segments.params.read().cuts;
        let judgement = segments.judgement();
        let is_billed = judgement.judged.is_billed();
        let ranked = judgement.judged.pareto.iter().flat_map(|one| &one.ranked);
        let own = || ranked.clone().filter(|ranked| ranked.class == of);
        // An empty sum of floats is −0.
        let value = own().map(|ranked| ranked.value).sum::<f64>() + 0.0;
        let mut inputs =
            vec![(t_string!(i18n, segments.in_class_value), worth(locale, is_billed, value))];
        if let Some(last) = own().next_back() {
            inputs.push((
                t_string!(i18n, segments.in_class_least),
                worth(locale, is_billed, last.value),
            ));
            inputs.push((
                t_string!(i18n, segments.cumulative),
                format::percent(locale, last.cumulative, 1),
            ));
        }
        let negative = judgement.judged.pareto.as_ref().map_or(0, |one| one.negative.len());
        if of == AbcClass::C && negative > 0 {
            inputs.push((t_string!(i18n, segments.in_negative), format::count(locale, negative)));
        }
        let formula = t_string!(
            i18n,
            segments.ex_class,
            basis = basis(locale, is_billed),
            a = cuts.a(),
            b = cuts.b()
        );
        explain(formula, inputs)
    };
    let figure = move |of: AbcClass| {
        view! {
            <Figure
                label=move || {
                    t_string!(
                        i18n,
                        segments.class_customers,
                        class = labels::abc_class(i18n.get_locale(), of)
                    )
                }
                value=move || format::count(i18n.get_locale(), class(of).count)
                unit=move || customer_unit(i18n.get_locale(), class(of).count)
                context=move || context(of)
                explain=Callback::new(move |()| class_explanation(of))
            />
        }
    };
    let gini = move || {
        let judgement = segments.judgement();
        let gini = judgement.judged.pareto.as_ref().map_or(f64::NAN, |pareto| pareto.gini);
        format::decimal(i18n.get_locale(), gini, 3)
    };
    let gini_before = move || {
        let before = segments.before.get().and_then(|kept| kept.result.gini);
        let scale = || t_string!(i18n, segments.gini_scale).to_owned();
        before.map_or_else(scale, |gini| {
            t_string!(
                i18n,
                segments.gini_before,
                gini = format::decimal(i18n.get_locale(), gini, 3)
            )
        })
    };
    let at_80 = move || {
        let judgement = segments.judgement();
        judgement
            .judged
            .pareto
            .as_ref()
            .map_or((0, 0), |pareto| (pareto.customers_at(80.0), pareto.ranked.len()))
    };
    let gini_explanation = move |()| {
        let judgement = segments.judgement();
        let is_billed = judgement.judged.is_billed();
        let sum = judgement.judged.pareto.iter().map(|pareto| {
            // The numerator of the formula, which is divided by n Σx.
            let sum = pareto.gini * pareto.ranked.len() as f64 * pareto.total;
            ("Σ(2i − n − 1)xᵢ", worth(i18n.get_locale(), is_billed, sum))
        });
        explain(t_string!(i18n, segments.ex_gini).to_owned(), sum.collect())
    };
    let at_80_explanation = move |()| {
        let judgement = segments.judgement();
        let reached = judgement.judged.pareto.iter().filter_map(|pareto| {
            let last = pareto.ranked.get(at_80().0.checked_sub(1)?)?;
            let reached = format::percent(i18n.get_locale(), last.cumulative, 1);
            Some((t_string!(i18n, segments.cumulative), reached))
        });
        explain(t_string!(i18n, segments.ex_at_80).to_owned(), reached.collect())
    };
    view! {
        <Figures>
            {figure(AbcClass::A)}
            <Figure
                label=move || t_string!(i18n, segments.at_80)
                value=move || format::count(i18n.get_locale(), at_80().0)
                unit=move || customer_unit(i18n.get_locale(), at_80().0)
                context=move || {
                    let (count, all) = at_80();
                    let share = count as f64 / all.max(1) as f64;
                    t_string!(
                        i18n,
                        segments.share_of_customers,
                        share = format::percent(i18n.get_locale(), share, 1)
                    )
                }
                explain=Callback::new(at_80_explanation)
            />
            <Figure
                label=move || t_string!(i18n, segments.gini)
                value=gini
                context=gini_before
                explain=Callback::new(gini_explanation)
            />
            {figure(AbcClass::B)}
        </Figures>
    }
}

/// A new upper limit of class A or B.
#[derive(Clone, Copy)]
enum Cut {
    A(f64),
    B(f64),
}

impl Cut {
    /// Returns the cuts with this one replaced.
    ///
    /// # Errors
    /// [`CutsError`] if the limits are out of order or out of range.
    fn of(self, cuts: AbcCuts) -> Result<AbcCuts, CutsError> {
        match self {
            Self::A(a) => AbcCuts::new(a, cuts.b()),
            Self::B(b) => AbcCuts::new(cuts.a(), b),
        }
    }
}

/// Form for the class limits.
#[component]
fn Cuts(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let cuts = move || segments.params.read().cuts;
    let change = move |cut: Cut| {
        if cut.of(untrack(cuts)).is_err() {
            toasts.failed(Message::of(|locale| td_string!(locale, segments.cut_wrong)));
            return;
        }
        change_params(workspace, move |params| {
            if let Ok(cuts) = cut.of(params.cuts) {
                params.cuts = cuts;
            }
        });
    };
    let set_a = move |a: Option<f64>| change(Cut::A(a.unwrap_or(80.0)));
    let set_b = move |b: Option<f64>| change(Cut::B(b.unwrap_or(95.0)));
    view! {
        <Card title=move || t_string!(i18n, segments.classes)>
            <div class="stack">
                <p class="quiet-text">
                    {move || {
                        t_string!(
                            i18n,
                            segments.ex_class,
                            basis = basis(i18n.get_locale(), segments.judgement().judged.is_billed()),
                            a = cuts().a(),
                            b = cuts().b()
                        )
                    }}
                </p>
                <div class="form-pair no-print">
                    <NumberInput
                        label=move || t_string!(i18n, segments.cut_a)
                        unit="%"
                        value=Signal::derive(move || Some(cuts().a()))
                        bounds=Bounds::HUNDRED
                        on_change=set_a
                    />
                    <NumberInput
                        label=move || t_string!(i18n, segments.cut_b)
                        unit="%"
                        value=Signal::derive(move || Some(cuts().b()))
                        bounds=Bounds::HUNDRED
                        on_change=set_b
                    />
                </div>
            </div>
        </Card>
    }
}

/// Table of all customers with a value, in order of value.
#[component]
fn Everybody(segments: Segments) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = chosen_class();
    let places = Memo::new(move |_| Arc::new(by_value(&segments.judgement(), chosen.get())));
    let ranks = Memo::new(move |_| Arc::new(ranks(&segments.judgement())));
    let columns = Signal::derive(move || {
        vec![
            column("rank", t_string!(i18n, segments.rank), "4.5rem", true),
            column("value", t_string!(i18n, segments.value), "8.5rem", true),
            column("share", t_string!(i18n, segments.share), "6rem", true),
            column("cumulative", t_string!(i18n, segments.cumulative), "6rem", true),
            column("class", t_string!(i18n, segments.class), "5.5rem", false),
        ]
    });
    let cell = move |(place, key): (usize, &'static str)| {
        let locale = i18n.get_locale();
        let Some((rank, ranked)) = ranks.read().get(place).copied().flatten() else {
            return ().into_any();
        };
        match key {
            "rank" => format::count(locale, rank).into_any(),
            "value" => {
                worth(locale, segments.judgement().judged.is_billed(), ranked.value).into_any()
            }
            "share" => format::percent(locale, ranked.share, 2).into_any(),
            "cumulative" => format::percent(locale, ranked.cumulative, 1).into_any(),
            _ => class_tag(locale, Some(ranked.class)),
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, segments.customers)
            note=move || format::count(i18n.get_locale(), places.read().len())
        >
            <ClassChips chosen=chosen />
            <Members
                label=move || t_string!(i18n, segments.customers)
                places=places
                columns=columns
                cell=cell
            />
        </Card>
    }
}
