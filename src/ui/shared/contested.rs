//! Fields with conflicting values, entered on devices that had not synced: shows each value with its authors and times,
//! and lets the user choose one. Until then, the latest value is in force and none is lost. The ledger finds the
//! conflicts.

use busbar_core::{
    domain::{Contact, Customer, FieldOf, Id, Record, Value},
    storage::ledger::Claim,
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::record::set_field,
        task,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Card, Row, Rows, use_toasts},
        format,
        i18n::*,
        shared::{forms::Form, latest::latest_or_toast},
    },
};

/// Conflicting fields of a record; nothing without conflicts.
#[component]
pub fn ContestedFields<T: Form>(
    /// Record.
    id: Id<T>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_contested = Memo::new(move |_| {
        let record = (T::RECORD_KIND.to_owned(), id.uuid());
        workspace.in_conflict.with(|all| all.contains(&record))
    });
    // Read again whenever records of this kind are written, here or in another tab, because a choice may leave the
    // displayed value unchanged.
    let contested = latest_or_toast(
        use_toasts(),
        move || {
            workspace.tables.of::<T>().track();
            is_contested.get()
        },
        move |is_contested| async move {
            match is_contested {
                true => workspace.contested(T::RECORD_KIND, id.uuid()).await,
                false => Ok(Vec::new()),
            }
        },
    );
    let rows = move || {
        let fields = contested.get().unwrap_or_default().into_iter();
        // A field of a newer version can only be chosen in that version.
        let known = fields.filter_map(|one| Some((FieldOf::named(&one.field)?, one)));
        known
            .map(|(field, one)| view! { <Choose id=id field=field claims=one.claims /> })
            .collect_view()
    };
    view! {
        <Show when=move || contested.with(|all| all.as_ref().is_some_and(|all| !all.is_empty()))>
            <Card
                title=move || t_string!(i18n, labels.contested)
                note=move || t_string!(i18n, labels.contested_note)
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Conflicting values of one field, each with a button that chooses it. Claims of the same value share one button.
#[component]
fn Choose<T: Form>(id: Id<T>, field: FieldOf<T>, claims: Vec<Claim>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let choices = move || {
        let locale = i18n.get_locale();
        by_value(&claims)
            .into_iter()
            .map(|(value, own)| {
                let words = said::<T>(workspace, locale, field.name(), &value);
                let by: Vec<String> = own
                    .iter()
                    .map(|claim| {
                        let at = workspace.wall_clock(claim.made_at);
                        let at = format::moment(locale, at);
                        let by = workspace.author_name(&claim.author);
                        if by.is_empty() { at } else { format!("{by} {at}") }
                    })
                    .collect();
                let label = format!("{words} · {}", by.join("、"));
                view! {
                    <Button
                        label=label
                        on_press=move |()| {
                            let value = value.clone();
                            task::spawn(async move {
                                // The shell reports errors of writes.
                                let _ = set_field(workspace, id, field, value).await;
                            });
                        }
                    />
                }
            })
            .collect_view()
    };
    view! {
        <Row
            title=move || view! { {move || T::label(i18n.get_locale(), field)} }
            note=move || view! { <span class="claims">{choices}</span> }
        />
    }
}

/// Groups the claims by value, in their order.
fn by_value(claims: &[Claim]) -> Vec<(Value, Vec<Claim>)> {
    let mut found: Vec<(Value, Vec<Claim>)> = Vec::new();
    for claim in claims {
        match found.iter_mut().find(|(value, _)| *value == claim.value) {
            Some((_, own)) => own.push(claim.clone()),
            None => found.push((claim.value.clone(), vec![claim.clone()])),
        }
    }
    found
}

/// Formats a value: moments as local wall-clock time, people and customers by name. Subscribes to changes.
fn said<T: Form>(workspace: Workspace, locale: Locale, field: &str, value: &Value) -> String {
    let tables = workspace.tables;
    let name = match (field, value) {
        ("arrived_at" | "left_at" | "signed_at", Value::Number(millis)) => {
            let at = workspace.wall_clock(*millis as u64);
            return format::moment(locale, at);
        }
        ("customer", Value::Id(id)) => tables.read(Id::new(*id), |one: &Customer| one.name.clone()),
        ("merged_into", Value::Id(id)) if T::RECORD_KIND == Customer::RECORD_KIND => {
            tables.read(Id::new(*id), |one: &Customer| one.name.clone())
        }
        ("contact", Value::Id(id)) => tables.read(Id::new(*id), |one: &Contact| one.name.clone()),
        _ => None,
    };
    let value = workspace.said::<T>(field, value.clone());
    name.unwrap_or_else(|| T::value_of(locale, field, &value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_alike_is_one_choice() {
        let claim = |text: &str, author: &str, millis| Claim {
            value: Value::Text(text.into()),
            made_at: millis,
            author: author.into(),
        };
        let claims =
            [claim("月底付清", "王", 30), claim("下月付清", "李", 20), claim("月底付清", "陈", 10)];
        let told: Vec<_> = by_value(&claims)
            .into_iter()
            .map(|(value, own)| {
                let by: Vec<String> = own.into_iter().map(|claim| claim.author).collect();
                (value, by.join(" "))
            })
            .collect();
        let value = |text: &str| Value::Text(text.into());
        let expected = [(value("月底付清"), "王 陈"), (value("下月付清"), "李")];
        assert_eq!(told, expected.map(|(value, by)| (value, by.to_owned())));
    }
}
