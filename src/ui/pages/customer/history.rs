//! What was changed about the customer: when, by whom, from what to what, each with a way back; and
//! what two people entered at once, to choose from.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{Customer, Id, Importance, Record, SourceKind, Value},
    state::{
        commands::record::set_field,
        workspace::{Workspace, use_workspace},
    },
    storage::ledger::{HistoryEntry, LedgerError},
    ui::{
        components::{Button, Card, Emphasis, EmptyState, Icon, Row, Rows, use_toasts},
        format,
        i18n::*,
        labels,
    },
};

/// As many changes as are listed.
const LISTED: usize = 100;
/// As many fields as are told of one change.
const FIELDS: usize = 6;

/// The history.
#[component]
pub fn HistoryTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let entries = RwSignal::new(None::<Vec<HistoryEntry>>);
    let conflicts = RwSignal::new(Vec::<Conflict>::new());
    let toasts = use_toasts();
    // Read again whenever customers are written, here or in another tab: a choice between values
    // may leave what is shown as it was.
    Effect::new(move |_| {
        workspace.tables.customers.track();
        spawn_local(async move {
            match read(workspace, id).await {
                Ok((found, contested)) => {
                    entries.set(Some(found));
                    conflicts.set(contested);
                }
                Err(error) => {
                    toasts.failed(labels::ledger_error(i18n.get_locale_untracked(), &error));
                }
            }
        });
    });
    let list = move || {
        entries
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|entry| view! { <Changed entry=entry /> })
            .collect_view()
    };
    let is_empty = move || entries.with(|entries| entries.as_ref().is_some_and(Vec::is_empty));
    view! {
        <div class="stack">
        <Show when=move || !conflicts.read().is_empty()>
            <Card
                title=move || t_string!(i18n, customer.conflicts)
                note=move || t_string!(i18n, customer.conflicts_note)
            >
                <Rows>
                    {move || {
                        conflicts
                            .get()
                            .into_iter()
                            .map(|conflict| view! { <Choose id=id conflict=conflict /> })
                            .collect_view()
                    }}
                </Rows>
            </Card>
        </Show>
        <Card title=move || t_string!(i18n, customer.tab_history)>
            <Show
                when=move || !is_empty()
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, customer.history_empty) /> }
                }
            >
                <Rows>{list}</Rows>
            </Show>
        </Card>
        </div>
    }
}

/// One change.
#[component]
fn Changed(entry: HistoryEntry) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let action = entry.action.clone();
    let (change, is_wider) = (entry.change, entry.is_wider);
    let undo = move |()| {
        spawn_local(async move {
            if let Err(error) = workspace.undo(change).await {
                toasts.failed(labels::ledger_error(i18n.get_locale_untracked(), &error));
            }
        });
    };
    let label = move || {
        if is_wider {
            t_string!(i18n, customer.undo_wider)
        } else {
            t_string!(i18n, labels.undo)
        }
    };
    let about = {
        let entry = entry.clone();
        move || {
            let locale = i18n.get_locale();
            let when = format::moment(locale, workspace.wall_clock(entry.stamp.millis));
            if entry.author.is_empty() {
                when
            } else {
                format!("{when} · {}", entry.author)
            }
        }
    };
    let fields = move || {
        let locale = i18n.get_locale();
        let changed = || {
            entry
                .fields
                .iter()
                .filter(|field| field.before != field.after)
        };
        let told: Vec<_> = changed()
            .take(FIELDS)
            .map(|field| {
                let before = (field.before != Value::Empty)
                    .then(|| said(locale, &field.field, &field.before))
                    .map(|before| view! { <s>{before}</s> " → " });
                let after = said(locale, &field.field, &field.after);
                let name = shown_name(locale, &field.field);
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
                view! {
                    <Button
                        label=label
                        icon=Icon::Undo
                        emphasis=Emphasis::Quiet
                        on_press=undo
                    />
                }
            }
        />
    }
}

/// A field whose values did not see each other.
#[derive(Clone, Debug, PartialEq)]
struct Conflict {
    field: &'static str,
    values: Vec<(Value, u64)>,
}

/// The last changes, newest first, and what is to be chosen.
async fn read(
    workspace: Workspace,
    id: Id<Customer>,
) -> Result<(Vec<HistoryEntry>, Vec<Conflict>), LedgerError> {
    let mut entries = workspace.history(Customer::KIND, id.uuid()).await?;
    entries.reverse();
    entries.truncate(LISTED);
    let conflicts = workspace
        .conflicts(Customer::KIND, id.uuid())
        .await?
        .into_iter()
        .filter_map(|(name, register)| {
            // A field of a newer version waits for that version.
            let field = Customer::FIELDS[Customer::field(&name)?];
            let values = register
                .versions()
                .iter()
                .map(|version| (version.value.clone(), version.stamp.millis))
                .collect();
            Some(Conflict { field, values })
        })
        .collect();
    Ok((entries, conflicts))
}

/// The values that stand beside each other, one to be chosen.
#[component]
fn Choose(id: Id<Customer>, conflict: Conflict) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let field = conflict.field;
    let choices = move || {
        let locale = i18n.get_locale();
        conflict
            .values
            .iter()
            .map(|(value, millis)| {
                let chosen = value.clone();
                let when = format::moment(locale, workspace.wall_clock(*millis));
                let label = format!("{} · {when}", said(locale, field, value));
                view! {
                    <Button
                        label=label
                        on_press=move |()| {
                            let chosen = chosen.clone();
                            spawn_local(async move {
                                // What went wrong is told at the top.
                                let _ = set_field(workspace, id, field, chosen).await;
                            });
                        }
                    />
                }
            })
            .collect_view()
    };
    view! {
        <Row
            title=move || view! { {move || shown_name(i18n.get_locale(), field)} }
            end=move || view! { {choices} }
        />
    }
}

/// The name of a field of a customer.
fn shown_name(locale: Locale, field: &str) -> String {
    match field {
        "name" => td_string!(locale, customer.f_name),
        "account_number" => td_string!(locale, customer.f_account_number),
        "industry" => td_string!(locale, customer.f_industry),
        "region" => td_string!(locale, customer.f_region),
        "address" => td_string!(locale, customer.f_address),
        "latitude" => td_string!(locale, customer.f_latitude),
        "longitude" => td_string!(locale, customer.f_longitude),
        "voltage_level_kv" => td_string!(locale, customer.f_voltage_level_kv),
        "contracted_capacity_kva" => td_string!(locale, customer.f_contracted_capacity_kva),
        "importance" => td_string!(locale, customer.f_importance),
        "source_kind" => td_string!(locale, customer.f_source_kind),
        "security_load_kw" => td_string!(locale, customer.f_security_load_kw),
        "backup_kw" => td_string!(locale, customer.f_backup_kw),
        "strategic_importance" => td_string!(locale, customer.f_strategic_importance),
        "account_manager" => td_string!(locale, customer.f_account_manager),
        "note" => td_string!(locale, customer.f_note),
        "is_sample" => td_string!(locale, customer.made_up),
        "is_deleted" => td_string!(locale, customer.remove_customer),
        // A field of a newer version has no word yet.
        other => return other.to_owned(),
    }
    .to_owned()
}

/// A value of a field, in words.
fn said(locale: Locale, field: &str, value: &Value) -> String {
    match (field, value) {
        (_, Value::Empty) => td_string!(locale, labels.empty_field).to_owned(),
        ("importance", Value::Text(name)) => Importance::named(name).map_or_else(
            || name.clone(),
            |grade| labels::importance(locale, grade).to_owned(),
        ),
        ("source_kind", Value::Text(name)) => SourceKind::named(name).map_or_else(
            || name.clone(),
            |kind| labels::source_kind(locale, kind).to_owned(),
        ),
        (_, Value::Text(text) | Value::Json(text)) => text.clone(),
        (_, Value::Number(number)) => format::plain(locale, *number),
        (_, Value::Date(date)) => format::date(locale, *date),
        (_, Value::Bool(true)) => td_string!(locale, labels.yes).to_owned(),
        (_, Value::Bool(false)) => td_string!(locale, labels.no).to_owned(),
        (_, Value::Id(id)) => id.to_string(),
    }
}
