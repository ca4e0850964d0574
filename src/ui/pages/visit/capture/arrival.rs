//! Arrival and departure of a visit: times, position and person met.

use busbar_core::{
    analysis::route::{Away, RoutePlace},
    domain::visit::{Stay, Visit},
};
use leptos::prelude::*;

use crate::{
    state::{
        briefing::Briefing,
        commands::{
            record::change_detached,
            visit::{PositionError, arrive, locate, meet},
        },
        preferences::Preferences,
        task,
        visit::Captured,
        visits::use_visits,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Card, Emphasis, Icon, Notice, Select, Switch, Tone},
        format,
        i18n::*,
        shared::field::OpenField,
    },
};

/// Request for the tablet's position, in the page's context.
#[derive(Clone, Copy)]
pub struct Locating {
    workspace: Workspace,
    is_asking: RwSignal<bool>,
    failed: RwSignal<Option<PositionError>>,
}

impl Locating {
    /// Provides itself as context.
    pub fn provide() {
        provide_context(Self {
            workspace: use_workspace(),
            is_asking: RwSignal::new(false),
            failed: RwSignal::new(None),
        });
    }

    fn ask(self, captured: Captured) {
        self.is_asking.set(true);
        self.failed.set(None);
        task::detach(async move {
            let found = locate(self.workspace, captured.id).await;
            // The signals are gone if the user has left the page.
            let _ = self.is_asking.try_set(false);
            let _ = self.failed.try_set(found.err());
        });
    }
}

fn use_locating() -> Locating {
    expect_context()
}

/// Button to check in; also requests the position if the user has enabled that.
#[component]
pub fn Arrive(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let locating = use_locating();
    let wants_place = expect_context::<Preferences>().visit_place;
    let press = move |()| {
        arrive(workspace, captured.id);
        if wants_place.get_untracked() {
            locating.ask(captured);
        }
    };
    view! {
        <Switch
            label=move || t_string!(i18n, visit.with_place)
            value=wants_place
            on_change=move |wanted| wants_place.set(wanted)
        />
        <Button
            label=move || t_string!(i18n, visit.arrive)
            icon=Icon::Place
            emphasis=Emphasis::First
            on_press=press
        />
    }
}

/// Returns the reason why there is no position.
fn no_position(locale: Locale, why: PositionError) -> &'static str {
    match why {
        PositionError::Absent => td_string!(locale, visit.place_absent),
        PositionError::Refused => td_string!(locale, visit.place_refused),
        PositionError::Unavailable => td_string!(locale, visit.place_unavailable),
        PositionError::TooLong => td_string!(locale, visit.place_too_long),
        PositionError::Unanswered => td_string!(locale, visit.place_unanswered),
    }
}

/// Card of the times, the position and the person met.
#[component]
pub fn Arrival(captured: Captured, briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let id = captured.id;
    let has_arrived = Memo::new(move |_| captured.visit.read().arrived_at.is_some());
    let has_left = Memo::new(move |_| captured.visit.read().left_at.is_some());
    let stay = Memo::new(move |_| captured.visit.read().stay());
    let note = move || match stay.get() {
        Some(Stay::Minutes(minutes)) => minutes_in_words(i18n.get_locale(), minutes),
        _ => String::new(),
    };
    view! {
        <Card title=move || t_string!(i18n, visit.arrival) note=note>
            <div class="stack">
                <Show when=move || !has_arrived.get()>
                    <p>{t!(i18n, visit.not_arrived)}</p>
                </Show>
                <Show when=move || has_arrived.get()>
                    <div class="form-pair">
                        <OpenField id field=Visit::ARRIVED_AT />
                        <Show when=move || has_left.get()>
                            <OpenField id field=Visit::LEFT_AT />
                        </Show>
                    </div>
                    <Show when=move || stay.get() == Some(Stay::Backwards)>
                        <Notice
                            word=move || t_string!(i18n, visit.backwards)
                            text=move || t_string!(i18n, visit.backwards_text)
                            tone=Tone::Warn
                        />
                    </Show>
                    <Position captured=captured />
                </Show>
                <Met captured=captured briefing=briefing />
            </div>
        </Card>
    }
}

/// Returns a duration: `1 小时 20 分`.
pub fn minutes_in_words(locale: Locale, minutes: u64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    if hours == 0 {
        td_string!(locale, visit.minutes, minutes = rest)
    } else {
        td_string!(locale, visit.hours_minutes, hours = hours, minutes = rest)
    }
}

/// Position of the check-in, or the reason why there is none.
#[component]
fn Position(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let locating = use_locating();
    let Locating { is_asking, failed, .. } = locating;
    let place = Memo::new(move |_| {
        let visit = captured.visit.read();
        Some((visit.latitude?, visit.longitude?, visit.accuracy_m))
    });
    let (tables, rules) = (use_workspace().tables, use_visits().rules);
    let away = Memo::new(move |_| {
        let (north, east, accuracy) = place.get()?;
        let address = tables.read(captured.customer, |customer| {
            RoutePlace::new(customer.latitude?, customer.longitude?)
        })??;
        let far = rules.with(|rules| rules.far_m);
        Some(Away::of(RoutePlace::new(north, east)?, accuracy, address, far))
    });
    let far_words = move || {
        let locale = i18n.get_locale();
        let away = away.get().filter(|away| away.is_far)?;
        Some(t_string!(
            i18n,
            visit.away_far_text,
            distance = distance(locale, away.metres),
            limit = distance(locale, rules.with(|rules| rules.far_m))
        ))
    };
    let said = move || {
        let locale = i18n.get_locale();
        if is_asking.get() {
            return t_string!(i18n, visit.place_asking).to_owned();
        }
        match (place.get(), failed.get()) {
            (_, Some(why)) => no_position(locale, why).to_owned(),
            (Some((north, east, accuracy)), None) => {
                let place = format::position(locale, north, east);
                let accuracy = accuracy.map(|accuracy| {
                    let metres = format::with_unit(locale, accuracy, "m").to_string();
                    t_string!(i18n, visit.place_accuracy, metres = metres)
                });
                let away = away.get().map(|away| {
                    let distance = distance(locale, away.metres);
                    t_string!(i18n, visit.away, distance = distance)
                });
                std::iter::once(place).chain(accuracy).chain(away).collect::<Vec<_>>().join(" · ")
            }
            (None, None) => t_string!(i18n, visit.place_none).to_owned(),
        }
    };
    view! {
        <div class="line">
            <small class="grow" role="status">
                {said}
            </small>
            <Show when=move || place.get().is_none() && !is_asking.get()>
                <Button
                    label=move || t_string!(i18n, visit.place_ask)
                    icon=Icon::Place
                    emphasis=Emphasis::Quiet
                    on_press=move |()| locating.ask(captured)
                />
            </Show>
        </div>
        {move || {
            far_words()
                .map(|text| {
                    view! {
                        <Notice
                            word=move || t_string!(i18n, visit.away_far)
                            text=text
                            tone=Tone::Warn
                        />
                    }
                })
        }}
    }
}

/// Returns a distance: in steps of ten meters up to one kilometer, in kilometers above.
fn distance(locale: Locale, metres: f64) -> String {
    if metres < 995.0 {
        format::with_unit(locale, (metres / 10.0).round() * 10.0, "m").to_string()
    } else {
        let km = metres / 1000.0;
        format!("{}\u{a0}km", format::decimal(locale, km, usize::from(km < 9.95)))
    }
}

/// Selector of the person met, with an input to add a contact.
#[component]
fn Met(captured: Captured, briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = captured.id;
    let people = Signal::derive(move || {
        let none = (String::new(), t_string!(i18n, visit.nobody_yet).to_owned());
        let person = |contact: &busbar_core::domain::Contact| {
            let words = [contact.name.as_str(), contact.role.as_str()];
            let words = words.into_iter().filter(|word| !word.is_empty());
            (contact.id.to_string(), words.collect::<Vec<_>>().join(" · "))
        };
        let contacts = briefing.contacts.read();
        std::iter::once(none).chain(contacts.iter().map(person)).collect()
    });
    let met = Signal::derive(move || {
        let contact = captured.visit.read().contact;
        contact.map(|contact| contact.to_string()).unwrap_or_default()
    });
    let choose = move |chosen: String| {
        let contacts = briefing.contacts.read_untracked();
        let contact = contacts.iter().find(|contact| contact.id.to_string() == chosen);
        let contact = contact.map(|contact| contact.id);
        change_detached(workspace, id, move |visit| visit.contact = contact);
    };
    let name = RwSignal::new(String::new());
    let add = move || {
        let typed = name.get_untracked().trim().to_owned();
        if !typed.is_empty() {
            meet(workspace, &captured.visit.read_untracked(), typed);
            name.set(String::new());
        }
    };
    view! {
        <div class="form-pair">
            <Select
                label=move || t_string!(i18n, visit.met)
                options=people
                value=met
                on_change=choose
            />
            <div class="field">
                <label for="visit-new-person">{t!(i18n, visit.met_new)}</label>
                <div class="add-line">
                    <input
                        id="visit-new-person"
                        type="text"
                        autocomplete="off"
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                        on:change=move |_| add()
                    />
                    <Button
                        label=move || t_string!(i18n, visit.add)
                        icon=Icon::Add
                        icon_only=true
                        on_press=move |()| add()
                    />
                </div>
            </div>
        </div>
        <OpenField id field=Visit::ATTENDEES />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_as_people_say_them() {
        for (metres, said) in [
            (4.0, "0\u{a0}m"),
            (126.0, "130\u{a0}m"),
            (994.0, "990\u{a0}m"),
            (996.0, "1.0\u{a0}km"),
            (9_940.0, "9.9\u{a0}km"),
            (12_345.0, "12\u{a0}km"),
        ] {
            assert_eq!(distance(Locale::zh, metres), said, "{metres}");
        }
    }
}
