//! Rules of visit planning: the reasons for a visit besides the regular interval, the schedule of a day, and its
//! start and end point.

use std::collections::BTreeSet;

use busbar_core::domain::{
    date,
    visit::{Office, VisitRules},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{commands::settings::change_rules, visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Bounds, Card, NumberInput, TextInput},
        i18n::*,
    },
};

/// Bounds of the length of a visit, minutes.
const MINUTES: Bounds = Bounds { least: Some(5.0), most: Some(720.0) };

/// Bounds of the distance from which a check-in is marked as far from the customer, meters.
const METRES: Bounds = Bounds { least: Some(50.0), most: Some(100_000.0) };

/// Bounds of the time until a customer is called back, working days.
const DAYS: Bounds = Bounds { least: Some(1.0), most: Some(60.0) };

/// A label of the user interface.
type Word = fn(Locale) -> &'static str;
/// Reads a number from the rules.
type Reading = fn(&VisitRules) -> f64;
/// Writes a number to the rules.
type Writing = fn(&mut VisitRules, f64);

/// Visit rules tab.
#[component]
pub fn VisitingPart() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let rules = use_visits().rules;
    let error = RwSignal::new(None::<String>);
    let starts = Signal::derive(move || rules.with(|rules| written(&rules.starts_min)));
    let set_starts = move |text: String| match read(&text) {
        Some(starts) => {
            error.set(None);
            change_rules(workspace, move |rules| rules.starts_min.clone_from(&starts));
        }
        None => error.set(Some(t_string!(i18n, visits.set_starts_wrong).to_owned())),
    };
    let number = move |label: Word, unit: Word, bounds: Bounds, read: Reading, write: Writing| {
        let value = Signal::derive(move || Some(read(&rules.read())));
        let set = move |to: Option<f64>| {
            let to = to.unwrap_or_else(|| read(&VisitRules::default()));
            change_rules(workspace, move |rules| write(rules, to));
        };
        view! {
            <NumberInput
                label=move || label(i18n.get_locale())
                unit=move || unit(i18n.get_locale())
                value=value
                bounds=bounds
                on_change=set
            />
        }
    };
    view! {
        <div class="columns">
            <Card
                title=move || t_string!(i18n, visits.set_calls)
                note=move || t_string!(i18n, visits.set_calls_note)
            >
                <div class="form-pair narrow">
                    {number(
                        |locale| td_string!(locale, visits.set_use),
                        |_| "%",
                        Bounds::HUNDRED,
                        |rules| rules.use_change_percent,
                        |rules, percent| rules.use_change_percent = percent,
                    )}
                    {number(
                        |locale| td_string!(locale, visits.set_score),
                        |locale| td_string!(locale, visits.set_points),
                        Bounds::HUNDRED,
                        |rules| rules.low_score,
                        |rules, score| rules.low_score = score,
                    )}
                </div>
            </Card>
            <Card
                title=move || t_string!(i18n, visits.set_day)
                note=move || t_string!(i18n, visits.set_day_note)
            >
                <div class="form">
                    <TextInput
                        label=move || t_string!(i18n, visits.set_starts)
                        hint=move || t_string!(i18n, visits.set_starts_hint)
                        value=starts
                        error=error
                        on_change=set_starts
                    />
                    <div class="form-pair narrow">
                        {number(
                            |locale| td_string!(locale, visits.set_duration),
                            |locale| td_string!(locale, visits.set_minutes),
                            MINUTES,
                            |rules| f64::from(rules.duration_min),
                            |rules, minutes| rules.duration_min = minutes.round() as u32,
                        )}
                    </div>
                </div>
            </Card>
            <OfficeCard />
            <Card
                title=move || t_string!(i18n, visits.set_far)
                note=move || t_string!(i18n, visits.set_far_note)
            >
                <div class="form-pair narrow">
                    {number(
                        |locale| td_string!(locale, visits.set_far_label),
                        |_| "m",
                        METRES,
                        |rules| rules.far_m,
                        |rules, metres| rules.far_m = metres,
                    )}
                </div>
            </Card>
            <Card
                title=move || t_string!(i18n, visits.set_call_back)
                note=move || t_string!(i18n, visits.set_call_back_note)
            >
                <div class="form-pair narrow">
                    {number(
                        |locale| td_string!(locale, visits.set_call_back_label),
                        |locale| td_string!(locale, visits.set_working_days),
                        DAYS,
                        |rules| f64::from(rules.call_back_days),
                        |rules, days| rules.call_back_days = days.round() as u32,
                    )}
                </div>
            </Card>
        </div>
    }
}

/// Card of the place where a day starts and ends.
#[component]
fn OfficeCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let rules = use_visits().rules;
    // A place needs both coordinates; one alone is held here until the other is entered.
    let north = RwSignal::new(None::<f64>);
    let east = RwSignal::new(None::<f64>);
    Effect::new(move |_| {
        if let Some(office) = rules.read().office {
            north.set(Some(office.latitude));
            east.set(Some(office.longitude));
        }
    });
    let save = move || {
        let both = north.get_untracked().zip(east.get_untracked());
        let office = both.map(|(latitude, longitude)| Office { latitude, longitude });
        change_rules(workspace, move |rules| rules.office = office);
    };
    let field = move |place: RwSignal<Option<f64>>, most: f64, label: Signal<&'static str>| {
        let bounds = Bounds { least: Some(-most), most: Some(most) };
        view! {
            <NumberInput
                label=move || label.get()
                unit="°"
                value=place
                bounds=bounds
                on_change=move |degrees| {
                    place.set(degrees);
                    save();
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, visits.set_office)
            note=move || t_string!(i18n, visits.set_office_note)
        >
            <div class="form-pair narrow">
                {field(north, 90.0, Signal::derive(move || t_string!(i18n, visits.set_north)))}
                {field(east, 180.0, Signal::derive(move || t_string!(i18n, visits.set_east)))}
            </div>
        </Card>
    }
}

/// Returns the times in the form they are entered: `09:00 10:30`.
fn written(starts: &[u32]) -> String {
    let hour = |start: &u32| format!("{:02}:{:02}", start / 60, start % 60);
    starts.iter().map(hour).collect::<Vec<_>>().join(" ")
}

/// Parses times entered in any order; `None` if one is not valid.
fn read(text: &str) -> Option<Vec<u32>> {
    let text = text.replace('：', ":");
    let hours = text.split([' ', ',', '，', '、', ';', '；', '\u{3000}']);
    let hours = hours.filter(|hour| !hour.is_empty());
    let starts: Option<BTreeSet<u32>> =
        hours.map(|hour| date::minutes(&format!("{hour:0>5}"))).collect();
    starts.map(|starts| starts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_as_people_type_them() {
        for (text, starts) in [
            ("09:00 10:30", Some(vec![540, 630])),
            ("14：00、9:00，9:00", Some(vec![540, 840])),
            ("", Some(vec![])),
            ("9", None),
            ("25:00", None),
            ("09:00 noon", None),
        ] {
            assert_eq!(read(text), starts, "{text}");
        }
        assert_eq!(read(&written(&[540, 845])), Some(vec![540, 845]));
    }
}
