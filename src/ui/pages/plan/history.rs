//! Changes to the plan, its lines and its reviews, each with an undo.

use busbar_core::{
    domain::{
        Id, InOrder, Record,
        plan::{PlanItem, PlanReview, ServicePlan},
    },
    storage::{
        LedgerError,
        ledger::{HistoryEntry, taken_back},
    },
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        task,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Card, Emphasis, Icon, Message, OrEmpty, Row, Rows, Tag, use_toasts},
        format,
        i18n::*,
        labels,
        shared::latest::latest_or_toast,
    },
};

/// Maximum number of changes listed.
const LISTED: usize = 100;

/// Card with the changes.
#[component]
pub fn HistoryCard(id: Id<ServicePlan>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    // Reloads whenever anything is written, here or in another tab.
    let entries = latest_or_toast(
        use_toasts(),
        move || workspace.head.track(),
        move |()| {
            let (items, reviews) = belonging(workspace, id);
            read(workspace, id, items, reviews)
        },
    );
    let rows = move || {
        let entries = entries.get().unwrap_or_default();
        let undone = taken_back(entries.iter().map(|(_, entry)| entry));
        let row = |(item, entry): (Option<Id<PlanItem>>, HistoryEntry)| {
            let is_undone = undone.contains(&entry.change);
            view! { <Changed item=item entry=entry about=about is_undone=is_undone /> }
        };
        entries.into_iter().map(row).collect_view()
    };
    let is_empty = move || entries.with(|all| all.as_ref().is_some_and(Vec::is_empty));
    view! {
        <Card title=move || t_string!(i18n, plan.tab_history)>
            <OrEmpty when=move || !is_empty() title=move || t_string!(i18n, customer.history_empty)>
                <Rows>{rows}</Rows>
            </OrEmpty>
        </Card>
    }
}

/// Returns the lines and reviews of the plan, including deleted ones. Does not subscribe.
fn belonging(
    workspace: Workspace,
    id: Id<ServicePlan>,
) -> (Vec<Id<PlanItem>>, Vec<Id<PlanReview>>) {
    let tables = workspace.tables;
    let items = tables.plan_items.with_untracked(|items| {
        let own = items.iter().filter(|item| item.plan == Some(id));
        own.map(|item| item.id).collect()
    });
    let reviews = tables.plan_reviews.with_untracked(|reviews| {
        let own = reviews.iter().filter(|review| review.plan == Some(id));
        own.map(|review| review.id).collect()
    });
    (items, reviews)
}

/// Returns each change once, latest first; with its line if it concerns only that line.
async fn read(
    workspace: Workspace,
    id: Id<ServicePlan>,
    items: Vec<Id<PlanItem>>,
    reviews: Vec<Id<PlanReview>>,
) -> Result<Vec<(Option<Id<PlanItem>>, HistoryEntry)>, LedgerError> {
    let mut found = Vec::new();
    for entry in workspace.history(ServicePlan::RECORD_KIND, id.uuid()).await? {
        found.push((None, entry));
    }
    for review in reviews {
        for entry in workspace.history(PlanReview::RECORD_KIND, review.uuid()).await? {
            found.push((None, entry));
        }
    }
    for item in items {
        for entry in workspace.history(PlanItem::RECORD_KIND, item.uuid()).await? {
            found.push((Some(item), entry));
        }
    }
    // A change of both the plan and its lines is listed once, under the plan.
    let mut told: Vec<(Option<Id<PlanItem>>, HistoryEntry)> = Vec::new();
    for (item, entry) in found {
        if !told.iter().any(|(_, one)| one.change == entry.change) {
            told.push((item, entry));
        }
    }
    told.order_by_key(|(_, entry)| std::cmp::Reverse(entry.stamp));
    told.truncate(LISTED);
    Ok(told)
}

#[component]
fn Changed(
    item: Option<Id<PlanItem>>,
    entry: HistoryEntry,
    about: About,
    /// True if another change undid this one.
    is_undone: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let (change, action, is_wider) = (entry.change, entry.action.clone(), entry.is_wider);
    let undo = move |()| {
        task::spawn(async move {
            if let Err(error) = workspace.undo(change).await {
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
        });
    };
    let note = move || {
        let locale = i18n.get_locale();
        let when = format::moment(locale, workspace.wall_clock(entry.made_at));
        let author = Some(workspace.author_name(&entry.author)).filter(|author| !author.is_empty());
        let line = item.and_then(|id| {
            about.with(|about| {
                let lines = &about.as_ref()?.lines;
                let line = lines.iter().find(|line| line.item.id == id)?;
                Some(labels::plan_item(locale, &line.item))
            })
        });
        let parts = [Some(when), author, line];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Row
            title=move || view! { {move || labels::action(i18n.get_locale(), &action)} }
            note=move || view! { {note} }
            end=move || {
                if is_undone {
                    return view! { <Tag text=move || t_string!(i18n, data.change_undone) /> }
                        .into_any();
                }
                view! {
                    <Button
                        label=move || {
                            if is_wider {
                                t_string!(i18n, customer.undo_wider)
                            } else {
                                t_string!(i18n, labels.undo)
                            }
                        }
                        icon=Icon::Undo
                        emphasis=Emphasis::Quiet
                        on_press=undo
                    />
                }
                .into_any()
            }
        />
    }
}
