//! Dialog that merges this customer into another one, and the page of a customer that was merged.

use busbar_core::domain::{Customer, Id};
use leptos::prelude::*;

use crate::{
    state::{
        commands::customer::{merge, separate},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Dialog, DialogFoot, Emphasis, EmptyState, Icon},
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::customer_choice::CustomerChoice,
    },
};

/// Dialog that asks for the customer to keep.
#[component]
pub fn MergeDialog(
    /// Customer to merge.
    id: Id<Customer>,
    /// True while the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, customer.merge) open=open wide=true>
            <Form id=id open=open />
        </Dialog>
    }
}

#[component]
fn Form(id: Id<Customer>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let (workspace, navigation) = (use_workspace(), use_navigation());
    let chosen = RwSignal::new(None::<Id<Customer>>);
    let name = Memo::new(move |_| workspace.tables.customer_name(id).unwrap_or_default());
    let error = Signal::derive(move || {
        (chosen.get() == Some(id)).then(|| t_string!(i18n, customer.merge_same).to_owned())
    });
    let save = move |()| {
        let Some(into) = chosen.get_untracked().filter(|into| *into != id) else {
            return;
        };
        // This customer's page ends with the merge, and the dialog with it.
        open.set(false);
        task::spawn(async move {
            // Errors are shown at the top of the page.
            if merge(workspace, id, into).await.is_ok() {
                navigation.go(&Page::Customer(into).route());
            }
        });
    };
    view! {
        <p>{move || t_string!(i18n, customer.merge_text, name = name.get())}</p>
        <CustomerChoice
            label=move || t_string!(i18n, customer.merge_into)
            chosen=chosen
            on_choose=move |id| chosen.set(id)
            error=error
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, customer.merge_save)
            disabled=Signal::derive(move || chosen.get().is_none_or(|into| into == id))
            on_press=save
        />
    }
}

/// Page of a customer that was merged: a link to the one that remains.
#[component]
pub fn Merged(
    /// Merged customer.
    id: Id<Customer>,
    /// Customer that remains.
    into: Id<Customer>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name = move |id: Id<Customer>| workspace.tables.customer_name(id).unwrap_or_default();
    let title = move || t_string!(i18n, customer.merged, name = name(id), other = name(into));
    view! {
        <div class="page">
            <EmptyState
                icon=Icon::Customers
                title=title
                text=move || t_string!(i18n, customer.merged_text)
            >
                <ButtonLink
                    label=move || t_string!(i18n, customer.merged_open, name = name(into))
                    href=Page::Customer(into).href()
                    emphasis=Emphasis::First
                />
                <Button
                    label=move || t_string!(i18n, customer.separate)
                    icon=Icon::Undo
                    on_press=move |()| separate(workspace, id)
                />
            </EmptyState>
        </div>
    }
}
