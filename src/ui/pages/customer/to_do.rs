//! Buttons of the customer's page that are shown in every section.

use busbar_core::domain::{Customer, Id};
use leptos::prelude::*;

use super::{plan_visit::PlanVisit, visits::StartVisit};
use crate::ui::{
    components::{Button, ButtonLink, Icon},
    i18n::*,
    routes::Page,
    shared::promise_make::Make,
};

/// Buttons that start a visit, plan a visit, add an action, and add a request.
#[component]
pub fn ToDo(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let [planning, promising] = [(); 2].map(|()| RwSignal::new(false));
    let request = Page::Requests.route().with("new", "1").with("customer", id.to_string());
    view! {
        <div class="line customer-to-do">
            <StartVisit customer=id />
            <Button
                label=move || t_string!(i18n, customer.plan_visit)
                icon=Icon::Today
                on_press=move |()| planning.set(true)
            />
            <Button
                label=move || t_string!(i18n, customer.promise_add)
                icon=Icon::Check
                on_press=move |()| promising.set(true)
            />
            <ButtonLink
                label=move || t_string!(i18n, customer.requests_add)
                icon=Icon::Requests
                href=request.href()
            />
        </div>
        <PlanVisit id=id open=planning />
        <Make to=id open=promising />
    }
}
