//! Classes that use the green channel, which is one of the offers of the service standard and is stored there.

use busbar_core::domain::standard::{Offer, ServiceClass};
use leptos::prelude::*;

use crate::{
    state::{
        commands::settings::offer_green_channel, service::use_service, workspace::use_workspace,
    },
    ui::{
        components::{Card, Row, Rows, Switch},
        format,
        i18n::*,
        labels,
    },
};

/// Card with a switch for each class.
#[component]
pub fn GreenChannelCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let service = use_service();
    let row = move |class: ServiceClass| {
        let is_offered = Signal::derive(move || {
            let level = service.level(class, workspace.facts.day.get());
            level.offers.contains(&Offer::GreenChannel)
        });
        let count = Memo::new(move |_| {
            let classes = service.classes();
            classes.values().filter(|one| **one == class).count()
        });
        view! {
            <Row
                title=move || {
                    view! {
                        <Switch
                            label=move || labels::service_class(i18n.get_locale(), class)
                            value=is_offered
                            on_change=move |is_offered| {
                                let today = workspace.facts.today_untracked();
                                offer_green_channel(workspace, today, class, is_offered);
                            }
                        />
                    }
                }
                end=move || {
                    view! {
                        <span class="quiet-text">
                            {move || {
                                let count = format::count(i18n.get_locale(), count.get());
                                t_string!(i18n, settings.customers, count = count)
                            }}
                        </span>
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, field_work.offer_green_channel)
            note=move || t_string!(i18n, settings.green_note)
        >
            <Rows>{ServiceClass::ALL.iter().copied().map(row).collect_view()}</Rows>
        </Card>
    }
}
