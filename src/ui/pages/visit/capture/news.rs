//! 企业宣传: notices for the customer, and buttons to mark them as read.

use busbar_core::domain::notice::{Notice, NoticeReceipt};
use leptos::prelude::*;

use super::super::topic::told_lines;
use crate::{
    state::{
        briefing::Briefing,
        commands::{notice::acknowledge, record::fresh},
        task,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Icon, Row, Rows, Tag, Tone},
        i18n::*,
    },
};

/// Card of the notices; empty if there are none.
#[component]
pub fn News(captured: Captured, briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let notices = workspace.tables.notices;
    let reader = Memo::new(move |_| {
        let contact = captured.visit.read().contact?;
        let contacts = briefing.contacts.read();
        let contact = contacts.iter().find(|one| one.id == contact)?;
        Some(contact.name.clone())
    });
    let is_any =
        move || !briefing.notices.read().is_empty() || !captured.receipts.read().is_empty();
    let untold = move |notice: Notice| {
        let (title, text) = (notice.title, notice.text);
        let which = (fresh(), notice.id);
        let lines = told_lines(&title);
        view! {
            <Row
                title=move || view! { {title} }
                note=move || view! { {text} }
                end=move || {
                    let lines = lines.clone();
                    view! {
                        <Button
                            label=move || t_string!(i18n, visit.told)
                            icon=Icon::Check
                            on_press=move |()| {
                                let by = reader.get_untracked().unwrap_or_default();
                                let by_and_lines = (by, lines.clone());
                                let (customer, visit) = (captured.customer, Some(captured.id));
                                task::spawn(async move {
                                    // Errors are shown at the top of the page.
                                    let _ =
                                        acknowledge(workspace, which, customer, visit, by_and_lines)
                                            .await;
                                });
                            }
                        />
                    }
                }
            />
        }
    };
    let read = move |receipt: NoticeReceipt| {
        let by = receipt.read_by.clone();
        let title = move || {
            let notices = notices.read();
            let notice = receipt.notice.and_then(|id| notices.get(id));
            notice.map(|notice| notice.title.clone()).unwrap_or_default()
        };
        view! {
            <Row
                title=move || view! { {title} }
                note=move || view! { {by} }
                end=move || {
                    view! { <Tag text=move || t_string!(i18n, visit.was_told) tone=Tone::Good /> }
                }
            />
        }
    };
    view! {
        <Show when=is_any>
            <Card
                title=move || t_string!(i18n, visit.news)
                note=move || t_string!(i18n, visit.news_note)
            >
                <Rows>
                    <For each=move || briefing.notices.get() key=|one| one.id children=untold />
                    <For each=move || captured.receipts.get() key=|one| one.id children=read />
                </Rows>
            </Card>
        </Show>
    }
}
