//! Chart of monthly energy: the last twelve months against the twelve before, or all months.

use busbar_core::{
    analysis::summary::AccountSummary,
    domain::{Month, readings::Quantity, series::Series},
};
use leptos::prelude::*;

use crate::{
    chart::{LineChart, LineSeries},
    state::about::About,
    ui::{
        components::{ChartFrame, Choice},
        format::{self, Scale},
        i18n::*,
    },
};

/// Period of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    /// Twelve months against the twelve before.
    TwoYears,
    /// Every month with data.
    All,
}

/// Returns the first and the last month with a known value. A series can start and end with unknown months.
fn known_span(energy: &Series) -> Option<(Month, Month)> {
    let mut months = energy.known().map(|(month, _)| month);
    let first = months.next()?;
    Some((first, months.next_back().unwrap_or(first)))
}

/// Returns the title over twelve months: their energy and last month; without readings in that period, the latest month
/// with one.
fn twelve_months(
    locale: Locale,
    summary: &AccountSummary,
    to: Option<Month>,
    latest: Option<Month>,
) -> String {
    let (Some(to), Some(latest)) = (to, latest) else {
        return td_string!(locale, customer.use_none).to_owned();
    };
    let month = format::month(locale, to);
    let Some(kwh) = summary.energy_kwh else {
        let last = format::month(locale, latest);
        return td_string!(locale, customer.use_title_ended, month = month, last = last);
    };
    let energy = format::energy(locale, kwh).to_string();
    match summary.growth {
        Some(growth) => {
            let change = format::change(locale, growth);
            td_string!(locale, customer.use_title, energy = energy, month = month, change = change)
        }
        None => td_string!(locale, customer.use_title_plain, energy = energy, month = month),
    }
}

/// Chart of monthly energy of one customer.
#[component]
pub fn MonthlyEnergy(
    /// Consumption data of the customer.
    about: About,
    /// Height of the picture, in pixels.
    #[prop(default = 232.0)]
    height: f64,
    /// True to show only the last twelve months and the twelve before, without a choice of all months.
    #[prop(optional)]
    two_years: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let energy = about.series(Quantity::EnergyKwh);
    let span = RwSignal::new(Span::TwoYears);
    let scale = Memo::new(move |_| {
        let most = energy.with(|energy| {
            energy.iter().flat_map(Series::known).map(|(_, kwh)| kwh).fold(0.0, f64::max)
        });
        Scale::energy(i18n.get_locale(), most)
    });
    let title = move || {
        let locale = i18n.get_locale();
        if span.get() == Span::All {
            let energy = energy.read();
            let known = || energy.iter().flat_map(Series::known);
            return say!(
                i18n,
                customer.use_title_all,
                count = known().count(),
                energy = format::energy(locale, known().map(|(_, kwh)| kwh).sum()).to_string()
            );
        }
        let latest = energy.with(|energy| energy.as_ref().and_then(Series::last_known_month));
        twelve_months(locale, &about.summary(), about.last_month(), latest)
    };
    let note = move || {
        let monthly = t_string!(i18n, customer.monthly_in, unit = scale.get().unit);
        let known = about.summary().months_known;
        if span.get() == Span::TwoYears && (1..12).contains(&known) {
            let known = t_string!(i18n, customer.months_known, known = known);
            format!("{monthly} · {known}")
        } else {
            monthly
        }
    };
    let draw = move |width: f64| {
        let scale = scale.get();
        let Some(energy) = energy.get() else {
            return Default::default();
        };
        let months = |from: Month, count: i32| -> Vec<f64> {
            (0..count).map(|step| energy.at(from.plus(step)).unwrap_or(f64::NAN)).collect()
        };
        let (first, count, series) = match span.get() {
            Span::TwoYears => {
                let Some(last) = about.last_month() else {
                    return Default::default();
                };
                let line = |name: &str, from: Month, is_dashed| LineSeries {
                    name: name.to_owned(),
                    values: months(from, 12),
                    is_dashed,
                };
                let month = format::month(i18n.get_locale(), last);
                let name = t_string!(i18n, customer.this_year, month = month);
                let this_year = line(&name, last.plus(-11), false);
                let before = line(t_string!(i18n, customer.year_before), last.plus(-23), true);
                let both = [this_year, before];
                let known = both
                    .into_iter()
                    .filter(|series| series.values.iter().any(|value| value.is_finite()))
                    .collect();
                (last.plus(-11), 12, known)
            }
            Span::All => {
                // All known months, as in the title, regardless of the reporting month.
                let Some((first, last)) = known_span(&energy) else {
                    return Default::default();
                };
                let count = last.since(first) + 1;
                let name = t_string!(i18n, customer.energy).to_owned();
                (
                    first,
                    count,
                    vec![LineSeries { name, values: months(first, count), is_dashed: false }],
                )
            }
        };
        LineChart {
            steps: (0..count).map(|step| format::month_short(first.plus(step))).collect(),
            step_name: t_string!(i18n, customer.month).to_owned(),
            series,
            band: None,
            divide: None,
            write: &|kwh| scale.number(kwh),
            write_full: &|kwh| scale.measure(kwh).to_string(),
        }
        .draw(width, height)
    };
    let spans = Signal::derive(move || {
        vec![
            (Span::TwoYears, t_string!(i18n, customer.two_years).to_owned()),
            (Span::All, t_string!(i18n, customer.all_months).to_owned()),
        ]
    });
    view! {
        <ChartFrame
            title=title
            subject=move || about.name()
            note=note
            draw=draw
            tools=move || {
                (!two_years)
                    .then(|| {
                        view! {
                            <Choice
                                label=move || t_string!(i18n, customer.in_period)
                                options=spans
                                value=span
                                on_choose=move |chosen| span.set(chosen)
                            />
                        }
                    })
            }
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_the_months_it_is_of() {
        let to = Month::new(2026, 11).unwrap();
        let latest = Month::new(2020, 3).unwrap();
        let of = |energy_kwh, growth| AccountSummary { energy_kwh, growth, ..Default::default() };
        for (summary, latest, expected) in [
            (
                of(None, None),
                Some(latest),
                "No readings in the twelve months to Nov 2026. Latest reading: Mar 2020.",
            ),
            (of(None, None), None, "No readings yet"),
            (of(Some(0.0), None), Some(to), "0\u{a0}kWh in the twelve months to Nov 2026"),
            (
                of(Some(1200.0), Some(0.2)),
                Some(to),
                "1.20\u{a0}MWh in the twelve months to Nov 2026, +20% year over year",
            ),
        ] {
            assert_eq!(twelve_months(Locale::en, &summary, Some(to), latest), expected);
        }
    }

    #[test]
    fn all_months_reach_from_the_first_known_value_to_the_last() {
        const GAP: f64 = f64::NAN;
        let month = |n| Month::new(2002, n).unwrap();
        let cases = [
            (&[GAP, GAP, 5.0, GAP, 7.0, GAP][..], Some((3, 5))),
            (&[1.0, 2.0][..], Some((1, 2))),
            (&[GAP, 4.0][..], Some((2, 2))),
            (&[GAP, GAP][..], None),
            (&[][..], None),
        ];
        for (values, expected) in cases {
            let energy = Series::new(month(1), values.to_vec());
            let expected = expected.map(|(first, last)| (month(first), month(last)));
            assert_eq!(known_span(&energy), expected, "{values:?}");
        }
    }
}
