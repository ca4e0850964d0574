//! 承诺: actions for the customer, open ones first.

use busbar_core::domain::{Customer, Id, InOrder, action::Action};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Card, Icon, OrEmpty, Rows},
        i18n::*,
        shared::promise::PromiseRow,
    },
};

/// Section with the actions.
#[component]
pub fn PromisesTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let ids = Memo::new(move |_| {
        let today = workspace.facts.today();
        let actions = workspace.tables.actions.read();
        let mut own: Vec<&Action> = actions.of(id).filter(|action| !action.is_deleted).collect();
        own.order_by_key(|action| (action.state(today), action.due_on, action.id));
        own.into_iter().map(|action| action.id).collect::<Vec<_>>()
    });
    let count = move || say!(i18n, actions.listed, count = ids.with(Vec::len));
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
