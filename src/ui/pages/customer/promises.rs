//! 承诺: what was promised to the customer, what is open first.

use busbar_core::domain::{Customer, Id, InOrder, action::Action};
use leptos::prelude::*;

use crate::{
    state::{actions::use_actions, workspace::use_workspace},
    ui::{
        components::{Card, Icon, OrEmpty, Rows},
        format,
        i18n::*,
        shared::promise::PromiseRow,
    },
};

/// The tab.
#[component]
pub fn PromisesTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let actions = use_actions();
    let ids = Memo::new(move |_| {
        let today = workspace.facts.today();
        let mut ids: Vec<Id<Action>> = actions.get().to(id).to_vec();
        workspace.tables.actions.with(|actions| {
            let place = |id: &Id<Action>| {
                let action = actions.get(*id);
                action.map(|action| (action.state(today), action.due_on, action.id))
            };
            ids.order_by_key(place);
        });
        ids
    });
    let count = move || {
        let count = format::count(i18n.get_locale(), ids.with(Vec::len));
        t_string!(i18n, actions.listed, count = count)
    };
    view! {
        <OrEmpty
            when=move || !ids.with(Vec::is_empty)
            icon=Icon::Check
            title=move || t_string!(i18n, actions.to_customer_none)
            text=move || t_string!(i18n, actions.none_text)
        >
            <Card title=move || t_string!(i18n, actions.to_customer) note=count>
                <Rows>
                    <For
                        each=move || ids.get()
                        key=|id| *id
                        children=|id| view! { <PromiseRow id=id without_customer=true /> }
                    />
                </Rows>
            </Card>
        </OrEmpty>
    }
}
