//! Effective date of a rule change, and the list of earlier and future changes.

use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::chosen_day::ChosenDay,
    ui::{
        components::{Button, Card, DateInput, Emphasis, Icon, Row, Rows, Tag, Tone},
        format,
        i18n::*,
    },
};

/// Card to choose the effective date of entries, with the dates of all changes.
#[component]
pub fn HoldsFrom(
    /// Effective date of new entries.
    from: ChosenDay,
    /// Effective dates of all changes, earliest first.
    #[prop(into)]
    changes: Signal<Vec<Date>>,
    /// Called to remove the changes with this effective date.
    #[prop(into)]
    on_forget: Callback<Date>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |day: Date| {
        let is_to_come = move || day > from.today();
        let word = move || {
            if is_to_come() {
                t_string!(i18n, settings.to_come)
            } else {
                t_string!(i18n, settings.in_force)
            }
        };
        let tone = Signal::derive(move || if is_to_come() { Tone::Accent } else { Tone::Plain });
        view! {
            <Row
                lead=move || view! { <Tag text=word tone=tone /> }
                title=move || {
                    view! {
                        {move || {
                            let day = format::date(i18n.get_locale(), day);
                            t_string!(i18n, settings.from_day, day = day)
                        }}
                    }
                }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, settings.look)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| from.set(Some(day))
                        />
                        <Button
                            label=move || t_string!(i18n, settings.forget)
                            icon=Icon::Delete
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| on_forget.run(day)
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || {
                let day = format::date(i18n.get_locale(), from.get());
                t_string!(i18n, settings.holds_from, day = day)
            }
            note=move || t_string!(i18n, settings.holds_note)
        >
            <div class="stack">
                <div class="form">
                    <DateInput
                        label=move || t_string!(i18n, settings.from)
                        value=from.shown()
                        on_change=move |day| from.set(day)
                    />
                </div>
                <Show when=move || changes.with(|changes| !changes.is_empty())>
                    <Rows>{move || changes.get().into_iter().map(row).collect_view()}</Rows>
                </Show>
            </div>
        </Card>
    }
}
