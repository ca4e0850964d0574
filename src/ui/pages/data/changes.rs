//! Latest changes of the workspace: action, time and author of each, with a button to undo it. The history of one
//! customer is on its own page.

use busbar_core::storage::ledger::{BlockContent, Latest, LoggedChange};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::subject::ChangeSubject;
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

/// Number of changes listed at first, and added by each press of the button.
const PAGE: usize = 10;

/// Card of the latest changes.
#[component]
pub fn Changes() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let wanted = RwSignal::new(PAGE);
    let is_undoing = RwSignal::new(false);
    // Read again after every write, here or in another tab, and when more changes are requested.
    let latest = latest_or_toast(
        use_toasts(),
        move || {
            workspace.head.track();
            wanted.get()
        },
        move |count| workspace.latest(count),
    );
    // Rows are keyed, so that a row being pressed is not recreated when others are added.
    let list = move || latest.get().unwrap_or_default().changes;
    let row = move |change: LoggedChange| view! { <Changed change=change is_undoing=is_undoing /> };
    let is =
        move |what: fn(&Latest) -> bool| latest.with(|latest| latest.as_ref().is_some_and(what));
    view! {
        <Card
            title=move || t_string!(i18n, data.changes)
            note=move || t_string!(i18n, data.changes_note)
        >
            <OrEmpty
                when=move || !is(|latest| latest.changes.is_empty())
                title=move || t_string!(i18n, data.changes_empty)
            >
                <Rows>
                    <For each=list key=|change| (change.change, change.is_undone) children=row />
                </Rows>
            </OrEmpty>
            <Show when=move || is(|latest| latest.has_more)>
                <div class="data-more">
                    <Button
                        label=move || t_string!(i18n, data.changes_more)
                        on_press=move |()| wanted.update(|wanted| *wanted += PAGE)
                    />
                </div>
            </Show>
        </Card>
    }
}

/// Row for one change.
#[component]
fn Changed(change: LoggedChange, is_undoing: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let id = change.change;
    let undo = move |()| {
        is_undoing.set(true);
        task::spawn(async move {
            if let Err(error) = workspace.undo(id).await {
                toasts.failed(Message::of(move |locale| labels::ledger_error(locale, &error)));
            }
            is_undoing.try_set(false);
        });
    };
    let is_undone = change.is_undone;
    let end = move || match is_undone {
        true => view! { <Tag text=move || t_string!(i18n, data.change_undone) /> }.into_any(),
        false => view! {
            <Button
                label=move || t_string!(i18n, labels.undo)
                icon=Icon::Undo
                emphasis=Emphasis::Quiet
                disabled=is_undoing
                on_press=undo
            />
        }
        .into_any(),
    };
    let action = change.action.clone();
    view! {
        <Row
            title=move || view! { {move || labels::action(i18n.get_locale(), &action)} }
            note=move || view! { {move || note(i18n.get_locale(), workspace, &change)} }
            end=end
        />
    }
}

/// Returns time, author and extent of a change.
fn note(locale: Locale, workspace: Workspace, change: &LoggedChange) -> String {
    let when = |millis| format::moment(locale, workspace.wall_clock(millis));
    let mut parts = vec![when(change.made_at)];
    let author = workspace.author_name(&change.author);
    if !author.is_empty() {
        parts.push(author);
    }
    if let Some(undone) = &change.undoes {
        parts.push(td_string!(
            locale,
            data.change_undoes,
            when = when(undone.made_at),
            action = labels::action(locale, &undone.action)
        ));
    }
    let name = (change.record.as_ref())
        .and_then(|(kind, id)| ChangeSubject::of(locale, workspace, kind, *id).name);
    parts.extend(extent(locale, change, name));
    parts.join(" · ")
}

/// Returns the extent of a change: the name of a single record, or the number of records, and the kinds of bulk data.
fn extent(locale: Locale, change: &LoggedChange, name: Option<String>) -> Vec<String> {
    let mut parts = Vec::new();
    match change.records {
        0 => {}
        1 => parts.extend(name),
        records => parts.push(say!(locale, data.change_records, count = records)),
    }
    if !change.bulk.is_empty() {
        let kinds: Vec<&str> = change.bulk.iter().map(|of| content(locale, of)).collect();
        let kinds = kinds.join(td_string!(locale, data.list_mark));
        parts.push(td_string!(locale, data.change_bulk, kinds = kinds));
    }
    parts
}

fn content(locale: Locale, content: &BlockContent) -> &'static str {
    match content {
        BlockContent::Records(kind) => labels::record_kind(locale, kind)
            .unwrap_or_else(|| td_string!(locale, data.record_other)),
        BlockContent::Readings => td_string!(locale, import.kind_readings),
        BlockContent::Bills => td_string!(locale, import.kind_bills),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::sync::{ChangeId, Writer};

    #[test]
    fn what_a_change_reached_is_told_by_name_or_by_number() {
        let change = |records, bulk: &[BlockContent]| LoggedChange {
            change: ChangeId { writer: Writer(Uuid::nil()), seq: 1 },
            made_at: 0,
            author: String::new(),
            action: "import".into(),
            records,
            record: None,
            bulk: bulk.to_vec(),
            undoes: None,
            is_undone: false,
        };
        let customers = BlockContent::Records("customer".into());
        let unknown = BlockContent::Records("of_a_newer_version".into());
        let cases: [(LoggedChange, Option<&str>, &[&str]); 5] = [
            (change(1, &[]), Some("甲"), &["甲"]),
            (change(1, &[]), None, &[]),
            (change(1_200, &[]), None, &["Records: 1,200"]),
            (
                change(0, &[customers, BlockContent::Readings]),
                None,
                &["In bulk: Customer, Readings"],
            ),
            (
                change(2, &[BlockContent::Bills, unknown]),
                None,
                &["Records: 2", "In bulk: Bills, Record"],
            ),
        ];
        for (change, name, told) in cases {
            assert_eq!(extent(Locale::en, &change, name.map(str::to_owned)), told);
        }
    }
}
