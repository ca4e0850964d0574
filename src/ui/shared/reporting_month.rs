//! Choice of the month for which the figures of the portfolio are reported.

use busbar_core::domain::Month;
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{components::unique_id, format, i18n::*},
};

/// Returns the months to choose from, newest first: all in `known`, which must be newest first, and the month in force.
/// Without the latter, a browser would show another month as chosen.
fn offered(known: impl Iterator<Item = Month>, in_force: Option<Month>) -> Vec<Month> {
    let mut months: Vec<Month> = known.collect();
    if let Some(month) = in_force
        && !months.contains(&month)
    {
        let place = months.partition_point(|known| *known > month);
        months.insert(place, month);
    }
    months
}

/// Choice of the reporting month; nothing while no month is known.
#[component]
pub fn ReportingMonth() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let id = unique_id("month");
    let months = Memo::new(move |_| {
        let coverage = facts.coverage();
        let months = offered(coverage.months(), facts.last_month());
        months.into_iter().map(|month| (month, coverage.is_whole(month))).collect::<Vec<_>>()
    });
    let options = move || {
        let locale = i18n.get_locale();
        let option = |(month, is_whole): (Month, bool)| {
            let name = format::month(locale, month);
            let text =
                if is_whole { name } else { t_string!(i18n, labels.month_in_part, month = name) };
            view! {
                <option
                    value=month.to_string()
                    prop:selected=move || facts.last_month() == Some(month)
                >
                    {text}
                </option>
            }
        };
        months.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<Month>().ok();
        let default = facts.coverage().default_month();
        facts.chosen_month.set(chosen.filter(|month| Some(*month) != default));
    };
    let select = move || {
        let id = id.clone();
        view! {
            <div class="reporting-month">
                <label for=id.clone()>{t!(i18n, labels.reporting_month)}</label>
                <select id=id on:change=choose>
                    {options}
                </select>
            </div>
        }
    };
    view! { <Show when=move || !months.with(Vec::is_empty)>{select.clone()}</Show> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_month_is_offered_and_the_one_in_force() {
        let newest = Month::new(2023, 12).unwrap();
        let in_force = Month::new(2014, 12).unwrap();
        let known = || (0..240).map(|back| newest.plus(-back));
        let months = offered(known(), Some(in_force));
        assert_eq!(months, known().collect::<Vec<_>>());
        assert!(months.contains(&in_force));

        let recent = offered(known().take(2), Some(in_force));
        assert_eq!(recent, [newest, newest.plus(-1), in_force]);
        let later = newest.plus(1);
        assert_eq!(offered(known().take(1), Some(later)), [later, newest]);
        assert_eq!(offered(std::iter::empty(), None), []);
    }
}
