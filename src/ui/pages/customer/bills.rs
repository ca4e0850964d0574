//! 电费: chart of the monthly bills with late payments and arrears, and the list of all bills.

use std::collections::BTreeMap;

use busbar_core::{
    analysis::summary::AccountSummary,
    domain::{Month, bills::Bill},
};
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    chart::{Bar, BarMark, Bars},
    state::about::About,
    ui::{
        components::{ButtonLink, Card, ChartFrame, EmptyState, Icon, Tag, Tone},
        format::{self, Scale},
        i18n::*,
        routes::Page,
    },
};

/// Height of the chart, pixels.
const HEIGHT: f64 = 220.0;
/// Maximum number of months in the chart.
const MONTHS: i32 = 24;

/// Payment state of a bill; the numbers are days late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Payment {
    OnTime,
    /// Paid; due date unknown.
    Paid,
    Late(i32),
    Arrears(i32),
    NotDue,
    /// Nothing to pay.
    Refund,
    Unknown,
}

impl Payment {
    fn of(bill: &Bill, today: Date) -> Self {
        match (bill.paid_on, bill.days_late(today)) {
            _ if !bill.is_to_be_paid() => Self::Refund,
            (None, Some(days)) => Self::Arrears(days),
            (None, None) if bill.due_on.is_some() => Self::NotDue,
            (None, None) => Self::Unknown,
            (Some(_), Some(days)) if days > 0 => Self::Late(days),
            (Some(_), Some(_)) => Self::OnTime,
            (Some(_), None) => Self::Paid,
        }
    }

    const fn mark(self) -> BarMark {
        match self {
            Self::Late(_) => BarMark::Warn,
            Self::Arrears(_) => BarMark::Bad,
            Self::OnTime | Self::Paid | Self::NotDue | Self::Refund | Self::Unknown => {
                BarMark::Plain
            }
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::OnTime => Tone::Good,
            Self::Late(_) => Tone::Warn,
            Self::Arrears(_) => Tone::Bad,
            Self::Paid | Self::NotDue | Self::Refund | Self::Unknown => Tone::Plain,
        }
    }

    /// Returns the worse of two payments of one month.
    fn worse(self, other: Self) -> Self {
        let weight = |payment| match payment {
            Self::Arrears(days) => (3, days),
            Self::Late(days) => (2, days),
            Self::NotDue => (1, 0),
            Self::OnTime | Self::Paid | Self::Refund | Self::Unknown => (0, 0),
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// Bills of one month, over all supply points.
#[derive(Clone, Copy, Debug, PartialEq)]
struct BilledMonth {
    /// Total billed, CNY.
    amount: f64,
    /// Amount past due and unpaid, CNY.
    owed: f64,
    /// Worst payment of the month.
    worst: Payment,
}

fn by_month(bills: &[Bill], today: Date) -> BTreeMap<Month, BilledMonth> {
    let mut months: BTreeMap<Month, BilledMonth> = BTreeMap::new();
    for bill in bills {
        let payment = Payment::of(bill, today);
        let month = months.entry(bill.month).or_insert(BilledMonth {
            amount: 0.0,
            owed: 0.0,
            worst: payment,
        });
        month.amount += bill.amount_cny;
        if bill.is_in_arrears(today) {
            month.owed += bill.amount_cny;
        }
        month.worst = month.worst.worse(payment);
    }
    months
}

/// Section with the bills.
#[component]
pub fn BillsTab(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let bills = about.bills();
    view! {
        <Show
            when=move || bills.with(|bills| !bills.is_empty())
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Surveys
                        title=move || t_string!(i18n, customer.bills_none)
                        text=move || t_string!(i18n, customer.bills_none_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, customer.import)
                            href=Page::Import.href()
                        />
                    </EmptyState>
                }
            }
        >
            <div class="stack">
                <Monthly about=about bills=bills />
                <BillList about=about />
            </div>
        </Show>
    }
}

/// Returns the payment state in words.
fn words(locale: Locale, payment: Payment) -> String {
    let count = |days: i32| format::count(locale, days.unsigned_abs() as usize);
    match payment {
        Payment::OnTime => td_string!(locale, customer.on_time).to_owned(),
        Payment::Paid => td_string!(locale, customer.paid).to_owned(),
        Payment::Late(days) => td_string!(locale, customer.late_by, days = count(days)),
        Payment::Arrears(days) => td_string!(locale, customer.arrears_by, days = count(days)),
        Payment::NotDue => td_string!(locale, customer.not_due).to_owned(),
        Payment::Refund => td_string!(locale, customer.refund).to_owned(),
        Payment::Unknown => td_string!(locale, customer.unknown_payment).to_owned(),
    }
}

/// Returns the title of the chart: the arrears; without arrears, the amount billed in the twelve months to `to` and the
/// number of late payments; without bills in those months, the latest month with a bill.
fn monthly_title(
    locale: Locale,
    summary: &AccountSummary,
    to: Option<Month>,
    latest: Option<Month>,
) -> String {
    if summary.arrears_bills > 0 {
        return say!(
            locale,
            customer.bills_title_arrears,
            count = summary.arrears_bills,
            amount = format::money(locale, summary.arrears_cny).to_string()
        );
    }
    let (Some(to), Some(latest)) = (to, latest) else {
        return td_string!(locale, customer.bills_none).to_owned();
    };
    let month = format::month(locale, to);
    let Some(cny) = summary.billed_cny else {
        let last = format::month(locale, latest);
        return td_string!(locale, customer.bills_title_ended, month = month, last = last);
    };
    let amount = format::money(locale, cny).to_string();
    match summary.late_bills {
        0 => td_string!(locale, customer.bills_title, amount = amount, month = month),
        late => {
            say!(locale, customer.bills_title_late, amount = amount, month = month, count = late)
        }
    }
}

#[component]
fn Monthly(about: About, bills: Memo<Vec<Bill>>) -> impl IntoView {
    let i18n = use_i18n();
    let months = Memo::new(move |_| {
        let today = about.today();
        bills.with(|bills| by_month(bills, today))
    });
    let scale = Memo::new(move |_| {
        let most =
            months.with(|months| months.values().map(|month| month.amount).fold(0.0, f64::max));
        Scale::money(i18n.get_locale(), most)
    });
    let title = move || {
        let locale = i18n.get_locale();
        let latest = months.with(|months| months.last_key_value().map(|(month, _)| *month));
        monthly_title(locale, &about.summary(), about.last_month(), latest)
    };
    let draw = move |width: f64| {
        let scale = scale.get();
        let months = months.read();
        let Some((last, _)) = months.last_key_value() else {
            return Default::default();
        };
        let first = months.keys().next().map_or(*last, |first| (*first).max(last.plus(1 - MONTHS)));
        let bar = |step: i32| {
            let month = first.plus(step);
            let of_month = months.get(&month).copied();
            let payment = of_month.map_or(Payment::Unknown, |month| month.worst);
            let owed = of_month.map_or(0.0, |month| month.owed);
            let mut note = words(i18n.get_locale(), payment);
            if of_month.is_some_and(|month| owed > 0.0 && owed < month.amount) {
                note = t_string!(
                    i18n,
                    customer.owed_part,
                    state = note,
                    amount = scale.measure(owed).to_string()
                );
            }
            Bar {
                name: format::month_short(month),
                value: of_month.map_or(f64::NAN, |month| month.amount),
                mark: payment.mark(),
                part: Some(owed),
                note: Some(note),
            }
        };
        Bars {
            bars: (0..=last.since(first)).map(bar).collect(),
            limit: None,
            head: [
                t_string!(i18n, customer.month),
                t_string!(i18n, customer.bill_amount),
                t_string!(i18n, customer.bill_state),
            ]
            .map(str::to_owned),
            write: &|cny| scale.number(cny),
            write_full: &|cny| scale.measure(cny).to_string(),
        }
        .draw(width, HEIGHT)
    };
    view! {
        <ChartFrame
            title=title
            subject=move || about.name()
            note=move || t_string!(i18n, customer.bills_note, unit = scale.get().unit)
            draw=draw
        />
    }
}

#[component]
fn BillList(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let bills = about.bills_by_meter();
    // A month has several bills if the customer has several supply points.
    let are_several =
        Memo::new(move |_| bills.with(|bills| bills.iter().any(|(meter, _)| *meter != bills[0].0)));
    let row = move |(meter, bill): &(Uuid, Bill)| {
        let locale = i18n.get_locale();
        let payment = Payment::of(bill, about.today());
        let day = |date: Option<Date>| {
            date.map_or_else(
                || t_string!(i18n, labels.nothing).to_owned(),
                |date| format::date(locale, date),
            )
        };
        view! {
            <tr>
                <th scope="row">{format::month(locale, bill.month)}</th>
                {are_several.get().then(|| view! { <td>{about.supply_point(*meter)}</td> })}
                <td class="number">{format::decimal(locale, bill.amount_cny, 2)}</td>
                <td class="number">{day(bill.due_on)}</td>
                <td class="number">{day(bill.paid_on)}</td>
                <td class="number">
                    <Tag text=words(locale, payment) tone=payment.tone() />
                </td>
            </tr>
        }
    };
    view! {
        <Card title=move || t_string!(i18n, customer.bill_list)>
            <div class="table-scroll" tabindex="0" role="group" aria-label=move || t_string!(i18n, customer.bill_list)>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, customer.month)}</th>
                            <Show when=move || are_several.get()>
                                <th scope="col">{t!(i18n, supply.f_point)}</th>
                            </Show>
                            <th scope="col">
                                {t!(i18n, customer.bill_amount)} " " {t!(i18n, labels.unit_cny)}
                            </th>
                            <th scope="col">{t!(i18n, customer.bill_due)}</th>
                            <th scope="col">{t!(i18n, customer.bill_paid)}</th>
                            <th scope="col">{t!(i18n, customer.bill_state)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || bills.with(|bills| bills.iter().map(row).collect_view())}</tbody>
                </table>
            </div>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_written_in_groups_of_three_digits() {
        let cases = [
            (Locale::en, Payment::Arrears(5062), "In arrears for 5,062 d"),
            (Locale::en, Payment::Late(1200), "1,200 d late"),
            (Locale::zh, Payment::Late(1200), "逾期 1\u{202f}200 天缴费"),
            (Locale::zh, Payment::Late(12), "逾期 12 天缴费"),
        ];
        for (locale, payment, expected) in cases {
            assert_eq!(words(locale, payment), expected);
        }
    }

    #[test]
    fn the_title_says_the_months_it_is_of() {
        let to = Month::new(2026, 11).unwrap();
        let latest = Month::new(2020, 3).unwrap();
        let billed = |cny, late_bills| AccountSummary {
            billed_cny: Some(cny),
            late_bills,
            ..AccountSummary::default()
        };
        for (summary, latest, expected) in [
            (
                AccountSummary::default(),
                latest,
                "No bills in the twelve months to Nov 2026. Latest bill: Mar 2020.",
            ),
            (billed(0.0, 0), to, "0\u{a0}CNY billed in the twelve months to Nov 2026"),
            (
                billed(650.0, 2),
                to,
                "650\u{a0}CNY billed in the twelve months to Nov 2026, paid late: 2",
            ),
        ] {
            assert_eq!(monthly_title(Locale::en, &summary, Some(to), Some(latest)), expected);
        }
    }

    #[test]
    fn how_a_bill_was_paid() {
        let today = date(2026, 11, 23);
        let due = Some(date(2026, 11, 15));
        let cases = [
            (due, Some(date(2026, 11, 10)), Payment::OnTime),
            (due, Some(date(2026, 11, 15)), Payment::OnTime),
            (due, Some(date(2026, 11, 18)), Payment::Late(3)),
            (due, None, Payment::Arrears(8)),
            (Some(date(2026, 11, 23)), None, Payment::NotDue),
            (None, None, Payment::Unknown),
            (None, Some(date(2026, 11, 18)), Payment::Paid),
        ];
        for (due_on, paid_on, expected) in cases {
            let bill = Bill { month: Month::of(today), amount_cny: 1.0, due_on, paid_on };
            assert_eq!(Payment::of(&bill, today), expected, "{due_on:?} {paid_on:?}");
        }
        // One of four supply points is in arrears: a quarter of the month is unpaid, not all of it.
        let bill = |paid| Bill {
            month: Month::of(today),
            amount_cny: 250.0,
            due_on: due,
            paid_on: Some(date(2026, 11, 10)).filter(|_| paid),
        };
        let months = by_month(&[bill(true), bill(true), bill(false), bill(true)], today);
        let month = months[&Month::of(today)];
        assert_eq!((month.amount, month.owed), (1000.0, 250.0));
        assert_eq!(month.worst, Payment::Arrears(8));
        assert_eq!(Payment::OnTime.worse(Payment::Late(2)), Payment::Late(2));
        assert_eq!(Payment::Arrears(1).worse(Payment::Late(9)), Payment::Arrears(1));
    }
}
