//! News for customers: writing them, and keeping who has read them.

use std::collections::BTreeSet;

use super::record::{add, change};
use crate::{
    domain::{
        Customer, Id, Record,
        notice::{Notice, NoticeReceipt},
        standard::ServiceClass,
        visit::Visit,
    },
    state::workspace::Workspace,
    storage::LedgerError,
};

/// Begins a notice of this title, which nobody sees yet, under the id that its page made for it.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn begin(workspace: Workspace, id: Id<Notice>, title: String) -> Result<(), LedgerError> {
    let notice = Notice {
        title,
        ..Notice::empty(id)
    };
    add(workspace, &notice).await
}

/// Publishes a notice from today on, or takes it back into the drawer.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn publish(
    workspace: Workspace,
    id: Id<Notice>,
    is_published: bool,
) -> Result<(), LedgerError> {
    let day = is_published.then(|| workspace.facts.today());
    change(workspace, workspace.tables.notices, id, move |notice| {
        notice.published_on = day;
    })
    .await
}

/// Addresses a notice to a class, or no more; to none by name is to everybody.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn address(
    workspace: Workspace,
    id: Id<Notice>,
    class: ServiceClass,
    is_meant: bool,
) -> Result<(), LedgerError> {
    change(workspace, workspace.tables.notices, id, move |notice| {
        let classes = &mut notice.audience.0.classes;
        let mut meant: BTreeSet<ServiceClass> = classes.drain(..).collect();
        if is_meant {
            meant.insert(class);
        } else {
            meant.remove(&class);
        }
        classes.extend(meant);
    })
    .await
}

/// Keeps that a customer has read a notice, at a visit or otherwise, under the id that its row made for it.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn acknowledge(
    workspace: Workspace,
    (id, notice): (Id<NoticeReceipt>, Id<Notice>),
    customer: Id<Customer>,
    visit: Option<Id<Visit>>,
    read_by: String,
) -> Result<(), LedgerError> {
    let receipt = NoticeReceipt {
        notice: Some(notice),
        customer: Some(customer),
        visit,
        read_by,
        read_on: Some(workspace.facts.today()),
        ..NoticeReceipt::empty(id)
    };
    add(workspace, &receipt).await
}
