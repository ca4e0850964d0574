//! Changes to the customer's record, each with an undo, and above them the fields with conflicting values to choose
//! from.

use busbar_core::{
    domain::{Customer, Id, Record, Value},
    storage::ledger::{HistoryEntry, LedgerError, taken_back},
};
use leptos::prelude::*;

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
        shared::{contested::ContestedFields, forms::Form, latest::latest_or_toast},
    },
};

/// Maximum number of changes listed.
const LISTED: usize = 100;
/// Maximum number of fields shown per change.
const FIELDS: usize = 6;

/// Section with the history.
#[component]
pub fn HistoryTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    // Reloads whenever a customer is written, here or in another tab.
    let entries = latest_or_toast(
        use_toasts(),
        move || workspace.tables.customers.track(),
        move |()| read(workspace, id),
    );
    let list = move || {
        let entries = entries.get().unwrap_or_default();
        let undone = taken_back(&entries);
        let row = |entry: HistoryEntry| {
            let is_undone = undone.contains(&entry.change);
            view! { <Changed entry=entry is_undone=is_undone /> }
        };
        entries.into_iter().map(row).collect_view()
    };
    let is_empty = move || entries.with(|entries| entries.as_ref().is_some_and(Vec::is_empty));
    view! {
        <div class="stack">
        <ContestedFields id=id />
        <Card title=move || t_string!(i18n, customer.tab_history)>
            <OrEmpty when=move || !is_empty() title=move || t_string!(i18n, customer.history_empty)>
                <Rows>{list}</Rows>
            </OrEmpty>
        </Card>
        </div>
    }
}

/// Row of one change.
#[component]
fn Changed(
    entry: HistoryEntry,
    /// True if another change undid this one.
    is_undone: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let action = entry.action.clone();
    let (change, is_wider) = (entry.change, entry.is_wider);
    let undo = move |()| {
        task::spawn(async move {
            if let Err(error) = workspace.undo(change).await {
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
        });
    };
    let label = move || {
        if is_wider { t_string!(i18n, customer.undo_wider) } else { t_string!(i18n, labels.undo) }
    };
    let about = {
        let entry = entry.clone();
        move || {
            let locale = i18n.get_locale();
            let when = format::moment(locale, workspace.wall_clock(entry.made_at));
            let author = workspace.author_name(&entry.author);
            if author.is_empty() { when } else { format!("{when} · {author}") }
        }
    };
    let fields = move || {
        let locale = i18n.get_locale();
        let changed = || entry.fields.iter().filter(|field| field.before != field.after);
        let told: Vec<_> = changed()
            .take(FIELDS)
            .map(|field| {
                let said = |value: &Value| {
                    if let Value::Id(into) = value
                        && field.field == Customer::MERGED_INTO.name()
                        && let Some(name) =
                            workspace.tables.customer_name(Id::<Customer>::new(*into))
                    {
                        return name;
                    }
                    let value = workspace.said::<Customer>(&field.field, value.clone());
                    Customer::value_of(locale, &field.field, &value)
                };
                let before = (field.before != Value::Empty)
                    .then(|| said(&field.before))
                    .map(|before| view! { <s>{before}</s> " → " });
                let after = said(&field.after);
                let name = Customer::name_of(locale, &field.field);
                view! { <span class="changed">{name} " " {before} {after}</span> }
            })
            .collect();
        let rest = changed().count().saturating_sub(FIELDS);
        view! {
            {told}
            {(rest > 0)
                .then(|| view! { <span>{t_string!(i18n, customer.more_fields, count = rest)}</span> })}
        }
    };
    view! {
        <Row
            title=move || view! { {move || labels::action(i18n.get_locale(), &action)} }
            note=move || view! { <span class="changes">{about} {fields}</span> }
            end=move || {
                if is_undone {
                    return view! { <Tag text=move || t_string!(i18n, data.change_undone) /> }
                        .into_any();
                }
                view! {
                    <Button
                        label=label
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

/// Returns the last [`LISTED`] changes, newest first.
async fn read(workspace: Workspace, id: Id<Customer>) -> Result<Vec<HistoryEntry>, LedgerError> {
    let mut entries = workspace.history(Customer::RECORD_KIND, id.uuid()).await?;
    entries.reverse();
    entries.truncate(LISTED);
    Ok(entries)
}
