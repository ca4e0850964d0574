//! The rules of visit planning: what calls for a visit beside the rhythm, how a day is laid out, and where
//! it begins.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::{
    domain::{
        date,
        visit::{Office, VisitRules},
    },
    state::{commands::settings::change_rules, visits::use_visits, workspace::use_workspace},
    ui::{
        components::{Bounds, Card, NumberInput, TextInput},
        i18n::*,
    },
};

/// A visit lasts so many minutes.
const MINUTES: Bounds = Bounds {
    least: Some(5.0),
    most: Some(720.0),
};

/// A check-in may be so far away, metres.
const METRES: Bounds = Bounds {
    least: Some(50.0),
    most: Some(100_000.0),
};

/// Somebody is called back within so many working days.
const DAYS: Bounds = Bounds {
    least: Some(1.0),
    most: Some(60.0),
};

/// The cards.
#[component]
pub fn VisitingPart() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let rules = use_visits().rules;
    let change = move |change: Box<dyn Fn(&mut VisitRules)>| change_rules(workspace, change);
    let error = RwSignal::new(None::<String>);
    let starts = Signal::derive(move || rules.with(|rules| written(&rules.starts_min)));
    let set_starts = move |text: String| match read(&text) {
        Some(starts) => {
            error.set(None);
            change(Box::new(move |rules| rules.starts_min.clone_from(&starts)));
        }
        None => error.set(Some(t_string!(i18n, visits.set_starts_wrong).to_owned())),
    };
    let share = Signal::derive(move || Some(rules.read().use_change_percent));
    let set_share = move |share: Option<f64>| {
        let share = share.unwrap_or(VisitRules::default().use_change_percent);
        change(Box::new(move |rules| rules.use_change_percent = share));
    };
    let score = Signal::derive(move || Some(rules.read().low_score));
    let set_score = move |score: Option<f64>| {
        let score = score.unwrap_or(VisitRules::default().low_score);
        change(Box::new(move |rules| rules.low_score = score));
    };
    let duration = Signal::derive(move || Some(f64::from(rules.read().duration_min)));
    let set_duration = move |minutes: Option<f64>| {
        let minutes = minutes.map_or(VisitRules::default().duration_min, |min| min.round() as u32);
        change(Box::new(move |rules| rules.duration_min = minutes));
    };
    let far = Signal::derive(move || Some(rules.read().far_m));
    let set_far = move |metres: Option<f64>| {
        let metres = metres.unwrap_or(VisitRules::default().far_m);
        change(Box::new(move |rules| rules.far_m = metres));
    };
    let call_back = Signal::derive(move || Some(f64::from(rules.read().call_back_days)));
    let set_call_back = move |days: Option<f64>| {
        let days = days.map_or(VisitRules::default().call_back_days, |days| {
            days.round() as u32
        });
        change(Box::new(move |rules| rules.call_back_days = days));
    };
    view! {
        <div class="columns">
            <Card
                title=move || t_string!(i18n, visits.set_calls)
                note=move || t_string!(i18n, visits.set_calls_note)
            >
                <div class="form-pair narrow">
                    <NumberInput
                        label=move || t_string!(i18n, visits.set_use)
                        unit="%"
                        value=share
                        bounds=Bounds::HUNDRED
                        on_change=set_share
                    />
                    <NumberInput
                        label=move || t_string!(i18n, visits.set_score)
                        unit=move || t_string!(i18n, visits.set_points)
                        value=score
                        bounds=Bounds::HUNDRED
                        on_change=set_score
                    />
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
                        <NumberInput
                            label=move || t_string!(i18n, visits.set_duration)
                            unit=move || t_string!(i18n, visits.set_minutes)
                            value=duration
                            bounds=MINUTES
                            on_change=set_duration
                        />
                    </div>
                </div>
            </Card>
            <OfficeCard />
            <Card
                title=move || t_string!(i18n, visits.set_far)
                note=move || t_string!(i18n, visits.set_far_note)
            >
                <div class="form-pair narrow">
                    <NumberInput
                        label=move || t_string!(i18n, visits.set_far_label)
                        unit="m"
                        value=far
                        bounds=METRES
                        on_change=set_far
                    />
                </div>
            </Card>
            <Card
                title=move || t_string!(i18n, visits.set_call_back)
                note=move || t_string!(i18n, visits.set_call_back_note)
            >
                <div class="form-pair narrow">
                    <NumberInput
                        label=move || t_string!(i18n, visits.set_call_back_label)
                        unit=move || t_string!(i18n, visits.set_working_days)
                        value=call_back
                        bounds=DAYS
                        on_change=set_call_back
                    />
                </div>
            </Card>
        </div>
    }
}

/// Where a day begins and ends.
#[component]
fn OfficeCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let rules = use_visits().rules;
    // One of the two alone is no place: it waits here for the other.
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
        let office = both.map(|(latitude, longitude)| Office {
            latitude,
            longitude,
        });
        change_rules(workspace, move |rules| rules.office = office);
    };
    let field = move |place: RwSignal<Option<f64>>, most: f64, label: Signal<&'static str>| {
        let bounds = Bounds {
            least: Some(-most),
            most: Some(most),
        };
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

/// The hours as they are typed: `09:00 10:30`.
fn written(starts: &[u32]) -> String {
    let hour = |start: &u32| format!("{:02}:{:02}", start / 60, start % 60);
    starts.iter().map(hour).collect::<Vec<_>>().join(" ")
}

/// Reads hours as people type them, in any order; `None` where something is no hour.
fn read(text: &str) -> Option<Vec<u32>> {
    let text = text.replace('：', ":");
    let hours = text.split([' ', ',', '，', '、', ';', '；', '\u{3000}']);
    let hours = hours.filter(|hour| !hour.is_empty());
    let starts: Option<BTreeSet<u32>> = hours
        .map(|hour| date::minutes(&format!("{hour:0>5}")))
        .collect();
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
