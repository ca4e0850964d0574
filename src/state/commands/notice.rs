//! Commands for notices: writing and publishing them, and recording their readers.

use std::collections::BTreeSet;

use busbar_core::{
    domain::{
        Customer, Id, Record,
        draft::Draft,
        notice::{Notice, NoticeReceipt},
        standard::ServiceClass,
        visit::Visit,
    },
    storage::LedgerError,
};
use leptos::prelude::*;

use super::record::{EditableRecord, add, change};
use crate::state::workspace::Workspace;

/// Creates an unpublished notice with this title, under the id created by its page.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn begin(workspace: Workspace, id: Id<Notice>, title: String) -> Result<(), LedgerError> {
    let notice = Notice { title, ..Notice::empty(id) };
    add(workspace, &notice).await
}

/// Publishes a notice as of today, or withdraws it.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn publish(
    workspace: Workspace,
    id: Id<Notice>,
    is_published: bool,
) -> Result<(), LedgerError> {
    let day = is_published.then(|| workspace.facts.today_untracked());
    change(workspace, id, move |notice| {
        notice.published_on = day;
    })
    .await
}

/// Adds a class to a notice's audience, or removes it. A notice without classes is for all customers.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn address(
    workspace: Workspace,
    id: Id<Notice>,
    class: ServiceClass,
    is_meant: bool,
) -> Result<(), LedgerError> {
    change(workspace, id, move |notice| {
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

/// Marks these lines of the agenda as done.
fn told(before: &Visit, lines: &[String]) -> Visit {
    let mut after = before.clone();
    for item in &mut after.agenda.0 {
        item.is_done |= lines.contains(&item.text);
    }
    after
}

/// Records that a customer has read a notice, at a visit or otherwise, under the id created by its row. The lines
/// of the visit's agenda about the notice are marked as done in the same change.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn acknowledge(
    workspace: Workspace,
    (id, notice): (Id<NoticeReceipt>, Id<Notice>),
    customer: Id<Customer>,
    visit: Option<Id<Visit>>,
    (read_by, lines): (String, Vec<String>),
) -> Result<(), LedgerError> {
    let receipt = NoticeReceipt {
        notice: Some(notice),
        customer: Some(customer),
        visit,
        read_by,
        read_on: Some(workspace.facts.today_untracked()),
        ..NoticeReceipt::empty(id)
    };
    let draft = move || {
        let draft = Draft::new(NoticeReceipt::ADD).create(&receipt);
        workspace.tables.visits.with_untracked(|visits| {
            let before = visit.and_then(|id| visits.get(id));
            match before {
                Some(before) => draft.change(before, &told(before, &lines)),
                None => draft,
            }
        })
    };
    workspace.act_in_turn(draft).await.map(drop)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{record::Whole, visit::AgendaItem};

    #[test]
    fn a_notice_that_was_told_is_ticked_on_the_agenda() {
        let line = |text: &str, is_done| AgendaItem {
            text: text.into(),
            is_done,
            ..AgendaItem::default()
        };
        let agenda = |lines: [AgendaItem; 3]| Visit {
            agenda: Whole(lines.to_vec()),
            ..Visit::empty(Id::new(Uuid::from_u128(1)))
        };
        let before = agenda([
            line("告知：线上办电新功能", false),
            line("告知：分时电价时段调整", false),
            line("增容", true),
        ]);
        let lines = ["Tell: 线上办电新功能", "告知：线上办电新功能"];
        let after = told(&before, &lines.map(str::to_owned));
        let expected = agenda([
            line("告知：线上办电新功能", true),
            line("告知：分时电价时段调整", false),
            line("增容", true),
        ]);
        assert_eq!(after, expected);
    }
}
